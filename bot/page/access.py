"""The door: a one-time link or the start of a Mini App becomes a session, which a PIN may still have to open."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.ladder import tell_everywhere
from bot.page import answers, cookies, forms, mini
from bot.page.house import HOUSE
from bot.page.session import Refused, may_enter, visitor
from bot.page.visitor import Visitor
from domain.talk.values import Address
from domain.wording import page_access as say
from handlers import page_devices as devices
from storage import page_devices, page_links, page_sessions, people
from storage.engine import Tx
from storage.page_links import Link, Target, Worth


@dataclass(frozen=True, slots=True)
class Opened:
    """A session is open: its cookie and the device's, empty where the browser keeps its own, and where it leads."""

    cookie: str
    place: str
    device: str = ""
    is_new: bool = False  # nobody had opened the page in this person's name on this device


Entry = Opened | Refused


def place_of(target: Target, record_id: int | None) -> str:
    """Give the address of what a link opens on."""
    if target is Target.PROGRESS:
        return forms.PROGRESS
    return forms.NEXT if record_id is None else f"/ho-so/{record_id}"


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
        return Refused(say.USED, forms.PROGRESS if link.target is Target.PROGRESS else forms.NEXT)
    return Refused(say.LATE) if link.worth is Worth.LATE else None


async def use_link(request: web.Request) -> web.Response:
    """Use a link up, and open a session for its person; who has one open goes on in it, and tells no PIN twice.

    Another person's session, left open in this browser, is ended. On a device that is new to them the person is told
    in all their chats: a link is its bearer's, and the bearer may be somebody else.
    """
    house, handle, agent = request.app[HOUSE], request.match_info["handle"], _agent(request)
    now, before, device = house.clock(), await visitor(request), cookies.held(request, cookies.DEVICE)

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
        met = await page_devices.meet(tx, person_id=link.person_id, cookie=device, now=now)
        if met.is_new:
            zone = house.rules.zone
            await tell_everywhere(
                tx, link.person_id, lambda can: devices.opened(link.person_id, met.id, now, zone, can),
                house.conversation.capabilities, now,
            )  # fmt: skip
        return Opened(cookie, place, met.cookie, met.is_new)

    entry = await house.database.write(work)
    if isinstance(entry, Opened) and entry.is_new:
        house.wake()
    return _entered(request, entry)


async def look_at_app(request: web.Request) -> web.Response:
    """Show the door of the Mini App; its script sends on what Telegram told it."""
    asked = request.query.get("den", "")
    known = asked == forms.PROGRESS.removeprefix("/") or forms.record_of(asked) is not None
    return answers.page(
        request, "door.html", say=say, text=say.APP_OPENING, action="/mini", start_data=True,
        den=asked if known else "",
    )  # fmt: skip


async def use_app(request: web.Request) -> web.Response:
    """Open a session for the Telegram user who started the Mini App."""
    house, agent = request.app[HOUSE], _agent(request)
    form = await forms.read(request)
    token, now = house.settings.telegram.token, house.clock()
    if token is None:
        return answers.closed(request)
    started = mini.read(form.get("start_data", ""), token.get_secret_value(), now)
    if isinstance(started, mini.Bad):
        return answers.sentence(request, say.APP_LATE if started is mini.Bad.LATE else say.APP_TAMPERED, 404)
    record_id = forms.record_of(form.get("den", ""))
    place = place_of(
        Target.PROGRESS if form.get("den") == forms.PROGRESS.removeprefix("/") else Target.RECORD, record_id
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
    if entry.device:
        cookies.give(response, request, cookies.DEVICE, entry.device, page_devices.KEPT)
    return response


def _agent(request: web.Request) -> str:
    return request.headers.get("User-Agent", "")


ROUTES = (
    web.get("/r/{handle:[A-Za-z0-9_-]{22}}", look_at_link),
    web.post("/r/{handle:[A-Za-z0-9_-]{22}}", use_link),
    web.get("/mini", look_at_app),
    web.post("/mini", use_app),
)
