"""Telling whose queue a row belongs to: by the unit's code, or by the words of the place of registration.

Nine bare names repeat in the province of 2024, so a commune's name without its district may be ambiguous; a wrong
guess would put another unit's record on somebody's desk, hence nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.folding import fold, squeeze
from domain.place_words import WIDE, bare, level_of, parts
from domain.sheet_faults import Fault

_CACHED = 50_000


@dataclass(frozen=True, slots=True)
class Unit:
    """What has to be known of a unit: `above` are the ids of the units it lies in, or lay in before; `was` names too."""

    id: int
    code: str
    name: str
    above: frozenset[int]
    was: tuple[str, ...] = ()
    into: frozenset[int] = frozenset()  # a merged unit: those it went into, one after another
    former: bool = False  # of another scheme and over: found by words only, codes were given anew

    def plain(self) -> tuple[Any, ...]:
        """Give it as values that a frame can carry."""
        return (self.id, self.code, self.name, tuple(self.above), self.was, tuple(self.into), self.former)

    @staticmethod
    def from_plain(values: Sequence[Any]) -> Unit:
        """Read what `plain` gave."""
        number, code, name, above, was, into, former = values
        return Unit(number, code, name, frozenset(above), tuple(was), frozenset(into), former)

    @property
    def names(self) -> tuple[str, ...]:
        """The name it bears and those it bore."""
        return (self.name, *self.was)


@dataclass(frozen=True, slots=True)
class Untold:
    """The unit cannot be told: unknown, or one of several, which `detail` lists."""

    fault: Fault
    detail: str = ""


class Places:
    """The units of one scheme, asked by code and by words; by words also those of former days."""

    def __init__(self, units: list[Unit]) -> None:
        self._codes = {unit.code: unit.id for unit in units if not unit.former}
        self._into = {unit.id: unit.into for unit in units if unit.into}
        self._took_in = frozenset(unit_id for into in self._into.values() for unit_id in into)
        self._whole: dict[str, list[Unit]] = defaultdict(list)
        self._bare: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            whole = {fold(name) for name in unit.names}
            for folded in whole:
                self._whole[folded].append(unit)
            for folded in set(map(bare, whole)):
                self._bare[folded].append(unit)
        self._told: dict[str, int | Untold] = {}
        self._by_id = {unit.id: unit for unit in units}
        self._of_code: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._of_code[unit.code].append(unit)

    def by_code(self, code: str) -> int | Untold:
        """Find a unit by its code; zeros that a spreadsheet took away from its front are put back."""
        for text in (code, code.zfill(5), code.zfill(3), code.zfill(2)):
            if text in self._codes:
                return self._codes[text]
        return Untold(Fault.UNIT_UNKNOWN)

    def by_words(self, text: str) -> int | Untold:
        """Find a unit by "UBND xã X, huyện Y, tỉnh Z", in any case, with or without accents and commas."""
        told = self._told.get(text)
        if told is None:
            told = self._tell(text)
            if len(self._told) < _CACHED:
                self._told[text] = told
        return told

    def within(self, unit_id: int, text: str) -> int:
        """Find the former unit that words name among those that went into a unit; the unit itself if they name none.

        Its registers count their numbers from one, so a record is told apart by the unit it was registered in.
        """
        if unit_id in self._took_in:
            told = self.by_words(text)
            if isinstance(told, int) and unit_id in self._into.get(told, ()):
                return told
        return unit_id

    def is_elsewhere(self, unit_id: int, folders: Sequence[str]) -> bool:
        """Say whether folders on a path bear the code of another unit: none is its own, nor akin to it.

        Akin are the units it lies in or has below it, and those that went into it or it went into.
        """
        own = self._by_id.get(unit_id)
        if own is None or own.code in folders:
            return False
        others = [self._of_code[name] for name in folders if name in self._of_code]
        return any(not any(_akin(own, each) for each in same) for same in others)

    def _tell(self, text: str) -> int | Untold:
        pieces = parts(text)
        if not pieces:
            return Untold(Fault.UNIT_UNTOLD)
        first, *wider = pieces
        level = level_of(first)
        candidates = self._whole.get(first, []) if level else []
        if not candidates:
            candidates = self._bare.get(first, [])
        if not candidates and level and level not in WIDE:  # a district is no commune of its name
            candidates = self._bare.get(bare(first), [])
        for part in wider:
            around = self._whole.get(part) or self._bare.get(bare(part), [])
            ids = {unit.id for unit in around}
            within = [unit for unit in candidates if unit.above & ids]
            if not within and not (ids & {unit.id for unit in candidates}):
                # it names another district or province than any unit of this name lies in
                return Untold(Fault.UNIT_UNTOLD)
            candidates = within or candidates
        if len(candidates) > 1:
            spelled = squeeze(text).lower()
            told = [unit for unit in candidates if any(name.lower() in spelled for name in unit.names)]
            candidates = told or candidates
        if len(candidates) > 1:
            candidates = [unit for unit in candidates if not unit.former] or candidates
        if len(candidates) == 1:
            return candidates[0].id
        if candidates:
            return Untold(Fault.UNIT_AMBIGUOUS, ", ".join(sorted(unit.code for unit in candidates)[:6]))
        return Untold(Fault.UNIT_UNTOLD)


def _akin(one: Unit, other: Unit) -> bool:
    return (
        one.id == other.id
        or other.id in one.above
        or one.id in other.above
        or other.id in one.into
        or one.id in other.into
    )
