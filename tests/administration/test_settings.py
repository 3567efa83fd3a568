"""The municipality's settings: explained, shown beforehand, versioned; arms for the letters."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stottekontakt.accounts.models import Municipality
from stottekontakt.accounts.roles import Role
from stottekontakt.administration.settings import BY_SLUG, GROUPS
from stottekontakt.audit.models import AuditEntry
from stottekontakt.letters import arms
from stottekontakt.letters.pdf import render_pdf

DEADLINES = {"paper_delivery_days": "5", "own_goal_days": "21", "evaluation_months": "6"}


def url(slug: str) -> str:
    return f"/administrasjon/kommunen/{slug}/"


def version(browser, slug: str) -> str:
    return browser.get(url(slug)).context["form"]["version"].value()


def typed(municipality, slug: str, **changes) -> dict:
    values = {name: getattr(municipality, name) for name in BY_SLUG[slug].names if name != "arms"}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def test_every_column_stands_in_one_group():
    columns = {field.name for field in Municipality._meta.concrete_fields} - {"id"}
    grouped = [name for group in GROUPS for name in group.names]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == columns, "explain each setting in administration/settings.py"


def test_settings_are_changed_and_told_in_the_history(admin, municipality):
    data = DEADLINES | {"version": version(admin, "frister")}
    response = admin.post(url("frister"), data, follow=True)
    assert "«Frister og evaluering» er lagret." in response.text
    municipality.refresh_from_db()
    assert (municipality.paper_delivery_days, municipality.own_goal_days) == (5, 21)
    entry = AuditEntry.objects.get(event="settings_changed")
    assert entry.data == {"fields": ["evaluation_months", "own_goal_days", "paper_delivery_days"]}
    page = admin.get("/administrasjon/kommunen/").text
    assert "<del>4</del> → <ins>5</ins>" in page
    assert "Astrid Skare" in page


def test_nothing_changed_is_nothing_written(admin, municipality):
    data = typed(municipality, "frister", version=version(admin, "frister"))
    admin.post(url("frister"), data)
    assert not AuditEntry.objects.filter(event="settings_changed").exists()


def test_of_two_who_save_the_second_is_told(admin, second_admin, municipality):
    seen = version(second_admin, "frister")
    admin.post(url("frister"), DEADLINES | {"version": seen})
    response = second_admin.post(
        url("frister"), DEADLINES | {"version": seen, "paper_delivery_days": "9"}
    )
    assert "En annen har lagret noe her" in response.text
    municipality.refresh_from_db()
    assert municipality.paper_delivery_days == 5
    again = response.context["form"]["version"].value()
    second_admin.post(url("frister"), DEADLINES | {"version": again, "paper_delivery_days": "9"})
    municipality.refresh_from_db()
    assert municipality.paper_delivery_days == 9


def test_a_preview_shows_what_the_days_lead_to(admin, municipality):
    before = admin.get(url("frister")).text
    assert "regnes som kommet fram" in before
    data = DEADLINES | {"version": version(admin, "frister"), "forhandsvis": "ja"}
    after = admin.post(url("frister"), data).text
    assert "Ut fra det du har skrevet. Ikke lagret ennå." in after
    municipality.refresh_from_db()
    assert municipality.paper_delivery_days == 4


@pytest.mark.parametrize(
    ("slug", "changes", "message"),
    [
        ("frister", {"paper_delivery_days": "0"}, "Skriv et tall fra 1 og oppover."),
        ("frister", {"paper_delivery_days": "fire"}, "Skriv et helt tall, for eksempel 4."),
        ("frister", {"evaluation_months": "99"}, "Skriv et tall som ikke er over 24."),
        ("tjenesten", {"hourly_rate": "mye"}, "Skriv et beløp i kroner"),
        ("tjenesten", {"hourly_rate": "-1"}, "Beløpet kan ikke være under null."),
        ("tjenesten", {"weeks_per_year": "54"}, "Skriv et tall som ikke er over 53."),
        ("brevhode", {"email": "post"}, "Skriv en hel e-postadresse"),
        ("brevhode", {"name": "Fjordvik kommune"}, "En annen kommune har dette navnet."),
        ("brevhode", {"phone": "ring!"}, "Skriv bare telefonnummeret"),
        ("to-personer", {"second_person": "above_hours"}, "Skriv hvor mange timer i uken"),
        (
            "to-personer",
            {"second_person": "all", "second_person_above_hours": "5"},
            "Timetallet brukes ikke med valget over.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_words(
    admin, municipality, other_municipality, slug, changes, message
):
    data = typed(municipality, slug, version=version(admin, slug)) | changes
    response = admin.post(url(slug), data)
    assert response.status_code == 200
    assert message in response.text
    assert not AuditEntry.objects.filter(event="settings_changed").exists()


@pytest.mark.parametrize("typed_rate", ["228,58", "228.58 kr", "kr 228,58"])
def test_money_is_read_as_people_write_it(admin, municipality, typed_rate):
    data = typed(
        municipality, "tjenesten", version=version(admin, "tjenesten"), hourly_rate=typed_rate
    )
    admin.post(url("tjenesten"), data)
    municipality.refresh_from_db()
    assert str(municipality.hourly_rate) == "228.58"


def picture(kind="PNG", size=(400, 500), mode="RGBA") -> SimpleUploadedFile:
    out = io.BytesIO()
    color = (200, 0, 0, 120) if mode == "RGBA" else (200, 0, 0)
    Image.new(mode, size, color).save(out, kind)
    return SimpleUploadedFile(f"vapen.{kind.lower()}", out.getvalue())


def put_in(admin, municipality, file):
    data = typed(municipality, "brevhode", version=version(admin, "brevhode"), arms=file)
    return admin.post(url("brevhode"), data)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB")])
def test_arms_are_drawn_anew_and_stand_in_letters(admin, municipality, kind, mode):
    assert put_in(admin, municipality, picture(kind, mode=mode)).status_code == 302
    municipality.refresh_from_db()
    stored = arms.path_of(municipality.arms).read_bytes()
    with Image.open(io.BytesIO(stored)) as drawn:
        assert (drawn.format, drawn.mode) == ("PNG", "RGB"), "nothing is half transparent"
    shown = admin.get("/administrasjon/kommunen/vapen/")
    assert (shown.content, shown["Content-Type"]) == (stored, "image/png")
    pdf = render_pdf(
        '<html lang="nb"><head><title>x</title></head><body>'
        f'<img src="letter:arms/{municipality.arms}" alt="Våpenet"></body></html>'
    )
    assert b"/Image" in pdf


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("v.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "PNG eller"),
        (SimpleUploadedFile("v.png", b"\x89PNG\r\n\x1a\n tull"), "ikke et bilde vi kan lese"),
        (SimpleUploadedFile("v.png", b"x" * (2 * 1024 * 1024 + 1)), "på høyst 2 MB"),
        (picture(size=(50, 400)), "Det må være minst 100"),
        (picture("GIF", mode="RGB"), "PNG eller JPEG"),
    ],
    ids=["svg", "broken", "big", "small", "gif"],
)
def test_other_files_are_refused_in_words(admin, municipality, file, message):
    file.seek(0)
    response = put_in(admin, municipality, file)
    assert response.status_code == 200
    assert message in response.text
    municipality.refresh_from_db()
    assert municipality.arms == ""


@pytest.mark.parametrize("name", ["own/../../etc/passwd", "own/x.png", "own/" + "a" * 64 + ".svg"])
def test_a_name_of_arms_leads_nowhere_else(name):
    with pytest.raises(ValueError, match=r"own/"):
        arms.path_of(name)


def test_arms_are_taken_away(admin, municipality):
    put_in(admin, municipality, picture())
    municipality.refresh_from_db()
    data = typed(municipality, "brevhode", version=version(admin, "brevhode"), arms_removed="on")
    admin.post(url("brevhode"), data)
    municipality.refresh_from_db()
    assert municipality.arms == ""
    assert admin.get("/administrasjon/kommunen/vapen/").status_code == 404


def test_the_arms_are_for_those_who_may_read_the_settings(municipality, member, client_for):
    municipality.arms = "lyngvik.svg"
    municipality.save()
    assert client_for(member(Role.LEADER)).get("/administrasjon/kommunen/vapen/").status_code == 200
    assert (
        client_for(member(Role.CASEWORKER)).get("/administrasjon/kommunen/vapen/").status_code
        == 403
    )


def test_a_group_that_is_not_there(admin):
    assert admin.get(url("finnes-ikke")).status_code == 404


def test_the_number_of_queries_is_small(admin, municipality, django_assert_max_num_queries):
    for days in range(2, 12):
        municipality.paper_delivery_days = days
        municipality.save()
    with django_assert_max_num_queries(12):
        admin.get("/administrasjon/kommunen/")
