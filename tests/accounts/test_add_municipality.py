from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stottekontakt.accounts.management.commands import add_municipality
from stottekontakt.accounts.models import Membership, Municipality, Unit, User
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.database.context import municipality_context

GOOD = "en lang og god setning"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def give(*passwords: str) -> None:
        answers = iter(passwords)
        monkeypatch.setattr(add_municipality, "getpass", lambda prompt: next(answers))

    return give


def add(**changes: str) -> str:
    out = StringIO()
    options = {
        "postal_address": "Postboks 1, 1234 Nyvik",
        "phone": "12 34 56 78",
        "county_governor": "Statsforvalteren i Vestland",
        "written_form": "nn",
        "unit": "Tildelingskontoret",
        "administrator": "Astrid Skare",
        "email": "Astrid.Skare@nyvik.example",
        **changes,
    }
    call_command("add_municipality", "Nyvik kommune", stdout=out, **options)
    return out.getvalue()


def test_the_administrator_can_sign_in_and_is_alone_there(
    db: None, typed: Callable[..., None]
) -> None:
    typed(GOOD, GOOD)
    assert "signs in with astrid.skare@nyvik.example" in add()
    municipality = Municipality.objects.get(name="Nyvik kommune")
    assert municipality.written_form == "nn"
    with municipality_context(municipality.pk):
        membership = Membership.objects.select_related("user").get()
        assert membership.role == Role.ADMINISTRATOR
        assert membership.user.check_password(GOOD)
        assert Unit.objects.get().name == "Tildelingskontoret"
        entry = AuditEntry.objects.get()
        assert (entry.event, entry.actor_id) == (AuditEntry.Event.MEMBERSHIP_GRANTED, None)


def test_who_is_a_user_elsewhere_keeps_the_password(db: None, typed: Callable[..., None]) -> None:
    user = User.objects.create_user("astrid", "astrid.skare@nyvik.example", GOOD, name="Astrid")
    typed()  # nobody is asked
    add()
    with municipality_context(Municipality.objects.get(name="Nyvik kommune").pk):
        assert Membership.objects.get().user == user
    user.refresh_from_db()
    assert user.check_password(GOOD)


@pytest.mark.parametrize(
    ("passwords", "message"),
    [((GOOD, GOOD + "!"), "differ"), (("kort", "kort"), "Nothing was made")],
)
def test_a_bad_password_makes_nothing(
    db: None, typed: Callable[..., None], passwords: tuple[str, str], message: str
) -> None:
    typed(*passwords)
    with pytest.raises(CommandError, match=message):
        add()
    assert not Municipality.objects.filter(name="Nyvik kommune").exists()


def test_the_same_municipality_twice(db: None, typed: Callable[..., None]) -> None:
    typed(GOOD, GOOD)
    add()
    with pytest.raises(CommandError, match="is here already"):
        add()
