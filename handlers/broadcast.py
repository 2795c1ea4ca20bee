"""Saying something to many (`/thongbao`): whom, what, a look at it, and then the order."""

from __future__ import annotations

from dataclasses import replace

from domain.audience import Audience, Whom
from domain.folding import fold, squeeze
from domain.people import Role
from domain.talk import numbered
from domain.talk.values import Choice, Message, Reply
from domain.wording import broadcast as say
from domain.wording import captions, common, figures
from domain.wording.people import ROLE_WORDS
from handlers import broadcast_draft as drafts
from handlers import broadcast_following as following
from handlers import broadcast_look as look
from handlers import broadcast_order as orders
from handlers.broadcast_draft import Draft
from handlers.context import TAKES_FILE, Turn, says
from storage import people, units

STEP = "broadcast"  # what the router calls it
FOUND = 8
SHORT = 1500  # letters of another channel's look that are shown whole

_DROP = Choice("drop", captions.DROP, row=9)
_WHOM = (
    Choice(Whom.ALL, captions.ALL, row=0), Choice(Whom.UNIT, captions.BY_UNIT, row=1),
    Choice(Whom.ROLE, captions.BY_ROLE, row=1), Choice(Whom.BEHIND, captions.BEHIND, row=2),
    Choice(Whom.SILENT, captions.SILENT, row=2),
)  # fmt: skip
_READY = (
    Choice("preview", captions.PREVIEW, row=0), Choice("try", captions.TRY, row=0),
    Choice("now", captions.SEND_NOW, row=1), Choice("at", captions.SEND_AT, row=1),
    Choice("edit", say.EDIT, row=2), Choice("drop", captions.DROP, row=2),
)  # fmt: skip


async def show(turn: Turn) -> Reply:
    """Ask an admin whom it is for; show a head who has not acknowledged what was said before."""
    await people.show_list(turn.tx, turn.account.id, None)
    if turn.me.posts_as(Role.ADMIN):
        return Reply((await _whom(turn),))
    if turn.me.posts_as(Role.HEAD):
        return await following.earlier(turn)
    return says(common.NOT_YOURS)


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap, words or a file; whose admin the speaker is is looked at anew at each."""
    payload = turn.asked.payload if turn.asked else {}
    if "b" in payload or (key[:1] in ("b", "s", "x") and key[1:].isdecimal()):
        begun = await following.take(turn, key)
        return await _begun(turn, begun) if isinstance(begun, Draft) else begun
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == "drop":
        return says(say.DROPPED, notice=captions.NOTED)
    stage, draft = payload.get("stage"), drafts.from_payload(payload)
    if draft is not None and not await drafts.covers(turn, draft.audience):
        return says(common.NOT_YOURS)
    match stage:
        case "unit":
            return await _unit(turn, key, text)
        case "role" if key in list(Role):
            audience = Audience(Whom.ROLE, drafts.own_units(turn), Role(key))
            return await ask_text(turn, Draft(audience))
        case "earlier" if key[:1] == "e" and key[1:].isdecimal():
            return await ask_text(turn, Draft(await following.silent_of(turn, int(key[1:]))))
        case "text" if draft is not None:
            return await _text(turn, draft, text)
        case "look":
            return Reply(notice=say.TRIAL)
        case "ready" if draft is not None:
            return await _ready(turn, draft, key)
        case "time" if draft is not None:
            return await orders.take_time(turn, draft, key, text)
    return await _chosen(turn, key)


async def _begun(turn: Turn, draft: Draft) -> Reply:
    """Go on with a correction, whose words are to be typed, or a reminder, which has its words."""
    if draft.reminds is None:
        return await ask_text(turn, draft)
    if fault := await drafts.fault(turn, draft):
        return says(fault)
    return await offer(turn, draft)


async def _chosen(turn: Turn, key: str) -> Reply:
    """Go on with the kind of audience that was chosen."""
    own = drafts.own_units(turn)
    match key:
        case Whom.ALL | Whom.BEHIND:
            return await ask_text(turn, Draft(Audience(Whom(key), own)))
        case Whom.UNIT:
            return Reply((_asks(say.ASK_UNIT, stage="unit"),))
        case Whom.ROLE:
            roles = [
                Choice(role.value, words, row=place) for place, (role, words) in enumerate(ROLE_WORDS.items())
            ]
            return Reply(
                (Message(say.PICK_ROLE, step=STEP, choices=(*roles, _DROP), payload=(("stage", "role"),)),)
            )
        case Whom.SILENT:
            return await following.earlier(turn, to_send=True)
    return Reply((await _whom(turn),))


def _asks(text: str, **payload: object) -> Message:
    return Message(text, step=STEP, takes_text=True, choices=(_DROP,), payload=tuple(payload.items()))


async def _whom(turn: Turn, above: str = "") -> Message:
    own = drafts.own_units(turn)
    all_ = await drafts.reach(turn, Audience(Whom.ALL, own))
    behind = await drafts.reach(turn, Audience(Whom.BEHIND, own))
    lines, stops = await following.on_their_way(turn)
    text = say.whom(all_.people, behind.people, [*([above] if above else []), *lines])
    return Message(text, step=STEP, choices=(*_WHOM, *stops, _DROP), payload=(("stage", "whom"),))


async def _unit(turn: Turn, key: str, text: str) -> Reply:
    """Find the unit that is meant, by code or by a piece of any name it bore."""
    below = tuple(post.unit_path for post in turn.me.posts_as(Role.ADMIN))
    if key[:1] == "u" and key[1:].isdecimal():
        unit = await units.load(turn.tx, int(key[1:]))
        found = [unit] if unit is not None and unit.path.startswith(below) else []
    else:
        found = list(await units.with_code(turn.tx, squeeze(text), below=below, on=turn.today))
        if not found:
            found = await units.search(turn.tx, fold(text), below=below, limit=2 * FOUND)
        found = [one for one in found if not one.ended(turn.today)]
    if not found:
        return Reply((_asks(say.NO_UNIT, stage="unit"),))
    named = [one for one in found if fold(one.name).endswith(fold(text))] if text else found
    if len(found) == 1 or (len(named) == 1 and fold(named[0].name) == fold(text)):
        return await ask_text(
            turn, Draft(Audience(Whom.UNIT, (found[0].id if len(found) == 1 else named[0].id,)))
        )
    known = await units.tree(turn.tx)
    choices = []
    for place, one in enumerate(found[:FOUND]):
        above = known.get(one.parent_id or 0)
        label = f"{one.code} · {one.name}" + (f", {above.name}" if above is not None else "")
        choices.append(Choice(f"u{one.id}", label, row=place))
    return Reply(
        (Message(say.PICK_UNIT, step=STEP, choices=(*choices, _DROP), payload=(("stage", "unit"),)),)
    )


async def ask_text(turn: Turn, draft: Draft, above: str = "") -> Reply:
    """Ask what is to be said, with how many would get it; an audience of nobody is chosen anew."""
    if not await drafts.covers(turn, draft.audience):
        return says(common.NOT_YOURS)
    reached = await drafts.reach(turn, draft.audience)
    if not reached.people:
        return Reply((await _whom(turn, say.EMPTY),))
    or_file = say.OR_FILE if turn.capabilities.files_in else ""
    asks = say.ASK_TEXT.format(or_file=or_file)
    lines = [
        above,
        say.reached(await drafts.described(turn, draft.audience), reached.people, reached.linked),
        asks,
    ]
    text = "\n".join(line for line in lines if line)
    return Reply((_asks(text, stage="text", draft=draft.to_json(), **{TAKES_FILE: True}),))


async def _text(turn: Turn, draft: Draft, text: str) -> Reply:
    """Take the words, or a file with or without some."""
    draft = replace(
        draft, text=text.strip("\n"), attachment=turn.attachment, key=draft.key or turn.decision_key
    )
    if fault := await drafts.fault(turn, draft):
        return await ask_text(turn, replace(draft, text="", attachment=None), fault)
    return await offer(turn, draft)


async def offer(turn: Turn, draft: Draft, *before: Message) -> Reply:
    """Show what can be done with a draft that may be sent."""
    reached = await drafts.reach(turn, draft.audience)
    second = await drafts.needs_second(turn, draft.audience, reached.people)
    audience = say.reached(await drafts.described(turn, draft.audience), reached.people, reached.linked)
    notes = await drafts.notes(turn, draft, reached)
    ends = await drafts.goes_on(turn, reached.people)
    text = say.ready(audience, drafts.rules.minutes_for(reached.people), second, notes, ends)
    payload = (("stage", "ready"), ("draft", draft.to_json()))
    return Reply((*before, Message(text, step=STEP, choices=_READY, payload=payload)))


async def _ready(turn: Turn, draft: Draft, key: str) -> Reply:
    match key:
        case "preview":
            return await offer(turn, draft, *await _previews(turn, draft))
        case "try":
            return await offer(turn, draft, await _as_got(turn, draft, trial=True))
        case "now":
            return await orders.send_now(turn, draft)
        case "at":
            return await orders.ask_time(turn, draft)
        case "edit":
            return await ask_text(turn, replace(draft, text="", attachment=None))
    return await offer(turn, draft)


async def _as_got(turn: Turn, draft: Draft, *, trial: bool) -> Message:
    """Make the message as recipients on this channel get it. Its buttons only say that it is a trial.

    Where choices are drawn as numbers, a look at it draws them so without waiting for any.
    """
    marked = await drafts.marked(turn, draft)
    message = look.message(marked, 0, attachment=draft.attachment, heads=False)
    if not turn.capabilities.buttons and not trial:
        text = numbered.render(marked.text, message.choices, takes_text=False)
        return Message(text, attachment=draft.attachment)
    return replace(message, step=STEP, payload=(("stage", "look"),))


async def _previews(turn: Turn, draft: Draft) -> list[Message]:
    """Show how it looks here, and on each other channel of the recipients what is otherwise there."""
    shown = [await _as_got(turn, draft, trial=False)]
    reached = await drafts.reach(turn, draft.audience)
    plain = (await drafts.marked(turn, draft)).text
    for name, can, number in drafts.others(turn, reached):
        how = say.BUTTON_LOOK if can.buttons else say.NUMBERED_LOOK
        head = say.OTHERWISE.format(
            channel=say.channel(name), people=figures.count(number), how=f"{say.PLAIN_LOOK}, {how}"
        )
        drawn = plain if can.buttons else numbered.render(plain, look.choices(heads=False), takes_text=False)
        if can.buttons:
            drawn = f"{drawn}\n[{captions.ACKNOWLEDGE}]"
        if len(drawn) > SHORT:
            drawn = f"{drawn[: SHORT // 2]} … {drawn[-SHORT // 2 :]}"
        shown.append(Message(f"{head}\n\n{drawn}"))
    return shown
