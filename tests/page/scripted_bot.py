"""A bot of a few lines for page tests: it speaks the Bot API over plain HTTP and does what the test says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiohttp


class Refused(Exception):
    """The Bot API answered ok=false; carries its description."""


class ScriptedBot:
    """One bot behind `api`, the address up to and including the token."""

    def __init__(self, api: str, session: aiohttp.ClientSession) -> None:
        self.api = api
        self.session = session
        self.offset = 0

    async def call(self, method: str, **params: Any) -> Any:
        """Call `method` with JSON parameters; gives the result, raises `Refused`."""
        async with self.session.post(f"{self.api}/{method}", json=params) as response:
            return _result(await response.json())

    async def upload(self, method: str, field: str, name: str, content: bytes, **params: Any) -> Any:
        """Call `method` with a file in the multipart part `field`."""
        form = aiohttp.FormData({key: str(value) for key, value in params.items()})
        form.add_field(field, content, filename=name)
        async with self.session.post(f"{self.api}/{method}", data=form) as response:
            return _result(await response.json())

    async def says(
        self, user: int, text: str, rows: Sequence[Sequence[dict[str, Any]]] = (), **more: Any
    ) -> int:
        """Send a text with rows of inline buttons; gives the message's id."""
        if rows:
            more["reply_markup"] = {"inline_keyboard": rows}
        sent = await self.call("sendMessage", chat_id=user, text=text, **more)
        return int(sent["message_id"])

    async def hears(self, kind: str) -> dict[str, Any]:
        """Wait for the next update of this kind (`message`, `callback_query`, …); others before it are dropped."""
        for _ in range(20):
            updates = await self.call("getUpdates", offset=self.offset, timeout=5, limit=1)
            for update in updates:
                self.offset = update["update_id"] + 1
                if kind in update:
                    heard: dict[str, Any] = update[kind]
                    return heard
        raise AssertionError(f"no {kind} arrived")


def _result(answer: dict[str, Any]) -> Any:
    if not answer["ok"]:
        raise Refused(answer["description"])
    return answer["result"]


def key(text: str, data: str, style: str | None = None) -> dict[str, Any]:
    """An inline button."""
    return {"text": text, "callback_data": data, **({"style": style} if style else {})}
