"""The municipality's own settings, and its arms."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Municipality
from stottekontakt.administration.services.dated import CannotSave
from stottekontakt.administration.services.units import changed_by_another, version_of
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.letters import arms

MOST_BYTES = 2 * 1024 * 1024
SMALLEST, LARGEST = 100, 6000  # pixels
KEPT = 1200  # pixels: 16 mm at far more than a printer can show


@transaction.atomic
def change_settings(values: Mapping[str, Any], *, version: int, by: Membership) -> Municipality:
    """Set the columns named in `values`, unless somebody has saved since `version`."""
    municipality = Municipality.objects.select_for_update().get(pk=by.municipality_id)
    if version_of(municipality) != version:
        raise changed_by_another()
    changed = [name for name, value in values.items() if getattr(municipality, name) != value]
    if not changed:
        return municipality
    for name in changed:
        setattr(municipality, name, values[name])
    municipality.save(update_fields=changed)
    record(
        AuditEntry.Event.SETTINGS_CHANGED,
        municipality,
        by=by,
        data={"fields": sorted(changed)},
        municipality_id=municipality.pk,
    )
    return municipality


def store_arms(data: bytes) -> str:
    """Keep a picture as the letters need it, and return what `Municipality.arms` shall hold.

    It is drawn anew without transparency, hidden data or anything that is no picture; PDF/A takes
    no half-transparent pictures. A file is never removed: letters that were issued name it.
    """
    picture = _drawn_anew(data)
    name = f"{arms.OWN}{hashlib.sha256(picture).hexdigest()}.png"
    path = arms.path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    if path.exists():
        return name
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o440)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return name


def check_arms(data: bytes) -> None:
    """Say what is wrong with a picture, in the reader's words."""
    _drawn_anew(data)


def _drawn_anew(data: bytes) -> bytes:
    from PIL import Image

    if len(data) > MOST_BYTES:
        raise CannotSave(_("Bildet er for stort. Det kan være på høyst 2 MB."))
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
            if max(width, height) > LARGEST or min(width, height) < SMALLEST:
                raise CannotSave(
                    _(
                        "Bildet er %(width)d × %(height)d bildepunkter. Det må være minst "
                        "%(least)d og høyst %(most)d på hver side."
                    )
                    % {"width": width, "height": height, "least": SMALLEST, "most": LARGEST}
                )
            drawn = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise CannotSave(
            _("Filen er ikke et bilde vi kan lese. Bruk PNG eller JPEG, ikke SVG eller PDF.")
        ) from error
    drawn.thumbnail((KEPT, KEPT))
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()
