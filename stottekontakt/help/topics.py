"""Which help text belongs to which page.

A page is named as in the addresses (`cases:detail`); every page that can be opened stands here or
among tests/help's few exceptions. The texts lie in templates/help/nb and templates/help/nn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.roles import Role


@dataclass(frozen=True, kw_only=True)
class Topic:
    slug: str  # in the address and the name of the file
    title: Promise
    pages: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Group:
    title: Promise
    topics: Sequence[Topic]


@dataclass(frozen=True, kw_only=True)
class Guide:
    role: Role
    slug: str
    title: Promise


GROUPS: Sequence[Group] = (
    Group(
        title=_("Hver dag"),
        topics=(
            Topic(
                slug="arbeidsliste",
                title=_("Arbeidslisten"),
                pages=("reports:worklist",),
            ),
            Topic(slug="frister", title=_("Frister"), pages=("deadlines:list",)),
            Topic(
                slug="holder-vi-fristene",
                title=_("Slik holder vi fristene"),
                pages=(
                    "reports:dates",
                    "reports:dates_list",
                ),
            ),
            Topic(
                slug="paminnelser",
                title=_("Påminnelser på e-post"),
                pages=(
                    "reminders:status",
                    "reminders:choice",
                    "reminders:mailbox",
                ),
            ),
            Topic(
                slug="finne-saker",
                title=_("Finne en sak"),
                pages=("cases:list", "cases:search", "cases:results"),
            ),
            Topic(
                slug="min-side",
                title=_("Min side"),
                pages=("accounts:me", "administration:confirm_email"),
            ),
        ),
    ),
    Group(
        title=_("Saken"),
        topics=(
            Topic(
                slug="saken",
                title=_("Siden om en sak"),
                pages=(
                    "cases:detail",
                    "cases:applications",
                    "cases:decisions",
                    "cases:letters",
                    "cases:timeline",
                    "cases:edit",
                ),
            ),  # fmt: skip
            Topic(
                slug="personer",
                title=_("Personer, foreldre, verge og fullmektig"),
                pages=(
                    "cases:persons",
                    "cases:person",
                    "cases:choose_representative",
                    "cases:add_representative",
                    "cases:representative",
                    "cases:end_representative",
                ),
            ),  # fmt: skip
            Topic(
                slug="dokumenter",
                title=_("Dokumenter og notater"),
                pages=("cases:documents", "cases:add_document", "cases:document", "cases:note"),
            ),
            Topic(
                slug="fordele-saker",
                title=_("Ta, fordele og gi videre saker"),
                pages=(
                    "cases:assign",
                    "cases:take",
                    "cases:take_over",
                    "cases:offer",
                    "cases:impartiality",
                    "cases:decide_impartiality",
                    "accounts:stand_ins",
                    "accounts:end_stand_in",
                ),
            ),
            Topic(
                slug="hva-foreldre-far-vite",
                title=_("Hva foreldre får vite"),
                pages=(
                    "cases:assess_parents",
                    "cases:information_wish",
                    "cases:withdraw_wish",
                    "cases:age_reached",
                    "cases:mark_note",
                    "cases:mark_entry",
                ),
            ),
        ),
    ),
    Group(
        title=_("Søknad og utredning"),
        topics=(
            Topic(
                slug="soknader",
                title=_("Søknader"),
                pages=(
                    "applications:list",
                    "applications:register",
                    "applications:detail",
                    "applications:withdraw",
                    "applications:error",
                    "applications:attach",
                    "applications:authorise",
                    "applications:correct",
                ),
            ),  # fmt: skip
            Topic(
                slug="muntlige-henvendelser",
                title=_("Muntlige henvendelser"),
                pages=(
                    "applications:inquiries",
                    "applications:log_inquiry",
                    "applications:inquiry",
                    "applications:inquiry_application",
                    "applications:inquiry_case",
                    "applications:follow_up",
                    "applications:guide",
                    "applications:withdraw_inquiry",
                ),
            ),
            Topic(
                slug="innhente-opplysninger",
                title=_("Innhente opplysninger"),
                pages=(
                    "applications:ask",
                    "applications:information",
                    "applications:receive_information",
                    "applications:remind",
                    "applications:withdraw_request",
                    "applications:ask_consent",
                    "applications:consent",
                    "applications:answer_consent",
                    "applications:withdraw_consent",
                    "applications:put_to_party",
                    "applications:comment",
                    "applications:answer_comment",
                ),
            ),
            Topic(
                slug="kartlegging",
                title=_("Kartlegging"),
                pages=(
                    "cases:assessments",
                    "applications:start_assessment",
                    "applications:assessment",
                    "applications:assessment_section",
                    "applications:invite",
                    "applications:finish_assessment",
                    "applications:cancel_assessment",
                ),
            ),
            Topic(
                slug="forelopig-svar",
                title=_("Foreløpig svar"),
                pages=(
                    "applications:start_interim_reply",
                    "applications:interim_reply",
                    "applications:clock",
                    "applications:drop_interim_reply",
                ),
            ),
        ),
    ),
    Group(
        title=_("Vedtak og brev"),
        topics=(
            Topic(
                slug="vedtak",
                title=_("Vedtak"),
                pages=("decisions:list", "decisions:detail", "decisions:letter"),
            ),
            Topic(
                slug="skrive-vedtak",
                title=_("Skrive et vedtak"),
                pages=("decisions:section", "decisions:discard"),
            ),
            Topic(slug="fatte-vedtak", title=_("Fatte vedtak"), pages=("decisions:issue",)),
            Topic(
                slug="brev",
                title=_("Brev"),
                pages=("letters:detail", "letters:send", "letters:pdf", "letters:correction"),
            ),
            Topic(
                slug="utskrift",
                title=_("Skrive ut brev samlet"),
                pages=(
                    "letters:print_queue",
                    "letters:print_batch",
                    "letters:print_pdf",
                ),
            ),
            Topic(
                slug="til-beslutning",
                title=_("Til beslutning"),
                pages=(
                    "decisions:queue",
                    "decisions:submit",
                    "decisions:call_back",
                    "decisions:send_back",
                ),
            ),
            Topic(
                slug="endre-og-avslutte-vedtak",
                title=_("Forlenge, endre og avslutte vedtak"),
                pages=(
                    "decisions:follow_up",
                    "decisions:notice",
                    "decisions:make_notice",
                    "decisions:notice_comment",
                    "decisions:close_notice",
                ),
            ),
        ),
    ),
    Group(
        title=_("Administrasjon"),
        topics=(
            Topic(
                slug="administrasjon",
                title=_("Administrasjon"),
                pages=("administration:index",),
            ),
            Topic(
                slug="brukere",
                title=_("Brukere og roller"),
                pages=(
                    "accounts:users",
                    "accounts:invite",
                    "accounts:user",
                    "accounts:end_access",
                    "administration:change_user",
                    "administration:another_role",
                ),
            ),  # fmt: skip
            Topic(
                slug="gjennomgang",
                title=_("Gjennomgang av tilganger"),
                pages=("administration:review", "administration:overview"),
            ),
            Topic(
                slug="enheter",
                title=_("Enheter"),
                pages=(
                    "administration:units",
                    "administration:add_unit",
                    "administration:unit",
                    "administration:close_unit",
                ),
            ),  # fmt: skip
            Topic(
                slug="kriterier",
                title=_("Kriterier"),
                pages=(
                    "administration:criteria",
                    "administration:criterion",
                    "administration:add_criterion",
                    "administration:change_criterion",
                    "administration:end_criterion",
                    "administration:try_criteria",
                ),
            ),  # fmt: skip
            Topic(
                slug="hjemler",
                title=_("Hjemler"),
                pages=(
                    "administration:legal_bases",
                    "administration:legal_basis",
                    "administration:add_legal_basis",
                    "administration:change_legal_basis",
                    "administration:end_legal_basis",
                ),
            ),  # fmt: skip
            Topic(
                slug="dokumenttyper",
                title=_("Dokumenttyper"),
                pages=(
                    "administration:document_kinds",
                    "administration:document_kind",
                    "administration:add_document_kind",
                    "administration:change_document_kind",
                    "administration:end_document_kind",
                ),
            ),  # fmt: skip
            Topic(
                slug="oppsett",
                title=_("Kommunens oppsett"),
                pages=(
                    "administration:settings",
                    "administration:settings_group",
                    "administration:arms",
                ),
            ),  # fmt: skip
            Topic(
                slug="tekster",
                title=_("Tekster i brev"),
                pages=(
                    "letters:texts",
                    "letters:texts_of_kind",
                    "letters:text",
                    "letters:letterhead",
                    "letters:letterhead_pdf",
                ),
            ),
            Topic(
                slug="fraser",
                title=_("Fraser"),
                pages=(
                    "decisions:phrases",
                    "decisions:new_phrase",
                    "decisions:phrase",
                ),
            ),
            Topic(
                slug="vedtak-som-pdf",
                title=_("Vedtak som PDF"),
                pages=(
                    "archive:list",
                    "archive:pdf",
                    "archive:gather",
                    "archive:state",
                    "archive:download",
                ),
            ),
            Topic(
                slug="import",
                title=_("Import fra regneark"),
                pages=("imports:list", "imports:detail", "imports:answer"),
            ),
        ),
    ),
)

BY_SLUG: Mapping[str, Topic] = {topic.slug: topic for group in GROUPS for topic in group.topics}
PAGES: Mapping[str, str] = {page: topic.slug for topic in BY_SLUG.values() for page in topic.pages}

FIRST_DAY: Mapping[Role, Guide] = {
    guide.role: guide
    for guide in (
        Guide(role=Role.CASEWORKER, slug="saksbehandler", title=_("Første dag som saksbehandler")),
        Guide(role=Role.DECISION_MAKER, slug="beslutter", title=_("Første dag som beslutter")),
        Guide(role=Role.COORDINATOR, slug="koordinator", title=_("Første dag som koordinator")),
        Guide(
            role=Role.SUPPORT_CONTACT,
            slug="stottekontakt",
            title=_("Første dag som støttekontakt"),
        ),
        Guide(
            role=Role.PAYROLL_CLERK,
            slug="lonn",
            title=_("Første dag som lønnsmedarbeider"),
        ),
        Guide(role=Role.LEADER, slug="leder", title=_("Første dag som leder")),
        Guide(
            role=Role.ADMINISTRATOR,
            slug="administrator",
            title=_("Første dag som administrator"),
        ),
    )
}
