"""Answering difficulties (`/traloi`): what waits in one's subtree, and what is done about one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from domain import rulings as rules
from domain.people import Role
from domain.rulings import WORDS_LEAST, WORDS_MOST, QuestionState
from domain.talk.values import Aside, Choice, Message, Reply, Style
from domain.wording import captions, common
from domain.wording import questions as say
from domain.wording import rulings as say_rulings
from handlers.context import Turn, says
from storage import answering, asked_records, calendars, people, questions
from storage.answering import Level
from storage.lots import By
from storage.questions import Question

STEP = "reply"  # what the router calls it
KIND = "question"
LISTED = 8
PUBLISH = "rule"  # the key that leads on to making a ruling

_DROP = Choice("drop", captions.DROP)
_BACK = Choice("list", say.BACK_TO_LIST, row=9)


async def show(turn: Turn) -> Reply:
    """List the questions that wait in what this person answers for, the first due first."""
    if not answers_for(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    found, total = await questions.open_below(turn.tx, answers_for(turn), but_of=turn.me.id, limit=LISTED)
    choices = [
        Choice(f"q{one.id}", say.in_list(_name(one), one.unit_name, _local(turn, one.due_at), one.text), row=place)
        for place, one in enumerate(found)
    ]  # fmt: skip
    if turn.me.posts_as(Role.ADMIN):
        choices.append(Choice("rulings", say.RULINGS, row=LISTED))
    text = say.inbox(total, len(found)) if found else say.NONE_OPEN
    return Reply((Message(text, step=STEP if choices else "", choices=tuple(choices)),))


def answers_for(turn: Turn) -> tuple[str, ...]:
    """List the subtrees this person answers for."""
    return tuple(post.unit_path for post in turn.me.posts_as(Role.HEAD, Role.ADMIN))


def _name(question: Question) -> str:
    return say.about(question.number, question.book)


def _local(turn: Turn, at: datetime | None) -> datetime | None:
    return at.astimezone(turn.rules.zone) if at else None


def key(question: Question) -> str:
    """Name a question at the level it is at, so that each level is told of it once."""
    return f"{question.id}:{question.at_unit_id}:{len(question.passed)}"


def about(question: Question, zone: tzinfo, role: Role, *, line: str = "") -> Message:
    """Show a question with what may be done about it in a role."""
    due = question.due_at.astimezone(zone) if question.due_at else None
    text = say.question(
        _name(question), question.unit_name, question.asked_by_name, question.asked_at.astimezone(zone),
        question.text, question.card, due, len(question.passed),
    )  # fmt: skip
    choices = [Choice("answer", say.REPLY, Style.GOOD, row=0)]
    if role is Role.ADMIN:
        choices.append(Choice(PUBLISH, say_rulings.PUBLISH, row=0))
    choices += [Choice("up", say.PASS_ON, row=1), Choice("close", say.CLOSE, row=1)]
    return Message(
        f"{line}\n{text}" if line else text,
        step=STEP,
        choices=tuple(choices),
        payload=(("q", question.id),),
        attachment=question.attachment_id,
    )


async def may(turn: Turn, question_id: object) -> Question | None:
    """Load a question that is this person's to answer now: in their subtree, and not their own."""
    if not isinstance(question_id, int):
        return None
    found = await questions.load(turn.tx, question_id)
    if found is None or found.asked_by == turn.me.id or not found.unit_path.startswith(answers_for(turn)):
        return None
    return found


def _role(turn: Turn, question: Question) -> Role:
    """Tell in which role somebody answers for a question's unit: as admin where both."""
    admin = any(question.unit_path.startswith(post.unit_path) for post in turn.me.posts_as(Role.ADMIN))
    return Role.ADMIN if admin else Role.HEAD


async def take(turn: Turn, chosen: str, text: str) -> Reply:
    """Take a question picked, what is to be done about it, or the words of an answer; rights are looked at anew."""
    if not answers_for(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    if chosen == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if chosen == _BACK.key:
        return await show(turn)
    picked = int(chosen[1:]) if chosen.startswith("q") and chosen[1:].isdecimal() else payload.get("q")
    found = await may(turn, picked)
    if found is None:
        return says(common.NOT_YOURS)
    if found.state is not QuestionState.OPEN:
        return says(say.settled(found.state, found.answered_by_name or found.ruling_number, found.answer))
    match chosen:
        case "answer":
            return Reply((_ask_words(found),))
        case "up":
            return await _pass_on(turn, found)
        case "close":
            choices = (Choice("closing", say.CLOSE_SURE, Style.BAD, row=0), _BACK)
            return Reply((_about(found, say.CLOSE_QUESTION, *choices),))
        case "closing":
            return await _close(turn, found)
        case "" if payload.get("view") == "answer":
            return await _answer(turn, found, text)
    return Reply((about(found, turn.rules.zone, _role(turn, found)),))


def _about(found: Question, text: str, *choices: Choice, takes_text: bool = False, view: str = "") -> Message:
    payload = (("q", found.id), ("view", view))
    return Message(text, step=STEP, choices=choices, takes_text=takes_text, payload=payload)


def _ask_words(found: Question, line: str = "") -> Message:
    text = f"{line}\n{say.ASK_ANSWER}" if line else say.ASK_ANSWER
    return _about(found, text, _BACK, takes_text=True, view="answer")


async def _answer(turn: Turn, found: Question, text: str) -> Reply:
    words = rules.cut(" ".join(text.split()), WORDS_MOST)
    if len(words) < WORDS_LEAST:
        return Reply((_ask_words(found, say.ANSWER_TOO_SHORT),))
    back = await settle(turn, found, to=QuestionState.ANSWERED, answer=words)
    if back is None:
        return await _as_it_stands(turn, found)
    told = say.answered_to(_name(found), found.text, words, turn.me.full_name, "", back=back)
    return Reply(
        says(say.done(found.asked_by_name, back=back)).messages, asides=(to_asker(found, told, back=back),)
    )


async def _close(turn: Turn, found: Question) -> Reply:
    back = await settle(turn, found, to=QuestionState.CLOSED)
    if back is None:
        return await _as_it_stands(turn, found)
    told = say.closed_to(_name(found), found.text, back=back)
    return Reply(says(say.closed(found.asked_by_name)).messages, asides=(to_asker(found, told, back=back),))


async def _as_it_stands(turn: Turn, found: Question) -> Reply:
    """Tell whoever comes second what became of a question."""
    now = await questions.load(turn.tx, found.id) or found
    return says(say.settled(now.state, now.answered_by_name, now.answer))


async def settle(
    turn: Turn, found: Question, *, to: QuestionState, answer: str = "", ruling: rules.Ruling | None = None
) -> bool | None:
    """End a question and bring its record back; says whether one came back, None where somebody was quicker."""
    took = await questions.settle(
        turn.tx, found.id, to=to, by=turn.me.id, now=turn.now, answer=answer,
        ruling_id=ruling.id if ruling else None,
    )  # fmt: skip
    if not took:
        return None
    by = By(turn.me.id, turn.account.channel, turn.now, turn.today)
    number = ruling.number if ruling else ""
    return await asked_records.bring_back(turn.tx, found, by, key=turn.decision_key, number=number)


def to_asker(found: Question, text: str, *, back: bool, mark: str = "end") -> Aside:
    """Tell who asked; where a record came back, with the button to go on."""
    message = Message(text)
    if back:
        message = replace(message, step="start", choices=(Choice("start", captions.START),))
    return Aside(found.asked_by, message, KIND, f"{found.id}:{mark}")


# ── to the next level ────────────────────────────────────────────────────────────────────────────


def above(levels: Sequence[Level], found: Question) -> Level | None:
    """Pick the level after the one a question is at; of one that is at none, the first."""
    places = [
        n for n, each in enumerate(levels) if (each.unit_id, each.role) == (found.at_unit_id, found.at_role)
    ]
    if places:
        return levels[places[0] + 1] if places[0] + 1 < len(levels) else None
    if found.at_unit_id is None:
        return levels[0] if levels else None
    # whoever it lay with is there no more: on to the first level higher than theirs, an admin above any head
    inside = f"/{found.at_unit_id}/"
    below = found.unit_path.partition(inside)[0] + "/"
    return next(
        (each for each in levels if each.role is Role.ADMIN or f"/{each.unit_id}/" in below),
        None,
    )


async def _pass_on(turn: Turn, found: Question) -> Reply:
    levels = await answering.levels(turn.tx, found.unit_path, but=found.asked_by)
    level = above(levels, found)
    if level is None:
        line = say.NO_LEVEL_ABOVE
        return Reply((about(found, turn.rules.zone, _role(turn, found), line=line),))
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    due = rules.due(known.of(found.unit_path), turn.now.astimezone(turn.rules.zone))
    took = await questions.hand_on(
        turn.tx, found, at_unit_id=level.unit_id, at_role=level.role, due_at=due, by=turn.me.id, now=turn.now
    )
    if not took:
        return await _as_it_stands(turn, found)
    now = await questions.load(turn.tx, found.id) or found
    line = say.sent(level.role, level.unit_name, due)
    return Reply((Message(line),), asides=handed_on(now, level, turn.rules.zone, but=turn.me.id))


def handed_on(now: Question, level: Level, zone: tzinfo, *, but: int | None = None) -> tuple[Aside, ...]:
    """Tell the new level of a question, and who asked it that they have it."""
    due = (now.due_at or now.asked_at).astimezone(zone)
    text = say.handed_on(_name(now), level.role, level.unit_name, due)
    asker = to_asker(now, text, back=False, mark=f"up{len(now.passed)}")
    message = about(now, zone, level.role)
    told = [Aside(each, message, KIND, key(now)) for each in level.person_ids if each != but]
    return (asker, *told)
