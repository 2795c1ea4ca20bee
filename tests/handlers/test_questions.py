"""Lan meets a difficulty: the bot answers what was ruled before, else the right person does, and the record is back."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from storage import attachments, verify
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, linked
from tests.handlers.asking_house import HARD, Asking, open_house

RULED = "dữ liệu nhập y như sổ nhưng chính sổ hộ tịch ghi sai, có trả lại không"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def asking(database: Database, request: pytest.FixtureRequest) -> Asking:
    await world.found(database)
    return await open_house(House(database, request.param))


async def test_a_question_puts_the_record_aside_and_the_answer_brings_it_back_first(asking: Asking):
    await asking.asks()
    assert "Đã hỏi vướng mắc: Số 1" in asking.lan.screen and "\nSố 2 ·" in asking.lan.screen
    assert "lãnh đạo Xã Hòa Cư, hạn trả lời" in asking.lan.screen
    assert (await asking.state(), await asking.moves()) == ("ASKED", ["ask"])
    told = asking.minh.screen
    assert HARD in told and "Nông Thị Lan hỏi lúc 07:30 04/07" in told and "Hạn trả lời: 07:30 08/07" in told
    assert "N.V.T.1." in told or "N.V.T." in told
    assert "Nông Văn Thử" not in told and "Bản Thử" not in told and "Hoàng Thị" not in told
    assert asking.hanh.chat == [] and asking.quan.chat == [], "the nearest level is asked, nobody else"
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Che một góc không sao, đối chiếu phần còn lại rồi duyệt.")
    assert "Đã gửi trả lời cho Nông Thị Lan." in asking.minh.screen
    await asking.tells()
    assert "Trả lời vướng mắc Số 1" in asking.lan.screen and "Vi Văn Minh" in asking.lan.screen
    assert (await asking.state(), await asking.moves()) == ("PENDING", ["ask", "ruling"])
    await asking.lan.says("/batdau")
    assert "\nSố 1 ·" in asking.lan.screen
    assert "Trả lời vướng mắc: Che một góc không sao" in asking.lan.screen
    await asking.lan.chooses("✅ Phê duyệt")
    assert (await asking.state(), await asking.moves()) == ("APPROVED", ["ask", "ruling", "approve"])
    assert (await asking.database.read(verify.run)).difference is None


async def test_a_sure_ruling_is_shown_before_anybody_is_asked(asking: Asking):
    await asking.asks(RULED)
    assert "HD-03. Sổ gốc sai hoặc thiếu" in asking.lan.screen
    assert "trả lời đúng điều anh/chị hỏi không?" in asking.lan.screen
    assert await asking.state() == "PENDING" and asking.minh.chat == []
    await asking.lan.chooses("👍 Đúng ý")
    assert "Đã ghi: HD-03" in asking.lan.screen and "\nSố 1 ·" in asking.lan.screen
    assert "Trả lời vướng mắc (HD-03):" in asking.lan.screen
    assert (await asking.state(), await asking.moves()) == ("PENDING", [])
    assert [row.state for row in await asking.rows()] == ["answered"]


async def test_what_the_ruling_does_not_answer_goes_on_to_a_person(asking: Asking):
    await asking.asks(RULED)
    await asking.lan.chooses("Không đúng ý")
    await asking.tells()
    assert await asking.state() == "ASKED" and "chính sổ hộ tịch ghi sai" in asking.minh.screen
    assert "\nSố 2 ·" in asking.lan.screen


async def test_the_question_is_taken_back_the_same_day_while_nobody_has_answered(asking: Asking):
    await asking.asks()
    await asking.lan.chooses("↶ Hoàn tác")
    assert "Đã hoàn tác “Đã hỏi vướng mắc”: Số 1" in asking.lan.screen and await asking.state() == "PENDING"
    await asking.minh.chooses("Trả lời")
    assert "đã được rút" in asking.minh.screen
    await asking.minh.says("/traloi")
    assert "Không có câu hỏi nào" in asking.minh.screen
    await asking.lan.says("/homnay")
    assert "đã xong 0" in asking.lan.screen
    assert (await asking.database.read(verify.run)).difference is None


async def test_words_of_an_answer_to_what_was_taken_back_meanwhile_change_nothing(asking: Asking):
    await asking.asks()
    await asking.minh.chooses("Trả lời")
    await asking.lan.says("/hoantac")
    await asking.minh.says("Cứ duyệt đi nhé")
    assert "đã được rút" in asking.minh.screen and await asking.state() == "PENDING"
    assert await asking.moves() == ["ask", "undo"]


async def test_to_ask_counts_for_no_work_and_an_answered_question_cannot_be_taken_back(asking: Asking):
    await asking.lan.says("/batdau")
    await asking.asks()
    await asking.lan.chooses("✅ Phê duyệt")
    assert "Hồ sơ 2/2 hôm nay" in asking.lan.screen
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Duyệt bình thường.")
    await asking.tells()
    await asking.lan.says("/homnay")
    assert "đã xong 1, còn 2 hồ sơ" in asking.lan.screen and "Đã hỏi vướng mắc" in asking.lan.screen
    await asking.lan.says("/hoantac")
    assert "Đã hoàn tác “Đã phê duyệt”" in asking.lan.screen
    await asking.lan.says("/hoantac")
    assert "không hoàn tác được nữa" in asking.lan.screen and await asking.state() == "PENDING"


async def test_of_two_who_answer_the_first_counts_and_the_second_is_told(asking: Asking):
    await asking.asks()
    await asking.hanh.says("/traloi")
    await asking.hanh.chooses("Số 1 · Quyển 01/2005 · Xã Hòa Cư · hạn 08/07")
    await asking.hanh.chooses("Trả lời")
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Duyệt được.")
    await asking.hanh.says("Không duyệt được.")
    assert "Vi Văn Minh đã trả lời: Duyệt được." in asking.hanh.screen
    assert await asking.moves() == ["ask", "ruling"] and [r.answer for r in await asking.rows()] == [
        "Duyệt được."
    ]


async def test_who_lost_the_post_answers_no_more(asking: Asking):
    await asking.asks()
    await asking.minh.chooses("Trả lời")
    minh_id = (await asking.database.read(lambda tx: tx.run(world.people.people.select()))).all()
    await world.leaves(asking.database, next(row.id for row in minh_id if row.full_name == "Vi Văn Minh"))
    await asking.minh.says("Duyệt được.")
    assert "không còn nhiệm vụ" in asking.minh.screen and await asking.state() == "ASKED"


async def test_a_head_of_another_unit_sees_and_answers_nothing(asking: Asking):
    other_id = await world.hire(asking.database, "Hà Văn Khác", "84912001020", "head", world.HAI_YEN)
    other = await linked(asking.house, "1020", other_id)
    await asking.asks()
    await other.says("/traloi")
    assert "Không có câu hỏi nào" in other.screen
    if asking.house.channel.capabilities.buttons:
        minhs = asking.minh.card
        await asking.house.hears("1020", kind="chosen", said=[minhs.prompt_id, "answer"], ref="x", tap="t")
        await asking.house.hears("1020", kind="chosen", said=[minhs.prompt_id, "closing"], ref="x", tap="u")
    assert await asking.state() == "ASKED"
    await asking.lan.says("/traloi")
    assert "không thuộc quyền" in asking.lan.screen


async def test_who_asks_is_never_asked_themself(asking: Asking):
    await world.hire(asking.database, "Nông Thị Lan", "84912001001", "head", world.HOA_CU)
    minh_gone = next(row.person_id for row in await asking.rows(world.roles) if row.role == "head")
    await world.leaves(asking.database, minh_gone)
    await asking.asks()
    assert "lãnh đạo Huyện Cao Lộc" in asking.lan.screen and HARD in asking.hanh.screen
    await asking.lan.says("/traloi")
    assert "Không có câu hỏi nào" in asking.lan.screen


async def test_by_hand_it_goes_up_level_by_level_to_the_admin(asking: Asking):
    await asking.asks()
    await asking.minh.chooses("Chuyển cấp trên")
    assert "Đã chuyển tới lãnh đạo Huyện Cao Lộc" in asking.minh.screen
    await asking.tells()
    assert HARD in asking.hanh.screen and "đã chuyển cấp 1 lần" in asking.hanh.screen
    assert "đã chuyển lên lãnh đạo Huyện Cao Lộc" in asking.lan.screen
    await asking.hanh.chooses("Chuyển cấp trên")
    await asking.tells()
    assert HARD in asking.quan.screen
    assert "Ban hành hướng dẫn" in f"{asking.quan.screen} {asking.quan.labels()}"
    await asking.quan.chooses("Chuyển cấp trên")
    assert "Không còn cấp nào ở trên" in asking.quan.screen
    await asking.quan.chooses("Trả lời")
    await asking.quan.says("Duyệt được.")
    assert await asking.state() == "PENDING"


async def test_after_two_working_days_it_goes_up_by_itself_but_not_on_a_weekend_or_at_night(asking: Asking):
    asking.house.clock.at = datetime(2024, 7, 4, 15, 0, tzinfo=UTC)  # 22:00 on a Thursday in the province
    await asking.asks()
    assert "hạn trả lời 22:00 08/07" in asking.lan.screen
    for at in ((6, 3), (7, 3), (8, 3), (8, 15)):  # Saturday, Sunday, Monday before the time, Monday night
        asking.house.clock.at = datetime(2024, 7, at[0], at[1], 30, tzinfo=UTC)
        assert await asking.sweeps() == 0
    asking.house.clock.at = datetime(2024, 7, 9, 1, 0, tzinfo=UTC)
    assert await asking.sweeps() == 1
    assert HARD in asking.hanh.screen and "đã chuyển lên lãnh đạo Huyện Cao Lộc" in asking.lan.screen
    assert await asking.sweeps() == 0, "once"
    asking.house.clock.at = datetime(2024, 7, 11, 2, 0, tzinfo=UTC)
    assert await asking.sweeps() == 1 and HARD in asking.quan.screen
    asking.house.clock.at = datetime(2024, 7, 16, 2, 0, tzinfo=UTC)
    assert await asking.sweeps() == 1 and "không còn cấp trên để chuyển" in asking.quan.screen
    assert await asking.state() == "ASKED"


async def test_where_nobody_can_answer_yet_it_is_kept_and_goes_to_the_first_who_can(database: Database):
    await world.found(database)
    house = House(database)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    lan_id = await world.hire(database, "Nông Thị Lan", "84912001001", "official", world.HOA_CU)
    lan = await linked(house, "1001", lan_id)
    alone = Asking(house, lan, lan_id, lan, lan, lan, [1])
    await alone.asks()
    assert "Chưa có người trả lời" in lan.screen and await alone.sweeps() == 0
    admin_id = await world.hire(database, "Chu Thị Quản", "84912001008", "admin", 1)
    admin = await linked(house, "1008", admin_id)
    assert await alone.sweeps() == 1
    assert HARD in admin.screen


async def test_an_answer_after_the_record_went_away_still_reaches_who_asked(asking: Asking):
    await asking.asks()
    await asking.database.write(
        lambda tx: tx.run(world.records.update().where(world.records.c.id == 1).values(state="UNSTATED"))
    )
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Duyệt được.")
    await asking.tells()
    assert "Duyệt được." in asking.lan.screen and "đầu danh sách" not in asking.lan.screen
    assert await asking.moves() == ["ask"]


async def test_the_record_of_somebody_who_left_goes_to_the_units_queue(asking: Asking):
    await asking.asks()
    await world.leaves(asking.database, asking.lan_id)
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Duyệt được.")
    [record] = [row for row in await asking.rows(world.records) if row.id == 1]
    assert (record.state, record.assignee_id, record.turn) == ("PENDING", None, 0)


async def test_closing_without_an_answer_asks_once_more_and_brings_the_record_back(asking: Asking):
    await asking.asks()
    await asking.minh.chooses("Đóng")
    assert await asking.state() == "ASKED"
    await asking.minh.chooses("✔ Đóng, không trả lời")
    await asking.tells()
    assert await asking.state() == "PENDING" and "không có câu trả lời" in asking.lan.screen
    await asking.lan.says("/batdau")
    assert "\nSố 1 ·" in asking.lan.screen and "Trả lời vướng mắc" not in asking.lan.screen


@pytest.mark.parametrize(
    ("words", "said"),
    [("?", "rõ hơn"), ("  ", "❓"), ("chữ " * 1000, "quá dài")],
    ids=["one sign", "blanks", "4000 letters"],
)
async def test_words_that_are_no_question_ask_nobody(asking: Asking, words: str, said: str):
    await asking.asks(words)
    assert await asking.state() == "PENDING" and await asking.rows() == [] and asking.minh.chat == []
    if words.strip():
        assert said in asking.lan.screen
    await asking.lan.says("Bìa sổ rách góc thì sao")
    assert await asking.state() == "ASKED"


async def test_names_and_numbers_in_the_question_itself_are_masked(asking: Asking):
    await asking.asks("Ông nông văn mẫu có căn cước 020080001234, trong sổ dán băng keo")
    assert "020080001234" not in asking.minh.screen and "***234" in asking.minh.screen
    assert "nông văn mẫu" not in asking.minh.screen.lower()


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(target, "JPEG")
    return target.getvalue()


async def test_a_picture_goes_along_and_its_words_may_follow(asking: Asking):
    await asking.lan.says("/batdau")
    await asking.lan.chooses("⋯ Thêm")
    await asking.lan.chooses("❓ Hỏi vướng mắc")
    await asking.lan.sends(photo())
    assert "Đã nhận ảnh" in asking.lan.screen
    await asking.lan.says(HARD)
    [row] = await asking.rows()
    assert row.attachment_id is not None
    kept = await asking.database.read(lambda tx: attachments.find(tx, row.attachment_id))
    assert kept is not None and kept.sent_by == asking.lan_id
    await asking.house.fetches()
    await asking.tells()
    assert photo() in [shown.file_content for shown in asking.minh.chat], "and whoever answers sees it"


async def test_general_questions_are_asked_listed_answered_and_taken_back(asking: Asking):
    await asking.lan.says("/vuongmac")
    assert "chưa hỏi vướng mắc nào" in asking.lan.screen
    await asking.lan.says(HARD)
    await asking.tells()
    assert "Đã chuyển tới lãnh đạo Xã Hòa Cư" in asking.lan.screen and "câu hỏi chung" in asking.minh.screen
    await asking.minh.chooses("Trả lời")
    await asking.minh.says("Không tính.")
    await asking.tells()
    assert "Không tính." in asking.lan.screen and "đầu danh sách" not in asking.lan.screen
    await asking.lan.says("vướng mắc")
    assert "(đã trả lời)" in asking.lan.screen and "→ Không tính." in asking.lan.screen
    await asking.lan.says("Máy quét kẹt giấy thì báo ai")
    await asking.lan.says("/vuongmac")
    await asking.lan.chooses("Rút: Máy quét kẹt giấy thì báo ai")
    assert "Đã rút câu hỏi" in asking.lan.screen
    assert [row.state for row in await asking.rows()] == ["answered", "withdrawn"]


async def test_words_behind_the_command_are_the_question(asking: Asking):
    await asking.lan.says(f"/vuongmac {RULED}")
    assert "HD-03. Sổ gốc sai hoặc thiếu" in asking.lan.screen
    await asking.lan.chooses("👍 Đúng ý")
    assert "HD-03 trả lời vướng mắc này" in asking.lan.screen
    await asking.lan.says(f"/vuongmac {HARD}")
    assert "Đã chuyển tới" in asking.lan.screen
    await asking.quan.says("/vuongmac ai trả lời tôi")
    assert "không thuộc quyền" in asking.quan.screen


async def test_practice_cards_ask_nobody(database: Database):
    await world.found(database)
    house = House(database, practice=6)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    lan_id = await world.hire(database, "Nông Thị Lan", "84912001001", "official", world.HOA_CU, practised=0)
    lan = await linked(house, "1001", lan_id)
    await lan.says("/batdau")
    await lan.chooses("⋯ Thêm")
    await lan.chooses("❓ Hỏi vướng mắc")
    assert "Hồ sơ tập dượt không gửi câu hỏi" in lan.screen
