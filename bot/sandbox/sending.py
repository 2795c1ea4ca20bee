"""Messages a bot sends: put into the chat, told to the phone."""

from __future__ import annotations

from typing import Any

from bot.sandbox import keyboards, texts
from bot.sandbox.chats import reply_target, writable
from bot.sandbox.errors import bad
from bot.sandbox.params import Params
from bot.sandbox.world import Account, Chat, Json, Kept, World

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def put(
    world: World,
    account: Account,
    chat: Chat,
    content: Json,
    params: Params,
    markup: Json | None,
    reply_to: Json | None = None,
) -> Json:
    """Put a message of the bot into a chat and tell the phone; gives the Bot API Message."""
    body: Json = {
        "message_id": account.next_message_id(chat),
        "from": account.as_sender(),
        "chat": chat.about,
        "date": world.now(),
    }
    if reply_to is not None:
        body["reply_to_message"] = reply_to
    body |= content
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    if effect := params.text("message_effect_id"):
        body["effect_id"] = effect
    editable = True
    if markup is not None:
        if "inline_keyboard" in markup:
            if markup["inline_keyboard"]:
                body["reply_markup"] = markup
        else:
            editable = False
            chat.keyboard = markup if "keyboard" in markup else None
    chat.messages[body["message_id"]] = Kept(body, by_bot=True, editable=editable)
    tell(world, account, chat, "message", body)
    return body


def tell(world: World, account: Account, chat: Chat, kind: str, body: Json) -> None:
    """Tell the phone that a message came or was changed or deleted."""
    if chat.user is not None and world.events.hears(chat.id):
        shown = as_shown(body, by_bot=body["from"]["id"] == account.id)
        world.events.tell({"user": chat.id, "kind": kind, "message": shown})


def as_shown(body: Json, *, by_bot: bool) -> Json:
    """A message as the phones show it: with `by`, and the address of its file."""
    shown: Json = {**body, "by": "bot" if by_bot else "user"}
    held: Any = body.get("document") or (body["photo"][-1] if body.get("photo") else None)
    if held:
        shown["file_url"] = f"/phones/files/{held['file_id']}"
    return shown


def send_message(world: World, account: Account, params: Params) -> Json:
    """sendMessage."""
    text, entities = texts.read_text(params)
    markup = keyboards.read_markup(params)
    preview = params.json("link_preview_options", "can't parse link preview options JSON object")
    chat = writable(world, account, params)
    reply_to = reply_target(chat, params)
    if len(text) > texts.TEXT_MAX:
        raise bad("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if preview:
        content["link_preview_options"] = preview
    return put(world, account, chat, content, params, markup, reply_to)


def send_chat_action(world: World, account: Account, params: Params) -> bool:
    """sendChatAction: shown for five seconds or until the next message."""
    if params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = writable(world, account, params)
    if chat.user is not None and world.events.hears(chat.id):
        world.events.tell({"user": chat.id, "kind": "typing", "text": params.text("action")})
    return True
