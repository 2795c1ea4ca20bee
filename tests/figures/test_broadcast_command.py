"""An operator says something to many from a script, and writes down how it ended."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from domain.broadcast import State, Status
from storage import acknowledgements, audit, broadcasts
from storage.engine import Database
from tests import world
from tests.figures.terminal import rasoat
from tests.handlers.broadcasting_house import HAI_YEN, HOA_CU, Office


def written(folder: Path) -> list[Path]:
    return list(folder.glob("*.xlsx"))


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


@pytest.fixture
async def house(database: Database) -> Office:
    await world.found(database)
    office = Office(database)
    await office.hires("Nông Thị Lan", "official", HOA_CU)
    await office.hires("Vi Văn Sơn", "official", HAI_YEN, chat=False)
    await office.hires("=HYPERLINK", "head", HOA_CU)
    office.clock.move(hours=4.5)
    return office


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "thu.txt"
    path.write_text("*Họp* giao ban\nlúc 14:00", encoding="utf-8")
    return path


async def test_a_trial_tells_whom_it_would_reach_and_sends_nothing(
    database: Database, house: Office, words: Path
):
    answer = await rasoat(
        database, "broadcast", "--audience", "all", "--text-file", str(words), "--dry-run", "--json"
    )
    assert answer.code == 0
    assert json.loads(answer.out) == {
        "id": None, "people": 3, "linked": 2, "by_channel": {"telegram": 2}, "at": None, "dry_run": True
    }  # fmt: skip
    assert await database.read(broadcasts.in_hand) == []


async def test_it_is_ordered_without_a_second_admin_written_down_sent_and_exported(
    database: Database, house: Office, words: Path, tmp_path: Path
):
    answer = await rasoat(database, "broadcast", "--audience", "all", "--text-file", str(words))
    assert answer.code == 0 and "Thông báo số 1: đang gửi cho 3 người" in answer.out
    [line] = await database.read(audit.of)
    assert (line.act, line.person_id, line.details["by"]) == ("broadcast.ordered", None, "operator")
    await house.sends_all()
    assert house.phone("2001").screen == "📣 Thông báo\n\nHọp giao ban\nlúc 14:00"
    await house.phone("2001").taps("👍 Đã nhận")
    out = tmp_path / "het.csv"
    answer = await rasoat(database, "export", "broadcast", "--id", "1", "--out", str(out))
    assert answer.code == 0
    with out.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[:6] == ["ho_ten", "ma_don_vi", "kenh", "trang_thai", "luc", "da_nhan"]
    assert [row[:4] for row in rows] == [
        ["'=HYPERLINK", "06184", "telegram", "sent"], ["Nông Thị Lan", "06184", "telegram", "sent"],
        ["Vi Văn Sơn", "06187", "", "not_linked"],
    ]  # fmt: skip
    assert all(row[4].startswith("2024-07-04T12:") and row[4].endswith("+07:00") for row in rows)
    assert [bool(row[5]) for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("audience", "people"),
    [("unit:06184", 2), ("unit:183", 3), ("role:can_bo", 2), ("role:lanh_dao", 1)],
)  # fmt: skip
async def test_each_audience_means_what_it_says(
    database: Database, house: Office, words: Path, audience: str, people: int
):
    answer = await rasoat(
        database, "broadcast", "--audience", audience, "--text-file", str(words), "--dry-run", "--json"
    )
    assert json.loads(answer.out)["people"] == people


async def test_the_silent_of_an_earlier_one_are_told_again(database: Database, house: Office, words: Path):
    await rasoat(database, "broadcast", "--audience", "unit:06184", "--text-file", str(words))
    await house.sends_all()
    await house.phone("2001").taps("👍 Đã nhận")
    await rasoat(database, "broadcast", "--audience", "silent:1", "--text-file", str(words))
    await house.sends_all()
    lines = await database.read(lambda tx: acknowledgements.lines(tx, 2))
    assert [(line.name, line.status) for line in lines] == [("=HYPERLINK", Status.SENT)]


async def test_a_photo_goes_along_and_a_time_is_kept(
    database: Database, house: Office, words: Path, tmp_path: Path
):
    picture = tmp_path / "Ảnh họp.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    answer = await rasoat(
        database, "broadcast", "--audience", "all", "--text-file", str(words), "--file", str(picture), "--at",
        "8h sáng mai", "--json",
    )  # fmt: skip
    assert json.loads(answer.out)["at"] == "2024-07-05T08:00:00+07:00"
    made = await database.read(lambda tx: broadcasts.load(tx, 1))
    assert made is not None and made.attachment_id is not None and made.state is State.SCHEDULED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--audience": "moi nguoi"}, "không đọc được"), ({"--audience": "unit:999"}, "không có đơn vị mã 999"),
        ({"--audience": "silent:9"}, "không có thông báo số 9"), ({"--audience": "behind"}, "không có ai"),
        ({"--text-file": "/nowhere.txt"}, "không đọc được tệp"), ({"--at": "hôm qua"}, "Chưa hiểu giờ này"),
        ({"--at": "2024-07-04T08:00:00+07:00"}, "Giờ này đã qua. Sớm nhất có thể là 08:00 05/07/2024."),
        ({"--at": "23:00"}, "Không gửi ngoài 07:00–20:00"), ({"--at": "2024-07-06 09:00"}, "ngày nghỉ"),
        ({"--file": "/nowhere.pdf"}, "--file: không đọc được tệp"),
    ],
)  # fmt: skip
async def test_bad_input_is_one_line_and_exit_code_2(
    database: Database, house: Office, words: Path, change: dict[str, str], said: str
):
    options = {"--audience": "all", "--text-file": str(words)} | change
    answer = await rasoat(database, "broadcast", *(word for pair in options.items() for word in pair))
    assert answer.code == 2 and said in answer.err and answer.err.count("\n") == 1
    assert await database.read(broadcasts.in_hand) == []


async def test_at_night_and_with_too_long_or_no_words_nothing_is_ordered(
    database: Database, house: Office, tmp_path: Path, words: Path
):
    options = ("broadcast", "--audience", "all", "--text-file", str(words))
    answer = await rasoat(database, *options, NOW="2024-07-04T21:00:00+07:00")
    assert answer.code == 2 and "Sớm nhất có thể là 07:00 05/07/2024" in answer.err
    for text, said in (("a" * 4097, "một tin chỉ chứa được 4096"), (" \n", "nội dung trống")):
        write(words, text.encode())
        answer = await rasoat(database, *options)
        assert answer.code == 2 and said in answer.err
    write(words, b"\xff\xfe\xff")
    answer = await rasoat(database, *options)
    assert answer.code == 2 and "UTF-8" in answer.err
    assert await database.read(broadcasts.in_hand) == []


async def test_the_export_asks_for_a_number_that_there_is(database: Database, house: Office, tmp_path: Path):
    out = str(tmp_path / "x.xlsx")
    answer = await rasoat(database, "export", "broadcast", "--out", out)
    assert answer.code == 2 and "--id" in answer.err
    answer = await rasoat(database, "export", "broadcast", "--id", "7", "--out", out)
    assert answer.code == 2 and "không có thông báo số 7" in answer.err
    assert not written(tmp_path)
