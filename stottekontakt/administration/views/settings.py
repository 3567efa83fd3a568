"""The municipality's settings, a group at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Municipality
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration import history
from stottekontakt.administration.forms.settings import SettingsForm
from stottekontakt.administration.services import settings as services
from stottekontakt.administration.services.units import Conflict, version_of
from stottekontakt.administration.settings import BY_SLUG, GROUPS, Group
from stottekontakt.administration.views.common import retype, tell, wants_preview
from stottekontakt.errors import Refused
from stottekontakt.letters import arms
from stottekontakt.letters.pdf import MissingFile, static_path
from stottekontakt.ui.formatting import number

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def settings(request: AuthenticatedHttpRequest) -> HttpResponse:
    municipality = request.membership.municipality
    return render(
        request,
        "administration/settings.html",
        {
            "municipality": municipality,
            "groups": [(group, _facts(group, municipality)) for group in GROUPS],
            "may_change": request.membership.may(Permission.SETTINGS_MANAGE),
            "changes": _history(municipality, [name for group in GROUPS for name in group.names]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def settings_group(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    group = BY_SLUG.get(slug)
    if group is None:
        raise Http404
    municipality = request.membership.municipality
    form = SettingsForm(
        request.POST or None,
        request.FILES or None,
        group=group,
        municipality=municipality,
        initial={"version": version_of(municipality)},
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and not wants_preview(request):
        try:
            services.change_settings(
                form.values(), version=form.cleaned_data["version"], by=request.membership
            )
        except Conflict as error:
            tell(form, error)
            retype(form, version=version_of(municipality))
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("«%(title)s» er lagret.") % {"title": group.title})
            return redirect("administration:settings")
    shown = _shown(group, municipality, form if valid else None)
    return render(
        request,
        "administration/settings_group.html",
        {
            "form": form,
            "group": group,
            "municipality": municipality,
            "shown": shown,
            "is_preview": valid,
            "effects": group.effect(shown, timezone.localdate()),
            "changes": _history(municipality, group.names),
        },
    )


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def arms_picture(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The arms as they stand in letters."""
    name = request.membership.municipality.arms
    if not name:
        raise Http404
    path = arms.path_of(name) if arms.is_own(name) else None
    try:
        path = path or static_path(f"arms/{name}")
        data = path.read_bytes()
    except (MissingFile, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(
        data,
        content_type=TYPES.get(path.suffix, "application/octet-stream"),
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=60"},
    )


def _shown(group: Group, municipality: Municipality, form: SettingsForm | None) -> dict[str, Any]:
    """What an example is made of: what was typed if it can be used, else what holds now."""
    values = {name: getattr(municipality, name) for name in group.names}
    if form is not None:
        values |= {name: form.cleaned_data.get(name) for name in group.names if name != "arms"}
    return values


def _facts(group: Group, municipality: Municipality) -> list[tuple[str, str]]:
    facts = []
    for name in group.names:
        column = Municipality._meta.get_field(name)
        value = getattr(municipality, name)
        if column.choices:  # type: ignore[union-attr]
            said = getattr(municipality, f"get_{name}_display")()
        elif isinstance(value, bool):
            said = _("ja") if value else _("nei")
        elif name == "arms":
            said = _("lagt inn") if value else ""
        elif value is None or value == "":
            said = ""
        else:
            said = value if isinstance(value, str) else number(value)
        facts.append((str(capfirst(column.verbose_name)), said))  # type: ignore[union-attr]
    return facts


def _history(municipality: Municipality, fields: list[str]) -> list[history.Change]:
    return history.changes_of(Municipality, {"pgh_obj_id": municipality.pk}, fields=fields)
