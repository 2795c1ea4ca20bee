"""The review page: a record whole, the acts on it, and the way on to the next."""

from __future__ import annotations

import json

from aiohttp import web

from bot.page import answers, look, moving_on
from bot.page.house import HOUSE
from bot.page.limits import body_of
from bot.page.pin_door import ask_pin
from bot.page.turns import turn_of
from bot.page.visitor import VISITOR
from domain import practice
from domain.people import Role
from domain.wording import page_access as say
from handlers import quota, today
from handlers.page import act, acts, reach, view
from handlers.page.act import Act
from handlers.page.acts import Is, Outcome
from handlers.page.shapes import View
from handlers.practice import is_due
from storage import decisions, page_views
from storage.engine import Tx

ACT_MOST = 64 * 1024


async def show(request: web.Request) -> web.Response:
    """Show one record whole, and write down that it was."""
    known, house = request[VISITOR], request.app[HOUSE]
    record_id = int(request.match_info["record_id"])
    if not known.pin_ok:
        return await ask_pin(request, request.path)

    async def work(tx: Tx) -> View | None:
        turn = await turn_of(tx, house, known)
        if record_id < 0:
            due = turn.person is not None and is_due(turn) and -record_id == turn.me.practice_done + 1
            return view.of_practice(turn, practice.card_number(-record_id)) if due else None
        found = await reach.reach(tx, turn.me, record_id)
        if found is None:
            return None
        await page_views.note(
            tx, person_id=turn.me.id, record_id=record_id, session_id=known.session_id, at=turn.now
        )
        return await view.of(turn, found.held, decides=found.decides)

    seen = await house.database.write(work)
    if seen is None:
        return answers.closed(request)
    return answers.page(request, "review.html", **look.values(seen, page=_page(request)))


async def go_on(request: web.Request) -> web.Response:
    """Lead on to the next record on the desk, or say that the day's list is done."""
    known, house = request[VISITOR], request.app[HOUSE]
    if not known.person.posts_as(Role.OFFICIAL):
        return answers.sent_on("/tien-do")

    async def work(tx: Tx) -> int | str:
        turn = await turn_of(tx, house, known)
        await today.fill(turn)
        found = await view.next_one(turn)
        if found is not None:
            return found.record_id
        return await quota.why_nothing(turn, await decisions.done_on(tx, turn.me.id, turn.today))

    ended = await house.database.write(work)
    if isinstance(ended, str):
        return answers.sentence(request, f"{ended} {say.BACK_TO_CHAT}", may_leave=True)
    return answers.sent_on(f"/ho-so/{ended}")


async def take_act(request: web.Request) -> web.Response:
    """Do one act, whose key makes it unrepeatable; the chat's card goes on in the same transaction."""
    known, house = request[VISITOR], request.app[HOUSE]
    record_id = int(request.match_info["record_id"])
    body = await body_of(request, ACT_MOST)
    if request.headers.get("X-Rasoat") != known.csrf or request.content_type != "application/json":
        return answers.sentence(request, say.ELSEWHERE, 403)  # perhaps another session took this browser over
    if not known.pin_ok:
        return answers.closed(request)
    asked = _read(body)
    if asked is None:
        return answers.told({"is": Is.REFUSED.value, "said": say.UNREADABLE}, 400)

    async def work(tx: Tx) -> Outcome | None:
        turn = await turn_of(tx, house, known, asked.key)
        outcome = await acts.act(turn, record_id, asked)
        if outcome is None:
            return None
        if outcome.is_ is Is.ASKED and record_id > 0 and not await page_views.last(tx, turn.me.id, record_id):
            # the question names a value of a record that was never opened here
            await page_views.note(
                tx, person_id=turn.me.id, record_id=record_id, session_id=known.session_id, at=turn.now
            )
        if outcome.next is not None and outcome.next.record_id > 0:
            await page_views.note(
                tx, person_id=turn.me.id, record_id=outcome.next.record_id, session_id=known.session_id,
                at=turn.now,
            )  # fmt: skip
        await moving_on.after(tx, turn, outcome, session_id=known.session_id)
        return outcome

    outcome = await house.database.write(work)
    if outcome is None:
        return answers.told({"is": Is.GONE.value, "said": say.GONE}, 404)
    house.wake()
    html = None
    if outcome.next is not None:
        html = answers.rendered(request, "frame.html", **look.values(outcome.next))
    return answers.told(outcome.as_json() | {"html": html})


def _read(body: bytes) -> Act | None:
    try:
        return act.read(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _page(request: web.Request) -> int:
    asked = request.query.get("trang", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 and int(asked) else 1


ROUTES = (
    web.get("/ho-so/tiep", go_on),
    web.get(r"/ho-so/{record_id:-?\d{1,15}}", show),
    web.post(r"/ho-so/{record_id:-?\d{1,15}}/viec", take_act),
)
