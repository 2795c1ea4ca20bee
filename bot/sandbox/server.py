"""The stand-in as one object: a Bot API on loopback, the phones, and the same acts as Python methods."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.sandbox import attachments, clocks, people
from bot.sandbox.api import BotApi
from bot.sandbox.control import Control, Moved, Reminders, Serve
from bot.sandbox.errors import not_found, restart
from bot.sandbox.faults import Fault
from bot.sandbox.sending import as_shown
from bot.sandbox.world import Account, Chat, Json, User, World

STOP_S = 1.0


class Sandbox:
    """A local Bot API server for the bots with these tokens, and the phones of whoever talks to them.

    `clock` gives unix seconds, `on_clock` moves that clock to unix seconds (without it nobody can move it), `cast`
    names the phones for the page, `sleep` is how it waits between tries of a webhook. `patient` slows callers of
    getUpdates in a hurry as Telegram does; `https_only` refuses plain webhooks, as Telegram's public server does.
    `zalo` answers below `/phones/zalo/`, so that the page shows the phones of both stand-ins from one address.
    `timetable` and `reminders` are set by whoever runs the bot, for the page: {note, label, marks: [{label, at, about}]},
    the instants at which something is worth a look, and what was said unasked on a day ("" for today) and what not:
    {day, first, today, rows: [{time, kind, name, role, outcome: sent | withheld | postponed, why}]}.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        clock: Callable[[], float] = time.time,
        *,
        on_clock: Moved | None = None,
        cast: list[Json] | None = None,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        patient: bool = False,
        https_only: bool = False,
        zalo: Serve | None = None,
    ) -> None:
        self.world = World(list(tokens), clock)
        self.api = BotApi(self.world, patient=patient, https_only=https_only, sleep=sleep)
        self.cast = cast
        self.on_clock = on_clock
        self.zalo = zalo
        self.timetable: Json | None = None
        self.reminders: Reminders | None = None
        self.base_url = ""
        self._control = Control(self)
        self._runner: web.ServerRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. `base_url` tells where. Raises OSError if the address is taken."""
        server = web.Server(self._serve, access_log=None, keepalive_timeout=75.0)
        self._runner = web.ServerRunner(server, shutdown_timeout=STOP_S)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port, reuse_address=True).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.base_url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Send everybody away and close."""
        for account in self.world.accounts.values():
            account.queue.end_wait(restart())
            if account.webhook is not None:
                account.webhook.stop()
        self.world.events.end()
        await self.api.hook.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith("/bot"):
            return await self.api.serve(request, path[4:])
        if path.startswith("/phones"):
            return await self._control.serve(request, path[7:])
        if path.startswith("/file/bot"):
            return self.api.download(path[9:])
        return web.json_response(not_found().body(), status=404)

    # What the control interface does over HTTP. Unknown people raise KeyError, what a phone cannot do Impossible.

    def show_clock(self) -> None:
        """Tell the page what time it is."""
        self.world.events.tell({"kind": "clock", "now": clocks.as_iso(self.world.clock())})

    def account(self, bot: int | None = None) -> Account:
        """The bot with this id, else the first."""
        return self.world.account(bot)

    def add_user(self, id: int, first_name: str, **more: Any) -> User:
        """Give a person a phone, or change who they are: the fields of world.User."""
        user = self.world.users.get(id)
        if user is None:
            user = self.world.users[id] = User(id, first_name)
        for name, value in {"first_name": first_name, **more}.items():
            if name not in _OF_A_USER:
                raise people.Impossible(f"a person has no {name}")
            setattr(user, name, value)
        for account in self.world.accounts.values():
            if id in account.chats:
                account.chats[id].about = user.as_chat()
        return user

    def add_group(
        self, id: int, title: str, kind: str = "supergroup", bot: int | None = None, **more: Any
    ) -> Chat:
        """Put the bot into a group; `state` = member, kicked, left, deleted, upgraded, restricted; `migrated_to`."""
        chat = self.account(bot).chats.setdefault(id, Chat(id, {"id": id, "title": title, "type": kind}))
        chat.state = more.get("state", "member")
        chat.migrated_to = more.get("migrated_to")
        return chat

    def say(self, user: int, text: str, *, chat: int | None = None, bot: int | None = None) -> Json:
        """Type a text; gives {message_id, update_id}."""
        return people.say(self.world, self.account(bot), user, text, chat)

    def tap(
        self, user: int, message_id: int, data: str, *, force: bool = False, bot: int | None = None
    ) -> Json:
        """Tap a button; gives {callback_query_id, update_id}."""
        return people.tap(self.world, self.account(bot), user, message_id, data, force)

    def contact(
        self, user: int, phone: str | None = None, of_user: Any = ..., *, bot: int | None = None
    ) -> Json:
        """Share a contact card; gives {message_id, update_id}."""
        return people.share_contact(self.world, self.account(bot), user, phone, of_user)

    def send(self, user: int, kind: str, *, bot: int | None = None, **about: Any) -> Json:
        """Send something that is not words; gives {message_id, update_id}."""
        return attachments.send(self.world, self.account(bot), user, kind, about)

    def block(self, user: int, blocked: bool = True, *, bot: int | None = None) -> Json:
        """Shut the bot out, or let it in again; gives {update_id}."""
        return people.set_blocked(self.world, self.account(bot), user, blocked)

    def delete(self, user: int, message_id: int, *, bot: int | None = None) -> Json:
        """Delete a message from the chat."""
        return people.delete(self.world, self.account(bot), user, message_id)

    def raw(self, update: Json, *, bot: int | None = None) -> Json:
        """Queue an update as it is; gives {update_id}."""
        return {"update_id": self.account(bot).queue.inject(update)}

    def faults(self, method: str, status: int = 0, **more: Any) -> None:
        """Order a fault: see bot.sandbox.faults.Fault for what can be ordered."""
        self.api.faults.add(Fault(method, status, **more))

    def heal(self) -> None:
        """Take all orders for faults back."""
        self.api.faults.clear()

    def flood(self, on: bool = True, **rates: float) -> None:
        """Switch flood control: per_chat and overall messages a second, burst in a chat."""
        self.world.flood.switch(on, **rates)

    def calls(self, since: int = 0, method: str = "") -> list[Json]:
        """The bot's calls after number `since`."""
        return self.api.calls.since(since, method)

    def chat(self, user: int, *, bot: int | None = None) -> list[Json]:
        """The messages on a person's phone, oldest first, as the page shows them."""
        chat = self.account(bot).chats.get(user)
        kept = list(chat.messages.values()) if chat else []
        return [as_shown(one.body, by_bot=one.by_bot) for one in kept]

    async def wait_for(self, user: int, predicate: Callable[[list[Json]], Any], timeout: float = 10.0) -> Any:  # noqa: ASYNC109
        """Wait until `predicate(chat(user))` is true, looking at every event; gives what it gave.

        Raises TimeoutError after `timeout` seconds.
        """
        with self.world.events.listen(user) as heard:
            async with asyncio.timeout(timeout):
                while not (found := predicate(self.chat(user))):
                    await heard.get()
        return found


_OF_A_USER = ("first_name", "last_name", "phone", "username", "language_code", "deactivated", "elsewhere")
