"""Many cases from few: every row of a municipality's cases is copied, with all that hangs on it.

The demo's cases were made by the product itself, so the copies have what real ones have, also when
the models change. Run as the owner: triggers are off meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from django.db import connection, models, transaction

from stottekontakt.accounts.models import Membership, Municipality, Unit, User
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import Case, Person
from stottekontakt.database.context import municipality_context
from stottekontakt.database.protection import all_models, is_append_only, is_walled

# Copy k of row i has the number i + k × STEP.
STEP = 10_000_000

FIRST_NAMES = """Agnar Alma Anbjørg Are Aslaug Birger Bodil Brage Dagny Eilif Eldrid Embla Endre
Esben Fredrik Frøydis Gaute Gudrun Halvor Hedda Herborg Idunn Ingerid Jorunn Kjellaug Kåre Liv
Magnhild Mikal Njål Oddny Orvar Ragnar Runa Sigrid Sivert Solveig Sverre Tjodolv Torbjørg Trygve
Unni Valborg Vebjørn Ylva Øystein Åsne"""
BEGINNINGS = """Aske Berg Blåklokke Brekke Bøke Dal Eike Elve Fjell Fjord Furu Gran Hegge Hei Hvit
Kirke Lind Lyng Løv Mose Myr Nord Os Rogn Sand Selje Sol Stein Strand Sør Vest Øst Ås"""
ENDINGS = "bakk berg bu bø fjord haug heim holt land lid li moen nes rud stad strøm vik øy"


def models_of_cases() -> list[type[models.Model]]:
    """Persons, cases, and whatever points at one of them or at something that does."""
    found: list[type[models.Model]] = [Person, Case]
    walled = [model for model in all_models() if is_walled(model) and not is_append_only(model)]
    before = 0
    while len(found) > before:
        before = len(found)
        found += [model for model in walled if model not in found and _points_at(model, found)]
    return [*found, AuditEntry]  # what the timelines show


def _points_at(model: type[models.Model], others: list[type[models.Model]]) -> bool:
    return any(field.related_model in others for field in model._meta.concrete_fields)


def grow(municipality: Municipality, cases: int, persons: int) -> None:
    """Let the municipality have at least so many cases, and so many persons."""
    with municipality_context(municipality.pk), transaction.atomic():
        here = Case.objects.filter(municipality=municipality)
        there_are, base = here.count(), here.filter(pk__lt=STEP).count()
        first = there_are // base
        last = -(-cases // base) - 1
        if last >= first:
            _copy(municipality, first, last)
        _add_persons(municipality, persons)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(municipality: Municipality, first: int, last: int) -> None:
    copied = models_of_cases()
    with connection.cursor() as cursor:
        _hire_enough(municipality, last)
        for model in copied:
            table = model._meta.db_table
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for model in copied:
            columns, values = zip(*_columns(model, copied), strict=True)
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) '
                f'SELECT {", ".join(values)} FROM "{model._meta.db_table}" b, '
                "generate_series(%(first)s, %(last)s) k "
                f"WHERE b.municipality_id = %(municipality)s AND b.id < {STEP} ORDER BY k, b.id",
                {"first": first, "last": last, "municipality": municipality.pk},
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in copied:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')


def _columns(
    model: type[models.Model], copied: list[type[models.Model]]
) -> Iterator[tuple[str, str]]:
    own = _own_values(model, copied)
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        column = field.column
        value = f'b."{column}"'
        remote = field.remote_field.model if field.remote_field else None
        if column in own:
            value = own[column]
        elif field.primary_key or remote in copied:
            value = f"{value} + k * {STEP}"
        elif column in ("source", "met_by"):
            # Text that names a row: "decision:17".
            value = (
                f"CASE WHEN {value} ~ '^[a-z_]+:[0-9]+$' THEN split_part({value}, ':', 1) || ':' "
                f"|| split_part({value}, ':', 2)::bigint + k * {STEP} ELSE {value} END"
            )
        yield f'"{column}"', value


def _own_values(model: type[models.Model], copied: list[type[models.Model]]) -> dict[str, str]:
    """What must not be the same in a copy."""
    if model is Person:
        return {
            "name": _name(f"b.id + k * {STEP}"),
            "identity_number": "NULL",
            "identity_index": "NULL",
        }
    if model is Case:
        # Each caseworker has as many cases as before; there are more caseworkers.
        hired = "(SELECT id FROM accounts_user WHERE username = 'bench' || k)"
        return {
            "sequence": "b.sequence + k * 1000",
            "caseworker_id": f"CASE WHEN b.caseworker_id IS NULL THEN NULL ELSE {hired} END",
        }
    if model is AuditEntry:
        labels = ", ".join(f"'{other._meta.label_lower}'" for other in copied)
        shift = f"CASE WHEN b.subject_type IN ({labels}) THEN k * {STEP} ELSE 0 END"
        return {"case_id": f"b.case_id + k * {STEP}", "subject_id": f"b.subject_id + {shift}"}
    return {"form_key": "NULL"}


def _hire_enough(municipality: Municipality, copies: int) -> None:
    unit = Unit.objects.filter(municipality=municipality, kind=Unit.Kind.ALLOCATION).first()
    for number in range(1, copies + 1):
        user, made = User.objects.get_or_create(
            username=f"bench{number}",
            defaults={"name": f"Saksbehandler {number}", "email": f"bench{number}@bench.example"},
        )
        if made:
            Membership.objects.create(
                municipality=municipality,
                user=user,
                unit=unit,
                role=Role.CASEWORKER,
                valid_from="2020-01-01",
            )


def _add_persons(municipality: Municipality, persons: int) -> None:
    """Persons whom no case is about: the search must tell them from the others."""
    missing = persons - Person.objects.filter(municipality=municipality).count()
    if missing <= 0:
        return
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_person DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO cases_person (municipality_id, name, birth_date, gender, written_form, "
            "interpreter_language, address, postal_code, city, address_protection, phone, email, "
            f"version) SELECT %s, {_name('n * 7919')}, date '1930-01-01' + n %% 33000, '', 'nb', "
            "'', 'Storgata 1', '9999', 'Lyngvik', 'none', '', '', 1 "
            "FROM generate_series(1, %s) n",
            [municipality.pk, missing],
        )
        cursor.execute("ALTER TABLE cases_person ENABLE TRIGGER USER")


def _name(seed: str) -> str:
    """SQL for an invented name that follows from a number."""
    surnames = [a + b for a, b in product(BEGINNINGS.split(), ENDINGS.split())]

    def pick(names: list[str], salt: str) -> str:
        array = ", ".join(f"'{name}'" for name in names)
        number = f"('x' || substr(md5('{salt}' || ({seed})), 1, 7))::bit(28)::integer"
        return f"(ARRAY[{array}])[1 + mod({number}, {len(names)})]"

    return f"{pick(FIRST_NAMES.split(), 'a')} || ' ' || {pick(surnames, 'b')}"
