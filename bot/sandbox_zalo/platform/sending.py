"""sendMessage, sendPhoto, sendSticker, sendVoice, sendChatAction: what is refused, and what a phone then shows."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox_zalo import fetching
from bot.sandbox_zalo.platform import events, people
from bot.sandbox_zalo.platform.errors import PlatformError, bad
from bot.sandbox_zalo.platform.world import Chat, World
from bot.sandbox_zalo.stage import letters

Json = dict[str, Any]
TEXT_MAX = 2000
MODES = ("markdown", "html")


def send_message(world: World, params: Json) -> Json:
    """A text of 1 to 2000 letters; there are no keyboards, and parameters nobody knows are passed over."""
    text = str(params.get("text", ""))
    if not 1 <= letters(text) <= TEXT_MAX:
        raise bad(f"text must have 1 to {TEXT_MAX} characters")
    mode = params.get("parse_mode") or ""
    if mode and mode not in MODES:
        raise bad("parse_mode must be markdown or html")
    if mode == "markdown" and not _braces_close(text):
        raise bad("can't parse markdown")
    _check_styles(params.get("text_styles"))
    return _send(world, params, "text", {"text": text})


def send_photo(world: World, params: Json) -> Json:
    """A picture by its address, which is fetched after the answer, and again over hours."""
    url, caption = str(params.get("photo", "")), str(params.get("caption", ""))
    scheme = urlsplit(url).scheme
    if scheme not in ("http", "https") or (world.settings.https_only and scheme != "https"):
        raise bad("photo must be a public URL")
    if letters(caption) > TEXT_MAX:
        raise bad(f"caption must have at most {TEXT_MAX} characters")
    return _send(world, params, "photo", {"photo": url, "caption": caption})


def send_sticker(world: World, params: Json) -> Json:
    """A sticker by its id."""
    if not params.get("sticker"):
        raise bad("sticker is empty")
    return _send(world, params, "sticker", {"sticker": str(params["sticker"])})


def send_voice(world: World, params: Json) -> Json:
    """A voice file by its address; in a group it is answered as sent, and nothing arrives."""
    url = str(params.get("voice_url", ""))
    if not url.endswith(".aac"):
        raise bad("voice_url must name an .aac file")
    if _chat(world, params).group:
        return {"message_id": world.next_message_id(), "date": world.stage.now_ms()}
    return _send(world, params, "voice", {"voice_url": url})


def send_chat_action(world: World, params: Json) -> None:
    """The sign that somebody types; the answer has no result."""
    chat = _chat(world, params)
    if params.get("action") != "typing":
        raise bad("action must be typing")
    world.changed(chat, "typing")


def _send(world: World, params: Json, kind: str, content: Json) -> Json:
    chat = _chat(world, params)
    if not world.count_send():
        raise PlatformError(429)
    message_id = world.next_message_id()
    shown = world.show(chat, "bot", kind, message_id, **content)
    if kind == "photo":
        after_s = world.settings.photo_fetches_s
        fetching.plan(world.stage, shown, content["photo"], after_s, lambda: world.changed(chat, "photo"))
    if world.settings.echoes:
        heard = "image" if kind == "photo" else kind
        people.publish(world, events.echo(world, chat, message_id, heard, content))
    return {"message_id": message_id, "date": shown["date"]}


def _chat(world: World, params: Json) -> Chat:
    """The chat to write to: the bot cannot write first, nor to whoever shut it out."""
    id = str(params.get("chat_id", ""))
    if not id:
        raise bad("chat_id is empty")
    chat = world.chats.get(id)
    if chat is None or not chat.begun:
        raise PlatformError(404)
    if chat.blocked:
        raise PlatformError(403)
    return chat


def _braces_close(text: str) -> bool:
    """Whether colour braces pair up: a stray one makes the whole message fail."""
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def _check_styles(styles: Any) -> None:
    if not styles:
        return
    try:
        read = json.loads(styles) if isinstance(styles, str) else styles
        for style in read:
            int(style["start"]), int(style["len"]), list(style["st"])
    except (ValueError, TypeError, KeyError):
        raise bad("can't parse text_styles") from None
