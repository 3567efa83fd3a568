"""Legal bases and kinds of documents: defaults, own rows, planned rows, and who did what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from decisions.models import LegalBasis
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import DocumentKind, JournalEntry
from tests.cases.factories import CaseFactory

BASIS = {
    "citation_nb": "Prøveloven § 1",
    "citation_nn": "Prøvelova § 1",
    "says_nb": "Den som prøver, skal få hjelp.",
    "says_nn": "Den som prøver, skal få hjelp.",
    "use": "always",
    "position": "15",
}
KIND = {
    "name_nb": "Rapport fra skolen",
    "name_nn": "Rapport frå skulen",
    "direction": "incoming",
    "retention": "with_case",
    "retention_ground": "arkivlova § 5",
    "shielding": "offl. § 13 jf. fvl. § 13",
    "parents_may_see": "on",
    "position": "25",
}
TABLES = [
    pytest.param("hjemler", LegalBasis, BASIS, "citation_nb", id="hjemler"),
    pytest.param("dokumenttyper", DocumentKind, KIND, "name_nb", id="dokumenttyper"),
]


def default(model):
    return model.objects.filter(municipality=None).order_by("position", "-valid_from").first()


def valid(model, day, municipality):
    return {row.key: row for row in model.objects.valid_on(day, municipality.pk)}


@pytest.mark.parametrize(("path", "model", "values", "named"), TABLES)
class TestRows:
    def test_one_of_our_own_is_added(
        self, admin, municipality, today, in_a_month, path, model, values, named
    ):
        url = f"/administrasjon/{path}/ny/"
        data = values | {"valid_from": in_a_month.isoformat()}
        response = admin.post(url, data, follow=True)
        assert "Lagret. Det gjelder fra" in response.text
        made = model.objects.get(municipality=municipality)
        assert getattr(made, named) == values[named]
        assert made.key not in valid(model, today, municipality)
        assert valid(model, in_a_month, municipality)[made.key] == made
        assert AuditEntry.objects.filter(subject_id=made.pk, event__endswith="_saved").exists()
        assert values[named] in admin.get(f"/administrasjon/{path}/").text

    def test_a_default_becomes_our_own_from_the_day(
        self, admin, municipality, today, in_a_month, path, model, values, named
    ):
        shared = default(model)
        url = f"/administrasjon/{path}/{shared.pk}/endre/"
        assert getattr(shared, named) in admin.get(url).text
        admin.post(url, values | {"valid_from": in_a_month.isoformat()})
        assert valid(model, today, municipality)[shared.key].municipality_id is None
        own = valid(model, in_a_month, municipality)[shared.key]
        assert (own.municipality, getattr(own, named)) == (municipality, values[named])
        shared.refresh_from_db()
        assert getattr(shared, named) != values[named]
        page = admin.get(f"/administrasjon/{path}/{shared.pk}/").text
        assert "Planlagt" in page
        assert "Astrid Skare" in page

    def test_a_preview_saves_nothing(
        self, admin, municipality, in_a_month, path, model, values, named
    ):
        data = values | {"valid_from": in_a_month.isoformat(), "forhandsvis": "ja"}
        response = admin.post(f"/administrasjon/{path}/ny/", data)
        assert "Slik blir det" in response.text
        assert not model.objects.filter(municipality=municipality).exists()

    def test_what_is_wrong_is_told(self, admin, municipality, path, model, values, named):
        wrong = values | {named: "", "position": "først", "valid_from": "2001-01-01"}
        response = admin.post(f"/administrasjon/{path}/ny/", wrong)
        assert "Fyll inn dette feltet." in response.text
        assert "Skriv et helt tall" in response.text
        assert "Velg i dag eller en senere dag." in response.text
        assert not model.objects.filter(municipality=municipality).exists()

    def test_it_is_taken_out_of_use(
        self, admin, municipality, today, in_a_month, path, model, values, named
    ):
        shared = default(model)
        admin.post(
            f"/administrasjon/{path}/{shared.pk}/avslutt/", {"valid_from": in_a_month.isoformat()}
        )
        assert shared.key in valid(model, today, municipality)
        assert shared.key not in valid(model, in_a_month, municipality)

    def test_a_planned_row_is_taken_back_and_one_in_force_is_not(
        self, admin, municipality, today, in_a_month, path, model, values, named
    ):
        admin.post(f"/administrasjon/{path}/ny/", values | {"valid_from": in_a_month.isoformat()})
        planned = model.objects.get(municipality=municipality)
        response = admin.post(f"/administrasjon/{path}/{planned.pk}/trekk/", follow=True)
        assert "er trukket." in response.text
        assert not model.objects.filter(municipality=municipality).exists()
        admin.post(f"/administrasjon/{path}/ny/", values | {"valid_from": today.isoformat()})
        held = model.objects.get(municipality=municipality)
        response = admin.post(f"/administrasjon/{path}/{held.pk}/trekk/", follow=True)
        assert "har begynt å gjelde og kan ikke trekkes" in response.text
        assert model.objects.filter(pk=held.pk).exists()
        assert admin.post(f"/administrasjon/{path}/{default(model).pk}/trekk/").status_code == 404

    def test_of_two_who_change_the_second_sees_what_the_first_did(
        self, admin, second_admin, municipality, in_a_month, path, model, values, named
    ):
        url = f"/administrasjon/{path}/{default(model).pk}/endre/"
        mine = values | {"valid_from": (in_a_month + timedelta(days=1)).isoformat()}
        admin.post(url, values | {named: "Den første", "valid_from": in_a_month.isoformat()})
        response = second_admin.post(url, mine)
        assert "Dette la den andre inn" in response.text
        assert "Den første" in response.text
        assert model.objects.filter(municipality=municipality).count() == 1
        second_admin.post(url, mine | {"seen": response.context["form"]["seen"].value()})
        assert model.objects.filter(municipality=municipality).count() == 2

    def test_another_municipalitys_are_out_of_reach(
        self, admin, other_municipality, in_municipality, in_a_month, path, model, values, named
    ):
        with in_municipality(other_municipality):
            foreign = model(municipality=other_municipality, key="own", valid_from=in_a_month)
            for name, value in values.items():
                setattr(foreign, name, value == "on" or value)
            foreign.save()
        for page in ("", "endre/", "avslutt/"):
            assert admin.get(f"/administrasjon/{path}/{foreign.pk}/{page}").status_code == 404
        assert admin.post(f"/administrasjon/{path}/{foreign.pk}/trekk/").status_code == 404

    def test_the_number_of_queries_does_not_follow_the_number_of_rows(
        self, admin, municipality, path, model, values, named, django_assert_max_num_queries
    ):
        for number in range(20):
            row = model(municipality=municipality, key=f"own_{number}", valid_from=date(2026, 1, 1))
            for name, value in values.items():
                setattr(row, name, value == "on" or value)
            row.save()
        with django_assert_max_num_queries(14):
            admin.get(f"/administrasjon/{path}/")


def kind(municipality, **fields):
    return DocumentKind.objects.create(
        municipality=municipality, key="own", position=1, valid_from=date(2026, 1, 1),
        name_nb="x", name_nn="x", retention_ground="x", **fields,
    )  # fmt: skip


def test_one_row_of_a_kind_a_day(municipality):
    kind(municipality)
    with pytest.raises(IntegrityError, match="document_kind_one_row_per_day"), transaction.atomic():
        kind(municipality)


def test_a_kind_of_document_never_changes_once_in_force(municipality):
    held = kind(municipality)
    with (
        pytest.raises(DatabaseError, match="document_kind_never_changes_once_in_force"),
        transaction.atomic(),
    ):
        held.delete()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_documentkind SET name_nb = 'x'")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        kind(None)


def test_a_document_keeps_the_kind_it_was_given(admin, caseworker, client_for, unit):
    talk = DocumentKind.objects.get(key="child_talk")
    case = CaseFactory(unit=unit)
    browser, url = client_for(caseworker), f"/saker/{case.pk}/dokumenter/ny/"
    page = browser.get(url).text
    assert "Uttalelse fra skole, lege eller andre" in page
    assert "Brev fra kommunen" not in page, "what goes out is written here"
    data = {
        "direction": "internal",
        "kind": talk.pk,
        "title": "Samtale",
        "dated_on": "2026-11-20",
        "documents": SimpleUploadedFile("samtale.pdf", b"%PDF-1.7\n%%EOF\n"),
    }
    response = browser.post(url, data, follow=True)
    assert "ligger i saken" in response.text
    entry = JournalEntry.objects.get(case=case)
    assert (entry.kind, entry.shielding) == (talk, talk.shielding)
    assert "Samtale med barnet" in response.text
    # Another kind by that name changes nothing of what lies there.
    admin.post(
        f"/administrasjon/dokumenttyper/{talk.pk}/endre/",
        KIND | {"name_nb": "Barnesamtale", "valid_from": "2026-12-24"},
    )
    assert "Samtale med barnet" in browser.get(f"/saker/{case.pk}/dokumenter/").text
    made_up = browser.post(url, data | {"kind": "999999"})
    assert made_up.status_code == 200
    assert JournalEntry.objects.filter(case=case).count() == 1
