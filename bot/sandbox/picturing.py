"""Methods about pictures and files: sending, albums, changing them in place, and copies."""

from __future__ import annotations

from bot.sandbox import keyboards, media
from bot.sandbox.chats import find_chat, reply_target, writable
from bot.sandbox.editing import CONTENT, change, editable
from bot.sandbox.errors import bad
from bot.sandbox.params import Params
from bot.sandbox.sending import put
from bot.sandbox.world import Account, Json, World

ALBUM_MAX = 10
ALBUMS = ({"photo", "video"}, {"document"}, {"audio"})
COPIED = CONTENT - {"reply_markup"} | {"contact", "location", "sticker", "voice", "video", "audio"}
PLURAL = {"photo": "photos", "document": "documents"}


def send_file(kind: str, world: World, account: Account, params: Params) -> Json:
    """sendPhoto and sendDocument, by `kind`."""
    content = media.from_call(account, params, kind)
    markup = keyboards.read_markup(params)
    words = media.caption_of(params)
    chat = writable(world, account, params, PLURAL[kind])
    reply_to = reply_target(chat, params)
    return put(world, account, chat, content | words, params, markup, reply_to)


def send_media_group(world: World, account: Account, params: Params) -> list[Json]:
    """sendMediaGroup."""
    given = params.json("media", "can't parse media JSON object")
    if not isinstance(given, list) or not given:
        raise bad("there are no messages to send")
    if len(given) > ALBUM_MAX:
        raise bad("too many messages to send as an album")
    items = [media.from_input_media(account, params, one) for one in given]
    kinds = {kind for kind, _ in items}
    if not any(kinds <= together for together in ALBUMS):
        raise bad("can't use the media of the specified type in the album")
    chat = writable(world, account, params, "media messages")
    reply_to = reply_target(chat, params)
    group = str(world.now() << 20 | next(account.tap_ids))
    return [
        put(world, account, chat, {"media_group_id": group, **content}, params, None, reply_to)
        for _, content in items
    ]


def edit_media(world: World, account: Account, params: Params) -> Json:
    """editMessageMedia; a text can become a picture or a file, never the other way."""
    given = params.json("media", "can't parse InputMedia JSON object")
    _, content = media.from_input_media(account, params, given)
    markup = keyboards.read_inline(params)
    chat, kept = editable(world, account, params)
    if not {"text", "photo", "document"} & kept.body.keys():
        raise bad("message media can't be edited")
    return change(world, account, chat, kept, content, markup)


def edit_caption(world: World, account: Account, params: Params) -> Json:
    """editMessageCaption; without `caption` the caption goes."""
    words = media.caption_of(params)
    markup = keyboards.read_inline(params)
    chat, kept = editable(world, account, params)
    held = {kind: kept.body[kind] for kind in ("photo", "document") if kind in kept.body}
    if not held:
        raise bad("there is no caption in the message to edit")
    return change(world, account, chat, kept, held | words, markup)


def copy_message(world: World, account: Account, params: Params) -> Json:
    """copyMessage; a `caption` replaces the old one."""
    markup = keyboards.read_markup(params)
    words = media.caption_of(params)
    source = find_chat(world, account, Params({"chat_id": params.values.get("from_chat_id")}))
    kept = source.messages.get(params.integer("message_id"))
    if kept is None:
        raise bad("message to copy not found")
    if kept.body.get("has_protected_content"):
        raise bad("message has protected content and can't be forwarded")
    content = {name: value for name, value in kept.body.items() if name in COPIED}
    if "caption" in params.values and "text" not in content:
        content = {name: v for name, v in content.items() if not name.startswith("caption")} | words
    chat = writable(world, account, params)
    made = put(world, account, chat, content, params, markup, reply_target(chat, params))
    return {"message_id": made["message_id"]}
