"""Files in calls: an upload, `attach://…` or a file_id, turned into what a message carries."""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.sandbox.errors import bad, too_large
from bot.sandbox.params import Params, Upload
from bot.sandbox.texts import check_caption, read_caption
from bot.sandbox.world import Account, Json

UPLOAD_MAX = 50 * 1024 * 1024
KINDS = ("photo", "document", "video", "audio")
MORE = {
    "video": {"width": 320, "height": 240, "duration": 1},
    "audio": {"duration": 1},
}
CAPTION_OPTIONS = ("caption", "parse_mode", "caption_entities")


def from_call(account: Account, params: Params, kind: str) -> Json:
    """What sendPhoto or sendDocument puts into the message; raises the 400s of a missing or unusable file."""
    if (upload := params.files.get(kind)) is not None:
        return _uploaded(account, kind, upload)
    named = params.text(kind)
    if not named:
        raise bad(f"there is no {kind} in the request")
    return _named(account, params, kind, named)


def from_input_media(account: Account, params: Params, media: Any) -> tuple[str, Json]:
    """Kind and content, with the caption, of one InputMedia; its file lies in another part of the body."""
    if not isinstance(media, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = media.get("type")
    if kind not in KINDS:
        raise bad("can't parse InputMedia: type must be one of photo, document, video, audio")
    named = media.get("media")
    if not isinstance(named, str) or not named:
        raise bad("can't parse InputMedia: media not found")
    options = {name: media[name] for name in CAPTION_OPTIONS if media.get(name) is not None}
    words = caption_of(Params(options))
    return kind, _named(account, params, kind, named) | words


def caption_of(params: Params) -> Json:
    """`caption` and `caption_entities` as a message carries them."""
    caption, entities = read_caption(params)
    check_caption(caption)
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": entities} if entities else {"caption": caption}


def _named(account: Account, params: Params, kind: str, named: str) -> Json:
    if named.startswith("attach://"):
        upload = params.files.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {kind} in the request")
        return _uploaded(account, kind, upload)
    if named.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")  # the stand-in goes to no other host
    stored = account.files.find(named)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    if kind == "photo":
        return {"photo": account.files.sizes_of(named)}
    return {kind: _described(stored.as_file(), kind, stored.name, stored.mime_type)}


def _uploaded(account: Account, kind: str, upload: Upload) -> Json:
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > UPLOAD_MAX:
        raise too_large()
    if kind == "photo":
        return {"photo": account.files.put_photo(upload.content, upload.name)}
    mime_type = mimetypes.guess_type(upload.name)[0] or upload.mime_type
    stored = account.files.put(kind, upload.content, upload.name, mime_type)
    return {kind: _described(stored.as_file(), kind, upload.name, mime_type)}


def _described(held: Json, kind: str, name: str, mime_type: str) -> Json:
    return {"file_name": name, "mime_type": mime_type, **MORE.get(kind, {}), **held}
