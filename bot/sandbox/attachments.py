"""Everything a phone can send besides words: pictures, files, stickers, voice, forwards."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from bot.sandbox import people, pictures
from bot.sandbox.errors import ApiError
from bot.sandbox.people import Impossible
from bot.sandbox.world import Account, Json, World

SILENCE = b"OggS" + bytes(60)


def send(world: World, account: Account, user_id: int, kind: str, about: Json) -> Json:
    """Send something of `kind`; gives {message_id, update_id}. Raises Impossible for an unknown kind or a bad file.

    `about`: text, message_id (edited), file_name, mime_type, content_base64, caption, as far as the kind needs them.
    """
    if kind == "edited":
        return people.edit(world, account, user_id, int(about["message_id"]), str(about["text"]))
    make = KINDS.get(kind)
    if make is None:
        raise Impossible(f"nothing of kind {kind!r} can be sent; there are: {', '.join([*KINDS, 'edited'])}")
    try:
        content = make(account, about)
    except (ApiError, binascii.Error) as fault:
        raise Impossible(str(fault)) from None
    if about.get("caption"):
        content["caption"] = str(about["caption"])
    return people.put(world, account, user_id, content)


def _bytes(about: Json, otherwise: Callable[[], bytes]) -> bytes:
    given = about.get("content_base64")
    return base64.b64decode(given, validate=True) if given else otherwise()


def _photo(account: Account, about: Json) -> Json:
    content = _bytes(about, pictures.blank)
    return {"photo": account.files.put_photo(content, about.get("file_name") or "photo.jpg")}


def _file(kind: str, name: str, mime_type: str, **more: Any) -> Callable[[Account, Json], Json]:
    def make(account: Account, about: Json) -> Json:
        content = _bytes(about, lambda: SILENCE)
        called = str(about.get("file_name") or name)
        mime = str(about.get("mime_type") or mime_type)
        stored = account.files.put(kind, content, called, mime)
        held: Json = {**stored.as_file(), **more}
        if mime and kind not in {"sticker", "video_note"}:
            held["mime_type"] = mime
        if kind in ("document", "audio", "video", "animation"):
            held["file_name"] = called
        return {kind: held}

    return make


def _animation(account: Account, about: Json) -> Json:
    made = _file("animation", "animation.mp4", "video/mp4", width=320, height=240, duration=2)(account, about)
    return made | {"document": made["animation"]}  # an animation comes as a document too


def _forward(origin: Json) -> Callable[[Account, Json], Json]:
    def make(account: Account, about: Json) -> Json:
        return {"forward_origin": origin, "text": str(about.get("text") or "Phê duyệt")}

    return make


_STICKER: Json = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "\N{THUMBS UP SIGN}",
}
_STRANGER: Json = {"id": 5_550_001, "is_bot": False, "first_name": "Thảo"}

KINDS: dict[str, Callable[[Account, Json], Json]] = {
    "photo": _photo,
    "document": _file("document", "tep.pdf", "application/pdf"),
    "sticker": _file("sticker", "sticker.webp", "", **_STICKER),
    "voice": _file("voice", "voice.ogg", "audio/ogg", duration=3),
    "audio": _file("audio", "audio.mp3", "audio/mpeg", duration=3),
    "video": _file("video", "video.mp4", "video/mp4", width=320, height=240, duration=3),
    "video_note": _file("video_note", "note.mp4", "", length=240, duration=3),
    "animation": _animation,
    "location": lambda _, about: {
        "location": {
            "latitude": float(about.get("latitude", 21.853)),
            "longitude": float(about.get("longitude", 106.761)),
        }
    },
    "dice": lambda _, __: {"dice": {"emoji": "\N{GAME DIE}", "value": 4}},
    "forward": _forward({"type": "user", "date": 1_720_051_200, "sender_user": _STRANGER}),
    # Telegram does send forwards of hidden people without the name its documentation promises.
    "forward_hidden": _forward({"type": "hidden_user", "date": 1_720_051_200}),
}
