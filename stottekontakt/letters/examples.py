"""Letters about invented people: what the office sees while it writes its own texts.

Nothing here is stored or sent. Every kind can be made in both forms of language, in the shapes
that together show every text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from stottekontakt.letters.context import (
    AdvanceNoticeContext,
    Amount,
    AppraisedCriterion,
    CommentRequestContext,
    ComplaintRight,
    ConsentContext,
    Contact,
    DecisionChangedContext,
    DecisionDismissedContext,
    DecisionGrantedContext,
    DecisionRefusedContext,
    DecisionTerminatedContext,
    Ended,
    Form,
    GuidanceContext,
    InformationRequestContext,
    InterimReplyContext,
    InvitationContext,
    LetterContext,
    Meeting,
    Met,
    Offer,
    Per,
    Planned,
    ReceiptContext,
    Role,
    Rule,
    Sender,
    Service,
    Signatory,
    SignatoryRole,
)
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.phrasing import Language

DAY = date(2027, 3, 9)
COMPLAINT = ComplaintRight(
    weeks=4, example_received_on=date(2027, 3, 15), example_due_on=date(2027, 4, 12)
)
SENDER: dict[Language, Sender] = {
    "nb": Sender(
        municipality="Lyngvik kommune",
        unit="Tildelingskontoret",
        address_lines=("Postboks 1", "9999 Lyngvik"),
        phone="00 00 00 00",
        email="post@lyngvik.example",
        website="lyngvik.example",
        county_governor="Statsforvalteren i Prøveland",
    ),
    "nn": Sender(
        municipality="Fjellvik kommune",
        unit="Tenestekontoret",
        address_lines=("Postboks 2", "9998 Fjellvik"),
        phone="00 00 00 00",
        county_governor="Statsforvaltaren i Prøveland",
        complaint_url="https://fjellvik.example/klage",
    ),
}
CONTACT: dict[Language, Contact] = {
    "nb": Contact(name="Siri Eksempelstad", phone="00 00 00 01"),
    "nn": Contact(name="Anne Eksempelvik", phone="00 00 00 02"),
}
RULES: dict[Language, tuple[Rule, ...]] = {
    "nb": (
        Rule(
            key="pbrl-2-1-2",
            valid_on=DAY,
            reference="Pasient- og brukerrettighetsloven § 2-1 andre ledd",
            says="Den som trenger det, har rett til nødvendige helse- og omsorgstjenester fra "
            "kommunen.",
        ),
        Rule(
            key="hol-3-2",
            valid_on=DAY,
            reference="Helse- og omsorgstjenesteloven § 3-1, § 3-2 første ledd nr. 6 bokstav b "
            "og § 4-1",
            says="Kommunen skal sørge for nødvendige tjenester. Støttekontakt er en av dem. "
            "Tjenestene skal være forsvarlige.",
        ),
        Rule(
            key="pbrl-3-1",
            valid_on=DAY,
            reference="Pasient- og brukerrettighetsloven § 3-1 og Grunnloven § 104",
            says="Kommunen skal høre på den det gjelder og legge stor vekt på det. For barn er "
            "barnets beste et grunnleggende hensyn.",
        ),
        Rule(
            key="criteria",
            valid_on=DAY,
            reference="Kriteriene til Lyngvik kommune, vedtatt 12. november 2026",
            says="De hjelper oss å vurdere likt. De kan aldri gi mindre enn loven gir.",
        ),
    ),
    "nn": (
        Rule(
            key="pbrl-2-1-2",
            valid_on=DAY,
            reference="Pasient- og brukarrettslova § 2-1 andre ledd",
            says="Den som treng det, har rett til nødvendige helse- og omsorgstenester frå "
            "kommunen.",
        ),
        Rule(
            key="hol-3-2",
            valid_on=DAY,
            reference="Helse- og omsorgstenestelova § 3-1, § 3-2 første ledd nr. 6 bokstav b og "
            "§ 4-1",
            says="Kommunen skal sørgje for nødvendige tenester. Støttekontakt er ei av dei. "
            "Tenestene skal vere forsvarlege.",
        ),
        Rule(
            key="pbrl-3-1",
            valid_on=DAY,
            reference="Pasient- og brukarrettslova § 3-1",
            says="Kommunen skal høyre på den det gjeld og leggje stor vekt på det.",
        ),
        Rule(
            key="criteria",
            valid_on=DAY,
            reference="Kriteria til Fjellvik kommune, vedtekne 12. november 2026",
            says="Dei hjelper oss å vurdere likt. Dei kan aldri gi mindre enn lova gir.",
        ),
    ),
}


def common(language: Language, **changes: Any) -> dict[str, Any]:
    responsible = "Jon Testmo"
    return {
        "sender": SENDER[language],
        "contact": CONTACT[language],
        "role": Role.RECIPIENT,
        "called": "Tor",
        "dated_on": DAY,
        "signatories": (
            Signatory(name=CONTACT[language].name, role=SignatoryRole.CASEWORKER),
            Signatory(name=responsible, role=SignatoryRole.RESPONSIBLE),
        ),
        **changes,
    }


def receipt(language: Language = "nb", **changes: Any) -> ReceiptContext:
    return ReceiptContext(
        **common(
            language,
            **{
                "received_on": date(2027, 1, 29),
                "answer_by": date(2027, 2, 26),
                "case_number": "2027/41",
                "signatories": (
                    Signatory(name=CONTACT[language].name, role=SignatoryRole.CASEWORKER),
                ),
                **changes,
            },
        )
    )


def granted(language: Language = "nb", **changes: Any) -> DecisionGrantedContext:
    """A child of 11; the letter goes to her mother."""
    words: dict[str, Any] = {
        "nb": {
            "called": "Nora",
            "facts": "Nora er 11 år og bor med foreldrene og lillebroren sin. Hun liker å svømme "
            "og å strikke. Er det mye lyd og mange folk, blir hun redd og går hjem. Med en trygg "
            "voksen ved siden av seg blir hun. Etter skolen er hun nesten aldri sammen med andre "
            "barn.\n\nForeldrene ønsker følge til svømming og strikkekafé på hverdager.",
            "built_on": "Vi møtte familien hjemme 16. februar og snakket også med Nora alene. "
            "Prøvelia skole skrev til oss 3. mars (vedlagt).",
            "recipient_view": "Nora vil svømme og gå på strikkekafé med en voksen som er rolig. "
            "På lørdager vil hun helst være hjemme.",
            "applicant_view": "Foreldrene mener at Nora trenger noe å glede seg til.",
            "view_weight": "Nora fortalte klart hva hun vil, og det har avgjort hvilke dager vi "
            "gir timer på.",
            "best_interests": "Nora har godt av å bli trygg blant andre barn. Skolen skriver at "
            "hun også trenger ro etter lange dager. To turer i uken kan gi henne venner uten at "
            "hun blir for sliten.",
            "reasons": "Nora trenger en som følger henne, og det finnes ingen annen som kan gjøre "
            "det. Derfor er støttekontakt en nødvendig tjeneste for henne. Tre timer er nok til "
            "svømming på tirsdager og strikkekafé på torsdager.",
            "alternatives": "Vi har vurdert en gruppe på lørdager. Det orker hun ikke nå.",
            "criteria": (
                ("Alder: normalt fra 10 år", "Nora er 11 år.", Met.YES),
                (
                    "Trenger hjelp til en aktiv fritid",
                    "Nora trenger en trygg voksen for å bli "
                    "med. Det sier både foreldrene og skolen.",
                    Met.YES,
                ),
                (
                    "Har få å være sammen med",
                    "Etter skolen er Nora nesten aldri sammen med andre barn.",
                    Met.YES,
                ),
                (
                    "Andre tilbud er ikke nok",
                    "Svømmeklubben og strikkekafeen er åpne for alle, "
                    "men ingen der kan følge Nora.",
                    Met.PARTLY,
                ),
            ),
            "goal": "Nora svømmer og strikker sammen med andre barn.",
            "attachments": ("uttalelse fra Prøvelia skole, 3. mars 2027",),
            "copies_to": ("Per Prøvedal, far til Nora",),
        },
        "nn": {
            "called": "Nora",
            "facts": "Nora er 11 år og bur med foreldra og veslebroren sin. Ho likar å symje og å "
            "strikke. Er det mykje lyd og mange folk, blir ho redd og går heim. Med ein trygg "
            "vaksen ved sida av seg blir ho. Etter skulen er ho nesten aldri saman med andre "
            "barn.",
            "built_on": "Vi møtte familien heime 16. februar og snakka òg med Nora åleine.",
            "recipient_view": "Nora vil symje og gå på strikkekafé med ein vaksen som er roleg.",
            "applicant_view": "Foreldra meiner at Nora treng noko å glede seg til.",
            "view_weight": "Nora fortalde klart kva ho vil, og det har avgjort kva dagar vi gir "
            "timar på.",
            "best_interests": "Nora har godt av å bli trygg blant andre barn.",
            "reasons": "Nora treng ein som følgjer henne, og ingen annan kan gjere det.",
            "alternatives": "Vi har vurdert ei gruppe på laurdagar. Det orkar ho ikkje no.",
            "criteria": (
                ("Treng hjelp til ei aktiv fritid", "Nora treng ein trygg vaksen.", Met.YES),
                ("Har få å vere saman med", "Etter skulen er Nora mykje åleine.", Met.YES),
            ),
            "goal": "Nora sym og strikkar saman med andre barn.",
            "attachments": (),
            "copies_to": (),
        },
    }[language]
    goal = words.pop("goal")
    criteria = words.pop("criteria")
    return DecisionGrantedContext(
        **common(
            language,
            **{
                "role": Role.PARENT,
                "is_minor": True,
                "received_on": date(2027, 1, 29),
                "applied_for": Amount(hours=Decimal(3), per=Per.WEEK),
                "applicant_role": Role.PARENT,
                "rules": RULES[language],
                "criteria": tuple(
                    AppraisedCriterion(title=title, appraisal=appraisal, met=met)
                    for title, appraisal, met in criteria
                ),
                "complaint": COMPLAINT,
                "services": (
                    Service(
                        form=Form.INDIVIDUAL,
                        amount=Amount(hours=Decimal(3), per=Per.WEEK),
                        starts_on=date(2027, 3, 15),
                        ends_on=date(2028, 3, 14),
                        goal=goal,
                    ),
                ),
                "evaluate_by": date(2027, 10, 1),
                **words,
                **changes,
            },
        )
    )


def refused(language: Language = "nb", **changes: Any) -> DecisionRefusedContext:
    """An adult in a home with staff; the letter goes to him."""
    words: dict[str, Any] = {
        "nb": {
            "facts": "Du er 34 år og bor på Prøvetunet. Der er det personale hele døgnet. Du liker "
            "håndball, musikk og turer. Personalet går ut med deg to ettermiddager, til sammen "
            "fem timer i uken.",
            "built_on": "Vi snakket med deg 17. februar. Prøvetunet sendte oss ukeplanen din "
            "19. februar (vedlagt).",
            "recipient_view": "Du savner venner utenfor Prøvetunet, mest på lørdager. Du vil ut "
            "med noen som ikke arbeider der du bor.",
            "view_weight": "Vi forstår det godt. Derfor har vi lett etter måter du kan få dette "
            "på uten støttekontakt.",
            "reasons": "Du får det du trenger for å være aktiv og møte folk. Støttekontakt er "
            "derfor ikke en nødvendig tjeneste for deg nå.",
            "exception": "Det er ikke nok til å si nei at du bor på Prøvetunet. Vi gjør unntak når "
            "en beboer trenger noe i fritiden som personalet og andre tilbud ikke kan gi. Dette "
            "har vi vurdert for deg:\n- Følge ut: Fra 3. april går de med deg på kamp annenhver "
            "lørdag.\n- Faste folk: Prøvetunet gir deg to faste personer å gå ut med.",
            "alternatives": "Vi har vurdert støttekontakt to timer i uken. Det ville gitt deg det "
            "samme som turene med personalet.",
            "criteria": (
                ("Trenger hjelp til en aktiv fritid", "Du trenger følge til nye steder.", Met.YES),
                (
                    "Har få å være sammen med",
                    "Du har broren din og folk på dagsenteret, men få venner utenfor Prøvetunet.",
                    Met.PARTLY,
                ),
                (
                    "Andre tilbud er ikke nok",
                    "Personalet går ut med deg fem timer i uken. I "
                    "tillegg får du følge til håndballklubben.",
                    Met.NO,
                ),
                (
                    "Bor ikke i bolig med personale hele døgnet",
                    "Prøvetunet har personale hele døgnet. Dette er en hovedregel med unntak.",
                    Met.NO,
                ),
            ),
            "decisive": "Du får hjelpen du trenger på andre måter (kriterium 3 og 4).",
            "instead": "følge til håndballklubben og et møte om ukeplanen din",
            "offers": (
                Offer(
                    title="Håndballklubben",
                    text="Fritidskonsulent Eva Prøvevik ringer innen "
                    "15. mars og går med deg de første gangene.",
                ),
                Offer(
                    title="Ukeplanen",
                    text="Prøvetunet inviterer deg til møte innen 19. mars. "
                    "Der velger du hva turene skal brukes til.",
                ),
            ),
            "attachments": ("ukeplan fra Prøvetunet, 19. februar 2027",),
        },
        "nn": {
            "facts": "Du er 34 år og bur på Prøvetunet. Der er det personale heile døgnet. Du "
            "likar handball, musikk og turar. Personalet går ut med deg to ettermiddagar, til "
            "saman fem timar i veka.",
            "built_on": "Vi snakka med deg 17. februar. Prøvetunet sende oss vekeplanen din "
            "19. februar (vedlagd).",
            "recipient_view": "Du saknar vener utanfor Prøvetunet, mest på laurdagane.",
            "view_weight": "Vi skjønar det godt. Derfor har vi leita etter måtar du kan få dette "
            "på utan støttekontakt.",
            "reasons": "Du får det du treng for å vere aktiv og møte folk. Støttekontakt er derfor "
            "ikkje ei nødvendig teneste for deg no.",
            "exception": "Det er ikkje nok til å seie nei at du bur på Prøvetunet. Vi gjer unntak "
            "når ein bebuar treng noko i fritida som personalet og andre tilbod ikkje kan gi.",
            "alternatives": "Vi har òg vurdert måndagsgruppa. Du sa nei fordi store grupper gjer "
            "deg sliten, og det respekterer vi.",
            "criteria": (
                ("Treng hjelp til ei aktiv fritid", "Du treng følgje til nye stader.", Met.YES),
                (
                    "Andre tilbod er ikkje nok",
                    "Personalet går ut med deg fem timar i veka.",
                    Met.NO,
                ),
                (
                    "Bur ikkje i bustad med personale heile døgnet",
                    "Prøvetunet har personale heile døgnet.",
                    Met.NO,
                ),
            ),
            "decisive": "Du får hjelpa du treng på andre måtar (kriterium 2 og 3).",
            "instead": "",
            "offers": (
                Offer(
                    title="Handballklubben",
                    text="Fritidskonsulent Eva Prøvevik ringjer innan "
                    "15. mars og går med deg dei første gongene.",
                ),
            ),
            "attachments": (),
        },
    }[language]
    criteria = words.pop("criteria")
    return DecisionRefusedContext(
        **common(
            language,
            **{
                "received_on": date(2027, 2, 8),
                "applied_for": Amount(hours=Decimal(4), per=Per.WEEK),
                "rules": RULES[language],
                "criteria": tuple(
                    AppraisedCriterion(title=title, appraisal=appraisal, met=met)
                    for title, appraisal, met in criteria
                ),
                "complaint": COMPLAINT,
                **words,
                **changes,
            },
        )
    )


def _alone(language: Language) -> tuple[Signatory, ...]:
    return (Signatory(name=CONTACT[language].name, role=SignatoryRole.CASEWORKER),)


def support(hours: str | int, starts_on: date, ends_on: date | None = None) -> Service:
    return Service(
        form=Form.INDIVIDUAL,
        amount=Amount(hours=Decimal(hours), per=Per.WEEK),
        starts_on=starts_on,
        ends_on=ends_on,
    )


BEFORE = (support(4, date(2026, 3, 15), date(2028, 3, 14)),)
REDUCED = (support(2, date(2027, 5, 1), date(2028, 3, 14)),)


GROUP = Service(
    form=Form.GROUP,
    amount=Amount(hours=Decimal(2), per=Per.WEEK),
    starts_on=date(2027, 3, 15),
    ends_on=date(2027, 12, 31),
)
WEBSITE = "www.kommunen.example"


def invitation(language: Language = "nb", **changes: Any) -> InvitationContext:
    words: dict[str, Any] = {
        "nb": {"place": "Lyngvik rådhus, møterom 2", "interpreter": "tigrinja",
               "about": "Vi vil også høre om svømmingen på tirsdager."},
        "nn": {"place": "Fjellvik rådhus, møterom 2", "interpreter": "tigrinja",
               "about": "Vi vil òg høyre om symjinga på tysdagane."},
    }[language]  # fmt: skip
    return InvitationContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "meeting": Meeting.CONVERSATION,
                "starts_at": datetime(2027, 3, 16, 12, 0, tzinfo=UTC),
                "received_on": date(2027, 3, 1),
                **words,
                **changes,
            },
        )
    )


def information_request(language: Language = "nb", **changes: Any) -> InformationRequestContext:
    words: dict[str, Any] = {
        "nb": {
            "items": ("hvilke kvelder personalet går ut", "uttalelse fra dagsenteret"),
            "why": "Vi må vite hva som finnes fra før, så vi ikke gir mindre enn det trengs.",
        },
        "nn": {
            "items": ("kva kveldar personalet går ut", "fråsegn frå dagsenteret"),
            "why": "Vi må vite kva som finst frå før, så vi ikkje gir mindre enn det trengst.",
        },
    }[language]
    return InformationRequestContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "answer_by": date(2027, 3, 23),
                "received_on": date(2027, 3, 1),
                "answer_within": date(2027, 4, 1),
                **words,
                **changes,
            },
        )
    )


def interim_reply(language: Language = "nb", **changes: Any) -> InterimReplyContext:
    words: dict[str, Any] = {
        "nb": {
            "details": "Vi ventet på svar fra dagsenteret.",
            "missing": ("fullmakt fra Nora",),
        },
        "nn": {
            "details": "Vi venta på svar frå dagsenteret.",
            "missing": ("fullmakt frå Nora",),
        },
    }[language]
    return InterimReplyContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "received_on": date(2027, 3, 1),
                "case_number": "2027/41",
                "expected_on": date(2027, 4, 15),
                "reason": "waiting",
                **words,
                **changes,
            },
        )
    )


def consent(language: Language = "nb", **changes: Any) -> ConsentContext:
    words: dict[str, Any] = {
        "nb": {
            "sources": ("Prøvelia skole", "fastlege Kari Prøvestad", "Nav Lyngvik"),
            "about": "Vi spør hvordan fritiden er nå, og hva slags hjelp som virker.",
        },
        "nn": {
            "sources": ("Prøvelia skule", "fastlege Kari Prøvestad", "Nav Fjellvik"),
            "about": "Vi spør korleis fritida er no, og kva slags hjelp som verkar.",
        },
    }[language]
    return ConsentContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "answer_by": date(2027, 3, 23),
                **words,
                **changes,
            },
        )
    )


def comment_request(language: Language = "nb", **changes: Any) -> CommentRequestContext:
    words: dict[str, Any] = {
        "nb": {
            "information": "Skolen skriver at det er to turer i uken, og at de varer en time.",
            "given_by": "Prøvelia skole, i et brev 3. mars 2027",
        },
        "nn": {
            "information": "Skulen skriv at det er to turar i veka, og at dei varer ein time.",
            "given_by": "Prøvelia skule, i eit brev 3. mars 2027",
        },
    }[language]
    return CommentRequestContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "comment_by": date(2027, 3, 23),
                **words,
                **changes,
            },
        )
    )


def advance_notice(language: Language = "nb", **changes: Any) -> AdvanceNoticeContext:
    words: dict[str, Any] = {
        "nb": {
            "what": "støttekontakt to timer i uken i stedet for fire",
            "why": "Håndballklubben har nå egne ledere som følger med på trening og kamp.",
            "ground": "I vedtaket fra 2026 tok vi forbehold om å endre timene når klubben fikk "
            "egne ledere (forvaltningsloven § 35 siste ledd).",
        },
        "nn": {
            "what": "støttekontakt to timar i veka i staden for fire",
            "why": "Handballklubben har no eigne leiarar som følgjer med på trening og kamp.",
            "ground": "I vedtaket frå 2026 tok vi atterhald om å endre timane når klubben fekk "
            "eigne leiarar (forvaltningslova § 35 siste ledd).",
        },
    }[language]
    return AdvanceNoticeContext(
        **common(
            language,
            **{
                "planned": Planned.CHANGE,
                "from_on": date(2027, 5, 1),
                "comment_by": date(2027, 3, 30),
                "services_now": BEFORE,
                **words,
                **changes,
            },
        )
    )


def guidance(language: Language = "nb", **changes: Any) -> GuidanceContext:
    words: dict[str, Any] = {
        "nb": {
            "asked_about": "Om en på 34 år i bolig med personale kan få støttekontakt.",
            "guidance": "Alle kan søke. Det er ingen aldersgrense.\n- Vi ser på hva som finnes "
            "fra før.\n- Vi ser på hva som mangler.",
        },
        "nn": {
            "asked_about": "Om ein på 34 år i bustad med personale kan få støttekontakt.",
            "guidance": "Alle kan søkje. Det er inga aldersgrense.\n- Vi ser på kva som finst "
            "frå før.\n- Vi ser på kva som manglar.",
        },
    }[language]
    return GuidanceContext(
        **common(
            language,
            **{
                "signatories": _alone(language),
                "enquired_on": date(2027, 3, 8),
                **words,
                **changes,
            },
        )
    )


def _as_decision(language: Language, **changes: Any) -> dict[str, Any]:
    """What every decision of Tor's holds."""
    of_refusal = refused(language)
    shared = (
        "received_on", "applied_for", "facts", "built_on", "recipient_view", "rules", "criteria",
        "reasons", "alternatives", "view_weight", "complaint",
    )  # fmt: skip
    known = {key: getattr(of_refusal, key) for key in shared}
    return common(language, **{**known, **changes})


def changed(language: Language = "nb", **changes: Any) -> DecisionChangedContext:
    """Four hours become two, after a notice."""
    words: dict[str, Any] = {
        "nb": {
            "ground": "I vedtaket fra 2026 tok vi forbehold om å endre timene når håndballklubben "
            "fikk egne ledere (forvaltningsloven § 35 siste ledd).",
            "comments": "Lørdagene er viktigst, var svaret. Derfor er de to timene lagt dit.",
            "reasons": "Klubben har egne ledere som følger med på trening og kamp.",
        },
        "nn": {
            "ground": "I vedtaket frå 2026 tok vi atterhald om å endre timane når "
            "handballklubben fekk eigne leiarar (forvaltningslova § 35 siste ledd).",
            "comments": "Laurdagane er viktigast, var svaret. Derfor er dei to timane lagde dit.",
            "reasons": "Klubben har eigne leiarar som følgjer med på trening og kamp.",
        },
    }[language]
    return DecisionChangedContext(
        **_as_decision(
            language,
            **{
                "received_on": None,
                "applied_for": None,
                "services": REDUCED,
                "services_before": BEFORE,
                "to_detriment": True,
                "evaluate_by": date(2027, 12, 1),
                **words,
                **changes,
            },
        )
    )


def extended(language: Language = "nb", **changes: Any) -> DecisionChangedContext:
    """The same for a year more."""
    reasons: dict[Language, str] = {
        "nb": "Det går fint, og behovet er det samme.",
        "nn": "Det går fint, og behovet er det same.",
    }
    short: dict[str, Any] = {
        "facts": "", "built_on": "", "recipient_view": "", "view_weight": "", "alternatives": "",
        "criteria": (), "comments": "", "ground": "", "to_detriment": False,
    }  # fmt: skip
    service = support(4, date(2028, 3, 15), date(2029, 3, 14))
    extension = {"is_extension": True, "services": (service,), "reasons": reasons[language]}
    return changed(language, **{**short, **extension, **changes})


def terminated(language: Language = "nb", **changes: Any) -> DecisionTerminatedContext:
    """Tor moves; a decision that only follows what he has told."""
    words: dict[str, Any] = {
        "nb": {"facts": "Flytting fra Lyngvik er meldt 1. mars 2027.",
               "reasons": "Tjenesten følger ikke med til en annen kommune."},
        "nn": {"facts": "Flytting frå Fjellvik er meld 1. mars 2027.",
               "reasons": "Tenesta følgjer ikkje med til ein annan kommune."},
    }[language]  # fmt: skip
    return DecisionTerminatedContext(
        **_as_decision(
            language,
            **{
                "received_on": None,
                "applied_for": None,
                "recipient_view": "",
                "view_weight": "",
                "built_on": "",
                "alternatives": "",
                "criteria": (),
                "ended_on": date(2027, 3, 31),
                "reason_code": Ended.MOVED,
                "services_before": BEFORE,
                **words,
                **changes,
            },
        )
    )


def dismissed(language: Language = "nb", **changes: Any) -> DecisionDismissedContext:
    words: dict[str, Any] = {
        "nb": {
            "why": "Søknaden kom fra en som ikke har fullmakt. Vi ba om fullmakt 12. februar, og "
            "den er ikke kommet.",
            "guidance": "Kommer fullmakten, tar vi søknaden opp igjen.",
        },
        "nn": {
            "why": "Søknaden kom frå ein som ikkje har fullmakt. Vi bad om fullmakt 12. februar, "
            "og ho er ikkje komen.",
            "guidance": "Kjem fullmakta, tek vi søknaden opp att.",
        },
    }[language]
    return DecisionDismissedContext(
        **_as_decision(
            language,
            **{
                "facts": "",
                "built_on": "",
                "recipient_view": "",
                "view_weight": "",
                "alternatives": "",
                "criteria": (),
                "reasons": "",
                **words,
                **changes,
            },
        )
    )


MAKERS: Mapping[LetterKind, Callable[..., LetterContext]] = {
    LetterKind.RECEIPT: receipt,
    LetterKind.INVITATION: invitation,
    LetterKind.INFORMATION_REQUEST: information_request,
    LetterKind.INTERIM_REPLY: interim_reply,
    LetterKind.CONSENT: consent,
    LetterKind.COMMENT_REQUEST: comment_request,
    LetterKind.ADVANCE_NOTICE: advance_notice,
    LetterKind.GUIDANCE: guidance,
    LetterKind.DECISION_GRANTED: granted,
    LetterKind.DECISION_REFUSED: refused,
    LetterKind.DECISION_CHANGED: changed,
    LetterKind.DECISION_TERMINATED: terminated,
    LetterKind.DECISION_DISMISSED: dismissed,
}
# What is changed to show the texts that a usual letter of the kind does not use.
SHAPES: Mapping[LetterKind, tuple[dict[str, Any], ...]] = {
    LetterKind.RECEIPT: (
        {},
        {
            "missing": ("uttalelse fra fastlegen",),
            "missing_by": date(2027, 2, 12),
            "applied_for": "støttekontakt",
        },
    ),
    LetterKind.INTERIM_REPLY: (
        *({"reason": reason} for reason in ("missing", "waiting", "assessment", "caseload")),
        {"is_about_complaint": True},
        {"promised_before": date(2027, 3, 1)},
    ),
    LetterKind.INVITATION: (
        {},
        {"interpreter": ""},
        {"meeting": Meeting.HOME_VISIT},
        {"meeting": Meeting.PHONE},
    ),
    LetterKind.ADVANCE_NOTICE: ({}, {"planned": Planned.TERMINATION}),
    LetterKind.DECISION_GRANTED: (
        {"travel_cap": Decimal(200)},
        {"contact_ticket_paid": False, "is_detriment": True, "refused_part": "lørdagene"},
        {"services": (GROUP,)},
        {"services": (support(3, date(2027, 3, 15)),)},
        {"services": (support(3, date(2027, 3, 15)), GROUP)},
    ),
    LetterKind.DECISION_CHANGED: (
        {},
        {"to_detriment": False, "refused_part": "lørdagene"},
        {"is_extension": True, "to_detriment": False},
        {
            "is_extension": True,
            "to_detriment": False,
            "services": (support(4, date(2028, 3, 15)),),
        },
    ),
    LetterKind.DECISION_TERMINATED: (
        {},
        {"reason_code": Ended.NEED_ENDED, "to_detriment": True, "ground": "Forbehold i vedtaket."},
        {"reason_code": Ended.WISH},
        {"reason_code": Ended.INSTITUTION},
        {"reason_code": Ended.DEATH, "role": Role.NEXT_OF_KIN},
    ),
}


def examples(
    kind: LetterKind, language: Language, sender: Sender, contact: Contact
) -> Iterator[LetterContext]:
    """The letter in all its shapes, to the one it is about and to a parent, on this letterhead.

    Each shape comes both as if complaints, forms and such were found on the web and as if not.
    """
    on_web = replace(sender, website=WEBSITE, complaint_url=f"https://{WEBSITE}/klage")
    on_paper = replace(sender, website="", complaint_url="")
    for shape in SHAPES.get(kind, ({},)):
        for role in (Role.RECIPIENT, Role.PARENT):
            for head in (on_web, on_paper):
                given: dict[str, Any] = {"role": role, "sender": head, "contact": contact}
                yield MAKERS[kind](language, **{**given, **shape})
