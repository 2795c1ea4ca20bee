"""The channels that the settings open: Telegram where it has a token."""

from __future__ import annotations

from bot.ear import Channel
from bot.settings import Settings
from storage.engine import Database


def open_channels(settings: Settings, database: Database) -> list[Channel]:
    """Open a channel for each token or app that is set up; raises WrongSetting where none is."""
    from bot.telegram.channel import TelegramChannel

    return [TelegramChannel(settings, database)]
