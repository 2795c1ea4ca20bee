"""The units that registers may name, with their validity: is this text this unit, one above it, or another one?

Nine bare names repeat within one province, so a name is told by its district where one is given; where none is, the
benefit of the doubt goes to the unit whose record it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from domain import place_words
from domain.folding import fold
from domain.place_words import bare, level_of, one_slip, shortens

_CACHED = 50_000  # texts; what comes after is read each time
_FAR = place_words.WIDE | {"thi xa"}  # levels above communes
_NAMES_UNIT = (
    "xã ",
    "phường ",
    "thị trấn ",
    "huyện ",
    "thành phố",
    "tỉnh ",
    "x.",
    "p.",
    "tt",
    "tp",
    "h.",
    "t.",
)
_ONCE_PROVINCES = frozenset({"cao lang"})  # 1975 to 1978


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as registers may name it.

    `code` is the unit of today in whose queue records of this place belong: a former unit bears the code of the unit
    it went into, and stands once for each where it went into several; a unit with several names stands once a name.
    `level` is province, district or commune; `parents` are full names, nearest first; validity, both days counted,
    None where it is not known.
    """

    code: str
    name: str
    level: str
    parents: tuple[str, ...]
    since: date | None = None
    until: date | None = None

    def stood(self, first: date, last: date) -> bool:
        """Say whether the unit stood on some day of a span."""
        return (self.since is None or self.since <= last) and (self.until is None or self.until >= first)


class Told(StrEnum):
    """What a text names, seen from one unit."""

    NOTHING = "nothing"  # no text, or a unit of which nothing is known
    HOME = "home"  # this unit, under any of its names
    ABOVE = "above"  # a unit it lies in, or lay in
    OTHER = "other"  # another unit, or a unit of its name elsewhere
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a text names; `meant` is this unit's own name where the text is one slip away from it."""

    told: Told
    places: tuple[Place, ...] = ()  # those the first part may be
    wider: tuple[tuple[Place, ...], ...] = ()  # those each further part may be
    meant: str = ""
    # days between which all that is named stood for certain; outside of them `stood` has to be asked
    since: date = field(init=False)
    until: date = field(init=False)

    def __post_init__(self) -> None:
        since, until = date.min, date.max
        for group in (self.places, *self.wider):
            if group:
                first, last = _first_spell(group)
                since, until = max(since, first), min(until, last)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)

    def stood(self, first: date, last: date) -> bool:
        """Say whether all that is named stood on some day of a span; what is not known counts as standing."""
        groups = (self.places, *self.wider)
        return all(not group or any(place.stood(first, last) for place in group) for group in groups)


def _first_spell(places: Sequence[Place]) -> tuple[date, date]:
    """Give the days from the first on which one of some units stood until none did."""
    spans = sorted((place.since or date.min, place.until or date.max) for place in places)
    first, last = spans[0]
    for since, until in spans[1:]:
        if last < date.max and since <= last + timedelta(days=1):
            last = max(last, until)
    return first, last


_NOTHING = Standing(Told.NOTHING)


class Gazetteer:
    """The units of all schemes, asked by words; answers are kept, as a province's registers repeat themselves."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._whole: dict[str, list[Place]] = defaultdict(list)
        self._bare: dict[str, list[Place]] = defaultdict(list)
        self._of: dict[str, list[Place]] = defaultdict(list)
        # of each place the folded names of its parents, whole and bare
        self._above: dict[Place, frozenset[str]] = {}
        self._known_above: set[str] = set()
        self._places = tuple(dict.fromkeys(places))
        for place in self._places:
            name = fold(place.name)
            self._whole[name].append(place)
            self._bare[bare(name)].append(place)
            self._of[place.code].append(place)
            parents = [fold(each) for each in place.parents]
            self._above[place] = frozenset([*parents, *map(bare, parents)])
            self._known_above |= self._above[place]
        self.limited = any(place.since or place.until for place in self._places)
        self._answers: dict[tuple[str, str], Standing] = {}
        self._named: dict[str, Standing] = {}

    def of(self, unit_code: str) -> tuple[Place, ...]:
        """List the names under which a unit, and those that went into it, are known."""
        return tuple(self._of.get(unit_code, ()))

    def standing(self, text: str, unit_code: str) -> Standing:
        """Tell what the words of an office name, seen from a unit."""
        answer = self._answers.get((unit_code, text))
        if answer is None:
            answer = self._stand(text, unit_code)
            if len(self._answers) < _CACHED:
                self._answers[unit_code, text] = answer
        return answer

    def named(self, text: str) -> Standing:
        """Tell which units an address names, from the narrowest that bears its level ("xã …") upwards."""
        # hamlets differ from entry to entry, what follows repeats
        tail = text if text[:9].lower().startswith(_NAMES_UNIT) else text.partition(",")[2] or text
        answer = self._named.get(tail)
        if answer is None:
            answer = self._name(tail)
            if len(self._named) < _CACHED:
                self._named[tail] = answer
        return answer

    def _name(self, text: str) -> Standing:
        pieces = place_words.parts(text)
        for at, piece in enumerate(pieces):
            if level_of(piece):
                places = tuple(self._candidates(pieces[at:]))
                above = pieces[at + 1 : at + 2]
                # "xã …, tỉnh …" is how addresses are written since there are no districts
                written_so = tuple(each for each in places if above == tuple(map(fold, each.parents[:1])))
                places = written_so or places or self._elsewhere(pieces[at:])
                return Standing(Told.UNKNOWN, places, self._wider(pieces[at + 1 :]))
        return _NOTHING

    def _elsewhere(self, pieces: tuple[str, ...]) -> tuple[Place, ...]:
        """Find the units of a whole name that lie in none of the others, which are known: a new ward in an old city."""
        if len(pieces) > 1 and self._known_above.issuperset(pieces[1:]):
            return tuple(self._whole.get(pieces[0], ()))
        return ()

    def _wider(self, pieces: tuple[str, ...]) -> tuple[tuple[Place, ...], ...]:
        return tuple(tuple(self._whole.get(piece, ())) for piece in pieces)

    def _stand(self, text: str, unit_code: str) -> Standing:
        pieces, home = place_words.parts(text), self._of.get(unit_code)
        if not pieces or not home:
            return _NOTHING
        above = frozenset().union(*(self._above[place] for place in home))
        first, wider = pieces[0], self._wider(pieces[1:])
        is_wide = level_of(first) in _FAR
        if is_wide and bare(first) in self._known_above and self._lies(above, first):
            return Standing(Told.ABOVE, tuple(self._whole.get(first, ())), wider)
        candidates = self._candidates(pieces)
        own = [place for place in candidates if place.code == unit_code or self._below(place, home)]
        if own:
            return Standing(Told.HOME, tuple(own), wider)
        if candidates:
            return Standing(Told.OTHER, tuple(candidates), wider)
        if not all(self._lies(above, piece) for piece in pieces[1:]):  # of this name or none, but elsewhere
            return Standing(Told.OTHER)
        return Standing(Told.UNKNOWN, meant=self._meant(first, home))

    def _below(self, place: Place, home: list[Place]) -> bool:
        above = self._above[place]
        return any(each.level != "commune" and fold(each.name) in above for each in home)

    def _candidates(self, pieces: tuple[str, ...]) -> list[Place]:
        """Find the units that the first part names within the others; none where it lies in none of them."""
        first, level = pieces[0], level_of(pieces[0])
        found = (self._whole.get(first, []) if level else []) or self._bare.get(first, [])
        if not found and level and level not in _FAR:  # a district is no commune of its name
            found = self._bare.get(bare(first), [])
        return [place for place in found if all(self._lies(self._above[place], each) for each in pieces[1:])]

    def _lies(self, above: frozenset[str], piece: str) -> bool:
        """Say whether a further part may name one of the units above; what nobody knows tells nothing."""
        if level_of(piece) and piece in self._known_above:
            return piece in above
        name = bare(piece)
        if name in above or name in _ONCE_PROVINCES:
            return True
        if name in self._known_above:
            return False
        # a slip of the district's name or its first letters, or words that are no unit
        return level_of(piece) not in _FAR or any(
            one_slip(name, each) or shortens(name, each) for each in above
        )

    def _meant(self, first: str, home: list[Place]) -> str:
        for place in home:
            if one_slip(bare(first), bare(fold(place.name))):
                return ", ".join((place.name, *place.parents))
        return ""
