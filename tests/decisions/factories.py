"""Criteria, and drafts written through the product's own verbs. Everybody is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factory

from applications.models import Application
from decisions import services
from decisions.models import Criterion, Decision
from decisions.rules import Section
from stottekontakt.accounts.models import Membership


class CriterionFactory(factory.django.DjangoModelFactory):
    """`municipality` is given."""

    class Meta:
        model = Criterion

    class Params:
        age = factory.Trait(
            kind="age_floor",
            norm="exceptionally",
            min_age=10,
            heading_nb="Alder",
            ask_nb="Skriv om barnet har en fritid uten foreldrene.",
        )
        housing_limit = factory.Trait(
            kind="housing",
            norm="outside",
            housing=["staffed", "institution"],
            heading_nb="Boform",
            ask_nb="Skriv hva personalet kan gi.",
        )

    key = factory.Sequence(lambda n: f"criterion{n}")
    kind = Criterion.Kind.NEED
    position = factory.Sequence(lambda n: n)
    valid_from = date(2019, 1, 1)
    heading_nb = "Trenger hjelp til fritid"
    heading_nn = "Treng hjelp til fritid"
    text_nb = "Trenger noen å gå sammen med."
    text_nn = "Treng nokon å gå saman med."


FACTS = "Nora bor med mor og en lillebror. Hun liker å svømme og strikke."
VIEW = "Nora vil svømme og gå på strikkekafé med en voksen som er rolig."
REASONS = "Med en trygg voksen kan Nora være sammen med andre barn."


def write(decision: Decision, section: Section, by: Membership, **values: Any) -> Decision:
    """Save one section as it would be from its page."""
    fresh = Decision.objects.get(pk=decision.pk)
    return services.save_section(decision.pk, section, values, version=fresh.version, by=by)


def appraisals(decision: Decision, **changes: Any) -> list[dict[str, Any]]:
    """Every criterion of the day answered, and every flag."""
    dossier = services.dossier_of(Decision.objects.get(pk=decision.pk))
    return [
        {
            "criterion": criterion,
            "met": "yes",
            "text": f"Om {criterion.key}: Nora kommer seg ikke ut uten følge.",
            "exception": "Mor har to små barn hjemme." if dossier.flag_of(criterion) else "",
            "sources": (),
            **changes,
        }
        for criterion in dossier.criteria
    ]


def services_of(hours: str = "3", form: str = "individual", unit: str = "week") -> dict[str, Any]:
    return {"form": form, "hours": Decimal(hours), "hours_unit": unit, "detail": ""}


def whole_draft(application: Application, by: Membership, **changes: Any) -> Decision:
    """A draft that may be issued: Nora gets three hours a week for a year."""
    decision = services.draft(application.pk, by=by)
    outcome = changes.pop("outcome", "granted")
    scope = {
        "goal": "Nora svømmer sammen med andre barn hver uke.",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 11, 30),
        "evaluation_on": date(2027, 3, 1),
        "services": [services_of()],
        "delivering_unit": decision.delivering_unit,
    }
    reasons: dict[str, Any] = {"reasons": REASONS}
    if outcome in {"refused", "partly_granted"}:
        reasons["alternatives"] = "Vi har vurdert en gruppe, men Nora orker ikke mange om gangen."
    if outcome == "refused":
        reasons |= {
            "decisive": "Nora får hjelpen på en annen måte.",
            "guidance": [
                {"title": "Svømmeklubben", "text": "Fritidskonsulenten ringer innen 4. desember."}
            ],
        }
    if outcome == "partly_granted":
        reasons |= {
            "refused_part": "3 av de 6 timene i uken",
            "refused_reasons": "På lørdager vil Nora helst være hjemme.",
        }
    for section, values in {
        Section.OUTCOME: {"outcome": outcome, "applied_for": "støttekontakt seks timer i uken"},
        Section.FACTS: {"facts": FACTS, "sources": ()},
        Section.CRITERIA: {"appraisals": appraisals(decision)},
        Section.VIEW: {
            "child_heard": "conversation",
            "child_heard_how": "Vi snakket med Nora hjemme, uten at mor var med.",
            "child_said": "Nora er redd for å gå alene.",
            "recipient_view": VIEW,
            "applicant_view": "",
            "view_weight": "Vi legger stor vekt på det Nora sier.",
        },
        Section.BEST_INTERESTS: {"best_interests": "Nora har godt av å bli trygg blant andre."},
        Section.SCOPE: scope,
        Section.REASONS: reasons,
    }.items():
        values.update({key: changes[key] for key in list(changes) if key in values})
        if section is Section.SCOPE and outcome == "refused":
            continue
        write(decision, section, by, **values)
    return Decision.objects.get(pk=decision.pk)
