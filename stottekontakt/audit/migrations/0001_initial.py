import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "action",
                    models.TextField(
                        choices=[
                            ("read", "Leste"),
                            ("search", "Søkte"),
                            ("download", "Lastet ned"),
                            ("print", "Skrev ut"),
                            ("export", "Eksporterte"),
                            ("refused", "Ble nektet"),
                            ("signed_in", "Logget inn"),
                            ("signed_out", "Logget ut"),
                            ("sign_in_failed", "Mislykket innlogging"),
                        ]
                    ),
                ),
                ("municipality_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("unit_id", models.BigIntegerField(null=True)),
                ("role", models.TextField(blank=True, default="")),
                ("case_id", models.BigIntegerField(null=True)),
                ("subject_type", models.TextField(blank=True, default="")),
                ("subject_id", models.BigIntegerField(null=True)),
                ("view", models.TextField(blank=True, default="")),
                ("ground", models.TextField(blank=True, default="")),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_id", "-at"], name="audit_access_of_case"),
                    models.Index(fields=["at"], name="audit_access_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "event",
                    models.TextField(
                        choices=[
                            ("case_opened", "Saken ble opprettet"),
                            ("case_assigned", "Saken fikk saksbehandler"),
                            ("case_taken_over", "Saken ble tatt over"),
                            ("case_offered", "Noen ble bedt om å ta imot saken"),
                            ("case_offer_accepted", "Saken ble tatt imot"),
                            ("case_offer_declined", "Noen takket nei til saken"),
                            ("case_offer_withdrawn", "Overføringen ble trukket tilbake"),
                            ("case_handed_back", "Saken ble gitt tilbake til enheten"),
                            ("case_closed", "Saken ble avsluttet"),
                            ("case_changed", "Opplysninger i saken ble endret"),
                            ("case_imported", "Saken ble hentet fra et annet system"),
                            ("person_registered", "Person ble registrert"),
                            ("person_changed", "Opplysninger om person ble endret"),
                            ("representative_added", "Representant ble lagt til"),
                            ("representative_changed", "Opplysninger om representant ble endret"),
                            ("representative_ended", "Representasjonen tok slutt"),
                            ("impartiality_answered", "Habilitet ble besvart"),
                            ("disqualification_raised", "Spørsmål om habilitet ble reist"),
                            ("disqualification_decided", "Habilitet ble avgjort"),
                            ("stand_in_set", "Stedfortreder ble satt"),
                            ("stand_in_changed", "Stedfortreder ble endret"),
                            (
                                "information_wish_registered",
                                "Ønske om at foreldre ikke får informasjon",
                            ),
                            (
                                "information_wish_withdrawn",
                                "Ønsket om informasjon til foreldre gjelder ikke lenger",
                            ),
                            (
                                "parents_information_assessed",
                                "Informasjon til foreldre ble vurdert",
                            ),
                            ("not_for_parents_changed", "Merket «ikke til foreldrene» ble endret"),
                            ("age_reached", "Den unge fylte 16 eller 18 år"),
                            (
                                "age_checked",
                                "Hvem som får brev etter fødselsdagen, ble gjennomgått",
                            ),
                            ("note_added", "Notat ble skrevet"),
                            ("document_added", "Dokument ble lagt til"),
                            ("application_received", "Søknaden ble registrert"),
                            ("application_completed", "Det som manglet, kom inn"),
                            ("application_withdrawn", "Søknaden ble trukket"),
                            ("application_registered_in_error", "Feilregistrert"),
                            ("application_decided", "Søknaden ble avgjort"),
                            ("application_corrected", "Søknaden ble rettet"),
                            ("interim_reply_drafted", "Utkast til foreløpig svar ble laget"),
                            ("interim_reply_sent", "Foreløpig svar ble skrevet"),
                            ("interim_reply_dropped", "Utkast til foreløpig svar falt bort"),
                            ("inquiry_logged", "Muntlig henvendelse ble ført"),
                            ("inquiry_answered", "Henvendelsen ble fulgt opp"),
                            ("inquiry_closed", "Henvendelsen ble avsluttet"),
                            ("consent_asked", "Samtykke ble bedt om"),
                            ("consent_answered", "Samtykke ble gitt eller ikke gitt"),
                            ("consent_withdrawn", "Samtykke ble trukket"),
                            ("information_asked", "Opplysninger ble bedt om"),
                            ("information_reminded", "Det ble purret på opplysninger"),
                            ("information_received", "Opplysninger kom inn"),
                            ("information_withdrawn", "Spørsmålet ble trukket tilbake"),
                            ("comment_asked", "Opplysninger ble lagt fram for parten"),
                            ("comment_omitted", "Opplysninger ble ikke lagt fram"),
                            ("comment_received", "Parten uttalte seg"),
                            ("assessment_started", "Kartlegging ble startet"),
                            ("assessment_invited", "Innkalling til kartlegging"),
                            ("assessment_finished", "Kartleggingen ble ferdig"),
                            ("assessment_cancelled", "Kartleggingen ble avbrutt"),
                            ("decision_drafted", "Utkast til vedtak ble laget"),
                            ("decision_discarded", "Utkastet til vedtak ble forkastet"),
                            ("decision_submitted", "Vedtaket ble sendt til beslutter"),
                            ("decision_called_back", "Vedtaket ble kalt tilbake"),
                            ("decision_returned", "Beslutteren sendte vedtaket tilbake"),
                            ("decision_issued", "Vedtaket ble fattet"),
                            ("decision_taken_over", "Et tidligere vedtak ble lagt inn"),
                            ("advance_notice_issued", "Forhåndsvarsel ble laget"),
                            ("advance_notice_answered", "Noen uttalte seg til forhåndsvarselet"),
                            ("advance_notice_closed", "Alle har uttalt seg til varselet"),
                            ("phrase_saved", "Frase ble lagret"),
                            ("letter_text_saved", "Brevtekst ble lagret"),
                            ("letter_text_withdrawn", "Planlagt brevtekst ble trukket"),
                            ("letter_corrected", "Brev ble rettet"),
                            ("print_ordered", "Utskrift ble bestilt"),
                            ("print_closed", "Utskrift ble avsluttet"),
                            ("letter_issued", "Brev ble laget"),
                            ("letter_sent", "Brev ble sendt"),
                            ("letter_handed_over", "Brev ble levert"),
                            ("deadline_set", "Frist ble satt"),
                            ("deadline_met", "Frist ble holdt"),
                            ("deadline_moved", "Frist ble flyttet"),
                            ("deadline_cancelled", "Frist falt bort"),
                            ("import_carried_out", "Et regneark ble importert"),
                            ("import_discarded", "En import ble forkastet"),
                            ("export_ordered", "En samling av vedtak ble bestilt"),
                            ("export_cancelled", "En samling av vedtak ble stanset"),
                            ("invitation_sent", "Invitasjon ble sendt"),
                            ("membership_granted", "Tilgang ble gitt"),
                            ("membership_changed", "Tilgang ble endret"),
                            ("membership_ended", "Tilgang ble avsluttet"),
                            ("membership_reviewed", "Tilgang ble gjennomgått"),
                            ("user_changed", "Opplysninger om en bruker ble endret"),
                            ("unit_saved", "Enhet ble lagret"),
                            ("unit_closed", "Enhet ble lagt ned"),
                            ("criterion_saved", "Kriterium ble lagret"),
                            ("legal_basis_saved", "Hjemmel ble lagret"),
                            ("document_kind_saved", "Dokumenttype ble lagret"),
                            ("settings_changed", "Kommunens oppsett ble endret"),
                        ]
                    ),
                ),
                ("municipality_id", models.BigIntegerField()),
                ("case_id", models.BigIntegerField(null=True)),
                ("subject_type", models.TextField()),
                ("subject_id", models.BigIntegerField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("case_id__isnull", False)),
                        fields=["case_id", "-at"],
                        name="audit_entry_of_case",
                    ),
                    models.Index(fields=["at"], name="audit_entry_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("log", models.TextField(choices=[("audit", "Audit"), ("access", "Access")])),
                ("entry_id", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                (
                    "sealed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("log"),
                        models.F("entry_id"),
                        name="audit_seal_entry_is_sealed_once",
                    )
                ],
            },
        ),
    ]
