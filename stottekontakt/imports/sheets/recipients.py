"""Recipients with a running decision: a row becomes a person, a case and what is granted.

The decision was made and sent before: its letter lies in the former system, and so does its text.
What may still happen, the next evaluation and the end, is watched over from now on. Written in
bulk, a table at a time, with the log entries and the history that typing it would have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import HoursUnit
from decisions import rules
from decisions.models import Decision, GrantedService, LegalBasis
from stottekontakt.accounts.models import Membership, Municipality, Unit, WrittenForm
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import entry_of, record_all
from stottekontakt.cases.models import (
    AddressProtection,
    Case,
    JournalEntry,
    Person,
    Representative,
)
from stottekontakt.cases.rules import MAJORITY_AGE, age_on
from stottekontakt.cases.services import set_identity_number, take_numbers
from stottekontakt.database.encryption import blind_index
from stottekontakt.deadlines.models import Deadline
from stottekontakt.imports import columns as cell
from stottekontakt.imports.columns import Column, Row
from stottekontakt.imports.models import ImportedRow, ImportJob
from stottekontakt.ui.formatting import long_date, short_date

TITLE = "Mottakere"
LABEL = gettext_lazy("Mottakere med løpende vedtak")
OFFICE_HOURS = time(12)
MOST_HOURS = {HoursUnit.WEEK: 168, HoursUnit.MONTH: 672}
REPRESENTATIVES = (1, 2)
FORMS = ("", " 2")
Event = AuditEntry.Event
Kind = Representative.Kind


def _labels(choices: Any) -> dict[str, str]:
    """Label → value, with the label as it reads in bokmål."""
    with translation.override("nb"):
        return {str(label): str(value) for value, label in choices.choices}


PROTECTION = _labels(AddressProtection)
WRITTEN_FORM = _labels(WrittenForm)
HOUSING = _labels(Case.Housing)
FORM = _labels(GrantedService.Form)
PER = {"uke": HoursUnit.WEEK.value, "måned": HoursUnit.MONTH.value}
ALSO_PER = {"i uken": HoursUnit.WEEK.value, "i måneden": HoursUnit.MONTH.value}
RESPONSIBILITY = _labels(Representative.ParentalResponsibility)
ROLE = {"forelder": Kind.PARENT.value, "verge": Kind.GUARDIAN.value}
YES_NO = ("ja", "nei")

RECIPIENT, DECISION = "Mottaker", "Vedtak"


def columns(units: Iterable[Unit]) -> list[Column]:
    allocating = {unit.name: str(unit.pk) for unit in units if unit.kind == Unit.Kind.ALLOCATION}
    delivering = {unit.name: str(unit.pk) for unit in units if unit.kind == Unit.Kind.CULTURE}
    return [*_of_recipient(allocating), *_of_decision(delivering), *_of_representatives()]


def _of_recipient(units: Mapping[str, str]) -> list[Column]:
    def column(key: str, heading: str, parse: Any, **more: Any) -> Column:
        return Column(key, heading, parse, group=RECIPIENT, **more)

    return [
        column("name", "Navn", cell.name, required=True, width=26),
        column(
            "identity_number", "Fødselsnummer", cell.identity, width=16,
            help=gettext_lazy(
                "11 siffer, også D-nummer. Mangler det, fyller du ut fødselsdato og tidligere "
                "saksnummer."
            ),
        ),
        column("birth_date", "Fødselsdato", cell.day, look="date",
               help=gettext_lazy("Bare når fødselsnummeret mangler.")),
        column("address", "Gateadresse", cell.text(200), width=26),
        column("postal_code", "Postnummer", cell.postal_code, width=12),
        column("city", "Poststed", cell.text(100)),
        column("address_protection", "Adressebeskyttelse", cell.choice(PROTECTION),
               choices=tuple(PROTECTION), help=gettext_lazy("Tom celle betyr ingen.")),
        column("phone", "Telefon", cell.phone, width=14),
        column("written_form", "Målform", cell.choice(WRITTEN_FORM), choices=tuple(WRITTEN_FORM),
               width=12, help=gettext_lazy("Tom celle betyr kommunens målform.")),
        column("interpreter_language", "Trenger tolk på", cell.text(60),
               help=gettext_lazy("Språket, for eksempel arabisk eller norsk tegnspråk.")),
        column("housing", "Boform", cell.choice(HOUSING), choices=tuple(HOUSING), width=26),
        column("unit", "Enhet", cell.choice(units), required=True, choices=tuple(units), width=24,
               help=gettext_lazy("Kontoret som har saken, med navnet det har her.")),
        column("former_number", "Tidligere saksnummer", cell.text(60),
               help=gettext_lazy("Nummeret saken hadde i det forrige systemet.")),
    ]  # fmt: skip


def _of_decision(units: Mapping[str, str]) -> list[Column]:
    def column(key: str, heading: str, parse: Any, **more: Any) -> Column:
        return Column(key, heading, parse, group=DECISION, **more)

    found = [
        column("decided_on", "Vedtaksdato", cell.day, required=True, look="date",
               help=gettext_lazy("Dagen vedtaket ble fattet.")),
        column("goal", "Mål", cell.text(2000), required=True, width=40,
               help=gettext_lazy("Målet som står i vedtaket.")),
    ]  # fmt: skip
    for suffix in FORMS:
        is_first = not suffix
        found += [
            column(
                f"form{suffix}", f"Form{suffix}", cell.choice(FORM), required=is_first,
                choices=tuple(FORM), width=26,
                help="" if is_first else gettext_lazy("Når vedtaket gir to former."),
            ),
            column(f"hours{suffix}", f"Timer{suffix}", cell.hours, required=is_first,
                   look="hours", width=9, help=gettext_lazy("Et tall, for eksempel 3,5.")),
            column(f"per{suffix}", f"Per{suffix}", cell.choice(PER, ALSO_PER), required=is_first,
                   choices=tuple(PER), width=10),
        ]  # fmt: skip
    return [
        *found,
        column("starts_on", "Fra og med", cell.day, required=True, look="date"),
        column("ends_on", "Til og med", cell.day, look="date",
               help=gettext_lazy("Tom celle betyr inntil videre.")),
        column("evaluation_on", "Neste evaluering", cell.day, required=True, look="date",
               help=gettext_lazy("Datoen vi skal minne om.")),
        column("delivering_unit", "Utførende enhet", cell.choice(units), required=True,
               choices=tuple(units), width=24,
               help=gettext_lazy("Enheten som setter vedtaket i verk.")),
    ]  # fmt: skip


def _of_representatives() -> list[Column]:
    found = []
    for number in REPRESENTATIVES:
        of, heading = f"representative_{number}", f"Representant {number}"

        def column(
            key: str, what: str, parse: Any, of: str = of, heading: str = heading, **more: Any
        ) -> Column:
            return Column(f"{of}_{key}", f"{heading}: {what}", parse, group=heading, **more)

        found += [
            column("role", "rolle", cell.choice(ROLE), choices=tuple(ROLE)),
            column("name", "navn", cell.name, width=26),
            column("identity_number", "fødselsnummer", cell.identity),
            column("relation", "forhold", cell.text(60),
                   help=gettext_lazy("For eksempel mor, far eller søster.")),
            column("responsibility", "foreldreansvar", cell.choice(RESPONSIBILITY),
                   choices=tuple(RESPONSIBILITY), width=24,
                   help=gettext_lazy("Må fylles ut for en forelder.")),
            column("lives_with", "bor med mottakeren", cell.yes_or_no, choices=YES_NO),
            column("mandate", "mandat", cell.text(500), width=26,
                   help=gettext_lazy("Må fylles ut for en verge.")),
            column("personal", "personlige forhold", cell.yes_or_no, choices=YES_NO,
                   help=gettext_lazy("Om mandatet til vergen dekker personlige forhold.")),
            column("phone", "telefon", cell.phone),
            column("address", "gateadresse", cell.text(200), width=26),
            column("postal_code", "postnummer", cell.postal_code),
            column("city", "poststed", cell.text(100)),
            column("address_protection", "adressebeskyttelse", cell.choice(PROTECTION),
                   choices=tuple(PROTECTION)),
        ]  # fmt: skip
    return found


EXPLANATION = (
    gettext_lazy(
        "Hver rad er en mottaker med et vedtak som gjelder nå. Skriv i arket «Mottakere», og la "
        "overskriftene stå som de er. Kolonner du ikke trenger, kan stå tomme."
    ),
    gettext_lazy(
        "Filen blir kontrollert først. Ingenting blir lagret før du har sett resultatet og "
        "trykker på «Importer». Er det feil i en eneste rad, blir ingenting importert."
    ),
    gettext_lazy(
        "Du kan importere samme fil flere ganger: rader som allerede er importert, blir hoppet "
        "over. Er en rad endret siden sist, sier kontrollen fra; da retter du i saken, ikke i "
        "filen."
    ),
    gettext_lazy(
        "Brevene fra det forrige systemet blir ikke med. Sakene får merket «Importert», og "
        "vedtakene sier at brevet ligger i det tidligere fagsystemet."
    ),
)

EXAMPLES: tuple[dict[str, Any], ...] = (
    {
        "name": "Eksempel Eksempelsen", "birth_date": date(2014, 5, 17),
        "address": "Eksempelveien 1", "postal_code": "9999", "city": "Eksempelvik",
        "address_protection": "Ingen", "written_form": "Bokmål", "housing": "Hos foreldre",
        "former_number": "EKS-1", "decided_on": date(2026, 1, 12),
        "goal": "Være sammen med andre barn på fritiden", "form": "én til én",
        "hours": Decimal("3.5"), "per": "uke", "starts_on": date(2026, 2, 1),
        "ends_on": date(2027, 12, 31), "evaluation_on": date(2027, 2, 1),
        "representative_1_role": "forelder", "representative_1_name": "Prøve Eksempelsen",
        "representative_1_relation": "mor",
        "representative_1_responsibility": "Felles foreldreansvar",
        "representative_1_lives_with": "ja",
    },
    {
        "name": "Oppdiktet Prøvesen", "birth_date": date(1971, 9, 3),
        "written_form": "Nynorsk", "housing": "Egen bolig", "former_number": "EKS-2",
        "decided_on": date(2025, 9, 1), "goal": "Komme seg ut og treffe folk",
        "form": "aktivitetsgruppe", "hours": Decimal(8), "per": "måned",
        "form 2": "én til én", "hours 2": Decimal(2), "per 2": "uke",
        "starts_on": date(2025, 10, 1), "evaluation_on": date(2027, 1, 15),
        "representative_1_role": "verge", "representative_1_name": "Verge Vergesen",
        "representative_1_mandate": "økonomiske og personlige forhold",
        "representative_1_personal": "ja",
    },
)  # fmt: skip

# What a person who is here already must agree with.
SAME = (
    "name", "birth_date", "address", "postal_code", "city", "address_protection", "phone",
    "interpreter_language",
)  # fmt: skip


@dataclass
class _Known:
    """Somebody who is here already, or was in an earlier row."""

    pk: int | None
    name: str
    row: int = 0


class RecipientImporter:
    def __init__(self, municipality: Municipality, today: date) -> None:
        self.municipality = municipality
        self.today = today
        units = list(Unit.objects.open().filter(municipality=municipality))
        self.columns: Sequence[Column] = columns(units)
        self.headings = {column.key: column.heading for column in self.columns}
        self.seen: dict[bytes, int] = {}  # key → the row it stood in
        # Representatives by identity index: a mother of two is one person.
        self.people: dict[bytes, _Known] = {}
        self.bases = list(
            LegalBasis.objects.filter(Q(municipality=municipality) | Q(municipality=None))
        )

    # ── Checking ────────────────────────────────────────────────────────────────────────────────

    def check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._recipient(row)
            self._decision(row)
            for number in REPRESENTATIVES:
                self._representative(row, number)
            self._key(row)
        self._compare_with_what_is_here([row for row in rows if "key" in row.found])

    def _recipient(self, row: Row) -> None:
        number, typed = row.get("identity_number"), row.get("birth_date")
        if number is not None:
            if typed and typed != number.birth_date:
                row.wrong(
                    "birth_date",
                    _("Fødselsnummeret sier %(day)s. Rett det som er feil.")
                    % {"day": short_date(number.birth_date)},
                )
            row.values["birth_date"] = number.birth_date
        elif not row.failed("identity_number"):
            for key in ("birth_date", "former_number"):
                if not row.get(key) and not row.failed(key):
                    row.wrong(key, _("Må fylles ut når fødselsnummeret mangler."))
        born_on = row.get("birth_date")
        if born_on and born_on > self.today:
            row.wrong("birth_date", _("Fødselsdatoen er fram i tid."))

    def _decision(self, row: Row) -> None:
        decided_on, starts_on = row.get("decided_on"), row.get("starts_on")
        ends_on, evaluation_on = row.get("ends_on"), row.get("evaluation_on")
        born_on = row.get("birth_date")
        if decided_on and decided_on > self.today:
            row.wrong(
                "decided_on", _("Vedtaksdatoen er fram i tid. Bare fattede vedtak kan importeres.")
            )
        elif decided_on and born_on and decided_on < born_on:
            row.wrong("decided_on", _("Vedtaksdatoen er før fødselsdatoen."))
        elif decided_on and not self._legal_bases(decided_on, born_on):
            row.wrong(
                "decided_on",
                _("Vedtaket er eldre enn lovene som ligger her. Se etter om året er riktig."),
            )
        if starts_on and ends_on and ends_on < starts_on:
            row.wrong(
                "ends_on",
                _("Siste dag er før første dag (%(day)s).") % {"day": short_date(starts_on)},
            )
        elif ends_on and ends_on < self.today:
            row.wrong(
                "ends_on",
                _(
                    "Vedtaket løp ut %(day)s. Bare vedtak som gjelder nå, kan importeres. "
                    "Ta raden ut av filen."
                )
                % {"day": short_date(ends_on)},
            )
        if evaluation_on and starts_on and evaluation_on < starts_on:
            row.wrong("evaluation_on", _("Evalueringen er før vedtaket begynner å gjelde."))
        if evaluation_on and ends_on and evaluation_on > ends_on and not row.failed("ends_on"):
            row.wrong("evaluation_on", _("Evalueringen er etter at vedtaket løper ut."))
        for suffix in FORMS:
            self._service(row, suffix)
        if row.get("form") and row.get("form") == row.get("form 2"):
            row.wrong("form 2", _("Samme form står to ganger. Legg timene sammen i én."))

    def _service(self, row: Row, suffix: str) -> None:
        keys = [f"{key}{suffix}" for key in ("form", "hours", "per")]
        given = [key for key in keys if row.get(key) is not None or row.failed(key)]
        if suffix and 0 < len(given) < len(keys):
            for key in keys:
                if key not in given:
                    row.wrong(key, _("Fyll ut både form, timer og per, eller ingen av dem."))
        hours, per = row.get(keys[1]), row.get(keys[2])
        if hours is not None and per and hours > MOST_HOURS[HoursUnit(per)]:
            row.wrong(
                keys[1],
                _("Det er flere timer enn det er i en uke. Skriv høyst 168.")
                if per == HoursUnit.WEEK
                else _("Det er flere timer enn det er i en måned. Skriv høyst 672."),
            )

    def _representative(self, row: Row, number: int) -> None:
        of = f"representative_{number}_"
        given = [key for key in row.values if key.startswith(of)]
        if not given and not any(key.startswith(of) for key, _text in row.problems):
            return
        role = row.get(f"{of}role")
        for key in ("role", "name"):
            if row.get(f"{of}{key}") is None and not row.failed(f"{of}{key}"):
                row.wrong(f"{of}{key}", _("Må fylles ut når det står noe annet om representanten."))
        if (
            role == Kind.PARENT
            and not row.get(f"{of}responsibility")
            and not row.failed(f"{of}responsibility")
        ):
            row.wrong(f"{of}responsibility", _("Skriv om forelderen har foreldreansvar."))
        if role == Kind.GUARDIAN and not row.get(f"{of}mandate") and not row.failed(f"{of}mandate"):
            row.wrong(f"{of}mandate", _("Skriv hva mandatet til vergen gjelder."))
        identity = row.get(f"{of}identity_number")
        own = row.get("identity_number")
        if identity is None:
            return
        if own is not None and own.digits == identity.digits:
            row.wrong(f"{of}identity_number", _("Dette er mottakerens eget fødselsnummer."))
        other = row.get("representative_1_identity_number") if number == 2 else None
        if other is not None and other.digits == identity.digits:
            row.wrong(f"{of}identity_number", _("Samme person står som representant to ganger."))

    def _key(self, row: Row) -> None:
        """What names the recipient: the number, else former case number, name and birth date."""
        number = row.get("identity_number")
        if number is not None:
            said = f"id:{number.digits}"
        else:
            parts = [row.get("former_number"), row.get("name"), row.get("birth_date")]
            if not all(parts) or row.failed("identity_number"):
                return
            said = "nr:" + "|".join(str(part).casefold() for part in parts)
        key = blind_index(f"import:{TITLE}:{said}")
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.wrong(
                "",
                _("Den samme mottakeren står også i rad %(row)d. Behold én av dem.")
                % {"row": first},
            )
            return
        row.found["key"] = key
        if number is not None:
            row.found["identity_index"] = blind_index(number.digits)

    def _compare_with_what_is_here(self, rows: Sequence[Row]) -> None:
        """The same number of questions for a batch, whatever its size."""
        imported = {
            bytes(one.key): one
            for one in ImportedRow.objects.filter(
                sheet=TITLE, key__in=[row.found["key"] for row in rows]
            ).select_related("case")
        }
        indexes = [row.found["identity_index"] for row in rows if "identity_index" in row.found]
        for row in rows:
            for number in REPRESENTATIVES:
                identity = row.get(f"representative_{number}_identity_number")
                if identity is not None and not row.failed(
                    f"representative_{number}_identity_number"
                ):
                    index = blind_index(identity.digits)
                    row.found[f"representative_{number}"] = index
                    indexes.append(index)
        people = {
            bytes(person.identity_index): person
            for person in Person.objects.filter(identity_index__in=indexes)
            if person.identity_index is not None
        }
        open_cases = {
            case.recipient_id: case
            for case in Case.objects.open().filter(
                recipient__in=[person.pk for person in people.values()]
            )
        }
        for row in rows:
            former = imported.get(row.found["key"])
            if former is not None:
                self._compare_with_former(row, former)
                continue
            person = people.get(row.found.get("identity_index", b""))
            if person is not None:
                self._compare_with_person(row, person, open_cases.get(person.pk))
            else:
                self._find_among_rows(row, "identity_index", "name", people)
            for number in REPRESENTATIVES:
                of = f"representative_{number}"
                self._find_among_rows(row, of, f"{of}_name", people)

    def _compare_with_former(self, row: Row, former: ImportedRow) -> None:
        if row.problems:
            return
        values = self._hashes(row)
        changed = [
            self.headings[key] for key in self.headings if values.get(key) != former.values.get(key)
        ]
        if changed:
            row.wrong(
                "",
                _(
                    "Raden ble importert %(day)s til sak %(case)s og er endret siden: "
                    "%(headings)s. Rett i saken, og sett raden i filen tilbake eller ta den ut."
                )
                % {
                    "day": short_date(former.imported_on),
                    "case": former.case,
                    "headings": ", ".join(changed),
                },
            )
        else:
            row.is_unchanged = True

    def _compare_with_person(self, row: Row, person: Person, case: Case | None) -> None:
        if case is not None:
            row.wrong(
                "",
                _(
                    "Mottakeren har allerede en åpen sak her, %(case)s. Legg vedtaket inn i den "
                    "saken, og ta raden ut av filen."
                )
                % {"case": case},
            )
            return
        different = [
            key
            for key in SAME
            if row.get(key) is not None
            and _comparable(row.get(key)) != _comparable(getattr(person, key))
        ]
        for key in different:
            row.wrong(
                key,
                _(
                    "Personen er registrert her fra før med noe annet. Rett cellen, eller rett "
                    "personen her først."
                ),
            )
        row.found["person"] = person.pk

    def _find_among_rows(
        self, row: Row, place: str, heading: str, people: Mapping[bytes, Person]
    ) -> None:
        """One number is one person, here and in all rows: a mother of two, a guardian of many."""
        index = row.found.get(place)
        if index is None:
            return
        said = row.get(heading)
        known = self.people.get(index)
        if known is None:
            person = people.get(index)
            known = self.people[index] = (
                _Known(person.pk, person.name)
                if person is not None
                else _Known(None, said or "", row.number)
            )
        if said and known.name and _comparable(said) != _comparable(known.name):
            row.wrong(
                heading,
                _("Fødselsnummeret står med et annet navn i rad %(row)d.") % {"row": known.row}
                if known.row
                else _("Fødselsnummeret er registrert her på en person med et annet navn."),
            )

    def _hashes(self, row: Row) -> dict[str, str]:
        key = row.found["key"].hex()
        return {
            name: blind_index(f"{key}:{name}:{_comparable(value)}").hex()[:16]
            for name, value in row.values.items()
            # Empty and "no" are the same.
            if value not in (None, "", False)
        }

    def _legal_bases(self, day: date, born_on: date | None) -> list[int]:
        """As LegalBasis.valid_on, without asking the database for each row."""
        newest: dict[str, LegalBasis] = {}
        for basis in sorted(
            self.bases, key=lambda one: (one.municipality_id is not None, one.valid_from)
        ):
            if basis.valid_from <= day:
                newest[basis.key] = basis
        is_child = born_on is not None and age_on(born_on, day) < MAJORITY_AGE
        return [
            basis.pk
            for basis in sorted(newest.values(), key=lambda one: one.position)
            if basis.is_active
            and (
                basis.use == LegalBasis.Use.ALWAYS or basis.use == LegalBasis.Use.CHILD and is_child
            )
        ]

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        return {
            "representatives": sum(len(_representatives_of(row)) for row in rows),
            "services": sum(len(_services_of(row)) for row in rows),
            "protected": sum(
                row.get("address_protection") not in (None, AddressProtection.NONE) for row in rows
            ),
        }

    # ── Writing ─────────────────────────────────────────────────────────────────────────────────

    def write(self, rows: Sequence[Row], *, job: ImportJob, by: Membership, at: datetime) -> int:
        new = [row for row in rows if not row.is_unchanged]
        if not new:
            return 0
        with translation.override(self.municipality.written_form):
            entries: list[AuditEntry] = []
            self._persons(new, by, entries)
            cases = self._cases(new, by, at, entries)
            self._representatives(new, cases, by, entries)
            decisions = self._decisions(new, cases, by, at)
            self._services(new, decisions)
            Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).update(
                state=Decision.State.ISSUED, issued_at=F("drafted_at"), issued_by=by.user_id
            )
            entries += [
                entry_of(
                    Event.DECISION_TAKEN_OVER,
                    decision,
                    by=by,
                    case_id=decision.case_id,
                    data={"outcome": decision.outcome, "on": row.get("decided_on")},
                )
                for row, decision in zip(new, decisions, strict=True)
            ]
            self._deadlines(new, decisions, by, entries)
            self._journal(new, cases, by)
            ImportedRow.objects.bulk_create(
                ImportedRow(
                    municipality_id=self.municipality.pk,
                    sheet=TITLE,
                    key=row.found["key"],
                    values=self._hashes(row),
                    case=case,
                    job=job,
                    imported_on=self.today,
                )
                for row, case in zip(new, cases, strict=True)
            )
            record_all(entries)
        return len(new)

    def _persons(self, rows: Sequence[Row], by: Membership, entries: list[AuditEntry]) -> None:
        """Recipients and representatives who are not here; each row then knows their ids."""
        made: list[tuple[Row, str, Person]] = []
        waiting: dict[bytes, Person] = {}

        def place(row: Row, at: str, index: bytes | None, of: str) -> None:
            known = self.people.get(index) if index else None
            if known is not None and known.pk is not None:
                row.found[at] = known.pk
                return
            person = waiting.get(index) if index else None
            if person is None:
                person = self._person(row, of)
                if index:
                    waiting[index] = person
            made.append((row, at, person))

        for row in rows:
            if "person" not in row.found:
                place(row, "person", row.found.get("identity_index"), "")
        for row in rows:
            for number in _representatives_of(row):
                of = f"representative_{number}_"
                place(row, f"{of}person", row.found.get(of.rstrip("_")), of)
        persons = list({id(person): person for _row, _at, person in made}.values())
        Person.objects.bulk_create(persons)
        for row, at, person in made:
            row.found[at] = person.pk
        for index, person in waiting.items():
            self.people[index].pk = person.pk
        entries += [entry_of(Event.PERSON_REGISTERED, person, by=by) for person in persons]

    def _person(self, row: Row, of: str) -> Person:
        number = row.get(f"{of}identity_number")
        born_on = number.birth_date if number is not None else None
        person = Person(
            municipality_id=self.municipality.pk,
            name=row.get(f"{of}name"),
            birth_date=born_on if of else row.get("birth_date"),
            gender=number.gender.value if number is not None else "",
            written_form=row.get(f"{of}written_form") or self.municipality.written_form,
            interpreter_language=row.get(f"{of}interpreter_language") or "",
            address=row.get(f"{of}address") or "",
            postal_code=row.get(f"{of}postal_code") or "",
            city=row.get(f"{of}city") or "",
            address_protection=row.get(f"{of}address_protection") or AddressProtection.NONE,
            phone=row.get(f"{of}phone") or "",
        )
        set_identity_number(person, number.digits if number is not None else None)
        return person

    def _cases(
        self, rows: Sequence[Row], by: Membership, at: datetime, entries: list[AuditEntry]
    ) -> list[Case]:
        first = take_numbers(self.municipality.pk, self.today.year, len(rows))
        cases = Case.objects.bulk_create(
            Case(
                municipality_id=self.municipality.pk,
                year=self.today.year,
                sequence=sequence,
                recipient_id=row.found["person"],
                unit_id=int(row.get("unit")),
                delivering_unit_id=int(row.get("delivering_unit")),
                housing=row.get("housing") or Case.Housing.UNKNOWN,
                opened_on=self.today,
                imported_at=at,
                former_number=row.get("former_number") or "",
            )
            for sequence, row in enumerate(rows, start=first)
        )
        entries += [
            entry_of(
                Event.CASE_IMPORTED,
                case,
                by=by,
                case_id=case.pk,
                data={"number": f"{case.year}/{case.sequence}"},
            )
            for case in cases
        ]
        return cases

    def _representatives(
        self, rows: Sequence[Row], cases: Sequence[Case], by: Membership, entries: list[AuditEntry]
    ) -> None:
        made = []
        for row, case in zip(rows, cases, strict=True):
            for number in _representatives_of(row):
                of = f"representative_{number}_"
                role = row.get(f"{of}role")
                is_parent, is_guardian = role == Kind.PARENT, role == Kind.GUARDIAN
                made.append(
                    Representative(
                        municipality_id=self.municipality.pk,
                        case=case,
                        person_id=row.found[f"{of}person"],
                        kind=role,
                        relation=row.get(f"{of}relation") or "",
                        parental_responsibility=row.get(f"{of}responsibility") or ""
                        if is_parent
                        else "",
                        lives_with_recipient=bool(row.get(f"{of}lives_with")) and is_parent,
                        mandate=row.get(f"{of}mandate") or "" if is_guardian else "",
                        mandate_covers_personal_matters=bool(row.get(f"{of}personal"))
                        and is_guardian,
                    )
                )
        Representative.objects.bulk_create(made)
        entries += [
            entry_of(
                Event.REPRESENTATIVE_ADDED, one, by=by, case_id=one.case_id, data={"kind": one.kind}
            )
            for one in made
        ]

    def _decisions(
        self, rows: Sequence[Row], cases: Sequence[Case], by: Membership, at: datetime
    ) -> list[Decision]:
        """Drafts, complete; they are issued when what they grant is there."""
        made = []
        for row, case in zip(rows, cases, strict=True):
            decided_on, born_on = row.get("decided_on"), row.get("birth_date")
            age = age_on(born_on, decided_on) if born_on else None
            elsewhere = _elsewhere(decided_on, row.get("former_number") or "")
            made.append(
                Decision(
                    municipality_id=self.municipality.pk,
                    case=case,
                    outcome=Decision.Outcome.GRANTED,
                    facts=elsewhere,
                    recipient_view=elsewhere,
                    best_interests=elsewhere if age is not None and age < MAJORITY_AGE else "",
                    reasons=elsewhere,
                    goal=row.get("goal"),
                    starts_on=row.get("starts_on"),
                    ends_on=row.get("ends_on"),
                    evaluation_on=row.get("evaluation_on"),
                    delivering_unit_id=int(row.get("delivering_unit")),
                    recipient_age=age,
                    legal_bases=self._legal_bases(decided_on, born_on),
                    drafted_at=_moment(decided_on),
                    drafted_by_id=by.user_id,
                    taken_over_at=at,
                )
            )
        return Decision.objects.bulk_create(made)

    def _services(self, rows: Sequence[Row], decisions: Sequence[Decision]) -> None:
        GrantedService.objects.bulk_create(
            GrantedService(
                municipality_id=self.municipality.pk,
                decision=decision,
                case_id=decision.case_id,
                form=form,
                hours=hours,
                hours_unit=per,
                starts_on=row.get("starts_on"),
                ends_on=row.get("ends_on"),
                in_force=True,
            )
            for row, decision in zip(rows, decisions, strict=True)
            for form, hours, per in _services_of(row)
        )

    def _deadlines(
        self,
        rows: Sequence[Row],
        decisions: Sequence[Decision],
        by: Membership,
        entries: list[AuditEntry],
    ) -> None:
        made = []
        for row, decision in zip(rows, decisions, strict=True):
            starts_on, ends_on = row.get("starts_on"), row.get("ends_on")
            evaluation_on = row.get("evaluation_on")
            source = decision.source
            made.append(
                Deadline(
                    municipality_id=self.municipality.pk,
                    case_id=decision.case_id,
                    kind=Deadline.Kind.EVALUATION,
                    due_on=evaluation_on,
                    act_by=rules.evaluation_act_by(evaluation_on, starts_on),
                    basis=Deadline.Basis.IN_DECISION,
                    source=source,
                )
            )
            if ends_on is not None:
                made.append(
                    Deadline(
                        municipality_id=self.municipality.pk,
                        case_id=decision.case_id,
                        kind=Deadline.Kind.END,
                        due_on=ends_on,
                        act_by=rules.end_act_by(ends_on, starts_on),
                        basis=Deadline.Basis.LAST_DAY,
                        source=source,
                    )
                )
        Deadline.objects.bulk_create(made)
        entries += [
            entry_of(
                Event.DEADLINE_SET,
                one,
                by=by,
                case_id=one.case_id,
                data={"kind": one.kind, "due_on": one.due_on, "act_by": one.act_by},
            )
            for one in made
        ]

    def _journal(self, rows: Sequence[Row], cases: Sequence[Case], by: Membership) -> None:
        title = _("Vedtak om støttekontakt (brevet ligger i det tidligere fagsystemet)")
        JournalEntry.objects.bulk_create(
            JournalEntry(
                municipality_id=self.municipality.pk,
                case=case,
                number=1,
                direction=JournalEntry.Direction.OUTGOING,
                title=title,
                correspondent=row.get("name"),
                dated_on=row.get("decided_on"),
                sent_on=row.get("decided_on"),
                registered_by_id=by.user_id,
            )
            for row, case in zip(rows, cases, strict=True)
        )


def _representatives_of(row: Row) -> list[int]:
    return [number for number in REPRESENTATIVES if row.get(f"representative_{number}_name")]


def _services_of(row: Row) -> list[tuple[str, Decimal, str]]:
    return [
        (row.get(f"form{suffix}"), row.get(f"hours{suffix}"), row.get(f"per{suffix}"))
        for suffix in FORMS
        if row.get(f"form{suffix}")
    ]


def _comparable(value: Any) -> str:
    """The same for what people take to be the same."""
    if hasattr(value, "digits"):
        return str(value.digits)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return " ".join(str(value if value is not None else "").casefold().split())


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, OFFICE_HOURS))


def _elsewhere(decided_on: date, former_number: str) -> str:
    """Where the text of the decision is to be found."""
    if former_number:
        return _(
            "Står i vedtaket fra %(day)s, som ligger i det tidligere fagsystemet (sak %(number)s)."
        ) % {"day": long_date(decided_on), "number": former_number}
    return _("Står i vedtaket fra %(day)s, som ligger i det tidligere fagsystemet.") % {
        "day": long_date(decided_on)
    }
