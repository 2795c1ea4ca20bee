"""The province's admin answers once for all: a number, what waits is answered by it, and later cards name it."""

from __future__ import annotations

import pytest

from storage import audit, rulings, verify
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, linked
from tests.handlers.asking_house import EMPTY_NAME, HARD, Asking, open_house

TEXT = "Ô tên mẹ để trống\nSổ không ghi tên mẹ thì để trống như sổ, đưa vào theo dõi, không trả lại."
R04 = "R04 (ô bắt buộc đang trống)"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def asking(database: Database, request: pytest.FixtureRequest) -> Asking:
    await world.found(database)
    return await open_house(House(database, request.param))


async def asked_of_quan(asking: Asking) -> None:
    """A question that has come to the admin."""
    await asking.asks()
    await asking.minh.chooses("Chuyển cấp trên")
    await asking.tells()
    await asking.hanh.chooses("Chuyển cấp trên")
    await asking.tells()


async def drafted(asking: Asking, case: str = "(c) Theo dõi, không trả lại", topic: str = R04) -> None:
    """Quản writes a ruling up to its preview."""
    await asking.quan.says(TEXT)
    assert "Hướng dẫn dẫn tới trường hợp nào" in asking.quan.screen
    await asking.quan.chooses(case)
    await asking.quan.chooses(topic)


async def new_ruling(asking: Asking, **more: str) -> None:
    await asking.quan.says("/traloi")
    await asking.quan.chooses("📚 Hướng dẫn đã ban hành")
    await asking.quan.chooses("➕ Ban hành hướng dẫn mới")
    await asking.quan.says(TEXT)
    await asking.quan.chooses(more.get("case", "(c) Theo dõi, không trả lại"))
    await asking.quan.says(more.get("topic", "R04"))


async def test_one_ruling_answers_all_that_wait_on_the_same_topic(asking: Asking):
    more = [world.birth(n, meHoTen="", quyenSo="02/2005") for n in (41, 42)]
    await world.shelve(asking.database, world.HAI_YEN, more, findings={0: (EMPTY_NAME,), 1: (EMPTY_NAME,)})
    hoa_id = await world.hire(asking.database, "Triệu Thị Hoa", "84912001003", "official", world.HAI_YEN)
    hoa = await linked(asking.house, "1003", hoa_id)
    await hoa.says("/batdau")
    for _ in range(2):
        await hoa.chooses("⋯ Thêm")
        await hoa.chooses("❓ Hỏi vướng mắc")
        await hoa.says(HARD)
    await asked_of_quan(asking)
    await asking.quan.chooses("Ban hành hướng dẫn")
    await drafted(asking)
    preview = asking.quan.screen
    assert "Ô tên mẹ để trống" in preview and "Trường hợp: (c)" in preview and f"Chủ đề: {R04}" in preview
    assert "3 câu hỏi đang chờ cùng chủ đề" in preview
    await asking.quan.chooses("✔ Ban hành, trả lời 3 câu")
    assert "Đã ban hành HD-04, trả lời 3 câu hỏi." in asking.quan.screen
    await asking.tells()
    assert "HD-04 trả lời 2 vướng mắc của anh/chị" in hoa.screen and "Số 41" in hoa.screen, "told once"
    assert "Trả lời vướng mắc Số 1" in asking.lan.screen and "(HD-04)" in asking.lan.screen
    assert sorted(await asking.moves()) == ["ask"] * 3 + ["ruling"] * 3
    await asking.lan.says("/batdau")
    assert "\nSố 1 ·" in asking.lan.screen
    assert "Trả lời vướng mắc (HD-04): Ô tên mẹ để trống." in asking.lan.screen
    assert (await asking.database.read(verify.run)).difference is None
    [line] = await asking.database.read(lambda tx: audit.of(tx, "ruling"))
    assert (line.subject, line.name, len(line.details["answered"])) == ("HD-04", "Chu Thị Quản", 3)


async def test_later_cards_with_that_finding_name_the_ruling_and_show_it_under_the_rules(asking: Asking):
    await new_ruling(asking)
    assert "Không có câu hỏi nào đang chờ" in asking.quan.screen
    await asking.quan.chooses("✔ Ban hành")
    assert "Đã ban hành HD-04." in asking.quan.screen
    await asking.lan.says("/batdau")
    assert "Hướng dẫn HD-04 (xem ở “Quy định”)" in asking.lan.screen
    await asking.lan.chooses("⋯ Thêm")
    await asking.lan.chooses("📖 Quy định")
    assert "HD-04. Ô tên mẹ để trống" in asking.lan.screen and "Câu hỏi quyết định" in asking.lan.screen
    await asking.lan.chooses("◀ Quay lại")
    await asking.lan.chooses("✅ Phê duyệt")
    assert "Hướng dẫn HD" not in asking.lan.screen, "a card without that finding is left alone"


async def test_the_same_question_asked_later_is_answered_at_once(asking: Asking):
    await new_ruling(asking)
    await asking.quan.chooses("✔ Ban hành")
    await asking.asks("so khong ghi ten me, de trong")
    assert "HD-04. Ô tên mẹ để trống" in asking.lan.screen
    await asking.lan.chooses("👍 Đúng ý")
    assert await asking.state() == "PENDING" and asking.minh.chat == []


@pytest.mark.parametrize(
    ("choice", "left"),
    [("Thay HD-04", ["HD-05"]), ("Giữ cả hai", ["HD-05", "HD-04"]), ("✖ Bỏ", ["HD-04"])],
)
async def test_a_ruling_that_contradicts_another_is_not_made_unasked(
    asking: Asking, choice: str, left: list[str]
):
    await new_ruling(asking)
    await asking.quan.chooses("✔ Ban hành")
    await new_ruling(asking, case="(a) Trả lại số hóa")
    assert "Mâu thuẫn với HD-04" in asking.quan.screen
    await asking.quan.chooses(choice)
    if choice == "✖ Bỏ":
        assert "chưa ban hành gì" in asking.quan.screen
    else:
        await asking.quan.chooses("✔ Ban hành")
    found = await asking.database.read(lambda tx: rulings.standing(tx, 10))
    assert [each.number for each in found if each.topics] == left
    old = await asking.database.read(lambda tx: rulings.load(tx, 4))
    assert old is not None and old.withdrawn == (choice == "Thay HD-04"), "what is replaced is kept"


async def test_a_ruling_that_leads_to_the_same_case_is_no_contradiction(asking: Asking):
    for _ in range(2):
        await new_ruling(asking)
        await asking.quan.chooses("✔ Ban hành")
    assert "Đã ban hành HD-05." in asking.quan.screen


async def test_a_heads_answer_is_only_an_answer(asking: Asking):
    await asking.asks()
    assert "Ban hành hướng dẫn" not in f"{asking.minh.screen} {asking.minh.labels()}"
    if asking.house.channel.capabilities.buttons:
        await asking.house.hears(
            "1009", kind="chosen", said=[asking.minh.card.prompt_id, "rule"], ref="x", tap="t"
        )
        await asking.house.hears(
            "1009", kind="chosen", said=[asking.minh.card.prompt_id, "rulings"], ref="x", tap="u"
        )
    assert "Gõ nội dung hướng dẫn" not in asking.minh.screen and "còn hiệu lực" not in asking.minh.screen


async def test_an_admin_who_lost_the_post_in_between_makes_no_ruling(asking: Asking):
    await new_ruling(asking)
    row = next(row for row in await asking.rows(world.roles) if row.role == "admin")
    await world.leaves(asking.database, row.person_id)
    await world.hire(asking.database, "Chu Thị Quản", "84912001008", "head", 1)
    await asking.quan.chooses("✔ Ban hành")
    assert "không thuộc quyền" in asking.quan.screen
    assert len(await asking.database.read(lambda tx: rulings.standing(tx, 10))) == 3


async def test_what_is_asked_while_the_preview_stands_is_shown_before_it_is_answered(asking: Asking):
    await new_ruling(asking)
    await asking.asks()
    await asking.quan.chooses("✔ Ban hành")
    assert "Số câu hỏi đang chờ vừa thay đổi" in asking.quan.screen and "1 câu hỏi" in asking.quan.screen
    await asking.quan.chooses("Ban hành, không trả lời câu nào")
    assert await asking.state() == "ASKED" and "Đã ban hành HD-04." in asking.quan.screen


async def test_a_second_tap_makes_no_second_ruling(asking: Asking):
    await new_ruling(asking)
    shown = asking.quan.chat[-1]
    await asking.quan.chooses("✔ Ban hành")
    if asking.house.channel.capabilities.buttons:
        assert await asking.quan.taps("✔ Ban hành", on=shown) == "Đã ghi nhận"
    else:
        await asking.quan.says("1")
    assert len(await asking.database.read(lambda tx: rulings.standing(tx, 10))) == 4


async def test_only_the_one_question_may_be_answered(asking: Asking):
    await world.shelve(
        asking.database, world.HAI_YEN, [world.birth(41, meHoTen="")], findings={0: (EMPTY_NAME,)}
    )
    hoa_id = await world.hire(asking.database, "Triệu Thị Hoa", "84912001003", "official", world.HAI_YEN)
    hoa = await linked(asking.house, "1003", hoa_id)
    await hoa.says("/batdau")
    await hoa.chooses("⋯ Thêm")
    await hoa.chooses("❓ Hỏi vướng mắc")
    await hoa.says(HARD)
    await asked_of_quan(asking)
    await asking.quan.chooses("Ban hành hướng dẫn")
    await drafted(asking)
    await asking.quan.chooses("Ban hành, chỉ trả lời câu này")
    assert [(row.asked_by, row.state) for row in await asking.rows()] == [
        (hoa_id, "open"), (asking.lan_id, "answered"),
    ]  # fmt: skip


async def test_a_ruling_is_looked_up_and_withdrawn(asking: Asking):
    await new_ruling(asking)
    await asking.quan.chooses("✔ Ban hành")
    await asking.quan.says("/traloi")
    await asking.quan.chooses("📚 Hướng dẫn đã ban hành")
    await asking.quan.says("ten me de trong")
    await asking.quan.chooses("HD-04. Ô tên mẹ để trống")
    await asking.quan.chooses("Thu hồi")
    assert "Thu hồi hướng dẫn này?" in asking.quan.screen
    await asking.quan.chooses("✔ Thu hồi hướng dẫn")
    assert "Đã thu hồi HD-04." in asking.quan.screen
    await asking.lan.says("/batdau")
    assert "Hướng dẫn HD" not in asking.lan.screen
    await asking.asks("so khong ghi ten me, de trong")
    assert "HD-04" not in asking.lan.screen


async def test_cases_and_topics_may_be_typed_and_what_cannot_be_read_is_asked_again(asking: Asking):
    await asking.quan.says("/traloi")
    await asking.quan.chooses("📚 Hướng dẫn đã ban hành")
    await asking.quan.chooses("➕ Ban hành hướng dẫn mới")
    await asking.quan.says("!")
    assert "rõ hơn" in asking.quan.screen
    await asking.quan.says(TEXT)
    await asking.quan.says("b và d")
    assert "Chỉ có các trường hợp a, b, c." in asking.quan.screen
    await asking.quan.says("c, a")
    await asking.quan.says("R99")
    assert "Không đọc được mã" in asking.quan.screen
    await asking.quan.says("r4, ks")
    assert "Trường hợp: (a), (c)" in asking.quan.screen
    assert f"Chủ đề: {R04}; Khai sinh" in asking.quan.screen
