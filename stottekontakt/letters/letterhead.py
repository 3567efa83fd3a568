"""A sample sheet: the municipality's letterhead, arms, address in the window and signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from stottekontakt.accounts.models import Municipality, Unit
from stottekontakt.letters.compose import compose
from stottekontakt.letters.context import Contact, Sender, Signatory, SignatoryRole
from stottekontakt.letters.examples import CONTACT, comment_request
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.pdf import render_pdf
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import letterhead_of
from stottekontakt.letters.sheet import Sheet, sheet_html
from stottekontakt.letters.texts import title_of

# As long as an address can be and still stand in the window of an envelope.
ADDRESSEE = "Aleksander Constantin Eksempelvik-Prøvestad"
ADDRESS = (
    "c/o Elisabeth Margrethe Prøvesen Testnes",
    "Øvre Eksempelgårdsveien 1234 B, H0502",
    "9999 EKSEMPELFJORDEN",
)


def sample_sheet(
    municipality: Municipality,
    unit: Unit,
    language: Language,
    *,
    on: date,
    signatory_title: str | None = None,
    **changes: str,
) -> str:
    """The whole document as HTML, in the words that hold on the day.

    `changes` are fields of Sender to try out, and `signatory_title` a title, before they are saved.
    """
    sender: Sender = replace(letterhead_of(municipality, unit, language), **changes)  # type: ignore[arg-type]
    contact = Contact(name=CONTACT[language].name, phone=unit.phone or municipality.phone)
    title = municipality.signatory_title if signatory_title is None else signatory_title
    kind = LetterKind.COMMENT_REQUEST
    letter = compose(
        kind,
        context=comment_request(
            language,
            sender=sender,
            contact=contact,
            dated_on=on,
            signatories=(Signatory(name=contact.name, role=SignatoryRole.CASEWORKER, title=title),),
        ),
        texts=LetterText.objects.in_force(
            kind=kind, language=language, municipality_id=municipality.pk, on=on
        ),
        language=language,
    )
    return sheet_html(
        Sheet(
            title=title_of(kind, language),
            language=language,
            body=letter.body,
            sender=sender,
            contact=contact,
            addressee=ADDRESSEE,
            address_lines=ADDRESS,
            case_number=f"{on.year}/1",
            document_number=1,
            dated_on=on,
        )
    )


def sample_pdf(municipality: Municipality, unit: Unit, language: Language, *, on: date) -> bytes:
    return render_pdf(sample_sheet(municipality, unit, language, on=on))
