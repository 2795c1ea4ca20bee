"""An admin's care for units (`/donvi`): find one, see what hangs on it, and ask for a change."""

from __future__ import annotations

from domain.folding import fold, squeeze
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import units as say
from handlers import unit_changes as changes
from handlers.context import Turn, says
from storage import people, units
from storage.units import Unit

FOUND = 8
_DROP = Choice("drop", captions.DROP)
_QUESTIONS = {
    "add": say.ASK_ADD, "name": say.ASK_NAME, "move": say.ASK_PARENT, "merge": say.ASK_INTO
}  # fmt: skip


async def find(turn: Turn, words: str) -> Reply:
    """Look for units by code, or by any name they bore, in the subtrees this admin answers for."""
    below = changes.answers_for(turn)
    if not below:
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)  # what was awaited before is awaited no longer
    if not words.strip():
        return Reply((_ask(say.ASK),))
    found = await units.with_code(turn.tx, squeeze(words), below=below, on=turn.today)
    if not found:
        found = await units.search(turn.tx, fold(words), below=below, limit=FOUND + 1)
    if not found:
        return Reply((_ask(say.NONE),))
    if len(found) == 1:
        return Reply((await _about(turn, found[0]),))
    choices = tuple(
        Choice(f"u{one.id}", say.at(one.code, one.name, one.ended(turn.today)), row=place)
        for place, one in enumerate(found[:FOUND])
    )
    text = say.PICK if len(found) <= FOUND else say.PICK_OF_MORE.format(FOUND)
    return Reply((Message(text=text, step="units", choices=choices),))


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take a name typed, a unit picked, a change wished for, the words it needs, or the last yes."""
    below = changes.answers_for(turn)
    if not below:
        return says(common.NOT_YOURS)
    asked = turn.asked.payload if turn.asked is not None else {}
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if not key and not asked.get("do"):
        return await find(turn, text)
    unit_id = int(key[1:]) if key[:1] == "u" and key[1:].isdecimal() else asked.get("u", 0)
    unit = await units.load(turn.tx, unit_id)
    if unit is None or not unit.path.startswith(below):
        return says(common.NOT_YOURS)
    if key[:1] == "u":
        return Reply((await _about(turn, unit),))
    do = key if key in changes.CHANGES else str(asked.get("do", ""))
    if refusal := changes.refusal(turn, unit, do):
        return says(refusal)
    if key in _QUESTIONS:
        return Reply((_ask(_QUESTIONS[key].format(unit.name), u=unit.id, do=key),))
    outcome = await changes.CHANGES[do](turn, unit, changes.Wish(text, asked.get("to"), sure=key == "yes"))
    if outcome.sure:
        yes = Choice("yes", say.YES_MERGE if do == "merge" else say.YES_CLOSE, row=0)
        payload = (("u", unit.id), ("do", do), ("to", outcome.other_id))
        return Reply((Message(outcome.text, step="units", choices=(yes, _DROP), payload=payload),))
    if not outcome.done:
        retry = do in _QUESTIONS and key != "yes"
        return Reply((_ask(outcome.text, u=unit.id, do=do),)) if retry else says(outcome.text)
    shown = await units.load(turn.tx, outcome.other_id or unit.id)
    after = (await _about(turn, shown),) if shown is not None else ()
    return Reply((Message(text=outcome.text), *after))


def _ask(text: str, **payload: object) -> Message:
    return Message(text=text, step="units", takes_text=True, choices=(_DROP,), payload=tuple(payload.items()))


async def _about(turn: Turn, unit: Unit) -> Message:
    known = await units.tree(turn.tx)
    still_open, total = await units.records_in(turn.tx, unit.path)
    holders = await units.holders(turn.tx, [unit.id])
    ended = unit.ended(turn.today)
    text = say.about(
        unit.name,
        unit.code,
        unit.scheme,
        unit.level,
        above=[known[unit_id].name for unit_id in unit.above],
        before=await units.names_before(turn.tx, unit),
        merged=[one.name for one in await units.merged_in(turn.tx, unit.id)],
        into=known[unit.merged_into].name if unit.merged_into is not None else "",
        ended=unit.valid_to if ended else None,
        people=[(holder.full_name, holder.role) for holder in holders],
        still_open=still_open,
        total=total,
    )
    if ended:
        return Message(text=text)
    choices = [Choice("name", say.RENAME, row=1)]
    if unit.level != "commune":
        choices.insert(0, Choice("add", say.ADD, row=0))
    if not any(post.unit_id == unit.id for post in turn.me.posts_as(Role.ADMIN)):
        choices += [
            Choice("move", say.MOVE, row=1),
            Choice("merge", say.MERGE, row=2),
            Choice("close", say.CLOSE, row=2),
        ]
    return Message(text=text, step="units", choices=tuple(choices), payload=(("u", unit.id),))
