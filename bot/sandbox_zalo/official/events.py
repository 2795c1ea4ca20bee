"""Events as the Official Account words them (zalo.md §3.7). Ids are strings: they are above 2^53."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.official.world import Person, World

ZBS_HEADER = {"X-ZEvent-Server": "ZNS"}

Json = dict[str, Any]


def sent_by(world: World, person: Person, kind: str, message: Json) -> Json:
    """`user_send_<kind>`."""
    parties = {"sender": {"id": person.id}, "recipient": {"id": world.settings.oa_id}}
    return _event(world, person, f"user_send_{kind}", {**parties, "message": message})


def echo(world: World, person: Person, kind: str, message: Json) -> Json:
    """`oa_send_<kind>`: the account's own message, or that of a colleague at the console."""
    parties = {"sender": {"id": world.settings.oa_id}, "recipient": {"id": person.id}}
    return _event(world, person, f"oa_send_{kind}", {**parties, "message": message})


def received(world: World, person: Person, message_id: str) -> Json:
    """`user_received_message`: it is on the phone."""
    parties = {"sender": {"id": world.settings.oa_id}, "recipient": {"id": person.id}}
    return _event(world, person, "user_received_message", {**parties, "message": {"msg_id": message_id}})


def seen(world: World, person: Person, message_ids: list[str]) -> Json:
    """`user_seen_message`: the chat was opened."""
    parties = {"sender": {"id": person.id}, "recipient": {"id": world.settings.oa_id}}
    return _event(world, person, "user_seen_message", {**parties, "message": {"msg_ids": message_ids}})


def followed(world: World, person: Person, follows: bool) -> Json:
    """`follow` or `unfollow`."""
    about = {"oa_id": world.settings.oa_id, "follower": {"id": person.id}, "source": "oa_profile"}
    return _event(world, person, "follow" if follows else "unfollow", about)


def shared(world: World, person: Person, info: Json) -> Json:
    """`user_submit_info`: what somebody filled in when asked who they are."""
    parties = {"sender": {"id": person.id}, "recipient": {"id": world.settings.oa_id}}
    return _event(world, person, "user_submit_info", {**parties, "info": info})


def _event(world: World, person: Person, name: str, content: Json) -> Json:
    return {
        "app_id": world.settings.app_id,
        "user_id_by_app": world.id_by_app(person),
        "event_name": name,
        **content,
        "timestamp": str(world.stage.now_ms()),
    }
