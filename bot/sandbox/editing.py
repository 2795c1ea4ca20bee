"""Messages a bot changes or takes away, and the answers it owes to taps."""

from __future__ import annotations

from bot.sandbox import keyboards, texts
from bot.sandbox.chats import find_chat, own_message, writable
from bot.sandbox.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad
from bot.sandbox.params import Params
from bot.sandbox.sending import tell
from bot.sandbox.world import Account, Chat, Json, Kept, World

DELETABLE_S = 48 * 3600
IDS_MAX = 100
ANSWER_MAX = 200
ANSWER_S = 60.0  # how long a tap can be answered; Telegram does not publish it (telegram.md §5)


def editable(world: World, account: Account, params: Params) -> tuple[Chat, Kept]:
    """The chat and the bot's message an edit means; raises the 400 or 403 of the first hindrance."""
    if params.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = writable(world, account, params)
    if not params.integer("message_id"):
        raise bad("message identifier is not specified")
    kept = own_message(chat, params, "message to edit not found")
    if not kept.by_bot or not kept.editable or "forward_origin" in kept.body:
        raise bad("message can't be edited")
    return chat, kept


def change(
    world: World, account: Account, chat: Chat, kept: Kept, content: Json, markup: Json | None
) -> Json:
    """Replace the words or media and the keyboard of a message; raises 400 where nothing would change."""
    old = kept.body
    new = {name: value for name, value in old.items() if name not in CONTENT} | content
    if markup is not None:
        new["reply_markup"] = markup
    if {name: v for name, v in old.items() if name != "edit_date"} == {
        name: v for name, v in new.items() if name != "edit_date"
    }:
        raise bad(NOT_MODIFIED)
    new["edit_date"] = world.now()
    kept.body = new
    tell(world, account, chat, "edited", new)
    return new


CONTENT = frozenset(
    [
        "text",
        "entities",
        "link_preview_options",
        "caption",
        "caption_entities",
        "photo",
        "document",
        "reply_markup",
        "has_media_spoiler",
        "show_caption_above_media",
    ]
)


def edit_text(world: World, account: Account, params: Params) -> Json:
    """editMessageText."""
    text, entities = texts.read_text(params)
    markup = keyboards.read_inline(params)
    preview = params.json("link_preview_options", "can't parse link preview options JSON object")
    chat, kept = editable(world, account, params)
    if "text" not in kept.body:
        raise bad("there is no text in the message to edit")
    if len(text) > texts.TEXT_MAX:
        raise bad("MESSAGE_TOO_LONG")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if preview:
        content["link_preview_options"] = preview
    return change(world, account, chat, kept, content, markup)


def edit_reply_markup(world: World, account: Account, params: Params) -> Json:
    """editMessageReplyMarkup."""
    markup = keyboards.read_inline(params)
    chat, kept = editable(world, account, params)
    content = {n: v for n, v in kept.body.items() if n in CONTENT and n != "reply_markup"}
    return change(world, account, chat, kept, content, markup)


def delete_message(world: World, account: Account, params: Params) -> bool:
    """deleteMessage: the bot's own and, in private chats, the person's, for 48 hours."""
    chat = find_chat(world, account, params)
    if not params.integer("message_id"):
        raise bad("message identifier is not specified")
    kept = own_message(chat, params, "message to delete not found")
    if not may_delete(world, chat, kept):
        raise bad("message can't be deleted for everyone")
    remove(world, account, chat, kept)
    return True


def delete_messages(world: World, account: Account, params: Params) -> bool:
    """deleteMessages: up to 100; what is gone already is skipped."""
    ids = params.json("message_ids", "can't parse message identifiers JSON object")
    chat = find_chat(world, account, params)
    if not isinstance(ids, list) or not ids:
        raise bad("message identifiers are not specified")
    if len(ids) > IDS_MAX:
        raise bad("too many message identifiers specified")
    found = [chat.messages[int(n)] for n in ids if str(n).isdecimal() and int(n) in chat.messages]
    if any(not may_delete(world, chat, kept) for kept in found):
        raise bad("message can't be deleted for everyone")
    for kept in found:
        remove(world, account, chat, kept)
    return True


def may_delete(world: World, chat: Chat, kept: Kept) -> bool:
    """Whether the bot may still delete this message."""
    young = world.now() - kept.body["date"] < DELETABLE_S
    return young and (kept.by_bot or chat.user is not None)


def remove(world: World, account: Account, chat: Chat, kept: Kept) -> None:
    """Take a message out of the chat, on both sides."""
    if chat.messages.pop(kept.body["message_id"], None) is not None:
        tell(world, account, chat, "deleted", kept.body)


def answer_callback_query(world: World, account: Account, params: Params) -> bool:
    """answerCallbackQuery: stops the turning of a button; `text` is a toast or, with `show_alert`, a box."""
    text = params.text("text")
    if len(text) > ANSWER_MAX:
        raise bad("MESSAGE_TOO_LONG")
    tap_id = params.text("callback_query_id")
    tap = account.taps.get(tap_id)
    if tap is None or world.clock() - tap.made_at > ANSWER_S:
        raise bad(QUERY_TOO_OLD)
    tap.count += 1
    tap.text, tap.show_alert = text, params.flag("show_alert")
    if world.events.hears(tap.user):
        event = {"user": tap.user, "kind": "callback_answer", "callback_query_id": tap_id}
        world.events.tell({**event, "text": text, "show_alert": tap.show_alert})
    return True
