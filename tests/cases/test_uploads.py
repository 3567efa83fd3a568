"""Uploaded files survive a form with errors, and are nobody else's."""

from __future__ import annotations

import re

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from stottekontakt.accounts.roles import Role
from stottekontakt.cases import storage, uploads
from tests.cases.files import EXE, JPEG, PDF, upload


class Form(forms.Form):
    name = forms.CharField()
    files = uploads.UploadsField(required=False)
    single = uploads.UploadsField(required=False, most=1)


@pytest.fixture
def send(caseworker):
    def make(data=None, files=None, owner=caseworker, **values) -> Form:
        posted = MultiValueDict({key: [value] for key, value in values.items()})
        for key, value in (data or {}).items():
            posted.setlist(key, value)
        form = Form(posted, MultiValueDict(files or {}))
        for field in ("files", "single"):
            form.fields[field].owner = owner
        return form

    return make


def tokens(form: Form, name: str = "files") -> list[str]:
    return re.findall(rf'name="{name}-kept" value="([^"]+)"', str(form[name]))


def test_a_file_is_checked_stored_and_given_back(send, caseworker) -> None:
    form = send(name="Nora", files={"files": [upload("søknad.pdf")]})
    assert form.is_valid(), form.errors
    (kept,) = form.cleaned_data["files"]
    assert (kept.filename, kept.content_type, kept.size) == (
        "søknad.pdf",
        "application/pdf",
        len(PDF),
    )
    assert uploads.content(kept, caseworker).data == PDF
    assert storage.read(caseworker.municipality_id, kept.sha256) == PDF


def test_files_survive_an_error_elsewhere_in_the_form(send) -> None:
    first = send(files={"files": [upload("a.pdf"), upload("b.jpg", JPEG)]})
    assert not first.is_valid()
    assert set(first.errors) == {"name"}
    assert "a.pdf" in str(first["files"])
    again = send(name="Nora", data={"files-kept": tokens(first)})
    assert again.is_valid(), again.errors
    assert [kept.filename for kept in again.cleaned_data["files"]] == ["a.pdf", "b.jpg"]


def test_good_files_survive_a_bad_one(send) -> None:
    form = send(name="Nora", files={"files": [upload("a.pdf"), upload("b.pdf", EXE)]})
    assert not form.is_valid()
    assert "«b.pdf» er et program" in form.errors["files"][0]
    assert len(tokens(form)) == 1
    again = send(name="Nora", data={"files-kept": tokens(form)})
    assert again.is_valid()


def test_a_kept_file_may_be_taken_away_and_another_added(send) -> None:
    first = send(files={"files": [upload("a.pdf"), upload("b.pdf", PDF + b"\n")]})
    assert not first.is_valid()
    a, b = tokens(first)
    again = send(
        name="Nora",
        data={"files-kept": [a, b], "files-removed": [a]},
        files={"files": [upload("c.jpg", JPEG)]},
    )
    assert again.is_valid()
    assert [kept.filename for kept in again.cleaned_data["files"]] == ["b.pdf", "c.jpg"]


def test_a_kept_file_is_its_owners_alone(send, member) -> None:
    first = send(files={"files": [upload("a.pdf")]})
    assert not first.is_valid()
    again = send(name="Nora", data={"files-kept": tokens(first)}, owner=member(Role.CASEWORKER))
    assert not again.is_valid()
    assert again.errors["files"] == [
        "En fil du lastet opp tidligere, er ikke lenger her. Legg den ved på nytt."
    ]
    assert tokens(again) == []


@pytest.mark.parametrize("token", ["", "oppdiktet", "a:b:c"])
def test_a_made_up_note_is_no_file(send, token) -> None:
    form = send(name="Nora", data={"files-kept": [token]})
    assert not form.is_valid()
    assert "ikke lenger her" in form.errors["files"][0]


def test_after_half_a_day_the_note_is_dead(send) -> None:
    with time_machine.travel("2026-11-22T08:00:00+01:00") as clock:
        first = send(files={"files": [upload("a.pdf")]})
        assert not first.is_valid()
        clock.move_to("2026-11-22T20:00:02+01:00")
        again = send(name="Nora", data={"files-kept": tokens(first)})
        assert not again.is_valid()


def test_a_file_the_sweeper_took_is_told_as_gone(send, caseworker) -> None:
    first = send(files={"files": [upload("a.pdf")]})
    assert not first.is_valid()
    for file in storage.path_of(caseworker.municipality_id, "ab").parent.parent.glob("??/*"):
        file.unlink()
    again = send(name="Nora", data={"files-kept": tokens(first)})
    assert "Legg den ved på nytt" in again.errors["files"][0]


def test_one_file_where_one_is_asked_for(send) -> None:
    form = send(name="Nora", files={"single": [upload("a.pdf"), upload("b.jpg", JPEG)]})
    assert form.errors["single"] == ["Legg ved bare én fil her."]


def test_a_flood_of_files_is_refused(send, monkeypatch) -> None:
    form = send(name="Nora")
    form.fields["files"].most = 2
    form.files = MultiValueDict(
        {"files": [SimpleUploadedFile(f"{n}.pdf", PDF + b"\n" * n) for n in range(3)]}
    )
    assert "3 filer. Høyst 2" in form.errors["files"][0]


def test_nothing_chosen_is_nothing(send) -> None:
    form = send(name="Nora")
    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    assert 'type="file"' in str(form["files"])
    assert "multiple" in str(form["files"])
    assert "multiple" not in str(form["single"])
