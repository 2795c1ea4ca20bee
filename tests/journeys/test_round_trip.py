"""Returned records go all the way round: listed for the vendor, corrected by a script, sent again, decided, keyed.

At every step all that was imported stands in some state, and log, records and sums agree; those of the staging
software's list too.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from domain.review import State
from storage import status, verify
from storage.engine import Database
from storage.imports import records, statuses
from storage.imports.outcome import Order, Outcome
from tests import world
from tests.chat import House, Phone
from tests.figures.terminal import rasoat
from tests.handlers.stopping_books import comes
from tests.world import HAI_YEN, HOA_CU

# the register: what each record truly says; the vendor's sheet has five of them wrong, each in another way
TRUTH = {n: world.birth(n, quyenSo=f"{n:02}/2005", trangSo="3") for n in range(1, 9)}
HAI_YENS = "UBND xã Hải Yến, huyện Cao Lộc, tỉnh Lạng Sơn"
TRUTH[4] = {**TRUTH[4], "noiDangKy": HAI_YENS}
SLIPS: dict[int, dict[str, str]] = {
    1: {
        "meNoiCuTru": "",
        "meDanToc": "",
        "meQuocTich": "",
        "meNgaySinh": "",
    },  # left out, the register has it
    2: {"nksHoTen": "Hoàng Thị Khác", "meHoTen": "Lý Thị Khác"},  # typed from another page
    3: {"so": "33"},  # the number itself
    4: {"noiDangKy": world.birth(4)["noiDangKy"]},  # filed under another commune than its own
    5: {"trangSo": "99"},
}
WHY = {1: "Nhập thiếu, sổ có ghi", 2: "Nhầm bản quét", 3: "Nhập sai nhiều chỗ", 4: "Của đơn vị khác",
       5: "Thiếu/mờ bản quét"}  # fmt: skip


def sheet_of(rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    names = [*world.birth(1), "maDonVi", "maHoSo"]
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sheet_of(rows))
    return path


class Round:
    """A commune, its vendor's folder, and the sums that are looked at after each step."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.folder = folder
        self.there: dict[tuple[str, ...], str] = {}  # what the staging software says of each entry

    async def takes(self, path: Path) -> Outcome:
        """The operator takes a sheet in."""
        url = self.house.database.url.render_as_string(hide_password=False)
        return await records.take_in(url, Order(path, self.house.clock(), self.house.clock.today()))

    async def lists(self, *more: str, kind: str = "returned") -> list[Mapping[str, Any]]:
        """The operator writes the list for the vendor, or another, to be opened in a spreadsheet."""
        out = self.folder / f"{kind}.xlsx"
        now = self.house.clock().isoformat()
        answer = await rasoat(self.house.database, "export", kind, "--out", str(out), *more, NOW=now)
        assert (answer.code, answer.err) == (0, "")
        rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
        top = next(at for at, row in enumerate(rows) if row[0] == "ma_don_vi")
        return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]

    async def stands(self, **expected: int) -> None:
        """Look at the sums: every record imported is in some state, and log, records and counts agree."""
        seen = await self.house.database.read(status.read)
        assert {state.value: number for state, number in seen.by_state.items() if number} == expected
        assert sum(seen.by_state.values()) == seen.imported == seen.agreement.records == 8
        checked = await self.house.database.read(verify.run)
        assert (checked.difference, checked.records) == (None, 8)

    async def keys_in(self, name: str, *, but: Collection[str] = ()) -> Outcome:
        """A script keys in what the list says, but some; the staging software's own list of it all is taken in."""
        done = {"Phê duyệt": "Đã phê duyệt", "Sửa rồi phê duyệt": "Đã phê duyệt", "Từ chối phê duyệt": "Từ chối",
                "Theo dõi, chưa phê duyệt": "Theo dõi"}  # fmt: skip
        for row in await self.lists(kind="actions"):
            if row["so"] not in but:
                self.there[row["loai"], row["ma_don_vi"], row["nam"], row["so"]] = done[row["viec_can_lam"]]
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = [[*entry, words] for entry, words in self.there.items()]
            csv.writer(file).writerows([["loai", "maDonVi", "nam", "so", "tinhTrang"], *lines])
        url = self.house.database.url.render_as_string(hide_password=False)
        return await statuses.take_in(url, Order(path, self.house.clock(), self.house.clock.today()))

    async def agrees(self, **expected: int) -> None:
        """Look at how the records stand there."""
        seen = await self.house.database.read(status.read)
        assert {kind.value: number for kind, number in seen.agreement.by_kind.items() if number} == expected


@pytest.fixture
async def round_(database: Database, tmp_path: Path) -> Round:
    await world.found(database)
    return Round(House(database), tmp_path)


async def goes_back(lan: Phone, reason: str) -> None:
    """Return what is on the card, answering the question about it as the register stands."""
    await lan.taps("↩️ Trả lại số hóa")
    await lan.taps(reason)
    if any(label == "Bản quét của trường hợp khác" for label in lan.labels()):
        await lan.taps("Bản quét của trường hợp khác")


async def decides(lan: Phone, number: int, *, back: str = "") -> None:
    assert f"Số {number} ·" in lan.screen, lan.screen
    if back:
        await goes_back(lan, back)
        return
    await lan.taps("✅ Phê duyệt")
    if "Vẫn phê duyệt" in lan.labels():
        await lan.taps("Vẫn phê duyệt")


def corrected(
    listed: Sequence[Mapping[str, Any]], *, but: Mapping[int, str] | None = None
) -> list[dict[str, str]]:
    """The vendor's script: it finds each listed record in its own sheet, looks the truth up, and names the record."""
    rows = []
    for line in listed:
        number = next(n for n in TRUTH if line["so"] in (TRUTH[n]["so"], SLIPS.get(n, {}).get("so")))
        truth = {**TRUTH[number]} | ({"meHoTen": but[number]} if but and number in but else {})
        unit = "06187" if truth["noiDangKy"] == HAI_YENS else "06184"
        rows.append({**truth, "maDonVi": unit, "maHoSo": str(line["ma_ho_so"])})
    return rows


async def test_returned_records_are_corrected_by_a_script_come_back_and_are_finished(round_: Round):
    house = round_.house
    lan = await comes(house, "1001", "Nông Thị Lan", limit=40)
    son = await comes(house, "1002", "Vi Văn Sơn", unit_id=HAI_YEN)
    minh = await comes(house, "1009", "Vi Văn Minh", "head")
    first = write(
        round_.folder / "lan-1.csv",
        [{**truth, **SLIPS.get(n, {}), "maDonVi": "06184"} for n, truth in TRUTH.items()],
    )
    outcome = await round_.takes(first)
    assert (outcome.counts["new"], outcome.refused) == (8, False)
    await round_.stands(PENDING=8)

    await lan.says("/batdau")
    for number in range(1, 9):
        await decides(lan, 33 if number == 3 else number, back=WHY.get(number, ""))
    await round_.stands(RETURNED=5, APPROVED=3)
    await round_.agrees(NOT_THERE=8)
    assert len(await round_.lists(kind="actions")) == 8
    outcome = await round_.keys_in("158-1.csv", but=["7"])
    assert (outcome.counts["new"], outcome.faults) == (7, [])
    await round_.stands(RETURNED=5, APPROVED=3)
    await round_.agrees(AGREES=7, NOT_THERE=1)
    assert [row["so"] for row in await round_.lists(kind="actions")] == ["7"]

    house.clock.move(days=9)
    listed = await round_.lists("--unit", "06184")
    assert [(row["so"], row["ly_do"], int(row["so_ngay"]), row["lan"]) for row in listed] == [
        ("1", "MISSING_FIELDS", 9, "1"), ("2", "WRONG_SCAN", 9, "1"), ("33", "MANY_ERRORS", 9, "1"),
        ("4", "WRONG_UNIT", 9, "1"), ("5", "BAD_SCAN", 9, "1"),
    ]  # fmt: skip
    again = await round_.takes(first)
    assert (again.counts["same"], again.counts["still_returned"], again.counts["new"]) == (8, 5, 0)
    await round_.stands(RETURNED=5, APPROVED=3)

    # the vendor overlooks one of the fields of record 2
    sent = write(round_.folder / "lan-2.csv", corrected(listed, but={2: "Lý Thị Khác"}))
    outcome = await round_.takes(sent)
    assert (outcome.counts["resubmitted"], outcome.counts["moved"], outcome.counts["new"]) == (5, 1, 0)
    assert outcome.counts["conflicts"] == 0 and outcome.faults == []
    await round_.stands(PENDING=5, APPROVED=3)
    assert await round_.lists() == []

    await lan.says("/batdau")
    assert "Bên số hóa gửi lại lần 1" in lan.screen and "Dân tộc mẹ: (trống) → Tày" in lan.screen
    await decides(lan, 1)
    await decides(lan, 2, back="Nhầm bản quét")
    assert "Số: 33 → 3" in lan.screen
    await decides(lan, 3)
    await decides(lan, 5)
    await round_.stands(PENDING=1, APPROVED=6, RETURNED=1)
    await son.says("/batdau")
    assert "Đơn vị: 06184 → 06187" in son.screen
    await decides(son, 4)
    await round_.stands(APPROVED=7, RETURNED=1)

    await minh.says("/tiendo")
    assert "Trả lại lần hai, chờ ý kiến lãnh đạo: 1 hồ sơ" in "\n".join(shown.text for shown in minh.chat)
    await minh.taps("🔁 Xem trả lại lần hai")
    await minh.taps("Số 2 · Quyển 02/2005 · Xã Hòa Cư · Nhầm bản quét")
    await minh.taps("✔ Đồng ý trả lại")
    await round_.stands(APPROVED=7, RETURNED=1)

    house.clock.move(days=1)
    listed = await round_.lists()
    assert [(row["so"], row["lan"], int(row["so_ngay"])) for row in listed] == [("2", "2", 1)]
    outcome = await round_.takes(write(round_.folder / "lan-3.csv", corrected(listed)))
    assert outcome.counts["resubmitted"] == 1
    await lan.says("/batdau")
    assert "Bên số hóa gửi lại lần 2" in lan.screen
    await decides(lan, 2)
    await round_.stands(APPROVED=8)

    for path in (first, sent, round_.folder / "lan-3.csv"):
        outcome = await round_.takes(path)
        assert (outcome.counts["new"], outcome.counts["resubmitted"]) == (0, 0), (
            "no old sheet brings anything back"
        )
    await round_.stands(APPROVED=8)

    # refused there five times over, of which two by keys that were wrong; all that is decided anew is to be keyed
    seen = await house.database.read(status.read)
    assert (seen.agreement.by_kind["APPROVED_REFUSED_THERE"], seen.confirmed_in_158) == (5, 2)
    todo = await round_.lists(kind="actions")
    assert [(row["ma_don_vi"], row["so"], row["viec_can_lam"]) for row in todo] == [
        ("06184", "1", "Phê duyệt"), ("06184", "2", "Phê duyệt"), ("06184", "3", "Phê duyệt"),
        ("06184", "5", "Phê duyệt"), ("06184", "7", "Phê duyệt"), ("06187", "4", "Phê duyệt"),
    ]  # fmt: skip
    house.clock.move(days=1)
    round_.there.clear()  # the corrected upload took the place of the first there, too
    for n, truth in TRUTH.items():
        unit = "06187" if truth["noiDangKy"] == HAI_YENS else "06184"
        round_.there["KS", unit, "2005", str(n)] = "Đã phê duyệt" if n in (6, 8) else "Chưa rà soát"
    outcome = await round_.keys_in("158-2.csv")
    assert (outcome.counts["new"], outcome.counts["changed"], outcome.faults) == (1, 5, [])
    await round_.stands(APPROVED=8)
    await round_.agrees(AGREES=8)
    assert (await house.database.read(status.read)).confirmed_in_158 == 8
    assert await round_.lists(kind="actions") == [] == await round_.lists(kind="mismatches")

    held = await world_of(house)
    for number, truth in TRUTH.items():
        unit, state, fields = held[str(number)]
        assert (unit, state) == (HAI_YEN if number == 4 else HOA_CU, State.APPROVED.value)
        assert fields == truth, "in the end the data say what the register says"


async def world_of(house: House) -> dict[str, tuple[int, str, dict[str, str]]]:
    rows = await house.database.read(lambda tx: tx.run(world.select(world.records)))
    return {row.number: (row.unit_id, row.state, row.fields) for row in rows}
