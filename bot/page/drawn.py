"""Answers that are the same for all who ask: drawn and packed once, and sent as they are until something changes."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from aiohttp import web

MOST = 40  # of some hundred kilobytes at most


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is sent, and packed for who can unpack it."""

    body: bytes
    packed: bytes


class Drawn:
    """The answers drawn last. They hold nothing of their readers, and no secret that their lengths could tell."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Sheet] = OrderedDict()

    def of(self, key: Hashable, draw: Callable[[], str]) -> Sheet:
        """Give an answer by what it is drawn from."""
        sheet = self._kept.get(key)
        if sheet is None:
            body = draw().encode()
            sheet = self._kept[key] = Sheet(body, gzip.compress(body, 6, mtime=0))
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return sheet


def answer(request: web.Request, sheet: Sheet) -> web.Response:
    """Answer with it."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if packs:
        headers["Content-Encoding"] = "gzip"
    return web.Response(
        body=sheet.packed if packs else sheet.body, content_type="text/html", charset="utf-8", headers=headers
    )
