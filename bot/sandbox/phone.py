"""A person with a phone, for scripts and tests: says, taps, waits to see. Works over the control interface.

async with Phone(sandbox.base_url, 1001) as lan:
    await lan.says("/start")
    await lan.sees("Số 24")
    await lan.taps("✅ Phê duyệt")
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

import aiohttp

Json = dict[str, Any]
PATIENCE_S = 10.0


class NotThere(AssertionError):
    """What the person looked for is not on the screen; the text says what is."""


class Phone:
    """The phone of `user` at the stand-in under `base_url`; open it with `async with`."""

    def __init__(self, base_url: str, user: int, *, bot: int | None = None) -> None:
        self.user = user
        self._api = f"{base_url}/phones/api"
        self._who: Json = {"user": user} if bot is None else {"user": user, "bot": bot}
        self._news = asyncio.Event()

    async def __aenter__(self) -> Phone:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE_S)
        self._session = aiohttp.ClientSession(timeout=timeout)
        self._stream = await self._session.get(f"{self._api}/events", params={"user": self.user})
        await self._stream.content.readline()  # from here on nothing is missed
        self._listener = asyncio.ensure_future(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.cancel()
        with suppress(asyncio.CancelledError):
            await self._listener
        self._stream.close()
        await self._session.close()

    async def says(self, text: str) -> Json:
        """Type a text; gives {message_id, update_id}."""
        return await self._post("say", text=text)

    async def taps(self, label: str) -> str:
        """Tap the button with this caption on the newest message that has it; gives the callback query's id.

        Raises NotThere, listing the captions there are.
        """
        captions: list[str] = []
        for message in reversed(await self.chat()):
            for button in _buttons(message):
                if button["text"] == label and "callback_data" in button:
                    made = await self._post(
                        "tap", message_id=message["message_id"], data=button["callback_data"]
                    )
                    return str(made["callback_query_id"])
                captions.append(button["text"])
        raise NotThere(f"there is no button {label!r}; there are: {', '.join(captions) or 'none'}")

    async def shares_contact(self, **other: Any) -> Json:
        """Share the own contact, or another's: phone=…, of_user=…; gives {message_id, update_id}."""
        return await self._post("contact", **other)

    async def sends(self, kind: str, **about: Any) -> Json:
        """Send something that is not words; gives {message_id, update_id}."""
        return await self._post("send", kind=kind, **about)

    async def blocks(self, blocked: bool = True) -> Json:
        """Shut the bot out, or let it in again."""
        return await self._post("block", blocked=blocked)

    async def state(self) -> Json:
        """User, chat, commands and reply keyboard, as the page gets them."""
        async with self._session.get(f"{self._api}/state", params=self._who) as response:
            state: Json = await _read(response)
            return state

    async def chat(self) -> list[Json]:
        """The messages on the screen, oldest first."""
        messages: list[Json] = (await self.state())["chat"]
        return messages

    async def card(self) -> Json:
        """The newest message of the bot with buttons; raises NotThere if there is none."""
        for message in reversed(await self.chat()):
            if message["by"] == "bot" and _buttons(message):
                return message
        raise NotThere("no message has buttons")

    async def captions(self) -> list[str]:
        """The captions on the card, row by row."""
        return [button["text"] for button in _buttons(await self.card())]

    async def screen(self) -> str:
        """The words of the newest message of the bot; empty if it has not written."""
        for message in reversed(await self.chat()):
            if message["by"] == "bot":
                return _words(message)
        return ""

    async def sees(self, text: str, timeout: float = PATIENCE_S) -> Json:  # noqa: ASYNC109
        """Wait until a message of the bot on the screen has these words in it; gives the newest such message."""

        def found(chat: list[Json]) -> Json | None:
            return next((m for m in reversed(chat) if m["by"] == "bot" and text in _words(m)), None)

        message: Json = await self.waits(found, f"words {text!r}", timeout)
        return message

    async def sees_button(self, label: str, timeout: float = PATIENCE_S) -> Json:  # noqa: ASYNC109
        """Wait until a message has a button with this caption; gives the newest such message."""

        def found(chat: list[Json]) -> Json | None:
            has = (m for m in reversed(chat) if any(b["text"] == label for b in _buttons(m)))
            return next(has, None)

        message: Json = await self.waits(found, f"a button {label!r}", timeout)
        return message

    async def waits(
        self,
        predicate: Callable[[list[Json]], Any],
        what: str = "it",
        timeout: float = PATIENCE_S,  # noqa: ASYNC109
    ) -> Any:
        """Wait until `predicate(chat)` is true, looking again at each event; gives what it gave, or raises NotThere."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self._news.clear()
                    if result := predicate(await self.chat()):
                        return result
                    await self._news.wait()
        except TimeoutError:
            shown = "\n---\n".join(_words(m) for m in (await self.chat())[-4:] if m["by"] == "bot")
            raise NotThere(f"{what} did not come within {timeout} s; the last messages:\n{shown}") from None

    async def hears_answer(self, callback_id: str, timeout: float = PATIENCE_S) -> str:  # noqa: ASYNC109
        """Wait until a tap is answered; gives the answer's words."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self._news.clear()
                    params = {**self._who, "id": callback_id}
                    async with self._session.get(f"{self._api}/callback", params=params) as response:
                        tap = await _read(response)
                    if tap["answered"]:
                        return str(tap["text"])
                    await self._news.wait()
        except TimeoutError:
            raise NotThere(f"the tap was not answered within {timeout} s") from None

    async def _post(self, name: str, **body: Any) -> Json:
        async with self._session.post(f"{self._api}/{name}", json={**self._who, **body}) as response:
            made: Json = await _read(response)
            return made

    async def _listen(self) -> None:
        async for _ in self._stream.content.iter_any():  # a heartbeat costs one look more
            self._news.set()


async def _read(response: aiohttp.ClientResponse) -> Any:
    answer = json.loads(await response.read())
    if response.status != 200:
        raise NotThere(f"{response.status}: {answer.get('error')}")
    return answer


def _buttons(message: Json) -> list[Json]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")
