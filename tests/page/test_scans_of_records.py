"""Pictures of scans over HTTP: only who may see the record gets them, each page shown is written down, bad ones are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import update

from domain.wording import review_page as say
from storage import page_views
from storage.engine import Database
from storage.tables import RecordRow
from tests import world
from tests.chat import linked
from tests.page.reviewing import Served, serving

records = RecordRow.__table__
JSON = {"Accept": "application/json"}


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    sheet = Image.effect_noise((2480, 3508), 20).convert("RGB")
    sheet.save(tmp_path / "a.pdf", save_all=True, append_images=[sheet], resolution=300.0)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "empty.pdf").write_bytes(b"")
    scans = {0: "a.pdf", 1: "broken.pdf", 2: "gone.pdf", 3: "empty.pdf"}
    async with serving(database, tmp_path, scans=scans) as made:
        yield made


@pytest.fixture
async def lan(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        link = await served.link(served.records[0])
        await client.post(link, headers={"Origin": served.url}, allow_redirects=False)
        yield client


def place(served: Served, record: int, rest: str) -> str:
    return f"{served.url}/ho-so/{served.records[record]}/anh/{rest}"


async def test_a_page_and_its_tiles_are_pictures_that_nobody_keeps(
    served: Served, lan: aiohttp.ClientSession
):
    for rest in ("1", "2", "1/1/0/0", "1/2/4/6"):
        async with lan.get(place(served, 0, rest)) as answer:
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert len(await answer.read()) <= 150_000
    async with lan.get(place(served, 0, "1"), headers=JSON) as answer:
        told = await answer.json()
    assert told == {"pages": 2, "width": 2480, "height": 3508, "levels": 2, "tile": 512}


async def test_each_page_shown_is_written_down_once_per_opening(served: Served, lan: aiohttp.ClientSession):
    record = served.records[0]
    for rest in (None, "1", "1", "1/1/0/0", "2", None, "1"):
        address = f"{served.url}/ho-so/{record}" if rest is None else place(served, 0, rest)
        async with lan.get(address) as answer:
            assert answer.status == 200
    async with lan.get(place(served, 0, "2"), headers=JSON) as answer:  # told of, not shown
        assert answer.status == 200
    looks = await served.house.database.read(lambda tx: page_views.of_record(tx, record))
    assert [look.scan_page for look in reversed(looks)] == [0, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("record", "rest", "reason"),
    [(1, "1", "broken"), (2, "1", "none"), (3, "1", "empty"), (4, "1", "none"), (0, "3", "no_such_page")],
)
async def test_where_there_is_no_picture_one_sentence_says_why(
    served: Served, lan: aiohttp.ClientSession, record: int, rest: str, reason: str
):
    async with lan.get(place(served, record, rest), headers=JSON) as answer:
        assert await answer.json() == {"said": say.SCAN_SAID[reason]}
    async with lan.get(place(served, record, rest), headers={"Accept": "text/html"}) as answer:
        assert answer.status == 404 and say.SCAN_SAID[reason] in await answer.text()
    async with lan.get(place(served, record, rest), headers={"Accept": "image/*"}) as answer:
        assert answer.status == 404 and await answer.read() == b""


async def test_a_scan_of_anothers_record_is_as_absent_as_none(served: Served, lan: aiohttp.ClientSession):
    """Another unit's, one on a colleague's desk, one that there is not: nobody can tell which."""
    [elsewhere] = await world.shelve(
        served.house.database, world.HAI_YEN, [world.birth(9)], scans={0: "a.pdf"}
    )
    hoa = await world.hire(served.house.database, "Lý Thị Hoa", "84912000002", "official", world.HOA_CU)
    await linked(served.house, "1002", hoa)
    theirs = served.records[0]
    await served.house.database.write(
        lambda tx: tx.run(update(records).where(records.c.id == theirs).values(assignee_id=hoa))
    )
    answers = []
    for record in (elsewhere, theirs, 999_999):
        for rest in ("1", "1/1/0/0"):
            for headers in ({}, JSON):
                async with lan.get(f"{served.url}/ho-so/{record}/anh/{rest}", headers=headers) as answer:
                    told = {name: value for name, value in answer.headers.items() if name != "Date"}
                    answers.append((answer.status, told, await answer.text()))
    assert answers[0][0] == 404 and all(each == answers[0] for each in answers)


async def test_a_stranger_and_a_session_that_is_over_get_nothing(served: Served, lan: aiohttp.ClientSession):
    async with aiohttp.ClientSession() as stranger, stranger.get(place(served, 0, "1")) as answer:
        assert answer.status == 404 and answer.content_type == "text/html"
    served.house.clock.move(minutes=31)
    async with lan.get(place(served, 0, "1")) as answer:
        assert answer.status == 404 and answer.content_type == "text/html"
