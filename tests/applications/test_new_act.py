"""The act of 2025 begins on a day that is set, with its wordings, and not before."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from applications.new_act import set_in_force, wordings
from stottekontakt.database.roles import as_owner
from stottekontakt.deadlines.law import law_in_force
from stottekontakt.deadlines.models import Provision
from stottekontakt.letters.kinds import PLACES
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.texts import default_texts, problems_of_text
from tests.accounts.factories import MunicipalityFactory, UserFactory

BEGINS = date(2027, 7, 1)
BEFORE = date(2027, 6, 30)


def text_on(day: date, kind: str = "interim_reply", place: str = "law", language: str = "nb"):
    found = LetterText.objects.in_force(kind=kind, language=language, municipality_id=0, on=day)
    return found[place]


def test_every_text_that_cites_the_old_act_has_one_for_the_new() -> None:
    cites = {
        (text.kind, text.place)
        for text in default_texts()
        if re.search(r"forvaltningslov(en|a) §", text.text)
    }
    new = {(wording.kind, wording.place) for wording in wordings()}
    assert cites <= new
    # Beyond them only those whose rule itself is another.
    assert new - cites == {
        ("decision", "complaint_in_time"),
        ("decision", "complaint_in_time_online"),
    }


@pytest.mark.parametrize("wording", wordings(), ids=lambda one: f"{one.kind}-{one.place}")
def test_the_new_wordings_may_stand_where_they_are_to_stand(wording) -> None:
    assert wording.place in PLACES[wording.kind]
    assert set(wording.provisions) <= set(Provision.Key.values)
    for text in wording.texts.values():
        assert problems_of_text(wording.kind, wording.place, text) == []
        assert "§ 11 a" not in text
    assert wording.texts["nb"] != wording.texts["nn"]


@pytest.fixture
def owner(transactional_db):
    """The rows hold for everybody: only the owner changes them."""
    with as_owner():
        yield
        set_in_force(Provision.Key.values, None)


class TestSwitch:
    def test_a_letter_cites_the_act_of_its_own_day(self, owner) -> None:
        assert "§ 11 a" in text_on(date(2030, 1, 1))
        changed = set_in_force(["interim_reply"], BEGINS)
        assert [one.place for one in changed.begun] == ["law"]
        assert "§ 11 a" in text_on(BEFORE)
        assert "§ 17" in text_on(BEGINS)
        assert "§ 17" in text_on(BEGINS, language="nn")
        assert law_in_force(Provision.Key.INTERIM_REPLY, BEFORE).paragraph == "§ 11 a"
        assert law_in_force(Provision.Key.INTERIM_REPLY, BEGINS).is_new
        assert not law_in_force(Provision.Key.NOTICE, BEGINS).is_new

    def test_a_wording_waits_for_the_last_of_its_provisions(self, owner) -> None:
        set_in_force(["interim_reply", "guidance", "access"], BEGINS)
        assert "11 a" in text_on(date(2030, 1, 1), "receipt")
        set_in_force(["proxy"], date(2028, 1, 1))
        assert "11 a" in text_on(date(2027, 12, 31), "receipt")
        assert "§§ 14–18" in text_on(date(2028, 1, 1), "receipt")

    def test_the_day_may_be_moved_and_taken_away(self, owner) -> None:
        set_in_force(["interim_reply"], BEGINS)
        set_in_force(["interim_reply"], date(2028, 1, 1))
        assert "§ 11 a" in text_on(BEGINS)
        assert "§ 17" in text_on(date(2028, 1, 1))
        set_in_force(["interim_reply"], None)
        assert "§ 11 a" in text_on(date(2030, 1, 1))
        assert LetterText.objects.filter(kind="interim_reply", place="law").count() == 2

    def test_a_municipalitys_own_text_is_pointed_out_and_left(self, owner) -> None:
        municipality = MunicipalityFactory(name="Lyngvik kommune")
        own = LetterText.objects.create(
            municipality=municipality, kind="interim_reply", place="law", language="nb",
            valid_from=date(2026, 1, 1), text="Se forvaltningsloven § 11 a.",
            saved_by=UserFactory(),
        )  # fmt: skip
        changed = set_in_force(["interim_reply"], BEGINS)
        assert changed.own == [own]

    def test_the_command(self, transactional_db) -> None:
        out = StringIO()
        call_command("administrative_law", stdout=out)
        assert "a day that is not set" in out.getvalue()
        assert "§ 11 a" in out.getvalue()
        try:
            out = StringIO()
            call_command("administrative_law", in_force="2027-07-01", stdout=out)
            assert f"{len(wordings())} wordings" in out.getvalue()
            assert "from 2027-07-01" in out.getvalue()
            assert law_in_force(Provision.Key.NAMES, BEGINS).paragraph == "§ 59"
        finally:
            call_command("administrative_law", not_set=True, stdout=StringIO())
        assert law_in_force(Provision.Key.NAMES, BEGINS).paragraph == ""

    def test_what_cannot_be_understood(self, transactional_db) -> None:
        with pytest.raises(CommandError, match="is not a day"):
            call_command("administrative_law", in_force="1.7.2027")
        with pytest.raises(CommandError, match="either"):
            call_command("administrative_law", in_force="2027-07-01", not_set=True)
