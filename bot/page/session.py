"""Who asks: a session's cookie, looked up at each request together with what its person may do by now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.page import answers, cookies
from bot.page.house import HOUSE, PageHouse
from bot.page.limits import TooLarge, address_of
from bot.page.visitor import VISITOR, Visitor
from domain.people import Account, Person
from domain.wording import page_access as say
from storage import page_sessions, people
from storage.engine import Tx
from storage.page_sessions import Session

log = structlog.get_logger("bot.page")

OPEN = ("/r/", "/mini", "/tinh/")  # what is asked without a session
BEHIND = ("/ho-so", "/tien-do", "/pin")
BY_ITSELF = ("/tien-do/moi",)  # what an open page asks for is no sign that somebody sits before it


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who does not come in, the sentence that says why, and perhaps where to go on."""

    text: str
    on: str = ""


def may_enter(person: Person | None) -> Refused | None:
    """Say why somebody gets nothing at all; None where they may come in."""
    if person is None or not person.posts:
        return Refused(say.NO_POST)
    return Refused(say.LOCKED) if person.locked else None


async def visitor(request: web.Request) -> Visitor | Refused | None:
    """Find who asks; None where no session is open."""
    house, cookie = request.app[HOUSE], cookies.held(request, cookies.SESSION)
    if not cookie:
        return None
    now, agent = house.clock(), request.headers.get("User-Agent", "")

    async def look(tx: Tx) -> tuple[Session, Account | None, Person | None] | None:
        session = await page_sessions.find(tx, cookie, agent, now)
        if session is None:
            return None
        account = await people.account(tx, session.account_id)
        return session, account, await people.person(tx, session.person_id)

    found = await house.database.read(look)
    if found is None:
        return None
    session, account, person = found
    if account is None or account.person_id != session.person_id:
        return None  # the account was let go, or is another's by now
    if refused := may_enter(person):
        return refused
    if request.path not in BY_ITSELF and abs(now - session.seen_at) > page_sessions.TOUCH_AFTER:
        await house.database.write(lambda tx: page_sessions.touch(tx, session.id, now))
    assert person is not None
    pin_ok = house.settings.web.pin == "off" or session.pin_at is not None
    return Visitor(person, account, session.csrf, pin_ok, session.id)


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Stand before every page: who asks too much, who has no session, what comes from elsewhere, what fails."""
    if not request.path.startswith((*OPEN, *BEHIND)):
        return await handler(request)
    try:
        response = await _answer(request, handler)
    except TooLarge:
        response = answers.sentence(request, say.TOO_LARGE, 413)
    except web.HTTPException:
        response = answers.closed(request)
    except Exception as fault:  # its text may hold somebody's data, so only its kind is logged
        log.error("page_failed", route=_name(request), fault=type(fault).__name__)
        response = answers.sentence(request, say.FAILED, 500)
    if not response.prepared:
        response.headers.update(answers.HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    house = request.app[HOUSE]
    address = address_of(request, house.settings.web.trusts)
    buckets = house.limits.doors if request.path.startswith(("/r/", "/mini")) else house.limits.addresses
    if not buckets.take(address):
        return answers.sentence(request, say.TOO_FAST, 429)
    if request.method not in ("GET", "HEAD") and not _is_ours(request, house):
        return answers.sentence(request, say.ELSEWHERE, 403)
    if request.path.startswith(OPEN):
        return await handler(request)
    found = await visitor(request)
    if isinstance(found, Refused):
        return answers.sentence(request, found.text, 404)
    if found is None:
        return answers.closed(request)
    request[VISITOR] = found
    if not house.limits.sessions.take(str(found.session_id)):
        return answers.sentence(request, say.TOO_FAST, 429)
    return await handler(request)


def _is_ours(request: web.Request, house: PageHouse) -> bool:
    """Say whether something is sent by a page of ours.

    A form under `no-referrer` names its origin "null", and old telephones tell no more than that. So whatever acts in
    a session brings the session's token as well, which only our pages know.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        return False
    return origin in (None, "null", house.origin)


def _name(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"
