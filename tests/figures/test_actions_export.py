"""What is to be keyed into the staging software: which records, in which order, and what is to be done with each."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from domain.records import RecordType
from domain.review import State
from storage.engine import Database, Tx
from storage.exports import instants
from storage.tables import DecisionRow
from tests import world
from tests.chat import House, Phone, linked
from tests.figures import printed
from tests.figures.terminal import rasoat

FIXED = ["ma_don_vi", "loai", "nam", "so", "quyen", "trang", "ly_do"]
HOSTILE_NAME = "=" + "Nguyễn Thị Rất Dài " * 10 + "Cuối"


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database)


async def reviewer(house: House, user: str, name: str, unit: int) -> Phone:
    person = await world.hire(house.database, name, f"8491200{user}", "official", unit)
    return await linked(house, user, person)


async def a_day(house: House) -> Phone:
    """Lan approves 1, fixes 2, returns 3, follows up 4 with a note; 5 was approved before it came here; 6 is open."""
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3, 4, 6)])
    await world.shelve(house.database, world.HOA_CU, [world.birth(5)], state=State.APPROVED)
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.says("Họ tên mẹ: Hoàng Thị Mậu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Thêm ghi chú")
    await lan.says("Sổ để trống ô dân tộc")
    await lan.chooses("Sổ ghi thiếu")
    return lan


async def rows(house: House, out: Path, *options: str) -> list[dict[str, str]]:
    answer = await rasoat(house.database, "export", "actions", "--out", str(out), *options)
    assert (answer.code, answer.err) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_each_decided_record_says_what_is_to_be_done_there(house: House, tmp_path: Path):
    await a_day(house)
    found = await rows(house, tmp_path / "viec.csv")
    assert list(found[0])[: len(FIXED)] == FIXED
    assert [(row["so"], row["ly_do"], row["viec_can_lam"], row["noi_dung"]) for row in found] == [
        ("1", "", "Phê duyệt", ""),
        ("2", "", "Sửa rồi phê duyệt", "Họ tên mẹ: “Hoàng Thị Mẫu” → “Hoàng Thị Mậu”"),
        ("3", "WRONG_SCAN", "Từ chối phê duyệt", "Nhầm bản quét"),
        ("4", "REGISTER_INCOMPLETE", "Theo dõi, chưa phê duyệt", "bổ sung; Sổ để trống ô dân tộc"),
    ]
    assert {(row["ma_don_vi"], row["loai"], row["nam"], row["quyen"], row["nguoi"]) for row in found} == {
        ("06184", "KS", "2005", "01/2005", "Nông Thị Lan")
    }
    assert found[0]["luc_quyet"] == "07:30 04/07/2024"


async def test_what_was_undone_or_was_never_decided_here_is_not_to_be_keyed(house: House, tmp_path: Path):
    lan = await a_day(house)
    await lan.says("/hoantac")
    assert [row["so"] for row in await rows(house, tmp_path / "viec.csv")] == ["1", "2", "3"]


async def test_the_order_is_unit_type_book_number_whatever_the_pages_say(house: House, tmp_path: Path):
    births = [
        world.birth(12, trangSo="2"), world.birth(3, trangSo="9"), world.birth(40, quyenSo="02/2005"),
        world.birth(1, quyenSo="01/2004", ngayDangKy="02.02.2004"),
    ]  # fmt: skip
    death = {"so": "1", "quyenSo": "01/2003", "ngayDangKy": "02.02.2003", "nktHoTen": "Hoàng Văn Thử"}
    await world.shelve(house.database, world.HAI_YEN, [world.birth(7)])
    await world.shelve(house.database, world.HOA_CU, [death], kind=RecordType.KT)
    await world.shelve(house.database, world.HOA_CU, births)
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    minh = await reviewer(house, "1002", "Hoàng Văn Minh", world.HAI_YEN)
    for phone, count in ((minh, 1), (lan, 5)):
        await phone.says("/batdau")
        for _ in range(count):
            await phone.chooses("✅ Phê duyệt")
            if "Vẫn phê duyệt" in phone.labels():
                await phone.chooses("Vẫn phê duyệt")
    found = await rows(house, tmp_path / "viec.csv")
    assert [(row["ma_don_vi"], row["loai"], row["quyen"], row["so"]) for row in found] == [
        ("06184", "KS", "01/2004", "1"),
        ("06184", "KS", "01/2005", "3"),
        ("06184", "KS", "01/2005", "12"),
        ("06184", "KS", "02/2005", "40"),
        ("06184", "KT", "01/2003", "1"),
        ("06187", "KS", "01/2005", "7"),
    ]


async def test_what_stands_there_already_is_not_to_be_keyed_again(house: House, tmp_path: Path):
    lan = await a_day(house)
    out = tmp_path / "viec.csv"
    words = {"1": "Đã phê duyệt", "2": "Đã phê duyệt", "3": "Từ chối", "4": "Từ chối", "5": "Đã phê duyệt"}
    path = tmp_path / "158.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = [["KS", "06184", "2005", number, state] for number, state in words.items()]
        csv.writer(file).writerows([["loai", "maDonVi", "nam", "so", "tinhTrang"], *lines])
    assert (await rasoat(house.database, "import", "status", str(path), "--as-of", "2024-07-03")).code == 0
    assert [(row["so"], row["viec_can_lam"], row["ben_158"]) for row in await rows(house, out)] == [
        ("2", "Sửa rồi phê duyệt", "Đã phê duyệt"),  # approved there before it was corrected here
        ("4", "Theo dõi, chưa phê duyệt", "Từ chối"),
    ]
    assert (await rasoat(house.database, "import", "status", str(path), "--as-of", "2024-07-04")).code == 0
    assert [row["so"] for row in await rows(house, out)] == ["4"]
    await lan.says("/hoantac")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    assert [row["so"] for row in await rows(house, out)] == [], "refused there, and now here"


async def test_what_a_document_changed_is_keyed_though_the_record_stands_approved_there(
    house: House, tmp_path: Path
):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in (1, 2)])
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    await lan.says("/batdau")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi sai")
    await lan.says("/theodoi")
    await lan.chooses(next(label for label in lan.labels() if label.startswith("Số 1 ·")))
    await lan.chooses("✔ Đã bổ sung/cải chính, phê duyệt")
    await lan.says("15/TL-UBND 03/07/2024")
    await lan.says("Họ tên mẹ = Hoàng Thị Mậu")
    await lan.chooses("✔ Phê duyệt theo văn bản")
    path = tmp_path / "158.csv"
    path.write_text("loai,maDonVi,nam,so,tinhTrang\nKS,06184,2005,1,Đã phê duyệt\n", encoding="utf-8")
    assert (await rasoat(house.database, "import", "status", str(path), "--as-of", "2024-07-03")).code == 0
    found = await rows(house, tmp_path / "viec.csv")
    assert [(row["so"], row["viec_can_lam"]) for row in found] == [("1", "Sửa rồi phê duyệt")]
    assert "“Hoàng Thị Mẫu” → “Hoàng Thị Mậu”" in found[0]["noi_dung"]
    assert (await rasoat(house.database, "import", "status", str(path), "--as-of", "2024-07-04")).code == 0
    assert await rows(house, tmp_path / "viec.csv") == []


async def test_a_commune_and_days_can_be_taken_alone(house: House, tmp_path: Path):
    await a_day(house)
    out = tmp_path / "viec.csv"
    assert await rows(house, out, "--unit", "06187") == []
    assert len(await rows(house, out, "--unit", "183", "--from", "2024-07-04", "--to", "2024-07-04")) == 4
    assert await rows(house, out, "--from", "2024-07-05") == []


async def test_hostile_values_are_text_and_what_no_cell_holds_is_cut_and_told(house: House, tmp_path: Path):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1, nksHoTen=HOSTILE_NAME)])
    long = "@" + "x" * 39_999

    async def decided(tx: Tx) -> None:
        row: dict[str, Any] = {
            "unit_id": world.HOA_CU, "seq": 1, "record_id": record, "revision": 1, "person_id": None, "move": "fix",
            "from_state": "PENDING", "to_state": "APPROVED", "reasons": [], "changes": {"ghiChu": ["=1", long]},
            "route": "", "note": long, "case_suggested": "", "case_chosen": "b", "decided_at": world.MORNING,
            "day": world.TODAY, "channel": "telegram", "event_key": "x", "prev_hash": "", "hash": "",
        }  # fmt: skip
        await tx.run(insert(DecisionRow.__table__), row)
        await tx.run(
            world.records.update().where(world.records.c.id == record).values(state=State.APPROVED.value)
        )

    await house.database.write(decided)
    for kind, column in (("actions", "noi_dung"), ("decisions", "ghi_chu")):
        answer = await rasoat(house.database, "export", kind, "--out", str(tmp_path / "x.xlsx"))
        assert answer.code == 0 and "ô dài hơn 32.767 ký tự đã bị cắt" in answer.err
        [row] = printed.sheet(tmp_path / "x.xlsx").dicts()
        assert len(row[column]) == 32_767 and row[column].endswith("…")
        answer = await rasoat(house.database, "export", kind, "--out", str(tmp_path / "x.csv"))
        assert (answer.code, answer.err) == (0, "")
        with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(1 << 20)
            [row] = csv.DictReader(file)
        assert long in row[column], "a .csv holds it whole"
    await rasoat(house.database, "export", "actions", "--out", str(tmp_path / "x.xlsx"))
    [row] = printed.sheet(tmp_path / "x.xlsx").dicts()
    assert row["ho_ten"] == HOSTILE_NAME and "<f>" not in printed.sheet(tmp_path / "x.xlsx").xml


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Asia/Kolkata", "Europe/Berlin", "UTC"])
def test_instants_are_written_quickly_as_they_are_written_slowly(zone: str):
    at = datetime(2024, 3, 30, 23, 59, 59, 120_000, tzinfo=UTC)
    write = instants.writer(ZoneInfo(zone))
    for _ in range(60):
        at += timedelta(minutes=17, seconds=3)
        slowly = at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
        assert write(at) == write(f"{at:%Y-%m-%d %H:%M:%S.%f}") == slowly
    assert write(None) == ""
    assert write("2024-07-04 00:30:00")[13:] in (
        ":30:00.000+07:00",
        ":00:00.000+05:30",
        ":30:00.000+02:00",
        ":30:00.000+00:00",
    )
