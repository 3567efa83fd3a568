from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def admin(administrator, client_for):
    return client_for(administrator)


@pytest.fixture
def second_admin(member, client_for):
    from stottekontakt.accounts.roles import Role

    return client_for(member(Role.ADMINISTRATOR, user__name="Berit Ask"))


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def in_a_month(today):
    return today + timedelta(days=30)
