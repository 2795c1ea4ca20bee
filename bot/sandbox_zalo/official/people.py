"""What people do with their phones; each act becomes an event for the webhook, and most of them open the window anew."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.media import image_type
from bot.sandbox_zalo.official import events
from bot.sandbox_zalo.official.messages import QUERIES
from bot.sandbox_zalo.official.world import Person, World
from bot.sandbox_zalo.stage import Impossible

Json = dict[str, Any]


def say(world: World, user: str, text: str) -> Json:
    """Type a text; gives {message_id}. Raises KeyError for an unknown person, Impossible while the account is blocked."""
    if not text.strip():
        raise Impossible("a message needs words")
    return _put(world, user, "text", {"text": text})


def tap(world: World, user: str, message_id: str, title: str) -> Json:
    """Tap a button of any message still in the chat, however old; gives {type, payload} and {message_id} if it speaks."""
    person = world.person(user)
    shown = next((one for one in person.messages if one["message_id"] == message_id), None)
    button = next((b for b in (shown or {}).get("buttons", []) if b["title"] == title), None)
    if button is None:
        raise Impossible("this button is not there")
    done: Json = {"type": button["type"], "payload": button["payload"]}
    if button["type"] in QUERIES:
        hidden = button["type"] == "oa.query.hide"
        done |= _put(world, user, "text", {"text": button["payload"]}, hidden=hidden)
    return done


def send_image(world: World, user: str, content: bytes, text: str = "", name: str = "anh.jpg") -> Json:
    """Send a picture, with words or without."""
    kind = image_type(content) or "image/jpeg"
    url = _address(world, content, name, kind)
    return _put(world, user, "image", _attached("image", {"url": url, "thumbnail": url}, text))


def send_file(world: World, user: str, content: bytes, name: str, mime_type: str = "application/pdf") -> Json:
    """Send a document."""
    about = {"name": name, "size": str(len(content)), "type": name.rpartition(".")[2]}
    url = _address(world, content, name, mime_type)
    return _put(world, user, "file", _attached("file", {"url": url, **about}))


def send_link(world: World, user: str, url: str, text: str = "") -> Json:
    """Paste a link."""
    about = {"url": url, "title": url, "description": "", "thumbnail": ""}
    return _put(world, user, "link", _attached("link", about, text or url))


def send_other(world: World, user: str, kind: str, **payload: Any) -> Json:
    """Send what is neither words, picture, file nor link: sticker, gif, audio, video, location, business_card."""
    if kind not in ("sticker", "gif", "audio", "video", "location", "business_card"):
        raise Impossible(f"a phone cannot send {kind!r}")
    return _put(world, user, kind, _attached(kind, payload))


def submit_info(world: World, user: str, name: str, phone: str) -> Json:
    """Fill in what request_user_info asks for."""
    person = world.person(user)
    if not any("asks" in one for one in person.messages):
        raise Impossible("nobody asked for it")
    person.phone = phone
    _interact(world, person)
    world.hook.send(events.shared(world, person, {"name": name, "phone": phone}))
    return {}


def follow(world: World, user: str, follows: bool = True) -> Json:
    """Follow the account, which opens the window, or leave it."""
    person = world.person(user)
    person.follows, person.left = follows, not follows
    if follows:
        _interact(world, person)
    world.hook.send(events.followed(world, person, follows))
    return {}


def set_blocked(world: World, user: str, blocked: bool = True) -> Json:
    """Shut the account's messages out, or let them in again; no event tells of it."""
    world.person(user).blocked = blocked
    return {"blocked": blocked}


def read_chat(world: World, user: str) -> Json:
    """Look at the chat: what was not seen before is reported as seen."""
    person = world.person(user)
    fresh = [one for one in person.messages if one["by"] == "bot" and not one.get("seen")]
    for one in fresh:
        one["seen"] = True
    seen = [one["message_id"] for one in fresh]
    if seen and world.settings.receipts:
        world.hook.send(events.seen(world, person, seen))
    return {"msg_ids": seen}


def answer_by_hand(world: World, user: str, text: str) -> Json:
    """A colleague writes at the console: the webhook hears an echo with that person's admin id."""
    person = world.person(user)
    message_id = world.next_message_id()
    world.show(person, "bot", "text", message_id, text=text, buttons=[])
    event = events.echo(world, person, "text", {"msg_id": message_id, "text": text})
    event["sender"]["admin_id"] = "7700000000000000077"
    world.hook.send(event)
    return {"message_id": message_id}


def _put(world: World, user: str, kind: str, message: Json, *, hidden: bool = False) -> Json:
    person = world.person(user)
    if person.blocked:
        raise Impossible("this person has blocked the account")
    message_id = world.next_message_id()
    world.show(person, "user", kind, message_id, hidden=hidden, **message)
    person.left = False
    _interact(world, person)
    world.hook.send(events.sent_by(world, person, kind, {"msg_id": message_id, **message}))
    return {"message_id": message_id}


def _interact(world: World, person: Person) -> None:
    person.met, person.last_at = True, world.stage.clock()


def _attached(kind: str, payload: Json, text: str = "") -> Json:
    attached: Json = {"attachments": [{"type": kind, "payload": payload}]}
    return {"text": text, **attached} if text else attached


def _address(world: World, content: bytes, name: str, mime_type: str) -> str:
    path = world.stage.media.put(content, name, mime_type, world.settings.media_lives_s)
    return world.stage.base_url + path
