"""What is said of rows that are not right, and that nothing is written meanwhile."""

from __future__ import annotations

from datetime import date, datetime, time

import openpyxl
import pytest

from stottekontakt.cases.models import Case, Person
from stottekontakt.imports.models import ImportJob, ImportProblem
from tests.cases.factories import CaseFactory, PersonFactory
from tests.imports.factories import as_bytes, identity, mother, row, workbook


def said(job: ImportJob) -> list[tuple[int, str, str]]:
    return [
        (problem.row, problem.heading, problem.text)
        for problem in ImportProblem.objects.filter(job=job)
    ]


def the_only(job: ImportJob) -> tuple[str, str]:
    ((number, heading, text),) = said(job)
    assert number == 2
    return heading, text


def test_right_rows_are_counted_and_nothing_is_written(upload):
    job = upload(row(**mother()), row(name="Ali Havbris", identity_number=identity(2)))
    assert said(job) == []
    assert (job.state, job.rows, job.new, job.wrong, job.unchanged) == ("checked", 2, 2, 0, 0)
    assert job.counts == {"representatives": 1, "services": 2, "protected": 0}
    assert not Case.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changes", "heading", "text"),
    [
        ({"name": None}, "Navn", "Cellen er tom. Den må fylles ut."),
        ({"name": "---"}, "Navn", "Her skal navnet stå."),
        ({"identity_number": "12345678901"}, "Fødselsnummer", "finnes ikke"),
        ({"identity_number": identity()[:-1] + str((int(identity()[-1]) + 1) % 10)},
         "Fødselsnummer", "kontrollsifrene stemmer ikke"),
        ({"identity_number": "010180"}, "Fødselsnummer", "6 siffer. Det skal ha 11."),
        ({"identity_number": "17059012345"}, "Fødselsnummer", "kontrollsifrene"),
        ({"birth_date": date(1990, 5, 18)}, "Fødselsdato", "Fødselsnummeret sier 17.05.1990."),
        ({"unit": "Tildelingskontorett"}, "Enhet", "Mente du «Tildelingskontoret»?"),
        ({"unit": "Havnevesenet"}, "Enhet", "Skriv «Tildelingskontoret»"),
        ({"delivering_unit": "Tildelingskontoret"}, "Utførende enhet", "Skriv «Kultur og fritid»"),
        ({"address_protection": "fortrolig"}, "Adressebeskyttelse",
         "Mente du «Fortrolig adresse»?"),
        ({"phone": "123"}, "Telefon", "Telefonnummeret har 3 siffer."),
        ({"postal_code": "99"}, "Postnummer", "fire siffer"),
        ({"hours": 0}, "Timer", "Timene må være flere enn 0."),
        ({"hours": -2}, "Timer", "Timene må være flere enn 0."),
        ({"hours": 170}, "Timer", "flere timer enn det er i en uke"),
        ({"hours": 700, "per": "måned"}, "Timer", "flere timer enn det er i en måned"),
        ({"hours": "tre"}, "Timer", "Skriv timene som et tall"),
        ({"hours": 3.333}, "Timer", "høyst to desimaler"),
        ({"hours": time(3, 30)}, "Timer", "Skriv timene som et tall"),
        ({"form": "en til en"}, "Form", "Mente du «én til én»?"),
        ({"ends_on": date(2026, 1, 31)}, "Til og med", "Siste dag er før første dag (01.02.2026)."),
        ({"ends_on": date(2026, 11, 1), "evaluation_on": date(2026, 10, 1)}, "Til og med",
         "Vedtaket løp ut 01.11.2026."),
        ({"decided_on": date(2026, 12, 1)}, "Vedtaksdato", "fram i tid"),
        ({"decided_on": date(1989, 1, 1)}, "Vedtaksdato", "før fødselsdatoen"),
        ({"decided_on": date(1995, 1, 1)}, "Vedtaksdato", "eldre enn lovene"),
        ({"evaluation_on": date(2026, 1, 1)}, "Neste evaluering", "før vedtaket begynner"),
        ({"evaluation_on": date(2028, 2, 1)}, "Neste evaluering", "etter at vedtaket løper ut"),
        ({"starts_on": "02/03/2026"}, "Fra og med", "kan være to forskjellige datoer"),
        ({"starts_on": "1.2.26"}, "Fra og med", "Skriv året med fire siffer"),
        ({"starts_on": "i februar"}, "Fra og med", "Skriv datoen slik: 26.02.2027."),
        ({"starts_on": "31.02.2026"}, "Fra og med", "Den datoen finnes ikke."),
        ({"starts_on": 46000}, "Fra og med", "Her står et tall, ikke en dato."),
        ({"name": datetime(2026, 1, 1)}, "Navn", "Her står en dato"),
        ({"goal": "a" * 2001}, "Mål", "høyst 2000 tegn"),
        ({"form 2": "én til én", "hours 2": 2, "per 2": "uke"}, "Form 2", "Samme form står to"),
        ({"form 2": "aktivitetsgruppe", "per 2": "uke"}, "Timer 2", "Fyll ut både form, timer"),
    ],
)  # fmt: skip
def test_each_says_where_and_what(upload, changes, heading, text):
    job = upload(row(**changes))
    found = the_only(job)
    assert found[0] == heading
    assert text in found[1]
    assert (job.wrong, job.new) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "heading", "text"),
    [
        ({"role": None}, "rolle", "Må fylles ut"),
        ({"role": "tante"}, "rolle", "Skriv «forelder», «verge»."),
        ({"name": None}, "navn", "Må fylles ut"),
        ({"responsibility": None}, "foreldreansvar", "Skriv om forelderen har foreldreansvar."),
        ({"role": "verge"}, "mandat", "Skriv hva mandatet til vergen gjelder."),
        ({"identity_number": identity()}, "fødselsnummer", "mottakerens eget"),
        ({"lives_with": "kanskje"}, "bor med mottakeren", "Skriv «ja», «nei»."),
    ],
)
def test_of_representatives_too(upload, changes, heading, text):
    found = the_only(upload(row(**mother(**changes))))
    assert found[0] == f"Representant 1: {heading}"
    assert text in found[1]


def test_the_same_person_is_not_both_representatives(upload):
    heading, text = the_only(upload(row(**mother(1), **mother(2))))
    assert heading == "Representant 2: fødselsnummer"
    assert "to ganger" in text


def test_real_looking_numbers_are_refused_in_a_trial(upload):
    real = "01010012356"  # check digits hold; the month says it is no invented one
    from stottekontakt.cases.identity_number import calc_check_digit1, calc_check_digit2

    nine = "010100123"
    real = nine + (first := calc_check_digit1(nine)) + calc_check_digit2(nine + first)
    heading, text = the_only(upload(row(identity_number=real)))
    assert heading == "Fødselsnummer"
    assert "ekte fødselsnummer" in text


def test_without_a_number_birth_date_and_former_number_are_needed(upload):
    job = upload(row(identity_number=None, former_number=None))
    assert [heading for _row, heading, _text in said(job)] == [
        "Fødselsdato",
        "Tidligere saksnummer",
    ]
    job = upload(row(identity_number=None, birth_date=date(2014, 5, 1)))
    assert (said(job), job.new) == ([], 1)


def test_dates_and_numbers_as_text_are_taken_when_they_mean_one_thing(upload):
    job = upload(
        row(
            decided_on="12. januar 2026", starts_on="01.02.2026", ends_on="2027-12-31",
            evaluation_on="13/02/2027", hours="3,5 timer", postal_code=9999, phone=40000001,
        )
    )  # fmt: skip
    assert (said(job), job.new) == ([], 1)


def test_a_number_that_lost_its_first_zero_is_found_again(upload):
    number = identity(3, date(1990, 5, 1))
    assert number.startswith("0")
    job = upload(row(identity_number=int(number)))
    assert (said(job), job.new) == ([], 1)


def test_formulas_are_refused_with_their_cell(upload, town):
    book = workbook(town, [row()])
    book.active["A2"] = '=HYPERLINK("http://x.example","Nora")'
    job = upload(data=as_bytes(book))
    ((_row, heading, text),) = said(job)
    assert heading == "Navn"
    assert text.startswith("Her står en formel.")
    assert ImportProblem.objects.get().place == "A2"


def test_a_name_that_only_looks_like_a_formula_is_told_of_nothing_and_stays_text(upload, town):
    book = workbook(town, [row(hours=0)])
    book.active["A2"] = "=Nora"
    book.active["A2"].data_type = "s"
    job = upload(data=as_bytes(book))
    assert the_only(job)[0] == "Timer"


def test_the_same_recipient_twice_in_the_file(upload):
    job = upload(row(), row(name="Ali Havbris", identity_number=identity(2)), row())
    assert said(job) == [
        (4, "", "Den samme mottakeren står også i rad 2. Behold én av dem."),
    ]
    assert (job.new, job.wrong) == (2, 1)


def test_one_number_is_one_person_in_the_whole_file(upload):
    job = upload(
        row(**mother()),
        row(name="Jonas", identity_number=identity(2), **mother(name="Hilda Blåklokke")),
    )
    assert said(job) == [
        (3, "Representant 1: navn", "Fødselsnummeret står med et annet navn i rad 2."),
    ]


def test_somebody_with_an_open_case(upload, unit):
    from stottekontakt.cases.services import set_identity_number

    person = PersonFactory(municipality=unit.municipality, name="Nora Blåklokke")
    set_identity_number(person, identity())
    person.save()
    case = CaseFactory(unit=unit, recipient=person)
    heading, text = the_only(upload(row()))
    assert heading == ""
    assert f"allerede en åpen sak her, {case}" in text


def test_somebody_known_with_other_data(upload, unit):
    from stottekontakt.cases.services import set_identity_number

    person = PersonFactory(
        municipality=unit.municipality, name="Nora Blåklokke", address="Nedre Prøvevei 1",
        birth_date=date(1990, 5, 17), address_protection="strict",
    )  # fmt: skip
    set_identity_number(person, identity())
    person.save()
    job = upload(row(phone=None, address_protection="Ingen"))
    assert {heading for _row, heading, _text in said(job)} == {"Gateadresse", "Adressebeskyttelse"}
    job = upload(row(phone=None, address=None))
    assert (said(job), job.new) == ([], 1)


def test_numbers_are_never_quoted(upload):
    wrong = identity()[:-1] + str((int(identity()[-1]) + 1) % 10)
    job = upload(row(identity_number=wrong), row(name="Ali", identity_number=identity(2), hours=0))
    assert wrong not in str(said(job))
    assert identity(2) not in str(said(job))


def test_the_sheet_comes_back_with_what_must_be_mended(upload, town):
    import io

    from stottekontakt.imports import storage

    book = workbook(town, [row(hours=0), row(name="Ali Havbris", identity_number=identity(2))])
    book.active["B2"].number_format = "@"
    book.active["A4"] = "=Nora"
    book.active["A4"].data_type = "s"
    job = upload(data=as_bytes(book))
    answer = openpyxl.load_workbook(
        io.BytesIO(storage.read(job.municipality_id, job.pk, storage.ANSWERED))
    )
    page = answer["Mottakere"]
    assert page["A1"].value == "Må rettes"
    assert page["A2"].value == "Timer: Timene må være flere enn 0."
    assert page["A3"].value in (None, "")
    assert page["B3"].value == "Ali Havbris"
    assert page["B4"].value == "=Nora"
    assert page["B4"].data_type == "s"
    decided_on = [cell for cell in page[1] if cell.value == "Vedtaksdato"][0].column
    assert page.cell(row=2, column=decided_on).value == datetime(2026, 1, 12)
    # Mended and sent again as it is: the column with the problems is no obstacle.
    hours = [cell for cell in page[1] if cell.value == "Timer"][0].column
    page.cell(row=2, column=hours).value = 3
    page.delete_rows(4)
    again = upload(data=as_bytes(answer))
    assert (said(again), again.new) == ([], 2)


def test_asks_the_same_number_of_queries_for_a_batch_of_any_size(town):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stottekontakt.imports.columns import Row, read_cells  # noqa: F401
    from stottekontakt.imports.sheets.recipients import RecipientImporter
    from tests.imports.factories import TODAY

    counts = []
    for size in (2, 40):
        importer = RecipientImporter(town, TODAY)
        rows = [as_row(importer, number) for number in range(size)]
        with CaptureQueriesContext(connection) as queries:
            importer.check(rows)
        assert not any(one.problems for one in rows)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def as_row(importer, number):
    from types import SimpleNamespace

    from stottekontakt.imports.columns import read_cells

    values = row(identity_number=identity(number, date(1970, 1, 1 + number % 28)), **mother())
    cells = {
        key: SimpleNamespace(
            value=datetime.combine(value, time()) if isinstance(value, date) else value,
            data_type="s",
        )
        for key, value in values.items()
    }
    read = read_cells(number + 2, cells, importer.columns)
    assert not read.problems
    return read
