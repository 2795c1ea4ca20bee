"""The `message` of a call read strictly: text, picture, file, buttons; what is out of shape is refused (zalo.md §3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox_zalo.official.errors import OaError, wrong
from bot.sandbox_zalo.official.world import Upload, World
from bot.sandbox_zalo.stage import letters

TEXT_MAX = 2000
BUTTONS_MAX = 5
TITLE_MAX = 100
PAYLOAD_MAX = 1000
MEDIA = ("image", "gif", "sticker")
QUERIES = ("oa.query.show", "oa.query.hide")

Json = dict[str, Any]


@dataclass(slots=True)
class Message:
    """What the phone is to show. `kind` names the echo: text, image, gif, sticker or file."""

    kind: str = "text"
    text: str = ""
    picture: str = ""  # the path of an upload, or an address
    file: Upload | None = None
    buttons: list[Json] = field(default_factory=list)
    asks: Json | None = None  # request_user_info


def read(world: World, given: Any) -> Message:
    """Read a message; raises OaError -210 for a text too long, -100 for an upload past its time, else -201."""
    if not isinstance(given, dict):
        raise wrong("message must be an object")
    message = Message(text=_text(given.get("text", "")))
    attachment = given.get("attachment")
    if attachment is not None:
        _attach(world, message, _object(attachment, "attachment"))
    elif not message.text.strip():
        raise wrong("text is empty")
    return message


def _attach(world: World, message: Message, attachment: Json) -> None:
    payload = _object(attachment.get("payload"), "payload")
    kind = attachment.get("type")
    if kind == "file":
        message.kind, message.file = "file", _upload(world, payload.get("token"), "file")
        return
    if kind != "template":
        raise wrong("type of the attachment")
    shape = payload.get("template_type")
    if shape == "media":
        _media(world, message, _one(payload.get("elements")))
        message.buttons = _buttons(payload.get("buttons", []))
    elif shape == "request_user_info":
        message.asks = _question(_one(payload.get("elements")))
    elif shape is None:
        if not message.text.strip():
            raise wrong("buttons need a text")
        message.buttons = _buttons(payload.get("buttons"))
        if not message.buttons:
            raise wrong("buttons are missing")
    else:
        raise wrong("template_type")


def _media(world: World, message: Message, element: Json) -> None:
    message.kind = str(element.get("media_type"))
    if message.kind not in MEDIA:
        raise wrong("media_type")
    if element.get("url"):
        message.picture = str(element["url"])
        if urlsplit(message.picture).scheme not in ("http", "https"):
            raise wrong("url")
    elif message.kind == "sticker":
        message.picture = str(element.get("attachment_id") or "")
    else:
        message.picture = _upload(world, element.get("attachment_id"), message.kind).path


def _upload(world: World, id: Any, kind: str) -> Upload:
    upload = world.uploads.get(str(id))
    if upload is None or upload.kind != kind:
        raise wrong("this was never uploaded")
    if upload.until <= world.stage.clock():
        raise OaError(-100)
    return upload


def _question(element: Json) -> Json:
    title, subtitle = str(element.get("title", "")), str(element.get("subtitle", ""))
    if not title or len(title) > TITLE_MAX or len(subtitle) > 500 or not element.get("image_url"):
        raise wrong("request_user_info")
    return {"title": title, "subtitle": subtitle}


def _buttons(given: Any) -> list[Json]:
    if not isinstance(given, list) or len(given) > BUTTONS_MAX:
        raise wrong(f"at most {BUTTONS_MAX} buttons")
    return [_button(_object(button, "button")) for button in given]


def _button(button: Json) -> Json:
    title, kind, payload = button.get("title"), button.get("type"), button.get("payload")
    if not isinstance(title, str) or not 1 <= letters(title) <= TITLE_MAX:
        raise wrong(f"title of a button has 1 to {TITLE_MAX} characters")
    if kind in QUERIES:
        if not isinstance(payload, str) or not 1 <= letters(payload) <= PAYLOAD_MAX:
            raise wrong(f"payload of a button has 1 to {PAYLOAD_MAX} characters")
    elif kind == "oa.open.url":
        if urlsplit(str(_object(payload, "payload").get("url", ""))).scheme not in ("https", "http"):
            raise wrong("url of a button")
    elif kind in ("oa.open.phone", "oa.open.sms"):
        if not _object(payload, "payload").get("phone_code"):
            raise wrong("phone_code of a button")
    else:
        raise wrong("type of a button")
    return {"title": title, "type": kind, "payload": payload}


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise wrong("text")
    if letters(text) > TEXT_MAX:
        raise OaError(-210)
    return text


def _one(elements: Any) -> Json:
    if not isinstance(elements, list) or len(elements) != 1:
        raise wrong("elements must be one")
    return _object(elements[0], "element")


def _object(given: Any, name: str) -> Json:
    if not isinstance(given, dict):
        raise wrong(f"{name} must be an object")
    return given
