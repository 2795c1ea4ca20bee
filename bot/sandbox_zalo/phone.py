"""People with phones, for scripts and tests: they say, tap, wait to see. Works over the control interface.

async with OaPhone(sandbox.base_url, "5512345678901234567") as lan:
    await lan.says("bắt đầu")
    await lan.sees("Số 24")
    await lan.taps("✅ Phê duyệt")
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
PATIENCE_S = 10.0


class NotThere(AssertionError):
    """What the person looked for is not on the screen; the text says what is."""


class _Phone:
    """What both kinds of phone can do; open it with `async with`."""

    face = ""

    def __init__(self, base_url: str, user: str) -> None:
        self.user = user
        self._api = f"{base_url}/phones/api"
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE_S)
        self._session = aiohttp.ClientSession(timeout=timeout)
        about = {"face": self.face, "user": self.user}
        self._stream = await self._session.get(f"{self._api}/events", params=about)
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
        """Type a text; gives {message_id}."""
        return await self._post("say", text=text)

    async def blocks(self, blocked: bool = True) -> Json:
        """Shut the other side out, or let it in again."""
        return await self._post("block", blocked=blocked)

    async def state(self) -> Json:
        """Person and chat, as a page gets them."""
        params = {"user": self.user}
        async with self._session.get(f"{self._api}/{self.face}/state", params=params) as response:
            state: Json = await _read(response)
            return state

    async def chat(self) -> list[Json]:
        """The messages on the screen, oldest first: {message_id, by, kind, date, text, buttons, photo …}."""
        messages: list[Json] = (await self.state())["chat"]
        return messages

    async def screen(self) -> str:
        """The words of the newest message of the other side; empty if it has not written."""
        for message in reversed(await self.chat()):
            if message["by"] == "bot":
                return words(message)
        return ""

    async def sees(self, text: str, timeout: float = PATIENCE_S) -> Json:  # noqa: ASYNC109
        """Wait until a message of the other side has these words in it; gives the newest such message."""

        def found(chat: list[Json]) -> Json | None:
            return next((m for m in reversed(chat) if m["by"] == "bot" and text in words(m)), None)

        message: Json = await self.waits(found, f"words {text!r}", timeout)
        return message

    async def sees_picture(self, timeout: float = PATIENCE_S) -> Json:  # noqa: ASYNC109
        """Wait until a picture of the other side is there and not black; gives the newest such message."""

        def found(chat: list[Json]) -> Json | None:
            pictures = (m for m in reversed(chat) if m["by"] == "bot" and m.get("photo"))
            return next((m for m in pictures if m.get("visible", True)), None)

        message: Json = await self.waits(found, "a picture", timeout)
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
            shown = "\n---\n".join(words(m) for m in (await self.chat())[-4:] if m["by"] == "bot")
            raise NotThere(f"{what} did not come within {timeout} s; the last messages:\n{shown}") from None

    async def _post(self, act: str, **body: Any) -> Json:
        about = {"user": self.user, **body}
        async with self._session.post(f"{self._api}/{self.face}/{act}", json=about) as response:
            made: Json = await _read(response)
            return made

    async def _listen(self) -> None:
        async for _ in self._stream.content.iter_any():  # a heartbeat costs one look more
            self._news.set()


class ZaloPhone(_Phone):
    """The phone of `user`, chatting with the bot of the Bot Platform. Buttons do not exist there."""

    face = "bot"

    async def sends_image(self, content: bytes, caption: str = "", field: str = "photo_url") -> Json:
        """Send a picture; the event names its address `photo_url` or `photo`."""
        return await self._post("send_image", content=_text(content), caption=caption, field=field)

    async def sends_sticker(self) -> Json:
        """Send a sticker."""
        return await self._post("send_sticker")

    async def sends_voice(self) -> Json:
        """Send a voice message."""
        return await self._post("send_voice")

    async def sends_link(self, url: str = "https://example.vn/a", *, with_message: bool = True) -> Json:
        """Paste a link: it arrives as unsupported, perhaps without any message."""
        return await self._post("send_unsupported", what="link", content=url, with_message=with_message)

    async def sends_document(self, *, with_message: bool = True) -> Json:
        """Send a document: it arrives as unsupported too."""
        return await self._post("send_unsupported", what="document", with_message=with_message)


class OaPhone(_Phone):
    """The phone of `user`, chatting with the Official Account."""

    face = "oa"

    async def taps(self, title: str, message_id: str = "") -> Json:
        """Tap the button with this title, on the newest message that has it or on the one named.

        Gives {type, payload}; raises NotThere, listing the titles there are.
        """
        titles: list[str] = []
        for message in reversed(await self.chat()):
            if message_id not in ("", message["message_id"]):
                continue
            titles += [button["title"] for button in message.get("buttons", [])]
            if title in titles:
                return await self._post("tap", message_id=message["message_id"], title=title)
        raise NotThere(f"there is no button {title!r}; there are: {', '.join(titles) or 'none'}")

    async def card(self) -> Json:
        """The newest message with buttons; raises NotThere if there is none."""
        for message in reversed(await self.chat()):
            if message["by"] == "bot" and message.get("buttons"):
                return message
        raise NotThere("no message has buttons")

    async def captions(self) -> list[str]:
        """The titles of the buttons on the card."""
        return [button["title"] for button in (await self.card())["buttons"]]

    async def sends_image(self, content: bytes, text: str = "") -> Json:
        """Send a picture, with words or without."""
        return await self._post("send_image", content=_text(content), text=text)

    async def sends_file(self, content: bytes, name: str) -> Json:
        """Send a document."""
        return await self._post("send_file", content=_text(content), name=name)

    async def sends_link(self, url: str = "https://example.vn/a") -> Json:
        """Paste a link."""
        return await self._post("send_link", url=url)

    async def follows(self) -> Json:
        """Follow the account."""
        return await self._post("follow")

    async def unfollows(self) -> Json:
        """Leave the account."""
        return await self._post("follow", follows=False)

    async def reads(self) -> Json:
        """Look at the chat: what is new there is reported as seen."""
        return await self._post("read_chat")


def words(message: Json) -> str:
    """What one can read in a message."""
    return str(message.get("text") or message.get("caption") or "")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


async def _read(response: aiohttp.ClientResponse) -> Any:
    answer = json.loads(await response.read())
    if response.status != 200:
        raise NotThere(f"{response.status}: {answer.get('error')}")
    return answer
