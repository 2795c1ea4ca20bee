"""Acts of the page: the moves, the guard, the checks and the second tap are those of the chat, and so is what follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain import field_values, fields, guard, keys
from domain.people import Role
from domain.review import DECIDING, FollowUpKind, Move, ReturnReason, Route, skip_needs_reason
from domain.talk.values import Reply
from domain.wording import captions, fixing
from domain.wording import page_access as say
from domain.wording import review as review_words
from handlers import deciding, drawing, drawing_fix, review, subject
from handlers.context import Turn
from handlers.page import reach, view
from handlers.page.act import Act
from handlers.page.shapes import QuestionView, View, view_json
from handlers.practice import is_due
from handlers.subject import Subject
from storage import decisions, desk, page_views


class Is(StrEnum):
    """How an act ended."""

    DONE = "done"
    AGAIN = "again"  # recorded before, by the same key: nothing was decided twice
    ASKED = "asked"  # nothing was done: a question is to be answered first
    REFUSED = "refused"
    GONE = "gone"  # the record is not what the page shows any more


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act. `reply` is what the chat shows by now; None: nothing new."""

    is_: Is
    said: str = ""
    question: QuestionView | None = None
    faults: dict[str, str] = field(default_factory=dict)
    next: View | None = None
    left: int = 0
    reply: Reply | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the outcome as plain values."""
        return {
            "is": self.is_.value,
            "said": self.said,
            "question": self.question.as_json() if self.question else None,
            "faults": self.faults,
            "next": view_json(self.next) if self.next else None,
            "left": self.left,
        }


async def act(turn: Turn, record_id: int, asked: Act) -> Outcome | None:
    """Do what the page asks about a record; None where this person has nothing to do with that record.

    `turn.decision_key` names the act, so that it is done once however often it is sent.
    """
    if not turn.me.posts_as(Role.OFFICIAL):
        return None
    before = await decisions.caused_by(turn.tx, turn.decision_key)
    if before is not None:
        return await _again(turn, before) if before.person_id == turn.me.id else None
    if asked.move is Move.UNDO:
        return await _undo(turn, record_id, asked.undoes)
    if record_id < 0:
        return await _practise(turn, -record_id, asked)
    shown_at = await page_views.last(turn.tx, turn.me.id, record_id)
    payload = {"r": record_id, "v": asked.revision}
    if shown_at is not None:
        payload["at"] = shown_at.isoformat()
    found = await subject.load(turn, payload)
    if found is None:
        known = shown_at is not None or await reach.reach(turn.tx, turn.me, record_id) is not None
        return await _gone_or_again(turn) if known else None
    outcome = await _decide(turn, found, asked)
    return await _gone_or_again(turn) if outcome.is_ is Is.GONE else outcome


async def _gone_or_again(turn: Turn) -> Outcome:
    """Tell whether a record is gone because this very act, sent twice at once, has been done meanwhile."""
    twin = await decisions.caused_by(turn.tx, turn.decision_key)
    return await _again(turn, twin) if twin is not None else await _gone(turn)


async def _again(turn: Turn, before: decisions.Caused) -> Outcome:
    """Answer as the first time."""
    held = await desk.load(turn.tx, before.record_id)
    said = say.NOTED
    if held is not None and before.move in (*DECIDING, Move.SKIP):
        reason = ReturnReason.__members__.get(before.reasons[0]) if before.reasons else None
        said = review_words.done(before.move, keys.name_of(held.record), reason=reason, route=before.route)
    return await _and_next(turn, Outcome(Is.AGAIN, said))


async def _gone(turn: Turn) -> Outcome:
    return await _and_next(turn, Outcome(Is.GONE, say.GONE))


async def _and_next(turn: Turn, outcome: Outcome) -> Outcome:
    left = await desk.held_count(turn.tx, turn.me.id)
    return replace(outcome, next=await view.next_one(turn), left=left)


async def _undo(turn: Turn, record_id: int, meant: int) -> Outcome | None:
    """Take the newest decision back, where it is the one that the page means, or the page shows a later record.

    An undo may have waited for a line: what was decided meanwhile is not what it meant.
    """
    standing = decisions.standing(await decisions.of_day(turn.tx, turn.me.id, turn.today))
    decided = {one.record_id for one in standing}
    if standing and record_id in decided and standing[0].record_id != record_id:
        return Outcome(Is.REFUSED, say.OTHER_DECISION)
    known = record_id < 0 or record_id in decided
    if not known and await reach.reach(turn.tx, turn.me, record_id) is None:
        return None
    if meant and (not standing or standing[0].id != meant):
        return Outcome(Is.REFUSED, say.OTHER_DECISION)
    reply = await deciding.undo(turn)
    return await _settled(turn, reply)


async def _practise(turn: Turn, number: int, asked: Act) -> Outcome | None:
    """Judge an answer to a practice card; one that was answered rightly before is not judged again."""
    done = turn.me.practice_done
    if not 1 <= number <= turn.rules.practice or number > done + 1:
        return None
    if number <= done or not is_due(turn):
        return await _and_next(turn, Outcome(Is.AGAIN, say.NOTED))
    found = await subject.load(turn, {"p": number, "at": turn.now.isoformat()})
    assert found is not None  # practice cards are invented anew each time
    return await _decide(turn, found, asked)


async def _decide(turn: Turn, found: Subject, asked: Act) -> Outcome:
    match asked.move:
        case Move.APPROVE:
            return await _approve(turn, found, asked)
        case Move.FIX:
            return await _fix(turn, found, asked)
        case Move.RETURN:
            return await _return(turn, found, asked)
        case Move.FOLLOW_UP:
            return await _follow_up(turn, found, asked)
    return await _skip(turn, found, asked)


async def _finish(turn: Turn, found: Subject, move: Move, **more: Any) -> Outcome:
    practised = turn.me.practice_done
    reply = await deciding.finish(turn, found, move, **more)
    if found.practice is not None:
        is_ = Is.DONE if turn.me.practice_done > practised else Is.REFUSED
        return await _and_next(turn, Outcome(is_, turn.told, reply=reply))
    return await _settled(turn, reply)


async def _settled(turn: Turn, reply: Reply) -> Outcome:
    """Tell whether something was decided by this turn: the log knows, unless a twin of this act was quicker."""
    if reply.notice == captions.CARD_CHANGED:
        return replace(await _gone(turn), reply=reply)
    if await decisions.id_of(turn.tx, turn.decision_key) is not None:
        return await _and_next(turn, Outcome(Is.DONE, turn.told, reply=reply))
    return await _and_next(turn, Outcome(Is.REFUSED, turn.told, reply=reply))


def _to_follow_up(question: guard.Question) -> Outcome:
    choices = tuple((kind.value, captions.FOLLOW_UP_KINDS[kind]) for kind in FollowUpKind)
    asked = QuestionView("follow", review_words.GUARD_SENTENCE, choices, kind=question.kind.value)
    return Outcome(Is.ASKED, review_words.GUARD_SENTENCE, asked)


def _to_the_field(question: guard.Question) -> Outcome:
    asked = QuestionView("fix", fixing.PICK_FIELD, (), field=question.finding.field)
    return Outcome(Is.ASKED, fixing.PICK_FIELD, asked)


def _put(question: QuestionView) -> Outcome:
    return Outcome(Is.ASKED, question.text, question)


async def _approve(turn: Turn, found: Subject, asked: Act) -> Outcome:
    question = guard.before_approving(found.record.findings)
    if question is None or (asked.sure and not asked.answer):
        return await _finish(turn, found, Move.APPROVE)
    match asked.answer:
        case "same":
            return _to_follow_up(question)
        case "wrong":
            return _to_the_field(question)
        case "other_scan":
            return await _finish(turn, found, Move.RETURN, reason=ReturnReason.WRONG_SCAN)
    return _put(view.approval_question(found.record, question))


async def _return(turn: Turn, found: Subject, asked: Act) -> Outcome:
    reason = ReturnReason.__members__.get(asked.reason)
    if reason is None:
        return Outcome(Is.REFUSED, say.NO_KIND)
    question = guard.asks(found.record.type, found.record.findings, reason)
    if question is None or (asked.sure and asked.answer not in ("same", "wrong")):
        return await _finish(turn, found, Move.RETURN, reason=reason)
    match asked.answer:
        case "same":
            return _to_follow_up(question)
        case "wrong":
            return _to_the_field(question)
    return _put(view.return_question(found.record, question))


async def _follow_up(turn: Turn, found: Subject, asked: Act) -> Outcome:
    kind = FollowUpKind.__members__.get(asked.kind)
    if kind is None or (asked.route and asked.route not in list(Route)):
        return Outcome(Is.REFUSED, say.NO_KIND)
    route = review_words.route_of(kind, asked.route)
    note = " ".join(asked.note.split())[: review.TEXT_MAX]
    return await _finish(turn, found, Move.FOLLOW_UP, kind=kind, route=route, note=note)


async def _fix(turn: Turn, found: Subject, asked: Act) -> Outcome:
    if asked.suggested:
        values = drawing.taps_over(found)
        if not values or values != dict(asked.changes):
            return await _gone(turn)
        return await _finish(turn, found, Move.FIX, changes=values, suggested=True)
    draft: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, typed in asked.changes.items():
        known = fields.find_field(found.record.type, name)
        if known is None:
            return Outcome(Is.REFUSED, say.NO_FIELD)
        checked = field_values.check(known, typed, today=turn.today)
        if isinstance(checked, field_values.Rejected):
            faults[name] = fixing.rejected(known, checked)
        elif checked.value != found.record.fields.get(name, ""):
            draft[name] = checked.value
    if faults:
        return Outcome(Is.REFUSED, say.SOME_WRONG, faults=faults)
    if not draft:
        return Outcome(Is.REFUSED, fixing.SAME)
    drafted = replace(found, draft=tuple(draft.items()))
    if not asked.sure and (warned := _before_saving(drafted)) is not None:
        return _put(warned)
    return await _finish(turn, drafted, Move.FIX, changes=draft)


def _before_saving(drafted: Subject) -> QuestionView | None:
    """Ask once more where the chat's last look at a correction would say a word: as there, saving goes on from it."""
    words, choices = [], [("sure", captions.SAVE)]
    acts: list[tuple[str, tuple[tuple[str, Any], ...]]] = []
    if grave := drawing_fix.untouched(drafted):
        words.append(fixing.untouched(grave))
    if len(drafted.draft) > drawing_fix.MANY:
        many = ReturnReason.MANY_ERRORS
        words.append(fixing.many(captions.RETURN_REASONS[many]))
        choices.append(("many", captions.RETURN_REASONS[many]))
        acts.append(("many", (("move", Move.RETURN.value), ("reason", many.value), ("sure", True))))
    return QuestionView("fix", "\n".join(words), tuple(choices), acts=tuple(acts)) if words else None


async def _skip(turn: Turn, found: Subject, asked: Act) -> Outcome:
    if found.practice is not None:
        return Outcome(Is.REFUSED, say.NO_SKIP)
    reason = " ".join((asked.reason or asked.note).split())[: review.TEXT_MAX]
    if skip_needs_reason(found.record.skips):
        if not reason:
            labels = tuple(drawing.SKIP_REASONS.values())
            question = QuestionView(
                "skip", review_words.SKIP_QUESTION, tuple((label, label) for label in labels),
                acts=tuple((label, (("reason", label),)) for label in labels),
            )  # fmt: skip
            return _put(question)
        if len(reason) < review.REASON_LEAST:
            return Outcome(Is.REFUSED, review_words.SKIP_TOO_SHORT)
    return await _settled(turn, await deciding.skip(turn, found, reason))
