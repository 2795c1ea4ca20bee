"""The commands and steps of broadcasts, for the router."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from domain.broadcast import TEXT_MAX
from domain.talk.values import Reply
from handlers import broadcast, broadcast_following, broadcast_look, broadcast_order
from handlers.context import Turn

COMMANDS: Mapping[str, Callable[[Turn], Awaitable[Reply]]] = {
    "thongbao": broadcast.show,
    "danhan": broadcast_following.acknowledge_by_word,
}
BESIDE: Mapping[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    broadcast.STEP: broadcast.take,
    broadcast_order.CONSENT_STEP: broadcast_order.consent,
    broadcast_look.ACK_STEP: broadcast_following.acknowledged,
}
# steps that take longer words than others, and how many letters of them
LONG_WORDS: Mapping[str, int] = {broadcast.STEP: 2 * TEXT_MAX}
