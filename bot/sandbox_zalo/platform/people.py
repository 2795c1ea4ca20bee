"""What people do with their phones; each act becomes an event for the bot."""

from __future__ import annotations

import itertools
from typing import Any

from bot.sandbox_zalo.media import image_type
from bot.sandbox_zalo.platform import events
from bot.sandbox_zalo.platform.world import Chat, World
from bot.sandbox_zalo.stage import Impossible

Json = dict[str, Any]
UNSUPPORTED = ("link", "document", "card", "location")
_files = itertools.count(1)


def say(world: World, user: str, text: str) -> Json:
    """Type a text, or paste a link, which arrives as unsupported; gives {message_id, delivered}."""
    if not text.strip():
        raise Impossible("a message needs words")
    return _put(world, user, "text", {"text": text})


def send_image(
    world: World,
    user: str,
    content: bytes,
    caption: str = "",
    field: str = "photo_url",
    name: str = "anh.jpg",
) -> Json:
    """Send a picture; `field` is the name its address has in the event: `photo_url` as captured, `photo` as documented."""
    kind = image_type(content) or "image/jpeg"
    path = world.stage.media.put(content, name, kind, world.settings.media_lives_s)
    words = {"caption": caption} if caption else {}
    return _put(world, user, "image", {field: world.stage.base_url + path, **words})


def send_sticker(world: World, user: str, sticker: str = "1bad5a2bdd6e34306d7f") -> Json:
    """Send a sticker."""
    return _put(
        world,
        user,
        "sticker",
        {"sticker": sticker, "url": f"https://zalo-api.zadn.vn/api/emoticon/{sticker}"},
    )


def send_voice(world: World, user: str, content: bytes = b"\xff\xf1voice") -> Json:
    """Send a voice message."""
    path = world.stage.media.put(content, "voice.aac", "audio/aac", world.settings.media_lives_s)
    return _put(world, user, "voice", {"voice_url": world.stage.base_url + path})


def send_unsupported(
    world: World, user: str, what: str = "link", content: str = "", with_message: bool = True
) -> Json:
    """Send what the platform does not pass on: link, document, card, location; the event may lack its `message`."""
    if what not in UNSUPPORTED:
        raise Impossible(f"a phone cannot send {what!r}")
    return _put(world, user, what, {"text": content}, with_message=with_message)


def say_in_group(world: World, group: str, user: str, text: str, *, mentions: bool = False) -> Json:
    """Type into a group; the bot hears of it only if it is mentioned."""
    chat = world.chat(group)
    message_id = world.next_message_id()
    words = f"@{world.display_name} {text}" if mentions else text
    world.show(chat, "user", "text", message_id, text=words, sender=user)
    if mentions:
        publish(
            world, events.event(world, chat, message_id, "text", {"text": words}, sender=world.chat(user))
        )
    return {"message_id": message_id, "delivered": mentions}


def set_blocked(world: World, user: str, blocked: bool = True) -> Json:
    """Shut the bot out, or let it in again; the bot hears nothing of it."""
    world.chat(user).blocked = blocked
    return {"blocked": blocked}


def publish(world: World, event: Json) -> None:
    """Hand an event to the webhook if one is set, else to whoever polls."""
    if world.webhook is not None:
        world.webhook.take(event)
    else:
        world.queue.push(event)


def _put(world: World, user: str, kind: str, content: Json, *, with_message: bool = True) -> Json:
    chat = world.chat(user)
    if chat.blocked:
        raise Impossible("this person has blocked the bot")
    message_id = world.next_message_id()
    world.show(chat, "user", kind, message_id, **content)
    if not chat.begun and world.full():
        return {"message_id": message_id, "delivered": False}  # the 51st person is not heard
    chat.begun = True
    publish(world, _heard(world, chat, message_id, kind, content, with_message))
    return {"message_id": message_id, "delivered": True}


def _heard(world: World, chat: Chat, message_id: str, kind: str, content: Json, with_message: bool) -> Json:
    pasted = kind == "text" and content["text"].startswith(("http://", "https://"))
    if kind in UNSUPPORTED or pasted or chat.protected:
        whole = events.event(world, chat, message_id, "unsupported", {})
        return events.unsupported(whole["message"] if with_message else None)
    return events.event(world, chat, message_id, kind, content)
