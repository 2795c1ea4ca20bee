"""Who comes in: links used once and in time, Mini Apps that Telegram vouches for, PINs; and who stays outside."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from domain.wording import page_access as say
from storage import locking, page_pins, page_views
from storage.engine import Database
from storage.page_links import Target
from tests import world
from tests.chat import BUTTONS, House, linked
from tests.page.visiting import TOKEN, Site, visited


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, BUTTONS)


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    async with visited(house) as found:
        yield found


async def lan(house: House) -> tuple[int, int]:
    """Lan, who reviews in Hòa Cư, with one record on her desk."""
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return person, record


async def test_a_link_leads_to_its_record_once_and_what_was_shown_is_written_down(house: House, site: Site):
    person, record = await lan(house)
    handle = await site.link(person, record)
    browser = site.browser()
    for _ in range(2):  # a messenger looks at it for a preview
        looked = await browser.get(f"/r/{handle}")
        assert (looked.status, "<form" in looked.text, looked.cookie) == (200, True, "")
    opened = await browser.opens(handle)
    assert (opened.status, opened.place) == (303, f"/ho-so/{record}")
    assert opened.headers["Set-Cookie"].startswith("rasoat=")  # by http a browser refuses the prefix
    attributes = opened.headers["Set-Cookie"].lower()
    assert "httponly" in attributes and "samesite=strict" in attributes
    seen = await browser.get(opened.place)
    assert seen.status == 200 and "Nông Văn Thử 1" in seen.text
    looks = await house.database.read(lambda tx: page_views.of_record(tx, record))
    assert [(look.person_id, look.scan_page) for look in looks] == [(person, 0)]
    again = await site.browser("the phone it was forwarded to").opens(handle)
    assert (again.status, say.USED in again.text, again.cookie) == (404, True, "")
    assert 'href="/ho-so/tiep"' in again.text  # for her own browser, tapped once more: there it goes on
    assert (await browser.get("/ho-so/tiep")).place == f"/ho-so/{record}"


async def test_by_https_only_this_very_host_can_have_given_the_cookie(house: House):
    async with visited(house, public_url="https://rasoat.tinh.example") as site:
        person, record = await lan(house)
        browser = site.browser()
        opened = await browser.opens(await site.link(person, record))
        given = opened.headers["Set-Cookie"]
        assert given.startswith("__Host-rasoat=") and "Secure" in given and "Path=/" in given
        assert "Domain" not in given
        assert (await browser.get(opened.place)).status == 200
        planted = site.browser()
        planted.jar["rasoat"] = browser.cookie  # a neighbour under the same domain can plant such a one
        assert (await planted.get(opened.place)).status == 404


async def test_the_next_link_goes_on_in_the_session_that_is_open(house: House):
    async with visited(house, pin="on") as site:
        person, record = await lan(house)
        browser = await site.browser_of(person)
        form = {"csrf": browser.csrf, "den": f"/ho-so/{record}", "pin": "250719", "again": "250719"}
        assert (await browser.post("/pin", form)).status == 303
        before = browser.cookie
        opened = await browser.opens(await site.link(person, record))
        assert (opened.status, opened.place, opened.cookie) == (303, f"/ho-so/{record}", "")
        assert browser.cookie == before, "and the PIN is not asked for again"
        assert "Nông Văn Thử 1" in (await browser.get(opened.place)).text


async def test_who_opens_a_link_in_a_browser_another_left_open_closes_it_for_the_other(
    house: House, site: Site
):
    person, record = await lan(house)
    browser = await site.browser_of(person)
    left_open = browser.cookie
    other = await world.hire(house.database, "Vi Thị Bạn", "84912000002", "official", world.HOA_CU)
    await linked(house, "1002", other)
    opened = await browser.opens(await site.link(other, None))
    assert opened.status == 303 and opened.cookie not in ("", left_open)
    browser.cookie = left_open
    assert (await browser.get(f"/ho-so/{record}")).status == 404


async def test_the_mini_app_of_a_head_leads_to_the_progress_page(house: House, site: Site):
    await lan(house)
    looked = await site.browser().get("/mini?den=tien-do")
    assert 'name="den" value="tien-do"' in looked.text
    assert 'name="den" value=""' in (await site.browser().get("/mini?den=//evil.example")).text
    browser = site.browser()
    opened = await browser.post("/mini", {"start_data": start_data(house.clock()), "den": "tien-do"})
    assert (opened.status, opened.place) == (303, "/tien-do")


async def test_every_page_forbids_keeping_framing_and_anything_from_elsewhere(house: House, site: Site):
    person, record = await lan(house)
    browser = await site.browser_of(person)
    for path in (f"/ho-so/{record}", "/ho-so/999", "/r/" + "x" * 22, "/mini", "/pin", "/ho-so/nothing/here"):
        seen = await browser.get(path)
        assert seen.headers["Cache-Control"] == "no-store", path
        policy = seen.headers["Content-Security-Policy"]
        assert (
            "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        )
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        assert seen.headers["Referrer-Policy"] == "no-referrer"
        assert "http://" not in seen.text and "https://" not in seen.text


async def test_a_late_link_says_so_and_an_invented_one_opens_nothing(house: House, site: Site):
    person, record = await lan(house)
    handle = await site.link(person, record)
    house.clock.move(minutes=6)
    late = await site.browser().opens(handle)
    assert (late.status, say.LATE in late.text) == (404, True)
    invented = await site.browser().opens("A" * 22)
    assert (invented.status, say.CLOSED in invented.text) == (404, True)


async def test_whoever_is_locked_or_has_left_gets_one_sentence(house: House, site: Site):
    person, record = await lan(house)
    for_later, handle = await site.link(person, record), await site.link(person, record)
    browser = await site.browser_of(person)
    now = house.clock()
    await house.database.write(lambda tx: locking.lock(tx, person, now=now, day=world.TODAY))
    for seen in (await site.browser().opens(handle), await browser.get(f"/ho-so/{record}")):
        assert (seen.status, say.LOCKED in seen.text) == (404, True)
    await house.database.write(lambda tx: locking.unlock(tx, person))
    await world.leaves(house.database, person)
    for seen in (await site.browser().opens(for_later), await browser.get(f"/ho-so/{record}")):
        assert (seen.status, say.NO_POST in seen.text) == (404, True)


async def test_a_stolen_cookie_is_worth_nothing_in_another_browser(house: House, site: Site):
    person, record = await lan(house)
    browser = await site.browser_of(person)
    assert (await browser.get(f"/ho-so/{record}")).status == 200
    thief = site.browser("another browser")
    thief.cookie = browser.cookie
    assert (await thief.get(f"/ho-so/{record}")).status == 404
    house.clock.move(minutes=31)
    assert (await browser.get(f"/ho-so/{record}")).status == 404


async def test_a_link_opens_on_the_progress_page_for_who_oversees(house: House, site: Site):
    head = await world.hire(house.database, "Lý Văn Đầu", "84912000009", "head", world.HOA_CU)
    await linked(house, "1009", head)
    opened = await site.browser().opens(await site.link(head, None, target=Target.PROGRESS))
    assert opened.place == "/tien-do"


# ── Mini App ─────────────────────────────────────────────────────────────────────────────────────


def start_data(at: Any, *, user: object = 1001, token: str = TOKEN, **more: str) -> str:
    """What Telegram gives a Mini App, signed as telegram.org tells."""
    fields = {
        "auth_date": str(int(at.timestamp())),
        "query_id": "AA1",
        "user": json.dumps({"id": user}),
        **more,
    }
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    fields["hash"] = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode(fields)


async def starts(site: Site, data: str, record: int | str = "") -> Any:
    return await site.browser().post("/mini", {"start_data": data, "den": str(record)})


async def test_a_mini_app_opens_for_the_user_telegram_vouches_for_and_once(house: House, site: Site):
    _, record = await lan(house)
    data = start_data(house.clock())
    browser = site.browser()
    opened = await browser.post("/mini", {"start_data": data, "den": str(record)})
    assert (opened.status, opened.place) == (303, f"/ho-so/{record}")
    assert (await browser.get(opened.place)).status == 200
    loaded_again = await browser.post("/mini", {"start_data": data, "den": str(record)})
    assert (loaded_again.status, loaded_again.cookie) == (303, "")
    replayed = await starts(site, data, record)
    assert (replayed.status, say.USED in replayed.text, replayed.cookie) == (404, True, "")


async def test_start_data_that_were_changed_or_are_another_bots_are_not_believed(house: House, site: Site):
    await lan(house)
    good = start_data(house.clock())
    changed = good.replace("1001", "1002")
    for data in (
        changed, start_data(house.clock(), token="1:other-bot"), good + "&user=%7B%22id%22%3A1002%7D", "", "hash=",
        good.replace("hash=", "hash=0"), start_data(house.clock(), user="1001"), start_data(house.clock(), user=True),
        "\udcff".encode("utf-8", "surrogatepass").hex(),
    ):  # fmt: skip
        seen = await starts(site, data)
        assert (seen.status, say.APP_TAMPERED in seen.text, seen.cookie) == (404, True, ""), data


async def test_old_start_data_and_strangers_get_their_own_sentences(house: House, site: Site):
    await lan(house)
    old = await starts(site, start_data(house.clock() - timedelta(minutes=6)))
    assert (old.status, say.APP_LATE in old.text) == (404, True)
    stranger = await starts(site, start_data(house.clock(), user=4242))
    assert (stranger.status, say.APP_STRANGER in stranger.text, stranger.cookie) == (404, True, "")


# ── PIN ──────────────────────────────────────────────────────────────────────────────────────────


async def test_with_a_pin_set_up_nobody_sees_a_record_before_telling_it(house: House):
    async with visited(house, pin="on") as site:
        person, record = await lan(house)
        browser = await site.browser_of(person)
        place = f"/ho-so/{record}"
        asked = await browser.get(place)
        assert say.PIN_NEW in asked.text and "Nông Văn Thử" not in asked.text
        form = {"csrf": browser.csrf, "den": place}
        for pin, again, fault in (("12345", "12345", say.PIN_FORM), ("123456", "123456", say.PIN_WEAK),
                                  ("250719", "250718", say.PIN_DIFFERENT)):  # fmt: skip
            assert fault in (await browser.post("/pin", {**form, "pin": pin, "again": again})).text
        chosen = await browser.post("/pin", {**form, "pin": "250719", "again": "250719"})
        assert (chosen.status, chosen.place) == (303, place)
        assert "Nông Văn Thử 1" in (await browser.get(place)).text
        other = await site.browser_of(person)
        assert say.PIN_ASK in (await other.get(place)).text
        assert (await other.act(record, "approve")).status == 404
        wrong = {"csrf": other.csrf, "den": place, "pin": "111112"}
        for _ in range(5):
            assert say.PIN_WRONG in (await other.post("/pin", wrong)).text
        right = {"csrf": other.csrf, "den": place, "pin": "250719"}
        assert "15 phút" in (await other.post("/pin", right)).text
        house.clock.move(minutes=16)
        assert (await other.post("/pin", right)).place == place
        await house.database.write(lambda tx: page_pins.void(tx, person))
        third = await site.browser_of(person)
        assert say.PIN_NEW in (await third.get(place)).text


# ── what comes too fast, too large, from elsewhere ───────────────────────────────────────────────


async def test_acts_from_elsewhere_without_the_token_or_too_large_change_nothing(house: House, site: Site):
    person, record = await lan(house)
    browser = await site.browser_of(person)
    evil = {"Origin": "https://evil.example"}
    assert (await browser.act(record, "approve", headers=evil)).status == 403
    assert (await browser.act(record, "approve", headers={"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await browser.act(record, "approve", headers={"X-Rasoat": "guess"})).status == 403
    assert (await browser.act(record, "approve", note="x" * 70_000)).status == 413
    for body in ({"move": "resolve"}, {"key": "short"}, {"changes": {"nksHoTen": 1}}, {"note": "\0"},
                 {"changes": [1]}, {"revision": True}):  # fmt: skip
        assert (await browser.act(record, **{"move": "approve", **body})).status == 400, body
    assert (await world.state_of(house.database, record))[0] == "PENDING"


async def test_who_asks_too_fast_is_told_to_wait(house: House, site: Site):
    answers = [(await site.browser().get("/r/" + "x" * 22)).status for _ in range(260)]
    assert answers[:240] == [404] * 240 and answers[-1] == 429
