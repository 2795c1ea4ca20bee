"""The command and steps of the follow-up register, for the router to take over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.talk.values import Reply
from handlers import follow_ups, retriage
from handlers.context import Turn

WITH_WORDS: dict[str, Callable[[Turn, str], Awaitable[Reply]]] = {"theodoi": follow_ups.show}
BESIDE: dict[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    follow_ups.STEP: follow_ups.take,
    retriage.STEP: retriage.take,
}
