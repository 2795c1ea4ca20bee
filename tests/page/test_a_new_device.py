"""Whoever opens the page in somebody's name on a new device does not do so unnoticed; a tap shuts them out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.wording import captions
from domain.wording import page_access as say_access
from domain.wording import page_devices as say
from storage import audit, invitations, locking, page_devices
from storage.engine import Database
from storage.outbox import outbox
from storage.page_links import Target
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.handlers.test_two_channels import TwoChannels, link_zalo
from tests.page.mornings import begun, record_on
from tests.page.test_the_door import start_data
from tests.page.visiting import Browser, Site, visited

THIEF = "another browser"


def told(phone: Phone, start: str = "Trang rà soát vừa được mở") -> list[str]:
    """What the chat was told of the page being opened."""
    return [message.text for message in phone.chat if message.text.startswith(start)]


async def opens(site: Site, browser: Browser, person: int, record: int | None) -> int:
    seen = await browser.opens(await site.link(person, record))
    await site.house.delivers()
    return seen.status


@pytest.mark.parametrize("capabilities", [BUTTONS, NUMBERS])
async def test_the_first_time_on_a_device_is_told_in_the_chat_once_with_the_time(
    database: Database, capabilities
):
    house, phone, person = await begun(database, capabilities)
    async with visited(house) as site:
        own = site.browser()
        assert await opens(site, own, person, None) == 303
        [first] = told(phone)
        assert "lúc 07:30 ngày 04/07/2024" in first and "Không phải tôi" in first
        assert "Nông" not in first and "Số 1" not in first, "nothing of a record"
        for _ in range(3):  # the next mornings, with the old session over
            house.clock.move(hours=9)
            assert await opens(site, own, person, None) == 303
        assert len(told(phone)) == 1
        assert await opens(site, site.browser(THIEF), person, None) == 303
        assert len(told(phone)) == 2


async def test_the_device_is_known_by_a_cookie_no_script_reads_and_no_database_holds(database: Database):
    house, _, person = await begun(database)
    async with visited(house, public_url="https://rasoat.tinh.example") as site:
        browser = site.browser()
        async with site.client.post(
            f"{site.url}/r/{await site.link(person, None)}", allow_redirects=False,
            headers={"User-Agent": browser.agent, "Origin": site.origin},
        ) as answer:  # fmt: skip
            given = answer.cookies["__Host-rasoat-device"]
        assert (given["httponly"], given["secure"], given["samesite"]) == (True, True, "Strict")
        assert int(given["max-age"]) == 400 * 24 * 3600
        rows = await database.read(lambda tx: tx.run(select(page_devices.devices)))
        assert given.value not in str(rows.all())


@pytest.mark.parametrize("capabilities", [BUTTONS, NUMBERS])
async def test_it_was_not_she_so_one_tap_ends_every_page_and_every_link_in_her_name(
    database: Database, capabilities
):
    house, phone, person = await begun(database, capabilities)
    async with visited(house) as site:
        own, thief = site.browser(), site.browser(THIEF)
        await opens(site, own, person, None)
        await opens(site, thief, person, None)
        unopened = await site.link(person, None)
        await phone.chooses(say.NOT_ME)
        assert say.CLOSED in phone.screen and "/homnay" in phone.screen and captions.FULL in phone.screen
        for browser in (own, thief):
            assert (await browser.get("/ho-so/tiep")).status == 404
        late = await thief.opens(unopened)
        assert (late.status, say_access.USED in late.text) == (404, True)
        before = len(told(phone))
        await opens(site, own, person, None)
        await opens(site, thief, person, None)
        assert len(told(phone)) == before + 2, "the devices are forgotten: whoever comes again is told of"
    [line] = await database.read(lambda tx: audit.of(tx, "page_not_me"))
    assert (line.person_id, line.details) == (person, {"devices": 2})


async def test_where_numbers_are_typed_a_number_goes_on_meaning_the_card(database: Database):
    house, phone, person = await begun(database, NUMBERS)
    async with visited(house) as site:
        browser = site.browser()
        await opens(site, browser, person, None)
        assert "gõ “Không phải tôi”" in phone.screen and "1." not in phone.screen
        await phone.says("1")
        assert "Đã phê duyệt: Số 1" in phone.screen
        assert (await browser.get("/ho-so/tiep")).status == 303
        await phone.says("khong phai toi")
        assert say.CLOSED in phone.screen
        assert (await browser.get("/ho-so/tiep")).status == 404


async def test_a_second_tap_and_a_tap_on_an_old_word_do_no_harm(database: Database):
    house, phone, person = await begun(database)
    async with visited(house) as site:
        await opens(site, site.browser(), person, None)
        await opens(site, site.browser(THIEF), person, None)
        first, second = [message for message in phone.chat if message.text in told(phone)]
        await phone.taps(say.NOT_ME, on=first)
        assert await phone.taps(say.NOT_ME, on=first) == captions.NOTED
        house.clock.move(hours=30)
        await phone.taps(say.NOT_ME, on=second)
        assert say.CLOSED in phone.screen
        await phone.taps(captions.APPROVE, on=phone.chat[0])  # the card was not touched by any of it
    assert "Đã phê duyệt: Số 1" in "".join(message.text for message in phone.chat)


async def test_nobody_can_press_what_was_told_to_another(database: Database):
    house, phone, person = await begun(database)
    other = await world.hire(database, "Vi Thị Bạn", "84912000002", "official", world.HOA_CU)
    stranger = await linked(house, "1002", other)
    async with visited(house) as site:
        browser = site.browser()
        await opens(site, browser, person, None)
        word = next(message for message in phone.chat if message.text in told(phone))
        assert await stranger.taps(say.NOT_ME, on=word) == captions.CARD_CHANGED
        assert (await browser.get("/ho-so/tiep")).status == 303


async def test_both_chats_of_a_person_are_told_and_either_can_shut_the_door(database: Database):
    await world.found(database)
    house = TwoChannels(database)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    lan = await linked(house, "1001", person)
    await link_zalo(house, lan)
    async with visited(house) as site:
        browser = site.browser()
        await opens(site, browser, person, None)
        assert len(told(lan)) == 1 and "thiết bị mới" in house.zalo_screen("z1")
        await house.zalo_says("z1", "Không phải tôi")
        assert say.CLOSED in house.zalo_screen("z1")
        assert (await browser.get("/ho-so/tiep")).status == 404


async def test_two_who_share_a_telephone_are_each_told_once(database: Database):
    house, phone, person = await begun(database)
    other = await world.hire(database, "Vi Thị Bạn", "84912000002", "official", world.HOA_CU)
    hers = await linked(house, "1002", other)
    async with visited(house) as site:
        shared = site.browser()
        for who in (person, other, person, other):
            await opens(site, shared, who, None)
    assert (len(told(phone)), len(told(hers))) == (1, 1)


async def test_a_cookie_that_we_never_gave_makes_no_device_known(database: Database):
    house, phone, person = await begun(database)
    async with visited(house) as site:
        for planted in ("x" * 22, "", "ã\"' ;", "y" * 3000):
            browser = site.browser()
            browser.jar["rasoat-device"] = planted.encode("ascii", "ignore").decode()
            await opens(site, browser, person, None)
            assert browser.jar["rasoat-device"] != planted and len(browser.jar["rasoat-device"]) == 22
    assert len(told(phone)) == 4


async def test_telegrams_own_app_is_vouched_for_and_a_link_that_opens_nothing_tells_nothing(
    database: Database,
):
    house, phone, person = await begun(database)
    async with visited(house) as site:
        opened = await site.browser().post("/mini", {"start_data": start_data(house.clock()), "den": ""})
        assert opened.status == 303
        handle = await site.link(person, None)
        house.clock.move(minutes=6)
        assert (await site.browser().opens(handle)).status == 404
        assert (await site.browser().opens("A" * 22)).status == 404
        await house.delivers()
    assert told(phone) == []


async def test_a_head_is_told_the_way_back_to_the_progress_page(database: Database):
    await world.found(database)
    house = House(database)
    head = await world.hire(database, "Lý Văn Đầu", "84912000009", "head", world.HOA_CU)
    phone = await linked(house, "1009", head)
    async with visited(house) as site:
        await site.browser().opens(await site.link(head, None, target=Target.PROGRESS))
        await house.delivers()
        await phone.chooses(say.NOT_ME)
    assert captions.OPEN_PROGRESS in phone.screen and "/homnay" not in phone.screen


async def test_a_first_pin_is_told_and_stays_until_an_admin_gives_a_new_code(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house, pin="on") as site:
        browser = await site.browser_of(person)
        form = {"csrf": browser.csrf, "den": f"/ho-so/{record}", "pin": "250719", "again": "250719"}
        assert (await browser.post("/pin", {**form, "again": "250718"})).status == 422
        await house.delivers()
        assert told(phone, "Mã PIN") == [], "nothing was chosen"
        assert (await browser.post("/pin", form)).status == 303
        await browser.post("/pin", form)
        await house.delivers()
        [once] = told(phone, "Mã PIN")
        assert "lúc 07:30 ngày 04/07/2024" in once and "250719" not in once
        await phone.taps(say.NOT_ME)
        assert "cấp lại mã kích hoạt" in phone.screen
        assert (await browser.get(f"/ho-so/{record}")).status == 404
        after = await site.browser_of(person)
        assert say_access.PIN_ASK in (await after.get(f"/ho-so/{record}")).text


async def test_a_new_activation_code_forgets_links_and_devices_and_a_lock_leaves_nothing_to_tell(
    database: Database,
):
    house, phone, person = await begun(database)
    async with visited(house) as site:
        browser = site.browser()
        await opens(site, browser, person, None)
        handle = await site.link(person, None)
        await database.write(lambda tx: invitations.reissue(tx, person, now=house.clock(), days=30))
        assert (await browser.get("/ho-so/tiep")).status == 404
        assert (await browser.opens(handle)).status == 404
        await opens(site, browser, person, None)
        assert len(told(phone)) == 2
        now = house.clock()
        await database.write(lambda tx: locking.lock(tx, person, now=now, day=world.TODAY))
        assert await opens(site, site.browser(THIEF), person, None) == 404
    assert len(told(phone)) == 2


async def test_what_is_told_lies_in_the_outbox_with_the_session_that_caused_it(database: Database):
    house, _, person = await begun(database)
    async with visited(house) as site:
        await site.browser().opens(await site.link(person, None))
    kinds = await database.read(
        lambda tx: tx.run(select(outbox.c.key, outbox.c.state).where(outbox.c.kind == "page_device"))
    )
    [(key, state)] = kinds.all()
    assert key.startswith("page_device:1-") and state == "waiting"


async def test_devices_nobody_uses_are_forgotten_after_a_year_and_a_bit(database: Database):
    house, _, person = await begun(database)
    async with visited(house) as site:
        await site.browser().opens(await site.link(person, None))
        house.clock.move(days=399)
        assert await database.write(lambda tx: page_devices.prune(tx, now=house.clock())) == 0
        house.clock.move(days=2)
        assert await database.write(lambda tx: page_devices.prune(tx, now=house.clock())) == 1
