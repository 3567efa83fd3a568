"""What was done, what was looked at, and the chain of hashes over both.

No foreign keys: the logs outlive what they tell of, and stand below accounts and cases. No names,
numbers or free text about people; `data` holds what is needed to show the entry later (outcome,
dates, kind of letter).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of_case(self, case_id: int) -> Self:
        return self.filter(case_id=case_id).order_by("-at", "-pk")


class AuditEntry(models.Model):
    """Something that was done, written in the transaction that did it."""

    class Event(models.TextChoices):
        CASE_OPENED = "case_opened", _("Saken ble opprettet")
        CASE_ASSIGNED = "case_assigned", _("Saken fikk saksbehandler")
        CASE_TAKEN_OVER = "case_taken_over", _("Saken ble tatt over")
        CASE_OFFERED = "case_offered", _("Noen ble bedt om å ta imot saken")
        CASE_OFFER_ACCEPTED = "case_offer_accepted", _("Saken ble tatt imot")
        CASE_OFFER_DECLINED = "case_offer_declined", _("Noen takket nei til saken")
        CASE_OFFER_WITHDRAWN = "case_offer_withdrawn", _("Overføringen ble trukket tilbake")
        CASE_HANDED_BACK = "case_handed_back", _("Saken ble gitt tilbake til enheten")
        CASE_CLOSED = "case_closed", _("Saken ble avsluttet")
        CASE_CHANGED = "case_changed", _("Opplysninger i saken ble endret")
        CASE_IMPORTED = "case_imported", _("Saken ble hentet fra et annet system")
        PERSON_REGISTERED = "person_registered", _("Person ble registrert")
        PERSON_CHANGED = "person_changed", _("Opplysninger om person ble endret")
        REPRESENTATIVE_ADDED = "representative_added", _("Representant ble lagt til")
        REPRESENTATIVE_CHANGED = (
            "representative_changed",
            _("Opplysninger om representant ble endret"),
        )
        REPRESENTATIVE_ENDED = "representative_ended", _("Representasjonen tok slutt")
        IMPARTIALITY_ANSWERED = "impartiality_answered", _("Habilitet ble besvart")
        DISQUALIFICATION_RAISED = "disqualification_raised", _("Spørsmål om habilitet ble reist")
        DISQUALIFICATION_DECIDED = "disqualification_decided", _("Habilitet ble avgjort")
        STAND_IN_SET = "stand_in_set", _("Stedfortreder ble satt")
        STAND_IN_CHANGED = "stand_in_changed", _("Stedfortreder ble endret")
        INFORMATION_WISH_REGISTERED = (
            "information_wish_registered",
            _("Ønske om at foreldre ikke får informasjon"),
        )
        INFORMATION_WISH_WITHDRAWN = (
            "information_wish_withdrawn",
            _("Ønsket om informasjon til foreldre gjelder ikke lenger"),
        )
        PARENTS_INFORMATION_ASSESSED = (
            "parents_information_assessed",
            _("Informasjon til foreldre ble vurdert"),
        )
        NOT_FOR_PARENTS_CHANGED = (
            "not_for_parents_changed",
            _("Merket «ikke til foreldrene» ble endret"),
        )
        AGE_REACHED = "age_reached", _("Den unge fylte 16 eller 18 år")
        AGE_CHECKED = "age_checked", _("Hvem som får brev etter fødselsdagen, ble gjennomgått")
        NOTE_ADDED = "note_added", _("Notat ble skrevet")
        DOCUMENT_ADDED = "document_added", _("Dokument ble lagt til")
        APPLICATION_RECEIVED = "application_received", _("Søknaden ble registrert")
        APPLICATION_COMPLETED = "application_completed", _("Det som manglet, kom inn")
        APPLICATION_WITHDRAWN = "application_withdrawn", _("Søknaden ble trukket")
        APPLICATION_REGISTERED_IN_ERROR = "application_registered_in_error", _("Feilregistrert")
        APPLICATION_DECIDED = "application_decided", _("Søknaden ble avgjort")
        APPLICATION_CORRECTED = "application_corrected", _("Søknaden ble rettet")
        INTERIM_REPLY_DRAFTED = "interim_reply_drafted", _("Utkast til foreløpig svar ble laget")
        INTERIM_REPLY_SENT = "interim_reply_sent", _("Foreløpig svar ble skrevet")
        INTERIM_REPLY_DROPPED = "interim_reply_dropped", _("Utkast til foreløpig svar falt bort")
        INQUIRY_LOGGED = "inquiry_logged", _("Muntlig henvendelse ble ført")
        INQUIRY_ANSWERED = "inquiry_answered", _("Henvendelsen ble fulgt opp")
        INQUIRY_CLOSED = "inquiry_closed", _("Henvendelsen ble avsluttet")
        CONSENT_ASKED = "consent_asked", _("Samtykke ble bedt om")
        CONSENT_ANSWERED = "consent_answered", _("Samtykke ble gitt eller ikke gitt")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("Samtykke ble trukket")
        INFORMATION_ASKED = "information_asked", _("Opplysninger ble bedt om")
        INFORMATION_REMINDED = "information_reminded", _("Det ble purret på opplysninger")
        INFORMATION_RECEIVED = "information_received", _("Opplysninger kom inn")
        INFORMATION_WITHDRAWN = "information_withdrawn", _("Spørsmålet ble trukket tilbake")
        COMMENT_ASKED = "comment_asked", _("Opplysninger ble lagt fram for parten")
        COMMENT_OMITTED = "comment_omitted", _("Opplysninger ble ikke lagt fram")
        COMMENT_RECEIVED = "comment_received", _("Parten uttalte seg")
        ASSESSMENT_STARTED = "assessment_started", _("Kartlegging ble startet")
        ASSESSMENT_INVITED = "assessment_invited", _("Innkalling til kartlegging")
        ASSESSMENT_FINISHED = "assessment_finished", _("Kartleggingen ble ferdig")
        ASSESSMENT_CANCELLED = "assessment_cancelled", _("Kartleggingen ble avbrutt")
        DECISION_DRAFTED = "decision_drafted", _("Utkast til vedtak ble laget")
        DECISION_DISCARDED = "decision_discarded", _("Utkastet til vedtak ble forkastet")
        DECISION_SUBMITTED = "decision_submitted", _("Vedtaket ble sendt til beslutter")
        DECISION_CALLED_BACK = "decision_called_back", _("Vedtaket ble kalt tilbake")
        DECISION_RETURNED = "decision_returned", _("Beslutteren sendte vedtaket tilbake")
        DECISION_ISSUED = "decision_issued", _("Vedtaket ble fattet")
        DECISION_TAKEN_OVER = "decision_taken_over", _("Et tidligere vedtak ble lagt inn")
        ADVANCE_NOTICE_ISSUED = "advance_notice_issued", _("Forhåndsvarsel ble laget")
        ADVANCE_NOTICE_ANSWERED = (
            "advance_notice_answered",
            _("Noen uttalte seg til forhåndsvarselet"),
        )
        ADVANCE_NOTICE_CLOSED = "advance_notice_closed", _("Alle har uttalt seg til varselet")
        PHRASE_SAVED = "phrase_saved", _("Frase ble lagret")
        LETTER_TEXT_SAVED = "letter_text_saved", _("Brevtekst ble lagret")
        LETTER_TEXT_WITHDRAWN = "letter_text_withdrawn", _("Planlagt brevtekst ble trukket")
        LETTER_CORRECTED = "letter_corrected", _("Brev ble rettet")
        PRINT_ORDERED = "print_ordered", _("Utskrift ble bestilt")
        PRINT_CLOSED = "print_closed", _("Utskrift ble avsluttet")
        LETTER_ISSUED = "letter_issued", _("Brev ble laget")
        LETTER_SENT = "letter_sent", _("Brev ble sendt")
        LETTER_HANDED_OVER = "letter_handed_over", _("Brev ble levert")
        DEADLINE_SET = "deadline_set", _("Frist ble satt")
        DEADLINE_MET = "deadline_met", _("Frist ble holdt")
        DEADLINE_MOVED = "deadline_moved", _("Frist ble flyttet")
        DEADLINE_CANCELLED = "deadline_cancelled", _("Frist falt bort")
        IMPORT_CARRIED_OUT = "import_carried_out", _("Et regneark ble importert")
        IMPORT_DISCARDED = "import_discarded", _("En import ble forkastet")
        EXPORT_ORDERED = "export_ordered", _("En samling av vedtak ble bestilt")
        EXPORT_CANCELLED = "export_cancelled", _("En samling av vedtak ble stanset")
        INVITATION_SENT = "invitation_sent", _("Invitasjon ble sendt")
        MEMBERSHIP_GRANTED = "membership_granted", _("Tilgang ble gitt")
        MEMBERSHIP_CHANGED = "membership_changed", _("Tilgang ble endret")
        MEMBERSHIP_ENDED = "membership_ended", _("Tilgang ble avsluttet")
        MEMBERSHIP_REVIEWED = "membership_reviewed", _("Tilgang ble gjennomgått")
        USER_CHANGED = "user_changed", _("Opplysninger om en bruker ble endret")
        UNIT_SAVED = "unit_saved", _("Enhet ble lagret")
        UNIT_CLOSED = "unit_closed", _("Enhet ble lagt ned")
        CRITERION_SAVED = "criterion_saved", _("Kriterium ble lagret")
        LEGAL_BASIS_SAVED = "legal_basis_saved", _("Hjemmel ble lagret")
        DOCUMENT_KIND_SAVED = "document_kind_saved", _("Dokumenttype ble lagret")
        SETTINGS_CHANGED = "settings_changed", _("Kommunens oppsett ble endret")

    at = models.DateTimeField(db_default=Now(), editable=False)
    event = models.TextField(choices=Event)
    municipality_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    subject_type = models.TextField()
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    append_only: ClassVar[bool] = True
    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["case_id", "-at"],
                name="audit_entry_of_case",
                condition=models.Q(case_id__isnull=False),
            ),
            models.Index(fields=["at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type}:{self.subject_id}"

    @property
    def template(self) -> str:
        """The template that tells this entry in the timeline of a case."""
        return f"audit/events/{self.event}.html"

    def date(self, key: str) -> date | None:
        """A date kept in `data`."""
        value = self.data.get(key)
        return date.fromisoformat(value) if value else None


class AccessEntry(models.Model):
    """Something that was looked at, searched, printed or exported; or a refusal.

    Written in autocommit through an SQL function, so that it stands even if the page fails.
    """

    class Action(models.TextChoices):
        READ = "read", _("Leste")
        SEARCH = "search", _("Søkte")
        DOWNLOAD = "download", _("Lastet ned")
        PRINT = "print", _("Skrev ut")
        EXPORT = "export", _("Eksporterte")
        REFUSED = "refused", _("Ble nektet")
        SIGNED_IN = "signed_in", _("Logget inn")
        SIGNED_OUT = "signed_out", _("Logget ut")
        SIGN_IN_FAILED = "sign_in_failed", _("Mislykket innlogging")

    at = models.DateTimeField(db_default=Now(), editable=False)
    action = models.TextField(choices=Action)
    municipality_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.TextField(default="", blank=True)
    case_id = models.BigIntegerField(null=True)
    subject_type = models.TextField(default="", blank=True)
    subject_id = models.BigIntegerField(null=True)
    view = models.TextField(default="", blank=True)
    ground = models.TextField(default="", blank=True)
    data = models.JSONField(default=dict)

    append_only: ClassVar[bool] = True
    grants: ClassVar[str] = "SELECT"  # rows come through audit_log_access() alone

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "-at"], name="audit_access_of_case"),
            models.Index(fields=["at"], name="audit_access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type}:{self.subject_id}"


class AuditSeal(models.Model):
    """One link of the chain: sha256 over the former link's hash and one entry of either log."""

    class Log(models.TextChoices):
        AUDIT = "audit"
        ACCESS = "access"

    seq = models.BigIntegerField(primary_key=True)
    log = models.TextField(choices=Log)
    entry_id = models.BigIntegerField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField(db_default=Now())

    append_only: ClassVar[bool] = True
    grants: ClassVar[str] = "SELECT"  # links come through audit_seal_logs() alone

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("log", "entry_id", name="audit_seal_entry_is_sealed_once")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.log}:{self.entry_id}"
