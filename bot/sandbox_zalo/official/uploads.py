"""Uploads: pictures up to 1 MB, GIFs and files up to 5 MB, each good for seven days (zalo.md §3.4)."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.media import image_type
from bot.sandbox_zalo.official.errors import OaError, wrong
from bot.sandbox_zalo.official.world import World

MEGABYTE = 1024 * 1024
WORD_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Json = dict[str, Any]


def image(world: World, name: str, content: bytes) -> Json:
    """POST /v2.0/oa/upload/image: a JPEG or PNG."""
    _check(world, name, content, MEGABYTE)
    kind = image_type(content)
    if kind not in ("image/jpeg", "image/png"):
        raise wrong("only jpg and png")
    return {"attachment_id": world.keep_upload("image", world.stage.media.put(content, name, kind), name)}


def gif(world: World, name: str, content: bytes) -> Json:
    """POST /v2.0/oa/upload/gif."""
    _check(world, name, content, 5 * MEGABYTE)
    if image_type(content) != "image/gif":
        raise wrong("only gif")
    return {
        "attachment_id": world.keep_upload("gif", world.stage.media.put(content, name, "image/gif"), name)
    }


def file(world: World, name: str, content: bytes) -> Json:
    """POST /v2.0/oa/upload/file: a PDF; Word only where the settings take it."""
    _check(world, name, content, 5 * MEGABYTE)
    starts: tuple[bytes, ...] = (b"%PDF-",)
    if world.settings.docs_accepted and name.lower().endswith((".doc", ".docx")):
        starts = WORD_STARTS
    if not content.startswith(starts):
        raise wrong("this kind of file")
    return {"token": world.keep_upload("file", world.stage.media.put(content, name, "application/pdf"), name)}


def _check(world: World, name: str, content: bytes, limit: int) -> None:
    """Sizes, the filename's extension, and the month's count. The code for a size is chosen: over a limit."""
    if not content or "." not in name:
        raise wrong("the filename needs an extension")
    if len(content) > limit:
        raise OaError(-210)
    if not world.count_upload():
        raise OaError(-211)
