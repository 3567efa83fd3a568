from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from stottekontakt.accounts.models import Municipality, User
from stottekontakt.demo import load as loading
from tests.accounts.factories import MunicipalityFactory


@pytest.fixture
def nothing_is_loaded(monkeypatch):
    def refuse() -> None:
        raise AssertionError("The demo was loaded.")

    monkeypatch.setattr("stottekontakt.demo.management.commands.load_demo.load", refuse)


def test_outside_a_trial_the_command_refuses(db, settings, nothing_is_loaded):
    settings.TRIAL = False
    with pytest.raises(CommandError, match="only for a trial"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_a_second_load_is_refused(db, settings, nothing_is_loaded):
    settings.TRIAL = True
    MunicipalityFactory()
    with pytest.raises(CommandError, match="already"):
        call_command("load_demo")


def test_if_empty_does_nothing_when_there_is_something(db, settings, nothing_is_loaded):
    settings.TRIAL = True
    MunicipalityFactory()
    call_command("load_demo", "--if-empty")
    assert Municipality.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_all_of_it_is_loaded_or_nothing(settings, monkeypatch):
    settings.TRIAL = True
    spec = {**loading.read("fjellmo"), "case": [], "earlier": {"granted": {}, "amounts": []}}
    monkeypatch.setattr(loading, "MUNICIPALITIES", ("fjellmo", "there is no such file"))
    monkeypatch.setattr(loading, "read", lambda name: {"fjellmo": spec}[name])
    with pytest.raises(KeyError):
        call_command("load_demo")
    assert not Municipality.objects.exists()
    assert not User.objects.exists()
