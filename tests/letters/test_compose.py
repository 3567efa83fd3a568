"""What each letter must hold (forvaltningsloven §§ 23–27, pasient- og brukerrettighetsloven § 3-1),
and how it speaks to whoever reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string as django_render
from django.utils.html import strip_tags

from stottekontakt.letters import compose as composing
from stottekontakt.letters.compose import ComposedLetter, compose
from stottekontakt.letters.context import Met, Offer, Role
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.kinds import LetterKind
from tests.letters.samples import (
    MAKERS,
    SENDER,
    Sample,
    all_samples,
    defaults,
    granted,
    receipt,
    refused,
)


def text_of(html: str) -> str:
    spaced = re.sub(r"<(?:br|/?(?:p|li|ul|ol|h\d|td|th|tr|table|section|div))[^>]*>", " ", html)
    return " ".join(unescape(strip_tags(spaced)).split())


def written(kind, context, language="nb") -> str:
    return text_of(composed(kind, context, language).body)


def composed(kind, context, language="nb") -> ComposedLetter:
    return compose(kind, context=context, texts=defaults(kind, language), language=language)


def test_the_receipt_says_when_what_and_whom_to_ask():
    text = written("receipt", receipt())
    for needed in [
        "Vi har fått søknaden din om støttekontakt",
        "kom til oss 29. januar 2027",
        "senest 26. februar 2027",
        "Du behøver ikke å gjøre noe nå.",
        "skriver vi til deg før den dagen",
        "Ring Siri Eksempelstad på 00 00 00 01. Saken har nummer 2027/41.",
        "rett til å se dokumentene",
        "forvaltningsloven §§ 11, 11 a, 12, 18 og 19",
        "Vennlig hilsen Siri Eksempelstad saksbehandler",
    ]:
        assert needed in text


def test_the_receipt_lists_what_is_missing():
    context = receipt(
        missing=("fullmakt fra Nora", "<b>uttalelse</b>"),
        missing_by=receipt().answer_by,
        applied_for="seks timer i uken",
    )
    text = written("receipt", context)
    assert "Søknaden gjelder seks timer i uken." in text
    assert "Dette mangler vi" in text
    assert "fullmakt fra Nora <b>uttalelse</b>" in text
    assert "Send det helst innen 26. februar 2027." in text
    assert "Du behøver ikke å gjøre noe nå." not in text


GRANTED = [
    "Nora får støttekontakt tre timer i uken fra 15. mars 2027.",
    "Nora får støttekontakt, 3 timer i uken Form én fast støttekontakt",
    "Periode 15. mars 2027 til 14. mars 2028",
    "Mål Nora svømmer og strikker",
    "Evaluering senest 1. oktober 2027",
    "Opplysninger i saken Nora er 11 år",
    "Hva Nora mener",
    "Hva foreldrene mener",
    "Hva vi bygger på Søknaden kom til oss 29. januar 2027.",
    "Si fra hvis noe av dette er feil.",
    "Hva den sier, slik den var 9. mars 2027",
    "Pasient- og brukerrettighetsloven § 2-1 andre ledd",
    "§ 3-1, § 3-2 første ledd nr. 6 bokstav b og § 4-1",
    "Alder: normalt fra 10 år Nora er 11 år. Ja",
    "Andre tilbud er ikke nok Svømmeklubben og strikkekafeen er åpne for alle, men ingen der kan "
    "følge Nora. Delvis",
    "Begrunnelse Nora trenger en som følger henne",
    "Hvordan vi legger vekt på det Nora mener",
    "Barnets beste Nora har godt av",
    "Annet vi har vurdert",
    "Oppstart: Vi leter etter en støttekontakt som passer for Nora",
    "Utgifter: Tjenesten er gratis. Dere betaler Noras egne billetter",
    "Kommunen betaler for støttekontakten.",
    "taushetsplikt og skal ha vist politiattest",
    "Endringer: Si fra til oss",
    "Vedtaket går ut 14. mars 2028.",
    "Ledsagerbevis:",
    "Vedlegg: uttalelse fra Prøvelia skole, 3. mars 2027",
    "Samme brev går til Per Prøvedal, far til Nora",
]
COMPLAINT = [
    "Du kan klage og få se saken",
    "Fristen er fire uker fra den dagen du fikk brevet.",
    "mandag 15. mars 2027, må du klage senest mandag 12. april 2027",
    "Lyngvik kommune, Tildelingskontoret, Postboks 1, 9999 Lyngvik",
    "Klagen er i tide når du har postet den",
    "til Statsforvalteren i Prøveland, som avgjør den. Du får kopi.",
    "Pasient- og brukerombudet gir også gratis råd",
    "rett til å få dekket nødvendige utgifter",
    "Se saken:",
    "§§ 7-2, 7-3 og 7-5, forvaltningsloven §§ 11, 29–33 og 36.",
    "Innsyn: forvaltningsloven §§ 18 og 19, pasient- og brukerrettighetsloven § 5-1.",
    "Siri Eksempelstad saksbehandler Jon Testmo ansvarlig for vedtaket",
    "Brevet er godkjent elektronisk",
]


@pytest.mark.parametrize("needed", [*GRANTED, *COMPLAINT])
def test_a_grant_holds_what_the_law_asks_for(needed):
    assert needed in written("decision_granted", granted())


REFUSED = [
    "Du får ikke støttekontakt nå. Søknaden gjaldt fire timer i uken.",
    "Resultat avslag på støttekontakt Søknaden gjaldt fire timer i uken",
    "Avgjørende Du får hjelpen du trenger på andre måter",
    "I stedet følge til håndballklubben",
    "Hva du mener Du savner venner",
    "Hva vi bygger på Søknaden kom til oss 8. februar 2027.",
    "Andre tilbud er ikke nok Personalet går ut med deg fem timer i uken. I tillegg får du følge "
    "til håndballklubben. Nei",
    "Hvorfor unntaket ikke gjelder deg Det er ikke nok til å si nei",
    "Hvordan vi legger vekt på det du mener",
    "Annen hjelp du kan få Selv om du ikke får støttekontakt",
    "Håndballklubben: Fritidskonsulent Eva Prøvevik ringer innen 15. mars",
    "Koordinator og individuell plan:",
    "Du kan søke på nytt når du vil",
]


@pytest.mark.parametrize("needed", [*REFUSED, *COMPLAINT])
def test_a_refusal_holds_what_the_law_asks_for(needed):
    assert needed in written("decision_refused", refused())


def test_the_outcome_is_the_first_sentence():
    for kind, context, first in [
        ("decision_granted", granted(role=Role.RECIPIENT), "Du får støttekontakt"),
        ("decision_refused", refused(role=Role.GUARDIAN), "Tor får ikke støttekontakt"),
    ]:
        body = composed(kind, context).body
        lead = re.search(r'<p class="lead">(.*?)</p>', body, re.DOTALL)
        assert lead
        assert text_of(lead[1]).startswith(first)


@pytest.mark.parametrize("kind", LetterKind.values)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_letter_about_somebody_else_never_calls_the_reader_the_recipient(kind, language):
    """What the program says of the recipient; what caseworkers write is their own."""
    make = MAKERS[LetterKind(kind)]
    silent = {
        "facts": "x", "recipient_view": "x", "reasons": "x", "view_weight": "x", "exception": "x",
        "decisive": "x", "alternatives": "x", "instead": "", "offers": (), "criteria": (),
    }  # fmt: skip
    known = {key: value for key, value in silent.items() if hasattr(make(), key)}
    text = written(kind, make(language, role=Role.PARENT, called="Nora", **known), language)
    assert "Nora" in text
    for of_reader in [
        "søknaden din", "saken din", "saka di", "journalen din", "Du får støtte", "Du får ikke",
        "Du får ikkje", "passer for deg", "passar for deg",
    ]:  # fmt: skip
        assert of_reader not in text


@pytest.mark.parametrize("kind", LetterKind.values)
def test_a_letter_to_the_recipient_uses_no_name(kind):
    context = MAKERS[LetterKind(kind)]("nb", role=Role.RECIPIENT, called="Xerxes")
    assert "Xerxes" not in written(kind, context)


def test_a_child_is_heard_and_an_adult_has_no_childs_best():
    assert "Barnets beste" in written("decision_granted", granted())
    assert "Barnets beste" not in written("decision_granted", granted(is_minor=False))


def test_nynorsk_is_nynorsk():
    text = written("decision_refused", refused("nn"), "nn")
    for needed in [
        "Du får ikkje støttekontakt no.",
        "Reglane vi bruker",
        "Kva du meiner",
        "Fristen er fire veker",
        "måndag 15. mars 2027, må du klage seinast måndag 12. april 2027",
        "Statsforvaltaren i Prøveland",
        "saksbehandlar",
        "Vennleg helsing",
    ]:
        assert needed in text
    assert not re.search(r"\b(ikke|hva|hvordan|uken|noe|fra)\b", text)


def test_complaints_online_only_where_the_municipality_takes_them():
    on_paper = written("decision_refused", refused())
    assert "klage på nett" not in on_paper
    sender = replace(SENDER["nb"], complaint_url="https://lyngvik.example/klage")
    body = composed("decision_refused", refused(sender=sender)).body
    assert '<a href="https://lyngvik.example/klage">lyngvik.example/klage</a>' in body
    assert "En klage på nett må ha kommet fram" in text_of(body)


def test_suspension_is_told_when_the_decision_does_harm():
    assert "§ 42" not in written("decision_granted", granted())
    text = written("decision_granted", granted(is_detriment=True))
    assert "be oss vente med å sette det i verk for Nora" in text
    assert "Utsettelse: forvaltningsloven § 42." in text


def test_what_is_refused_in_part_is_said_first_and_explained():
    text = written(
        "decision_granted",
        granted(refused_part="tre av seks timer", refused_reasons="Fordi lørdager er avlastning."),
    )
    assert "Vi sier nei til en del av søknaden: tre av seks timer." in text
    assert "Hvorfor vi sier nei til en del Fordi lørdager er avlastning." in text


def test_several_services_each_with_form_and_period():
    sample = next(s for s in all_samples() if s.name == "decision_granted-several.nb")
    text = text_of(sample.composed().body)
    assert (
        "Du får støttekontakt to og en halv time i uken, plass i aktivitetsgruppe åtte timer i "
        "måneden, støttekontakt i en frivillig organisasjon én time i uken og fritid med bistand "
        "en halv time i uken fra 15. mars 2027." in text
    )
    assert "fra 15. mars 2027, inntil videre" in text
    assert "1. april 2027 til 31. desember 2027" in text
    assert "Kjøring: Vi dekker kjøring med støttekontakten for inntil 200 kroner" in text
    assert "Du betaler også for støttekontakten" in text


def test_how_long_it_lasts_is_true_of_every_service():
    service = granted().services[0]
    forever = replace(service, ends_on=None)

    def lasts(*services):
        text = written("decision_granted", granted(services=services))
        return text.partition("Varighet: ")[2]

    assert lasts(service).startswith("Vedtaket går ut 14. mars 2028. Trenger Nora")
    assert lasts(forever).startswith("Vedtaket gjelder inntil videre.")
    assert lasts(service, forever).startswith("Tjenestene varer ulikt lenge.")


def test_a_group_has_nobody_to_look_for():
    sample = next(s for s in all_samples() if s.name == "decision_granted-group.nb")
    text = text_of(sample.composed().body)
    assert "første gangen du skal være med i gruppen" in text
    assert "Vi leter etter en støttekontakt" not in text
    assert "betaler for støttekontakten" not in text


def test_the_caseworkers_own_words_take_the_place_of_the_usual():
    text = written("decision_granted", granted(start="Mona Prøvelia begynner på tirsdag."))
    assert "Oppstart: Mona Prøvelia begynner på tirsdag." in text
    assert "Vi leter etter" not in text


def test_without_a_line_of_its_own_a_refusal_names_the_criteria_not_met():
    text = written("decision_refused", refused(decisive=""))
    assert "Ikke oppfylt Andre tilbud er ikke nok Bor ikke i bolig med personale" in text
    met = tuple(replace(one, met=Met.YES) for one in refused().criteria)
    assert "Ikke oppfylt" not in written("decision_refused", refused(decisive="", criteria=met))


def test_guidance_stands_with_other_help():
    text = written("decision_refused", refused(guidance="Kulturskolen har plass.", offers=()))
    assert "Ring oss, så forklarer vi hva det er. Kulturskolen har plass. Du kan søke" in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", "Søknaden kom til oss 29. januar 2027. Si fra hvis noe av dette er feil."),
        (
            "Vi snakket med Nora.",
            "Søknaden kom til oss 29. januar 2027. Vi snakket med Nora. Si fra hvis noe",
        ),
        (
            "- Samtale med mor 3. mars 2027",
            "Søknaden kom til oss 29. januar 2027. Vi bygger også på dette: Samtale med mor "
            "3. mars 2027 Si fra hvis noe",
        ),
    ],
)
def test_what_it_builds_on_reads_well_as_sentence_and_as_list(given, expected):
    assert f"Hva vi bygger på {expected}" in written("decision_granted", granted(built_on=given))


def test_a_list_without_an_application_is_introduced():
    text = written("decision_granted", granted(received_on=None, built_on="- Møte 3. mars 2027"))
    assert "Hva vi bygger på Vi bygger på dette: Møte 3. mars 2027" in text


def test_nothing_empty_is_left_behind():
    context = granted(
        role=Role.RECIPIENT, applicant_view="", view_weight="", alternatives="", built_on="",
        received_on=None, criteria=(), reasons="", recipient_view="", best_interests="",
        attachments=(), copies_to=(), evaluate_by=None,
    )  # fmt: skip
    body = composed("decision_granted", context).body
    for heading in ["Hva du mener", "Begrunnelse", "Barnets beste", "Hva vi bygger på", "Vedlegg",
                    "Samme brev", "Evaluering"]:  # fmt: skip
        assert heading not in body
    assert not re.search(r"<(p|li|h\d|td|th|ul)[^>]*>\s*</", body)


class TestPreview:
    def test_what_is_not_known_stands_open(self):
        context = granted(
            dated_on=None,
            services=(),
            complaint=replace(granted().complaint, example_received_on=None, example_due_on=None),
        )
        letter = composed("decision_granted", context)
        text = text_of(letter.body)
        assert "Nora får [tjenester] fra [dato]." in text
        assert "slik den var [dato]" in text
        assert "fikk du det for eksempel [dato], må du klage senest [dato]" in text.lower()
        assert letter.open_fields == (
            "dato", "eksempel_frist", "eksempel_mottatt", "start", "tjenester"
        )  # fmt: skip

    def test_a_whole_letter_has_nothing_open(self):
        for sample in all_samples():
            if sample.context.dated_on is not None:
                assert sample.composed().open_fields == (), sample.name

    def test_a_telephone_is_found_or_stands_open(self):
        contact = replace(receipt().contact, phone="")
        assert "på 00 00 00 00." in written("receipt", receipt(contact=contact))
        sender = replace(SENDER["nb"], phone="")
        letter = composed("receipt", receipt(contact=contact, sender=sender))
        assert letter.open_fields == ("telefon",)

    def test_the_page_has_its_own_h1(self):
        screen = composed("receipt", receipt()).body_for_screen
        assert "<h1" not in screen
        assert "<h2>Vi har fått søknaden" in screen
        assert "<h3>Dette skjer nå" in screen


class TestNamesAndTexts:
    def test_html_in_a_name_is_only_a_name(self):
        body = composed(
            "receipt", receipt(role=Role.PROXY, called="<img src=x onerror=alert(1)>")
        ).body
        assert "<img" not in body
        assert "&lt;img src=x" in body

    def test_braces_in_what_people_write_are_left_alone(self):
        text = written("decision_granted", granted(facts="Han sa {navn} og {{ letter }} {% if %}."))
        assert "Han sa {navn} og {{ letter }} {% if %}." in text

    def test_a_missing_text_is_named(self):
        texts = defaults("receipt", "nb")
        del texts["answer_by"]
        with pytest.raises(CannotWriteLetter, match="«Når svaret kommer» mangler"):
            compose("receipt", context=receipt(), texts=texts, language="nb")

    def test_a_text_with_an_unknown_field_is_named(self):
        texts = defaults("receipt", "nb") | {"questions": "Ring {hvem}."}
        with pytest.raises(CannotWriteLetter) as refusal:
            compose("receipt", context=receipt(), texts=texts, language="nb")
        assert refusal.value.problems[0].startswith("Hvem man kan spørre: «{hvem}» er ikke et felt")

    def test_an_optional_text_left_empty_is_left_out(self):
        texts = defaults("decision_granted", "nb") | {"companion_card_other": ""}
        letter = compose("decision_granted", context=granted(), texts=texts, language="nb")
        assert "Ledsagerbevis" not in letter.body
        assert "<li></li>" not in letter.body

    def test_a_municipalitys_own_text_is_used(self):
        texts = defaults("receipt", "nb") | {"answer_by": "**Vent** på {enhet} & co."}
        letter = compose("receipt", context=receipt(), texts=texts, language="nb")
        assert "<p><strong>Vent</strong> på Tildelingskontoret &amp; co.</p>" in letter.body

    def test_an_error_in_a_template_is_a_sentence_not_a_crash(
        self, monkeypatch, settings, tmp_path
    ):
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters" / "receipt.html").write_text("{% load letters %}{% nonsense %}")
        templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
        settings.TEMPLATES = templates
        with pytest.raises(CannotWriteLetter, match="malen har en feil"):
            composed("receipt", receipt())
        assert composing.render_to_string is django_render

    def test_the_wrong_context_is_a_mistake_of_ours(self):
        with pytest.raises(TypeError, match="made from DecisionGrantedContext"):
            compose("decision_granted", context=receipt(), texts={}, language="nb")


def test_the_same_in_is_the_same_out():
    sample = Sample(
        "x", LetterKind.DECISION_REFUSED, "nb", refused(offers=(Offer(title="a", text="b"),))
    )
    assert sample.composed() == sample.composed()
