"""What the progress page shows of a subtree: the same figures as `/tiendo`, the leaderboard and `rasoat status`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from domain import progress_board
from domain.charts import BurnUpChart
from domain.forecast import Unknown, Why
from domain.people import Person, widest
from domain.progress_board import Counts
from domain.records import RecordType
from domain.review import State
from handlers import against_plan, progress
from handlers.context import Rules
from handlers.leaderboard import LAST_PLAN
from storage import burn_up, done_levels, standings, tallies, units
from storage.burn_up import Kept
from storage.engine import Tx
from storage.standings import UnitStanding
from storage.units import Tree, Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """The unit a page is about, those above it that the reader may open, and other tops of theirs."""

    unit: Unit
    above: tuple[tuple[str, str], ...]  # code, name; the widest first
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page tells of a subtree, before a reader picks from it."""

    name: str
    on: date
    counts: Counts
    units: tuple[progress_board.Unit, ...]
    plan: str  # how it stands against its plan and when it may be through; "" without a deadline
    chart: BurnUpChart | None
    there: str | None  # how its records stand in the staging software


async def unit_of(tx: Tx, person: Person, code: str, today: date) -> Unit | None:
    """Find the unit somebody asked for among those they oversee; without a code the first of theirs.

    None where it is none of theirs, or there is none: the reader cannot tell which.
    """
    paths = widest(post.unit_path for post in person.overseeing())
    if not paths:
        return None
    if code:
        found = await units.with_code(tx, code, below=paths, on=today)
        return found[0] if found else None
    return await units.load(tx, int(paths[0].split("/")[-2]))


async def scope(tx: Tx, person: Person, code: str, today: date) -> Scope | None:
    """Find that unit, and where it lies among the reader's others; reads the whole tree."""
    unit = await unit_of(tx, person, code, today)
    if unit is None:
        return None
    paths = widest(post.unit_path for post in person.overseeing())
    known = await units.tree(tx)
    tops = [known[int(path.split("/")[-2])] for path in paths]
    above = [
        known[unit_id] for unit_id in unit.above if any(known[unit_id].path.startswith(p) for p in paths)
    ]
    others = [top for top in tops if not unit.path.startswith(top.path)]
    return Scope(unit, tuple((u.code, u.name) for u in above), tuple((u.code, u.name) for u in others))


async def board(tx: Tx, rules: Rules, unit: Unit, today: date) -> tuple[Board, str | None]:
    """Tell how a subtree stands; the second value is for `burn_up.keep`, where its course had to be worked out."""
    known = await units.tree(tx)
    shelves = await _shelves(tx, known, unit, today)
    now = await standings.now(tx, today, unit.path, look_back=LAST_PLAN)
    counts = progress_board.sums(shelves.values())
    kept, to_write, plan, chart = None, None, "", None
    if rules.campaign is not None:
        kept, to_write = await burn_up.look(tx, unit.path, today, rules.campaign)
        done = max(0, await done_levels.below(tx, unit.path))
        still_open = sum(states[State.PENDING] for states in counts.values())
        shown = against_plan.shown(
            kept, done, still_open, unit_name=unit.name, today=today, campaign=rules.campaign
        )
        plan, chart = shown.text, shown.chart
    rows = tuple(
        _row(known, unit, unit_id, shelves.get(unit_id, {}), now.get(unit_id), kept)
        for unit_id in sorted({*shelves, *now})
    )
    in_all = sum(sum(states.values()) for states in counts.values())
    there = await progress.there(tx, rules.zone, unit.path, in_all)
    return Board(unit.name, today, counts, rows, plan, chart, there), to_write


async def _shelves(tx: Tx, known: Tree, scope: Unit, today: date) -> dict[int, Counts]:
    """Count a subtree's records at the units that answer for them; where that is one above, at the subtree's own top."""
    found: dict[int, dict[RecordType, dict[State, int]]] = defaultdict(dict)
    for line in await tallies.lines_below(tx, scope.path):
        at = units.stands_in(known, known[line.unit_id], today) or known[line.unit_id]
        unit_id = at.id if at.path.startswith(scope.path) else scope.id
        states = found[unit_id].setdefault(RecordType(line.type), {})
        states[line.state] = states.get(line.state, 0) + line.count
    return dict(found)


def _row(
    known: Tree, scope: Unit, unit_id: int, counts: Counts, now: UnitStanding | None, kept: Kept | None
) -> progress_board.Unit:
    """Make a row; what the unit lies in is told where that is a part of the subtree, so that it can be opened."""
    unit = known[unit_id]
    around = known.get(unit.parent_id) if unit.parent_id is not None else None
    name, code = "", ""
    if around is not None and around.id != scope.id and around.path.startswith(scope.path):
        name, code = around.name, around.code
    row = progress_board.Unit(unit_id, unit.code, unit.name, name, code, counts)
    if now is None or kept is None:
        return row
    outlook = Unknown(Why.FINISHED) if now.finished else kept.of_units.get(unit_id, Unknown(Why.TOO_EARLY))
    return replace(row, standing=now.ranked[0], behind=now.behind, needed=now.needed, outlook=outlook)
