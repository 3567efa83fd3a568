"""The dated texts letters are made of, and the letters themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import (
    Membership,
    Municipality,
    MunicipalityOwned,
    Unit,
    User,
    WrittenForm,
)
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import (
    Case,
    CaseOwnedQuerySet,
    Document,
    JournalEntry,
    Person,
)
from stottekontakt.letters.kinds import TEXT_KINDS, LetterKind, TextKind
from stottekontakt.letters.markup import one_level_down
from stottekontakt.letters.texts import LONGEST_TEXT, problems_of_text

# How often a letter is tried by itself; after that a person must ask.
MAX_ATTEMPTS = 5


class LetterTextQuerySet(models.QuerySet["LetterText"]):
    def in_force(
        self, *, kind: str, language: str, municipality_id: int, on: date
    ) -> dict[str, str]:
        """The text of each place: the municipality's own before the default, the latest first."""
        return {
            text.place: text.text
            for text in self.filter(kind__in=TEXT_KINDS[kind], language=language).holding(
                municipality_id, on=on
            )
        }

    def holding(self, municipality_id: int, *, on: date) -> list[LetterText]:
        """The row that holds for each place and form of language: the municipality's own, unless
        it has gone back to the default.
        """
        newest = (
            self.filter(
                Q(municipality=municipality_id) | Q(municipality__isnull=True),
                valid_from__lte=on,
            )
            .order_by(
                "kind", "place", "language", F("municipality").asc(nulls_first=True), "-valid_from"
            )
            .distinct("kind", "place", "language", "municipality")
        )
        found: dict[tuple[str, str, str], LetterText] = {}
        for text in newest:  # a default before the municipality's own of the same place
            if not text.is_default_again:
                found[text.kind, text.place, text.language] = text
        return list(found.values())

    def own(self, municipality_id: int) -> Self:
        return self.filter(municipality=municipality_id)


@pghistory.track()
class LetterText(models.Model):
    """One text of a letter, from a day on; without municipality it is everybody's default.

    A new wording is a new row: letters already issued keep theirs.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.TextField(_("brev"), choices=TextKind)
    place = models.TextField(_("sted i brevet"))
    language = models.TextField(_("målform"), choices=WrittenForm)
    valid_from = models.DateField(_("gjelder fra"))
    text = models.TextField(_("tekst"), blank=True)
    # The municipality's own wording ends here, and the default holds again.
    is_default_again = models.BooleanField(default=False, db_default=False)
    saved_at = models.DateTimeField(default=timezone.now, db_default=Now())
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    shared_rows: ClassVar[bool] = True
    objects = LetterTextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "place", "language", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind",
                "place",
                "language",
                "valid_from",
                "municipality",
                nulls_distinct=False,
                name="letter_text_one_wording_per_day",
                violation_error_message=_("Det finnes allerede en tekst her fra den dagen."),
            ),
            models.CheckConstraint(
                name="letter_text_own_says_who",
                condition=Q(municipality__isnull=True) | Q(saved_by__isnull=False),
                violation_error_message=_("Det må stå hvem som har skrevet teksten."),
            ),
            models.CheckConstraint(
                name="letter_text_back_to_default_has_no_text",
                condition=Q(is_default_again=False) | Q(text="", municipality__isnull=False),
                violation_error_message=_("Standardteksten skrives ikke av kommunen."),
            ),
            models.CheckConstraint(
                name="letter_text_is_no_longer_than_a_text",
                condition=LessThanOrEqual(Length("text"), LONGEST_TEXT),
                violation_error_message=_("Teksten er for lang."),
            ),
        ]
        triggers: ClassVar = [
            # A new wording comes after the last one: what held on a day is never made otherwise.
            pgtrigger.Trigger(
                name="own_wording_follows_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__municipality__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM letters_lettertext
                        WHERE municipality_id = NEW.municipality_id AND kind = NEW.kind
                            AND place = NEW.place AND language = NEW.language
                            AND valid_from > NEW.valid_from
                    ) THEN
                        RAISE EXCEPTION 'letter_text_own_wording_follows_the_last'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="own_wording_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__municipality__isnull=False),
            ),
            pgtrigger.Trigger(
                name="only_a_planned_wording_is_withdrawn",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__municipality__isnull=False),
                func="""
                    IF OLD.valid_from <= (now() AT TIME ZONE 'Europe/Oslo')::date THEN
                        RAISE EXCEPTION 'letter_text_in_use_is_never_withdrawn'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.language} {self.valid_from}"

    def clean(self) -> None:
        if problems := problems_of_text(self.kind, self.place, self.text):
            raise ValidationError({"text": problems})


class LetterQuerySet(CaseOwnedQuerySet):
    def of_source(self, source: str) -> Self:
        return self.filter(source=source)

    def to_leave(self) -> Self:
        """Made, not yet sent or handed over, and not corrected by another."""
        return self.filter(delivery="", state=Letter.State.RENDERED, is_corrected=False)

    def unfinished(self) -> Self:
        return self.exclude(state=Letter.State.RENDERED)

    def missed(self, before: datetime) -> Self:
        """Unfinished, with attempts left, and not taken up since the moment."""
        return self.unfinished().filter(
            Q(last_attempt_at__isnull=True) | Q(last_attempt_at__lt=before),
            issued_at__lt=before,
            attempts__lt=MAX_ATTEMPTS,
        )

    def given_up(self, before: datetime) -> Self:
        """Still queued although every attempt is used: the worker died each time."""
        return self.filter(
            state=Letter.State.QUEUED, attempts__gte=MAX_ATTEMPTS, last_attempt_at__lt=before
        )


# What the addressee was told, by whom, when and where: never changed once issued.
FROZEN = (
    "municipality", "case", "kind", "source", "version", "addressee", "role", "addressee_name",
    "address_lines", "manual_dispatch", "language", "title", "body", "sender", "contact",
    "dated_on", "journal_entry", "issued_at", "issued_by", "corrects", "explanation",
)  # fmt: skip
# History follows what may change; the rest cannot.
CHANGING = (
    "id", "municipality", "case", "state", "attempts", "last_error", "rendered_at", "document",
    "sha256", "delivery", "sent_on", "handed_over_on", "notified_on", "version",
)  # fmt: skip


@pghistory.track(
    fields=[*CHANGING],
    model_name="LetterEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class Letter(MunicipalityOwned):
    """A letter to one addressee. The text is frozen in the row; the PDF follows from it."""

    class Role(models.TextChoices):
        RECIPIENT = "recipient", _("Tjenestemottaker")
        PARENT = "parent", _("Forelder")
        GUARDIAN = "guardian", _("Verge")
        PROXY = "proxy", _("Fullmektig")
        CHILD_WELFARE = "child_welfare", _("Barnevernstjenesten")
        SOURCE = "source", _("En vi spør, med samtykke")
        NEXT_OF_KIN = "next_of_kin", _("Nærmeste pårørende eller bo")

    class State(models.TextChoices):
        QUEUED = "queued", _("Lages")
        RENDERED = "rendered", _("Klart")
        FAILED = "failed", _("Ikke laget")

    class Failure(models.TextChoices):
        TEMPLATE = "template", _("Malen for brevarket har en feil.")
        FILES = "files", _("Skrifttypen, stilarket eller kommunevåpenet mangler på serveren.")
        STORAGE = "storage", _("Filen kunne ikke skrives til lageret. Kanskje er disken full.")
        LAYOUT = "layout", _("Brevet kunne ikke gjøres om til PDF.")
        STOPPED = "stopped", _("Programmet som lager PDF, stoppet hver gang det prøvde.")

    class Delivery(models.TextChoices):
        PAPER = "paper", _("I posten")
        DIGITAL = "digital", _("Digitalt")
        HANDED_OVER = "handed_over", _("Levert for hånd")

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    kind = models.TextField(choices=LetterKind)
    source = models.TextField()  # what the letter is about: "decision:17"
    version = models.PositiveSmallIntegerField(default=1)
    addressee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.TextField(choices=Role)
    addressee_name = models.TextField()
    address_lines = ArrayField(models.TextField(), default=list)
    # A protected address is neither printed nor sent to by any machine (Normen, faktaark 55).
    manual_dispatch = models.BooleanField(default=False)
    language = models.TextField(choices=WrittenForm)
    title = models.TextField()  # names nobody
    body = models.TextField()
    sender = models.JSONField()
    contact = models.JSONField()
    dated_on = models.DateField()
    journal_entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="letter")
    issued_at = models.DateTimeField(default=timezone.now, db_default=Now())
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # This letter takes the place of another, whose words stay as they were (arkivforskrifta § 11).
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")
    explanation = models.TextField(blank=True, default="", db_default="")
    # Whether another has taken this one's place; lists show it without asking for the other.
    is_corrected = models.BooleanField(default=False, db_default=False)

    state = models.TextField(choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_attempt_at = models.DateTimeField(null=True)
    last_error = models.TextField(choices=Failure, blank=True)
    rendered_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    sha256 = models.TextField(blank=True)

    delivery = models.TextField(_("levert"), choices=Delivery, blank=True)
    sent_on = models.DateField(_("sendt"), null=True)
    handed_over_on = models.DateField(_("levert for hånd"), null=True)
    notified_on = models.DateField(_("mottakeren fikk brevet"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "source", "addressee", "version", "municipality",
                name="letter_one_per_source_addressee_and_version",
                violation_error_message=_("Dette brevet er allerede laget til mottakeren."),
            ),
            models.CheckConstraint(
                name="letter_rendered_has_its_file",
                condition=Q(
                    state="rendered", rendered_at__isnull=False, document__isnull=False,
                    sha256__regex=r"^[0-9a-f]{64}$",
                )
                | ~Q(state="rendered")
                & Q(rendered_at__isnull=True, document__isnull=True, sha256=""),
                violation_error_message=_("Et brev er klart når filen finnes, og ikke før."),
            ),
            models.CheckConstraint(
                name="letter_failed_says_why",
                condition=Q(state="failed") & ~Q(last_error="")
                | ~Q(state="failed") & Q(last_error=""),
                violation_error_message=_("Et brev som ikke ble laget, må ha en grunn."),
            ),
            models.CheckConstraint(
                name="letter_delivery_and_day_go_together",
                condition=Q(delivery="", sent_on__isnull=True, handed_over_on__isnull=True)
                | Q(delivery="handed_over", sent_on__isnull=True, handed_over_on__isnull=False)
                | Q(delivery__in=["paper", "digital"], sent_on__isnull=False,
                    handed_over_on__isnull=True),
                violation_error_message=_("Oppgi både hvordan og hvilken dag brevet ble levert."),
            ),
            models.CheckConstraint(
                name="letter_leaves_only_when_rendered",
                condition=Q(delivery="") | Q(state="rendered"),
                violation_error_message=_("Brevet kan ikke sendes før det er laget."),
            ),
            models.CheckConstraint(
                name="letter_leaves_on_its_date_or_later",
                condition=(Q(sent_on__isnull=True) | Q(sent_on__gte=F("dated_on")))
                & (Q(handed_over_on__isnull=True) | Q(handed_over_on__gte=F("dated_on"))),
                violation_error_message=_("Brevet kan ikke være sendt før det er datert."),
            ),
            models.CheckConstraint(
                name="letter_notified_after_it_left",
                condition=Q(notified_on__isnull=True)
                | Q(notified_on__isnull=False, sent_on__isnull=False, notified_on__gte=F("sent_on"))
                | Q(notified_on__isnull=False, handed_over_on__isnull=False,
                    notified_on__gte=F("handed_over_on")),
                violation_error_message=_(
                    "Mottakeren kan ikke ha fått brevet før det er sendt eller levert."
                ),
            ),
            models.CheckConstraint(
                name="letter_manual_dispatch_shows_no_address",
                condition=Q(manual_dispatch=False) | Q(address_lines=[]),
                violation_error_message=_("En sperret adresse skal ikke stå i brevet."),
            ),
            models.CheckConstraint(
                name="letter_correction_says_why",
                condition=Q(corrects__isnull=True, explanation="")
                | Q(corrects__isnull=False) & ~Q(explanation=""),
                violation_error_message=_("Skriv hva som er rettet, og hvorfor."),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "issued_at"],
                name="letter_unfinished",
                condition=~Q(state="rendered"),
            ),
            models.Index(fields=["source"], name="letter_by_source"),
            models.Index(
                fields=["municipality", "dated_on", "id"],
                name="letter_not_left",
                condition=Q(delivery=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="issued_text_is_frozen", fields=[*FROZEN]),
            pgtrigger.Protect(
                name="rendered_file_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="rendered")
                & (
                    pgtrigger.Q(new__sha256__df=pgtrigger.F("old__sha256"))
                    | pgtrigger.Q(new__document__df=pgtrigger.F("old__document"))
                    | pgtrigger.Q(new__rendered_at__df=pgtrigger.F("old__rendered_at"))
                    | pgtrigger.Q(new__state__df=pgtrigger.F("old__state"))
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="what_is_corrected_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("delivery"),
                condition=pgtrigger.Q(old__delivery="") & ~pgtrigger.Q(new__delivery=""),
                func="""
                    IF EXISTS (SELECT 1 FROM letters_letter WHERE corrects_id = OLD.id) THEN
                        RAISE EXCEPTION 'letter_that_is_corrected_does_not_leave'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # pbrl. § 3-4: neither made nor sent while it is not assessed, or was assessed so.
            pgtrigger.Trigger(
                name="no_parent_before_assessment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("delivery"),
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        IF NEW.delivery = '' THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    IF cases_parent_must_not_be_told(
                        NEW.case_id, NEW.addressee_id, NEW.source) <> ''
                    THEN
                        RAISE EXCEPTION 'letter_goes_to_no_parent_before_assessment'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("letters:detail", args=[self.pk])

    @property
    def left_on(self) -> date | None:
        """The day it was sent or handed over: the day a deadline is met by it."""
        return self.sent_on or self.handed_over_on

    @property
    def body_for_screen(self) -> SafeString:
        return one_level_down(self.body)

    @property
    def is_rendered(self) -> bool:
        return self.state == self.State.RENDERED


class PrintBatchQuerySet(models.QuerySet["PrintBatch"]):
    def visible_to(self, membership: Membership) -> Self:
        """Those of one's own office, or of all for whoever works for all of them."""
        if not membership.may(Permission.LETTER_SEND):
            return self.none()
        found = self.filter(municipality=membership.municipality_id)
        return found.filter(unit=membership.unit_id) if membership.unit_id else found

    def open(self) -> Self:
        return self.exclude(state=PrintBatch.State.CLOSED)

    def to_take_up(self, before: datetime) -> Self:
        """Waiting, or given up by a worker that has told nothing since the moment."""
        return self.filter(
            Q(state=PrintBatch.State.QUEUED)
            | Q(state=PrintBatch.State.RUNNING, last_sign_at__lt=before)
        )

    def missed(self, before: datetime) -> Self:
        return self.to_take_up(before).filter(ordered_at__lt=before)


class PrintBatch(MunicipalityOwned):
    """Letters printed together, as one file that lies below PRINTS_DIR until they are sent."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter")
        RUNNING = "running", _("Lages")
        READY = "ready", _("Klar til utskrift")
        FAILED = "failed", _("Ikke laget")
        CLOSED = "closed", _("Avsluttet")

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    is_duplex = models.BooleanField(default=False)  # each letter then begins on a sheet of its own
    ordered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.TextField(choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)  # letters set so far
    attempts = models.PositiveSmallIntegerField(default=0)
    last_sign_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="print_batch_closed_says_when_and_by_whom",
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "unit"], name="print_batch_open",
                condition=~Q(state="closed"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("letters:print_batch", args=[self.pk])

    @property
    def progress(self) -> str:
        """Changes whenever there is something new to show."""
        return f"{self.state} {self.done}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}


class PrintedLetterQuerySet(models.QuerySet["PrintedLetter"]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(batch__in=PrintBatch.objects.visible_to(membership))


class PrintedLetter(MunicipalityOwned):
    """A letter in a batch. While the batch is open, the letter is in no other."""

    batch = models.ForeignKey(PrintBatch, models.PROTECT, related_name="rows")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="prints")
    position = models.PositiveIntegerField()
    is_open = models.BooleanField(default=True, db_default=True)

    objects = PrintedLetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["batch", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "letter",
                "municipality",
                condition=Q(is_open=True),
                name="printed_letter_in_one_open_batch",
                violation_error_message=_("Brevet er allerede i en annen utskrift."),
            ),
            models.UniqueConstraint(
                "batch", "letter", "municipality", name="printed_letter_once_in_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.letter_id}"
