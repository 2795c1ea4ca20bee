"""What is decided on the page is judged as in the chat, and the chat's card follows."""

from __future__ import annotations

from domain.records import Finding, Severity
from domain.wording import captions
from domain.wording import page_access as say
from storage.engine import Database
from storage.people import accounts_of
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, linked
from tests.page.mornings import PAGE, begun, record_on
from tests.page.visiting import visited


async def test_the_living_card_goes_on_in_its_place(database: Database):
    house, phone, person = await begun(database)
    card, record = phone.card.ref, await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        await browser.get(f"/ho-so/{record}")
        done = (await browser.act(record, "approve")).json
    assert done["is"] == "done" and "Đã phê duyệt: Số 1" in done["said"] and done["left"] == 2
    assert done["next"]["title"].endswith("Số 2 · Quyển 01/2005") and 'id="frame"' in done["html"]
    await house.delivers()
    assert phone.card.ref == card and len(phone.chat) == 1 + len([m for m in phone.chat if m.ref != card])
    assert "Đã phê duyệt: Số 1" in phone.screen and "Số 2 ·" in phone.screen
    await phone.taps(captions.APPROVE)
    assert "Đã phê duyệt: Số 2" in phone.screen


async def test_the_old_button_on_a_card_the_page_has_overtaken_changes_nothing(database: Database):
    house, phone, person = await begun(database)
    record, old = await record_on(phone), phone.card
    async with visited(house) as site:
        await (await site.browser_of(person)).act(record, "approve")
    assert await phone.taps(captions.RETURN, on=old) == captions.CARD_CHANGED
    assert (await world.state_of(database, record))[0] == "APPROVED"


async def test_where_nothing_can_be_edited_one_card_comes_when_the_page_rests(database: Database):
    from bot.page import moving_on

    house, phone, person = await begun(database, NUMBERS)
    record, cards = await record_on(phone), len(phone.chat)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        first = (await browser.act(record, "approve")).json
        await browser.act(first["next"]["record_id"], "approve")
        await house.delivers()
        assert len(phone.chat) == cards
        house.clock.move(seconds=61)
        assert await moving_on.catch_up(database, house.conversation, house.clock()) == 1
        assert await moving_on.catch_up(database, house.conversation, house.clock()) == 0
        await house.delivers()
    assert len(phone.chat) == cards + 1 and "Số 3 ·" in phone.screen


async def test_words_in_the_chat_never_decide_what_the_page_has_overtaken(database: Database):
    house, phone, person = await begun(database, NUMBERS)
    record = await record_on(phone)
    async with visited(house) as site:
        await (await site.browser_of(person)).act(record, "approve")
    await phone.says("1")
    states = [(await world.state_of(database, each))[0] for each in (record, record + 1, record + 2)]
    assert states == ["APPROVED", "PENDING", "PENDING"]
    assert "Số 2 ·" in phone.screen


async def test_the_last_record_ends_the_day_in_the_chat_too(database: Database):
    house, phone, person = await begun(database, NUMBERS, number=1)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        last = (await browser.act(record, "approve")).json
        assert (last["next"], last["left"]) == (None, 0)
        over = await browser.get("/ho-so/tiep")
    assert f"{captions.NONE_LEFT}. Hôm nay anh/chị đã rà soát 1 hồ sơ." in over.text
    await house.delivers()
    assert captions.NONE_LEFT in phone.screen


async def test_five_returns_for_one_reason_stop_a_book_from_the_page_as_well(database: Database):
    house, phone, person = await begun(database, number=8)
    head = await world.hire(database, "Lý Văn Đầu", "84912000009", "head", world.HOA_CU)
    chief = await linked(house, "1009", head)
    async with visited(house) as site:
        browser, record = await site.browser_of(person), await record_on(phone)
        for _ in range(5):
            told = (await browser.act(record, "return", reason="WRONG_SCAN")).json
            record = told["next"]["record_id"] if told["next"] else 0
        assert told["next"] is None
    await house.delivers()
    assert chief.chat and "01/2005" in chief.screen


async def test_a_grave_finding_asks_the_deciding_question_before_the_second_tap(database: Database):
    await world.found(database)
    house = House(database)
    grave = Finding("R04", "nksQueQuan", Severity.SERIOUS, "c")
    slip = Finding("R20", "chaHoTen", Severity.WARNING, "b", "Nông  Văn", "Nông Văn Mẫu", True)
    ids = await world.shelve(
        database, world.HOA_CU, [world.birth(n) for n in range(1, 5)],
        findings={0: (grave,), 1: (grave,), 2: (slip,)},
    )  # fmt: skip
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    async with visited(house) as site:
        browser = await site.browser_of(person)
        asked = (await browser.act(ids[0], "approve")).json
        assert asked["is"] == "asked" and asked["question"]["kind"] == "REGISTER_INCOMPLETE"
        assert ["sure", captions.APPROVE_ANYWAY] in asked["question"]["choices"]
        to_list = (await browser.act(ids[0], "approve", answer="same")).json
        assert to_list["question"]["about"] == "follow"
        assert (await browser.act(ids[0], "approve", sure=True)).json["is"] == "done"
        guarded = (await browser.act(ids[1], "return", reason="MISSING_FIELDS")).json
        assert guarded["question"]["about"] == "return"
        followed = (
            await browser.act(ids[1], "follow_up", kind="REGISTER_INCOMPLETE", note="  sổ  trống ")
        ).json
        assert followed["is"] == "done" and "bổ sung" in followed["said"]
        stale = (await browser.act(ids[2], "fix", changes={"chaHoTen": "Khác"}, suggested=True)).json
        assert stale["is"] == "gone"
        applied = (
            await browser.act(ids[2], "fix", changes={"chaHoTen": "Nông Văn Mẫu"}, suggested=True)
        ).json
        assert applied["is"] == "gone"  # that is what stands there: the tap is not offered
    states = [(await world.state_of(database, each))[0] for each in ids]
    assert states == ["APPROVED", "FOLLOW_UP", "PENDING", "PENDING"]


async def test_a_wrong_value_is_named_at_its_field_and_nothing_is_saved(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        told = (
            await browser.act(record, "fix", changes={"nksNgaySinh": "31.02.2005", "meHoTen": "Hoàng 2"})
        ).json
        assert told["is"] == "refused" and set(told["faults"]) == {"nksNgaySinh", "meHoTen"}
        same = (await browser.act(record, "fix", changes={"meHoTen": "Hoàng Thị Mẫu"})).json
        assert same["is"] == "refused"
        unknown = (await browser.act(record, "fix", changes={"id": "1"})).json
        assert (unknown["is"], unknown["said"]) == ("refused", say.NO_FIELD)
        saved = (await browser.act(record, "fix", changes={"meHoTen": "Hoàng Thị Mầu"})).json
        assert saved["is"] == "done"
    assert (await world.state_of(database, record))[2]["meHoTen"] == "Hoàng Thị Mầu"


async def test_an_act_sent_twice_is_done_once_and_undone_by_its_own_act(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        key = "a" * 32
        first = (await browser.act(record, "approve", key=key)).json
        again = (await browser.act(record, "approve", key=key)).json
        assert (first["is"], again["is"], again["said"]) == ("done", "again", first["said"])
        other_key = (await browser.act(record, "return", reason="WRONG_SCAN")).json
        assert other_key["is"] == "gone"
        undone = (await browser.act(record, "undo", key="b" * 32)).json
        assert undone["is"] == "done" and undone["next"]["record_id"] == record
        again = (await browser.act(record, "undo", key="b" * 32)).json
        assert again["is"] == "again"
        stale = (await browser.act(record, "approve", key=key)).json  # a retry that comes very late
        assert stale["is"] == "again"
    assert (await world.state_of(database, record))[0] == "PENDING"


async def test_the_third_skip_needs_a_reason_here_too(database: Database):
    house, phone, person = await begun(database, number=1)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        for _ in range(2):
            assert (await browser.act(record, "skip")).json["is"] == "done"
        assert (await browser.act(record, "skip")).json["question"]["about"] == "skip"
        assert (await browser.act(record, "skip", reason="ừ")).json["is"] == "refused"
        assert (await browser.act(record, "skip", reason=captions.SKIP_NO_BOOK)).json["is"] == "done"


async def test_an_undo_meant_for_another_decision_is_refused(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        second = (await browser.act(record, "approve")).json["next"]["record_id"]
        await house.delivers()
        await phone.taps(captions.APPROVE)  # the second one, in the chat
        refused = (await browser.act(record, "undo")).json
        assert (refused["is"], refused["said"]) == ("refused", say.OTHER_DECISION)
        assert (await browser.act(second, "undo")).json["is"] == "done"


async def test_an_undo_that_waited_for_a_line_takes_back_what_it_meant_and_nothing_later(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        shown = (await browser.act(record, "approve")).json["next"]
        second, meant = shown["record_id"], shown["undo"]["decision_id"]
        await house.delivers()
        await phone.taps(captions.APPROVE)  # the second one, in the chat, while the undo waits for a line
        late = (await browser.act(second, "undo", undoes=meant)).json
        assert (late["is"], late["said"]) == ("refused", say.OTHER_DECISION)
        assert (await world.state_of(database, second))[0] == "APPROVED"
        newest = late["next"]["undo"]["decision_id"] if late["next"] else meant + 1
        assert (await browser.act(second, "undo", undoes=newest)).json["is"] == "done"
    assert (await world.state_of(database, second))[0] == "PENDING"
    assert (await world.state_of(database, record))[0] == "APPROVED"


async def test_a_record_that_is_only_read_offers_nothing_to_change(database: Database):
    await world.found(database)
    house = House(database, BUTTONS, page_url=PAGE)
    tip = Finding("R20", "meHoTen", Severity.WARNING, "b", "Hoang Thị Mẫu", "Hoàng Thị Mẫu")
    [record] = await world.shelve(database, world.HOA_CU, [world.birth(1)], findings={0: (tip,)})
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await (await linked(house, "1001", person)).says("/batdau")
    async with visited(house) as site:
        browser = await site.browser_of(person)
        before = await browser.get(f"/ho-so/{record}")
        assert "data-suggest" in before.text and 'data-do="approve"' in before.text
        assert (await browser.act(record, "approve")).json["is"] == "done"
        after = await browser.get(f"/ho-so/{record}")
        assert after.status == 200
        assert "data-suggest" not in after.text and 'data-do="approve"' not in after.text


async def test_an_account_that_was_let_go_takes_its_sessions_along(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        await linked(house, "2002", person)  # her new telephone
        assert (await browser.get(f"/ho-so/{record}")).status == 404
    assert len(await database.read(lambda tx: accounts_of(tx, person))) == 1
