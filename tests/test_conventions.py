"""The house keeps itself in order, so that nobody has to remember."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from stottekontakt.audit.models import AuditEntry
from stottekontakt.database.protection import all_models, is_walled

ROOT = Path(settings.BASE_DIR)
OURS = ["stottekontakt", "applications", "decisions"]
MODELS = [model for model in all_models() if model.__module__.split(".")[0] in OURS]
NYNORSK = ROOT / "stottekontakt" / "locale" / "nn" / "LC_MESSAGES" / "django.po"

# Pages that need no permission, each with the reason.
OPEN_VIEWS = {
    "health-live": "the container asks",
    "health-ready": "the container asks",
    "ui:accessibility": "a declaration for everyone",
    "ui:privacy": "for everyone",
    "ui:components": "only there with DEBUG",
    "accounts:accept_invitation": "whoever has the link from the e-mail",
    "accounts:demo_sign_in": "signs in, and only in a trial",
    "accounts:me": "one's own page",
    "accounts:choose_membership": "one of one's own roles",
    "reminders:choice": "one's own wish",
    "reminders:mailbox": "only in a trial, which sends no e-mail",
    "administration:arms": "not all municipalities have arms; tests/administration asks who sees",
    "administration:withdraw_legal_basis": "only the planned ones of one's own municipality",
    "administration:withdraw_document_kind": "only the planned ones of one's own municipality",
    "administration:confirm_email": "only the person whom the link is to",
}


def source_files(*suffixes: str) -> Iterator[Path]:
    for top in [*OURS, "templates", "static", "tests"]:
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def url_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


def test_every_view_says_who_may_open_it():
    silent = [
        name
        for name, pattern in url_patterns(get_resolver())
        if not hasattr(pattern.callback, "required_permissions")
        and name not in OPEN_VIEWS
        and not name.startswith("account_")  # allauth's own pages: signing in and out
    ]
    assert silent == []


def test_every_event_is_told_in_the_timeline():
    missing = [
        event.value
        for event in AuditEntry.Event
        if not (ROOT / "templates" / "audit" / "events" / f"{event.value}.html").exists()
    ]
    assert missing == []


def test_every_template_is_used():
    text = "\n".join(
        path.read_text()
        for path in source_files(".py", ".html", ".txt")
        if "tests" not in path.parts
    )
    # Django finds these by itself, or a view makes the name from what it shows.
    by_rule = re.compile(
        r"(audit/events|ds|account|administration|help/n[bn]|letters|components|decisions/sections|reports/case)/|\d{3}\.html$"
    )
    unused = []
    for path in (ROOT / "templates").rglob("*.*"):
        name = str(path.relative_to(ROOT / "templates"))
        if not by_rule.match(name) and name not in text:
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_moments_and_people_are_bound_together(model):
    """For each `x_at` with an `x_by` that may be empty, a constraint says when both are there."""
    names = {field.name for field in model._meta.concrete_fields}
    if hasattr(model, "pgh_tracked_model"):
        return
    checks = " ".join(
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )
    loose = [
        name
        for name in names
        if name.endswith("_at")
        and f"{name[:-3]}_by" in names
        and model._meta.get_field(name).null
        and not (f"{name}__isnull" in checks and f"{name[:-3]}_by__isnull" in checks)
    ]
    assert loose == []


# Seen through their case, their decision or by the program alone.
WITHOUT_VISIBLE_TO = {
    "accounts.Unit",  # names of offices
    "audit.AccessEntry",
    "audit.AuditEntry",
    "cases.CaseNumberCounter",
    "decisions.Criterion",  # the municipality's own published criteria
    "reminders.ReminderRun",  # that a morning was done; about nobody
}


def test_personal_data_is_always_asked_for_by_reader():
    without = {
        model._meta.label
        for model in MODELS
        if is_walled(model)
        and not hasattr(model, "pgh_tracked_model")
        and not getattr(model, "shared_rows", False)
        and not hasattr(model._default_manager.all(), "visible_to")
    }
    assert without == WITHOUT_VISIBLE_TO


def test_every_constraint_has_a_test_that_breaks_it():
    tests = "\n".join(path.read_text() for path in source_files(".py") if "tests" in path.parts)
    untested = [
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if constraint.name not in tests
    ]
    assert untested == []


def test_every_constraint_reads_as_a_sentence():
    """`<model>_<rule in words>`: it ends up in error reports."""
    for model in MODELS:
        for constraint in model._meta.constraints:
            assert len(constraint.name.split("_")) >= 3, constraint.name


class TestNynorsk:
    def test_nothing_is_missing_or_unsure(self):
        catalogue = polib.pofile(str(NYNORSK))
        assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
        assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []

    def test_no_text_of_the_program_is_left_out(self, tmp_path):
        """What stands in the sources stands in the catalogue: gathered anew in a copy."""
        for top in [*OURS, "templates"]:
            shutil.copytree(
                ROOT / top, tmp_path / top, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
            )
        shutil.copy(ROOT / "manage.py", tmp_path)
        result = subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-l", "nn", "--no-obsolete"],
            cwd=tmp_path,
            env={**os.environ, "DATA_DIR": str(settings.DATA_DIR)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        gathered = polib.pofile(str(tmp_path / NYNORSK.relative_to(ROOT)))
        assert [entry.msgid for entry in gathered.untranslated_entries()] == []
        assert [entry.msgid for entry in gathered.fuzzy_entries()] == []

    def test_placeholders_are_kept(self):
        placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
        wrong = [
            entry.msgid
            for entry in polib.pofile(str(NYNORSK))
            if not entry.obsolete
            and entry.msgstr
            and sorted(placeholder.findall(entry.msgid))
            != sorted(placeholder.findall(entry.msgstr))
        ]
        assert wrong == []

    def test_no_text_is_taken_for_an_english_one(self):
        """A bokmål msgid that is also one of Django's English msgids would come out translated."""
        with translation.override("nb"):
            changed = [
                entry.msgid
                for entry in polib.pofile(str(NYNORSK))
                if not entry.obsolete
                and entry.msgctxt is None
                and not entry.msgid_plural
                and translation.gettext(entry.msgid) != entry.msgid
            ]
        assert changed == []


def test_the_repository_names_no_registry():
    hosts = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs"]))
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    named = []
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file() and hosts.search(path.read_text(errors="ignore")):
            named.append(name)
    assert named == []
