"""A PIN on the way to a page: asked for, chosen the first time, held against the one that is kept."""

from __future__ import annotations

import asyncio
from datetime import datetime

from aiohttp import web

from bot.ladder import tell_everywhere
from bot.page import answers, forms, pins
from bot.page.house import HOUSE, PageHouse
from bot.page.visitor import VISITOR, Visitor
from domain.wording import page_access as say
from handlers import page_devices
from storage import page_pins, page_sessions
from storage.engine import Tx


async def ask_pin(request: web.Request, place: str, fault: str = "", status: int = 200) -> web.Response:
    """Ask for a PIN, or for a first one, on the way to a page."""
    house, person_id = request.app[HOUSE], request[VISITOR].person.id
    known = await house.database.read(lambda tx: page_pins.exists(tx, person_id))
    return answers.page(request, "pin.html", status, say=say, is_new=not known, den=place, fault=fault)


async def show_pin(request: web.Request) -> web.Response:
    """Ask for the PIN by itself."""
    return await ask_pin(request, forms.place(request.query.get("den", "")))


async def take_pin(request: web.Request) -> web.Response:
    """Take a PIN: the first one is kept, later ones are held against it."""
    house, known = request.app[HOUSE], request[VISITOR]
    form = await forms.read(request)
    place = forms.place(form.get("den", ""))
    if form.get("csrf") != known.csrf:
        return answers.sentence(request, say.ELSEWHERE, 403)
    fault = await _judged(house, known, form)
    if fault is not None:
        return await ask_pin(request, place, fault, 422)
    return answers.sent_on(place)


async def _judged(house: PageHouse, known: Visitor, form: dict[str, str]) -> str | None:
    """Hold a PIN against what is kept; returns what is wrong with it. Hashing is slow on purpose: beside the loop."""
    typed, person_id, now = form.get("pin", ""), known.person.id, house.clock()
    if not pins.is_pin(typed):
        return say.PIN_FORM
    if "again" in form:
        if form["again"] != typed:
            return say.PIN_DIFFERENT
        if pins.is_weak(typed):
            return say.PIN_WEAK
        if await house.database.read(lambda tx: page_pins.exists(tx, person_id)):
            return say.PIN_TAKEN  # told before anything is hashed: hashing is what costs
        made = await asyncio.to_thread(pins.made, typed)
        if not await house.database.write(lambda tx: _chosen(tx, house, person_id, made, now)):
            return say.PIN_TAKEN
        house.wake()
    else:
        kept = await house.database.write(lambda tx: page_pins.take_try(tx, person_id, now))
        if isinstance(kept, page_pins.Locked):
            return say.pin_locked(-int(-(kept.until - now).total_seconds() // 60))
        if kept is None or not await asyncio.to_thread(pins.fits, typed, kept):
            return say.PIN_WRONG

    async def opened(tx: Tx) -> None:
        await page_pins.was_right(tx, person_id)
        await page_sessions.note_pin(tx, known.session_id, now)

    await house.database.write(opened)
    return None


async def _chosen(tx: Tx, house: PageHouse, person_id: int, made: page_pins.Pin, now: datetime) -> bool:
    """Keep a first PIN and tell its person in all their chats, since whoever comes in first chooses it."""
    if not await page_pins.choose(tx, person_id, made, now):
        return False
    await tell_everywhere(
        tx, person_id, lambda can: page_devices.pin_chosen(person_id, now, house.rules.zone, can),
        house.conversation.capabilities, now,
    )  # fmt: skip
    return True


ROUTES = (web.get("/pin", show_pin), web.post("/pin", take_pin))
