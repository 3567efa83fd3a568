import pytest
from tests.cases.factories import CaseFactory
from stottekontakt.cases.models import Case

def test_other_municipality_sees_nothing(unit, other_municipality, in_municipality):
    CaseFactory(unit=unit)
    assert Case.objects.count() == 1
    with in_municipality(other_municipality):
        assert Case.objects.count() == 0
