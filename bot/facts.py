"""What the running process can tell of itself to an admin who asks (`/hethong`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from importlib import metadata
from pathlib import Path

from bot.ear import Channel
from bot.settings import Settings
from handlers.context import ChannelFact, Facts
from storage.engine import parse_url


def version() -> str:
    """Name the version that runs; empty where it is not installed as a package."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version("rasoat")
    return ""


def facts_of(
    settings: Settings,
    parts: Iterable[str],
    heard: Iterable[tuple[Channel, bool, datetime | None]],
    up_s: int,
) -> Facts:
    """Put together what is known now; the disk is looked at, nothing else is asked."""
    channels = tuple(
        ChannelFact(channel.name, alive, heard_at, channel.alarm.reason if channel.alarm else "")
        for channel, alive, heard_at in heard
    )
    return Facts(tuple(sorted(parts)), channels, up_s, _disk_free(settings.database_url), version())


def _disk_free(address: str) -> int | None:
    url = parse_url(address)
    if url.get_backend_name() != "sqlite":
        return None
    with suppress(OSError):
        return shutil.disk_usage(Path(str(url.database)).absolute().parent).free
    return None
