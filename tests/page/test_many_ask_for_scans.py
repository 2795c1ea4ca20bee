"""Many pieces of scans at once, over HTTP: one session fills no queue, and nothing is drawn for who has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bot.drawing.levels import Seen
from bot.drawing.limits import Unreadable
from bot.drawing.worker import Worker
from bot.page import pictures
from bot.page.pictures import AT_ONCE, MOST_WAITING, SHARE
from domain.wording import review_page as say
from storage.engine import Database
from tests.page.reviewing import Served, serving

ASKED = 40  # pieces, more than one session's share


class Slow:
    """Drawing that waits until it is let go, and keeps what was begun."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun: list[tuple[int, int, int] | None] = []

    def piece(
        self, path: Path, page: int, tile: tuple[int, int, int] | None, limit_s: float,
        wanted: Callable[[], bool],
    ) -> Seen | Unreadable:  # fmt: skip
        if not wanted():
            return Unreadable("stopped")
        self.begun.append(tile)
        self.go.wait(60)
        return Seen(b"a picture", 1, 4000, 6000)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(Worker, "piece", lambda _, *asked: made.piece(*asked))
    return made


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    Image.new("RGB", (400, 600), "white").save(tmp_path / "a.jpg")
    async with serving(database, tmp_path, scans=dict.fromkeys(range(6), "a.jpg")) as made:
        yield made


@asynccontextmanager
async def session_of(served: Served, record: int) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as client:
        link = await served.link(served.records[record])
        await client.post(link, headers={"Origin": served.url}, allow_redirects=False)
        yield client


async def asks(
    served: Served,
    client: aiohttp.ClientSession,
    number: int,
    *,
    column: int = 0,
    told: list[int] | None = None,
) -> list[int]:
    """Ask for so many tiles at once; `told` lists the answers as they come."""

    async def one(row: int) -> int:
        place = f"{served.url}/ho-so/{served.records[0]}/anh/1/3/{column}/{row}"
        async with client.get(place) as answer:
            if told is not None:
                told.append(answer.status)
            return answer.status

    return list(await asyncio.gather(*(one(row) for row in range(number))))


def queue(served: Served) -> pictures.Pictures:
    assert served.drawing is not None
    return served.drawing


async def until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came to that")


async def test_one_session_has_its_share_and_another_is_drawn_for_meanwhile(served: Served, slow: Slow):
    async with session_of(served, 0) as greedy, session_of(served, 0) as other:
        told: list[int] = []
        many = asyncio.create_task(asks(served, greedy, ASKED, told=told))
        await until(lambda: told == [404] * (ASKED - SHARE))
        assert queue(served).waiting == SHARE
        few = asyncio.create_task(asks(served, other, 6, column=1))
        await until(lambda: queue(served).waiting == SHARE + 6)
        place = f"{served.url}/ho-so/{served.records[0]}/anh/1"
        async with greedy.get(place, headers={"Accept": "application/json"}) as answer:
            assert await answer.json() == {"said": say.SCAN_SAID["busy"]}
        slow.go.set()
        found = await many
        assert (found.count(200), found.count(404)) == (SHARE, ASKED - SHARE)
        assert await few == [200] * 6
        assert queue(served).waiting == 0
        later = await asks(served, greedy, SHARE, column=2)
        assert later == [200] * SHARE, "once drawn, the share is free again"


async def test_what_others_wait_for_already_costs_a_place_in_ones_own_queue_only(served: Served, slow: Slow):
    async with session_of(served, 0) as one, session_of(served, 0) as other:
        first = asyncio.create_task(asks(served, one, 10))
        await until(lambda: queue(served).waiting == 10)
        second = asyncio.create_task(asks(served, other, 10))
        await asyncio.sleep(0.2)
        assert queue(served).waiting == 10, "each piece is drawn once for both"
        slow.go.set()
        assert await first == await second == [200] * 10
        assert len(slow.begun) == 10


async def test_nothing_is_drawn_for_a_browser_that_has_gone(served: Served, slow: Slow):
    async with session_of(served, 0) as gone, session_of(served, 0) as stays:
        left = asyncio.create_task(asks(served, gone, 20))
        await until(lambda: queue(served).waiting == 20 and len(slow.begun) == AT_ONCE)
        mine = asyncio.create_task(asks(served, stays, 3, column=1))
        await until(lambda: queue(served).waiting == 23)
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        await until(lambda: queue(served).waiting == AT_ONCE + 3)  # what is being drawn is drawn to its end
        slow.go.set()
        assert await mine == [200] * 3
        assert len(slow.begun) == AT_ONCE + 3


async def test_a_piece_stays_in_the_queue_as_long_as_anybody_waits_for_it(served: Served, slow: Slow):
    async with session_of(served, 0) as gone, session_of(served, 0) as stays:
        left = asyncio.create_task(asks(served, gone, 8))
        await until(lambda: queue(served).waiting == 8)
        both = asyncio.create_task(asks(served, stays, 8))
        await asyncio.sleep(0.2)
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        await asyncio.sleep(1.2)
        assert queue(served).waiting == 8
        slow.go.set()
        assert await both == [200] * 8


async def test_a_whole_office_at_once_is_bounded_and_gets_what_it_asked_for_next_time(
    served: Served, slow: Slow
):
    async with (
        session_of(served, 0) as one, session_of(served, 0) as two, session_of(served, 0) as three,
        session_of(served, 0) as four,
    ):  # fmt: skip
        told: list[int] = []
        asked = [
            asyncio.create_task(asks(served, client, SHARE, column=column, told=told))
            for column, client in enumerate((one, two, three, four))
        ]
        await until(lambda: told == [404] * (4 * SHARE - MOST_WAITING))
        assert queue(served).waiting == MOST_WAITING
        slow.go.set()
        found = [status for each in asked for status in await each]
        assert found.count(200) == MOST_WAITING and found.count(404) == 4 * SHARE - MOST_WAITING
        assert queue(served).waiting == 0
        assert await asks(served, four, SHARE, column=3) == [200] * SHARE
