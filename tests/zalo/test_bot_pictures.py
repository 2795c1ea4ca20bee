"""Pictures that Zalo fetches from us: as often as it wants for six hours, by nobody who was not told where."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot import web
from bot.zalo.bot_platform.pictures import Pictures, _decoded
from storage import served_pictures, talk
from storage.engine import Database
from tests.world import Clock

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 40


class Well:
    alive = True

    def facts(self) -> dict[str, str]:
        return {}


class Host:
    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.pictures = Pictures(database, self.clock, "https://ra-soat.example/hop/")

    async def open(self) -> None:
        self.listening = await web.start(web.application(Well(), self.pictures.routes()), "127.0.0.1", 0)

    async def fetch(self, address: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
        here = address.replace("https://ra-soat.example", f"http://127.0.0.1:{self.listening.port}")
        async with aiohttp.ClientSession() as client, client.request(method, here) as answer:
            return answer.status, await answer.read(), dict(answer.headers)


@pytest.fixture
async def host(database: Database) -> AsyncIterator[Host]:
    made = Host(database)
    await made.open()
    yield made
    await made.listening.stop()


async def test_a_picture_can_be_fetched_again_and_again_for_six_hours(host: Host):
    address = await host.pictures.address_of(JPEG)
    assert address.startswith("https://ra-soat.example/hop/anh/")
    for _ in range(5):
        assert (await host.fetch(address))[:2] == (200, JPEG)
    host.clock.move(hours=5, minutes=59)
    status, content, headers = await host.fetch(address)
    assert (status, content, headers["Content-Type"]) == (200, JPEG, "image/jpeg")
    status, content, headers = await host.fetch(address, "HEAD")
    assert (status, content, headers["Content-Length"]) == (200, b"", str(len(JPEG)))
    host.clock.move(minutes=2)
    assert (await host.fetch(address))[:2] == (404, b"")


async def test_nobody_between_may_keep_it(host: Host):
    headers = (await host.fetch(await host.pictures.address_of(JPEG)))[2]
    assert headers["Cache-Control"] == "private, no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert not {"ETag", "Last-Modified", "Expires"} & set(headers)


async def test_an_address_with_any_letter_changed_leads_nowhere(host: Host):
    address = await host.pictures.address_of(JPEG)
    base, _, token = address.rpartition("/")
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert (await host.fetch(f"{base}/{forged}"))[0] == 404, place
    for forged in (
        "x",
        token + "A",
        token[:-1],
        token * 3,
        "A" * len(token),
        "%00",
        "..%2f..",
        "ữ",
        token + "==",
    ):
        assert (await host.fetch(f"{base}/{forged}"))[0] == 404, forged


async def test_an_address_is_not_to_be_worked_out_from_the_picture_or_lengthened(
    host: Host, database: Database
):
    first = await host.pictures.address_of(JPEG)
    token = _decoded(first.rpartition("/")[2])
    later = token[:16] + (int.from_bytes(token[16:22], "big") + 86400).to_bytes(6, "big") + token[22:]
    base = first.rpartition("/")[0]
    forged = f"{base}/{base64.urlsafe_b64encode(later).rstrip(b'=').decode()}"
    host.clock.move(hours=7)
    await host.pictures.address_of(JPEG)  # the bytes are here again
    assert (await host.fetch(forged))[0] == 404
    assert (await host.fetch(first))[0] == 404


async def test_the_same_page_sent_again_is_kept_once_and_longer(host: Host, database: Database):
    first = await host.pictures.address_of(JPEG)
    host.clock.move(hours=3)
    second = await host.pictures.address_of(JPEG)
    host.clock.move(hours=4)
    assert [(await host.fetch(each))[0] for each in (first, second)] == [404, 200]


async def test_another_process_serves_what_this_one_sent_and_a_restart_turns_nothing_black(
    database: Database,
):
    clock = Clock()
    one, two = (Pictures(database, clock, "https://x") for _ in range(2))
    addresses = [await one.address_of(JPEG), await two.address_of(b"\xff\xd8\xffother")]
    found = [
        await Pictures(database, clock, "https://x")._find(each.rpartition("/")[2]) for each in addresses
    ]
    assert found == [JPEG, b"\xff\xd8\xffother"]


async def test_a_picture_whose_time_is_over_leaves_the_database(host: Host, database: Database):
    await host.pictures.address_of(JPEG)
    host.clock.move(hours=6, minutes=1)
    now = host.clock()
    await database.write(lambda tx: talk.forget_old(tx, now))
    assert await database.write(lambda tx: served_pictures.prune(tx, before=now)) == 0
    await host.pictures.address_of(JPEG)
    host.clock.move(hours=7)
    await host.pictures.address_of(b"\xff\xd8\xffother")  # and also where nobody keeps house
    assert await database.write(lambda tx: served_pictures.prune(tx, before=host.clock())) == 0


async def test_a_database_that_is_away_is_no_missing_picture(host: Host, monkeypatch: pytest.MonkeyPatch):
    address = await host.pictures.address_of(JPEG)

    async def away(_: object) -> None:
        raise OSError("database is locked")

    monkeypatch.setattr(host.database, "read", away)
    assert (await host.fetch(address))[0] == 503
