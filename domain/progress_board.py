"""The progress page's units: what stands in a row, which rows a reader picked, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain import ranking
from domain.folding import fold
from domain.forecast import Forecast, Unknown, Why
from domain.ranking import Band
from domain.records import RecordType
from domain.review import State
from domain.standing import Behind

UNDECIDED = (State.PENDING, State.UNSTATED)
TEXT_MAX = 100  # letters of what is looked for

Counts = Mapping[RecordType, Mapping[State, int]]


class Sort(StrEnum):
    """What rows are ordered by; the values stand in addresses."""

    LATE = "cham"  # the longest behind first
    NAME = "ten"
    PLAN = "ke-hoach"  # the lowest share of the plan first
    DONE = "ti-le"  # the lowest share decided first
    OPEN = "con-lai"  # the most undecided first
    END = "du-kien"  # the last to be through first


class Pick(StrEnum):
    """Which bands are shown; the values stand in addresses."""

    ALL = ""
    REACHED = "dat"
    NEAR = "gan-dat"
    SLOW = "cham"
    NONE = "chua-xep-hang"


_BAND: Mapping[Pick, Band | None] = {
    Pick.REACHED: Band.REACHED,
    Pick.NEAR: Band.NEAR,
    Pick.SLOW: Band.SLOW,
    Pick.NONE: None,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with what it answers for; those merged into it are counted in it.

    `standing` is None where nothing was ever planned for it, `outlook` where nothing is known of its mornings.
    """

    unit_id: int
    code: str
    name: str
    around: str  # the name of what it lies in
    around_code: str
    counts: Counts
    standing: ranking.Standing | None = None
    behind: Behind = field(default_factory=Behind)
    needed: int = 0  # records today, as planned this morning
    outlook: Forecast | Unknown | None = None

    @property
    def percent(self) -> int | None:
        """Give what is done of the plan to date, in whole per cent."""
        return self.standing.percent if self.standing else None

    @property
    def band(self) -> Band | None:
        """Put it into its band, as the leaderboard does."""
        return None if self.percent is None else ranking.band_of(self.percent)

    @property
    def missing(self) -> int:
        """How many records it is behind its own plan."""
        return max(0, self.standing.planned - self.standing.done) if self.standing else 0

    def total(self, kind: RecordType | None = None) -> int:
        """Count its records, of one type or of all."""
        return sum(sum(states.values()) for states in self._of(kind))

    def undecided(self, kind: RecordType | None = None) -> int:
        """Count the records nobody has decided."""
        return sum(states.get(state, 0) for states in self._of(kind) for state in UNDECIDED)

    def decided(self, kind: RecordType | None = None) -> int:
        """Count the records somebody has decided, here or before they came."""
        return self.total(kind) - self.undecided(kind)

    def _of(self, kind: RecordType | None) -> list[Mapping[State, int]]:
        return list(self.counts.values()) if kind is None else [self.counts.get(kind, {})]


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader wants the rows."""

    pick: Pick = Pick.ALL
    kind: RecordType | None = None
    text: str = ""
    sort: Sort = Sort.LATE
    reverse: bool = False


def read_look(asked: Mapping[str, str]) -> tuple[Look, bool]:
    """Read a look from an address's words; what is none of ours is passed over, and said by the second value."""
    understood = True

    def one(name: str, kind: type[StrEnum], default: StrEnum | None) -> StrEnum | None:
        nonlocal understood
        said = asked.get(name, "")
        if said == "":
            return default
        try:
            return kind(said)
        except ValueError:
            understood = False
            return default

    pick = one("muc", Pick, Pick.ALL)
    kind = one("loai", RecordType, None)
    sort = one("xep", Sort, Sort.LATE)
    assert isinstance(pick, Pick)
    assert isinstance(sort, Sort)
    text = " ".join(asked.get("tim", "").split())[:TEXT_MAX]
    return Look(
        pick, kind if isinstance(kind, RecordType) else None, text, sort, asked.get("nguoc", "") == "1"
    ), understood


def picked(units: Iterable[Unit], look: Look) -> list[Unit]:
    """Pick and order the rows of one look; without accents what is looked for is found too."""
    wanted = fold(look.text)
    found = [
        unit
        for unit in units
        if (look.pick is Pick.ALL or unit.band is _BAND[look.pick])
        and (look.kind is None or unit.total(look.kind))
        and (not wanted or wanted in fold(unit.name) or wanted in fold(unit.around) or unit.code == wanted)
    ]
    by_name = look.sort is Sort.NAME
    found.sort(key=lambda unit: (fold(unit.name), unit.name, unit.code), reverse=by_name and look.reverse)
    if not by_name:
        found.sort(key=lambda unit: _key(unit, look), reverse=look.reverse)
    return found


def _key(unit: Unit, look: Look) -> tuple[float, ...]:
    """Order by what is asked for; units of one key stay in the order of their names."""
    never = float("inf")
    match look.sort:
        case Sort.PLAN:
            return (never if unit.percent is None else unit.percent,)
        case Sort.DONE:
            total = unit.total(look.kind)
            return (unit.decided(look.kind) / total if total else never,)
        case Sort.OPEN:
            return (-unit.undecided(look.kind),)
        case Sort.END:
            return (-_end(unit.outlook),)
        case _:
            return (-unit.behind.days, never if unit.percent is None else unit.percent, -unit.missing)


def _end(outlook: Forecast | Unknown | None) -> float:
    """Tell how late a unit will be through: no end in sight is the latest, who is through the earliest."""
    if isinstance(outlook, Forecast):
        return (outlook.latest or date.max).toordinal()
    return 0 if outlook is not None and outlook.why is Why.FINISHED else float("inf")


def sums(counts: Iterable[Counts]) -> dict[RecordType, dict[State, int]]:
    """Add up types and states, every type and every state named."""
    found = {kind: dict.fromkeys(State, 0) for kind in RecordType}
    for each in counts:
        for kind, states in each.items():
            for state, number in states.items():
                found[kind][state] += number
    return found


def bands(units: Sequence[Unit]) -> dict[Pick, int]:
    """Count the units of each band, and of those without a ratio."""
    return {pick: sum(unit.band is band for unit in units) for pick, band in _BAND.items()}
