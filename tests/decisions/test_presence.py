"""Who is writing where: a minute's note, and a courtesy that nothing depends on."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as CacheIsAway

from decisions.models import FormDraft
from decisions.presence import has_stopped, is_writing, who_is_writing
from decisions.services import draft, issue

SECTIONS = ["opplysninger", "begrunnelse"]


@pytest.fixture
def begun(application, criteria, caseworker):
    return draft(application.pk, by=caseworker)


@pytest.fixture
def siri(client_for, caseworker):
    return client_for(caseworker)


def keep(browser, decision, **typed):
    return browser.post(reverse("decisions:keep", args=[decision.pk, "opplysninger"]), typed)


def test_each_is_told_of_the_others(begun, caseworker, decision_maker):
    assert is_writing(begun.pk, "opplysninger", caseworker) == []
    assert is_writing(begun.pk, "opplysninger", decision_maker) == ["Siri Lind"]
    assert is_writing(begun.pk, "opplysninger", caseworker) == ["Jon Testmo"]
    assert who_is_writing(begun.pk, SECTIONS, caseworker) == {"opplysninger": ["Jon Testmo"]}
    assert who_is_writing(begun.pk + 1, SECTIONS, caseworker) == {}


def test_a_minute_later_nobody_is_there(begun, caseworker, decision_maker):
    with time_machine.travel("2026-11-23T10:00:00Z") as clock:
        is_writing(begun.pk, "opplysninger", caseworker)
        clock.shift(29)
        is_writing(begun.pk, "opplysninger", caseworker)
        clock.shift(29)
        assert who_is_writing(begun.pk, SECTIONS, decision_maker)
        clock.shift(32)
        assert who_is_writing(begun.pk, SECTIONS, decision_maker) == {}


def test_whoever_saves_is_there_no_longer(begun, caseworker, decision_maker):
    is_writing(begun.pk, "opplysninger", caseworker)
    is_writing(begun.pk, "opplysninger", decision_maker)
    has_stopped(begun.pk, "opplysninger", caseworker)
    assert is_writing(begun.pk, "opplysninger", decision_maker) == []


def test_with_the_cache_away_everything_works(begun, siri, caseworker, monkeypatch):
    class Fallen:
        def get(self, *args):
            raise CacheIsAway("away")

        set = get_many = get

    monkeypatch.setattr("decisions.presence.cache", Fallen())
    assert keep(siri, begun, facts="Nora svømmer.").status_code == 200
    url = reverse("decisions:section", args=[begun.pk, "opplysninger"])
    assert "Nora svømmer." in siri.get(url).text
    saved = siri.post(url, {"facts": "Nora svømmer.", "version": begun.version})
    assert saved.status_code == 302


def test_what_is_in_the_cache_is_not_trusted(begun, caseworker):
    cache.set(f"writing:{begun.pk}:opplysninger", "noe annet")
    assert who_is_writing(begun.pk, SECTIONS, caseworker) == {}
    assert is_writing(begun.pk, "opplysninger", caseworker) == []


# ── Keeping what is typed ───────────────────────────────────────────────────────────────────────


def test_the_page_says_who_else_writes(begun, siri, client_for, decision_maker):
    jon = client_for(decision_maker)
    keep(jon, begun, facts="Fra Jon.")
    answer = keep(siri, begun, facts="Fra Siri.")
    assert answer.text == "Jon Testmo skriver i denne delen nå."
    page = siri.get(reverse("decisions:section", args=[begun.pk, "opplysninger"]))
    assert "Jon Testmo skriver i denne delen nå." in page.text
    page = siri.get(reverse("decisions:section", args=[begun.pk, "begrunnelse"]))
    assert "Jon Testmo skriver nå" in page.text, "on the list of sections"


def test_kept_again_it_is_one_row_and_few_queries(begun, siri, django_assert_max_num_queries):
    keep(siri, begun, facts="Først.")
    with django_assert_max_num_queries(9):
        keep(siri, begun, facts="Sist.")
    kept = FormDraft.objects.get()
    assert "Sist" in kept.typed


def test_each_keeps_a_row_of_their_own(begun, siri, client_for, decision_maker):
    jon = client_for(decision_maker)
    for number in range(2):
        keep(siri, begun, facts=f"Siri {number}.")
        keep(jon, begun, facts=f"Jon {number}.")
    assert sorted(FormDraft.objects.values_list("typed", flat=True)) == [
        "facts=Jon+1.", "facts=Siri+1.",
    ]  # fmt: skip


def test_what_is_no_draft_any_more_keeps_nothing(whole, siri, caseworker):
    assert keep(siri, whole, facts="Først.").status_code == 200
    issue(whole.pk, by=caseworker)
    assert keep(siri, whole, facts="Sist.").status_code == 404
    assert not FormDraft.objects.exists()


def test_what_a_colleague_had_typed_is_there_to_be_copied_after_the_issue(
    whole, siri, client_for, caseworker, decision_maker
):
    jon = client_for(decision_maker)
    keep(jon, whole, facts="Jon skrev dette.")
    keep(siri, whole, facts="Siri skrev dette.")
    issue(whole.pk, by=caseworker)
    page = jon.get(whole.get_absolute_url())
    assert "Du hadde tekst som ikke ble lagret" in page.text
    url = reverse("decisions:section", args=[whole.pk, "opplysninger"])
    page = jon.get(url)
    assert "Jon skrev dette." in page.text
    assert "Siri Lind fattet vedtaket" in page.text
    jon.post(url, {"videre": "lagret"})
    assert not FormDraft.objects.exists()
    assert "ikke ble lagret" not in jon.get(whole.get_absolute_url()).text
    assert jon.get(url).status_code == 302
    assert "ikke ble lagret" not in siri.get(whole.get_absolute_url()).text
