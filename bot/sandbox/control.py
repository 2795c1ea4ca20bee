"""The second face: `/phones`, the page with the phones, and `/phones/api/…`, by which page and tests act."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox import clocks
from bot.sandbox.bodies import read_all
from bot.sandbox.errors import ApiError
from bot.sandbox.events import LAST_WORDS
from bot.sandbox.menus import commands_shown
from bot.sandbox.people import Impossible

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
Moved = Callable[[float], Awaitable[None] | None]
Reminders = Callable[[str], Awaitable[Json]]
Serve = Callable[[web.BaseRequest, str], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
HEARTBEAT_S = 15.0
SHOWN_AS_ITSELF = ("image/jpeg", "image/png", "application/pdf")
GUARDED = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Refused(Exception):
    """An answer that is no 200: status and words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Control:
    """Routes of the control interface over one Sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._box = sandbox
        self._get: dict[str, Callable[[Any], Any]] = {
            "state": self._state,
            "callback": self._callback,
            "calls": lambda q: self._box.calls(int(q.get("since", 0)), q.get("method", "")),
            "clock": lambda _: self._now(),
            "cast": self._cast,
            "timetable": lambda _: self._box.timetable,
            "reminders": self._reminders,
        }
        self._post: dict[str, Callable[[Json], Any]] = {
            "users": self._users,
            "chats": lambda b: self._box.add_group(**b).about,
            "say": lambda b: self._box.say(**b),
            "tap": lambda b: self._box.tap(**b),
            "contact": lambda b: self._box.contact(**b),
            "send": lambda b: self._box.send(**b),
            "block": lambda b: self._box.block(**b),
            "delete": lambda b: self._box.delete(**b),
            "raw": lambda b: self._box.raw(**b),
            "faults": self._faults,
            "flood": self._flood,
            "clock": self._move_clock,
        }

    async def serve(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        """Answer a request; `rest` is the path after `/phones`."""
        if rest in ("", "/"):
            return _file(PAGE / "index.html")
        if rest.startswith("/static/"):
            return _static(rest.removeprefix("/static/"))
        if rest.startswith("/files/"):
            return self._download(rest.removeprefix("/files/"))
        if rest.startswith("/zalo/") and self._box.zalo is not None:
            return await self._box.zalo(request, rest.removeprefix("/zalo/"))
        if rest == "/api/events":
            return await self._stream(request)
        if rest.startswith("/api/"):
            try:
                return web.json_response(await self._act(request, rest.removeprefix("/api/")))
            except Refused as refused:
                return web.json_response({"error": str(refused)}, status=refused.status)
        return web.json_response({"error": "not found"}, status=404)

    async def _act(self, request: web.BaseRequest, name: str) -> Any:
        routes: dict[str, Callable[[Any], Any]] = self._get
        given: Any = request.rel_url.query
        if request.method == "POST":
            routes, given = self._post, await _body(request)
        elif request.method == "DELETE" and name == "faults":
            self._box.heal()
            return {}
        if name not in routes:
            raise Refused(404, "not found")
        try:
            found = routes[name](given)
            return await found if isawaitable(found) else found
        except Impossible as fault:
            raise Refused(409, str(fault)) from None
        except KeyError as fault:
            raise Refused(404, f"there is no {fault}") from None
        except (TypeError, ValueError) as fault:
            raise Refused(400, str(fault)) from None

    def _state(self, query: Any) -> Json:
        user = self._box.world.users[int(query["user"])]
        account = self._box.account(int(query["bot"]) if "bot" in query else None)
        chat = account.chats.get(user.id)
        about = {"id": user.id, "first_name": user.first_name, "last_name": user.last_name}
        return {
            "user": {
                **about,
                "phone": user.phone,
                "blocked": account.id in user.blocks,
                "elsewhere": user.elsewhere,
            },
            "chat": self._box.chat(user.id, bot=account.id),
            "commands": commands_shown(account, user.id, user.language_code),
            "keyboard": _shown_keyboard(chat.keyboard if chat else None),
        }

    def _callback(self, query: Any) -> Json:
        tap = self._box.account(int(query["bot"]) if "bot" in query else None).taps[query["id"]]
        return {
            "answered": tap.count > 0,
            "count": tap.count,
            "text": tap.text,
            "show_alert": tap.show_alert,
        }

    def _users(self, body: Json) -> Json:
        user = self._box.add_user(**body)
        return {"id": user.id}

    def _faults(self, body: Json) -> Json:
        self._box.faults(**body)
        return {}

    def _flood(self, body: Json) -> Json:
        self._box.flood(**body)
        return {}

    def _cast(self, _: Any) -> list[Json]:
        if self._box.cast is None:
            raise Refused(404, "nobody has been cast")
        return self._box.cast

    def _now(self) -> Json:
        return {"now": clocks.as_iso(self._box.world.clock())}

    async def _move_clock(self, body: Json) -> Json:
        move = self._box.on_clock
        if move is None:
            raise Refused(409, "this clock cannot be moved")
        moved = move(clocks.target(self._box.world.clock(), str(body.get("to") or body["now"])))
        if isawaitable(moved):
            await moved
        self._box.show_clock()
        return self._now()

    async def _reminders(self, query: Any) -> Json | None:
        """What was said unasked on a day and what not, as whoever runs the bot tells it; null where nobody does."""
        tell = self._box.reminders
        return None if tell is None else await tell(str(query.get("day", "")))

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        """Server-sent events, of one person with `?user=`, else of all, until either side goes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        with self._box.world.events.listen(int(request.rel_url.query.get("user", 0))) as heard:
            await response.prepare(request)
            await response.write(b": listening\n\n")
            try:
                while True:
                    try:
                        event = await asyncio.wait_for(heard.get(), HEARTBEAT_S)
                    except TimeoutError:
                        await response.write(b": still here\n\n")
                        continue
                    if event is LAST_WORDS:
                        break
                    await response.write(f"data: {json.dumps(event)}\n\n".encode())
            except ConnectionError:
                pass
        return response

    def _download(self, file_id: str) -> web.Response:
        for account in self._box.world.accounts.values():
            if stored := account.files.find(file_id):
                # Files are strangers' bytes on our own origin: only what cannot run is shown as itself.
                shown = stored.mime_type in SHOWN_AS_ITSELF
                kind = stored.mime_type if shown else "application/octet-stream"
                return web.Response(body=stored.content, content_type=kind, headers=GUARDED)
        return web.json_response({"error": "not found"}, status=404)


async def _body(request: web.BaseRequest) -> Json:
    # A page of another origin cannot send this content type without asking first.
    if request.content_type != "application/json":
        raise Refused(415, "Content-Type must be application/json")
    try:
        body = json.loads(await read_all(request.content) or b"{}")
    except (ValueError, RecursionError, ApiError):
        raise Refused(400, "the body is no JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "the body must be an object")
    return body


def _shown_keyboard(keyboard: Json | None) -> Json | None:
    """The reply keyboard; one that only asks for the contact is `{"request_contact": label}`."""
    if keyboard is None:
        return None
    keys = [key for row in keyboard["keyboard"] for key in row]
    if len(keys) == 1 and keys[0].get("request_contact"):
        return {"request_contact": keys[0]["text"]}
    return keyboard


def _static(name: str) -> web.Response:
    path = PAGE / name
    if "/" in name or "\\" in name or not path.is_file():
        return web.json_response({"error": "not found"}, status=404)
    return _file(path)


def _file(path: Path) -> web.Response:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = "text/javascript" if path.suffix == ".js" else kind
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8", headers=GUARDED)
