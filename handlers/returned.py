"""What lies at the vendor (`/tiendo`): the vendor's own screen, and the same for those who oversee a subtree.

By unit, and by lot: a book and the reason for which records of it went back. Numbers, books, units and reasons only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.people import Post, Role, widest
from domain.reports import Kind
from domain.returned import together
from domain.review import ReturnReason
from domain.talk.values import Choice, Message, Reply
from domain.wording import common
from domain.wording import returned as say
from domain.wording import second_returns as say_again
from handlers import reports, second_returns
from handlers.context import Turn, says
from storage import returned
from storage.returned import Lot

STEP = "returned"  # what the router calls it
LISTED = 8  # units or lots on a page
ENTRIES = 15  # records of a lot on a page
SEEING = (Role.VENDOR, Role.HEAD, Role.ADMIN, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a list of units, or of lots (of one unit or of all), or one lot; and on which page."""

    view: str = "home"  # home | units | lots | lot
    unit: int | None = None
    lot: str = ""  # "3/1.2005.001/WRONG_SCAN"
    page: int = 0

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Place:
        """Read the place that a prompt was drawn for."""
        return cls(
            str(payload.get("view", "home")), payload.get("unit"), str(payload.get("lot", "")),
            int(payload.get("page", 0)),
        )  # fmt: skip

    def goes(self, key: str) -> Place:
        """Tell where a key leads from here."""
        if key == "on":
            return replace(self, page=self.page + 1)
        if key == "before":
            return replace(self, page=self.page - 1)
        if key in ("units", "lots"):
            return Place(key)
        if key[:1] == "u" and key[1:].isdecimal():
            return Place("lots", int(key[1:]))
        if key[:1] == "k":
            return Place("lot", self.unit, key[1:])
        return self.back

    @property
    def back(self) -> Place:
        """Tell where it was come from."""
        if self.view == "lot":
            return Place("lots", self.unit)
        return Place("units") if self.view == "lots" and self.unit is not None else Place()


async def for_vendor(turn: Turn) -> tuple[Message, ...]:
    """Show a vendor what waits for them, once for each of their posts; nobody else sees anything here."""
    return tuple(
        [await _home(turn, [post.unit_path], [post.unit_name]) for post in turn.me.posts_as(Role.VENDOR)]
    )


async def for_overseers(turn: Turn) -> tuple[Message, ...]:
    """Show those who oversee a subtree what of it lies at the vendor, and what of that waits for their word."""
    below = widest(post.unit_path for post in turn.me.overseeing())
    parts = [await returned.at_vendor(turn.tx, path) for path in below]
    records, units = (sum(part[place] for part in parts) for place in (0, 1))
    if not records:
        return ()
    text = say.in_short(records, units)
    choices = [Choice("home", say.OPEN, row=0)]
    if again := await second_returns.count(turn):
        text = f"{text}\n{say_again.waits(again)}."
        choices.append(Choice("again", say_again.SEE, row=1))
    return (Message(text, step=STEP, choices=tuple(choices)),)


async def take(turn: Turn, key: str, _text: str) -> Reply:
    """Take a tap on one of the lists; whose right it is, is looked at anew."""
    posts = _posts(turn)
    if not posts:
        return says(common.NOT_YOURS)
    below, names = [post.unit_path for post in posts], [post.unit_name for post in posts]
    if key == "again":
        return await second_returns.show(turn)
    if key == "file":
        return reports.of_kind(turn, Kind.RETURNED)
    place = Place.of(turn.asked.payload if turn.asked else {}).goes(key)
    match place.view:
        case "units":
            return Reply((await _units(turn, below, place),))
        case "lots":
            return Reply((await _lots(turn, below, place),))
        case "lot":
            return Reply((await _lot(turn, below, place),))
    return Reply((await _home(turn, below, names),))


def _posts(turn: Turn) -> list[Post]:
    """List the posts that let somebody see what lies at the vendor, one for each subtree."""
    posts = {post.unit_id: post for post in turn.me.posts_as(*SEEING)}.values()
    return [
        post
        for post in posts
        if not any(other is not post and post.unit_path.startswith(other.unit_path) for other in posts)
    ]


async def _home(turn: Turn, below: Sequence[str], names: Sequence[str]) -> Message:
    lots = await returned.lots(turn.tx, below, today=turn.today)
    reasons: dict[ReturnReason | None, int] = {}
    for lot in sorted(lots, key=lambda one: returned.place_of(one.reason)):
        reasons[lot.reason] = reasons.get(lot.reason, 0) + lot.waiting.total
    text = say.home(
        names, together(lot.waiting for lot in lots), len({lot.unit_id for lot in lots}), reasons, len(lots),
        sum(lot.again for lot in lots), turn.today,
    )  # fmt: skip
    if not lots:
        return Message(text)
    choices = (
        Choice("units", say.BY_UNIT, row=0),
        Choice("lots", say.BY_LOT, row=0),
        Choice("file", say.FILE, row=1),
    )
    return Message(text, step=STEP, choices=choices)


async def _units(turn: Turn, below: Sequence[str], place: Place) -> Message:
    units = await returned.by_unit(turn.tx, below, today=turn.today)
    page, pages = _page(place.page, len(units), LISTED)
    choices = [
        Choice(f"u{unit.unit_id}", say.unit_line(unit.name, unit.waiting, turn.today), row=row)
        for row, unit in enumerate(units[page * LISTED : (page + 1) * LISTED])
    ]
    text = say.list_head(say.UNITS_HEAD, len(units), page, pages) if units else say.NOTHING
    return _list(text, choices, replace(place, page=page), pages)


async def _lots(turn: Turn, below: Sequence[str], place: Place) -> Message:
    lots = await returned.lots(turn.tx, below, today=turn.today, unit_id=place.unit)
    page, pages = _page(place.page, len(lots), LISTED)
    choices = []
    for row, lot in enumerate(lots[page * LISTED : (page + 1) * LISTED]):
        unit = "" if place.unit is not None else lot.unit_name
        line = say.lot_line(say.book(lot.book, lot.type), lot.reason, lot.waiting, turn.today, unit=unit)
        choices.append(Choice(f"k{_key(lot)}", line, row=row))
    of = f"{lots[0].unit_name} · {say.LOTS_HEAD}" if place.unit is not None and lots else say.LOTS_HEAD
    text = say.list_head(of, len(lots), page, pages) if lots else say.NOTHING
    return _list(text, choices, replace(place, page=page), pages)


async def _lot(turn: Turn, below: Sequence[str], place: Place) -> Message:
    """Show a lot; one that is not in the asker's subtree, or no more at the vendor, is not there."""
    unit = place.lot.partition("/")[0]
    held = (
        await returned.lots(turn.tx, below, today=turn.today, unit_id=int(unit)) if unit.isdecimal() else []
    )
    lot = next((one for one in held if _key(one) == place.lot), None)
    if lot is None:
        return _list(say.GONE, [], place, 1)
    entries = await returned.of_unit(turn.tx, lot.unit_id, book_key=lot.book_key, reason=lot.reason)
    page, pages = _page(place.page, len(entries), ENTRIES)
    shown = [
        say.Entry(one.number, one.page, one.went, one.revision)
        for one in entries[page * ENTRIES : (page + 1) * ENTRIES]
    ]
    text = say.lot(
        say.book(lot.book, lot.type), lot.unit_name, lot.reason, lot.waiting, shown, page, pages, turn.today
    )
    return _list(text, [], replace(place, page=page), pages)


def _key(lot: Lot) -> str:
    return f"{lot.unit_id}/{lot.book_key}/{lot.reason.value if lot.reason else ''}"


def _page(wanted: int, total: int, size: int) -> tuple[int, int]:
    """Tell which page is shown, and of how many: a list may have become shorter since it was drawn."""
    pages = max(1, -(-total // size))
    return min(max(wanted, 0), pages - 1), pages


def _list(text: str, choices: list[Choice], place: Place, pages: int) -> Message:
    turning = []
    if place.page > 0:
        turning.append(Choice("before", say.BEFORE, row=LISTED))
    if place.page < pages - 1:
        turning.append(Choice("on", say.NEXT, row=LISTED))
    payload = (("view", place.view), ("unit", place.unit), ("lot", place.lot), ("page", place.page))
    back = Choice("back", say.BACK, row=LISTED + 1)
    return Message(text, step=STEP, choices=(*choices, *turning, back), payload=payload)
