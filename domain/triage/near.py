"""The name in a list that a misspelled word is nearest to: without accents the same, or one letter away."""

from __future__ import annotations

from collections.abc import Mapping

_SHORTEST = 4  # below that one letter more or less makes another word
_LONGEST = 60


def nearest(folded: str, names: Mapping[str, str]) -> str:
    """Find the one name meant by a folded text among names by their folded keys; empty where none or several could be."""
    if folded in names:
        return names[folded]
    if not _SHORTEST - 1 <= len(folded) <= _LONGEST:
        return ""
    near = {name for key, name in names.items() if len(key) >= _SHORTEST and _one_apart(folded, key)}
    return near.pop() if len(near) == 1 else ""


def _one_apart(one: str, other: str) -> bool:
    """Say whether one letter was left out, put in, changed, or two neighbours exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other if len(one) > len(other) else one == other[1:]
