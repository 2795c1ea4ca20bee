"""Style sheets and scripts: named by what is in them, so that a browser may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# what a page needs comes in one piece: on a slow line each further request costs a round trip
TOGETHER: dict[str, tuple[str, ...]] = {
    "review.js": (
        "hands.js",
        "scan.js",
        "unsent.js",
        "aside.js",
        "typed.js",
        "review.js",
        "leaving.js",
    ),
    "progress.js": ("progress.js", "leaving.js"),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    path: str
    kind: str
    body: bytes
    packed: bytes


@cache
def _all() -> dict[str, Asset]:
    found = {}
    for file in sorted(FOLDER.iterdir()):
        if (kind := KINDS.get(file.suffix)) is not None:
            parts = [FOLDER / name for name in TOGETHER.get(file.name, (file.name,))]
            body = b"\n".join(part.read_bytes() for part in parts)
            name = f"{file.stem}.{hashlib.sha256(body).hexdigest()[:12]}{file.suffix}"
            found[file.name] = Asset(f"/tinh/{name}", kind, body, gzip.compress(body, 9, mtime=0))
    return found


@cache
def _by_path() -> dict[str, Asset]:
    return {asset.path: asset for asset in _all().values()}


def static(name: str) -> str:
    """Give the address of a file by its name in the folder; KeyError where there is none."""
    return _all()[name].path


async def serve(request: web.Request) -> web.Response:
    """Serve one file; an address of another version is as good as none."""
    asset = _by_path().get(f"/tinh/{request.match_info['name']}")
    if asset is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    body = asset.body
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = asset.packed, "gzip"
    return web.Response(body=body, content_type=asset.kind, charset="utf-8", headers=headers)
