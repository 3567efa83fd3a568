"""Around a case: who may not work in it, to whom it is on its way, and what parents are told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.rules import ParentsTold
from stottekontakt.reports.todo import Action, Todo

if TYPE_CHECKING:
    from stottekontakt.reports.case_page import Head

# What is rare; columns of the question that stands on every page of a case.
CASEWORK = """
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                     'pk', d.id, 'user_id', d.user_id, 'name', u.name, 'state', d.state)
                     ORDER BY d.id)
                   FROM cases_disqualification d JOIN accounts_user u ON u.id = d.user_id
                  WHERE d.case_id = %(case)s AND d.state <> 'rejected'), '[]'),
       (SELECT coalesce(u.name, n.name)
          FROM cases_handover h JOIN accounts_unit n ON n.id = h.to_unit_id
          LEFT JOIN accounts_user u ON u.id = h.to_user_id
         WHERE h.case_id = %(case)s AND h.state = 'offered'),
       (SELECT u.name FROM accounts_user u WHERE u.id = cases_disqualified_leader(%(case)s)),
       (SELECT coalesce(
                 (SELECT CASE a.outcome WHEN 'withhold_all' THEN 'no' ELSE 'yes' END
                    FROM cases_parentinformationassessment a
                   WHERE a.case_id = %(case)s AND a.source = ''
                     AND a.assessed_at >= max(w.registered_at)
                   ORDER BY a.assessed_at DESC, a.id DESC LIMIT 1),
                 CASE count(*) WHEN 0 THEN 'yes' ELSE 'not_assessed' END)
          FROM cases_informationwish w
         WHERE w.case_id = %(case)s AND w.withdrawn_at IS NULL),
       coalesce((SELECT jsonb_agg(jsonb_build_object('pk', r.id, 'age', r.age) ORDER BY r.age)
                   FROM cases_agereached r
                  WHERE r.case_id = %(case)s AND r.checked_at IS NULL), '[]')
"""


@dataclass(frozen=True, slots=True)
class CaseWork:
    disqualifications: Sequence[dict[str, Any]]  # pk, user_id, name, state; raised or upheld
    offered_to: str | None
    disqualified_leader: str | None
    parents: ParentsTold
    birthdays: Sequence[dict[str, Any]]  # pk, age; not gone through yet


def casework_of(columns: Sequence[Any]) -> CaseWork:
    """From the columns of CASEWORK."""
    asked, offered_to, leader, told, birthdays = columns
    return CaseWork(
        disqualifications=_rows(asked),
        offered_to=offered_to,
        disqualified_leader=leader,
        parents=ParentsTold(told),
        birthdays=_rows(birthdays),
    )


def _rows(value: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A raw cursor gives jsonb as text."""
    return json.loads(value) if isinstance(value, str) else value


def casework_todos(head: Head, work: CaseWork) -> Iterator[Todo]:
    yield from _impartiality(head, work)
    yield from _parents(head, work)
    if work.offered_to:
        yield _todo(
            _("%(name)s er spurt om å ta saken") % {"name": work.offered_to},
            _("Til noen svarer, er alt som før."),
            icon="hourglass",
            color="info",
            actions=[_hand_over(head, _("Se eller trekk tilbake"))],
        )


def _impartiality(head: Head, work: CaseWork) -> Iterator[Todo]:
    case, membership = head.case, head.membership
    for one in work.disqualifications:
        is_raised = one["state"] == "raised"
        if one["user_id"] == membership.user_id:
            yield _todo(
                _("Du kan ikke skrive i saken nå") if is_raised else _("Du er inhabil i saken"),
                _("Lederen avgjør om du er inhabil.") if is_raised else _("Du kan bare lese den."),
                icon="padlock-locked",
            )
        elif is_raised and membership.may(Permission.CASE_LEAD):
            decide = reverse("cases:decide_impartiality", args=[one["pk"]])
            yield _todo(
                _("Avgjør om %(name)s er inhabil") % {"name": one["name"]},
                _("Til det er avgjort, kan %(name)s ikke skrive i saken.") % {"name": one["name"]},
                actions=[Action(_("Avgjør"), decide)],
            )
        elif is_raised:
            yield _todo(
                _("Lederen avgjør om %(name)s er inhabil") % {"name": one["name"]},
                color="info",
            )
        elif one["user_id"] == case.caseworker_id:
            yield _todo(
                _("Saken må ha en ny saksbehandler"),
                _("%(name)s er inhabil.") % {"name": one["name"]},
                color="danger",
                actions=[_hand_over(head, _("Overfør saken"))],
            )
    if work.disqualified_leader:
        yield _todo(
            _("Saken må avgjøres i en annen enhet"),
            _("%(name)s leder enheten og er inhabil. Da kan ingen her fatte vedtak i saken.")
            % {"name": work.disqualified_leader},
            color="danger",
            actions=[_hand_over(head, _("Overfør saken"))],
        )


def _parents(head: Head, work: CaseWork) -> Iterator[Todo]:
    case = head.case
    name = {"name": case.recipient.first_name}
    if work.parents == ParentsTold.NOT_ASSESSED and head.is_minor:
        assess = reverse("cases:assess_parents", args=[case.pk])
        yield _todo(
            _("Vurder hva foreldrene til %(name)s skal få vite") % name,
            _("Det er registrert at de ikke bør få vite det. Ingenting går til dem før det er "
              "vurdert."),
            icon="person-pencil",
            actions=[Action(_("Vurder"), assess)] if head.writes else [],
        )  # fmt: skip
    for one in work.birthdays:
        url = reverse("cases:age_reached", args=[one["pk"]])
        yield _todo(
            _("%(name)s har fylt %(age)d år") % {**name, "age": one["age"]},
            _("Gå gjennom hvem som får brev nå."),
            icon="person-pencil",
            actions=[Action(_("Gå gjennom"), url)] if head.writes else [],
        )


def _todo(heading: str, text: str = "", **more: Any) -> Todo:
    given = [action for action in more.pop("actions", []) if action is not None]
    return Todo(heading, text, actions=given, **more)


def _hand_over(head: Head, label: str) -> Action | None:
    if not head.hands_over:
        return None
    return Action(label, reverse("cases:assign", args=[head.case.pk]))
