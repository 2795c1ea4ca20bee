"""The steps of what lies at the vendor, for the router to take over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.talk.values import Reply
from handlers import returned, second_returns
from handlers.context import Turn

BESIDE: dict[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    returned.STEP: returned.take,
    second_returns.STEP: second_returns.take,
}
