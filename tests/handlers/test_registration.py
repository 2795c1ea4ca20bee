"""People come in with their code and nobody else does."""

from __future__ import annotations

import pytest

from domain.talk.values import Address
from storage import people
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

HELP = "Bot này dành cho cán bộ có tên trong danh sách"


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database)


async def hoa(house: House, *, practised: int = 99) -> int:
    person = await world.hire(
        house.database, "Triệu Thị Hoa", "84912000003", "official", world.HOA_CU, practised=practised
    )
    await world.invite(house.database, person, "ABCD2345")
    return person


async def owner_of(house: House, user: str) -> int | None:
    account, _ = await house.database.write(lambda tx: people.who(tx, Address("telegram", user)))
    return account.person_id


async def test_hoa_opens_her_link_shares_her_number_and_is_in(house: House):
    person = await hoa(house)
    phone = house.phone("2001")
    await phone.says("/start ABCD2345")
    assert phone.chat[-1].asks_contact
    await phone.shares_contact("+84 912 000 003")
    assert "Chào anh/chị Triệu Thị Hoa" in phone.chat[-2].text
    assert phone.labels() == ["▶ Bắt đầu rà soát"]
    assert await owner_of(house, "2001") == person


async def test_a_code_may_be_typed_with_small_letters_and_a_gap(house: House):
    await hoa(house)
    phone = house.phone("2001")
    await phone.says("abcd 2345")
    assert phone.chat[-1].asks_contact


async def test_somebody_elses_contact_card_opens_nothing(house: House):
    await hoa(house)
    phone = house.phone("2001")
    await phone.says("/start ABCD2345")
    await phone.shares_contact("84912000003", own=False)
    assert "không phải số điện thoại của chính tài khoản này" in phone.screen
    assert await owner_of(house, "2001") is None


async def test_an_own_number_that_is_not_on_the_roster_opens_nothing(house: House):
    await hoa(house)
    phone = house.phone("2001")
    await phone.says("/start ABCD2345")
    await phone.shares_contact("84999999999")
    assert "không trùng với số trong danh sách" in phone.screen
    assert await owner_of(house, "2001") is None


async def test_a_used_code_is_dead(house: House):
    await hoa(house)
    first, second = house.phone("2001"), house.phone("2002")
    await first.says("/start ABCD2345")
    await first.shares_contact("84912000003")
    await second.says("/start ABCD2345")
    assert HELP in second.screen
    await second.shares_contact("84912000003")
    assert await owner_of(house, "2002") is None


async def test_of_two_phones_with_one_code_one_gets_in(house: House):
    await hoa(house)
    first, second = house.phone("2001"), house.phone("2002")
    await first.says("/start ABCD2345")
    await second.says("/start ABCD2345")
    await first.shares_contact("84912000003")
    await second.shares_contact("84912000003")
    assert [await owner_of(house, user) is None for user in ("2001", "2002")] == [False, True]
    assert "hết hiệu lực" in second.screen


async def test_an_old_code_is_dead(house: House):
    await hoa(house)
    house.clock.move(days=31)
    phone = house.phone("2001")
    await phone.says("/start ABCD2345")
    assert HELP in phone.screen


async def test_a_code_given_anew_takes_the_place_of_the_old_account(house: House):
    person = await hoa(house)
    old = await linked(house, "2001", person)
    await world.invite(house.database, person, "WXYZ2345", relink=True)
    new = house.phone("2002")
    await new.says("/start WXYZ2345")
    await new.shares_contact("84912000003")
    assert (await owner_of(house, "2001"), await owner_of(house, "2002")) == (None, person)
    await old.says("/batdau")
    assert HELP in old.screen


async def test_a_first_code_does_not_push_out_an_account_that_is_linked(house: House):
    person = await hoa(house)
    await linked(house, "2001", person)
    other = house.phone("2002")
    await other.says("/start ABCD2345")
    assert "kích hoạt bằng một tài khoản khác" in other.screen
    assert await owner_of(house, "2001") == person


async def test_a_stranger_gets_one_help_text_an_hour_whatever_they_send(house: House):
    phone = house.phone("6666")
    for words in ("xin chào", "/batdau", "/tiendo", "✅ Phê duyệt", "1", "x" * 10_000):
        await phone.says(words)
    await phone.shares_contact("84912000003")
    await house.hears("6666", kind="chosen", said=[1, "approve"], ref="1", tap="cb-x")
    await house.hears("6666", kind="other", said=["sticker"])
    assert [message.text[: len(HELP)] for message in phone.chat] == [HELP]
    house.clock.move(minutes=61)
    await phone.says("xin chào")
    assert len(phone.chat) == 2


async def test_codes_cannot_be_tried_without_end_and_wrong_ones_are_the_one_help_text(house: House):
    await hoa(house)
    phone = house.phone("6666")
    for n in range(10):
        await phone.says(f"AAAA222{n}")
    await phone.says("ABCD2345")
    assert [message.text[: len(HELP)] for message in phone.chat] == [HELP]
    house.clock.move(minutes=61)
    await phone.says("ABCD2345")
    assert phone.chat[-1].asks_contact


async def test_a_code_that_is_right_is_heard_after_the_help_text(house: House):
    await hoa(house)
    phone = house.phone("6666")
    await phone.says("/start")
    await phone.says("AAAA2222")
    await phone.says("abcd 2345")
    assert phone.chat[-1].asks_contact


async def test_who_holds_anothers_code_is_not_answered_without_end(house: House):
    await hoa(house)
    phone = house.phone("6666")
    await phone.says("/start ABCD2345")
    for _ in range(30):
        await phone.shares_contact("84999999999")
    assert len(phone.chat) == 10


async def test_who_comes_back_with_a_new_number_gets_in_by_the_new_code(house: House):
    before = await hoa(house)
    phone = await linked(house, "2001", before)
    await world.leaves(house.database, before)
    await phone.says("/batdau")
    assert "không còn nhiệm vụ" in phone.screen
    again = await world.hire(house.database, "Triệu Thị Hoa", "84912000099", "official", world.HOA_CU)
    await world.invite(house.database, again, "NEWC2345")
    await phone.says("/start NEWC2345")
    await phone.shares_contact("84912000099")
    assert await owner_of(house, "2001") == again
    assert "Chào anh/chị Triệu Thị Hoa" in "".join(message.text for message in phone.chat)


async def test_who_has_left_keeps_no_card_in_the_chat(house: House):
    person = await hoa(house)
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await linked(house, "2001", person)
    await phone.says("/batdau")
    assert "Số 1 ·" in phone.screen
    await world.leaves(house.database, person)
    await phone.says("xin chào")
    assert not [message for message in phone.chat if "Số 1 ·" in message.text or message.choices]


async def test_who_has_left_is_a_stranger_from_the_next_word_on(house: House):
    person = await hoa(house)
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await linked(house, "2001", person)
    await phone.says("/batdau")
    await world.leaves(house.database, person)
    await phone.taps("✅ Phê duyệt")
    assert "không còn nhiệm vụ" in phone.screen
    assert (await world.state_of(house.database, record))[0] == "PENDING"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def practising(database: Database, request: pytest.FixtureRequest) -> tuple[House, Phone]:
    await world.found(database)
    house = House(database, request.param, practice=6)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    person = await hoa(house, practised=0)
    return house, await linked(house, "2001", person)


async def test_six_practice_cards_come_first_and_count_nothing(practising: tuple[House, Phone]):
    house, phone = practising
    await phone.says("/batdau")
    assert phone.screen.startswith("Tập dượt 1/6")
    await phone.says("Họ tên mẹ: Hoàng Thị Thử")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert phone.screen.startswith("Tập dượt 2/6")
    await phone.chooses("✅ Phê duyệt")
    assert phone.screen.startswith("Tập dượt 2/6") and "Sổ ghi thế nào?" in phone.screen
    await phone.chooses("Vẫn phê duyệt")
    assert phone.screen.startswith("Tập dượt 2/6") and "theo dõi" in phone.screen
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Sổ gốc cũng như vậy")
    await phone.chooses("Sổ ghi thiếu")
    assert phone.screen.startswith("Tập dượt 3/6")
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Của đơn vị khác")
    await phone.says("Ngày chết: 10/05/2018")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await phone.chooses("📕 Sổ gốc sai/thiếu")
    await phone.chooses("Sổ ghi sai")
    assert phone.screen.startswith("Tập dượt 6/6")
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Nhầm bản quét")
    await phone.chooses("▶ Bắt đầu rà soát")
    assert "Số 1 · Quyển 01/2005" in phone.screen and "Tập dượt" not in phone.screen
    from storage.decisions import decisions

    rows = await house.database.read(lambda tx: tx.run(decisions.select()))
    assert rows.all() == []
