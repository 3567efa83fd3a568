"""Criteria: reworded from a day on, ended, put in order, tried out; what was used stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from decisions.models import Criterion
from stottekontakt.audit.models import AuditEntry
from tests.decisions.factories import CriterionFactory

TEXTS = {
    "heading_nb": "Alder",
    "heading_nn": "Alder",
    "text_nb": "Gis normalt ikke før skolealder.",
    "text_nn": "Blir normalt ikkje gitt før skulealder.",
}


@pytest.fixture
def need(unit):
    return CriterionFactory(municipality=unit.municipality, key="need", position=1)


@pytest.fixture
def floor(unit):
    return CriterionFactory(municipality=unit.municipality, key="floor", position=2, age=True)


def url(criterion, path=""):
    return f"/administrasjon/kriterier/{criterion.pk}/{path}"


def posted(**changes):
    return TEXTS | changes


def test_a_criterion_is_added_last(admin, need, in_a_month):
    response = admin.post(
        "/administrasjon/kriterier/ny/",
        posted(
            kind="age_floor", norm="normally_not", min_age="6", ask_nb="Spør.", ask_nn="Spør.",
            valid_from=in_a_month.isoformat(),
        ),
        follow=True,
    )  # fmt: skip
    assert "«Alder» gjelder fra" in response.text
    made = Criterion.objects.exclude(pk=need.pk).get()
    assert (made.kind, made.min_age, made.position, made.valid_from) == (
        "age_floor",
        6,
        2,
        in_a_month,
    )
    assert AuditEntry.objects.filter(event="criterion_saved", subject_id=made.pk).exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": ""}, "Velg hva slags kriterium det er."),
        ({"kind": "age_floor", "norm": "normally_not"}, "En aldersgrense må ha en laveste alder."),
        ({"kind": "age_floor", "min_age": "6"}, "Velg hvor fast grensen er."),
        (
            {"kind": "age_floor", "norm": "outside", "min_age": "10", "parents_age": "10"},
            "Alderen må være høyere enn den laveste alderen, som er 10 år.",
        ),
        ({"kind": "housing", "norm": "outside"}, "Kryss av for minst én boform."),
        ({"kind": "excluded_tasks", "tasks": "  \n "}, "Skriv minst ett ord."),
        ({"kind": "priority"}, "Skriv til og med hvilken alder prioriteten gjelder."),
        ({"kind": "need", "min_age": "10"}, "Dette hører ikke til «Behov for hjelp til fritid»."),
        ({"kind": "age_floor", "min_age": "ti"}, "Skriv et helt tall, for eksempel 10."),
        ({"kind": "need", "heading_nn": ""}, "Fyll inn dette feltet."),
        ({"kind": "need", "valid_from": "32.13.2026"}, "Den datoen finnes ikke."),
        ({"kind": "need", "valid_from": "2020-01-01"}, "Velg i dag eller en senere dag."),
    ],
)
def test_what_is_wrong_is_told_in_words(admin, unit, in_a_month, values, message):
    data = posted(valid_from=in_a_month.isoformat()) | values
    response = admin.post("/administrasjon/kriterier/ny/", data)
    assert response.status_code == 200
    assert message in response.text
    assert "Gis normalt ikke før skolealder." in response.text, "what was typed stays"
    assert Criterion.objects.count() == 0


def test_a_new_wording_leaves_the_old_one(admin, need, today, in_a_month):
    page = admin.get(url(need, "endre/"))
    seen = page.context["form"]["seen"].value()
    admin.post(url(need, "endre/"), posted(seen=seen, valid_from=in_a_month.isoformat()))
    need.refresh_from_db()
    assert need.heading_nb == "Trenger hjelp til fritid"
    rows = Criterion.objects.filter(municipality=need.municipality)
    assert [row.heading_nb for row in rows.valid_on(today)] == ["Trenger hjelp til fritid"]
    assert [row.heading_nb for row in rows.valid_on(in_a_month)] == ["Alder"]
    page = admin.get(url(need)).text
    assert "Astrid Skare" in page
    assert "<del>Trenger hjelp til fritid</del> → <ins>Alder</ins>" in page


def test_a_preview_saves_nothing(admin, need, in_a_month):
    response = admin.post(
        url(need, "endre/"),
        posted(seen=need.pk, valid_from=in_a_month.isoformat(), forhandsvis="ja"),
    )
    assert "Slik blir det" in response.text
    assert "Ikke lagret ennå." in response.text
    assert response.text.count("Gis normalt ikke før skolealder.") == 2
    assert Criterion.objects.count() == 1


def test_a_wording_comes_after_the_last(admin, need, today, in_a_month):
    first = {"seen": need.pk, "valid_from": in_a_month.isoformat()}
    admin.post(url(need, "endre/"), posted(**first))
    newest = Criterion.objects.order_by("-valid_from").first()
    for day in (today, in_a_month):
        response = admin.post(
            url(need, "endre/"), posted(seen=newest.pk, valid_from=day.isoformat())
        )
        assert "Den siste endringen gjelder fra" in response.text
    assert Criterion.objects.count() == 2


def test_of_two_who_change_the_second_sees_what_the_first_did(
    admin, second_admin, need, in_a_month
):
    later = in_a_month + timedelta(days=30)
    admin.post(
        url(need, "endre/"),
        posted(seen=need.pk, heading_nb="Min overskrift", valid_from=in_a_month.isoformat()),
    )
    mine = posted(seen=need.pk, heading_nb="En annen", valid_from=later.isoformat())
    response = second_admin.post(url(need, "endre/"), mine)
    assert "Noen la inn en endring som gjelder fra" in response.text
    assert "Min overskrift" in response.text
    assert 'value="En annen"' in response.text
    assert Criterion.objects.count() == 2
    again = mine | {"seen": response.context["form"]["seen"].value()}
    second_admin.post(url(need, "endre/"), again)
    assert Criterion.objects.count() == 3


def test_what_is_planned_can_be_taken_back(admin, need, in_a_month):
    admin.post(url(need, "endre/"), posted(seen=need.pk, valid_from=in_a_month.isoformat()))
    planned = Criterion.objects.get(valid_from=in_a_month)
    response = admin.post(url(planned, "trekk/"), follow=True)
    assert "er trukket." in response.text
    assert list(Criterion.objects.all()) == [need]
    assert "Trukket" in admin.get(url(need)).text
    response = admin.post(url(need, "trekk/"), follow=True)
    assert "har begynt å gjelde og kan ikke trekkes" in response.text
    assert list(Criterion.objects.all()) == [need]


def test_it_is_taken_out_of_use_and_into_use_again(admin, need, today, in_a_month):
    admin.post(url(need, "avslutt/"), {"seen": need.pk, "valid_from": in_a_month.isoformat()})
    rows = Criterion.objects.filter(municipality=need.municipality)
    assert list(rows.valid_on(today)) == [need]
    assert list(rows.valid_on(in_a_month)) == []
    ended = rows.get(is_active=False)
    later = in_a_month + timedelta(days=1)
    admin.post(url(need, "endre/"), posted(seen=ended.pk, valid_from=later.isoformat()))
    assert [row.heading_nb for row in rows.valid_on(later)] == ["Alder"]


def order(municipality, today):
    rows = Criterion.objects.filter(municipality=municipality).valid_on(today)
    return [row.key for row in rows]


def test_they_change_places(admin, need, floor, today):
    municipality = need.municipality
    assert order(municipality, today) == ["need", "floor"]
    admin.post(url(floor, "flytt/"), {"vei": "opp"})
    assert order(municipality, today) == ["floor", "need"]
    admin.post(url(floor, "flytt/"), {"vei": "opp"})
    assert order(municipality, today) == ["floor", "need"], "at the top it stays"
    admin.post(url(floor, "flytt/"), {"vei": "ned"})
    assert order(municipality, today) == ["need", "floor"]


def test_they_are_tried_on_an_imagined_person(admin, need, floor):
    page = admin.get("/administrasjon/kriterier/prov/?age=8&housing=parents&wishes=&day=")
    assert "Alderen er 8 år." in page.text
    page = admin.get("/administrasjon/kriterier/prov/?age=40&housing=&wishes=&day=")
    assert "Alderen er" not in page.text
    page = admin.get("/administrasjon/kriterier/prov/?age=gammel&housing=&wishes=&day=")
    assert "Skriv et helt tall" in page.text


def test_another_municipalitys_are_out_of_reach(admin, other_municipality, in_municipality):
    with in_municipality(other_municipality):
        foreign = CriterionFactory(municipality=other_municipality)
    for path in ("", "endre/", "avslutt/"):
        assert admin.get(url(foreign, path)).status_code == 404
    for path in ("trekk/", "flytt/"):
        assert admin.post(url(foreign, path)).status_code == 404


def test_the_number_of_queries_does_not_follow_the_number_of_criteria(
    admin, unit, django_assert_max_num_queries
):
    for number in range(15):
        CriterionFactory(municipality=unit.municipality, heading_nb=f"Kriterium {number}")
    with django_assert_max_num_queries(14):
        assert "Kriterium 14" in admin.get("/administrasjon/kriterier/").text
