"""Rows of the work list about what is asked: of us by telephone, and by us of others."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stottekontakt.reports.rows import CaseRow, address
from stottekontakt.reports.todo import Action

ASSESSMENT, INFORMATION, CONSENT, COMMENT, INQUIRY = (
    "assessment", "information", "consent", "comment", "inquiry",
)  # fmt: skip
SOURCES = {ASSESSMENT, INFORMATION, CONSENT, COMMENT, INQUIRY}
HELD, CALL_BACK = "held", "call_back"
MOST_IN_CASE = 10  # of each

# Branches of worklist.GATHER; the columns are those of a letter that waits.
IN_CASES = """UNION ALL
(SELECT 'assessment', s.id, s.case_id, (s.starts_at AT TIME ZONE 'Europe/Oslo')::date, s.meeting,
        '', CASE WHEN s.held_on IS NULL THEN '' ELSE 'held' END, false, {nothing}
   FROM applications_assessment s
  WHERE s.state = 'open' AND s.case_id IN (SELECT id FROM worked)
  ORDER BY s.starts_at, s.id LIMIT %(most)s)
UNION ALL
(SELECT 'information', r.id, r.case_id, coalesce(r.remind_by, r.answer_by), r.asked_of,
        coalesce(c.name, ''), '', false, {nothing}
   FROM applications_informationrequest r LEFT JOIN applications_consent c ON c.id = r.consent_id
  WHERE r.complete_on IS NULL AND r.withdrawn_on IS NULL AND r.case_id IN (SELECT id FROM worked)
  ORDER BY 4, r.id LIMIT %(most)s)
UNION ALL
(SELECT 'consent', n.id, n.case_id, n.answer_by, n.kind, n.name, '', false, {nothing}
   FROM applications_consent n
  WHERE n.given_on IS NULL AND n.declined_on IS NULL AND n.case_id IN (SELECT id FROM worked)
  ORDER BY n.answer_by, n.id LIMIT %(most)s)
UNION ALL
(SELECT 'comment', m.id, m.case_id, m.comment_by, '', m.given_by, '', false, {nothing}
   FROM applications_commentrequest m
  WHERE m.omitted = '' AND m.answered_on IS NULL AND m.case_id IN (SELECT id FROM worked)
  ORDER BY m.comment_by, m.id LIMIT %(most)s)"""
# The same rows for one case: a column of the question that stands on every page of it.
IN_CASE = (
    "coalesce((SELECT jsonb_agg(jsonb_build_array(source, pk, day, name, state)"
    " ORDER BY day, source, pk) FROM (WITH worked (id) AS (SELECT %(case)s::bigint) "
    + IN_CASES.removeprefix("UNION ALL\n").format(nothing="NULL")
    + ") AS open (source, pk, case_id, day, kind, name, state, by_hand, nothing)), '[]')"
)
# An enquiry is worked with by whoever logged it; it may have no case.
ENQUIRIES = """UNION ALL
(SELECT 'inquiry', i.id, i.case_id, coalesce(i.callback_on, i.enquired_on), u.name,
        coalesce(p.name, i.about_name),
        CASE WHEN i.callback_on IS NULL THEN '' ELSE 'call_back' END,
        false, {nothing}
   FROM applications_inquiry i
   JOIN accounts_user u ON u.id = i.registered_by_id
   LEFT JOIN cases_person p ON p.id = i.about_id
  WHERE i.id IN ({visible}) {mine}
  ORDER BY 4, i.id LIMIT %(most)s)"""
MINE = "AND i.registered_by_id = %(me)s"


class Asked(NamedTuple):
    source: str
    pk: int
    on: date | None
    name: str
    state: str


def asked_of(column: str | list[list[Any]]) -> list[Asked]:
    """From the column IN_CASE; a raw cursor gives jsonb as text."""
    rows = json.loads(column) if isinstance(column, str) else column
    return [
        Asked(source, pk, date.fromisoformat(day) if day else None, name, state)
        for source, pk, day, name, state in rows
    ]


def is_soon(row: Any, today: date) -> bool:
    return bool(row.on is not None and row.on <= today)


def group_of(row: Any, today: date, sunday: date) -> str:
    """The name of the group in the work list."""
    if row.source == INQUIRY and row.state != CALL_BACK:
        return "i-dag"  # somebody waits for an answer, and there is no day by which
    if row.on is not None and row.on < today and row.state != HELD:
        return "forfalt"
    if row.source in (INFORMATION, CONSENT, COMMENT):
        return "venter-pa-andre"
    if row.on is None or row.state == HELD:
        return "senere"
    if row.on == today:
        return "i-dag"
    return "denne-uken" if row.on <= sunday else "senere"


def shown_day(row: Any) -> date | None:
    """Only a day by which something is to be done."""
    if row.state == HELD or (row.source == INQUIRY and row.state != CALL_BACK):
        return None
    day: date | None = row.on
    return day


def in_words(row: Any, today: date) -> tuple[str, str, Action]:
    is_late = row.on is not None and row.on < today
    match row.source:
        case "inquiry":
            return _inquiry(row, today)
        case "assessment":
            url = address("applications:assessment", row.pk)
            if row.state == HELD:
                return _("Fullfør kartleggingen"), "", Action(_("Åpne kartleggingen"), url)
            if row.on is None:
                return (
                    _("Avtal kartleggingssamtale"),
                    _("Det er ikke avtalt tid ennå."),
                    Action(_("Åpne kartleggingen"), url),
                )
            why = _("Skriv når samtalen ble holdt, eller avtal en ny tid.") if is_late else ""
            return _("Hold kartleggingssamtalen"), why, Action(_("Åpne kartleggingen"), url)
        case "information":
            action = Action(_("Se hva som mangler"), address("applications:information", row.pk))
            whom = row.name or _("den som har søkt")
            if is_late:
                return (
                    _("Opplysninger er ikke kommet"),
                    _("Vi har spurt %(name)s. Purr, eller avgjør saken med det vi vet.")
                    % {"name": whom},
                    action,
                )
            return _("Venter på opplysninger"), _("Fra %(name)s.") % {"name": whom}, action
        case "consent":
            return (
                _("Samtykke er ikke kommet") if is_late else _("Venter på samtykke"),
                _("Til å spørre %(name)s.") % {"name": row.name},
                Action(_("Registrer svaret"), address("applications:consent", row.pk)),
            )
    return (
        _("Fristen for å uttale seg er gått ut") if is_late else _("Venter på uttalelse"),
        _("Om opplysninger fra %(name)s.") % {"name": row.name},
        Action(_("Registrer uttalelsen"), address("applications:comment", row.pk)),
    )


def _inquiry(row: Any, today: date) -> tuple[str, str, Action]:
    action = Action(_("Åpne henvendelsen"), address("applications:inquiry", row.pk))
    if row.state == CALL_BACK:
        return _("Ring tilbake"), _("Det er lovet til den som tok kontakt."), action
    days = (today - row.on) // timedelta(days=1)
    why = (
        ngettext("Åpen i %(count)d dag.", "Åpen i %(count)d dager.", days) % {"count": days}
        if days
        else _("Kom i dag.")
    )
    return _("Følg opp muntlig henvendelse"), why, action


def case_of_nobody(row: Any) -> CaseRow:
    """What stands where the case does, for an enquiry that has none."""
    return CaseRow(
        pk=0,
        number=_("henvendelse"),
        is_open=True,
        unit_id=0,
        caseworker_id=None,
        caseworker=row.kind,
        name=row.name or _("Ukjent person"),
        birth_date=None,
        address_protection="none",
        is_barred=False,
    )
