"""What can be asked: the account, a person, a person's quota; all answers carry `error: 0` around this."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox_zalo.clocks import in_viet_nam, month_of
from bot.sandbox_zalo.official.errors import OaError, wrong
from bot.sandbox_zalo.official.settings import PACKAGES
from bot.sandbox_zalo.official.world import Person, World

Json = dict[str, Any]


def account(world: World) -> Json:
    """GET /v2.0/oa/getoa."""
    ours = world.settings
    return {
        "oa_id": ours.oa_id,
        "name": ours.name,
        "is_verified": ours.verified,
        "oa_type": ours.oa_type,
        "package_name": ours.package,
        "package_valid_through_date": "31/12/2027" if PACKAGES[ours.package] else "",
        "num_follower": sum(person.follows for person in world.people.values()),
    }


def person_detail(world: World, data: str) -> Json:
    """GET /v3.0/oa/user/detail?data={"user_id":"…"}."""
    try:
        user = json.loads(data)["user_id"]
    except (ValueError, TypeError, KeyError):
        raise wrong("data") from None
    person = _met(world, user)
    found: Json = {
        "user_id": person.id,
        "user_id_by_app": world.id_by_app(person),
        "display_name": person.name,
        "user_is_follower": person.follows,
        "user_last_interaction_date": _day(person),
    }
    if person.phone:
        found["shared_info"] = {"phone": person.phone, "name": person.name}
    return found


def quota(world: World, user: Any) -> Json:
    """POST /v3.0/oa/quota/message {user_id}."""
    person = _met(world, user)
    total = world.settings.allowance()
    left = max(0, total - world.allowance_used[month_of(world.stage.clock())])
    last = int(person.last_at * 1000) if person.last_at is not None else 0
    return {"last_interaction": last, "cs_reply": {"remain": left, "total": total}}


def _met(world: World, user: Any) -> Person:
    person = world.people.get(str(user))
    if person is None or not person.met:
        raise OaError(-201, "Params is invalid: no prior contact with this user")
    return person


def _day(person: Person) -> str:
    return f"{in_viet_nam(person.last_at):%d/%m/%Y}" if person.last_at is not None else ""
