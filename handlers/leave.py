"""Leave for oneself (`/nghi`): which days, who stands in, and what becomes of today's records."""

from __future__ import annotations

from datetime import timedelta

from domain import typed_days
from domain.people import Role
from domain.talk.values import Aside, Choice, Message, Reply
from domain.wording import captions
from domain.wording import leave as say
from domain.wording import review as say_review
from domain.workdays import Calendar, Leave
from handlers import today
from handlers.context import Turn, says
from storage import absences, answering, calendars, people, plans, shares

STEP = "leave"  # what the router calls it
KIND = "leave"
STAND_INS = 8
LISTED = 6

_DROP = Choice("drop", captions.DROP)


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show the leave that was declared and what can be; words behind the command are the days."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say_review.NO_WORK_ROLE)
    await people.show_list(turn.tx, turn.account.id, None)
    if argument:
        return await _days_typed(turn, argument)
    known = await absences.of_person(turn.tx, turn.me.id, since=turn.today)
    calendar = await _calendar(turn)
    choices = []
    if calendar.is_workday(turn.today) and not any(a.leave.covers(turn.today) for a in known):
        choices.append(Choice("today", say.TODAY, row=0))
    following = calendar.next_workday(turn.today)
    choices += [
        Choice("next", say.next_day(following), row=0),
        Choice("days", say.OTHER_DAYS, row=1),
    ]
    choices += [
        Choice(f"b{a.id}", say.take_back(a.leave.first, a.leave.last), row=2 + place)
        for place, a in enumerate(known[:LISTED])
    ]
    text = say.overview([(a.leave.first, a.leave.last, a.stand_in) for a in known])
    return Reply((_ask(text, *choices, _DROP, next=following.isoformat()),))


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take the days, the stand-in, or leave that is taken back."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say_review.NO_WORK_ROLE)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key == "today":
        return await _ask_stand_in(turn, Leave(turn.today, turn.today))
    if key == "next":
        day = turn.today.fromisoformat(payload["next"])  # the day its label names, whenever it is tapped
        return await _ask_stand_in(turn, Leave(day, day))
    if key == "days":
        first = turn.today + timedelta(days=1)
        days = f"{first:%d/%m}-{first + timedelta(days=2):%d/%m}"
        question = say.ASK_DAYS.format(day=f"{first:%d/%m}", days=days)
        return Reply((_ask(question, _DROP, takes_text=True),))
    if key.startswith("b") and key[1:].isdecimal():
        return await _take_back(turn, int(key[1:]))
    if "first" in payload and (key == "nobody" or key[1:].isdecimal()):
        leave = Leave(*(turn.today.fromisoformat(payload[end]) for end in ("first", "last")))
        return await _declare(turn, leave, None if key == "nobody" else int(key[1:]))
    return await _days_typed(turn, text)


def _ask(text: str, *choices: Choice, takes_text: bool = False, **payload: str) -> Message:
    return Message(
        text=text, step=STEP, choices=choices, takes_text=takes_text, payload=tuple(payload.items())
    )


async def _calendar(turn: Turn) -> Calendar:
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    return known.of(turn.me.posts_as(Role.OFFICIAL)[0].unit_path)


async def _days_typed(turn: Turn, text: str) -> Reply:
    days = typed_days.read(text, today=turn.today)
    if isinstance(days, typed_days.Refused):
        return Reply((_ask(say.no_days(days.why, days.said), _DROP, takes_text=True),))
    return await _ask_stand_in(turn, Leave(days.first, days.last))


async def _fault(turn: Turn, leave: Leave) -> str:
    """Say why these days cannot be declared, or nothing."""
    if leave.first < turn.today:
        return say.no_days(typed_days.Why.PAST, say.span(leave.first, leave.last))
    for known in await absences.of_person(turn.tx, turn.me.id, since=turn.today):
        if known.leave.overlaps(leave):
            return say.OVERLAPS.format(span=say.span(known.leave.first, known.leave.last))
    if not (await _calendar(turn)).count(leave.first, leave.last):
        return say.NO_WORK.format(span=say.span(leave.first, leave.last))
    return ""


async def _ask_stand_in(turn: Turn, leave: Leave, line: str = "") -> Reply:
    if fault := await _fault(turn, leave):
        return Reply((_ask(fault, _DROP, takes_text=True),))
    found = await absences.colleagues(turn.tx, turn.me.id, leave, limit=STAND_INS)
    if not found:
        return await _declare(turn, leave, None)
    choices = [
        Choice(f"p{one.person_id}", f"{one.name} ({one.unit_name})", row=place)
        for place, one in enumerate(found)
    ]
    question = say.ASK_STAND_IN.format(span=say.span(leave.first, leave.last))
    return Reply(
        (
            _ask(
                f"{line}\n{question}" if line else question,
                *choices,
                Choice("nobody", say.NOBODY),
                _DROP,
                first=leave.first.isoformat(),
                last=leave.last.isoformat(),
            ),
        )
    )


async def _declare(turn: Turn, leave: Leave, stand_in_id: int | None) -> Reply:
    """Write the leave down; where it holds from today, the desk is cleared at once."""
    if fault := await _fault(turn, leave):
        return Reply((_ask(fault, _DROP, takes_text=True),))
    stand_in = ""
    if stand_in_id is not None:
        able = await absences.colleagues(turn.tx, turn.me.id, leave, limit=1_000)
        names = {one.person_id: one.name for one in able}
        if stand_in_id not in names:
            return await _ask_stand_in(turn, leave, say.NOT_AVAILABLE)
        stand_in = names[stand_in_id]
    await absences.declare(turn.tx, turn.me.id, leave, stand_in_id=stand_in_id, by=turn.me.id, now=turn.now)
    text = say.declared(
        leave.first, leave.last, (await _calendar(turn)).count(leave.first, leave.last), stand_in
    )
    moved = 0
    messages: list[Message] = []
    if leave.covers(turn.today):
        moved, back = await absences.leave_desk(turn.tx, turn.me.id, stand_in_id, today=turn.today)
        text = f"{text}\n{say.desk_left(moved, back, stand_in)}".strip()
        messages.append(await today.next_card(turn))
    asides = await _tell_heads(turn, f"set:{leave.first}:{leave.last}", leave, stand_in)
    if stand_in_id is not None:
        told = say.to_stand_in(turn.me.full_name, leave.first, leave.last, moved)
        asides.append(_aside(turn, stand_in_id, f"stand-in:{leave.first}", told))
    return Reply((Message(text), *messages), asides=tuple(asides))


async def _tell_heads(turn: Turn, key: str, leave: Leave, stand_in: str) -> list[Aside]:
    post = turn.me.posts_as(Role.OFFICIAL)[0]
    heads = await answering.for_unit(turn.tx, post.unit_path)
    text = say.to_head(turn.me.full_name, post.unit_name, leave.first, leave.last, stand_in)
    return [_aside(turn, head, key, text) for head in heads.person_ids if head != turn.me.id] if heads else []


def _aside(turn: Turn, person_id: int, key: str, text: str) -> Aside:
    return Aside(person_id, Message(text), KIND, f"{turn.me.id}:{key}:{turn.decision_key}")


async def _take_back(turn: Turn, leave_id: int) -> Reply:
    known = {a.id: a for a in await absences.of_person(turn.tx, turn.me.id, since=turn.today)}
    found = known.get(leave_id)
    if found is None or not await absences.take_back(turn.tx, leave_id, turn.me.id, now=turn.now):
        return says(say.GONE)
    leave = found.leave
    if leave.covers(turn.today):
        await shares.reopen(turn.tx, turn.me.id, turn.today, closed_for=plans.LEAVE)
    post = turn.me.posts_as(Role.OFFICIAL)[0]
    heads = await answering.for_unit(turn.tx, post.unit_path)
    others = {*(heads.person_ids if heads else ()), *([found.stand_in_id] if found.stand_in_id else [])}
    told = say.taken_back_to(turn.me.full_name, leave.first, leave.last)
    asides = [_aside(turn, other, f"back:{leave_id}", told) for other in sorted(others - {turn.me.id})]
    text = say.TAKEN_BACK.format(span=say.span(leave.first, leave.last))
    return Reply(
        (today.start_button(text),) if leave.covers(turn.today) else (Message(text),), asides=tuple(asides)
    )
