"""Telling the story in the terminal as it happens."""

from __future__ import annotations

import asyncio
from datetime import datetime

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.clock import Clock
from domain.wording import demo as say

CARD_LINES = 14


class Teller:
    """Prints chapters, acts and screens; waits `pause_s` after each act so that eyes can follow on the page."""

    def __init__(self, console: Console, clock: Clock, pause_s: float = 0.0) -> None:
        self._console = console
        self._clock = clock
        self._pause_s = pause_s
        self._chapter = 0

    def title(self) -> None:
        """Open."""
        self._console.print(Panel(f"[bold]{escape(say.TITLE)}[/]\n{escape(say.INVENTED)}", expand=False))

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._chapter += 1
        self._console.print()
        self._console.print(Rule(f"{self._chapter}. {escape(title)}", align="left", style="cyan"))

    def line(self, words: str) -> None:
        """Say something."""
        self._console.print(f"  {escape(words)}", soft_wrap=True)

    def show(self, what: RenderableType) -> None:
        """Print a table or the like."""
        self._console.print(what)

    async def act(self, name: str, did: str, words: str = "") -> None:
        """Tell what somebody did."""
        self._console.print(self._told(name, did, words), soft_wrap=True)
        await asyncio.sleep(self._pause_s)

    def _told(self, name: str, did: str, words: str) -> Text:
        local: datetime = self._clock().astimezone(self._clock.zone)
        told = Text(f"  {local:%H:%M}  ", style="dim")
        told.append(name, style="bold")
        told.append(f" {did} ")
        told.append(words, style="green")
        return told

    async def screen(self, words: str) -> None:
        """Show what a phone shows."""
        lines = words.splitlines()
        shown = lines[:CARD_LINES] + (["…"] if len(lines) > CARD_LINES else [])
        self._console.print(Panel(escape("\n".join(shown)), expand=False, width=76, border_style="dim"))
        await asyncio.sleep(self._pause_s)
