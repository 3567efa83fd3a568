"""What was decided before this system was there: how many each year, who, why and how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from decisions.models import Decision, GrantedService
from stottekontakt.cases.identity_number import Gender
from stottekontakt.cases.rules import MAJORITY_AGE, age_on
from stottekontakt.deadlines.calendar import month_after, next_working_day, previous_working_day
from stottekontakt.demo.data import read
from stottekontakt.demo.office import Office
from stottekontakt.demo.people import pronouns
from stottekontakt.workflows.decision_taken_over import EarlierDecision, Hours

Form = GrantedService.Form
Spec = Mapping[str, Any]

OLDEST_NOW = 93
OLDEST_CHILD = 16  # who is this old when a story begins, is not in a story of children
# Of decisions older than this only those for adults are still in force as they were.
CHILDREN_SINCE = 2019
STILL_CHILDREN_SINCE = 2020
SHARE_WITH_END = 0.17
SHARE_WITH_NOTE = 0.3
DAYS_LATE = 3
MOVES_OUT = (20, 24)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """One recipient and the decision about him or her."""

    name: str
    gender: Gender
    birth_date: date
    housing: str
    decision: EarlierDecision
    caseworker: str = ""  # a username; empty: any of them
    last_evaluation: str = ""  # what was noted then


@dataclass(frozen=True, kw_only=True)
class _Plan:
    name: str
    gender: Gender
    age: int  # on the day of the decision
    story: Spec
    amount: Mapping[str, Decimal | int]  # form → hours a week
    decided_on: date
    starts_on: date
    ends_on: date | None


def earlier_decisions(spec: Spec, office: Office) -> list[Earlier]:
    """Oldest first, as the case numbers were given."""
    found = [
        *_grants(spec["earlier"], office),
        *(_refusal(refused, office) for refused in spec["earlier"].get("refused", ())),
        *(_former_grant(case, office) for case in spec["case"] if "former" in case),
    ]
    return sorted(found, key=lambda one: one.decision.received_on)


# ── Grants that are still in force ──────────────────────────────────────────────────────────────


def _grants(spec: Spec, office: Office) -> Iterator[Earlier]:
    random, people, today = office.random, office.people, office.today
    stories = list(read(f"stories.{office.municipality.written_form}")["story"])
    random.shuffle(stories)
    of_children = cycle([story for story in stories if story["ages"][0] < OLDEST_CHILD])
    of_adults = cycle([story for story in stories if story["ages"][0] >= OLDEST_CHILD])
    amounts = [hours for count, hours in spec["amounts"] for _each in range(count)]
    random.shuffle(amounts)
    newest = max(spec["granted"], key=int)
    for year, count in ((int(year), count) for year, count in spec["granted"].items()):
        for number in range(count):
            is_child = year >= CHILDREN_SINCE and number % 2 == 0
            story = next(of_children if is_child else of_adults)
            decided_on = _decision_day(year, office)
            starts_on = decided_on + timedelta(days=random.randint(7, 35))
            has_end = random.random() < SHARE_WITH_END
            ends_on = _next_anniversary(starts_on, today) if has_end else None
            if "runs_out" in spec and (year, number) == (int(newest), count - 1):
                ends_on = today + timedelta(days=spec["runs_out"]["in_days"])
            gender = random.choice(list(Gender))
            yield _granted(
                _Plan(
                    name=people.name(gender),
                    gender=gender,
                    age=_age(story, year, office),
                    story=story,
                    amount=amounts.pop(),
                    decided_on=decided_on,
                    starts_on=starts_on,
                    ends_on=ends_on,
                ),
                office,
            )


def _age(story: Spec, year: int, office: Office) -> int:
    """On the day of the decision; the newest decisions about children are still about children."""
    youngest, oldest = story["ages"]
    years_since = office.today.year - year
    is_child = youngest < OLDEST_CHILD and year >= STILL_CHILDREN_SINCE
    oldest_now = MAJORITY_AGE - 1 if is_child else OLDEST_NOW
    return office.random.randint(youngest, max(youngest, min(oldest, oldest_now - years_since)))


def _decision_day(year: int, office: Office) -> date:
    """A working day; not so early that the application came in the year before."""
    return next_working_day(date(year, 2, 10) + timedelta(days=office.random.randint(0, 300)))


def _granted(plan: _Plan, office: Office, *, caseworker: str = "") -> Earlier:
    random, people, municipality = office.random, office.people, office.municipality
    texts = read(f"stories.{municipality.written_form}")
    words = {
        "navn": plan.name.split()[0],
        "alder": plan.age,
        "gjore": random.choice(plan.story["activities"]),
        "gruppe": random.choice(texts["groups" if plan.age >= MAJORITY_AGE else "groups_young"]),
        "lag": random.choice(texts["organisations"]),
        **pronouns(plan.gender, municipality.written_form),
    }

    def say(key: str) -> str:
        """A text of the story, or one that all stories share."""
        text = plan.story[key] if key in plan.story else texts[key]
        return str(text).format_map(words)

    is_child = plan.age < MAJORITY_AGE
    reasons = ["reasons"]
    if Form.GROUP in plan.amount:
        reasons.append("only_group" if len(plan.amount) == 1 else "and_group")
    if Form.ORGANISATION in plan.amount or Form.ASSISTED_LEISURE in plan.amount:
        reasons.append("by_organisation")
    decision = EarlierDecision(
        received_on=previous_working_day(plan.decided_on - timedelta(days=random.randint(12, 28))),
        channel=random.choice(["paper", "paper", "phone", "in_person"]),
        decided_on=plan.decided_on,
        decided_by=office.signed_by(plan.decided_on).user,
        wishes=say("former_application"),
        applied_hours=Decimal(sum(plan.amount.values())),
        texts={
            "outcome": Decision.Outcome.GRANTED,
            "facts": say("facts"),
            "recipient_view": say("view"),
            "applicant_view": say("family_view") if is_child else "",
            "best_interests": say("best_interests") if is_child else "",
            "goal": say("goal"),
            "reasons": " ".join(say(key) for key in reasons),
        },
        services=[
            Hours(form=form, hours=Decimal(hours), hours_unit="week", detail=say(f"detail_{form}"))
            for form, hours in plan.amount.items()
        ],
        appraisals={"leisure": ("yes", say("need")), "network": ("yes", say("network"))},
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        evaluation_on=next_working_day(month_after(plan.starts_on, municipality.evaluation_months)),
        evaluated_on=_last_anniversary(plan.starts_on, office.today),
        delivering_unit=office.units["culture"],
    )
    texts_of_evaluation = texts["evaluations"]
    evaluation = str(random.choice(texts_of_evaluation)).format_map(words)
    birth_date = people.born(plan.age, plan.decided_on)
    return Earlier(
        name=plan.name,
        gender=plan.gender,
        birth_date=birth_date,
        housing=_housing_now(random.choice(plan.story["housing"]), birth_date, office),
        decision=decision,
        caseworker=caseworker,
        last_evaluation=evaluation if random.random() < SHARE_WITH_NOTE else "",
    )


def _housing_now(then: str, birth_date: date, office: Office) -> str:
    was_young = then == "parents" and age_on(birth_date, office.today) < 35
    moved_out = age_on(birth_date, office.today) >= office.random.randint(*MOVES_OUT)
    return "own_home" if was_young and moved_out else then


def _last_anniversary(starts_on: date, today: date) -> date:
    """When it was last evaluated; this year's may be some days late."""
    latest = today - timedelta(days=DAYS_LATE)
    years = latest.year - starts_on.year
    day = month_after(starts_on, 12 * years)
    return day if day <= latest else month_after(starts_on, 12 * (years - 1))


def _next_anniversary(starts_on: date, today: date) -> date:
    """The last day of whole years, in one month at the soonest."""
    soon = today + timedelta(days=30)
    years = soon.year - starts_on.year
    day = month_after(starts_on, 12 * years) - timedelta(days=1)
    return day if day >= soon else month_after(starts_on, 12 * (years + 1)) - timedelta(days=1)


# ── A grant that has run out, and a refusal ─────────────────────────────────────────────────────


def _former_grant(case: Spec, office: Office) -> Earlier:
    """The decision that somebody with an open case had before."""
    former = case["former"]
    texts = read(f"stories.{office.municipality.written_form}")
    ends_on = office.today - timedelta(days=former["ended_days_ago"])
    starts_on = month_after(ends_on, -12 * former["years"]) + timedelta(days=1)
    return _granted(
        _Plan(
            name=case["name"],
            gender=Gender(case["gender"]),
            age=case["age"] - former["years"],
            story=next(story for story in texts["story"] if story["key"] == former["story"]),
            amount={former["form"]: former["hours"]},
            decided_on=next_working_day(starts_on - timedelta(days=16)),
            starts_on=starts_on,
            ends_on=ends_on,
        ),
        office,
        caseworker=case["caseworker"],
    )


def _refusal(refused: Spec, office: Office) -> Earlier:
    decided_on = _decision_day(refused["year"], office)
    return Earlier(
        name=refused["name"],
        gender=Gender(refused["gender"]),
        birth_date=office.people.born(refused["age"], decided_on),
        housing=refused["housing"],
        decision=EarlierDecision(
            received_on=previous_working_day(decided_on - timedelta(days=25)),
            channel="paper",
            decided_on=decided_on,
            decided_by=office.signed_by(decided_on).user,
            wishes=refused["applied_for"],
            texts={
                "outcome": Decision.Outcome.REFUSED,
                "applied_for": refused["applied_for"],
                "facts": refused["facts"],
                "recipient_view": refused["view"],
                "reasons": refused["reasons"],
                "decisive": refused["decisive"],
                "guidance": refused["guidance"],
            },
            appraisals={
                "leisure": ("no", refused["need"]),
                "network": ("no", refused["network"]),
            },
        ),
    )
