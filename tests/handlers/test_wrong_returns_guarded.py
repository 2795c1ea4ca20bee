"""What the register says itself is not sent back: the question comes before the return, and costs who is right one tap."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from domain import guard
from domain.records import Finding, RecordType, Severity
from domain.review import FollowUpKind, ReturnReason
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

RETURN = "↩️ Trả lại số hóa"
NO_HOME = Finding("R04", "nksQueQuan", Severity.SERIOUS)
NO_SUCH_DAY = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31.02.2005")


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def lan_with(house: House, *found: Finding, practised: int = 99, **fields: str) -> tuple[Phone, int]:
    """Lan of Hòa Cư has a record in hand in which this was found."""
    [record] = await world.shelve(
        house.database, world.HOA_CU, [world.birth(1, **fields)], findings={0: found}
    )
    person = await world.hire(
        house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU, practised=practised
    )
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return phone, record


async def log_of(database: Database) -> list[Any]:
    query = select(decisions).order_by(decisions.c.id)
    return list((await database.read(lambda tx: tx.run(query))).all())


async def test_a_blank_of_the_register_becomes_a_follow_up_though_it_was_to_be_returned(house: House):
    phone, record = await lan_with(house, NO_HOME, nksQueQuan="")
    await phone.chooses(RETURN)
    await phone.chooses("Nhập thiếu, sổ có ghi")
    assert "Sổ ghi thế nào?" in phone.card.text and "Quê quán" in phone.card.text
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    await phone.chooses("Sổ ghi đúng như vậy")
    await phone.chooses("Sổ ghi thiếu")
    assert (await world.state_of(house.database, record))[0] == "FOLLOW_UP"
    [row] = await log_of(house.database)
    assert (row.move, row.reasons) == ("follow_up", ["REGISTER_INCOMPLETE"])


async def test_who_returns_rightly_loses_one_tap(house: House):
    phone, record = await lan_with(house, NO_HOME, nksQueQuan="")
    await phone.chooses(RETURN)
    await phone.chooses("Nhập thiếu, sổ có ghi")
    await phone.chooses("Sổ khác, vẫn trả lại")
    assert (await world.state_of(house.database, record))[0] == "RETURNED"
    [row] = await log_of(house.database)
    assert (row.move, row.reasons, row.case_chosen) == ("return", ["MISSING_FIELDS"], "a")


async def test_one_value_typed_wrong_is_mended_rather_than_returned(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, nksNgaySinh="31.02.2005")
    await phone.chooses(RETURN)
    await phone.chooses("Nhập sai nhiều chỗ")
    await phone.chooses("Nhập sai so với sổ")
    await phone.says("01.03.2005")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert (await world.state_of(house.database, record))[0] == "APPROVED"


async def test_going_back_returns_nothing(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY)
    await phone.chooses(RETURN)
    await phone.chooses("Nhập sai nhiều chỗ")
    await phone.chooses("◀ Quay lại")
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    assert "Số 1 · Quyển 01/2005" in phone.screen


async def test_nothing_found_and_a_mix_up_of_the_vendors_go_back_in_two_taps(house: House):
    phone, record = await lan_with(house)
    await phone.chooses(RETURN)
    await phone.chooses("Nhập thiếu, sổ có ghi")
    assert (await world.state_of(house.database, record))[0] == "RETURNED"


async def test_a_practice_card_guards_like_a_real_one_and_explains_the_wrong_return(database: Database):
    await world.found(database)
    house = House(database, BUTTONS, practice=6)
    phone, _ = await lan_with(house, practised=1)
    assert "Tập dượt 2/6" in phone.screen
    await phone.chooses(RETURN)
    await phone.chooses("Nhập thiếu, sổ có ghi")
    assert "Sổ ghi thế nào?" in phone.screen and "Sổ gốc ghi: ô quê quán để trống" in phone.screen
    await phone.chooses("Sổ khác, vẫn trả lại")
    assert "Chưa đúng." in phone.screen and "Tập dượt 2/6" in phone.screen
    await phone.chooses(RETURN)
    await phone.chooses("Nhập thiếu, sổ có ghi")
    await phone.chooses("Sổ ghi đúng như vậy")
    await phone.chooses("Sổ ghi thiếu")
    assert "Đúng rồi." in phone.screen and "Tập dượt 3/6" in phone.screen
    assert await log_of(database) == []


def r04(*names: str, case: str = "") -> tuple[Finding, ...]:
    return tuple(Finding("R04", name, Severity.SERIOUS, case) for name in names)


@pytest.mark.parametrize(
    ("found", "reason", "kind"),
    [
        pytest.param(r04("nksQueQuan"), "MISSING_FIELDS", "REGISTER_INCOMPLETE", id="one blank"),
        pytest.param(r04("nksQueQuan", "meDanToc"), "MISSING_FIELDS", "REGISTER_INCOMPLETE", id="two blanks"),
        pytest.param(r04("nksQueQuan", "meDanToc", "nksNoiSinh"), "MISSING_FIELDS", None, id="the vendor left out many"),
        pytest.param(r04("a", "b", "c", "d", case="c"), "MISSING_FIELDS", "REGISTER_INCOMPLETE", id="many blanks of the book"),
        pytest.param(r04("nksQueQuan", case="a"), "MISSING_FIELDS", None, id="the data alone say it is the vendor's"),
        pytest.param((), "MISSING_FIELDS", None, id="nothing found, something missing"),
        pytest.param((), "MANY_ERRORS", None, id="nothing found, much wrong"),
        pytest.param((NO_SUCH_DAY,), "MANY_ERRORS", "REGISTER_WRONG", id="no such day"),
        pytest.param((NO_SUCH_DAY, *r04("nksQueQuan")), "MISSING_FIELDS", "REGISTER_INCOMPLETE", id="asked about the blank"),
        pytest.param((NO_SUCH_DAY,), "BAD_SCAN", "REGISTER_WRONG", id="called unreadable"),
        pytest.param((NO_SUCH_DAY, Finding("R01", "tenFile", Severity.SERIOUS)), "BAD_SCAN", None, id="no scan at all"),
        pytest.param((NO_SUCH_DAY,), "WRONG_SCAN", None, id="another case's scan"),
        pytest.param((NO_SUCH_DAY, Finding("R02", "noiDangKy", Severity.SERIOUS)), "MANY_ERRORS", None, id="another unit's"),
        pytest.param((NO_SUCH_DAY,), "DUPLICATE", None, id="a double"),
        pytest.param((NO_SUCH_DAY, Finding("R20", "meHoTen", Severity.HINT)), "MANY_ERRORS", None, id="a typist's hand shows"),
        pytest.param((NO_SUCH_DAY, Finding("R20", "meHoTen", suggestion="x", loss_free=True)), "MANY_ERRORS", "REGISTER_WRONG", id="beside a stray blank"),
        pytest.param((Finding("R16", "meDanToc"),), "BAD_SCAN", "REGISTER_WRONG", id="an old name of a people"),
        pytest.param(tuple(Finding("R15", name, Severity.HINT) for name in ("meHoTen", "chaHoTen")), "MANY_ERRORS", "REGISTER_WRONG", id="the parents' names stand exchanged"),
        pytest.param((Finding("R20", "meHoTen"), Finding("R15", "nksGioiTinh", Severity.HINT)), "MANY_ERRORS", None, id="slips no register makes"),
    ],
)  # fmt: skip
def test_the_question_comes_where_the_findings_speak_for_the_register(
    found: tuple[Finding, ...], reason: str, kind: str | None
):
    asked = guard.asks(RecordType.KS, found, ReturnReason(reason))
    assert (asked.kind if asked else None) == (FollowUpKind(kind) if kind else None)
