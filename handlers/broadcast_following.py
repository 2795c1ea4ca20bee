"""A broadcast once it is ordered: stopped, called off, corrected, acknowledged, and who is silent."""

from __future__ import annotations

from domain.audience import Audience, Whom
from domain.broadcast import OPEN, State, Withheld
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import broadcast as say
from domain.wording import broadcast_runs as say_runs
from domain.wording import captions, common
from handlers import broadcast_draft as drafts
from handlers.broadcast_draft import Draft
from handlers.context import Turn, says
from storage import acknowledgements, audit, broadcast_recipients, broadcasts, people
from storage.broadcasts import Broadcast

STEP = "broadcast"
RECENT = 6
LOOKED_AT = 40  # broadcasts among which one's own are looked for
_DROP = Choice("drop", captions.DROP, row=9)


async def take(turn: Turn, key: str) -> Reply | Draft:
    """Take a tap below something said about a broadcast, or one picked from a list; gives what is begun by it."""
    payload = turn.asked.payload if turn.asked else {}
    picked = {"b": "silent", "s": "stop", "x": "cancel"}.get(key[:1]) if key[1:].isdecimal() else None
    number = int(key[1:]) if picked else int(payload.get("b", 0))
    made = await broadcasts.load(turn.tx, number, lock=True)
    act = picked or key
    if made is None:
        return says(common.NOT_YOURS)
    if act == "silent":
        return await silent(turn, made)
    if not await drafts.covers(turn, made.audience):
        return says(common.NOT_YOURS)
    match act:
        case "stop":
            return await _stop(turn, made)
        case "cancel":
            return await _cancel(turn, made)
        case "correct":
            return await _again(turn, made, Whom.GOT)
        case "remind":
            return await _again(turn, made, Whom.SILENT)
    return says(common.NOT_YOURS)


async def _stop(turn: Turn, made: Broadcast) -> Reply:
    """Let nothing more go out: what is not begun is taken back in this very transaction."""
    if made.state is State.SCHEDULED:
        return await _cancel(turn, made)
    stopping = {"stopped_by": turn.me.id, "stopped_at": turn.now}
    if not await broadcasts.move(turn.tx, made.id, was=[State.SENDING], to=State.STOPPING, **stopping):
        return says(say.NOTHING_TO_STOP.format(id=made.id), notice=captions.NOTED)
    withheld = await broadcast_recipients.withhold_rest(turn.tx, made.id, Withheld.STOPPED, now=turn.now)
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act="broadcast.stopped", subject=str(made.id),
        details={"withheld": withheld},
    )  # fmt: skip
    return says(say.STOPPED_NOW.format(id=made.id), notice=captions.NOTED)


async def _cancel(turn: Turn, made: Broadcast) -> Reply:
    was = [State.ASKED, State.SCHEDULED]
    if not await broadcasts.move(
        turn.tx, made.id, was=was, to=State.REFUSED, stopped_by=turn.me.id, stopped_at=turn.now, reason="cancelled"
    ):  # fmt: skip
        return (
            await _stop(turn, made)
            if made.state is State.SENDING
            else says(say.NOTHING_TO_STOP.format(id=made.id))
        )
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act="broadcast.cancelled", subject=str(made.id)
    )
    return says(say.CANCELLED.format(id=made.id), notice=captions.NOTED)


async def _again(turn: Turn, made: Broadcast, whom: Whom) -> Reply | Draft:
    """Begin a correction for exactly those who got it, or a reminder, with its own words, for who is silent."""
    if whom is Whom.GOT:
        audience = Audience(whom, made.audience.units or drafts.own_units(turn), of=made.id)
        return Draft(audience, corrects=made.id)
    audience = await silent_of(turn, made.id)
    if not (await drafts.reach(turn, audience)).people:
        return says(say.ALL_SEEN)
    return Draft(audience, made.text, made.attachment_id, turn.decision_key, reminds=made.id)


async def silent_of(turn: Turn, number: int) -> Audience:
    """Name those who have not acknowledged a broadcast, of the speaker's own subtrees."""
    return Audience(Whom.SILENT, drafts.own_units(turn), of=number)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


async def on_their_way(turn: Turn) -> tuple[list[str], list[Choice]]:
    """Tell an admin what is on its way in their subtrees, with buttons to stop it or call it off."""
    lines, running, waiting = [], [], []
    for made in await broadcasts.in_hand(turn.tx):
        if not await drafts.covers(turn, made.audience):
            continue
        counts = await broadcast_recipients.counts(turn.tx, made.id)
        at = made.send_at.astimezone(turn.rules.zone) if made.send_at else None
        lines.append(
            say.running(
                made.id, made.state.value, counts.ended, counts.total, f"{at:%H:%M %d/%m}" if at else ""
            )
        )
        (running if made.state is State.SENDING else waiting).append(made)
    alone = len(running) == 1
    stops = [
        Choice(f"s{made.id}", captions.STOP if alone else say.stop_of(made.id), row=5 + place)
        for place, made in enumerate(running)
    ]
    stops += [
        Choice(f"x{made.id}", say.cancel_of(made.id), row=7)
        for made in waiting
        if made.state is not State.STOPPING
    ]
    return lines, stops


async def earlier(turn: Turn, *, to_send: bool = False) -> Reply:
    """List the newest broadcasts that went to the speaker's subtrees: to write to their silent, or to look at them."""
    paths = _paths(turn)
    choices = []
    for made in await broadcasts.recent(turn.tx, LOOKED_AT):
        counts = await broadcast_recipients.counts(turn.tx, made.id, paths)
        if counts.total and len(choices) < RECENT:
            on = made.said_at.astimezone(turn.rules.zone)
            label = say_runs.earlier(made.id, on, made.text, counts.acknowledged, counts.total)
            choices.append(Choice(f"{'e' if to_send else 'b'}{made.id}", label, row=len(choices)))
    if not choices:
        return says(say.NONE_EARLIER)
    text = say.PICK_EARLIER if to_send else say.HEADS_SEE
    return Reply((Message(text, step=STEP, choices=(*choices, _DROP), payload=(("stage", "earlier"),)),))


def _paths(turn: Turn) -> tuple[str, ...]:
    return tuple(post.unit_path for post in turn.me.posts_as(Role.HEAD, Role.ADMIN))


async def silent(turn: Turn, made: Broadcast) -> Reply:
    """List who has not acknowledged it, of the speaker's subtrees."""
    paths = _paths(turn)
    if not paths:
        return says(say.NOT_FOR_YOU)
    counts = await broadcast_recipients.counts(turn.tx, made.id, paths)
    left = counts.total - counts.acknowledged
    if not left:
        return says(say.ALL_SEEN if counts.total else say.NONE_EARLIER, notice=captions.NOTED)
    lines = await acknowledgements.lines(turn.tx, made.id, paths=paths, silent=True, limit=say_runs.SHOWN)
    text = say_runs.silent(made.id, [(one.unit_name, one.name, one.status) for one in lines], left)
    if made.state in OPEN or not await drafts.covers(turn, made.audience):
        return says(text)
    remind = Choice("remind", say.REMIND)
    return Reply((Message(text, step=STEP, choices=(remind,), payload=(("b", made.id),)),))


# ── 👍 ──────────────────────────────────────────────────────────────────────────────────────────


async def acknowledged(turn: Turn, key: str, text: str) -> Reply:
    """Take what somebody answers to a broadcast they got."""
    made = await broadcasts.load(turn.tx, int((turn.asked.payload if turn.asked else {}).get("b", 0)))
    if made is None:
        return says(say.TRIAL)
    if key == "silent":
        return await silent(turn, made)
    return await _see(turn, made)


async def acknowledge_by_word(turn: Turn) -> Reply:
    """Take “đã nhận”, typed: it means the newest broadcast that waits for it."""
    number = await acknowledgements.newest_open(turn.tx, turn.me.id)
    made = await broadcasts.load(turn.tx, number) if number is not None else None
    return await _see(turn, made) if made is not None else says(say.NONE_TO_SEE)


async def _see(turn: Turn, made: Broadcast) -> Reply:
    """Note that somebody has read it; who answers a reminder has read what it reminds of."""
    if turn.asked is not None and turn.account.shown_prompt_id == turn.asked.id:
        await people.show_list(turn.tx, turn.account.id, None)  # a number means the card's list again
    new = False
    for number in (made.id, made.reminds_id):
        if number is not None:
            new |= await acknowledgements.acknowledge(turn.tx, number, turn.me.id, turn.now)
    word = say.SEEN if new else say.SEEN_BEFORE
    if turn.capabilities.answers_taps and turn.incoming.callback_ref is not None:
        return Reply(notice=word)
    return says(word)
