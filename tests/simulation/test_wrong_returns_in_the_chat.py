"""The simulated officials at the real cards: what the simulation says becomes of a return is what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.simulation import wrong_returns
from bot.simulation.triage_score import Judged
from bot.simulation.wrong_returns import Attempt
from bot.synthetic import places
from bot.synthetic.labelled import labelled
from domain import guard
from domain.records import RecordType
from domain.review import ReturnReason
from domain.triage import engine
from domain.triage.shape import About, Gazetteer, Place
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

RETURN, SAME, OTHERWISE = "↩️ Trả lại số hóa", "Sổ ghi đúng như vậy", "Sổ khác, vẫn trả lại"
CAPTION = {
    ReturnReason.MISSING_FIELDS: "Nhập thiếu, sổ có ghi", ReturnReason.MANY_ERRORS: "Nhập sai nhiều chỗ",
    ReturnReason.BAD_SCAN: "Thiếu/mờ bản quét", ReturnReason.WRONG_UNIT: "Của đơn vị khác",
    ReturnReason.WRONG_SCAN: "Nhầm bản quét", ReturnReason.DUPLICATE: "Trùng dữ liệu",
}  # fmt: skip
EACH = 8  # wrong returns, and right ones
ASKED = "Sổ ghi thế nào?"


def day_of_returns() -> list[tuple[Judged, Attempt]]:
    """Give some births with what was found in them, each about to be returned, half of them wrongly."""
    rows = {row["code"]: row for row in places.unit_rows()}

    def above(row: dict[str, str]) -> tuple[str, ...]:
        parent = rows.get(row["parent_code"])
        return (parent["name"], *above(parent)) if parent else ()

    known = Gazetteer(Place(row["code"], row["name"], row["level"], above(row)) for row in rows.values())
    wrong: list[tuple[Judged, Attempt]] = []
    right: list[tuple[Judged, Attempt]] = []
    for each in labelled(11, 2_400):
        if each.record.type is not RecordType.KS or not each.labels or not each.fields.get("so"):
            continue
        about = About(date(2024, 7, 4), each.unit, known, each.scan)
        judged = Judged(each, each.fields, engine.judge(RecordType.KS, each.fields, about))
        for attempt in wrong_returns.attempts([judged], each.scan):
            (right if attempt.right else wrong).append((judged, attempt))
    by_kind = {attempt.label.kind: (judged, attempt) for judged, attempt in wrong}
    return [*list(by_kind.values())[:EACH], *right[:: max(1, len(right) // EACH)][:EACH]]


async def returns(phone: Phone, attempt: Attempt) -> bool:
    """Let the official return the record on the card; asked, they tell the truth. Says whether they were asked."""
    await phone.chooses(RETURN)
    await phone.chooses(CAPTION[attempt.reason])
    if ASKED not in phone.card.text:
        return False
    await phone.chooses(OTHERWISE if attempt.right else SAME)
    if not attempt.right:
        await phone.chooses("Sổ ghi sai")
    return True


@pytest.mark.parametrize("channel", [BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def test_at_the_card_the_guard_asks_whom_the_simulation_says_and_no_true_answer_goes_wrong(
    database: Database, channel: object
) -> None:
    await world.found(database)
    house = House(database, channel)
    made = day_of_returns()
    assert (
        sum(attempt.right for _, attempt in made) >= EACH // 2 < sum(not attempt.right for _, attempt in made)
    )
    fields = [
        dict(judged.kept) | {"quyenSo": "01/2005", "so": str(n), "trangSo": str(n)}
        for n, (judged, _) in enumerate(made, 1)
    ]
    found = {place: judged.findings for place, (judged, _) in enumerate(made)}
    ids = await world.shelve(database, world.HOA_CU, fields, findings=found)
    phone = await linked(
        house, "1001", await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    )
    await phone.says("/batdau")
    for record, (_, attempt) in zip(ids, made, strict=True):
        expected = guard.asks(attempt.type, attempt.findings, attempt.reason) is not None
        assert await returns(phone, attempt) is expected, attempt
        state, _, _ = await world.state_of(database, record)
        assert state == ("FOLLOW_UP" if expected and not attempt.right else "RETURNED"), attempt
