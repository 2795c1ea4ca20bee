"""Whom a broadcast is for: everybody of some subtrees, a role there, who is behind, who was silent, who got another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.people import ROLE_CODES, Role


class Whom(StrEnum):
    """The kinds of audience."""

    ALL = "all"
    UNIT = "unit"
    ROLE = "role"
    BEHIND = "behind"  # officials and heads of units behind their plan
    SILENT = "silent"  # of an earlier broadcast: who has not acknowledged it
    GOT = "got"  # of an earlier broadcast: exactly those it reached


REVIEWING = frozenset({Role.OFFICIAL, Role.HEAD})  # whom a unit's being behind concerns


@dataclass(frozen=True, slots=True)
class Audience:
    """An audience, within the subtrees of `units`; none named: of the whole database, as the operator may."""

    whom: Whom
    units: tuple[int, ...] = ()
    role: Role | None = None
    of: int | None = None  # the earlier broadcast

    def to_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {"whom": self.whom.value, "units": list(self.units), "role": self.role and self.role.value,
                "of": self.of}  # fmt: skip

    @property
    def roles(self) -> frozenset[Role] | None:
        """The roles it is limited to; None: any."""
        if self.role is not None:
            return frozenset({self.role})
        return REVIEWING if self.whom is Whom.BEHIND else None

    def holds(self, posts: Iterable[tuple[str, str]]) -> bool:
        """Say whether somebody belongs to it by a post (role, path of the unit) held now.

        What else it took to be chosen, that a unit was behind or a person silent, was judged when it was chosen.
        """
        roles = self.roles
        return any(
            (roles is None or role in roles)
            and (not self.units or any(f"/{unit}/" in path for unit in self.units))
            for role, path in posts
        )


def from_json(kept: Mapping[str, Any]) -> Audience:
    """Read what `to_json` gave."""
    role = kept.get("role")
    return Audience(
        Whom(kept["whom"]), tuple(int(unit) for unit in kept.get("units", ())), Role(role) if role else None, kept.get("of")
    )  # fmt: skip


def needs_second(people: int, everybody: int, *, whole: bool) -> bool:
    """Say whether a second admin has to agree: to the `whole` province, and to more than half of all people."""
    return whole or people * 2 > everybody


@dataclass(frozen=True, slots=True)
class Written:
    """An audience as an operator writes it: its kind, and the code or number behind the colon."""

    whom: Whom
    about: str = ""


def read(words: str) -> Written | None:
    """Read "all", "unit:06184", "role:can_bo", "behind", "silent:12"; None for anything else."""
    name, colon, about = words.strip().partition(":")
    about = about.strip()
    match name.strip().lower():
        case "all" | "behind" if not colon:
            return Written(Whom(name.strip().lower()))
        case "unit" if about:
            return Written(Whom.UNIT, about)
        case "role" if about.lower() in ROLE_CODES.values():
            return Written(Whom.ROLE, about.lower())
        case "silent" if about.isascii() and about.isdigit():
            return Written(Whom.SILENT, about)
    return None


def role_of(code: str) -> Role:
    """Find a role by its code in lists."""
    return next(role for role, known in ROLE_CODES.items() if known == code)
