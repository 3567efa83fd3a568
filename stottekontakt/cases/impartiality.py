"""Who is impartial in a case, and who says so (fvl. §§ 6, 8 and 10)."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.errors import CannotDecideImpartiality, Disqualified
from stottekontakt.cases.models import Case, Disqualification, ImpartialityAnswer

Event = AuditEntry.Event
State = Disqualification.State
Answer = ImpartialityAnswer.Answer


def has_answered(case_id: int, membership: Membership) -> bool:
    return ImpartialityAnswer.objects.filter(case=case_id, answered_by=membership.user_id).exists()


def why_not_prepare(case_id: int, by: Membership | None) -> str:
    """Why `by` may prepare nothing in the case, in the reader's words; "" if he or she may.

    The program itself (None) is nobody's relative.
    """
    if by is None:
        return ""
    barred = Disqualification.objects.barring(by.user_id).filter(case=case_id).first()
    if barred is None:
        return ""
    if barred.state == State.RAISED:
        return _("Det er ikke avgjort om du er inhabil i saken. Vent til lederen har avgjort det.")
    return _("Du er inhabil i saken og kan ikke forberede eller avgjøre den.")


def refuse_if_disqualified(case_id: int, by: Membership | None) -> None:
    if why_not := why_not_prepare(case_id, by):
        raise Disqualified(why_not)


def disqualified_leader(case_id: int) -> User | None:
    """The leader of the case's unit, where that one is disqualified: then nobody below decides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_disqualified_leader(%s)", [case_id])
        (user_id,) = cursor.fetchone()
    return User.objects.get(pk=user_id) if user_id else None


def why_not_decide(case_id: int, by: Membership | None) -> str:
    """As `why_not_prepare`; and no subordinate of one who is disqualified decides either."""
    if why_not := why_not_prepare(case_id, by):
        return why_not
    if leader := disqualified_leader(case_id):
        return _(
            "%(leader)s er inhabil, og da kan heller ingen som har %(leader)s som nærmeste leder, "
            "avgjøre saken. Overfør den til en annen enhet."
        ) % {"leader": leader.name}
    return ""


@transaction.atomic
def answer(
    case_id: int, *, answer: str, by: Membership, ground: str = "", reason: str = ""
) -> Disqualification | None:
    """What `by` says about himself or herself; the second time nothing is written.

    One who is in doubt lays it before the leader, and keeps away until it is decided.
    """
    Case.objects.select_for_update().only("pk").get(pk=case_id)
    if has_answered(case_id, by):
        return None
    given = ImpartialityAnswer.objects.create(
        municipality_id=by.municipality_id, case_id=case_id, answer=answer, answered_by=by.user
    )
    record(Event.IMPARTIALITY_ANSWERED, given, by=by, case_id=case_id, data={"answer": answer})
    if answer == Answer.IMPARTIAL:
        return None
    return _raise(
        case_id,
        user_id=by.user_id,
        ground=ground,
        reason=reason,
        by=by,
        is_sure=answer == Answer.DISQUALIFIED,
    )


@transaction.atomic
def raise_question(
    case_id: int, *, user: User, ground: str, reason: str, by: Membership, is_sure: bool = False
) -> Disqualification:
    """Whether somebody is disqualified; one may be sure of oneself, never of another."""
    Case.objects.select_for_update().only("pk").get(pk=case_id)
    if Disqualification.objects.barring(user.pk).filter(case=case_id).exists():
        raise CannotDecideImpartiality(
            _("Spørsmålet om %(name)s er inhabil, er allerede reist.") % {"name": user.name}
        )
    return _raise(
        case_id,
        user_id=user.pk,
        ground=ground,
        reason=reason,
        by=by,
        is_sure=is_sure and user.pk == by.user_id,
    )


def _raise(
    case_id: int, *, user_id: int, ground: str, reason: str, by: Membership, is_sure: bool
) -> Disqualification:
    question = Disqualification(
        municipality_id=by.municipality_id,
        case_id=case_id,
        user_id=user_id,
        ground=ground,
        reason=reason,
        raised_by=by.user,
    )
    if is_sure:
        question.state = State.UPHELD
        question.decided_at, question.decided_by = timezone.now(), by.user
    question.save()
    record(
        Event.DISQUALIFICATION_RAISED,
        question,
        by=by,
        case_id=case_id,
        data={"user": user_id, "state": question.state},
    )
    return question


@transaction.atomic
def decide(
    disqualification_id: int, *, is_disqualified: bool, may_read: bool, reason: str, by: Membership
) -> Disqualification:
    """The leader's word (fvl. § 8); also later, when what was decided no longer holds."""
    question = (
        Disqualification.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=disqualification_id)
    )
    if question.user_id == by.user_id:
        raise CannotDecideImpartiality(
            _("Du kan ikke avgjøre din egen habilitet. Det gjør din nærmeste leder.")
        )
    if question.state == State.REJECTED:
        raise CannotDecideImpartiality(
            _("Det er allerede avgjort at %(name)s ikke er inhabil.") % {"name": question.user}
        )
    question.state = State.UPHELD if is_disqualified else State.REJECTED
    question.may_read = is_disqualified and may_read
    question.decision_reason = reason
    question.decided_at, question.decided_by = timezone.now(), by.user
    question.save()
    record(
        Event.DISQUALIFICATION_DECIDED,
        question,
        by=by,
        case_id=question.case_id,
        data={
            "user": question.user_id,
            "state": question.state,
            "may_read": question.may_read,
        },
    )
    return question
