"""The cookies of the pages: what they are called, and how they are given and taken away.

By https each has the prefix `__Host-`, by which a browser takes it from this very host alone, by https, and for all
of its paths: no neighbour under the province's domain can plant one. By http (the demo) browsers refuse the prefix.
"""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from bot.page.house import HOUSE

SESSION, DEVICE = "rasoat", "rasoat-device"
PREFIX = "__Host-"


def held(request: web.Request, kind: str) -> str:
    """Read a cookie of ours; empty where the browser has none."""
    return request.cookies.get(_name(request, kind), "")


def give(response: web.Response, request: web.Request, kind: str, value: str, lasts: timedelta) -> None:
    """Have the browser keep a cookie that no script reads and no other site's request brings."""
    response.set_cookie(
        _name(request, kind), value, max_age=int(lasts.total_seconds()), path="/", httponly=True,
        samesite="Strict", secure=_is_secure(request),
    )  # fmt: skip


def take_away(response: web.Response, request: web.Request, kind: str) -> None:
    """Have the browser forget a cookie."""
    give(response, request, kind, "", timedelta())


def _name(request: web.Request, kind: str) -> str:
    return f"{PREFIX}{kind}" if _is_secure(request) else kind


def _is_secure(request: web.Request) -> bool:
    return request.app[HOUSE].is_secure
