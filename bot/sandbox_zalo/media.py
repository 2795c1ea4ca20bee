"""Files out of people's phones, and what was uploaded: at addresses that need no token and may expire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.sandbox_zalo import ids

PATH = "/media/"
SHOWN_AS_ITSELF = ("image/jpeg", "image/png", "image/gif", "application/pdf")


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    mime_type: str
    until: float


class Media:
    """Files by their path under `/media/`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._files: dict[str, _File] = {}

    def put(self, content: bytes, name: str, mime_type: str, lives_s: float | None = None) -> str:
        """Keep a file; gives its path. Without `lives_s` it stays."""
        until = float("inf") if lives_s is None else self._clock() + lives_s
        path = f"{PATH}{ids.hexadecimal('media', len(self._files), length=32)}/{quote(name)}"
        self._files[path] = _File(content, mime_type, until)
        return path

    def serve(self, raw_path: str, *, on_a_page: bool = False) -> web.Response:
        """Answer a download; 404 for what is not there or no longer.

        `on_a_page`: on the origin of a page, where strangers' bytes that could run are handed over as mere bytes.
        """
        found = self._files.get(raw_path)
        if found is None or found.until <= self._clock():
            return web.Response(status=404)
        headers = {"X-Content-Type-Options": "nosniff"}
        kind = found.mime_type
        if on_a_page and kind not in SHOWN_AS_ITSELF:
            kind = "application/octet-stream"
        return web.Response(body=found.content, content_type=kind, headers=headers)


def image_type(content: bytes) -> str:
    """The mime type of a JPEG, PNG or GIF by its first bytes; empty for anything else."""
    for start, kind in ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif")):
        if content.startswith(start):
            return f"image/{kind}"
    return ""
