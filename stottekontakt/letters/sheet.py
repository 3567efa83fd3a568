"""The whole document: letterhead, address and reference around the letter's own HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.letters.context import Contact, Sender
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.markup import Value, inline, value_as_html
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.texts import words_of_sheet

if TYPE_CHECKING:
    from stottekontakt.letters.models import Letter

# Characters of a line of the address before it would be broken: then all of it is set smaller.
WIDEST_LINE = 32
# In a preview, where the letter has neither yet.
OPEN_NUMBER = "[nummer]"
OPEN_DATE = "[dato]"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    title: str  # with the case number, without names
    language: Language
    body: str  # made by compose, or frozen from it
    sender: Sender
    contact: Contact
    addressee: str
    address_lines: tuple[str, ...]
    case_number: str
    document_number: int | None
    dated_on: date | None


def sheet_of(letter: Letter) -> Sheet:
    """From the frozen columns alone."""
    sender = {**letter.sender, "address_lines": tuple(letter.sender["address_lines"])}
    return Sheet(
        title=letter.title,
        language=cast("Language", letter.language),
        body=letter.body,
        sender=Sender(**sender),
        contact=Contact(**letter.contact),
        addressee=letter.addressee_name,
        address_lines=tuple(letter.address_lines),
        case_number=str(letter.case),
        document_number=letter.journal_entry.number,
        dated_on=letter.dated_on,
    )


def sheet_html(sheet: Sheet) -> str:
    words = words_of_sheet(sheet.language)

    def word(key: str, **values: Value) -> SafeString:
        return inline(words[key], lambda name: values[name])

    document_number = str(sheet.document_number or OPEN_NUMBER)
    reference = word("case_and_document", sak=sheet.case_number, nummer=document_number)
    dated_on: Any = sheet.dated_on or OPEN_DATE
    caseworker: Any = sheet.contact.name
    if sheet.contact.phone:
        caseworker = format_html(
            "{}<br>{}", sheet.contact.name, word("phone", telefon=sheet.contact.phone)
        )
    facts = [
        (word("date"), mark_safe(value_as_html(dated_on))),
        (word("case"), reference),
        # Before anyone has the case, the office itself answers.
        (word("contact" if sheet.contact.name == sheet.sender.unit else "caseworker"), caseworker),
        (word("exempt"), word("exempt_law")),
    ]
    sender = sheet.sender
    address = (sheet.addressee, *sheet.address_lines)
    try:
        return render_to_string(
            "letters/sheet.html",
            {
                "title": sheet.title,
                "language": sheet.language,
                "description": word("letter_from", kommune=sender.municipality),
                "dated_on_iso": sheet.dated_on.isoformat() if sheet.dated_on else "",
                "footer": f"{sender.municipality} · {word('case').lower()} {reference}",
                "sender": sender,
                "reach": [
                    ", ".join(sender.address_lines),
                    *(way for way in (sender.phone, sender.email, sender.website) if way),
                ],
                "arms": f"letter:{sender.arms}" if sender.arms else "",
                "arms_alt": word("arms", kommune=sender.municipality),
                "address": address,
                "is_tight": len(address) > 4 or max(map(len, address)) > WIDEST_LINE,
                "facts": facts,
                "body": mark_safe(sheet.body),
            },
        )
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        raise CannotWriteLetter(
            _("Brevet kan ikke lages fordi brevarket har en feil. "
              "Si fra til den som drifter systemet.")
        ) from error  # fmt: skip
