"""What an admin can change about a unit: each takes the words typed and does it, refuses, or asks once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from domain.folding import fold, squeeze
from domain.people import Role
from domain.sheet_faults import Found
from domain.wording import imports as say_faults
from domain.wording import units as say
from handlers.context import Turn
from storage import claims, mergers, posts, unit_tree, units
from storage.imports.units import CODE, DIGITS, LEVELS
from storage.mergers import Merger
from storage.units import RANK, Unit

log = structlog.get_logger()

NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed for a change, or chosen before and is now confirmed."""

    text: str = ""
    other_id: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish. `sure`: it waits for a yes; `other_id`: the unit to go on with."""

    text: str
    done: bool = False
    sure: bool = False
    other_id: int | None = None


def answers_for(turn: Turn) -> tuple[str, ...]:
    """The subtrees this admin answers for."""
    return tuple(post.unit_path for post in turn.me.posts_as(Role.ADMIN))


def refusal(turn: Turn, unit: Unit, do: str) -> str:
    """Say why a change cannot be made to this unit at all; empty if it can."""
    if unit.ended(turn.today) or do not in CHANGES:
        return say.ENDED.format(unit.name)
    own = any(post.unit_id == unit.id for post in turn.me.posts_as(Role.ADMIN))
    return say.TOP if own and do in ("move", "merge", "close") else ""


async def add(turn: Turn, above: Unit, wish: Wish) -> Outcome:
    """Add a unit below: "mã; tên; cấp"."""
    parts = [squeeze(part) for part in wish.text.split(";")]
    if len(parts) != 3 or not all(parts):
        return Outcome(say.THREE_PARTS)
    code, name, level = parts[0], parts[1], LEVELS.get(fold(parts[2]))
    if level is None or RANK[above.level] >= RANK[level]:
        return Outcome(say.NO_LEVEL)
    if not CODE.match(code):
        return Outcome(say.WRONG_CODE)
    if not 2 <= len(name) <= NAME_MAX:
        return Outcome(say.LONG_NAME)
    code = code.zfill(DIGITS[level]) if code.isdecimal() else code
    taken = [
        unit
        for unit in await units.with_code(turn.tx, code, below=["/"], on=turn.today)
        if (unit.scheme, unit.code) == (above.scheme, code)
    ]
    if taken:
        return Outcome(say.CODE_TAKEN.format(code, taken[0].name))
    unit_id, _ = await unit_tree.add(
        turn.tx, scheme=above.scheme, code=code, name=name, level=level, parent=(above.id, above.path),
        valid_from=turn.today,
    )  # fmt: skip
    log.info("unit_added", unit=unit_id, above=above.id, by=turn.me.id)
    return Outcome(say.added(name, turn.me.full_name), done=True, other_id=unit_id)


async def rename(turn: Turn, unit: Unit, wish: Wish) -> Outcome:
    """Give a unit another name."""
    name = squeeze(wish.text)
    if not 2 <= len(name) <= NAME_MAX:
        return Outcome(say.LONG_NAME)
    if name != unit.name:
        await unit_tree.rename(turn.tx, unit, name, today=turn.today)
        log.info("unit_renamed", unit=unit.id, by=turn.me.id)
    return Outcome(say.renamed(unit.name, name, turn.me.full_name), done=True)


async def move(turn: Turn, unit: Unit, wish: Wish) -> Outcome:
    """Hang a unit under another of a wider level; open records go back where nobody reviews them any more."""
    above = await _named(turn, unit, wish.text)
    if isinstance(above, Outcome):
        return above
    if above.id == unit.parent_id:
        return Outcome(say.SAME_PARENT.format(unit.name, above.name))
    if RANK[above.level] >= RANK[unit.level] or above.path.startswith(unit.path):
        return Outcome(say.NOT_ABOVE.format(above.name, unit.name))
    await unit_tree.hang(turn.tx, unit, above.id, today=turn.today)
    released = await claims.release_unreviewed(turn.tx)
    log.info("unit_moved", unit=unit.id, above=above.id, by=turn.me.id)
    return Outcome(say.moved(unit.name, above.name, released, turn.me.full_name), done=True)


async def merge(turn: Turn, unit: Unit, wish: Wish) -> Outcome:
    """Let a unit go into another, with the same effect as a list of mergers taken in."""
    into = await (
        units.load(turn.tx, wish.other_id) if wish.sure and wish.other_id else _named(turn, unit, wish.text)
    )
    if into is None or isinstance(into, Outcome):
        return into or Outcome(say.NO_CODE.format(""))
    known = await units.tree(turn.tx)
    wanted = [Merger(unit.id, into.id, turn.today)]
    if not into.path.startswith(answers_for(turn)):
        return Outcome(say.NO_CODE.format(into.code))
    for trouble in mergers.judge(known, wanted, turn.today):
        why = say_faults.sentence(Found(trouble.fault, value=into.code, detail=trouble.detail))
        return Outcome(say.NO_MERGER.format(unit.name, into.name, why))
    plan = mergers.plan(known, wanted)
    gone = [known[unit_id].name for unit_id in plan.closing]
    if not wish.sure:
        _, total = await units.records_in(turn.tx, unit.path)
        held = await posts.count_at(turn.tx, plan.into)
        return Outcome(
            say.sure_to_merge(unit.name, into.name, total, held, gone), sure=True, other_id=into.id
        )
    moved, released = await mergers.carry_out(turn.tx, known, plan, now=turn.now)
    log.info("unit_merged", unit=unit.id, into=into.id, by=turn.me.id)
    lost = [holder.full_name for holder in await units.holders(turn.tx, plan.closing)]
    text = say.merged(unit.name, into.name, moved, released, lost, turn.me.full_name)
    return Outcome(text, done=True, other_id=into.id)


async def close(turn: Turn, unit: Unit, wish: Wish) -> Outcome:
    """End a unit that nothing hangs on any more."""
    still_open, _ = await units.records_in(turn.tx, unit.path)
    held = await posts.count_at(turn.tx, [unit.id])
    below = await units.valid_below(turn.tx, unit, turn.today)
    if still_open or held or below:
        return Outcome(say.cannot_close(unit.name, still_open, held, below))
    if not wish.sure:
        return Outcome(say.sure_to_close(unit.name), sure=True)
    await unit_tree.close(turn.tx, unit.id, last=turn.today - timedelta(days=1))
    log.info("unit_closed", unit=unit.id, by=turn.me.id)
    return Outcome(say.closed(unit.name, turn.me.full_name), done=True)


CHANGES: dict[str, Callable[[Turn, Unit, Wish], Awaitable[Outcome]]] = {
    "add": add, "name": rename, "move": move, "merge": merge, "close": close
}  # fmt: skip


async def _named(turn: Turn, unit: Unit, code: str) -> Unit | Outcome:
    """Find the unit whose code was typed, among those this admin answers for: a valid one, and not the unit itself."""
    typed = squeeze(code)[:40]
    found = await units.with_code(turn.tx, typed, below=answers_for(turn), on=turn.today)
    others = [one for one in found if one.id != unit.id] or found
    if not others:
        return Outcome(say.NO_CODE.format(typed))
    if others[0].ended(turn.today):
        return Outcome(say.PARENT_ENDED.format(others[0].name))
    return others[0]
