"""Ordering a broadcast: now, at a time, or after a second admin has agreed; each draft once."""

from __future__ import annotations

from datetime import datetime

from domain import broadcast as rules
from domain.broadcast import NotThen, State, Why
from domain.people import Person, Role
from domain.talk.values import Aside, Choice, Message, Reply
from domain.wording import broadcast as say
from domain.wording import captions, figures
from handlers import broadcast_draft as drafts
from handlers.broadcast_draft import Draft
from handlers.context import Turn, says
from storage import audit, broadcasts, people, preferences
from storage.broadcasts import Broadcast, New

STEP = "broadcast"
CONSENT_STEP = "broadcast_consent"  # what the router calls the step of a second admin
ASKED_KIND, TOLD_KIND = "broadcast_asked", "broadcast_told"  # what is said to others about one

_DROP = Choice("drop", captions.DROP, row=9)


async def ask_time(turn: Turn, draft: Draft, fault: NotThen | None = None) -> Reply:
    """Ask when it is to go out; after a moment that will not do, with the next that would."""
    text = say.not_then(fault) if fault is not None else say.ASK_TIME
    payload: dict[str, object] = {"stage": "time", "draft": draft.to_json()}
    choices: tuple[Choice, ...] = (_DROP,)
    if fault is not None and fault.why not in (Why.SHAPE, Why.FAR):
        payload["next"] = fault.next.isoformat()
        choices = (Choice("next", say.send_at(fault.next), row=0), _DROP)
    return Reply(
        (Message(text, step=STEP, takes_text=True, choices=choices, payload=tuple(payload.items())),)
    )


async def take_time(turn: Turn, draft: Draft, key: str, text: str) -> Reply:
    """Take a typed moment, or the one that was offered."""
    local = turn.now.astimezone(turn.rules.zone)
    offered = turn.asked.payload.get("next") if turn.asked and key == "next" else None
    wanted = datetime.fromisoformat(offered) if offered else rules.read_moment(text, local)
    if wanted is None:
        return await ask_time(turn, draft, NotThen(Why.SHAPE, local))
    fault = rules.judge(wanted, local, await drafts.calendar_of(turn))
    return await ask_time(turn, draft, fault) if fault is not None else await _order(turn, draft, wanted)


async def send_now(turn: Turn, draft: Draft) -> Reply:
    """Order it for now, or say when it may go."""
    local = turn.now.astimezone(turn.rules.zone)
    fault = rules.judge(local, local, await drafts.calendar_of(turn))
    return await ask_time(turn, draft, fault) if fault is not None else await _order(turn, draft, None)


async def _order(turn: Turn, draft: Draft, at: datetime | None) -> Reply:
    known = await broadcasts.with_key(turn.tx, draft.key)
    if known is not None:
        return says(say.ORDERED_ALREADY.format(id=known.id))
    reached = await drafts.reach(turn, draft.audience)
    if not reached.people:
        return says(say.EMPTY)
    if fault := await drafts.fault(turn, draft):
        return says(fault)
    seconds: list[Person] = []
    until = None
    if await drafts.needs_second(turn, draft.audience, reached.people):
        seconds = await second_admins(turn, draft)
        if not seconds:
            return says(say.ALONE.format(people=figures.count(reached.people)))
        until = rules.consent_until(turn.now.astimezone(turn.rules.zone), at)
    new = New(
        draft.key, draft.audience, draft.text, turn.me.id, State.ASKED if until else State.SCHEDULED,
        send_at=at, attachment_id=draft.attachment, consent_until=until, corrects_id=draft.corrects,
        reminds_id=draft.reminds, recipients=reached.people, sender=drafts.sender_name(turn),
    )  # fmt: skip
    made = await broadcasts.order(turn.tx, new, now=turn.now)
    if made is None:
        return says(say.ORDERED_ALREADY.format(id=""))
    details = {
        "audience": draft.audience.to_json(),
        "people": reached.people,
        "at": at.isoformat() if at else None,
    }
    act = "broadcast.asked" if until else "broadcast.ordered"
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act=act, subject=str(made.id), details=details
    )
    if until is None:
        text = say.ordered(made.id, reached.people, at)
        key, label = ("stop", captions.STOP) if at is None else ("cancel", say.CANCEL)
        return Reply((_with(text, made, Choice(key, label)),), notice=captions.NOTED)
    names = [one.full_name for one in seconds]
    text = say.asked_second(made.id, reached.people, names, until.astimezone(turn.rules.zone))
    asides = tuple([await _question(turn, made, draft, one, at, until) for one in seconds])
    return Reply((_with(text, made, Choice("cancel", say.CANCEL)),), notice=captions.NOTED, asides=asides)


def _with(text: str, made: Broadcast, *choices: Choice) -> Message:
    return Message(text, step=STEP, choices=choices, payload=(("b", made.id),))


async def _question(
    turn: Turn, made: Broadcast, draft: Draft, to: Person, at: datetime | None, until: datetime
) -> Aside:  # fmt: skip
    """Ask a second admin, with the text as it will be read."""
    reached = await drafts.reach(turn, draft.audience)
    audience = say.reached(await drafts.described(turn, draft.audience), reached.people, reached.linked)
    text = say.consent_question(
        made.id, turn.me.full_name, audience, at, until.astimezone(turn.rules.zone), (await drafts.marked(turn, draft)).text
    )  # fmt: skip
    choices = (Choice("agree", captions.AGREE, row=0), Choice("refuse", captions.DISAGREE, row=0))
    message = Message(text, step=CONSENT_STEP, choices=choices, payload=(("b", made.id),))
    return Aside(to.id, message, ASKED_KIND, str(made.id))


async def second_admins(turn: Turn, draft: Draft) -> list[Person]:
    """List the other admins of the whole audience whom something can reach now."""
    found = []
    for person_id in dict.fromkeys(holder.person_id for holder in await people.holding(turn.tx, Role.ADMIN)):
        person = await people.person(turn.tx, person_id) if person_id != turn.me.id else None
        if person is None or not await drafts.covers(turn, draft.audience, paths_as_admin(person)):
            continue
        accounts = await preferences.by_preference(turn.tx, person_id)
        if any(one.channel in turn.channels and not one.unreachable for one in accounts):
            found.append(person)
    return found


def paths_as_admin(person: Person) -> tuple[str, ...]:
    """List the subtrees somebody is admin of."""
    return tuple(post.unit_path for post in person.posts_as(Role.ADMIN))


async def consent(turn: Turn, key: str, text: str) -> Reply:
    """Take a second admin's answer; the first one given holds."""
    made = await broadcasts.load(
        turn.tx, int((turn.asked.payload if turn.asked else {}).get("b", 0)), lock=True
    )
    if made is None or not await drafts.covers(turn, made.audience):
        return says(captions.CARD_CHANGED)
    if made.made_by == turn.me.id:
        return says(say.NOT_YOUR_CONSENT)
    if made.state is not State.ASKED or key not in ("agree", "refuse"):
        by = await people.person(turn.tx, made.consent_by) if made.consent_by else None
        return says(
            say.consent_over(made.id, made.state.value, by.full_name if by else ""), notice=captions.NOTED
        )
    if made.consent_until is not None and made.consent_until <= turn.now:
        return says(say.not_begun(made.id, "lapsed"))  # the sender is told by who looks after the times
    agreed = key == "agree"
    to = State.SCHEDULED if agreed else State.REFUSED
    await broadcasts.move(
        turn.tx, made.id, was=[State.ASKED], to=to, consent_by=turn.me.id, consent_at=turn.now,
        reason="" if agreed else "refused",
    )  # fmt: skip
    act = "broadcast.agreed" if agreed else "broadcast.refused"
    await audit.note(turn.tx, at=turn.now, person_id=turn.me.id, act=act, subject=str(made.id))
    at = made.send_at.astimezone(turn.rules.zone) if made.send_at is not None else None
    name = turn.me.full_name
    told = say.agreed(made.id, name, at) if agreed else say.refused_by(made.id, name)
    asides = (Aside(made.made_by, Message(told), TOLD_KIND, f"{made.id}:{key}"),) if made.made_by else ()
    mine = say.you_agreed(made.id, at) if agreed else say.you_refused(made.id)
    return Reply((Message(mine),), notice=captions.NOTED, asides=asides)
