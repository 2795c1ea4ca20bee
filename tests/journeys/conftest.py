"""Each journey runs four times: by polling and by webhook, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.journeys.running_bot import RunningBot


@pytest.fixture(params=["polling", "webhook"])
def way_in(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def province() -> dict[str, Any]:
    """The settings of the province; a module with other wishes has a fixture of this name."""
    return {}


@pytest.fixture
async def bot(way_in: str, database_url: str, province: dict[str, Any]) -> AsyncIterator[RunningBot]:
    """A running bot; after the journey its database has to be in order."""
    running = RunningBot(database_url, by_webhook=way_in == "webhook", **province)
    await running.start()
    try:
        yield running
        await running.closes_the_day()
    finally:
        await running.stop()
