"""People, the roles they hold in units, and what a role lets them do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a unit."""

    OFFICIAL = "official"
    HEAD = "head"
    ADMIN = "admin"
    AUDITOR = "auditor"
    VENDOR = "vendor"


# how lists in and out name a role
ROLE_CODES: dict[Role, str] = {
    Role.OFFICIAL: "can_bo",
    Role.HEAD: "lanh_dao",
    Role.ADMIN: "quan_tri",
    Role.AUDITOR: "giam_sat",
    Role.VENDOR: "so_hoa",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A role held now in a unit. `unit_path` holds the ids from the root to the unit: "/1/5/77/"."""

    role: Role
    unit_id: int
    unit_code: str
    unit_name: str
    unit_level: str
    unit_path: str
    title: str = ""
    daily_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roster with the posts held at this moment; nobody without a post may do anything."""

    id: int
    full_name: str
    phone: str
    practice_done: int
    posts: tuple[Post, ...]
    seen_on: date | None = None  # the last day on which they said anything
    locked: bool = False  # an admin shut the door: they get nothing and do nothing

    def posts_as(self, *roles: Role) -> tuple[Post, ...]:
        """List the posts held in one of these roles, in the order of the roster."""
        return tuple(post for post in self.posts if post.role in roles)

    def reviews_in(self, unit_path: str) -> bool:
        """Say whether this person reviews the records of that unit: an official serves a whole subtree."""
        return any(unit_path.startswith(post.unit_path) for post in self.posts_as(Role.OFFICIAL))

    def oversees(self, unit_path: str) -> bool:
        """Say whether that unit lies in a subtree this person may look at."""
        return any(unit_path.startswith(post.unit_path) for post in self.overseeing())

    def overseeing(self) -> tuple[Post, ...]:
        """List the posts that let this person see the figures of a whole subtree."""
        return self.posts_as(Role.HEAD, Role.ADMIN, Role.AUDITOR)

    def daily_limit(self, default: int) -> int:
        """Tell how many records a day are this person's; several posts do not add up, the largest counts."""
        posts = self.posts_as(Role.OFFICIAL)
        return largest_limit([post.daily_limit for post in posts], default) if posts else 0


def widest(paths: Iterable[str]) -> list[str]:
    """Keep the subtrees that lie in no other of these: whoever is counted in both is counted once."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(wider) for wider in kept):
            kept.append(path)
    return kept


def largest_limit(limits: Iterable[int | None], default: int) -> int:
    """Tell the limit of somebody with several posts; one that sets none, as a post on loan, lifts no other's."""
    return max((limit for limit in limits if limit), default=default)


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a channel and what it was last shown."""

    id: int
    channel: str
    user_key: str
    person_id: int | None
    card_prompt_id: int | None = None
    shown_prompt_id: int | None = None
    card_ref: str | None = None
    invitation_id: int | None = None
    helped_at_s: float | None = None  # POSIX seconds: when the help text for strangers was last given
    code_tries: int = 0
    code_tries_since_s: float | None = None
    unreachable: bool = False
