"""getMe, getUpdates and the webhook methods; polling and a webhook exclude each other."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox_zalo.platform.errors import PlatformError, bad
from bot.sandbox_zalo.platform.hook import Webhook, is_public
from bot.sandbox_zalo.platform.world import World

Json = dict[str, Any]
TIMEOUT_S = 30.0
TIMEOUT_MAX_S = 60.0
SECRET_LETTERS = range(8, 257)


def get_me(world: World, _: Json) -> Json:
    """Who the bot is."""
    return {
        "id": world.id,
        "account_name": world.account_name,
        "account_type": "BASIC",
        "can_join_groups": False,
        "display_name": world.display_name,
    }


async def get_updates(world: World, params: Json) -> Json:
    """One event in its wrapper; raises 408 when none came within `timeout`, 400 while a webhook is set."""
    wait_s = _seconds(params.get("timeout"))
    if world.settings.idle_s is not None:
        wait_s = min(wait_s, world.settings.idle_s)
    if world.webhook is not None:
        if not world.settings.silent_with_webhook:
            raise bad("a webhook is set; delete it before polling")
        await asyncio.sleep(wait_s)
        raise PlatformError(408)
    return await world.queue.take(wait_s)


async def set_webhook(world: World, params: Json) -> Json:
    """Store the address, even if the probe of it fails."""
    url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad("url must be an address")
    if world.settings.https_only and not is_public(url):
        raise bad("url must be public and HTTPS")
    if len(secret) not in SECRET_LETTERS:
        raise bad("secret_token must have 8 to 256 characters")
    _drop(world)
    world.webhook = Webhook(world.stage, world.settings, url, secret)
    world.webhook_changed_ms = world.stage.now_ms()
    world.queue.end_wait(bad("a webhook is set; delete it before polling"))
    verification = await world.webhook.probe()
    return {"url": url, "updated_at": world.webhook_changed_ms, "verification": verification}


def delete_webhook(world: World, _: Json) -> Json:
    """From here on events wait for whoever polls."""
    _drop(world)
    world.webhook_changed_ms = world.stage.now_ms()
    return {"url": "", "updated_at": world.webhook_changed_ms}


def get_webhook_info(world: World, _: Json) -> Json:
    """The address; 404 without one."""
    if world.webhook is None:
        raise PlatformError(404)
    return {"url": world.webhook.url, "updated_at": world.webhook_changed_ms}


async def test_webhook(world: World, _: Json) -> Json:
    """Post an empty body to the webhook; 426 once the day's tests are spent."""
    if world.webhook is None:
        raise PlatformError(404)
    if not world.count_test():
        raise PlatformError(426)
    verification: Json = await world.webhook.probe()
    return verification


def _drop(world: World) -> None:
    if world.webhook is not None:
        world.webhook.on = False
        world.webhook = None


def _seconds(timeout: Any) -> float:
    """The time-out in seconds, which comes as a string; unreadable is the default."""
    try:
        return min(max(float(timeout), 0.0), TIMEOUT_MAX_S)
    except (TypeError, ValueError):
        return TIMEOUT_S
