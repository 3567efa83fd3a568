"""A form field for files that keeps what was uploaded while the rest of the form is put right.

A browser forgets chosen files when a form comes back with errors. So each file is checked and
stored at once, under its sha256, and the form carries a signed note of it. Files that never reach a
case are orphans, and a nightly job removes them (cases/jobs.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership
from stottekontakt.cases import storage
from stottekontakt.cases.attachments import ACCEPT, CheckedFile, check

SALT = "stottekontakt.cases.uploads"
# Shorter than the day's grace that orphans have.
SECONDS = 12 * 3600
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked file that waits for its form."""

    sha256: str
    filename: str
    content_type: str
    size: int
    token: str


def keep(file: CheckedFile, owner: Membership) -> Upload:
    sha256 = storage.store(owner.municipality_id, file.data)
    note = {
        "sha256": sha256,
        "filename": file.filename,
        "content_type": file.content_type,
        "size": len(file.data),
    }
    token = signing.dumps([owner.municipality_id, owner.user_id, note], salt=SALT, compress=True)
    return Upload(**note, token=token)  # type: ignore[arg-type]


def kept(token: str, owner: Membership) -> Upload | None:
    """What was kept for this person in this municipality; None for anything else."""
    try:
        municipality_id, user_id, note = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    if (municipality_id, user_id) != (owner.municipality_id, owner.user_id):
        return None
    if not storage.path_of(municipality_id, note["sha256"]).exists():
        return None
    return Upload(**note, token=token)


def content(upload: Upload, owner: Membership) -> CheckedFile:
    data = storage.read(owner.municipality_id, upload.sha256)
    return CheckedFile(upload.filename, upload.content_type, data)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser sent for one field."""

    files: Sequence[UploadedFile]
    tokens: Sequence[str]


class UploadsWidget(forms.FileInput):
    allow_multiple_selected = True
    needs_multipart_form = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, **(attrs or {})})
        self.uploads: Sequence[Upload] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        chosen = files.getlist(name) if isinstance(files, MultiValueDict) else []
        if not isinstance(data, MultiValueDict):
            return Sent(chosen, [])
        removed = set(data.getlist(f"{name}-removed"))
        tokens = [token for token in data.getlist(f"{name}-kept") if token not in removed]
        return Sent(chosen, tokens)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        control = super().render(name, None, attrs, renderer)
        context = {"name": name, "control": control, "uploads": self.uploads}
        return SafeString(render_to_string("components/uploads.html", context))


class UploadsField(forms.Field):
    """`cleaned_data` holds a list of Upload. `owner` is set by the form, before it is validated."""

    widget = UploadsWidget
    owner: Membership

    def __init__(self, *, most: int = MOST_FILES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        if most == 1:
            self.widget.attrs.pop("multiple", None)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data and (data.files or data.tokens))

    def clean(self, value: Any) -> list[Upload]:
        sent: Sent = value
        uploads: list[Upload] = []
        errors: list[ValidationError] = []
        for token in sent.tokens:
            if upload := kept(token, self.owner):
                uploads.append(upload)
            else:
                errors.append(_gone())
        for file in sent.files:
            try:
                uploads.append(keep(check(file), self.owner))
            except ValidationError as error:
                errors += error.error_list
        # Shown again with the form: what was in order is not lost because of what was not.
        self.widget.uploads = uploads
        if len(uploads) > self.most:
            errors.append(self._too_many(len(uploads)))
        if errors:
            raise ValidationError(errors)
        if self.required and not uploads:
            raise ValidationError(_("Velg en fil."), code="required")
        return uploads

    def _too_many(self, count: int) -> ValidationError:
        if self.most == 1:
            return ValidationError(_("Legg ved bare én fil her."), code="too_many")
        return ValidationError(
            _("Du har lagt ved %(count)d filer. Høyst %(most)d kan legges ved på én gang."),
            code="too_many",
            params={"count": count, "most": self.most},
        )


def _gone() -> ValidationError:
    return ValidationError(
        _("En fil du lastet opp tidligere, er ikke lenger her. Legg den ved på nytt."),
        code="gone",
    )
