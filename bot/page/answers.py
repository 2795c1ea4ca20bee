"""Pages as they are sent: templates of ours, escaped throughout, under headers that let nothing of others in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.page.assets import static
from bot.page.visitor import VISITOR
from domain.wording import page_access as say

TEMPLATES = Path(__file__).parent / "templates"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
NO_STORE = {"Cache-Control": "no-store"}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    made.globals["door_say"] = say
    return made


def rendered(request: web.Request, template: str, **values: Any) -> str:
    """Fill a template; who visits is told to each, for what its script has to know."""
    visitor = request.get(VISITOR)
    known = {"csrf": visitor.csrf if visitor else "", "who": visitor.alias if visitor else ""}
    return _templates().get_template(template).render(known | values)


def page(request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
    """Answer with a page."""
    text = rendered(request, template, **values)
    return _packed(web.Response(text=text, status=status, content_type="text/html", headers=NO_STORE))


def sentence(
    request: web.Request, text: str, status: int = 200, *, link: str = "", may_leave: bool = False
) -> web.Response:
    """Answer with one sentence and, perhaps, where to go on, or the way out of the session."""
    return page(request, "sentence.html", status, text=text, say=say, link=link, may_leave=may_leave)


def closed(request: web.Request) -> web.Response:
    """Answer as if there were nothing: to who may not, to who has no session, and where there is nothing."""
    return sentence(request, say.CLOSED, 404)


def sent_on(place: str) -> web.Response:
    """Send a browser on to another page of ours."""
    return web.Response(status=303, headers={"Location": place, **NO_STORE})


def told(values: Mapping[str, Any], status: int = 200) -> web.Response:
    """Answer a script."""
    return _packed(web.json_response(dict(values), status=status, headers=NO_STORE))


def _packed(response: web.Response) -> web.Response:
    """Have it sent small to who can unpack it: a record's page is a tenth of its size then.

    Lengths betray a secret only to who can have a page sent over and over with guesses of theirs in it; no foreign
    page's request brings the cookie.
    """
    response.enable_compression()
    return response
