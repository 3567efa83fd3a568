"""What may be attached: decided by what a file holds, never by what it is called."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stottekontakt.cases.virus_scan import CannotScan, virus_in
from stottekontakt.ui.formatting import NO_BREAK_SPACE, number

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    DOCX: ".docx",
    XLSX: ".xlsx",
}
ALSO_CALLED = {"image/jpeg": (".jpeg", ".jpe"), "image/heic": (".heif",)}
# For the browser's file picker; what counts is the content.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.docx,.xlsx"

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = {"application/x-msdownload", "application/x-executable", "application/x-mach-binary"}
SCRIPT = b"#!"
LONGEST_NAME = 150
# An office file is a zip: a few kilobytes may unpack to a full disk.
MOST_UNPACKED_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class CheckedFile:
    filename: str
    content_type: str
    data: bytes = field(repr=False)


def check(file: UploadedFile) -> CheckedFile:
    """The file as it may be kept; a ValidationError says what is wrong with it."""
    name = clean_name(file.name or "")
    size = file.size or 0
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise ValidationError(
            _("«%(name)s» er %(size)s. En fil kan være høyst %(limit)s."),
            code="too_large",
            params={
                "name": name,
                "size": megabytes(size),
                "limit": megabytes(settings.ATTACHMENT_MAX_BYTES),
            },
        )
    data = file.read()
    if not data:
        raise ValidationError(_("«%(name)s» er tom."), code="empty", params={"name": name})
    content_type = content_type_of(data)
    if content_type is None:
        raise ValidationError(_why_not(data), code="not_allowed", params={"name": name})
    try:
        virus = virus_in(data)
    except CannotScan as error:
        raise ValidationError(
            _(
                "«%(name)s» kunne ikke sjekkes for virus akkurat nå, og ble ikke lagret. Prøv "
                "igjen om litt, eller legg ved filen senere."
            ),
            code="not_scanned",
            params={"name": name},
        ) from error
    if virus:
        raise ValidationError(
            _("«%(name)s» inneholder virus og ble ikke lagret."),
            code="virus",
            params={"name": name},
        )
    return CheckedFile(with_right_extension(name, content_type), content_type, data)


def megabytes(size: int) -> str:
    """Counted as the limit is set, so that 10 MB is 10 MB."""
    return f"{number(round(size / 1024**2, 1))}{NO_BREAK_SPACE}MB"


def content_type_of(data: bytes) -> str | None:
    """One of the kinds that may be kept, or None."""
    if data.startswith(b"PK\x03\x04"):
        return _office_type_of(data)
    mime = filetype.guess_mime(data)
    return mime if mime in EXTENSIONS else None


def _office_type_of(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OverflowError):
        return None
    if "[Content_Types].xml" not in entries or sum(entries.values()) > MOST_UNPACKED_BYTES:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in entries):
        return None  # macros
    if "word/document.xml" in entries:
        return DOCX
    return XLSX if "xl/workbook.xml" in entries else None


def _why_not(data: bytes) -> str:
    beginning = data[:2048].lstrip().lower()
    if filetype.guess_mime(data) in PROGRAMS or beginning.startswith(SCRIPT):
        return _("«%(name)s» er et program, uansett hva det heter. Det kan ikke legges ved.")
    if b"<svg" in beginning:
        return _(
            "«%(name)s» er en SVG-fil. Den kan inneholde program og kan ikke legges ved. Lagre den "
            "som PDF eller PNG, og prøv igjen."
        )
    if data.startswith(OLD_OFFICE):
        return _(
            "«%(name)s» er et eldre eller passordbeskyttet Office-dokument. Lagre det som PDF, "
            "docx eller xlsx uten passord, og prøv igjen."
        )
    return _(
        "«%(name)s» kan ikke legges ved. Du kan legge ved PDF, bilder (JPEG, PNG, HEIC), "
        "Word-dokumenter (docx) og Excel-ark (xlsx) uten makroer."
    )


def clean_name(name: str) -> str:
    """The file's own name without folders and signs that cannot be seen; never empty."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .")
    if len(name) > LONGEST_NAME:
        stem, dot, extension = name.rpartition(".")
        short = LONGEST_NAME - len(dot + extension)
        name = f"{stem[:short]}{dot}{extension}" if short > 0 else name[:LONGEST_NAME]
    return name or _("vedlegg")


def with_right_extension(name: str, content_type: str) -> str:
    right = EXTENSIONS[content_type]
    if name.lower().endswith((right, *ALSO_CALLED.get(content_type, ()))):
        return name
    stem = name.rpartition(".")[0] or name
    return f"{stem}{right}"
