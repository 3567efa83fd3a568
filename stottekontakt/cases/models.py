"""What everything else hangs on: the person, the case, who may act, and the journal."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import (
    Membership,
    Municipality,
    MunicipalityOwned,
    Unit,
    User,
    WrittenForm,
)
from stottekontakt.accounts.roles import Permission, Role
from stottekontakt.database.encryption import EncryptedTextField
from stottekontakt.database.triggers import kept_once_in_force


class AddressProtection(models.TextChoices):
    """Adressebeskyttelse in the national register (domain: kode 7 and kode 6)."""

    NONE = "none", _("Ingen")
    CONFIDENTIAL = "confidential", _("Fortrolig adresse")
    STRICT = "strict", _("Strengt fortrolig adresse")


class Gender(models.TextChoices):
    FEMALE = "female", _("Kvinne")
    MALE = "male", _("Mann")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, membership: Membership) -> Self:
        """Persons of cases the reader may see, and of no others."""
        if not membership.may(Permission.CASE_VIEW):
            return self.none()
        return self._of_cases(Case.objects.visible_to(membership))

    def editable_by(self, membership: Membership) -> Self:
        """Persons of cases the reader may write in."""
        if not membership.may(Permission.CASE_WRITE):
            return self.none()
        return self._of_cases(Case.objects.editable_by(membership))

    def _of_cases(self, cases: CaseQuerySet) -> Self:
        # EXISTS, so that asking for one person does not first gather everybody's.
        return self.filter(
            Exists(cases.filter(recipient=OuterRef("pk")))
            | Exists(cases.filter(representatives__person=OuterRef("pk")))
        )


@pghistory.track(exclude=["sort_name"])
class Person(MunicipalityOwned):
    """Somebody the municipality knows; recipients, representatives and others point here.

    The identity number is encrypted; `identity_index` (a keyed hash) finds it again. A person may
    have none: the birth date is then kept by itself.
    """

    name = models.TextField(_("navn"))
    # Sorted the Norwegian way on any server: æ, ø, å after z (the letters { | } follow z in C).
    sort_name = models.GeneratedField(
        expression=Func(
            Lower("name"),
            Value("æäøöå"),
            Value("{{||}"),
            function="translate",
            output_field=models.TextField(db_collation="C"),
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    birth_date = models.DateField(_("fødselsdato"), null=True, blank=True)
    identity_number = EncryptedTextField(_("fødselsnummer"), null=True, blank=True)
    identity_index = models.BinaryField(null=True, editable=False)
    gender = models.TextField(_("kjønn"), choices=Gender, blank=True)
    written_form = models.TextField(
        _("målform i brev"), choices=WrittenForm, default=WrittenForm.BOKMAL
    )
    interpreter_language = models.TextField(_("trenger tolk på"), blank=True)
    address = models.TextField(_("gateadresse"), blank=True)
    postal_code = models.TextField(_("postnummer"), blank=True)
    city = models.TextField(_("poststed"), blank=True)
    address_protection = models.TextField(
        _("adressebeskyttelse"), choices=AddressProtection, default=AddressProtection.NONE
    )
    phone = models.TextField(_("telefon"), blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    died_on = models.DateField(_("død"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "identity_index",
                name="person_identity_number_once_in_municipality",
                violation_error_message=_("Fødselsnummeret er allerede registrert."),
            ),
            models.CheckConstraint(
                name="person_identity_number_and_index_go_together",
                condition=Q(identity_number__isnull=True, identity_index__isnull=True)
                | Q(identity_number__isnull=False, identity_index__isnull=False),
            ),
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Skriv navnet."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "sort_name"], name="person_by_name"),
            models.Index(fields=["municipality", "birth_date"], name="person_by_birth_date"),
            # Every question about cases leaves these few out; see CaseQuerySet.visible_to.
            models.Index(
                fields=["municipality", "id"],
                name="person_strict_address",
                condition=Q(address_protection="strict"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_protected(self) -> bool:
        return self.address_protection != AddressProtection.NONE

    def address_shown_to(self, membership: Membership) -> bool:
        """Whether the reader may see the address and all else that says where the person is."""
        return not self.is_protected or membership.sees_protected

    def age_on(self, day: date) -> int | None:
        from stottekontakt.cases.rules import age_on

        return age_on(self.birth_date, day) if self.birth_date else None

    @property
    def age(self) -> int | None:
        return self.age_on(timezone.localdate())

    @property
    def address_lines(self) -> list[str]:
        """Street and place, as on an envelope."""
        place = " ".join(part for part in (self.postal_code, self.city.upper()) if part)
        return [line for line in (*self.address.splitlines(), place) if line.strip()]


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def visible_to(self, membership: Membership) -> Self:
        """Need to know: the unit's own cases; a coordinator's are those the unit carries out.

        A strictly protected recipient's case is open to the named caseworker and to those with the
        right, and to nobody else (Normen, faktaark 55).
        """
        if not membership.may(Permission.CASE_VIEW):
            return self.none()
        cases = self.filter(municipality_id=membership.municipality_id)
        if membership.role == Role.COORDINATOR:
            cases = cases.filter(delivering_unit__isnull=False)
            if membership.unit_id:
                cases = cases.filter(delivering_unit=membership.unit_id)
        elif membership.unit_id:
            cases = cases.filter(Q(unit=membership.unit_id) | Q(delivering_unit=membership.unit_id))
        if not membership.sees_protected:
            strict = Person.objects.filter(
                pk=OuterRef("recipient"), address_protection=AddressProtection.STRICT
            )
            # A subquery on its own small index: a join would read every person to count the cases.
            cases = cases.filter(~Exists(strict) | Q(caseworker=membership.user_id))
        kept_out = Disqualification.objects.keeping_out(membership.user_id)
        return cases.filter(~Exists(kept_out.filter(case=OuterRef("pk"))))

    def editable_by(self, membership: Membership) -> Self:
        """Cases the reader may also write in: open, of the own unit, and not disqualified."""
        if not membership.may(Permission.CASE_WRITE):
            return self.none()
        cases = self.visible_to(membership).open()
        if membership.unit_id:
            cases = cases.filter(unit=membership.unit_id)
        barred = Disqualification.objects.barring(membership.user_id)
        return cases.filter(~Exists(barred.filter(case=OuterRef("pk"))))


def may_edit(membership: Membership, *, unit_id: int, is_open: bool) -> bool:
    """Whether somebody who sees a case of the unit may also write in it."""
    return (
        membership.may(Permission.CASE_WRITE) and is_open and membership.unit_id in (None, unit_id)
    )


@pghistory.track()
class Case(MunicipalityOwned):
    """One recipient's whole relation to the service; at most one is open at a time.

    The number (2027/123) has no gaps within a municipality's year: cases.services.open_case.
    """

    class Housing(models.TextChoices):
        UNKNOWN = "unknown", _("Ikke kjent")
        PARENTS = "parents", _("Hos foreldre")
        OWN_HOME = "own_home", _("Egen bolig")
        SHARED = "shared", _("Bofellesskap")
        STAFFED = "staffed", _("Bolig med heldøgns bemanning")
        INSTITUTION = "institution", _("Institusjon eller langtidsplass")
        FOSTER_HOME = "foster_home", _("Fosterhjem")

    year = models.PositiveIntegerField(_("år"))
    sequence = models.PositiveIntegerField(_("løpenummer"))
    number = models.GeneratedField(
        expression=Func(
            F("year"),
            Value("/"),
            F("sequence"),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("enhet"))
    # The unit that carries out what was granted; set when a decision is issued.
    delivering_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enheten som setter i verk"),
    )
    caseworker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saksbehandler"),
    )
    housing = models.TextField(_("boform"), choices=Housing, default=Housing.UNKNOWN)
    priority_flag = models.TextField(_("merknad om prioritet"), blank=True)
    # When it was taken in from another system, and what it was called there.
    imported_at = models.DateTimeField(_("importert"), null=True, blank=True, editable=False)
    former_number = models.TextField(
        _("tidligere saksnummer"), blank=True, default="", db_default=""
    )
    opened_on = models.DateField(_("opprettet"))
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "year", "sequence", name="case_number_once_in_municipality"
            ),
            models.UniqueConstraint(
                "recipient",
                condition=Q(closed_on__isnull=True),
                name="case_one_open_per_recipient",
                violation_error_message=_("Personen har allerede en åpen sak."),
            ),
            models.CheckConstraint(
                name="case_closed_after_it_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "caseworker"],
                name="case_open_by_caseworker",
                condition=Q(closed_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.sequence}"

    def get_absolute_url(self) -> str:
        return reverse("cases:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def is_editable_by(self, membership: Membership) -> bool:
        """As `editable_by`, for a case that the reader is known to see."""
        return may_edit(membership, unit_id=self.unit_id, is_open=self.is_open) and not self.bars(
            membership
        )

    def bars(self, membership: Membership) -> bool:
        """Whether the reader is, or may be, disqualified here; asked once of an instance."""
        barred: dict[int, bool] = self.__dict__.setdefault("_barred", {})
        user_id = membership.user_id
        if user_id not in barred:
            barred[user_id] = Disqualification.objects.barring(user_id).filter(case=self).exists()
        return barred[user_id]

    def reading_ground(self, membership: Membership) -> str:
        """Why the reader may open this case; goes into the log of accesses."""
        if self.caseworker_id == membership.user_id:
            return "caseworker"
        if membership.role == Role.COORDINATOR or membership.unit_id == self.delivering_unit_id:
            return "delivering_unit"
        return "unit" if membership.unit_id else "municipality"


class CaseNumberCounter(MunicipalityOwned):
    """The last number given in a municipality's year; the row is locked while one is given."""

    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "year", name="case_number_counter_one_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CaseOwnedQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their case."""

    def visible_to(self, membership: Membership) -> Self:
        return self.filter(case__in=Case.objects.visible_to(membership))

    def editable_by(self, membership: Membership) -> Self:
        return self.filter(case__in=Case.objects.editable_by(membership))


class CaseFileQuerySet(CaseOwnedQuerySet):
    """Rows of the file: whoever only carries out what was granted does not need them."""

    def visible_to(self, membership: Membership) -> Self:
        if not membership.may(Permission.CASE_FILE):
            return self.none()
        return super().visible_to(membership)


class RepresentativeQuerySet(CaseOwnedQuerySet):
    def in_force(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        )


@pghistory.track()
class Representative(MunicipalityOwned):
    """Who may act for the recipient, by what right, and from when to when (domain: pbrl. §§ 4-4,
    7-2; vergemålsloven §§ 21, 25, 32; fvl. § 12)."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Forelder")
        GUARDIAN = "guardian", _("Verge")
        PROXY = "proxy", _("Fullmektig")
        CHILD_WELFARE = "child_welfare", _("Barnevernstjenesten")
        NEXT_OF_KIN = "next_of_kin", _("Pårørende")  # has no right to act by itself

    class ParentalResponsibility(models.TextChoices):
        SHARED = "shared", _("Felles foreldreansvar")
        SOLE = "sole", _("Foreldreansvar alene")
        NONE = "none", _("Ikke foreldreansvar")

    case = models.ForeignKey(Case, models.PROTECT, related_name="representatives")
    person = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    kind = models.TextField(_("rolle"), choices=Kind)
    relation = models.TextField(_("forhold til mottakeren"), blank=True)  # "mor", "kontaktlærer"
    parental_responsibility = models.TextField(
        _("foreldreansvar"), choices=ParentalResponsibility, blank=True
    )
    lives_with_recipient = models.BooleanField(_("bor sammen med mottakeren"), default=False)
    mandate_covers_personal_matters = models.BooleanField(
        _("mandatet dekker personlige forhold"), default=False
    )
    mandate = models.TextField(_("mandat eller hva fullmakten gjelder"), blank=True)
    written_on = models.DateField(_("fullmakten er datert"), null=True, blank=True)
    document = models.ForeignKey(
        "Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fullmakten"),
    )
    valid_from = models.DateField(_("fra og med"), null=True, blank=True)
    valid_until = models.DateField(_("til og med"), null=True, blank=True)
    end_reason = models.TextField(_("hvorfor det tok slutt"), blank=True)
    # pbrl. § 3-4: why a parent is not told about the case, weighed by the caseworker.
    information_withheld = models.TextField(
        _("hvorfor forelderen ikke skal ha informasjon"), blank=True
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="representative_parent_has_responsibility_stated",
                condition=~Q(kind="parent") | ~Q(parental_responsibility=""),
                violation_error_message=_("Velg om forelderen har foreldreansvar."),
            ),
            models.CheckConstraint(
                name="representative_guardian_has_mandate",
                condition=~Q(kind="guardian") | ~Q(mandate=""),
                violation_error_message=_("Skriv hva mandatet til vergen gjelder."),
            ),
            models.CheckConstraint(
                name="representative_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_(
                    "Sluttdatoen må være samme dag som startdatoen eller senere."
                ),
            ),
            models.UniqueConstraint(
                "case",
                "person",
                "kind",
                condition=Q(valid_until__isnull=True),
                name="representative_once_per_kind_while_in_force",
                violation_error_message=_("Personen har allerede denne rollen i saken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_kind_display()}"

    @property
    def role_in_words(self) -> str:
        """Mor, felles foreldreansvar, bor sammen med mottakeren"""
        words = [self.relation or str(self.get_kind_display())]
        if self.relation and self.kind in (self.Kind.GUARDIAN, self.Kind.PROXY):
            words.append(str(self.get_kind_display()).lower())
        if self.kind == self.Kind.PARENT:
            words.append(str(self.get_parental_responsibility_display()).lower())
            if self.lives_with_recipient:
                words.append(str(_("bor sammen med mottakeren")))
        return capfirst(", ".join(str(word) for word in words))


@pghistory.track()
class CaseNote(MunicipalityOwned):
    """Something written down in the case: a note, a telephone call, a meeting (fvl. § 11 d)."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Notat")
        PHONE = "phone", _("Telefonsamtale")
        MEETING = "meeting", _("Møte eller besøk")
        ORAL = "oral", _("Muntlige opplysninger")  # fvl. § 11 d: what matters is written down

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.TextField(_("hva"), choices=Kind, default=Kind.NOTE)
    happened_on = models.DateField(_("dato"))
    with_whom = models.TextField(_("hvem du snakket med"), blank=True)
    text = models.TextField(_("tekst"))
    # pbrl. § 3-4: named nowhere in a letter to a parent.
    not_for_parents = models.BooleanField(_("ikke til foreldrene"), default=False, db_default=False)
    written_at = models.DateTimeField(default=timezone.now, db_default=Now())
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_note_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Skriv hva det gjelder."),
            )
        ]
        triggers: ClassVar = [
            # Errors are corrected by adding (arkivforskrifta § 11): a note never changes, only whom
            # it is kept from.
            pgtrigger.ReadOnly(name="never_changes", exclude=["not_for_parents"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


SHIELDING = "offl. § 13 jf. fvl. § 13"


@pghistory.track()
class JournalEntry(MunicipalityOwned):
    """A document in or out, as the archive must list it (arkivforskrifta §§ 14–15).

    `number` counts within the case: "sak 2027/41, dokument 7". The title names nobody.
    """

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("Inngående")
        OUTGOING = "outgoing", _("Utgående")
        INTERNAL = "internal", _("Internt")

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal")
    kind = models.ForeignKey(
        "DocumentKind", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("dokumenttype"),
    )  # fmt: skip
    number = models.PositiveIntegerField(_("dokumentnummer"))
    direction = models.TextField(_("retning"), choices=Direction)
    title = models.TextField(_("tittel"))
    correspondent = models.TextField(_("avsender eller mottaker"), blank=True)
    dated_on = models.DateField(_("dokumentets dato"))
    received_on = models.DateField(_("mottatt"), null=True, blank=True)
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Shielded from the public journal: offl. § 13 jf. fvl. § 13, hol. § 12-1.
    shielding = models.TextField(default=SHIELDING)
    # pbrl. § 3-4: the entry and its files are named nowhere in a letter to a parent.
    not_for_parents = models.BooleanField(_("ikke til foreldrene"), default=False, db_default=False)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("case", "number", name="journal_entry_number_once_in_case"),
            models.CheckConstraint(
                name="journal_entry_incoming_has_received_date",
                condition=~Q(direction="incoming") | Q(received_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}-{self.number}"


class DocumentKindQuerySet(models.QuerySet["DocumentKind"]):
    def valid_on(self, day: date, municipality_id: int) -> list[DocumentKind]:
        """Each kind as it stands on the day, in order; the municipality's own before the default.

        A municipality that has changed a kind keeps to its own; defaults that come later do not
        undo it.
        """
        newest = (
            self.filter(
                Q(municipality=municipality_id) | Q(municipality__isnull=True), valid_from__lte=day
            )
            .order_by("key", F("municipality").asc(nulls_last=True), "-valid_from")
            .distinct("key")
        )
        return sorted((kind for kind in newest if kind.is_active), key=lambda row: row.position)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DocumentKind(models.Model):
    """What a document is, from a day on: how it is journalled, shielded and kept.

    Rows without municipality are everybody's defaults. Documents keep the row they were given.
    """

    class Retention(models.TextChoices):
        FOREVER = "forever", _("Bevares for alltid")
        WITH_CASE = "with_case", _("Følger saken")
        ACCOUNTING = "accounting", _("Regnskapsmateriale")
        OWN_RULE = "own_rule", _("Kommunens egen regel")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.TextField()
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField(_("gjelder fra"))
    is_active = models.BooleanField(default=True, db_default=True)
    name_nb = models.TextField(_("navn på bokmål"))
    name_nn = models.TextField(_("navn på nynorsk"))
    direction = models.TextField(
        _("retning"), choices=JournalEntry.Direction, default=JournalEntry.Direction.INCOMING
    )
    retention = models.TextField(_("bevaring"), choices=Retention, default=Retention.WITH_CASE)
    retention_ground = models.TextField(_("hjemmel for bevaringen"))
    shielding = models.TextField(_("skjerming"), default=SHIELDING)
    parents_may_see = models.BooleanField(
        _("kan vises for foreldre"), default=True, db_default=True
    )

    shared_rows: ClassVar[bool] = True
    grants: ClassVar[str] = "SELECT, INSERT, DELETE"
    objects = DocumentKindQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "key",
                "valid_from",
                nulls_distinct=False,
                name="document_kind_one_row_per_day",
            )
        ]
        triggers: ClassVar = [kept_once_in_force("document_kind_never_changes_once_in_force")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_nn if get_language() == "nn" else self.name_nb


@pghistory.track()
class Document(MunicipalityOwned):
    """A file of the case. The file is named by its sha256 below DATA_DIR (cases/storage.py)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    journal_entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="documents")
    title = models.TextField(_("tittel"))
    filename = models.TextField(_("filnavn"))
    content_type = models.TextField()
    size = models.PositiveBigIntegerField()
    sha256 = models.TextField()
    added_at = models.DateTimeField(default=timezone.now, db_default=Now())
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_sha256_is_whole", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            )
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="document_by_sha256")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:document", args=[self.pk])


# ── Impartiality (habilitet, fvl. §§ 6, 8 and 10) ───────────────────────────────────────────────


class Ground(models.TextChoices):
    """What disqualifies, in plain words (fvl. § 6 first and second ledd)."""

    PARTY = "party", _("Er selv part i saken")
    FAMILY = (
        "family",
        _("I slekt eller svogerskap med en part: foreldre, barn, søsken eller like nær"),
    )
    MARRIED = (
        "married",
        _("Er eller har vært gift eller forlovet med en part, eller er fosterforelder eller "
          "fosterbarn"),
    )  # fmt: skip
    GUARDIAN = "guardian", _("Er verge eller fullmektig for en part, eller har vært det i saken")
    LEADS = "leads", _("Leder eller sitter i styret i en virksomhet som er part")
    OTHER = (
        "other",
        _("Noe annet som kan svekke tilliten: nært vennskap, uvennskap, egen fordel eller ulempe"),
    )


@pghistory.track()
class ImpartialityAnswer(MunicipalityOwned):
    """What somebody answered when taking the case or first drafting in it; once per case."""

    class Answer(models.TextChoices):
        IMPARTIAL = "impartial", _("Jeg er ikke inhabil i denne saken")
        DOUBTFUL = "doubtful", _("Jeg kan være inhabil – lederen avgjør det")
        DISQUALIFIED = "disqualified", _("Jeg er inhabil og skal ikke arbeide med saken")

    case = models.ForeignKey(Case, models.PROTECT, related_name="impartiality_answers")
    answer = models.TextField(_("svar"), choices=Answer)
    answered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True
    objects = CaseFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "case", "answered_by", name="impartiality_answered_once_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.answer}"


class DisqualificationQuerySet(CaseFileQuerySet):
    def barring(self, user_id: int) -> Self:
        """What keeps the user from writing: a question not settled yet does too."""
        return self.filter(user=user_id).exclude(state=Disqualification.State.REJECTED)

    def keeping_out(self, user_id: int) -> Self:
        """What also keeps the user from reading."""
        return self.filter(user=user_id, state=Disqualification.State.UPHELD, may_read=False)


@pghistory.track()
class Disqualification(MunicipalityOwned):
    """That somebody is, or may be, disqualified in a case.

    One decides it oneself, or lays it before the leader (fvl. § 8); others may raise it. Nobody is
    cleared by his or her own word.
    """

    class State(models.TextChoices):
        RAISED = "raised", _("Ikke avgjort")
        UPHELD = "upheld", _("Inhabil")
        REJECTED = "rejected", _("Ikke inhabil")

    case = models.ForeignKey(Case, models.PROTECT, related_name="disqualifications")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    ground = models.TextField(_("grunn"), choices=Ground)
    reason = models.TextField(_("hvorfor"))
    state = models.TextField(choices=State, default=State.RAISED)
    may_read = models.BooleanField(_("kan lese saken"), default=False, db_default=False)
    raised_at = models.DateTimeField(default=timezone.now, db_default=Now())
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(_("lederens begrunnelse"), blank=True)

    objects = DisqualificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="disqualification_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                "case",
                "user",
                condition=~Q(state="rejected"),
                name="disqualification_once_per_person",
                violation_error_message=_("Spørsmålet er allerede reist."),
            ),
            models.CheckConstraint(
                name="disqualification_decided_at_and_by_go_together",
                condition=Q(state="raised", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state="raised"), decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="disqualification_decision_has_a_reason",
                condition=Q(state="raised") | Q(decided_by=F("user")) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="disqualification_nobody_clears_oneself",
                condition=~Q(state="rejected") | ~Q(decided_by=F("user")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "case"],
                name="disqualification_by_user",
                condition=~Q(state="rejected"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


# ── From hand to hand ───────────────────────────────────────────────────────────────────────────


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> Self:
        return self.filter(state=HandOver.State.OFFERED)

    def offered_to(self, membership: Membership) -> Self:
        """Open offers that the reader may answer: to oneself, or to one's whole unit."""
        if not membership.may(Permission.CASE_WRITE):
            return self.none()
        to_unit = Q(to_user=None, to_unit=membership.unit_id) if membership.unit_id else Q()
        barred = Disqualification.objects.barring(membership.user_id)
        return (
            self.open()
            .filter(municipality_id=membership.municipality_id)
            .filter(Q(to_user=membership.user_id) | Q(to_user=None) & to_unit)
            .filter(~Exists(barred.filter(case=OuterRef("case"))))
        )

    def visible_to(self, membership: Membership) -> Self:
        """Those of the cases one sees, and those offered to oneself from elsewhere."""
        cases = Case.objects.visible_to(membership)
        offered = HandOver.objects.offered_to(membership)
        return self.filter(Q(case__in=cases) | Q(pk__in=offered.values("pk")))


@pghistory.track()
class HandOver(MunicipalityOwned):
    """A case on its way from one caseworker or unit to another; drafts and deadlines follow it."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Venter på svar")
        ACCEPTED = "accepted", _("Tatt imot")
        DECLINED = "declined", _("Takket nei")
        WITHDRAWN = "withdrawn", _("Trukket tilbake")

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    from_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    message = models.TextField(_("beskjed"), blank=True)
    state = models.TextField(choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("svar"), blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "case", condition=Q(state="offered"), name="hand_over_one_open_per_case"
            ),
            models.CheckConstraint(
                name="hand_over_answered_at_and_by_go_together",
                condition=Q(state="offered", answered_at__isnull=True, answered_by__isnull=True)
                | Q(~Q(state="offered"), answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hand_over_decline_has_a_reason",
                condition=~Q(state="declined") | ~Q(answer=""),
                violation_error_message=_("Skriv hvorfor du ikke kan ta saken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


# ── What parents are told (pbrl. § 3-4) ─────────────────────────────────────────────────────────


@pghistory.track()
class InformationWish(MunicipalityOwned):
    """That parents should not be told: the young person has asked, or weighty reasons are seen.

    While it stands nothing goes to a parent before somebody has assessed it.
    """

    class Kind(models.TextChoices):
        CHILD_ASKED = "child_asked", _("Den unge har bedt om at foreldrene ikke får vite det")
        WEIGHTY_REASONS = "weighty_reasons", _("Tungtveiende hensyn kan tale mot det")

    class How(models.TextChoices):
        MEETING = "meeting", _("I en samtale")
        PHONE = "phone", _("På telefon")
        WRITING = "writing", _("Skriftlig")
        OTHERS = "others", _("Gjennom andre, for eksempel skolen")

    case = models.ForeignKey(Case, models.PROTECT, related_name="information_wishes")
    kind = models.TextField(_("hva det gjelder"), choices=Kind)
    said_on = models.DateField(_("dato"))
    how = models.TextField(_("hvordan det ble sagt"), choices=How)
    what = models.TextField(_("hva foreldrene ikke skal få vite, og hvorfor"))
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(_("hvorfor det ikke gjelder lenger"), blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="information_wish_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="information_wish_withdrawn_at_and_by_go_together",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | Q(
                    ~Q(withdrawn_reason=""),
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case"],
                name="information_wish_standing",
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


@pghistory.track()
class ParentInformationAssessment(MunicipalityOwned):
    """Somebody has weighed what parents are told, in the whole case or for one letter's source.

    The newest one counts, the source's own before the case's; a wish that came after it asks anew.
    """

    class Outcome(models.TextChoices):
        WITHHOLD_ALL = "withhold_all", _("Foreldrene får ikke brev")
        WITHHOLD_MARKED = "withhold_marked", _("Foreldrene får brev uten det som er merket")
        TELL = "tell", _("Foreldrene får brev")

    case = models.ForeignKey(Case, models.PROTECT, related_name="parent_assessments")
    source = models.TextField(blank=True)  # "decision:17"; empty: the whole case
    outcome = models.TextField(_("vurdering"), choices=Outcome)
    reasons = models.TextField(_("begrunnelse"))
    # What those with parental responsibility need, they are told until 18.
    needed_by_parents = models.TextField(_("det foreldrene likevel må få vite"), blank=True)
    child_told_on = models.DateField(_("den unge fikk vite det"))
    assessed_at = models.DateTimeField(default=timezone.now, db_default=Now())
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True
    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-assessed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="parent_assessment_has_reasons", condition=~Q(reasons=""))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.source}: {self.outcome}"


# ── Birthdays ───────────────────────────────────────────────────────────────────────────────────


@pghistory.track()
class AgeReached(MunicipalityOwned):
    """A birthday in an open case after which others are written to; gone through by a person."""

    class Age(models.IntegerChoices):
        DECIDES_ALONE = 16
        MAJORITY = 18

    case = models.ForeignKey(Case, models.PROTECT, related_name="ages_reached")
    age = models.PositiveSmallIntegerField(choices=Age)
    reached_on = models.DateField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("case", "age", name="age_reached_once_per_case"),
            models.CheckConstraint(
                name="age_reached_checked_at_and_by_go_together",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case"],
                name="age_reached_not_checked",
                condition=Q(checked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.age}"
