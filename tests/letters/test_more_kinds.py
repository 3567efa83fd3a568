"""What the letters besides receipt, grant and refusal must hold, and in which words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from stottekontakt.letters import examples as samples
from stottekontakt.letters.context import Ended, Meeting, Offer, Planned, Role
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.kinds import LetterKind
from tests.letters.samples import BEFORE, MAKERS, all_samples, extended, support
from tests.letters.test_compose import composed, text_of, written

PARENT: dict[str, Any] = {"role": Role.PARENT, "called": "Nora"}

HOLDS: dict[str, list[str]] = {
    LetterKind.INVITATION: [
        "Vi inviterer deg til en samtale tirsdag 16. mars 2027 klokken 13.00.",
        "Når tirsdag 16. mars 2027 klokken 13.00",
        "Hvor Lyngvik rådhus, møterom 2",
        "Du møter Siri Eksempelstad",
        "Vi vil også høre om svømmingen på tirsdager.",
        "ha med deg en du stoler på",
        "Vi har bestilt tolk på tigrinja. Tolken har taushetsplikt",
        "Ring Siri Eksempelstad på 00 00 00 01, så finner vi en annen tid.",
        "Du bestemmer selv om du vil snakke med oss.",
        "forvaltningsloven §§ 11 d, 12 og 17",
    ],
    LetterKind.INFORMATION_REQUEST: [
        "Vi trenger flere opplysninger for å avgjøre saken din. Send dem til oss innen "
        "23. mars 2027",
        "Dette trenger vi hvilke kvelder personalet går ut uttalelse fra dagsenteret",
        "Hvorfor vi spør Vi må vite hva som finnes fra før",
        "Lyngvik kommune, Tildelingskontoret, Postboks 1, 9999 Lyngvik",
        "Rekker du det ikke, så ring oss før 23. mars 2027.",
        "Får vi ikke opplysningene, avgjør vi saken med det vi vet.",
        "Søknaden kom til oss 1. mars 2027. Du hører fra oss senest 1. april 2027, også om noe "
        "mangler da.",
        "forvaltningsloven §§ 11, 11 a, 12 og 17",
    ],
    LetterKind.INTERIM_REPLY: [
        "Søknaden din om støttekontakt kom til oss 1. mars 2027. Vi klarer ikke å avgjøre den "
        "innen en måned. Vi regner med at du får svar senest 15. april 2027.",
        "Hvorfor det tar lengre tid Vi har bedt om opplysninger som har betydning for saken din",
        "Vi ventet på svar fra dagsenteret.",
        "Dette mangler vi Saken går raskere hvis vi får dette: fullmakt fra Nora",
        "Vi arbeider med saken din. Ser vi at 15. april 2027 heller ikke holder, skriver vi til "
        "deg igjen.",
        "Saken har nummer 2027/41.",
        "forvaltningsloven § 11 a",
    ],
    LetterKind.CONSENT: [
        "Vi ber om lov til å hente opplysninger om deg fra andre. Det er frivillig.",
        "Prøvelia skole fastlege Kari Prøvestad Nav Lyngvik",
        "Hva vi vil spørre om Vi spør hvordan fritiden er nå",
        "Du kan si ja til alle, til noen eller til ingen. Du kan trekke et ja tilbake",
        "Sier du nei, avgjør vi saken din med det vi vet.",
        "Svarside Jeg har lest brevet fra Lyngvik kommune.",
        "Kan vi spørre? Ja Nei Prøvelia skole",
        "Jeg vet at det er frivillig",
        "Underskrift",
        "forvaltningsloven §§ 13 og 13 a og i helsepersonelloven §§ 21 og 22",
    ],
    LetterKind.COMMENT_REQUEST: [
        "Vi har fått nye opplysninger i saken din. Du kan si hva du mener om dem innen "
        "23. mars 2027.",
        "Opplysningene kommer fra Prøvelia skole, i et brev 3. mars 2027. Skolen skriver",
        "Du trenger ikke å svare. Hører vi ikke fra deg innen 23. mars 2027, avgjør vi saken med "
        "det vi vet.",
        "rett til å se dokumentene",
        "forvaltningsloven §§ 17, 18 og 19",
    ],
    LetterKind.ADVANCE_NOTICE: [
        "Vi vurderer å endre tjenesten din, men ingenting er bestemt. Du kan si hva du mener innen "
        "30. mars 2027.",
        "Du har nå støttekontakt, 4 timer i uken",
        "Vi vurderer støttekontakt to timer i uken i stedet for fire",
        "Tidligst fra 1. mai 2027",
        "Svar innen 30. mars 2027",
        "Hvorfor vi vurderer det Håndballklubben har nå egne ledere",
        "Vi bygger på dette: I vedtaket fra 2026 tok vi forbehold",
        "Fristen er regnet fra den dagen vi sendte brevet.",
        "Du har tjenesten som før til du får et nytt vedtak fra oss.",
        "vedtaket kan du klage på",
        "forvaltningsloven §§ 16–19 og 35",
    ],
    LetterKind.GUIDANCE: [
        "Takk for at du tok kontakt 8. mars 2027.",
        "Det du spurte om Om en på 34 år i bolig med personale kan få støttekontakt.",
        "Det vi svarte Alle kan søke.",
        "Du kan alltid søke om støttekontakt. Dette brevet er et råd og ikke et svar på en søknad.",
        "Søknadsskjemaet finner du på lyngvik.example.",
        "forvaltningsloven § 11",
    ],
    LetterKind.DECISION_CHANGED: [
        "Du får støttekontakt to timer i uken fra 1. mai 2027. Til nå har du hatt støttekontakt "
        "fire timer i uken.",
        "Dette endrer vi Tjeneste Til nå Fra 1. mai 2027 støttekontakt 4 timer i uken, til "
        "14. mars 2028 2 timer i uken, til 14. mars 2028",
        "Et vedtak kan bare endres til det verre for deg når loven åpner for det. Vi bygger på "
        "dette: I vedtaket fra 2026",
        "Det du sa til varselet vårt Lørdagene er viktigst",
        "Begrunnelse Klubben har egne ledere",
        "Du kan be oss vente med å sette det i verk til klagen er avgjort.",
        "Endring av vedtak: forvaltningsloven § 35.",
        "Utsettelse: forvaltningsloven § 42.",
        "Fristen er fire uker",
    ],
    LetterKind.DECISION_TERMINATED: [
        "Vi avslutter vedtaket ditt om støttekontakt. Den siste dagen er 31. mars 2027.",
        "Til nå støttekontakt, 4 timer i uken",
        "Siste dag 31. mars 2027",
        "Grunn du har flyttet fra kommunen",
        "Kommunen du bor i, har nå ansvaret for hjelpen du trenger (helse- og "
        "omsorgstjenesteloven § 3-1).",
        "Flytting fra Lyngvik er meldt",
        "Du kan søke på nytt",
        "Fristen er fire uker",
    ],
    LetterKind.DECISION_DISMISSED: [
        "Vi avviser søknaden din om støttekontakt. Det betyr at vi ikke har vurdert om du skal få "
        "støttekontakt.",
        "Hvorfor vi avviser søknaden Søknaden kom fra en som ikke har fullmakt.",
        "Hva du kan gjøre nå Kommer fullmakten, tar vi søknaden opp igjen. Du kan søke på nytt",
        "et vedtak som kan påklages: forvaltningsloven §§ 2 og 28.",
        "Fristen er fire uker",
    ],
}  # fmt: skip


def test_every_kind_is_held_to_something():
    shown_elsewhere = {
        LetterKind.RECEIPT, LetterKind.DECISION_GRANTED, LetterKind.DECISION_REFUSED,
    }  # fmt: skip
    assert set(HOLDS) | shown_elsewhere == set(LetterKind.values)


@pytest.mark.parametrize(
    ("kind", "needed"), [(kind, needed) for kind, all_ in HOLDS.items() for needed in all_]
)
def test_each_letter_holds_what_it_must(kind, needed):
    assert needed in written(kind, MAKERS[LetterKind(kind)]("nb", role=Role.RECIPIENT))


FIRST: dict[tuple[str, str], str] = {
    (LetterKind.INVITATION, "nb"): "Vi inviterer deg til en samtale tirsdag",
    (LetterKind.INVITATION, "nn"): "Vi inviterer deg til ein samtale tysdag",
    (LetterKind.INFORMATION_REQUEST, "nn"): "Vi treng fleire opplysningar for å avgjere saka til N",
    (LetterKind.INTERIM_REPLY, "nb"): "Søknaden om støttekontakt til Nora kom til oss 1. mars",
    (LetterKind.INTERIM_REPLY, "nn"): "Søknaden om støttekontakt til Nora kom til oss 1. mars",
    (LetterKind.CONSENT, "nn"): "Vi ber om lov til å hente opplysningar om Nora frå andre.",
    (LetterKind.COMMENT_REQUEST, "nn"): "Vi har fått nye opplysningar i saka til Nora.",
    (LetterKind.ADVANCE_NOTICE, "nb"): "Vi vurderer å endre tjenesten til Nora",
    (LetterKind.ADVANCE_NOTICE, "nn"): "Vi vurderer å endre tenesta til Nora",
    (LetterKind.GUIDANCE, "nn"): "Takk for at du tok kontakt om Nora 8. mars 2027.",
    (LetterKind.DECISION_CHANGED, "nn"): "Nora får støttekontakt to timar i veka frå 1. mai 2027.",
    (LetterKind.DECISION_TERMINATED, "nn"): "Vi avsluttar vedtaket om støttekontakt for Nora.",
    (LetterKind.DECISION_DISMISSED, "nn"): "Vi avviser søknaden om støttekontakt for Nora.",
}


@pytest.mark.parametrize(("kind", "language"), FIRST)
def test_the_first_sentence_says_what_it_is_about(kind, language):
    letter = composed(kind, MAKERS[LetterKind(kind)](language, **PARENT), language)
    lead = re.search(r'<p class="lead">(.*?)</p>', letter.body, re.DOTALL)
    assert lead
    assert text_of(lead[1]).startswith(FIRST[kind, language])


@pytest.mark.parametrize("one", list(all_samples()), ids=lambda one: one.name)
def test_no_heading_and_no_list_is_left_empty(one):
    body = one.composed().body
    assert not re.search(r"<(p|li|h\d|th|ul|tbody)[^>]*>\s*</", body)
    assert not re.search(r"</h[23]>\s*(<h2|$)", body), "a heading with nothing under it"


class TestInvitation:
    def test_a_visit_at_home_and_a_talk_on_the_phone(self):
        home = written("invitation", samples.invitation(meeting=Meeting.HOME_VISIT, place=""))
        assert "Vi vil gjerne komme hjem til deg tirsdag 16. mars" in home
        assert "Hvor hjemme hos deg" in home
        phone = written("invitation", samples.invitation(meeting=Meeting.PHONE, place=""))
        assert "Vi vil gjerne ringe deg tirsdag 16. mars" in phone
        assert "på telefon. Vi ringer deg Du snakker med Siri" in phone

    def test_the_clock_is_ours_also_in_summer(self):
        from datetime import UTC, datetime

        at = datetime(2027, 6, 15, 12, 0, tzinfo=UTC)
        assert "tirsdag 15. juni 2027 klokken 14.00" in written(
            "invitation", samples.invitation(starts_at=at)
        )
        assert "tysdag 15. juni 2027 klokka 14.00" in written(
            "invitation", samples.invitation("nn", starts_at=at), "nn"
        )

    def test_without_an_interpreter_it_asks(self):
        text = written("invitation", samples.invitation(interpreter=""))
        assert "Trenger du tolk" in text
        assert "Vi har bestilt tolk" not in text

    def test_before_the_time_is_set_it_stands_open(self):
        letter = composed("invitation", samples.invitation(starts_at=None, place=""))
        assert letter.open_fields == ("møtetid", "sted")
        assert "Vi inviterer deg til en samtale [møtetid]" in text_of(letter.body)


class TestInterimReply:
    def test_a_second_notice_owns_up_to_the_day_that_was_named(self):
        context = samples.interim_reply(promised_before=date(2027, 4, 15),
                                        expected_on=date(2027, 5, 14))  # fmt: skip
        text = written("interim_reply", context)
        assert "Vi skrev at du skulle få svar senest 15. april 2027." in text
        assert "Nå regner vi med at du får svar senest 14. mai 2027." in text

    def test_about_a_complaint(self):
        text = written("interim_reply", samples.interim_reply(is_about_complaint=True))
        assert "Klagen din kom til oss 1. mars 2027." in text
        assert "Søknaden" not in text

    def test_without_a_date_the_place_stands_open(self):
        letter = composed("interim_reply", samples.interim_reply(expected_on=None))
        assert letter.open_fields == ("lovet",)


class TestInformationRequest:
    def test_without_an_application_no_day_for_an_answer_is_promised(self):
        context = samples.information_request(received_on=None, answer_within=None)
        letter = composed("information_request", context)
        assert "Du hører fra oss senest" not in text_of(letter.body)
        assert letter.open_fields == ()


class TestConsent:
    def test_the_page_to_sign_is_a_page_of_its_own_and_says_for_whom(self):
        body = composed("consent", samples.consent(**PARENT)).body
        letter, _, slip = body.partition('<section class="slip">')
        assert "Kryss av på siste side" in letter
        assert "På vegne av Nora" in text_of(slip)
        assert slip.count('class="tick"') == 2 * 3
        assert "På vegne av" not in written("consent", samples.consent())


class TestAdvanceNotice:
    def test_an_end_is_called_an_end(self):
        text = written("advance_notice", samples.advance_notice(planned=Planned.TERMINATION))
        assert text.startswith("Vi vurderer å avslutte støttekontakten din")
        assert "Vi vurderer å avslutte tjenesten din, men ingenting er bestemt." in text

    def test_without_a_ground_nothing_is_said_of_the_law(self):
        text = written("advance_notice", samples.advance_notice(ground=""))
        assert "når loven åpner for det" not in text


class TestGuidance:
    def test_without_a_website_the_way_is_by_phone_and_letter(self):
        text = written("guidance", samples.guidance("nn"), "nn")
        assert "Ring 00 00 00 02, så sender vi søknadsskjemaet." in text
        assert "finn du på" not in text


class TestChanged:
    def test_only_a_change_to_detriment_speaks_of_grounds_and_suspension(self):
        text = written("decision_changed", samples.changed(to_detriment=False))
        assert "§ 42" not in text
        assert "§ 35" not in text
        assert "når loven åpner for det" not in text
        assert "Du beholder timene du har fått, mens klagen blir behandlet." in text

    def test_after_a_cut_nobody_is_promised_to_keep_the_hours(self):
        assert "Du beholder timene" not in written("decision_changed", samples.changed())

    def test_what_is_new_and_what_is_gone_stand_beside_each_other(self):
        sample = next(
            one for one in all_samples() if one.name == "decision_changed-more-recipient.nb"
        )
        text = text_of(sample.composed().body)
        assert "plass i aktivitetsgruppe ikke innvilget 2 timer i uken" in text
        assert "Dette endrer vi Tjeneste Til nå Fra 1. mai 2027" in text, "what goes on is older"
        gone = written("decision_changed", samples.changed(services_before=(*BEFORE, *BEFORE)))
        assert "støttekontakt 4 timer i uken, til 14. mars 2028 ikke innvilget" in gone

    def test_the_start_is_told_when_something_new_begins(self):
        assert "Vi leter etter en støttekontakt" not in written(
            "decision_changed", samples.changed()
        )
        new = written("decision_changed", samples.changed(services_before=()))
        assert "Vi leter etter en støttekontakt" in new
        own = written("decision_changed", samples.changed(start="Mona fortsetter."))
        assert "Oppstart: Mona fortsetter." in own


class TestExtension:
    def test_it_is_warm_and_short(self):
        text = written("decision_changed", extended())
        assert text.startswith(
            "Du beholder støttekontakten Du får fortsette som før: støttekontakt fire timer i uken "
            "til 14. mars 2029."
        )
        assert "Alt annet er som før." in text
        assert "Dette endrer vi" not in text
        assert "Reglene vi bruker" not in text
        assert "Pasient- og brukerrettighetsloven § 2-1 andre ledd;" in text
        assert "Fristen er fire uker" in text
        assert len(text) < len(written("decision_changed", samples.changed())) * 0.7

    def test_until_further_notice_names_no_day(self):
        open_ended = extended(services=(support(4, date(2028, 3, 15)),))
        letter = composed("decision_changed", open_ended)
        assert "Du får fortsette som før: støttekontakt fire timer i uken." in text_of(letter.body)
        assert letter.open_fields == ()


class TestTerminated:
    @pytest.mark.parametrize(
        ("code", "said"),
        [
            (Ended.WISH, "du ønsker ikke tjenesten lenger Du har bedt oss om å avslutte"),
            (Ended.INSTITUTION, "du er på institusjon Du er nå på institusjon"),
            (Ended.NEED_ENDED, "Vi mener at du ikke lenger trenger støttekontakt"),
        ],
    )
    def test_the_reason_stands_in_plain_words(self, code, said):
        assert said in written("decision_terminated", samples.terminated(reason_code=code))

    def test_a_code_the_letter_does_not_know_leaves_it_to_the_reasons(self):
        text = written("decision_terminated", samples.terminated(reason_code="local"))
        assert "Grunn" not in text.partition("Opplysninger i saken")[0]
        assert "Begrunnelse Tjenesten følger ikke med" in text

    def test_against_the_partys_will_the_law_is_named(self):
        context = samples.terminated(
            reason_code=Ended.NEED_ENDED, to_detriment=True, ground="Forbehold i vedtaket.",
            comments="Vi har lagt vekt på svaret.",
            offers=(Offer(title="Klubb", text="Åpen hver dag."),),
        )  # fmt: skip
        text = written("decision_terminated", context)
        for needed in [
            "Forbehold i vedtaket.", "Det du sa til varselet vårt Vi har lagt vekt",
            "forvaltningsloven § 35", "forvaltningsloven § 42", "Klubb: Åpen hver dag.",
        ]:  # fmt: skip
            assert needed in text

    def test_after_a_death_it_says_little_and_says_it_kindly(self):
        context = samples.terminated(role=Role.NEXT_OF_KIN, reason_code=Ended.DEATH)
        text = written("decision_terminated", context)
        assert "Vi har fått vite at Tor er død, og vil si hvor leit det er." in text
        assert "Vedtaket om støttekontakt er avsluttet 31. mars 2027." in text
        for never in ["klage", "søke på nytt", "Flytting", "Vi avslutter"]:
            assert never not in text

    def test_the_dead_get_no_letter(self):
        with pytest.raises(CannotWriteLetter, match="de nærmeste eller til boet"):
            written("decision_terminated", samples.terminated(reason_code=Ended.DEATH))


@pytest.mark.parametrize("kind", HOLDS)
def test_nynorsk_is_nynorsk(kind):
    make = MAKERS[LetterKind(kind)]
    for role in (Role.RECIPIENT, Role.PARENT):
        text = written(kind, make("nn", role=role), "nn")
        found = re.findall(r"\b(ikke|jeg|hva|hvordan|hvorfor|uken|noe|fra|også|være)\b", text)
        assert found == []
