"""getUpdates, and switching between it and a webhook."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import ENDED_BY_WEBHOOK, WEBHOOK_IS_SET, bad, conflict, too_many
from bot.sandbox.params import Params
from bot.sandbox.webhook import Hook, Webhook
from bot.sandbox.world import Account, Json, World

LIMIT_MAX = 100
WAIT_MAX_S = 50
SECRET_MAX = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")
PORTS = (80, 88, 443, 8443)
CONNECTIONS_DEFAULT = 40
SAME_OFFSET_S = 3.0


class Polls:
    """What getUpdates remembers of the calls before. `patient`: slow down callers in a hurry, as Telegram does."""

    def __init__(self, patient: bool) -> None:
        self.patient = patient
        self._last: dict[int, tuple[int, float]] = {}  # bot → offset, when it was asked (monotonic)
        self._conflict: dict[int, float] = {}

    def slow_down(self, bot: int, offset: int, seconds: float, limit: int) -> tuple[float, int]:
        """The wait and the limit of a call, after asking with the same offset so soon."""
        now = time.monotonic()
        before, at = self._last.get(bot, (None, 0.0))
        self._last[bot] = (offset, now)
        if not self.patient or before != offset or now - at >= SAME_OFFSET_S:
            return seconds, limit
        return max(seconds, SAME_OFFSET_S), 1 if now - at < 0.5 else limit

    async def hold_conflict(self, bot: int) -> None:
        """Hold back a second 409 within three seconds."""
        now = time.monotonic()
        before = self._conflict.get(bot, -SAME_OFFSET_S)
        self._conflict[bot] = now
        if self.patient and now - before < SAME_OFFSET_S:
            await asyncio.sleep(SAME_OFFSET_S)


async def get_updates(polls: Polls, account: Account, params: Params) -> list[Json]:
    """getUpdates; raises 409 with a webhook set, and when another call takes over."""
    queue = account.queue
    if account.webhook is not None:
        await polls.hold_conflict(account.id)
        raise conflict(WEBHOOK_IS_SET)
    _set_allowed(account, params)
    queue.end_wait()
    offset = params.integer("offset")
    limit = params.integer("limit", LIMIT_MAX)
    limit = limit if 1 <= limit <= LIMIT_MAX else LIMIT_MAX
    wait_s: float = min(max(params.integer("timeout"), 0), WAIT_MAX_S)
    if polls.patient:
        wait_s, limit = polls.slow_down(account.id, offset, wait_s, limit)
    queue.confirm(offset)
    batch = queue.take(limit)
    if not batch and wait_s:
        await queue.wait(wait_s)
        batch = queue.take(limit)
    return batch


def set_webhook(world: World, account: Account, params: Params, hook: Hook) -> tuple[bool, str]:
    """setWebhook: gives true and the description; without `url` it is deleteWebhook."""
    url = params.text("url")
    if not url:
        return delete_webhook(world, account, params)
    secret = params.text("secret_token")
    _check_address(url, hook.https_only)
    if len(secret) > SECRET_MAX:
        raise bad("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    _pace(world, account, hook)
    _set_allowed(account, params)
    if params.flag("drop_pending_updates"):
        account.queue.clear()
    connections = min(max(params.integer("max_connections", CONNECTIONS_DEFAULT), 1), 100)
    old = account.webhook
    if old is not None and (old.url, old.secret, old.connections) == (url, secret, connections):
        return True, "Webhook is already set"
    if old is not None:
        old.stop()
    account.queue.end_wait(conflict(ENDED_BY_WEBHOOK))
    account.webhook = Webhook(account, url, secret, connections, hook)
    account.webhook.start()
    return True, "Webhook was set"


def delete_webhook(world: World, account: Account, params: Params) -> tuple[bool, str]:
    """deleteWebhook: gives true and the description; what waits is kept unless it is to be dropped."""
    if params.flag("drop_pending_updates"):
        account.queue.clear()
    if account.webhook is None:
        return True, "Webhook is already deleted"
    account.webhook.stop()
    account.webhook = None
    return True, "Webhook was deleted"


def get_webhook_info(account: Account) -> Json:
    """getWebhookInfo."""
    hook: Webhook | None = account.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(account.queue),
    }
    if hook is not None:
        info |= hook.info()
    if account.queue.allowed is not None:
        info["allowed_updates"] = account.queue.allowed
    return info


def _set_allowed(account: Account, params: Params) -> None:
    given: Any = params.values.get("allowed_updates")
    if given is None:
        return
    try:
        given = params.json("allowed_updates", "")
    except Exception:  # unreadable: unchanged
        return
    if isinstance(given, list) and all(isinstance(kind, str) for kind in given):
        account.queue.allowed = given or None


def _check_address(url: str, https_only: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad("invalid webhook URL specified") from None
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise bad("invalid webhook URL specified")
    if not https_only:
        return
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if port is not None and port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _pace(world: World, account: Account, hook: Hook) -> None:
    # More than one setWebhook a second is refused, on the world's clock and only with flood control on.
    now = world.clock()
    last = hook.set_at.get(account.id)
    if world.flood.on and last is not None and now - last < 1:
        raise too_many(1)
    hook.set_at[account.id] = now
