"""Faults on order: what a test wants either API, or the line to it, to do wrong."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ANY = "*"
DROPPED = 0  # as a status: the line is cut instead of an answer
LATE = 200  # as a status: the call is answered as ever, after `delay_s`


@dataclass(eq=False, slots=True)
class Fault:
    """One order. `code` is a refusal in the API's own form; without it `status` says what happens to the answer.

    `method` is a method of the Bot Platform or the end of a path of the Official Account; `user` limits the order to
    calls that concern this person; `count` = how often (None: until taken away), `probability` = how likely at each
    call. `after_accept`: the call is carried out first. `delay_s` (real seconds) is waited before anything is
    answered. `body` is sent with the status instead of an error page as of a proxy in between.
    """

    method: str = ANY
    code: int = 0
    status: int = DROPPED
    user: str = ""
    count: int | None = None
    probability: float = 1.0
    seed: int = 0
    after_accept: bool = False
    delay_s: float = 0.0
    body: str = ""
    description: str = ""
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)


class Faults:
    """The orders in force."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def add(self, order: Fault) -> None:
        """Put an order in force."""
        self._orders.append(order)

    def clear(self) -> None:
        """Let everything work again."""
        self._orders.clear()

    def strike(self, method: str, user: str) -> Fault | None:
        """The order that this call falls under, if one does; counts it."""
        for order in self._orders:
            if order.method != ANY and not method.endswith(order.method):
                continue
            if order.user not in ("", user):
                continue
            if order.probability < 1 and order.chance.random() >= order.probability:
                continue
            if order.count is not None:
                order.count -= 1
                if order.count <= 0:
                    self._orders.remove(order)
            return order
        return None


@dataclass(slots=True)
class Answer:
    """An answer to be: HTTP status, JSON body, and the API's own error code for the log."""

    status: int
    body: dict[str, Any]
    code: int = 0
    headers: dict[str, str] = field(default_factory=dict)


Carry = Callable[[], Awaitable[Answer]]
Refuse = Callable[[int, str], Answer]


async def suffer(fault: Fault, carry: Carry, refuse: Refuse) -> Answer | web.Response | None:
    """Carry out a call under an order: gives the answer, a page as of a proxy, or None where the line is cut."""
    answer = await carry() if fault.after_accept else None
    if fault.delay_s:
        await asyncio.sleep(fault.delay_s)
    if fault.code:
        return refuse(fault.code, fault.description)
    if fault.status == DROPPED:
        return None
    if fault.status == LATE and not fault.body:
        return answer or await carry()
    page = fault.body or f"<html><body><h1>{fault.status}</h1></body></html>"
    return web.Response(text=page, status=fault.status, content_type="text/html")
