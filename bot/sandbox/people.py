"""What people do with their phones; each act becomes an update for the bot."""

from __future__ import annotations

import zlib
from typing import Any

from bot.sandbox import texts
from bot.sandbox.chats import open_chat
from bot.sandbox.editing import remove
from bot.sandbox.sending import tell
from bot.sandbox.world import Account, Chat, Json, Kept, Tap, World


class Impossible(Exception):
    """The phone cannot do this now: no such button, the bot is blocked …"""


def say(world: World, account: Account, user_id: int, text: str, chat_id: int | None = None) -> Json:
    """Type a text; raises KeyError for an unknown person, Impossible while the bot is blocked or the text empty."""
    if not text.strip():
        raise Impossible("a message needs words")
    content: Json = {"text": text}
    if entities := texts.found_in(text):
        content["entities"] = entities
    chat = open_chat(world, account, user_id) if chat_id is None else account.chats[chat_id]
    _use_keyboard(chat, text)
    return put(world, account, user_id, content, chat)


def put(world: World, account: Account, user_id: int, content: Json, chat: Chat | None = None) -> Json:
    """Put a person's message into a chat and the queue; gives {message_id, update_id}."""
    user = world.users[user_id]
    chat = chat or open_chat(world, account, user_id)
    if account.id in user.blocks:
        raise Impossible("this person has blocked the bot")
    body = {
        "message_id": account.next_message_id(chat),
        "from": user.as_sender(),
        "chat": chat.about,
        "date": world.now(),
        **content,
    }
    chat.messages[body["message_id"]] = Kept(body, by_bot=False)
    tell(world, account, chat, "message", body)
    number = account.queue.push("message", body, f"chat:{chat.id}")
    return {"message_id": body["message_id"], "update_id": number}


def edit(world: World, account: Account, user_id: int, message_id: int, text: str) -> Json:
    """Change an own message; gives {message_id, update_id}."""
    chat = account.chats[user_id]
    kept = chat.messages[message_id]
    if kept.by_bot:
        raise Impossible("only own messages can be edited")
    content = {n: v for n, v in kept.body.items() if n not in ("text", "entities", "caption")}
    words = "caption" if "caption" in kept.body or "text" not in kept.body else "text"
    kept.body = {**content, words: text, "edit_date": world.now()}
    tell(world, account, chat, "edited", kept.body)
    return {
        "message_id": message_id,
        "update_id": account.queue.push("edited_message", kept.body, f"chat:{chat.id}"),
    }


def tap(
    world: World, account: Account, user_id: int, message_id: int, data: str, force: bool = False
) -> Json:
    """Tap a button; gives {callback_query_id, update_id}.

    Raises Impossible if that button is not on that message now, unless `force`: a modified client sends anything.
    """
    user = world.users[user_id]
    chat = account.chats.get(user_id)
    if account.id in user.blocks:
        raise Impossible("this person has blocked the bot")
    kept = chat.messages.get(message_id) if chat else None
    if not force and (kept is None or not has_button(kept.body, data)):
        raise Impossible("this button is not there")
    tap_id = str((user_id % 2**31 << 32) + next(account.tap_ids))
    account.remember_tap(tap_id, Tap(user_id, world.clock()))
    gone = {"message_id": message_id, "chat": user.as_chat(), "date": 0}
    query = {
        "id": tap_id,
        "from": user.as_sender(),
        "message": kept.body if kept else gone,
        "chat_instance": str(zlib.crc32(f"{account.id}:{user_id}".encode()) << 20),
        "data": data,
    }
    number = account.queue.push("callback_query", query, f"tap:{user_id}")
    return {"callback_query_id": tap_id, "update_id": number}


def has_button(body: Json, data: str) -> bool:
    """Whether a message carries a button with this data."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", ())
    return any(button.get("callback_data") == data for row in rows for button in row)


def share_contact(
    world: World, account: Account, user_id: int, phone: str | None = None, of_user: Any = ...
) -> Json:
    """Send a contact card: the own one, another person's, or (`of_user` None) one typed by hand, without user_id."""
    card: Json
    if of_user is None:
        own = world.users[user_id]
        card = {"phone_number": phone or own.phone, "first_name": own.first_name}
    else:
        whose = world.users[user_id if of_user is ... else int(of_user)]
        card = {"phone_number": phone or whose.phone, "first_name": whose.first_name, "user_id": whose.id}
        if whose.last_name:
            card["last_name"] = whose.last_name
    chat = open_chat(world, account, user_id)
    _use_keyboard(chat, None)
    return put(world, account, user_id, {"contact": card}, chat)


def set_blocked(world: World, account: Account, user_id: int, blocked: bool) -> Json:
    """Shut the bot out or let it in again; gives {update_id}, null where nothing changed."""
    user = world.users[user_id]
    if blocked == (account.id in user.blocks):
        return {"update_id": None}
    chat = open_chat(world, account, user_id)
    (user.blocks.add if blocked else user.blocks.discard)(account.id)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    change = {
        "chat": chat.about,
        "from": user.as_sender(),
        "date": world.now(),
        "old_chat_member": _membership(account, before),
        "new_chat_member": _membership(account, after),
    }
    return {"update_id": account.queue.push("my_chat_member", change, f"chat:{user_id}")}


def delete(world: World, account: Account, user_id: int, message_id: int) -> Json:
    """Delete a message on both sides; the bot hears nothing of it."""
    chat = account.chats[user_id]
    remove(world, account, chat, chat.messages[message_id])
    return {"message_id": message_id}


def _membership(account: Account, status: str) -> Json:
    member: Json = {"user": account.as_sender(), "status": status}
    return member | {"until_date": 0} if status == "kicked" else member


def _use_keyboard(chat: Chat, text: str | None) -> None:
    """Put a one-time keyboard away once one of its keys is used; `text` None is the key that shares the contact."""
    keyboard = chat.keyboard
    if keyboard is None or not keyboard.get("one_time_keyboard"):
        return
    for row in keyboard["keyboard"]:
        for key in row:
            if key.get("request_contact") if text is None else key["text"] == text:
                chat.keyboard = None
                return
