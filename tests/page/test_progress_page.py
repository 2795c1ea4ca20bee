"""The progress page over HTTP: a head finds their own units, sums that agree, what they filter and sort by, and news."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.page import answers
from domain.wording import progress_page as say
from domain.wording.figures import count
from handlers.page import progress_view
from storage import status
from storage.engine import Database
from tests import world
from tests.chat import House, Phone
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, FRIDAY, MONDAY, PROVINCE, fill
from tests.page.progress_house import AGENT, DEADLINE, Served, many_units, served, works
from tests.world import HAI_YEN, HOA_CU, TODAY


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Any

    def column(self, place: int = 0) -> list[str]:
        """The cells of one column of the table of units, as text."""
        table = self.text.split('class="sheet units"')[1].split("<tbody")[1].split("</tbody>")[0]
        rows = table.split("<tr")[1:]
        return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _cells(row)[place])).strip() for row in rows]


def _cells(row: str) -> list[str]:
    return [cell.split(">", 1)[1] for cell in re.split(r"<(?=t[dh] )", row)[1:]]


@dataclass
class Reader:
    """Somebody's browser with an open session, or without."""

    at: Served
    web: aiohttp.ClientSession
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"User-Agent": AGENT})

    async def opens(self, place: str, **headers: str) -> Answer:
        cookies = {"Cookie": f"rasoat={self.cookie}"} if self.cookie else {}
        async with self.web.get(
            self.at.url + place, headers={**self.headers, **cookies, **headers}
        ) as answer:
            return Answer(answer.status, await answer.text(), answer.headers)


@pytest.fixture
async def at(database: Database) -> AsyncIterator[Served]:
    await world.found(database)
    async with served(House(database, deadline=DEADLINE)) as serving:
        yield serving


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def lan(at: Served) -> Phone:
    await fill(at.house, HOA_CU)
    return await planned_house.person(at.house, "Nông Thị Lan", 1, "official", HOA_CU)


async def reader(at: Served, web: aiohttp.ClientSession, role: str, *units: int, number: int = 7) -> Reader:
    for unit in units:
        person_id = await world.hire(at.house.database, "Lý Văn Minh", f"8491200000{number}", role, unit)
    await planned_house.chat.linked(at.house, f"u{number}", person_id)
    return Reader(at, web, await at.cookie(person_id))


async def test_the_types_and_states_are_those_of_the_status_command(at: Served, web: Any, lan: Phone):
    await works(at.house, lan, 3, (TODAY,))
    minh = await reader(at, web, "head", PROVINCE)
    page = await minh.opens("/tien-do")
    kept = await at.house.database.read(status.read)
    sums = page.text.split('class="sheet sums"')[1].split("<tfoot")[1].split("</tfoot>")[0]
    told = [re.sub(r"<[^>]+>", "", cell).strip() for cell in _cells(sums)]
    assert told == ["Tổng", *(count(kept.by_state[state]) for state in say.STATES), count(kept.imported)]
    assert "Đã rà soát 3/100 hồ sơ (3,0 %)" in page.text


async def test_a_unit_reads_as_in_the_chat(at: Served, web: Any, lan: Phone):
    await works(at.house, lan, 4, (TODAY, FRIDAY, MONDAY))
    page = await (await reader(at, web, "head", DISTRICT)).opens("/tien-do")
    assert page.column(1) == ["Chậm · 60 % 12/20, thiếu 8"]
    assert page.column(2) == ["2 ngày, từ 04/07"]
    assert page.column(3) == ["12/100 (12,0 %)"]
    await lan.says("/tiendo")
    assert all(line in page.text for line in lan.screen.splitlines()[2:5])


@pytest.mark.parametrize("role", ["head", "admin", "auditor"])
async def test_whoever_oversees_units_finds_them(at: Served, web: Any, lan: Phone, role: str):
    page = await (await reader(at, web, role, DISTRICT)).opens("/tien-do")
    assert page.status == 200 and page.column() == ["Xã Hòa Cư"]


@pytest.mark.parametrize("place", ["/tien-do", "/tien-do/moi", "/tien-do?don-vi=06184"])
async def test_an_official_and_a_vendor_find_what_is_found_where_nothing_is(
    at: Served, web: Any, lan: Phone, place: str
):
    official = await reader(at, web, "official", HOA_CU)
    vendor = await reader(at, web, "vendor", PROVINCE, number=8)
    absent = await official.opens("/tien-do/khong-co")
    for who in (official, vendor, Reader(at, web)):
        denied = await who.opens(place)
        assert (denied.status, denied.text) == (absent.status, absent.text) == (404, absent.text)
        assert set(denied.headers) == set(absent.headers)


@pytest.mark.parametrize("code", ["06184", "183", "20", "99999", "%2F", "06187'--"])
async def test_no_address_opens_a_unit_of_others_nor_tells_whether_it_is_there(
    at: Served, web: Any, lan: Phone, code: str
):
    minh = await reader(at, web, "head", HAI_YEN)
    absent = await minh.opens("/tien-do?don-vi=77777")
    for place in ("/tien-do", "/tien-do/moi"):
        denied = await minh.opens(f"{place}?don-vi={code}")
        assert (denied.status, denied.text) == (404, absent.text)
    assert "Hòa Cư" not in (await minh.opens("/tien-do?tim=hoa+cu")).text


async def test_a_head_who_lost_the_post_loses_the_page(at: Served, web: Any, lan: Phone):
    minh = await reader(at, web, "head", DISTRICT)
    assert (await minh.opens("/tien-do")).status == 200
    await world.leaves(at.house.database, 2)
    assert (await minh.opens("/tien-do")).status == 404


async def test_a_head_filters_and_sorts_by_the_address_alone(at: Served, web: Any, lan: Phone):
    await fill(at.house, HAI_YEN, 30)
    await works(at.house, lan, 4, (TODAY, FRIDAY, MONDAY))
    minh = await reader(at, web, "head", DISTRICT)
    assert (await minh.opens("/tien-do")).column() == ["Xã Hải Yến", "Xã Hòa Cư"], "none done: later in line"
    assert (await minh.opens("/tien-do?xep=con-lai")).column() == ["Xã Hòa Cư", "Xã Hải Yến"]
    assert (await minh.opens("/tien-do?xep=con-lai&nguoc=1")).column() == ["Xã Hải Yến", "Xã Hòa Cư"]
    assert (await minh.opens("/tien-do?tim=HAI+YEN")).column() == ["Xã Hải Yến"]
    assert say.NONE_FOUND in (await minh.opens("/tien-do?muc=dat")).text
    assert say.NONE_FOUND in (await minh.opens("/tien-do?loai=KH")).text
    odd = await minh.opens("/tien-do?muc=%3Cscript%3E&xep=1")
    assert say.NOT_UNDERSTOOD in odd.text and "<script>" not in odd.text and len(odd.column()) == 2


async def test_what_is_looked_for_comes_back_escaped(at: Served, web: Any, lan: Phone):
    minh = await reader(at, web, "head", DISTRICT)
    page = await minh.opens('/tien-do?tim="><img src=x>')
    assert "<img" not in page.text and "&#34;&gt;&lt;img" in page.text


async def test_an_open_page_hears_of_a_decision_and_of_nothing_else(at: Served, web: Any, lan: Phone):
    await works(at.house, lan, 1, (TODAY,))
    minh = await reader(at, web, "head", DISTRICT)
    first = await minh.opens("/tien-do/moi")
    mark = first.headers["ETag"]
    at.house.clock.move(seconds=30)
    assert (await minh.opens("/tien-do/moi", **{"If-None-Match": mark})).status == 304
    await lan.chooses("✅ Phê duyệt")
    at.house.clock.move(seconds=30)
    news = await minh.opens("/tien-do/moi", **{"If-None-Match": mark})
    assert news.status == 200 and news.headers["ETag"] != mark
    assert news.column(3) == ["2/100 (2,0 %)"]
    assert "Số liệu lúc 16:01 04/07/2024" in news.text


async def test_what_comes_without_a_decision_is_there_after_a_minute(at: Served, web: Any, lan: Phone):
    minh = await reader(at, web, "head", DISTRICT)
    assert "0/100 hồ sơ" in (await minh.opens("/tien-do")).text
    await fill(at.house, HAI_YEN, 5)
    at.house.clock.move(seconds=61)
    assert "0/105 hồ sơ" in (await minh.opens("/tien-do")).text


async def test_two_hundred_heads_who_look_at_one_time_cost_one_reading(
    at: Served, web: Any, lan: Phone, monkeypatch: pytest.MonkeyPatch
):
    minh = await reader(at, web, "head", DISTRICT)
    read: list[str] = []
    board = progress_view.board

    async def counted(*given: Any) -> Any:
        read.append("")
        return await board(*given)

    monkeypatch.setattr(progress_view, "board", counted)
    found = await asyncio.gather(*(minh.opens("/tien-do/moi") for _ in range(200)))
    assert {answer.status for answer in found} == {200} and len(read) == 1
    at.house.clock.move(seconds=15)
    await asyncio.gather(*(minh.opens("/tien-do/moi") for _ in range(20)))
    assert len(read) == 1, "nothing was decided"


async def test_a_page_that_lies_open_keeps_no_session_alive_but_its_reader_does(
    at: Served, web: Any, lan: Phone
):
    left, used = [await reader(at, web, "head", DISTRICT, number=number) for number in (7, 8)]
    for _ in range(4):
        at.house.clock.move(minutes=9)
        await left.opens("/tien-do/moi")
        await used.opens("/tien-do")
    assert (await left.opens("/tien-do/moi")).status == 404
    assert (await used.opens("/tien-do/moi")).status == 200


async def test_nothing_of_it_is_kept_by_a_browser_or_a_proxy(at: Served, web: Any, lan: Phone):
    minh = await reader(at, web, "head", DISTRICT)
    for place in ("/tien-do", "/tien-do/moi"):
        page = await minh.opens(place)
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|\son\w+=|<script>|https?://", page.text)


@pytest.mark.parametrize("number", [0, 1, 200, 500])
async def test_a_province_of_any_size_has_its_page(at: Served, web: Any, number: int):
    await many_units(at.house, number, "Xã " + "Rất Dài " * 24)
    page = await (await reader(at, web, "head", PROVINCE)).opens("/tien-do")
    assert page.status == 200
    if not number:
        assert say.NO_RECORDS in page.text
        return
    assert len(page.column()) == number
    assert f"{count(number)} đơn vị" in page.text
    assert f"0/{count(10 * number)} hồ sơ" in page.text


async def test_no_persons_name_stands_on_it(at: Served, web: Any, lan: Phone):
    await works(at.house, lan, 1, (TODAY,))
    page = await (await reader(at, web, "head", DISTRICT)).opens("/tien-do")
    assert "Lan" not in page.text and "Minh" not in page.text


async def test_what_is_news_to_many_is_drawn_once_and_each_still_sees_only_their_own(
    at: Served, web: Any, lan: Phone, monkeypatch: pytest.MonkeyPatch
):
    drawn: list[str] = []
    really = answers.rendered

    def counted(request: Any, template: str, **values: Any) -> str:
        drawn.append(template)
        return really(request, template, **values)

    monkeypatch.setattr(answers, "rendered", counted)
    heads = [await reader(at, web, "head", DISTRICT, number=number) for number in (5, 6, 7)]
    other = await reader(at, web, "head", HAI_YEN, number=8)
    told = [await head.opens("/tien-do/moi") for head in heads]
    assert len({each.text for each in told}) == 1 and "Xã Hòa Cư" in told[0].text
    assert drawn == ["progress_live.html"]
    plain = await heads[0].opens("/tien-do/moi", **{"Accept-Encoding": "identity"})
    assert plain.text == told[0].text and "Content-Encoding" not in plain.headers
    assert "Xã Hòa Cư" not in (await other.opens("/tien-do/moi")).text
    assert (await other.opens("/tien-do/moi?don-vi=06184")).status == 404, "also while it lies ready drawn"
    for page in (*told, plain):
        assert page.headers["Cache-Control"] == "no-store" and page.headers["Vary"] == "Accept-Encoding"
        assert not any(head.cookie in page.text for head in heads)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    at.house.clock.move(seconds=10)
    fresh = [await head.opens("/tien-do/moi") for head in heads]
    assert len({each.text for each in fresh}) == 1 and fresh[0].text != told[0].text
