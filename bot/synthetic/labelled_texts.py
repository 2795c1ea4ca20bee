"""Planting broken text into names, places, offices, numbers and other fields (R20), each with what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import labelled_letters as letters
from bot.synthetic.labelled_lives import PEOPLE
from bot.synthetic.labelled_people import paper, papered
from bot.synthetic.labelled_shape import Draft, slip
from domain.records import RecordType

_ENCODED = {name: letters.IN_PLACES[name] for name in ("tcvn3", "vni", "cp1252", "zero_width", "no_break")}
_WORDS = {**_ENCODED, "telex": letters.telex, "vni_keys": letters.vni_keys}


def in_names(rng: Random, draft: Draft) -> bool:
    """Break a name."""
    names = [f"{who}HoTen" for who in (*PEOPLE[draft.type], "nyc")]
    return _broken(rng, draft, rng.choice([each for each in names if draft.has(each)]), letters.IN_NAMES)


def in_places(rng: Random, draft: Draft) -> bool:
    """Break a place."""
    there = [name for name in draft.entry if name.endswith(("QueQuan", "NoiCuTru", "NoiSinh", "NoiChet"))]
    return bool(there) and _broken(rng, draft, rng.choice(there), letters.IN_PLACES)


def in_offices(rng: Random, draft: Draft) -> bool:
    """Break the words of the office that registered."""
    return _broken(rng, draft, draft.place, _ENCODED, ("R02",))


def in_words(rng: Random, draft: Draft) -> bool:
    """Break a word that comes from a list."""
    there = [name for name in draft.entry if name.endswith(("DanToc", "QuocTich"))]
    return bool(there) and _broken(rng, draft, rng.choice(there), _WORDS, ("R16",))


def in_numbers(rng: Random, draft: Draft) -> bool:
    """Break a number."""
    who = papered(rng, draft)
    if not who:
        return False
    draft.entry |= paper(draft, who, "1", f"08{rng.randrange(10**7):07d}", draft.slot.day - 400)
    return _broken(rng, draft, f"{who}SoGiayToTuyThan", letters.IN_NUMBERS, ("R17",))


def _broken(
    rng: Random, draft: Draft, name: str, ways: Mapping[str, letters.Way], also: tuple[str, ...] = ()
) -> bool:
    kind = rng.choice(tuple(ways))
    other = ways[kind](rng, draft.entry[name])
    return bool(other) and slip(draft, "R20", kind, {name: other}, tells=True, also=also)


_ALL = frozenset(RecordType)
PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Callable[[Random, Draft], bool]], ...]] = {
    "R20": ((_ALL, in_names), (_ALL, in_names), (_ALL, in_places), (_ALL, in_offices), (_ALL, in_words), (_ALL, in_numbers)),
}  # fmt: skip
