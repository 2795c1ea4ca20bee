"""Making a decision: judged by the table of moves, conditional on what was seen, logged in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from domain import guard, keys, review, suggestions
from domain.people import Role
from domain.review import FixReason, FollowUpKind, Move, ReturnReason, State
from domain.talk.values import Reply
from domain.wording import captions
from domain.wording import review as say
from handlers import book_faults, drawing, following, practice, quota, today
from handlers.context import Turn, says
from handlers.subject import Subject
from storage import decisions, desk, prompts, questions, triage

TAKEN = "taken"  # "1" on a logged finding whose suggestion was taken over


async def changed_meanwhile(turn: Turn) -> Reply:
    """Say that the card is not the present one any more, and show the present one.

    The answer had no effect: its prompt is stale, so that the same tap again is not taken for a repeat.
    """
    if turn.asked is not None:
        await prompts.void(turn.tx, turn.asked.id)
    return Reply((await today.next_card(turn),), notice=captions.CARD_CHANGED)


async def finish(
    turn: Turn,
    subject: Subject,
    move: Move,
    *,
    reason: ReturnReason | None = None,
    kind: FollowUpKind | None = None,
    route: str = "",
    note: str = "",
    changes: dict[str, str] | None = None,
    suggested: bool = False,
) -> Reply:
    """Decide one record and show the next card. A practice record is judged and counts nothing.

    `suggested`: the changes are what the card suggested, taken over as they stood.
    """
    why = reason or kind or (FixReason.SUGGESTED if suggested else None)
    code = why.value if why else None
    if subject.practice is not None:
        verdict = await practice.judge(turn, subject, move, reason=code, changes=changes or {})
        if isinstance(verdict, Reply):
            return verdict
        done = min(turn.me.practice_done + 1, turn.rules.practice)
        turn.person = replace(turn.me, practice_done=max(turn.me.practice_done, done))
        if practice.is_due(turn):
            return Reply((practice.draw(turn, verdict),))
        turn.told = verdict
        return Reply((today.start_button(verdict),))
    if not await log(turn, subject, move, code=code or "", route=route, note=note, changes=changes or {}):
        return await changed_meanwhile(turn)
    record = subject.record
    said = say.done(move, keys.name_of(record), reason=reason, route=route)
    if reason is None:
        return Reply((await today.next_card(turn, said),))
    line, asides = await book_faults.after_return(turn, record.id, reason)
    return Reply((await today.next_card(turn, f"{said}\n{line}" if line else said),), asides=asides)


async def log(
    turn: Turn,
    subject: Subject,
    move: Move,
    *,
    code: str = "",
    route: str = "",
    note: str = "",
    changes: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Make one decision about a real record and log it; False where the record is no more as its card showed it."""
    record = subject.record
    step = review.decide(record.state, move)
    if isinstance(step, review.Refused):
        return False
    await quota.begin_before_deciding(turn, may_stop_book=move is Move.RETURN)
    kept = await desk.set_state(
        turn.tx, record.id, turn.me.id, revision=record.revision, seen=record.state, to=step.to, on=turn.today
    )
    if not kept:
        return False
    differences = {name: [record.fields.get(name, ""), value] for name, value in changes.items()}
    if differences:
        await _write_fields(turn, subject, {name: after for name, (_, after) in differences.items()})
    case = review.CASE_OF.get(move)
    taken = changes if code == FixReason.SUGGESTED else {}
    await decisions.append(
        turn.tx,
        decisions.Decision(
            unit_id=record.unit_id,
            record_id=record.id,
            revision=record.revision,
            person_id=turn.me.id,
            move=move,
            from_state=record.state,
            to_state=step.to,
            decided_at=turn.now,
            day=turn.today,
            channel=turn.channel,
            event_key=turn.decision_key,
            shown_at=subject.shown_at,
            reasons=(code,) if code else (),
            route=route,
            note=note,
            changes=differences,
            findings=tuple(
                finding.as_json() | ({TAKEN: "1"} if suggestions.was_taken(finding, taken) else {})
                for finding in record.findings
            ),
            case_suggested=guard.case_suggested(record.findings),
            case_chosen=case.value if case else "",
        ),
        record_type=record.type.value,
        state_on=subject.state_on or turn.today,
    )
    if move is Move.FOLLOW_UP:
        await following.opened(turn, record, code, route, note)
    return True


async def _write_fields(turn: Turn, subject: Subject, values: dict[str, str]) -> None:
    """Write values into a record's fields, and judge it anew by them."""
    record = subject.record
    fields = {name: value for name, value in {**record.fields, **values}.items() if value}
    await desk.set_fields(turn.tx, record.id, record.type, fields)
    await triage.judge_one(turn.tx, record.id, turn.today)


async def skip(turn: Turn, subject: Subject, reason: str) -> Reply:
    """Put the record to the end of today's list; the state stays, the log keeps that it was seen and put off."""
    record = subject.record
    if subject.practice is not None:
        return Reply((practice.draw(turn),))
    if not await desk.skip(turn.tx, record.id, turn.me.id, revision=record.revision):
        return await changed_meanwhile(turn)
    await decisions.append(
        turn.tx,
        decisions.Decision(
            unit_id=record.unit_id,
            record_id=record.id,
            revision=record.revision,
            person_id=turn.me.id,
            move=Move.SKIP,
            from_state=State.PENDING,
            to_state=State.PENDING,
            decided_at=turn.now,
            day=turn.today,
            channel=turn.channel,
            event_key=turn.decision_key,
            shown_at=subject.shown_at,
            note=reason,
            findings=tuple(finding.as_json() for finding in record.findings),
        ),
        record_type=record.type.value,
        state_on=subject.state_on or turn.today,
    )
    said = say.done(Move.SKIP, keys.name_of(record))
    return Reply((await today.next_card(turn, said),))


async def undo(turn: Turn) -> Reply:
    """Take back this person's newest decision of today that still stands, and show its card again.

    A decision no longer stands where its record has gone on since: resubmitted, or taken over. The log keeps both, the
    decision and its undoing. Buttons drawn before are stale from now on.
    """
    standing = decisions.standing(await decisions.of_day(turn.tx, turn.me.id, turn.today))
    for last in standing:
        held = await _taken_back(turn, last)
        if held is not None:
            return await _undone(turn, last, held)
    said = say.UNDO_TOO_LATE if standing else say.NOTHING_TO_UNDO
    return Reply((await today.next_card(turn, said),))


async def _taken_back(turn: Turn, last: decisions.Done) -> desk.Held | None:
    """Bring a decided record back to the desk as it was decided; None where it is no longer this person's to undo."""
    held = await desk.load(turn.tx, last.record_id)
    step = review.decide(last.to_state, Move.UNDO)
    if held is None or isinstance(step, review.Refused) or not turn.me.reviews_in(held.unit_path):
        return None
    if not await decisions.is_newest(
        turn.tx, last
    ):  # somebody else brought it to the same state by another way
        return None
    took = await desk.set_state(
        turn.tx,
        last.record_id,
        turn.me.id,
        revision=last.revision,
        seen=last.to_state,
        to=step.to,
        on=turn.today,
        turn=await desk.turn_before_all(turn.tx, turn.me.id),
    )
    return held if took else None


async def _undone(turn: Turn, last: decisions.Done, held: desk.Held) -> Reply:
    subject = Subject(held.record, turn.now, state_on=held.state_on, unit_code=held.unit_code)
    if last.changes:
        await _write_fields(turn, subject, {name: before for name, (before, _) in last.changes.items()})
        await triage.tell_again(turn.tx, last.record_id, await decisions.findings_of(turn.tx, last.id))
    await decisions.append(
        turn.tx,
        decisions.Decision(
            unit_id=held.record.unit_id,
            record_id=held.record.id,
            revision=held.record.revision,
            person_id=turn.me.id,
            move=Move.UNDO,
            from_state=last.to_state,
            to_state=State.PENDING,
            decided_at=turn.now,
            day=turn.today,
            channel=turn.channel,
            event_key=turn.decision_key,
            changes={name: [after, before] for name, (before, after) in last.changes.items()},
            undoes_id=last.id,
        ),
        record_type=held.record.type.value,
        state_on=held.state_on,
    )
    if last.move is Move.FOLLOW_UP:
        await following.withdrawn(turn, last.record_id)
    if last.move is Move.ASK:
        await questions.withdraw(turn.tx, last.record_id, by=turn.me.id, now=turn.now)
    await prompts.void_all(turn.tx, turn.account.id)
    said = say.undone(last.move, keys.name_of(held.record))
    return Reply((await today.next_card(turn, said),))


async def back_to_card(turn: Turn, subject: Subject, line: str = "") -> Reply:
    """Show the card again, its draft dropped."""
    so_far = await decisions.so_far(turn.tx, turn.me.id, turn.today)
    can_undo = subject.practice is None and so_far.undoable
    heading = [line] if line else []
    return Reply((drawing.draw_card(turn, subject, heading=heading, can_undo=can_undo),))


async def back(turn: Turn, subject: Subject, _key: str) -> Reply:
    """Leave a page that only informs."""
    return await back_to_card(turn, subject)


async def undo_by_command(turn: Turn) -> Reply:
    """Undo for somebody who asked for it in words or under the day's list."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say.NO_WORK_ROLE)
    return await undo(turn)
