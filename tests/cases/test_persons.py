"""Changing what is known about a person; two at once; addresses that are not for everyone."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry, AuditEntry
from stottekontakt.cases import services
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.identity_number import spaced, synthetic_numbers
from stottekontakt.cases.models import AddressProtection, Person
from stottekontakt.database.context import municipality_context, set_context
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

BORN = date(1992, 3, 4)
NUMBER, OTHER_NUMBER = [
    number for number, _ in zip(synthetic_numbers(BORN), range(2), strict=False)
]


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit, recipient__name="Ali Havbris")


def url(person: Person) -> str:
    return reverse("cases:person", args=[person.pk])


def typed(person: Person, **changes: str) -> dict[str, str]:
    """What the form would send."""
    return {
        "name": person.name,
        "identity_number": person.identity_number or "",
        "birth_date": str(person.birth_date or ""),
        "phone": "",
        "email": "",
        "address": person.address,
        "postal_code": person.postal_code,
        "city": person.city,
        "address_protection": person.address_protection,
        "written_form": person.written_form,
        "interpreter_language": "",
        "died_on": "",
        "version": str(person.version),
        **changes,
    }


def test_a_change_is_saved_and_told(case, caseworker, client_for):
    person = case.recipient
    response = client_for(caseworker).post(
        url(person), typed(person, phone="40 00 00 01", written_form="nn", name="  Ali   Havbris ")
    )
    assert response["Location"] == reverse("cases:persons", args=[case.pk])
    person.refresh_from_db()
    assert (person.phone, person.written_form, person.version) == ("+4740000001", "nn", 2)
    entry = AuditEntry.objects.of_case(case.pk).get(event="person_changed")
    assert entry.data == {"fields": ["phone", "written_form"]}
    assert "40 00" not in str(entry.data)


def test_nothing_changed_is_no_event(case, caseworker, client_for):
    client_for(caseworker).post(url(case.recipient), typed(case.recipient))
    assert not AuditEntry.objects.filter(event="person_changed").exists()


def test_reading_is_logged(case, caseworker, client_for):
    client_for(caseworker).get(url(case.recipient))
    entry = AccessEntry.objects.get(view="cases:person")
    assert (entry.case_id, entry.subject_id, entry.ground) == (case.pk, case.recipient_id, "unit")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Skriv navnet."),
        ({"identity_number": NUMBER[:10]}, "Fødselsnummeret har 10 siffer"),
        ({"identity_number": NUMBER[:9] + "00"}, "kontrollsifrene stemmer ikke"),
        ({"identity_number": "01018712345"}, "kontrollsifrene stemmer ikke"),
        ({"identity_number": NUMBER, "birth_date": "1992-03-05"}, "Fødselsnummeret sier"),
        ({"birth_date": "31.02.1992"}, "Den datoen finnes ikke"),
        ({"birth_date": str(timezone.localdate() + timedelta(days=2))}, "fram i tid"),
        ({"phone": "123"}, "Telefonnummeret har 3 siffer"),
        ({"phone": "40 00 00 00 (mor)"}, "Skriv bare telefonnummeret"),
        ({"email": "ali@"}, "e-post"),
        ({"postal_code": "123"}, "Postnummeret skal ha fire siffer"),
        ({"died_on": "1992-03-03"}, "Dødsdatoen er før fødselsdatoen"),
        ({"died_on": str(timezone.localdate() + timedelta(days=2))}, "fram i tid"),
        ({"address_protection": "hemmelig"}, "hemmelig"),
    ],
)
def test_bad_input_is_said_and_kept(changes, said, case, caseworker, client_for):
    response = client_for(caseworker).post(url(case.recipient), typed(case.recipient, **changes))
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page
    for field, value in changes.items():
        if value and field != "address_protection":
            kept = str(response.context["form"][field].value())
            assert kept in (value, spaced(value))
    case.recipient.refresh_from_db()
    assert case.recipient.version == 1


def test_a_number_gives_the_birth_date(case, caseworker, client_for):
    client_for(caseworker).post(
        url(case.recipient), typed(case.recipient, identity_number=NUMBER, birth_date="")
    )
    case.recipient.refresh_from_db()
    assert (case.recipient.identity_number, case.recipient.birth_date) == (NUMBER, BORN)


def test_the_number_of_another_person_is_refused(case, caseworker, client_for, unit):
    other = PersonFactory(municipality=unit.municipality)
    services.set_identity_number(other, NUMBER)
    other.save()
    response = client_for(caseworker).post(
        url(case.recipient), typed(case.recipient, identity_number=NUMBER)
    )
    assert "Fødselsnummeret er allerede registrert på en annen person." in response.content.decode()


def test_the_stored_number_is_not_in_clear_in_the_database(case, caseworker):
    services.update_person(case.recipient_id, version=1, by=caseworker, identity_number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_number FROM cases_person WHERE id = %s", [case.recipient_id]
        )
        assert NUMBER not in cursor.fetchone()[0]


class TestTwoAtOnce:
    def test_the_one_who_is_late_sees_both_texts_and_loses_nothing(
        self, case, caseworker, decision_maker, client_for
    ):
        person = case.recipient
        before = typed(person, city="Åsen", interpreter_language="arabisk")
        client_for(decision_maker).post(url(person), typed(person, city="Fjordvik"))
        late = client_for(caseworker)
        response = late.post(url(person), before)
        page = response.content.decode()
        assert "Noen andre har lagret endringer mens du skrev" in page
        assert "Lagret nå: Fjordvik" in page
        assert "Du skrev: Åsen" in page
        assert response.context["form"]["interpreter_language"].value() == "arabisk"
        person.refresh_from_db()
        assert (person.city, person.version) == ("Fjordvik", 2)
        again = {**before, "version": str(response.context["form"]["version"].value())}
        assert late.post(url(person), again).status_code == 302
        person.refresh_from_db()
        assert (person.city, person.interpreter_language, person.version) == ("Åsen", "arabisk", 3)

    @pytest.mark.parametrize("version", ["", "x", "-1"])
    def test_a_version_nobody_could_have_is_refused(self, version, case, caseworker, client_for):
        response = client_for(caseworker).post(
            url(case.recipient), typed(case.recipient, city="Åsen", version=version)
        )
        assert response.status_code == 200
        case.recipient.refresh_from_db()
        assert case.recipient.city == "Lyngvik"

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_save_at_the_same_moment_one_is_refused(self):
        municipality = MunicipalityFactory()
        set_context(municipality.pk)
        unit = UnitFactory(municipality=municipality)
        by = MembershipFactory(municipality=municipality, unit=unit)
        person = CaseFactory(unit=unit).recipient
        together = Barrier(2)
        outcomes: list[str] = []

        def save(city: str) -> None:
            try:
                with municipality_context(municipality.pk):
                    together.wait()
                    services.update_person(person.pk, version=1, by=by, city=city)
                outcomes.append(city)
            except Outdated:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=save, args=[city]) for city in ("Åsen", "Fjordvik")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        person.refresh_from_db()
        assert sorted(outcomes) == sorted([person.city, "refused"])
        assert person.version == 2
        set_context(None)


class TestProtectedAddress:
    @pytest.fixture
    def case(self, unit):
        return CaseFactory(
            unit=unit, recipient=PersonFactory(municipality=unit.municipality, confidential=True)
        )

    @pytest.mark.parametrize("path", ["cases:person", "cases:persons", "cases:detail"])
    def test_is_on_no_page(self, path, case, caseworker, client_for):
        pk = case.recipient_id if path == "cases:person" else case.pk
        page = client_for(caseworker).get(reverse(path, args=[pk])).content.decode()
        assert "Fortrolig adresse" in page
        assert "Øvre Prøvevei" not in page
        assert "9999" not in page

    def test_is_not_overwritten_by_who_does_not_see_it(self, case, caseworker, client_for):
        person = case.recipient
        client_for(caseworker).post(
            url(person),
            typed(
                person,
                address="",
                postal_code="",
                city="",
                address_protection="none",
                phone="40000001",
            ),
        )
        person.refresh_from_db()
        assert person.phone == ""  # a number tells where somebody lives, too
        assert (person.address, person.city) == ("Øvre Prøvevei 12", "Lyngvik")
        assert person.address_protection == AddressProtection.CONFIDENTIAL

    def test_is_shown_to_and_changed_by_who_has_the_right(self, case, member, client_for):
        allowed = client_for(member(Role.CASEWORKER, sees_protected=True))
        assert "Øvre Prøvevei 12" in allowed.get(url(case.recipient)).content.decode()
        allowed.post(url(case.recipient), typed(case.recipient, address="Nedre Prøvevei 2"))
        case.recipient.refresh_from_db()
        assert case.recipient.address == "Nedre Prøvevei 2"

    def test_when_it_becomes_strict_whoever_set_it_may_lose_the_case(
        self, unit, caseworker, client_for
    ):
        case = CaseFactory(unit=unit)
        response = client_for(caseworker).post(
            url(case.recipient), typed(case.recipient, address_protection="strict"), follow=True
        )
        assert "Adressen er nå strengt fortrolig" in response.content.decode()
        assert client_for(caseworker).get(url(case.recipient)).status_code == 404


def test_a_leader_reads_and_does_not_write(case, leader, client_for):
    browser = client_for(leader)
    page = browser.get(url(case.recipient)).content.decode()
    assert "Øvre Prøvevei 12" in page
    assert '<form class="form"' not in page
    browser.post(url(case.recipient), typed(case.recipient, city="Åsen"))
    case.recipient.refresh_from_db()
    assert case.recipient.city == "Lyngvik"


def test_a_person_of_two_cases_is_told_about_in_both(unit, caseworker):
    mother = PersonFactory(municipality=unit.municipality)
    cases = [CaseFactory(unit=unit), CaseFactory(unit=unit)]
    for case in cases:
        RepresentativeFactory(case=case, person=mother, mother=True)
    services.update_person(mother.pk, version=1, by=caseworker, city="Åsen")
    told = AuditEntry.objects.filter(event="person_changed").values_list("case_id", flat=True)
    assert sorted(told) == sorted(case.pk for case in cases)
