"""Invented letters of every kind, in both languages, to children, adults and those who act for
them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stottekontakt.letters.compose import ComposedLetter, compose
from stottekontakt.letters.context import (
    Amount,
    AppraisedCriterion,
    Ended,
    Form,
    LetterContext,
    Meeting,
    Met,
    Offer,
    Per,
    Planned,
    Role,
    Service,
)
from stottekontakt.letters.examples import (
    BEFORE,
    MAKERS,
    SENDER,
    advance_notice,
    changed,
    extended,
    granted,
    information_request,
    interim_reply,
    invitation,
    receipt,
    refused,
    support,
    terminated,
)
from stottekontakt.letters.kinds import TEXT_KINDS, LetterKind
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.sheet import Sheet, sheet_html
from stottekontakt.letters.texts import default_texts, title_of


def defaults(kind: str, language: Language) -> dict[str, str]:
    return {
        text.place: text.text
        for text in default_texts()
        if text.kind in TEXT_KINDS[kind] and text.language == language
    }


LONG = (
    "Dette er en lang forklaring som noen har skrevet med mange ord, fordi saken har mange sider "
    "og alle må med. Den sier det samme flere ganger, slik folk gjør når de vil være sikre. "
) * 9


@dataclass(frozen=True)
class Sample:
    name: str
    kind: LetterKind
    language: Language
    context: LetterContext
    address_lines: tuple[str, ...] = ("Øvre Prøvevei 12", "9999 LYNGVIK")

    def composed(self) -> ComposedLetter:
        return compose(
            self.kind,
            context=self.context,
            texts=defaults(self.kind, self.language),
            language=self.language,
        )

    def html(self) -> str:
        return document(self.composed(), self)


def document(letter: ComposedLetter, sample: Sample) -> str:
    return sheet_html(
        Sheet(
            title=f"{title_of(sample.kind, sample.language)}, sak 2027/41",
            language=sample.language,
            body=letter.body,
            sender=sample.context.sender,
            contact=sample.context.contact,
            addressee="Hanna Prøvedal",
            address_lines=sample.address_lines,
            case_number="2027/41",
            document_number=7,
            dated_on=sample.context.dated_on,
        )
    )


def all_samples() -> Iterator[Sample]:
    """Every kind in both languages, and what may go wrong on paper."""
    for language in ("nb", "nn"):
        for kind, make in MAKERS.items():
            for role in Role:
                if role == Role.NEXT_OF_KIN:
                    continue  # only after a death: below
                yield Sample(f"{kind}-{role}.{language}", kind, language, make(language, role=role))
    yield from _variants()
    nb, nn = "nb", "nn"
    yield Sample(
        "receipt-missing.nb",
        LetterKind.RECEIPT,
        nb,
        receipt(
            missing=("fullmakt fra Tor", "uttalelse fra fastlegen eller andre som kjenner deg"),
            missing_by=date(2027, 2, 12),
            applied_for="fire timer i uken",
        ),
    )
    yield Sample(
        "receipt-missing.nn",
        LetterKind.RECEIPT,
        nn,
        receipt("nn", missing=("fullmakt frå Tor",), role=Role.PROXY),
    )
    several = (
        Service(form=Form.INDIVIDUAL, amount=Amount(hours=Decimal("2.5"), per=Per.WEEK),
                starts_on=date(2027, 3, 15), goal="komme i form", detail="på Lyngvik bad"),
        Service(form=Form.GROUP, amount=Amount(hours=Decimal(8), per=Per.MONTH),
                starts_on=date(2027, 4, 1), ends_on=date(2027, 12, 31), goal="møte andre"),
        Service(form=Form.ORGANISATION, amount=Amount(hours=Decimal(1), per=Per.WEEK),
                starts_on=date(2027, 4, 1)),
        Service(form=Form.ASSISTED_LEISURE, amount=Amount(hours=Decimal("0.5"), per=Per.WEEK),
                starts_on=date(2027, 4, 1)),
    )  # fmt: skip
    for language in ("nb", "nn"):
        yield Sample(
            f"decision_granted-several.{language}", LetterKind.DECISION_GRANTED, language,
            granted(language, role=Role.RECIPIENT, is_minor=False, services=several,
                    refused_part="to av de seks timene i uken", evaluate_by=None,
                    refused_reasons="Timene på lørdager skal først og fremst gi familien hvile.",
                    travel_cap=Decimal(200), contact_ticket_paid=False, is_detriment=True,
                    extra_practical=(Offer(title="Nøkkel", text="Du låser opp selv."),)),
        )  # fmt: skip
    yield Sample(
        "decision_granted-group.nb",
        LetterKind.DECISION_GRANTED,
        nb,
        granted(
            role=Role.RECIPIENT,
            is_minor=False,
            services=several[1:2],
            applicant_view="",
            alternatives="",
            view_weight="",
            copies_to=(),
            attachments=(),
        ),
    )
    long = granted(
        facts=f"{LONG}\n\n{LONG}", built_on=LONG, recipient_view=LONG, reasons=f"{LONG}\n\n{LONG}",
        best_interests=LONG, alternatives=LONG,
        criteria=tuple(
            AppraisedCriterion(title=f"Kriterium {number}", appraisal=LONG, met=Met.NOT_RELEVANT)
            for number in range(1, 8)
        ),
        start=LONG, refused_part="resten", refused_reasons=LONG,
    )  # fmt: skip
    yield Sample("decision_granted-long.nb", LetterKind.DECISION_GRANTED, nb, long)
    yield Sample(
        "decision_refused-long.nb",
        LetterKind.DECISION_REFUSED,
        nb,
        refused(facts=LONG, exception=LONG, reasons=f"{LONG}\n\n{LONG}"),
    )
    with_arms = replace(SENDER["nb"], arms="arms/test.svg")
    yield Sample("receipt-no-address.nb", LetterKind.RECEIPT, nb, receipt(), address_lines=())
    yield Sample("receipt-open-date.nb", LetterKind.RECEIPT, nb, receipt(dated_on=None))
    yield Sample(
        "receipt-strange-name.nb",
        LetterKind.RECEIPT,
        nb,
        receipt(called="Łukasz <b>Đặng & Sønn</b>", role=Role.GUARDIAN),
        address_lines=(
            "c/o Þórunn Žižek-Øyjordet",
            "Veien til den aller lengste enden 123 B",
            "9999 LYNGVIK",
        ),
    )
    del with_arms


def _variants() -> Iterator[Sample]:
    """What the new kinds look like in their other shapes, to the one it is about and to another."""
    for language in ("nb", "nn"):
        for role in (Role.RECIPIENT, Role.PARENT):
            called = {"role": role}
            for kind, shape, context in [
                (LetterKind.INVITATION, "home_visit", invitation(
                    language, meeting=Meeting.HOME_VISIT, interpreter="", about="", **called)),
                (LetterKind.INVITATION, "phone", invitation(
                    language, meeting=Meeting.PHONE, interpreter="", received_on=None, **called)),
                (LetterKind.INFORMATION_REQUEST, "no_application", information_request(
                    language, received_on=None, answer_within=None, why="", **called)),
                (LetterKind.INTERIM_REPLY, "new_date", interim_reply(
                    language, promised_before=date(2027, 4, 1), missing=(), **called)),
                (LetterKind.INTERIM_REPLY, "complaint", interim_reply(
                    language, is_about_complaint=True, reason="caseload", details="",
                    long_wait="Saksbehandleren er ny.", **called)),
                *(
                    (LetterKind.INTERIM_REPLY, reason, interim_reply(
                        language, reason=reason, missing=(), **called))
                    for reason in ("missing", "assessment", "caseload", "")
                ),
                (LetterKind.ADVANCE_NOTICE, "termination", advance_notice(
                    language, planned=Planned.TERMINATION, ground="", from_on=None,
                    services_now=(), **called)),
                (LetterKind.DECISION_CHANGED, "extension", extended(language, **called)),
                (LetterKind.DECISION_CHANGED, "extension_open", extended(
                    language, services=(support(4, date(2028, 3, 15)),), **called)),
                (LetterKind.DECISION_CHANGED, "more", changed(
                    language, to_detriment=False, ground="", comments="", services=(
                        *BEFORE, Service(
                            form=Form.GROUP, amount=Amount(hours=Decimal(2), per=Per.WEEK),
                            starts_on=date(2027, 5, 1), goal="x")), **called)),
                (LetterKind.DECISION_TERMINATED, "against", terminated(
                    language, reason_code=Ended.NEED_ENDED, to_detriment=True,
                    ground="Forbehold i vedtaket.", comments="Vi har lagt vekt på svaret.",
                    offers=(Offer(title="Klubb", text="Open kvar dag."),), **called)),
                (LetterKind.DECISION_CHANGED, "child", changed(
                    language, is_minor=True, best_interests="Tor og Tor.", **called)),
                *(
                    (LetterKind.DECISION_TERMINATED, str(ended), terminated(
                        language, reason_code=ended, rules=(), **called))
                    for ended in (Ended.WISH, Ended.INSTITUTION, "something_else")
                ),
            ]:  # fmt: skip
                yield Sample(f"{kind}-{shape}-{role}.{language}", kind, language, context)
        yield Sample(
            f"decision_terminated-death.{language}",
            LetterKind.DECISION_TERMINATED,
            language,
            terminated(language, role=Role.NEXT_OF_KIN, reason_code=Ended.DEATH),
        )


def paper_samples() -> Iterator[Sample]:
    """Those that differ on paper: a letter to a guardian is set as one to a parent."""
    alike = (Role.GUARDIAN, Role.PROXY, Role.CHILD_WELFARE)
    for sample in all_samples():
        if not any(f"-{role}." in sample.name for role in alike):
            yield sample
