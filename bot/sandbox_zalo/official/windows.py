"""What a customer-service message costs, by the time since the person's last interaction (zalo.md §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox_zalo.clocks import in_viet_nam, month_of
from bot.sandbox_zalo.official.errors import OaError
from bot.sandbox_zalo.official.settings import Settings
from bot.sandbox_zalo.official.world import Person, World

FREE_S = 48 * 3600.0
PAID_S = 7 * 86_400.0

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Price:
    """How a message is paid for: `reply`, `sub_quota` or `purchase_quota`; the first has no count."""

    kind: str
    remain: int | None = None
    total: int | None = None


def price(idle_s: float, used: int, settings: Settings) -> Price:
    """What the next message costs; raises OaError past the window or without quota."""
    if idle_s <= FREE_S:
        return Price("reply")
    if idle_s > PAID_S:
        raise OaError(settings.outside_code)
    total = settings.allowance()
    if used < total:
        return Price("sub_quota", total - used - 1, total)
    if settings.purchased > 0:
        return Price("purchase_quota", settings.purchased - 1, settings.purchased)
    raise OaError(-211)


def check_reachable(person: Person | None) -> Person:
    """The person, if a message may go to them at all."""
    if person is None or not person.met or person.last_at is None:
        raise OaError(-201, "Params is invalid: no prior contact with this user")
    if person.left:
        raise OaError(-213)
    if person.blocked:
        raise OaError(-244)
    return person


def charge(world: World, person: Person) -> Json:
    """Pay for a message; gives the `quota` of the answer."""
    now = world.stage.clock()
    month = month_of(now)
    found = price(now - (person.last_at or 0.0), world.allowance_used[month], world.settings)
    if found.kind == "sub_quota":
        world.allowance_used[month] += 1
    elif found.kind == "purchase_quota":
        world.settings.purchased -= 1
    quota: Json = {"quota_type": found.kind, "owner_type": "OA", "owner_id": world.settings.oa_id}
    if found.total is not None:
        quota |= {"remain": found.remain, "total": found.total, "expired_date": _fresh_on(now)}
    return quota


def _fresh_on(now: float) -> str:
    """The first day of the next month, when the package's allowance starts afresh."""
    day = in_viet_nam(now)
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return f"01/{month:02d}/{year}"
