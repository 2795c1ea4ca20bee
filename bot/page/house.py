"""What the pages stand on: the database, the clock, the conversation whose cards they move on, the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.clock import Clock
from bot.page.limits import Limits
from bot.settings import Settings
from bot.turn import Conversation
from handlers.context import Rules
from storage.engine import Database


@dataclass
class PageHouse:
    """One process's pages."""

    database: Database
    clock: Clock
    settings: Settings
    conversation: Conversation
    wake: Callable[[], None]  # let the delivery look for what is due
    limits: Limits = field(default_factory=Limits)

    @property
    def rules(self) -> Rules:
        """The rules of the house, with the bot's own link once it is known."""
        return self.conversation.rules

    @property
    def scans_folder(self) -> Path | None:
        """Where the scans lie, if on this machine."""
        return self.settings.scans_folder

    @property
    def origin(self) -> str:
        """What a browser calls us: scheme and host of the public address."""
        parts = urlsplit(self.settings.web.public_url or "")
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_secure(self) -> bool:
        """Whether the world reaches us by https, so that cookies may travel by nothing else."""
        return self.origin.startswith("https://")


HOUSE = web.AppKey("HOUSE", PageHouse)
