"""The way out: whoever is done on a machine that others use as well ends their session there."""

from __future__ import annotations

from aiohttp import web

from bot.page import answers, cookies, forms
from bot.page.house import HOUSE
from bot.page.visitor import VISITOR
from domain.wording import page_access as say
from storage import page_sessions

PLACE = "/ho-so/dong"


async def leave(request: web.Request) -> web.Response:
    """End the session that asks for it. The device stays known: its next link is no news."""
    house, known = request.app[HOUSE], request[VISITOR]
    form = await forms.read(request)
    if form.get("csrf") != known.csrf:
        return answers.sentence(request, say.ELSEWHERE, 403)
    now = house.clock()
    await house.database.write(lambda tx: page_sessions.end(tx, known.session_id, now))
    response = answers.sentence(request, say.LEFT)
    cookies.take_away(response, request, cookies.SESSION)
    return response


ROUTES = (web.post(PLACE, leave),)
