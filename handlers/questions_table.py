"""The commands and steps of difficulties and rulings, for the router to take over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.talk.values import Reply
from handlers import asking, questions, replying, rulings
from handlers.context import Turn
from handlers.subject import Subject

COMMANDS: dict[str, Callable[[Turn], Awaitable[Reply]]] = {"traloi": replying.show}
WITH_WORDS: dict[str, Callable[[Turn, str], Awaitable[Reply]]] = {"vuongmac": questions.show}
STEPS: dict[str, Callable[[Turn, Subject, str], Awaitable[Reply]]] = {asking.MATCH: asking.take_match}
WORD_STEPS: dict[str, Callable[[Turn, Subject, str, str], Awaitable[Reply]]] = {asking.ASK: asking.take_ask}
BESIDE: dict[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    questions.STEP: questions.take,
    replying.STEP: rulings.take_reply,
    rulings.STEP: rulings.take,
}
