"""The follow-up register in the chat: what a decision opens, who sees to it, until when, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.review import FollowUpKind, State
from handlers import follow_up_file
from storage import audit, decisions, desk, follow_up_ends, follow_ups, outbox, verify
from storage.engine import Database, Tx
from storage.lots import By
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.handlers.asking_house import Asking, open_house
from tests.handlers.test_reports import quick


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def asking(database: Database, request: pytest.FixtureRequest) -> Asking:
    await world.found(database)
    return await open_house(House(database, request.param))


async def follows(asking: Asking, kind: str = "Sổ ghi thiếu") -> None:
    """Lan finds that the register itself is at fault."""
    await asking.lan.says("/batdau")
    await asking.lan.chooses("📕 Sổ gốc sai/thiếu")
    await asking.lan.chooses(kind)


async def entries(asking: Asking) -> list[Any]:
    return await asking.rows(follow_ups.follow_ups)


def offered(phone: Phone) -> list[str]:
    """What may be chosen, as buttons or as a numbered list."""
    lines = [line.partition(". ") for line in phone.screen.splitlines()]
    return phone.labels() or [label for place, _, label in lines if place.isdecimal()]


async def opens(phone: Phone, number: str = "Số 1 ·") -> None:
    """Somebody opens an entry of the register."""
    await phone.says("/theodoi")
    await phone.chooses(next(one for one in offered(phone) if one.startswith(number)))


async def test_a_decision_opens_an_entry_that_says_what_the_card_knew(asking: Asking):
    await follows(asking)
    [entry] = await entries(asking)
    assert (entry.record_id, entry.standing, entry.kind) == (1, "OPEN", "REGISTER_INCOMPLETE")
    assert (entry.field, entry.route, entry.invite, entry.person_id) == (
        "meHoTen", "bổ sung", True, asking.lan_id,
    )  # fmt: skip
    [decision] = await asking.rows(decisions.decisions)
    assert entry.decision_id == decision.id
    await opens(asking.lan)
    shown = asking.lan.screen
    assert "• Sổ gốc: Sổ ghi thiếu" in shown and "• Sổ ghi: (trống)" in shown and "Hạn: chưa có" in shown
    assert "Thẩm quyền (gợi ý): UBND cấp xã" in shown and "Người xử lý: Nông Thị Lan" in shown
    assert "Nông Văn Thử" not in shown and "N.V.T." in shown


async def test_undoing_the_decision_takes_the_entry_back_and_deciding_again_opens_another(asking: Asking):
    await follows(asking)
    await asking.lan.chooses("↶ Hoàn tác")
    assert [one.standing for one in await entries(asking)] == ["WITHDRAWN"]
    await asking.lan.says("/theodoi")
    assert "Không có hồ sơ nào" in asking.lan.screen
    await follows(asking, "Mất/hỏng sổ")
    assert [one.standing for one in await entries(asking)] == ["WITHDRAWN", "OPEN"]
    assert [one.invite for one in await entries(asking)] == [True, False]


async def test_an_undo_never_takes_back_what_a_head_put_on_the_list_since(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("↩ Đưa về rà soát lại")
    await asking.minh.says("Xem lại ô mẹ")
    await asking.lan.says("/batdau")
    await asking.lan.chooses("↩️ Trả lại số hóa")
    await asking.lan.chooses("Nhầm bản quét")
    assert await asking.moves() == ["follow_up", "resolve", "return"]

    async def comes_home(tx: Tx) -> bool:
        held = await desk.load(tx, 1)
        assert held is not None
        by = By(1, "telegram", asking.house.clock(), asking.house.clock.today())
        return await follow_up_ends.retriage(
            tx, held, by, kind=FollowUpKind.REGISTER_WRONG, route="cải chính", about=(), shows="", key="head"
        )

    assert await asking.database.write(comes_home)
    await asking.lan.says("/hoantac")
    assert await asking.state() == "FOLLOW_UP"
    assert [one.standing for one in await entries(asking)] == ["BACK", "OPEN"]


async def test_progress_leads_to_the_register_for_official_and_head(asking: Asking):
    await asking.lan.says("/tiendo")
    assert not [label for label in offered(asking.lan) if "Theo dõi sổ gốc" in label]
    await follows(asking)
    for phone in (asking.lan, asking.minh, asking.quan):
        await phone.says("/tiendo")
        await phone.chooses("📕 Theo dõi sổ gốc (1)")
        assert "Theo dõi sổ gốc – " in phone.screen and "1 đang xử lý, 1 chưa có hạn" in phone.screen
    other = await world.hire(asking.database, "Hà Văn Khác", "84912001020", "head", world.HAI_YEN)
    stranger = await linked(asking.house, "1020", other)
    await stranger.says("theo dõi")
    assert "0 đang xử lý" in stranger.screen
    if asking.house.channel.capabilities.buttons:
        theirs = next(shown for shown in asking.minh.chat if any(c.key == "e1" for c in shown.choices))
        await asking.house.hears("1020", kind="chosen", said=[theirs.prompt_id, "e1"], ref="x", tap="t")
        assert "N.V.T." not in stranger.screen


async def test_a_head_gives_it_to_somebody_with_a_day_and_each_act_is_written_down(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("👤 Người xử lý")
    await asking.minh.says("ly thi hanh")
    assert "Người xử lý: Lý Thị Hạnh" in asking.minh.screen
    await asking.tells()
    assert "Vi Văn Minh giao anh/chị xử lý mục theo dõi sổ gốc Số 1" in asking.hanh.screen
    await asking.minh.chooses("📅 Hạn xử lý")
    await asking.minh.says("18/07/2024")
    assert "• Hạn: 18/07/2024" in asking.minh.screen
    await asking.minh.chooses("⚖ Hướng xử lý")
    await asking.minh.chooses("Cải chính")
    assert "Thẩm quyền (gợi ý): UBND cấp huyện" in asking.minh.screen, "the child of 2005 is 19"
    await asking.minh.chooses("Chờ công dân")
    await asking.minh.chooses("📝 Ô và nội dung sổ")
    await asking.minh.says("Họ tên mẹ = Hoàng Thị Mẫu Đơn")
    await asking.minh.chooses("✍ Ghi chú")
    await asking.minh.says("Đã gọi điện cho gia đình")
    await asking.minh.chooses("Không cần mời công dân")
    [entry] = await entries(asking)
    assert (entry.route, entry.standing, entry.field, entry.shows) == (
        "cải chính", "WAITING_CITIZEN", "meHoTen", "Hoàng Thị Mẫu Đơn",
    )  # fmt: skip
    assert entry.note == "Đã gọi điện cho gia đình" and entry.invite is False
    acts = [row.act for row in await asking.rows(follow_ups.acts)]
    assert acts == ["person", "due", "route", "standing", "about", "note", "invite"]
    assert "Việc đã làm:" in asking.minh.screen and "(Vi Văn Minh)" in asking.minh.screen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("01/07/2024", "đã qua"),
        ("06/07/2024", "ngày nghỉ; ngày làm việc kế tiếp là 08/07/2024"),
        ("02/09/2024", "là ngày nghỉ (Quốc khánh); ngày làm việc kế tiếp là 04/09/2024"),
        ("31/09/2024", "Không có ngày"),
        ("mai mốt", "Chưa đọc được ngày"),
        ("10-12/7", "không phải một khoảng"),
        ("01/01/2031", "quá xa"),
    ],
)
async def test_a_day_on_which_nothing_can_be_due_is_refused_in_a_line(asking: Asking, typed: str, said: str):
    await follows(asking)
    await opens(asking.lan)
    await asking.lan.chooses("📅 Hạn xử lý")
    await asking.lan.says(typed)
    assert said in asking.lan.screen.splitlines()[0] and "Hạn chưa thay đổi" in asking.lan.screen
    assert (await entries(asking))[0].due_on is None
    await asking.lan.says("19/07/2024")
    assert "• Hạn: 19/07/2024" in asking.lan.screen


async def test_who_is_of_another_unit_cannot_be_given_it(asking: Asking):
    await world.hire(asking.database, "Hà Văn Khác", "84912001020", "official", world.HAI_YEN)
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("👤 Người xử lý")
    await asking.minh.says("Hà Văn Khác")
    assert "“Hà Văn Khác” không phải cán bộ hay lãnh đạo của Xã Hòa Cư" in asking.minh.screen
    assert (await entries(asking))[0].person_id == asking.lan_id


async def test_of_two_heads_at_once_the_first_counts_and_the_second_is_told(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await opens(asking.hanh)
    await asking.minh.chooses("Chờ công dân")
    await asking.hanh.chooses("Đã chuyển huyện")
    assert "vừa được Vi Văn Minh thay đổi" in asking.hanh.screen
    assert "Tình trạng: Chờ công dân" in asking.hanh.screen
    assert [one.standing for one in await entries(asking)] == ["WAITING_CITIZEN"]
    await asking.hanh.chooses("Đã chuyển huyện")
    assert [one.standing for one in await entries(asking)] == ["AT_DISTRICT"]


async def test_a_mended_register_is_approved_by_its_document_with_what_changed(asking: Asking):
    await follows(asking)
    await opens(asking.lan)
    await asking.lan.chooses("✔ Đã bổ sung/cải chính, phê duyệt")
    await asking.lan.says("15/TL-UBND 01/01/2030")
    assert "chưa tới" in asking.lan.screen and await asking.state() == "FOLLOW_UP"
    await asking.lan.says("9/QĐ-UBND 20/05/2015")
    assert "9/QĐ-UBND" in asking.lan.screen, "the register may have been mended years ago"
    await asking.lan.says("/theodoi")
    await opens(asking.lan)
    await asking.lan.chooses("✔ Đã bổ sung/cải chính, phê duyệt")
    await asking.lan.says("15/TL-UBND 03/07/2024")
    assert "Ô Họ tên mẹ vẫn trống" in asking.lan.screen
    await asking.lan.says("Ngày sinh mẹ = 31/02/1980")
    assert "Không có ngày" in asking.lan.screen and await asking.state() == "FOLLOW_UP"
    await asking.lan.says("Họ tên mẹ = Hoàng Thị Mẫu")
    assert "Họ tên mẹ: (trống) → Hoàng Thị Mẫu" in asking.lan.screen
    await asking.lan.chooses("✔ Phê duyệt theo văn bản")
    assert "Đã phê duyệt Số 1 · Quyển 01/2005 theo 15/TL-UBND ngày 03/07/2024" in asking.lan.screen
    state, _, fields = await world.state_of(asking.database, 1)
    assert (state, fields["meHoTen"]) == ("APPROVED", "Hoàng Thị Mẫu")
    assert await asking.moves() == ["follow_up", "resolve"]
    [entry] = await entries(asking)
    assert (entry.standing, entry.closing_note) == ("CLOSED_APPROVED", "15/TL-UBND ngày 03/07/2024")
    assert (await asking.database.read(verify.run)).difference is None
    await asking.lan.says("/homnay")
    assert "đã xong 1" in asking.lan.screen and "Đã giải quyết theo dõi" in asking.lan.screen
    await asking.lan.says("/hoantac")
    assert await asking.state() == "APPROVED", "what went on is not undone"


async def test_kept_as_it_is_the_record_stays_followed_up_and_may_be_taken_up_again(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("Giữ nguyên theo dõi, kết thúc")
    await asking.minh.says("x")
    assert "rõ hơn" in asking.minh.screen
    await asking.minh.says("Công dân đã chết, không ai yêu cầu")
    assert "Đã kết thúc theo dõi Số 1" in asking.minh.screen and await asking.state() == "FOLLOW_UP"
    assert await asking.moves() == ["follow_up"]
    await asking.hanh.says("/theodoi")
    assert "0 đang xử lý, 1 đã kết thúc" in asking.hanh.screen
    await asking.hanh.chooses("▾ Lọc")
    await asking.hanh.chooses("Đã kết thúc")
    await asking.hanh.chooses(next(one for one in offered(asking.hanh) if one.startswith("Số 1")))
    assert "Công dân đã chết" in asking.hanh.screen and "📅 Hạn xử lý" not in offered(asking.hanh)
    await asking.hanh.chooses("Mở lại việc theo dõi")
    assert [one.standing for one in await entries(asking)] == ["OPEN"]


async def test_an_entry_that_is_over_is_not_acted_on_again(asking: Asking):
    await follows(asking)
    await opens(asking.hanh)
    await opens(asking.minh)
    await asking.minh.chooses("Giữ nguyên theo dõi, kết thúc")
    await asking.minh.says("Không còn ai yêu cầu")
    await asking.hanh.chooses("Chờ công dân")
    assert "Mục này đã kết thúc ngày 04/07/2024 (Vi Văn Minh)" in asking.hanh.screen.splitlines()[0]
    assert [one.standing for one in await entries(asking)] == ["CLOSED_KEPT"]


async def test_back_to_review_it_lies_first_on_the_desk_it_came_from(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("↩ Đưa về rà soát lại")
    await asking.minh.says("Sổ ghi đủ, xem lại trang sau")
    assert await asking.state() == "PENDING" and await asking.moves() == ["follow_up", "resolve"]
    assert [one.standing for one in await entries(asking)] == ["BACK"]
    await asking.lan.says("/batdau")
    assert "\nSố 1 ·" in asking.lan.screen
    await asking.lan.chooses("📕 Sổ gốc sai/thiếu")
    await asking.lan.chooses("Sổ ghi sai")
    assert [one.standing for one in await entries(asking)] == ["BACK", "OPEN"]
    assert (await asking.database.read(verify.run)).difference is None


async def test_a_record_that_went_on_meanwhile_is_not_approved(asking: Asking):
    await follows(asking)
    await opens(asking.minh)
    await asking.minh.chooses("✔ Đã bổ sung/cải chính, phê duyệt")
    await asking.minh.says("15/TL-UBND 03/07/2024")
    await asking.database.write(
        lambda tx: tx.run(world.records.update().where(world.records.c.id == 1).values(state="PENDING"))
    )
    await asking.minh.chooses("✔ Phê duyệt theo văn bản")
    assert "đã được xử lý tiếp ở chỗ khác" in asking.minh.screen
    assert await asking.state() == "PENDING" and await asking.moves() == ["follow_up"]


async def test_who_lost_the_post_changes_nothing_and_an_auditor_only_looks(asking: Asking):
    auditor_id = await world.hire(asking.database, "Trần Văn Giám", "84912001021", "auditor", 2)
    auditor = await linked(asking.house, "1021", auditor_id)
    await follows(asking)
    await opens(auditor)
    assert "• Tình trạng: Đang xử lý" in auditor.screen and "Chờ công dân" not in offered(auditor)
    await opens(asking.minh)
    people = await asking.rows(world.people.people)
    await world.leaves(asking.database, next(one.id for one in people if one.full_name == "Vi Văn Minh"))
    await asking.minh.chooses("Chờ công dân")
    assert [one.standing for one in await entries(asking)] == ["OPEN"]


async def test_the_list_is_filtered_searched_and_turned_by_pages(asking: Asking):
    rows = [world.birth(n) for n in range(11, 31)]
    ids = await world.shelve(asking.database, world.HAI_YEN, rows, state=State.FOLLOW_UP)
    by = [(one, datetime(2024, 7, 4, tzinfo=UTC)) for one in ids]
    for record_id, now in by:
        await asking.database.write(
            lambda tx, r=record_id, now=now: follow_ups.opened(
                tx, decision_id=None, record_id=r, unit_id=world.HAI_YEN, kind="REGISTER_WRONG",
                route="cải chính", note="", field="", shows="", person_id=None, now=now,
            )
        )  # fmt: skip
    await follows(asking)
    await asking.hanh.says("/theodoi")
    assert "21 hồ sơ, từ 1 đến 8" in asking.hanh.screen
    assert "Xã Hải Yến" in "".join(offered(asking.hanh)) and "Nông" not in asking.hanh.screen
    await asking.hanh.chooses("Trang sau ▸")
    await asking.hanh.chooses("Trang sau ▸")
    assert "từ 17 đến 21" in asking.hanh.screen
    await asking.hanh.chooses("🔎 Tìm số, đơn vị")
    await asking.hanh.says("Hòa Cư")
    assert "Xã Hòa Cư: 1 hồ sơ." in asking.hanh.screen
    await asking.hanh.says("/theodoi 15")
    assert "Khai sinh: Số 15" in asking.hanh.screen
    await asking.hanh.says("/theodoi Xa Xôi")
    assert "Không tìm thấy “Xa Xôi”" in asking.hanh.screen
    await asking.hanh.chooses("▾ Lọc")
    await asking.hanh.chooses("Sổ ghi thiếu")
    assert "Sổ ghi thiếu: 1 hồ sơ." in asking.hanh.screen
    await asking.lan.says("/theodoi")
    assert "1 đang xử lý" in asking.lan.screen, "an official sees the own unit's only"


async def test_the_list_goes_out_as_a_form(asking: Asking):
    await follows(asking)
    await asking.minh.says("/theodoi")
    await asking.minh.chooses("📄 Tải danh sách")
    assert asking.minh.chat[-1].file_name == "theo-doi-so-goc-20240704.xlsx"
    assert "gỡ khỏi đoạn chat sau 24 giờ" in asking.minh.screen
    [line] = await asking.database.read(lambda tx: audit.of(tx, "report"))
    assert (line.subject, line.details["rows"]) == ("theo-doi-so-goc-20240704.xlsx", 1)
    [leaves] = [row for row in await asking.rows(outbox.outbox) if row.kind == outbox.TAKE_BACK]
    assert leaves.not_before - leaves.created_at == timedelta(hours=24)


async def test_a_long_list_is_made_beside_the_bot_and_holds_nobody_up(
    asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(follow_up_file, "AT_ONCE", 0)
    quick(asking.house, tmp_path)
    await follows(asking)
    await asking.minh.says("/theodoi")
    await asking.minh.chooses("📄 Tải danh sách")
    await asking.tells()
    shown = [(one.file_name, one.text) for one in asking.minh.chat[-2:]]
    assert "lập cả sổ theo dõi của đơn vị" in shown[0][1]
    assert shown[1][0] == "theo-doi-06184-20240704.xlsx" and "1 hàng" in shown[1][1]
    await asking.lan.says("/theodoi")
    await asking.lan.chooses("📄 Tải danh sách")
    assert asking.lan.chat[-1].file_name == "theo-doi-so-goc-20240704.xlsx", "a commune's list is short"


async def test_where_cards_show_initials_only_the_list_does_not_go_out(asking: Asking):
    await follows(asking)
    conversation = asking.house.conversation
    conversation.rules = replace(conversation.rules, card_detail="masked")
    await asking.minh.says("/theodoi")
    await asking.minh.chooses("📄 Tải danh sách")
    assert "xin nhờ quản trị của tỉnh" in asking.minh.screen
    assert not [shown for shown in asking.minh.chat if shown.file_name]


async def test_two_who_approve_at_the_same_time_approve_once(asking: Asking):
    await follows(asking)
    one = await asking.database.read(lambda tx: follow_ups.load(tx, 1))
    assert one is not None
    by = By(asking.lan_id, "telegram", world.MORNING, world.TODAY)

    async def approve(key: str) -> bool:
        return await asking.database.write(
            lambda tx: follow_up_ends.approve(tx, one, by, note="15", changes={}, key=key)
        )

    assert [await approve("a"), await approve("b")] == [True, False]
    found = await asking.database.read(lambda tx: tx.run(select(follow_ups.acts.c.act)))
    assert [row.act for row in found.all()] == ["approved"]
