"""Events as the Bot Platform words them (zalo.md §2.4); bare over a webhook, wrapped from getUpdates."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.platform.world import Chat, World

Json = dict[str, Any]

TYPES = {"text": "CHAT_MESSAGE", "image": "CHAT_PHOTO", "sticker": "CHAT_STICKER", "voice": "CHAT_VOICE"}


def event(
    world: World, chat: Chat, message_id: str, kind: str, content: Json, *, sender: Chat | None = None
) -> Json:
    """`{event_name, message}` of what somebody sent; without `sender` it is the person whose chat it is."""
    who = sender or chat
    return _event(
        world, chat, message_id, kind, content, {"id": who.id, "display_name": who.name, "is_bot": False}
    )


def echo(world: World, chat: Chat, message_id: str, kind: str, content: Json) -> Json:
    """The event of the bot's own message."""
    own = {"id": world.id, "display_name": world.display_name, "is_bot": True}
    return _event(world, chat, message_id, kind, content, own)


def unsupported(message: Json | None) -> Json:
    """What arrives for links, documents, cards, places, and everything from protected people."""
    bare: Json = {"event_name": "message.unsupported.received"}
    return bare if message is None else {**bare, "message": message}


def _event(world: World, chat: Chat, message_id: str, kind: str, content: Json, sender: Json) -> Json:
    message = {
        "message_id": message_id,
        "date": world.stage.now_ms(),
        "message_type": TYPES.get(kind, "CHAT_UNSUPPORTED"),
        **content,
        "from": sender,
        "chat": {"id": chat.id, "chat_type": "GROUP" if chat.group else "PRIVATE"},
    }
    return {"event_name": f"message.{kind}.received", "message": message}
