"""What comes next with a decision's draft, for the work list: write, send, issue, read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from decisions import approval
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.reports.rows import address
from stottekontakt.reports.todo import Action

# The newest draft of case c, as text: one column more, and no query.
DRAFT_IN_CASE = """(SELECT json_build_object(
        'pk', d.id, 'is_submitted', d.submitted_at IS NOT NULL, 'is_whole', d.is_whole,
        'returned_reason', d.returned_reason, 'outcome', d.outcome,
        'to_detriment', coalesce(d.to_detriment, false),
        'hours', (SELECT coalesce(sum(CASE s.hours_unit WHEN 'month' THEN s.hours / 4
                                      ELSE s.hours END), 0)::text
                    FROM decisions_grantedservice s WHERE s.decision_id = d.id),
        'writers', ARRAY[d.drafted_by_id, d.last_written_by_id, d.submitted_by_id])::text
      FROM decisions_decision d WHERE d.case_id = c.id AND d.state = 'draft'
     ORDER BY d.id DESC LIMIT 1)"""

# Drafts that wait for a decision maker, in cases that are not the reader's own: those have rows.
SUBMITTED = """UNION ALL
(SELECT 'submitted', d.id, d.case_id,
        coalesce((SELECT min(l.act_by) FROM deadlines_deadline l
                   WHERE l.case_id = d.case_id AND l.met_on IS NULL AND l.cancelled_on IS NULL
                     AND l.kind IN ('one_month', 'promised')),
                 (d.submitted_at AT TIME ZONE 'Europe/Oslo')::date),
        '', u.name, '', false, {nothing}
   FROM decisions_decision d JOIN accounts_user u ON u.id = d.submitted_by_id
   JOIN offices o ON o.id = d.case_id
  WHERE d.state = 'draft' AND d.submitted_at IS NOT NULL
    AND o.caseworker_id IS DISTINCT FROM %(me)s
    AND %(reader)s NOT IN (d.drafted_by_id, d.submitted_by_id, coalesce(d.last_written_by_id, 0))
  ORDER BY 4, d.id LIMIT %(most)s)"""


@dataclass(frozen=True, slots=True)
class Draft:
    pk: int
    is_submitted: bool
    is_whole: bool  # nothing was missing when it was last saved
    returned_reason: str
    outcome: str
    to_detriment: bool
    hours: Decimal  # a week
    writers: list[int | None]

    @classmethod
    def read(cls, column: str | None) -> Draft | None:
        if column is None:
            return None
        values = json.loads(column)
        return cls(**{**values, "hours": Decimal(values["hours"])})

    def goes_to_decision_maker(self, by: Membership) -> bool:
        return approval.is_demanded(
            by.municipality, self.outcome, self.to_detriment, self.hours
        ) or approval.is_above(by, self.outcome, self.hours)

    def is_read_by(self, by: Membership) -> bool:
        """Whether `by` is to issue it or send it back."""
        return by.may(Permission.DECISION_APPROVE) and by.user_id not in self.writers


def what(draft: Draft, by: Membership) -> str:
    """The task in words; nothing for a draft that is simply not written yet."""
    if draft.is_submitted:
        return _("Les og fatt vedtaket") if draft.is_read_by(by) else _("Vedtaket er hos beslutter")
    if draft.returned_reason:
        return _("Skriv om vedtaket")
    if not draft.is_whole:
        return ""
    if draft.goes_to_decision_maker(by):
        return _("Send vedtaket til beslutter")
    return _("Fatt vedtaket")


def step(draft: Draft, by: Membership) -> Action:
    page = address("decisions:detail", draft.pk)
    if draft.is_submitted:
        return Action(_("Les og fatt") if draft.is_read_by(by) else _("Se vedtaket"), page)
    if not draft.is_whole or draft.returned_reason:
        return Action(_("Fortsett vedtaket"), page)
    if draft.goes_to_decision_maker(by):
        return Action(_("Send til beslutter"), address("decisions:submit", draft.pk))
    return Action(_("Fatt vedtaket"), address("decisions:issue", draft.pk))


def why(draft: Draft) -> str:
    """What the decision maker said when it came back."""
    if draft.is_submitted or not draft.returned_reason:
        return ""
    return _("Sendt tilbake: «%(reason)s»") % {"reason": draft.returned_reason}
