"""What a role may do, in words: for the overview of who has access to what."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.roles import ROLES, Permission, Role

P = Permission

WORDS: Mapping[Permission, Promise] = {
    P.WORK_LIST: _("ser arbeidslisten"),
    P.CASE_VIEW: _("ser saker og personene i dem"),
    P.CASE_FILE: _("leser søknader, notater, dokumenter og brev"),
    P.CASE_WRITE: _("endrer opplysninger i sakene"),
    P.CASE_HAND_OVER: _("gir saker videre"),
    P.CASE_LEAD: _("fordeler saker, avgjør habilitet og setter stedfortredere"),
    P.APPLICATION_REGISTER: _("registrerer søknader"),
    P.DECISION_DRAFT: _("skriver vedtak"),
    P.DECISION_ISSUE: _("fatter vedtak"),
    P.DECISION_APPROVE: _("fatter vedtak som andre har skrevet"),
    P.PHRASES_MANAGE: _("endrer kontorets fraser"),
    P.LETTER_SEND: _("sender brev"),
    P.TEXTS_MANAGE: _("endrer tekstene i brevene"),
    P.USERS_MANAGE: _("gir og avslutter tilganger"),
    P.ADMINISTRATION_VIEW: _("ser oppsettet til kommunen"),
    P.UNITS_MANAGE: _("endrer enheter"),
    P.CRITERIA_MANAGE: _("endrer kriterier"),
    P.LEGAL_BASES_MANAGE: _("endrer hjemler"),
    P.DOCUMENT_KINDS_MANAGE: _("endrer dokumenttyper"),
    P.SETTINGS_MANAGE: _("endrer kommunens oppsett"),
    P.ARCHIVE_EXPORT: _("henter ut fattede vedtak som PDF"),
    P.IMPORT: _("importerer saker fra regneark"),
}


def words_of(role: Role) -> list[str]:
    """What the role may do, in the order above; tests hold that no permission lacks its words."""
    return [str(words) for permission, words in WORDS.items() if permission in ROLES[role]]
