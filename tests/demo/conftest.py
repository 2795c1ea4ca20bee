"""What the tests of the demo share: a stage built once, a port somebody else holds, the browser of the page's tests."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from page.browser import browser, complaints, page

from bot.clock import clock_of
from bot.demo import stage
from bot.demo.stage import Stage

__all__ = ["browser", "complaints", "page"]

DATABASE = "rasoat.db"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stage]:
    """A stage nobody has played on, and the folder of its database: to draw its scans takes longest of all."""
    folder = tmp_path_factory.mktemp("stage")
    with ThreadPoolExecutor(1) as aside:  # the tests' own event loop is left alone
        return folder, aside.submit(lambda: asyncio.run(stage.build(folder))).result()


@pytest.fixture
def staged(built: tuple[Path, Stage], tmp_path: Path) -> Callable[[int], Stage]:
    """Gives a stage with a database of its own and so many practice cards; once a test."""
    folder, original = built

    def give(practice: int) -> Stage:
        for file in folder.glob(f"{DATABASE}*"):
            shutil.copy(file, tmp_path)
        url = f"sqlite+aiosqlite:///{tmp_path / DATABASE}"
        settings = original.settings.model_copy(update={"database_url": url, "practice": practice})
        return replace(original, settings=settings, clock=clock_of(settings))

    return give


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]
