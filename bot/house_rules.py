"""The rules as they hold now: the settings', with the days that an admin changed in the chat before them."""

from __future__ import annotations

import time
from collections.abc import Callable

from handlers.context import Rules
from storage import campaign
from storage.campaign import Changed
from storage.engine import Tx

FRESH_S = 5.0  # what another process changed is heard of so late


class HouseRules:
    """One process's knowledge of what was changed. It is read anew every few seconds, not at every tap."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._read_at: float | None = None
        self._changed = Changed()
        self._of: tuple[Rules, Changed, Rules] | None = None

    async def over(self, tx: Tx, rules: Rules) -> Rules:
        """Give these rules with what was changed."""
        now = self._ticks()
        if self._read_at is None or not 0 <= now - self._read_at < FRESH_S:
            self._changed = await campaign.read(tx)
            self._read_at = now
        changed, known = self._changed, self._of
        if known is None or known[0] is not rules or known[1] is not changed:
            self._of = known = rules, changed, rules.with_days(changed.deadline, changed.filing)
        return known[2]

    def forget(self) -> None:
        """Read it anew the next time: it was changed here."""
        self._read_at = None
