"""Returns looked at anew (from the follow-up register): what may be the register's fault comes home, the rest is kept."""

from __future__ import annotations

from domain import follow_ups as rules
from domain import keys
from domain.review import PROPOSED_ROUTE
from domain.talk.values import Choice, Message, Reply, Style
from domain.wording import captions, common
from domain.wording import retriage as say
from handlers import follow_up_file
from handlers import follow_up_views as views
from handlers.context import Turn, says
from storage import audit, desk, follow_up_ends, people, retriage
from storage.lots import By
from storage.retriage import Returned

STEP = "retriage"  # what the router calls it
LISTED = 8

_DROP = Choice("drop", captions.DROP)


async def show(turn: Turn) -> Reply:
    """List the returned records that the rule suspects, the likeliest first; for heads and admins."""
    if not views.heads(turn):
        return says(common.NOT_YOURS)
    return Reply((await _list(turn),))


async def _list(turn: Turn, said: str = "") -> Message:
    found, total = await retriage.likeliest(turn.tx, views.heads(turn), limit=LISTED)
    if not found:
        return Message(f"{said}\n{say.NONE}" if said else say.NONE)
    choices = [
        Choice(f"r{one.record_id}", say.in_list(one.number, one.book, one.unit_name, one.suspicion.score), row=place)
        for place, one in enumerate(found)
    ]  # fmt: skip
    text = say.head(total, len(found))
    choices.append(Choice("file", say.FILE, row=LISTED))
    return _ask(f"{said}\n{text}" if said else text, *choices, _DROP)


def _ask(text: str, *choices: Choice, **payload: int) -> Message:
    return Message(text, step=STEP, choices=choices, payload=tuple(payload.items()))


async def take(turn: Turn, key: str, _text: str) -> Reply:
    """Take which record, or what becomes of it; whose right it is, is looked at anew."""
    if not views.heads(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(captions.NOTED, notice=captions.NOTED)
    if key == "file":
        return await follow_up_file.send_retriage(turn)
    if key[:1] == "r" and key[1:].isdecimal():
        found = await retriage.find(turn.tx, int(key[1:]), views.heads(turn))
        return Reply((_one(found) if found else await _list(turn, say.GONE),))
    payload = turn.asked.payload if turn.asked else {}
    if key in ("move", "keep") and "r" in payload:
        return Reply((await _decide(turn, int(payload["r"]), int(payload["v"]), key),))
    return Reply((await _list(turn),))


def _one(one: Returned, said: str = "") -> Message:
    text = say.one(
        one.type, one.number, one.book, one.unit_name, one.subject, one.reasons, one.suspicion.why,
        one.suspicion.fields, one.suspicion.score,
    )  # fmt: skip
    return _ask(
        f"{said}\n\n{say.NEXT}\n{text}" if said else text,
        Choice("move", say.TO_FOLLOW_UP, Style.GOOD, row=0),
        Choice("keep", say.KEEP_RETURNED, row=1),
        Choice("list", captions.BACK, row=2),
        r=one.record_id,
        v=one.revision,
    )


async def _decide(turn: Turn, record_id: int, revision: int, key: str) -> Message:
    """Bring a record home or keep it returned, and show the next one."""
    found = await retriage.find(turn.tx, record_id, views.heads(turn))
    held = await desk.load(turn.tx, record_id) if found and found.revision == revision else None
    if found is None or held is None:
        return await _list(turn, say.GONE)
    name = keys.entry_name(found.number, found.book)
    if key == "keep":
        if not await retriage.keep(turn.tx, record_id, revision, by=turn.me.id, now=turn.now):
            return await _next(turn, found, say.KEPT_ALREADY)
        details = {"record": record_id, "revision": revision, "score": found.suspicion.score}
        await audit.note(
            turn.tx, at=turn.now, person_id=turn.me.id, act="kept_returned", subject=name, details=details
        )
        return await _next(turn, found, say.kept(name))
    kind = found.suspicion.kind
    route = PROPOSED_ROUTE[kind].value
    about = rules.about(kind, held.record.findings, held.record.fields)
    by = By(turn.me.id, turn.account.channel, turn.now, turn.today)
    moved = await follow_up_ends.retriage(
        turn.tx, held, by, kind=kind, route=route, about=about.fields or found.suspicion.fields, shows=about.shows,
        key=turn.decision_key,
    )  # fmt: skip
    return await _next(turn, found, say.moved(name, route) if moved else say.GONE)


async def _next(turn: Turn, last: Returned, said: str) -> Message:
    """Show the next suspect of the same unit, whose books lie open; where it has none, the list."""
    found, _ = await retriage.likeliest(turn.tx, (last.unit_path,), limit=1)
    return _one(found[0], said) if found else await _list(turn, said)
