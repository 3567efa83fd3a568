"""What each role may do. One table, in code: a change of it is reviewed like any other."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """A kind of thing one may do; whether *this* row is yours is `visible_to`'s question."""

    WORK_LIST = "work_list"
    CASE_VIEW = "case_view"
    CASE_FILE = "case_file"  # reading the file: applications, notes, documents, letters, events
    CASE_WRITE = "case_write"  # persons, representatives, notes, documents, taking a case
    CASE_HAND_OVER = "case_hand_over"
    CASE_LEAD = "case_lead"  # deciding who is impartial, distributing cases, naming stand-ins
    APPLICATION_REGISTER = "application_register"
    DECISION_DRAFT = "decision_draft"
    DECISION_ISSUE = "decision_issue"
    DECISION_APPROVE = "decision_approve"  # issuing what somebody else has written and sent
    PHRASES_MANAGE = "phrases_manage"
    LETTER_SEND = "letter_send"
    TEXTS_MANAGE = "texts_manage"  # the words of letters
    USERS_MANAGE = "users_manage"
    ADMINISTRATION_VIEW = "administration_view"  # reading what administrators decide
    UNITS_MANAGE = "units_manage"
    CRITERIA_MANAGE = "criteria_manage"
    LEGAL_BASES_MANAGE = "legal_bases_manage"
    DOCUMENT_KINDS_MANAGE = "document_kinds_manage"
    SETTINGS_MANAGE = "settings_manage"
    ARCHIVE_EXPORT = "archive_export"  # issued decisions of the municipality, as PDF and in bulk
    IMPORT = "import"  # running cases from a spreadsheet


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("Saksbehandler")
    DECISION_MAKER = "decision_maker", _("Beslutter")
    COORDINATOR = "coordinator", _("Koordinator")
    SUPPORT_CONTACT = "support_contact", _("Støttekontakt")
    PAYROLL_CLERK = "payroll_clerk", _("Lønnsmedarbeider")
    LEADER = "leader", _("Leder")
    ADMINISTRATOR = "administrator", _("Administrator")


P = Permission

_CASEWORK = frozenset(
    {
        P.WORK_LIST,
        P.CASE_VIEW,
        P.CASE_FILE,
        P.CASE_WRITE,
        P.CASE_HAND_OVER,
        P.APPLICATION_REGISTER,
        P.DECISION_DRAFT,
        P.DECISION_ISSUE,
        P.LETTER_SEND,
    }
)

ROLES: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.DECISION_MAKER: _CASEWORK | {P.DECISION_APPROVE},
    # Sees the granted cases that the coordinator's own unit carries out, and no others; what was
    # granted and to whom, but not the file that led to it.
    Role.COORDINATOR: frozenset({P.CASE_VIEW}),
    Role.SUPPORT_CONTACT: frozenset(),
    Role.PAYROLL_CLERK: frozenset(),
    Role.LEADER: frozenset(
        {
            P.WORK_LIST,
            P.CASE_VIEW,
            P.CASE_FILE,
            P.CASE_HAND_OVER,
            P.CASE_LEAD,
            P.PHRASES_MANAGE,
            P.ADMINISTRATION_VIEW,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.USERS_MANAGE,
            P.PHRASES_MANAGE,
            P.TEXTS_MANAGE,
            P.ARCHIVE_EXPORT,
            P.IMPORT,
            P.ADMINISTRATION_VIEW,
            P.UNITS_MANAGE,
            P.CRITERIA_MANAGE,
            P.LEGAL_BASES_MANAGE,
            P.DOCUMENT_KINDS_MANAGE,
            P.SETTINGS_MANAGE,
        }
    ),
}
