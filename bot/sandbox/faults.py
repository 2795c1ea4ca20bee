"""Faults on order: what a test wants the Bot API, or the line to it, to do wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import responses
from typing import Any

from bot.sandbox.errors import ApiError

ANY = "*"
DROPPED = 0  # as a status: the line is cut instead of an answer


@dataclass(eq=False, slots=True)
class Fault:
    """One order. `count` = how often (None: until taken away), `probability` = how likely at each call.

    `after_accept`: the call is carried out first; then comes the status, or the cut line. `delay_s` is waited first.
    `body` is sent instead of the Bot API's own form of an error, as by a proxy in between.
    """

    method: str = ANY
    status: int = DROPPED
    description: str = ""
    retry_after: int | None = None
    count: int | None = None
    probability: float = 1.0
    seed: int = 0
    after_accept: bool = False
    delay_s: float = 0.0
    body: str = ""
    chat_id: int | None = None
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.method = self.method.lower()
        self.chance = random.Random(self.seed)

    def error(self) -> ApiError:
        """The refusal, in the Bot API's form."""
        description = self.description or responses.get(self.status, "Error")
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = self.retry_after or 1
            return ApiError(
                429,
                self.description or f"Too Many Requests: retry after {seconds}",
                {"retry_after": seconds},
            )
        return ApiError(self.status, description)


class Faults:
    """The orders in force."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._orders)

    def add(self, order: Fault) -> None:
        """Put an order in force."""
        self._orders.append(order)

    def clear(self) -> None:
        """Let everything work again."""
        self._orders.clear()

    def strike(self, method: str, values: dict[str, Any]) -> Fault | None:
        """The order that this call falls under, if one does; counts it. `method` in small letters."""
        for order in self._orders:
            if order.method not in (ANY, method):
                continue
            if order.chat_id is not None and str(values.get("chat_id")) != str(order.chat_id):
                continue
            if order.probability < 1 and order.chance.random() >= order.probability:
                continue
            if order.count is not None:
                order.count -= 1
                if order.count <= 0:
                    self._orders.remove(order)
            return order
        return None
