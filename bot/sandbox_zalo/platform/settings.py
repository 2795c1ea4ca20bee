"""How this Bot Platform behaves where the sources disagree or say nothing (zalo.md §2), and its limits."""

from __future__ import annotations

from dataclasses import dataclass

HOUR_S = 3600.0


@dataclass(slots=True)
class Settings:
    """Switches that may be thrown while it runs.

    Polling: `replays` gives consumed events again on each poll; `idle_s` ends an idle poll after so many real
    seconds though `timeout` asks for more; `silent_with_webhook` lets a poll beside a webhook idle instead of
    refusing it; `lost_after_s` forgets events that nobody fetched for so long.
    Envelope: `failures_as_200` puts every failure, not just a bad token, into HTTP 200; `success_code` adds
    `error_code: 0` to success; `doubled_server_header` sends Server twice.
    Webhook: `https_only` refuses what is not public HTTPS; `retries_s` are the waits between tries (no official
    statement, so none by default); `echoes` delivers the bot's own messages as events too.
    """

    users_max: int = 50
    groups_max: int = 3
    messages_a_month: int = 3000
    tests_a_day: int = 10
    replays: bool = False
    idle_s: float | None = None
    silent_with_webhook: bool = False
    lost_after_s: float | None = None
    failures_as_200: bool = False
    success_code: bool = False
    doubled_server_header: bool = False
    https_only: bool = False
    answer_s: float = 5.0
    retries_s: tuple[float, ...] = ()
    echoes: bool = False
    photo_fetches_s: tuple[float, ...] = (0.0, 60.0, HOUR_S, 3 * HOUR_S)
    media_lives_s: float | None = None
