"""After number and day a head sends the document itself and names its people; those above see and open it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from domain.talk.values import Failed, Unsupported
from storage import assignment_documents, assignment_people, attachments
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.world import HAI_YEN, HOA_CU, birth

PROVINCE, CAO_LOC = 1, 2
FILED = "Đã ghi nhận văn bản phân công số 15/QĐ-UBND ngày 03/07/2024 của Xã Hòa Cư."
PDF = b"%PDF-1.4 quyet dinh\n%%EOF"
SKIP, REPLACE, SEE, SEND = "Bỏ qua", "Nộp lại", "📎 Xem tệp", "📎 Gửi tệp"
ASKED_FOR_FILE = "Xin gửi ảnh hoặc tệp PDF của văn bản vào đây"
ASKED_FOR_PEOPLE = "Văn bản phân công những ai?"


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(target, "JPEG")
    return target.getvalue()


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(database, unit, [birth(n) for n in (1, 2)])
    return House(database, request.param, deadline=date(2024, 7, 17), assignment_deadline=date(2024, 7, 10))


async def somebody(house: House, name: str, number: int, role: str, unit: int) -> Phone:
    person_id = await world.hire(house.database, name, f"849120000{number:02}", role, unit)
    return await linked(house, f"u{number}", person_id)


@pytest.fixture
async def hung(house: House) -> Phone:
    """Lương Văn Hùng heads the commune of Hòa Cư, where Lan and Sơn review."""
    head = await somebody(house, "Lương Văn Hùng", 1, "head", HOA_CU)
    await somebody(house, "Nông Thị Lan", 11, "official", HOA_CU)
    await somebody(house, "Vi Văn Sơn", 12, "official", HOA_CU)
    return head


@pytest.fixture
async def minh(house: House) -> Phone:
    """Hoàng Văn Minh heads the district's office of justice."""
    return await somebody(house, "Hoàng Văn Minh", 2, "head", CAO_LOC)


async def named_it(hung: Phone) -> None:
    """Go as far as number and day."""
    await hung.says("/phancong")
    await hung.chooses("Nộp văn bản phân công")
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert hung.screen.startswith(FILED) and ASKED_FOR_FILE in hung.screen


async def document(house: House, unit: int = HOA_CU) -> assignment_documents.Document:
    found = await house.database.read(lambda tx: assignment_documents.of_unit(tx, unit))
    assert found is not None
    return found


async def people(house: House) -> list[tuple[str, int | None]]:
    known = await document(house)
    found = await house.database.read(lambda tx: assignment_people.of_document(tx, known.id))
    return [(one.name, one.person_id) for one in found]


async def test_the_document_itself_and_its_people_follow_number_and_day(house: House, hung: Phone):
    await named_it(hung)
    await hung.sends(PDF, "QĐ 15.pdf", mime="application/pdf")
    assert hung.screen.startswith("Đã nhận tệp.") and ASKED_FOR_PEOPLE in hung.screen
    await hung.says("1. Nông Thị Lan\n2. Ông Lý Văn Đông - công chức tư pháp")
    assert hung.screen.splitlines()[:4] == [
        "Đã ghi những người được phân công.",
        "📄 Xã Hòa Cư: văn bản phân công số 15/QĐ-UBND ngày 03/07/2024 (nộp 04/07/2024, Lương Văn Hùng).",
        "📎 Tệp đang được tải về.",
        "👥 Người được phân công (2): Nông Thị Lan; Lý Văn Đông (không có trong danh sách).",
    ]
    assert await people(house) == [("Nông Thị Lan", 2), ("Lý Văn Đông", None)]
    assert await house.fetches() == 1
    await hung.says("/phancong")
    await hung.chooses("📄 Xem văn bản")
    assert "📎 Tệp: QĐ 15.pdf" in hung.screen
    await hung.chooses(SEE)
    assert hung.chat[-1].file_name == "QĐ 15.pdf" and hung.chat[-1].file_content == PDF
    assert hung.screen == "Xã Hòa Cư: văn bản số 15/QĐ-UBND ngày 03/07/2024."


async def test_file_and_people_may_be_left_out_and_given_later(house: House, hung: Phone):
    await named_it(hung)
    await hung.chooses(SKIP)
    assert hung.screen.startswith(ASKED_FOR_PEOPLE)
    await hung.chooses(SKIP)
    assert "📎 Chưa có tệp." in hung.screen and "👥 Chưa ghi người được phân công." in hung.screen
    await hung.chooses(SEND)
    await hung.sends(photo())
    await hung.chooses("👥 Cả 2 cán bộ của đơn vị")
    assert await people(house) == [("Nông Thị Lan", 2), ("Vi Văn Sơn", 3)]
    await house.fetches()
    assert (await document(house)).attachment_id is not None
    await hung.chooses("👥 Ghi lại người được phân công")
    await hung.says("nong thi lan")
    assert await people(house) == [("Nông Thị Lan", 2)]


async def test_a_photo_with_number_and_day_under_it_is_filed_at_once(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses("Nộp văn bản phân công")
    await hung.sends(photo(), caption="15/QĐ-UBND 3/7/2024")
    assert hung.screen.startswith(f"{FILED} Đã nhận tệp.") and ASKED_FOR_PEOPLE in hung.screen
    assert (await document(house)).attachment_id == 1


@pytest.mark.parametrize("caption", ["", "quyết định đây"])
async def test_a_photo_that_comes_first_is_kept_for_the_number(house: House, hung: Phone, caption: str):
    await hung.says("/phancong")
    await hung.chooses("Nộp văn bản phân công")
    await hung.sends(photo(), caption=caption)
    assert ("Đã nhận tệp. Nay gõ số" if not caption else "Chưa đọc được") in hung.screen
    await hung.says("nộp sau")
    await hung.says("15/QĐ-UBND 3/7/2024")
    assert hung.screen.startswith(f"{FILED} Đã nhận tệp.")
    assert (await document(house)).attachment_id == 1


NAMES = [
    ("Nông Thị Lan, Vi Văn Sơn", ["Nông Thị Lan", "Vi Văn Sơn"]),
    ("nong thi lan; VI VĂN SƠN", ["Nông Thị Lan", "Vi Văn Sơn"]),
    ("- Bà Nông Thị Lan (trưởng nhóm)\n- đ/c Vi Văn Sơn: ghi sổ", ["Nông Thị Lan", "Vi Văn Sơn"]),
    ("Vi Văn Sơn và Nông Thị Lan", ["Vi Văn Sơn", "Nông Thị Lan"]),
    ("Nông Thị Lan\n\nNông Thị Lan", ["Nông Thị Lan"]),
    ("Nông Thị Lan 0912 000 011", ["Nông Thị Lan"]),
    ("1) Bà Triệu\n2) Anh Đào", ["Triệu", "Đào"]),
    ("\n".join(f"Người {chr(97 + n)}" for n in range(20)), [f"Người {chr(97 + n)}" for n in range(20)]),
]


@pytest.mark.parametrize(("typed", "written"), NAMES, ids=[str(n) for n in range(len(NAMES))])
async def test_names_are_read_as_people_write_them(house: House, hung: Phone, typed: str, written: list[str]):
    await named_it(hung)
    await hung.chooses(SKIP)
    await hung.says(typed)
    assert [name for name, _ in await people(house)] == written


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("\n".join(f"Người {chr(97 + n)}" for n in range(21)), "Nhiều quá 20 người"),
        ("...", "Chưa thấy tên ai."),
        ("12, 13", "Chưa thấy tên ai."),
        ("Nông " * 20, "Có tên quá dài"),
    ],
)
async def test_what_names_nobody_is_told_and_asked_again(house: House, hung: Phone, typed: str, told: str):
    await named_it(hung)
    await hung.chooses(SKIP)
    await hung.says(typed)
    assert hung.screen.startswith(told) and ASKED_FOR_PEOPLE in hung.screen and await people(house) == []
    await hung.says("Vi Văn Sơn")
    assert await people(house) == [("Vi Văn Sơn", 3)]


async def test_of_two_with_the_same_letters_the_accents_tell_and_else_neither_is_meant(
    house: House, hung: Phone
):
    await somebody(house, "Vi Văn Sớn", 13, "official", HOA_CU)
    await somebody(house, "Nông Thị Lan", 14, "official", HAI_YEN)
    await named_it(hung)
    await hung.chooses(SKIP)
    await hung.says("Vi Văn Sớn, Nông Thị Lan")
    assert await people(house) == [("Vi Văn Sớn", 4), ("Nông Thị Lan", 2)]
    await hung.chooses("👥 Ghi lại người được phân công")
    await hung.says("vi van son")
    assert await people(house) == [("vi van son", None)]


# ── files that will not do ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "mime", "size", "told"),
    [
        ("QĐ 15.docx", "application/msword", 900, "Loại tệp này tôi không nhận."),
        ("QĐ 15.exe", "", 900, "Loại tệp này tôi không nhận."),
        ("QĐ 15.pdf", "application/pdf", 21 * 1024 * 1024, "Tệp lớn quá 20 MB"),
    ],
)
async def test_a_file_that_is_not_taken_is_told_at_once_and_another_may_be_sent(
    house: House, hung: Phone, name: str, mime: str, size: int, told: str
):
    await named_it(hung)
    await house.hears("u1", kind="attached", said=["document", "x", name, mime, size, ""], ref="m1")
    assert hung.screen.startswith(told)
    await hung.sends(PDF, "QĐ 15.pdf")
    assert hung.screen.startswith("Đã nhận tệp.")
    assert (await document(house)).attachment_id == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (photo()[:300], "hỏng, hoặc ảnh quá nhiều điểm"),
        (b"PK\x03\x04", "không phải ảnh JPEG, PNG hay PDF"),
        (b"", "rỗng"),
    ],
)
async def test_a_file_that_turns_out_to_be_of_no_use_is_told_and_asked_for_again(
    house: House, hung: Phone, content: bytes, told: str
):
    await named_it(hung)
    await hung.sends(content, "QĐ 15.pdf")
    await hung.chooses(SKIP)
    await house.fetches()
    assert hung.screen.startswith("⚠️ Tệp “QĐ 15.pdf” anh/chị gửi lúc") and told in hung.screen
    await hung.says("/phancong")
    await hung.chooses("📄 Xem văn bản")
    assert "📎 Tệp không dùng được, xin gửi lại." in hung.screen
    await hung.chooses(SEND)
    await hung.sends(PDF, "QĐ 15.pdf")
    await hung.chooses(SKIP)
    await house.fetches()
    await hung.says("/phancong")
    await hung.chooses("📄 Xem văn bản")
    assert "📎 Tệp: QĐ 15.pdf" in hung.screen


async def test_a_file_that_cannot_be_fetched_is_tried_again_and_then_told(house: House, hung: Phone):
    await named_it(hung)
    await hung.sends(PDF, "QĐ 15.pdf")
    house.channel.refusing["fetch"] = [Failed("unavailable: HTTP 502")] * 6
    for _ in range(6):
        assert "không dùng được" not in hung.screen
        assert await house.fetches() == 1
        house.clock.move(minutes=20)
    assert "không tải được từ kênh chat. Xin gửi lại." in hung.screen
    assert await house.fetches() == 0


async def test_ten_files_at_once_are_one_file_and_one_word_about_the_rest(house: House, hung: Phone):
    await named_it(hung)
    before = len(hung.chat)
    for _ in range(10):
        await hung.sends(photo())
    assert [message.text[:30] for message in hung.chat[before:]] == [
        "Đã nhận tệp.\nVăn bản phân công những ai? Gõ họ tên"[:30],
        "Mỗi lần chỉ nhận một tệp: tôi giữ"[:30],
    ]
    await hung.says("Vi Văn Sơn")
    assert await people(house) == [("Vi Văn Sơn", 3)]
    assert await house.fetches() == 1


async def test_a_heap_of_files_nobody_asked_for_is_answered_once(house: House, hung: Phone):
    for _ in range(5):
        await hung.sends(photo(), caption="phê duyệt")
    assert [message.text for message in hung.chat] == [
        "Tôi chỉ đọc được chữ và nút bấm. Xin bấm nút trên thẻ hoặc gõ /huongdan."
    ]
    house.clock.move(minutes=1)
    await hung.sends(PDF, "QĐ.pdf")
    assert len(hung.chat) == 2 and await house.fetches() == 0


async def test_a_sticker_where_the_document_is_awaited_is_told_what_is(house: House, hung: Phone):
    await named_it(hung)
    await house.hears("u1", kind="other", said=["sticker"], ref="m9")
    assert hung.screen.startswith("Loại tệp này tôi không nhận.")
    assert Unsupported("sticker").what == "sticker"
    await hung.sends(PDF, "QĐ.pdf")
    assert hung.screen.startswith("Đã nhận tệp.")


# ── who may, and what changed meanwhile ─────────────────────────────────────────────────────────


async def test_a_head_who_lost_the_post_meanwhile_adds_nothing(house: House, hung: Phone):
    await named_it(hung)
    await world.leaves(house.database, 1)
    await world.hire(house.database, "Lương Văn Hùng", "84912000001", "head", HAI_YEN)
    await hung.sends(PDF, "QĐ.pdf")
    assert "Không có đơn vị nào như vậy" in hung.screen
    assert (await document(house)).attachment_id is None
    assert await house.database.read(attachments.counts) == {}, "what was no use is not kept"


async def test_who_became_an_official_meanwhile_adds_nothing(house: House, hung: Phone):
    await named_it(hung)
    await world.leaves(house.database, 1)
    await world.hire(house.database, "Lương Văn Hùng", "84912000001", "official", HOA_CU)
    await hung.sends(PDF, "QĐ.pdf")
    assert "không thuộc quyền" in hung.screen and (await document(house)).attachment_id is None
    assert await house.database.read(attachments.counts) == {}


async def test_a_document_replaced_meanwhile_does_not_get_the_file_of_the_old_one(
    house: House, hung: Phone, minh: Phone
):
    await named_it(hung)
    await minh.says("/phancong")
    await minh.chooses("Nộp văn bản phân công")
    await minh.chooses("Xã Hòa Cư")
    await minh.chooses(REPLACE)
    await minh.says("16/QĐ-UBND 3/7/2024")
    await hung.sends(PDF, "QĐ 15.pdf")
    assert "vừa được thay bằng văn bản khác" in hung.screen and "16/QĐ-UBND" in hung.screen
    assert (await document(house)).attachment_id is None


async def test_a_district_sees_who_owes_one_and_opens_what_was_filed(house: House, hung: Phone, minh: Phone):
    await named_it(hung)
    await hung.sends(PDF, "QĐ 15.pdf")
    await hung.says("Nông Thị Lan")
    await house.fetches()
    await minh.says("/phancong")
    assert "1/2 đơn vị chưa nộp (hạn 10/07/2024)" in minh.screen
    await minh.chooses("Nộp văn bản phân công")
    assert minh.screen.splitlines()[:2] == [
        "Chưa nộp (1): Xã Hải Yến.",
        "Đã nộp (1): Xã Hòa Cư (15/QĐ-UBND).",
    ]
    await minh.chooses("Xã Hòa Cư")
    assert "Nông Thị Lan" in minh.screen
    await minh.chooses(SEE)
    assert minh.chat[-1].file_content == PDF


async def test_a_file_button_of_another_heads_unit_opens_nothing(house: House, hung: Phone, minh: Phone):
    await named_it(hung)
    await hung.sends(PDF, "QĐ 15.pdf")
    await house.fetches()
    await minh.says("/phancong")
    await minh.chooses("Nộp văn bản phân công")
    await minh.chooses("Xã Hòa Cư")
    await world.leaves(house.database, 4)
    await world.hire(house.database, "Hoàng Văn Minh", "84912000002", "head", HAI_YEN)
    await minh.chooses(SEE)
    assert "Không có đơn vị nào như vậy" in minh.screen and not minh.chat[-1].file_content


async def test_on_a_channel_that_carries_no_documents_a_line_says_where_the_file_is(
    database: Database,
):
    await world.found(database)
    await world.shelve(database, HOA_CU, [birth(1)])
    house = House(database, replace(NUMBERS, files_out=False, files_in=False))
    hung = await somebody(house, "Lương Văn Hùng", 1, "head", HOA_CU)
    await hung.says("/phancong")
    await hung.chooses("Nộp văn bản phân công")
    await hung.says("15/QĐ-UBND 3/7/2024")
    assert "Xin gửi ảnh chụp của văn bản vào đây" in hung.screen
    await house.hears("u1", kind="other", said=["unsupported"], ref="m9")
    assert hung.screen.startswith("Kênh này chỉ chuyển được ảnh.")
    await hung.sends(PDF, "QĐ 15.pdf")
    await hung.chooses(SKIP)
    await house.fetches()
    await hung.says("/phancong")
    await hung.chooses("📄 Xem văn bản")
    await hung.chooses(SEE)
    assert "Kênh này không gửi được tệp QĐ 15.pdf" in hung.screen and not hung.chat[-1].file_name
