"""The progress page of those who oversee a subtree, and what a page that lies open asks for from time to time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.page import answers, drawn, trend
from bot.page.boards import Boards, Kept
from bot.page.drawn import Drawn
from bot.page.house import HOUSE, PageHouse
from bot.page.pulses import Pulses
from bot.page.visitor import VISITOR
from domain import progress_board
from domain.progress_board import Look, Pick, Sort
from domain.ranking import Band
from domain.records import RecordType
from domain.wording import progress_page as say
from handlers.page import progress_view
from handlers.page.progress_view import Board
from storage import burn_up, pulse
from storage.engine import Tx
from storage.units import Unit

BOARDS = web.AppKey("BOARDS", Boards)
PULSES = web.AppKey("PULSES", Pulses)
DRAWN = web.AppKey("DRAWN", Drawn)
PLACE, NEWS = "/tien-do", "/tien-do/moi"
UNIT = "don-vi"
_SLUG: Mapping[Band | None, str] = {
    Band.REACHED: Pick.REACHED.value,
    Band.NEAR: Pick.NEAR.value,
    Band.SLOW: Pick.SLOW.value,
    None: Pick.NONE.value,
}


async def show(request: web.Request) -> web.Response:
    """Show how the units of a head go. Who oversees nothing, and whose units these are not, finds nothing here."""
    house, who, asked = request.app[HOUSE], request[VISITOR].person, request.query.get(UNIT, "")
    today = _today(house)
    scope = await house.database.read(lambda tx: progress_view.scope(tx, who, asked, today))
    if scope is None:
        return answers.closed(request)
    kept = await _kept(request, scope.unit, today)
    return answers.page(request, "progress.html", scope=scope, **_values(request, kept))


async def news(request: web.Request) -> web.Response:
    """Give the changing parts of the page as it was asked for; nothing, where nothing changed since."""
    house, who, asked = request.app[HOUSE], request[VISITOR].person, request.query.get(UNIT, "")
    today = _today(house)
    unit = await house.database.read(lambda tx: progress_view.unit_of(tx, who, asked, today))
    if unit is None:
        return answers.closed(request)
    kept = await _kept(request, unit, today)
    mark = hashlib.sha256(f"{kept.mark} {request.query_string}".encode()).hexdigest()[:32]
    if request.if_none_match is not None and any(tag.value == mark for tag in request.if_none_match):
        response = web.Response(status=304)
    else:
        sheet = request.app[DRAWN].of((mark, kept.since), lambda: _live(request, kept))
        response = drawn.answer(request, sheet)
    response.etag = mark
    return response


def _live(request: web.Request, kept: Kept) -> str:
    """Draw what changes: the same for all who look at a subtree in the same way."""
    return answers.rendered(request, "progress_live.html", **_values(request, kept))


async def _kept(request: web.Request, unit: Unit, today: date) -> Kept:
    """Find how a unit's subtree stands."""
    house, pulses = request.app[HOUSE], request.app[PULSES]

    async def read() -> tuple[Board, date | None]:
        async def look(tx: Tx) -> tuple[Board, date | None, str | None]:
            rules = await house.conversation.rules_now(tx)
            board, to_write = await progress_view.board(tx, rules, unit, today)
            return board, rules.deadline, to_write

        board, deadline, to_write = await house.database.read(look)
        if to_write is not None:
            await house.database.write(lambda tx: burn_up.keep(tx, unit.path, to_write))
        return board, deadline

    return await request.app[BOARDS].of(f"{unit.path} {today}", read, lambda: pulses.of(unit.path))


def pulses_of(house: PageHouse) -> Pulses:
    """Ask one house's database for what its open pages wait for."""
    return Pulses(house.clock, lambda: house.database.read(pulse.all_of))


def _values(request: web.Request, kept: Kept) -> dict[str, Any]:
    """Put together what the templates show of a board under one look."""
    board, asked_unit = kept.board, request.query.get(UNIT, "")
    look, understood = progress_board.read_look(request.query)
    units = progress_board.picked(board.units, look)
    of_kind = {kind: sum(states.values()) for kind, states in board.counts.items()}
    asked = {UNIT: asked_unit, **_written(look)}
    return {
        "say": say, "board": board, "look": look, "understood": understood, "units": units,
        "deadline": kept.deadline, "has_deadline": kept.deadline is not None, "kinds": tuple(RecordType),
        "of_kind": of_kind, "of_state": {s: sum(of[s] for of in board.counts.values()) for s in say.STATES},
        "in_all": sum(of_kind.values()), "bands": say.bands(progress_board.bands(board.units)),
        "trend": trend.shapes(board.chart) if board.chart else None, "slug": _SLUG,
        "as_of": say.as_of(_local(request.app[HOUSE], kept.since)), "asked_unit": asked_unit,
        "is_picked": any(_written(look).values()), "fresh": _address(NEWS, asked),
        "clear": _address(PLACE, {UNIT: asked_unit}), "sorted": "descending" if look.reverse else "ascending",
        "to_unit": lambda code: _address(PLACE, {UNIT: code}),
        "to_band": lambda pick: f"{_address(PLACE, {**asked, 'muc': pick.value})}#bang",
        "to_sort": lambda sort: f"{_address(PLACE, {**asked, **_sorted(look, sort)})}#bang",
    }  # fmt: skip


def _today(house: PageHouse) -> date:
    return _local(house, house.clock()).date()


def _local(house: PageHouse, at: datetime) -> datetime:
    return at.astimezone(house.rules.zone)


def _written(look: Look) -> dict[str, str]:
    """Write a look as an address says it, what is left as it is by default left out."""
    return {
        "muc": look.pick.value, "loai": look.kind.value if look.kind else "", "tim": look.text,
        "xep": "" if look.sort is Sort.LATE else look.sort.value, "nguoc": "1" if look.reverse else "",
    }  # fmt: skip


def _sorted(look: Look, sort: Sort) -> dict[str, str]:
    """Sort by a column; by the one that is sorted by already, the other way round."""
    return _written(
        Look(
            sort=sort,
            pick=look.pick,
            kind=look.kind,
            text=look.text,
            reverse=sort is look.sort and not look.reverse,
        )
    )


def _address(place: str, asked: Mapping[str, str]) -> str:
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{place}?{said}" if said else place


ROUTES = (web.get(PLACE, show), web.get(NEWS, news))
