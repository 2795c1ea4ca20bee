"""Pictures of a record's scan: a page fitted to a phone, tiles of it, and what is said where there is no picture.

With each piece it is asked anew whether this person may see this record. One address
answers three ways: to an image with the picture, to a script with the page's measures, to somebody who opens it by
itself with the picture or a sentence.
"""

from __future__ import annotations

from aiohttp import web

from bot.drawing.levels import TILE, Seen, levels
from bot.page import answers
from bot.page.house import HOUSE
from bot.page.pictures import Pictures, Piece, Tile
from bot.page.session import Visitor
from bot.page.visitor import VISITOR
from domain.wording import review_page as say
from handlers.page import reach
from storage import page_views
from storage.desk import Held
from storage.engine import Tx

PICTURES = web.AppKey("PICTURES", Pictures)
JPEG = "image/jpeg"


async def whole(request: web.Request) -> web.Response:
    """Answer with one page of a record's scan, or with what is known of it."""
    only_told = "application/json" in request.headers.get("Accept", "")
    piece = await _piece(request, None, shown=not only_told)
    if piece is None:
        return answers.closed(request)
    if only_told:
        return answers.told(_measures(piece))
    if isinstance(piece, Seen):
        return _picture(piece)
    if "text/html" in request.headers.get("Accept", ""):
        return answers.sentence(request, say.SCAN_SAID[piece.reason], 404)
    return web.Response(status=404, headers=answers.NO_STORE)


async def tile(request: web.Request) -> web.Response:
    """Answer with one tile of a page."""
    level, column, row = (int(request.match_info[name]) for name in ("level", "column", "row"))
    piece = await _piece(request, (level, column, row))
    if isinstance(piece, Seen):
        return _picture(piece)
    return answers.closed(request) if piece is None else web.Response(status=404, headers=answers.NO_STORE)


async def _piece(request: web.Request, part: Tile | None, *, shown: bool = True) -> Piece | None:
    """Draw what is asked for, and write down the page where it is shown; None: no such record for this person."""
    known, house = request[VISITOR], request.app[HOUSE]
    record_id, page = int(request.match_info["record_id"]), int(request.match_info["page"])
    if not known.pin_ok:
        return None

    async def look(tx: Tx) -> tuple[Held, bool] | None:
        found = await reach.reach(tx, known.person, record_id)
        if found is None:
            return None
        noted = await page_views.saw_scan(tx, **_who(known, record_id), page=page)
        return found.held, noted

    found = await house.database.read(look)
    if found is None:
        return None
    held, noted = found
    piece = await request.app[PICTURES].piece(
        held.record.scan, held.unit_code, page, part, asker=known.session_id, gone=lambda: _is_gone(request)
    )
    if isinstance(piece, Seen) and shown and not noted:
        at = house.clock()
        await house.database.write(
            lambda tx: page_views.note_scan(tx, **_who(known, record_id), page=page, at=at)
        )
    return piece


def _is_gone(request: web.Request) -> bool:
    """Say whether the browser, or the proxy in its name, has hung up."""
    return request.transport is None or request.transport.is_closing()


def _who(known: Visitor, record_id: int) -> dict[str, int]:
    return {"person_id": known.person.id, "record_id": record_id, "session_id": known.session_id}


def _measures(piece: Piece) -> dict[str, int | str]:
    if not isinstance(piece, Seen):
        return {"said": say.SCAN_SAID[piece.reason]}
    return {
        "pages": piece.pages,
        "width": piece.width,
        "height": piece.height,
        "levels": levels(piece.width, piece.height),
        "tile": TILE,
    }


def _picture(piece: Seen) -> web.Response:
    return web.Response(body=piece.jpeg, content_type=JPEG, headers=answers.NO_STORE)


_SCAN = r"/ho-so/{record_id:\d{1,15}}/anh/{page:[1-9]\d{0,3}}"
ROUTES = (
    web.get(_SCAN, whole),
    web.get(_SCAN + r"/{level:\d{1,2}}/{column:\d{1,3}}/{row:\d{1,3}}", tile),
)
