"""The door: a one-time link or the start of a Mini App becomes a session, which a PIN may still have to open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs

from aiohttp import web

from bot.page import answers, cookies, mini, pins
from bot.page.house import HOUSE, PageHouse
from bot.page.limits import body_of
from bot.page.session import Refused, may_enter, visitor
from bot.page.visitor import VISITOR, Visitor
from domain.talk.values import Address
from domain.wording import page_access as say
from storage import page_links, page_pins, page_sessions, people
from storage.engine import Tx
from storage.page_links import Link, Target, Worth

FORM_MOST = 16 * 1024
NEXT = "/ho-so/tiep"
PROGRESS = "/tien-do"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session is open: its cookie, empty where the browser has it already, and where it leads."""

    cookie: str
    place: str


Entry = Opened | Refused


def place_of(target: Target, record_id: int | None) -> str:
    """Give the address of what a link opens on."""
    if target is Target.PROGRESS:
        return PROGRESS
    return NEXT if record_id is None else f"/ho-so/{record_id}"


async def look_at_link(request: web.Request) -> web.Response:
    """Show the door of a link. Messengers fetch links to preview them, so that looking uses nothing up."""
    house, handle = request.app[HOUSE], request.match_info["handle"]
    now = house.clock()
    found = await house.database.read(lambda tx: page_links.look(tx, handle, now))
    if (why := _worthless(found)) is not None:
        return answers.sentence(request, why.text, 404, link=why.on)
    return answers.page(
        request, "door.html", say=say, text=say.DOOR, action=f"/r/{handle}", start_data=False, den=""
    )


def _worthless(link: Link | None) -> Refused | None:
    """Say why a link opens nothing. Whoever has used it up, in this browser, goes on by what it opened."""
    if link is None or link.target is Target.APP:
        return Refused(say.CLOSED)
    if link.worth is Worth.USED:
        return Refused(say.USED, PROGRESS if link.target is Target.PROGRESS else NEXT)
    return Refused(say.LATE) if link.worth is Worth.LATE else None


async def use_link(request: web.Request) -> web.Response:
    """Use a link up, and open a session for its person; who has one open goes on in it, and tells no PIN twice.

    Another person's session, left open in this browser, is ended.
    """
    house, handle, agent = request.app[HOUSE], request.match_info["handle"], _agent(request)
    now, before = house.clock(), await visitor(request)

    async def work(tx: Tx) -> Entry:
        link = await page_links.burn(tx, handle, now)
        if (why := _worthless(link)) is not None or link is None:
            return why or Refused(say.CLOSED)
        account = await people.account(tx, link.account_id)
        person = await people.person(tx, link.person_id)
        if account is None or account.person_id != link.person_id:
            return Refused(say.CLOSED)
        if refused := may_enter(person):
            return refused
        place = place_of(link.target, link.record_id)
        if isinstance(before, Visitor):
            if before.account.id == account.id:
                return Opened("", place)
            await page_sessions.end(tx, before.session_id, now)
        cookie = await page_sessions.begin(
            tx, person_id=link.person_id, account_id=account.id, agent=agent, now=now
        )
        return Opened(cookie, place)

    return _entered(request, await house.database.write(work))


async def look_at_app(request: web.Request) -> web.Response:
    """Show the door of the Mini App; its script sends on what Telegram told it."""
    asked = request.query.get("den", "")
    known = asked == PROGRESS.removeprefix("/") or _record_of(asked) is not None
    return answers.page(
        request, "door.html", say=say, text=say.APP_OPENING, action="/mini", start_data=True,
        den=asked if known else "",
    )  # fmt: skip


async def use_app(request: web.Request) -> web.Response:
    """Open a session for the Telegram user who started the Mini App."""
    house, agent = request.app[HOUSE], _agent(request)
    form = await _form(request)
    token, now = house.settings.telegram.token, house.clock()
    if token is None:
        return answers.closed(request)
    started = mini.read(form.get("start_data", ""), token.get_secret_value(), now)
    if isinstance(started, mini.Bad):
        return answers.sentence(request, say.APP_LATE if started is mini.Bad.LATE else say.APP_TAMPERED, 404)
    record_id = _record_of(form.get("den", ""))
    place = place_of(
        Target.PROGRESS if form.get("den") == PROGRESS.removeprefix("/") else Target.RECORD, record_id
    )

    async def work(tx: Tx) -> Entry | None:
        found = await people.known(tx, Address("telegram", started.user))
        if found is None or found[1] is None:
            return Refused(say.APP_STRANGER)
        account, person = found
        if refused := may_enter(person):
            return refused
        first = await page_links.first_use(
            tx, started.signature, person_id=person.id, account_id=account.id, record_id=record_id, now=now
        )
        if not first:
            return None
        cookie = await page_sessions.begin(
            tx, person_id=person.id, account_id=account.id, agent=agent, now=now
        )
        return Opened(cookie, place)

    entry = await house.database.write(work)
    if entry is None:  # loaded again: whoever has the session that it opened goes on in it
        known = await visitor(request)
        same = isinstance(known, Visitor) and known.account.user_key == started.user
        return answers.sent_on(place) if same else answers.sentence(request, say.USED, 404)
    return _entered(request, entry)


def _entered(request: web.Request, entry: Entry) -> web.Response:
    if isinstance(entry, Refused):
        return answers.sentence(request, entry.text, 404, link=entry.on)
    response = answers.sent_on(entry.place)
    if entry.cookie:
        cookies.give(response, request, cookies.SESSION, entry.cookie, page_sessions.LONGEST)
    return response


async def ask_pin(request: web.Request, place: str, fault: str = "", status: int = 200) -> web.Response:
    """Ask for a PIN, or for a first one, on the way to a page."""
    house, person_id = request.app[HOUSE], request[VISITOR].person.id
    known = await house.database.read(lambda tx: page_pins.exists(tx, person_id))
    return answers.page(request, "pin.html", status, say=say, is_new=not known, den=place, fault=fault)


async def show_pin(request: web.Request) -> web.Response:
    """Ask for the PIN by itself."""
    return await ask_pin(request, _place(request.query.get("den", "")))


async def take_pin(request: web.Request) -> web.Response:
    """Take a PIN: the first one is kept, later ones are held against it."""
    house, known = request.app[HOUSE], request[VISITOR]
    form = await _form(request)
    place = _place(form.get("den", ""))
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
        if not await house.database.write(lambda tx: page_pins.choose(tx, person_id, made, now)):
            return say.PIN_TAKEN
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


def _place(asked: str) -> str:
    """Give where to go on, if it is a page of ours."""
    record = _record_of(asked.removeprefix("/ho-so/")) if asked.startswith("/ho-so/") else None
    if record is not None:
        return f"/ho-so/{record}"
    return PROGRESS if asked == PROGRESS else NEXT


def _record_of(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def _agent(request: web.Request) -> str:
    return request.headers.get("User-Agent", "")


async def _form(request: web.Request) -> dict[str, str]:
    """Read a form as it is posted by a page of ours; of a name that comes twice the last counts."""
    body = await body_of(request, FORM_MOST)
    try:
        fields = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


ROUTES = (
    web.get("/r/{handle:[A-Za-z0-9_-]{22}}", look_at_link),
    web.post("/r/{handle:[A-Za-z0-9_-]{22}}", use_link),
    web.get("/mini", look_at_app),
    web.post("/mini", use_app),
    web.get("/pin", show_pin),
    web.post("/pin", take_pin),
)
