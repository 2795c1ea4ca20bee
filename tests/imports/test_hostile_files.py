"""Files made to hurt: each is refused with one reason, in a process that may take only so much."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from import_sheets import births, write_csv, write_xlsx
from world import birth

from domain.sheet_faults import Fault
from storage.imports import reading

SHEET = "xl/worksheets/sheet1.xml"


def faults_of(path: Path, **limits: object) -> list[Fault]:
    job = reading.Job(path, "records", unit_id=1, units=(reading.Unit(1, "06184", "Xã Hòa Cư", frozenset()),),
                      **limits)  # type: ignore[arg-type]  # fmt: skip
    return [
        found.fault
        for event in reading.read(job)
        if isinstance(event, reading.Faults)
        for found in event.found
    ]


def rezip(path: Path, change: Callable[[dict[str, bytes]], None], name: str = "bad.xlsx") -> Path:
    """Write a workbook anew with some of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    change(parts)
    bad = path.with_name(name)
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return bad


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "good.xlsx", births(birth(1), birth(2)))


def test_an_honest_workbook_passes(good: Path) -> None:
    assert faults_of(good) == []


def test_an_honest_workbook_passes_with_what_an_add_in_left_in_it(good: Path) -> None:
    left = '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")
    assert faults_of(rezip(good, lambda parts: parts.update({"customXml/item1.xml": left}))) == []


def _macro(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"\xd0\xcf"


def _dtd(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet', 1
    )


def _hidden_root(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b"<!--" + b" " * 10_000 + b"-->" + parts[SHEET].partition(b"?>")[2]


def _bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/image1.png"] = b"\0" * (200 << 20)


def _far_cell(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b'ref="A1:', b'ref="A1:XFD1048576" was="', 1)


def _no_workbook(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


def _no_sheet(parts: dict[str, bytes]) -> None:
    del parts[SHEET]


def _torn_sheet(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][: len(parts[SHEET]) // 2]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(_macro, Fault.MACROS, id="macros under an innocent ending"),
        pytest.param(_dtd, Fault.DTD, id="entities that grow"),
        pytest.param(_hidden_root, Fault.BROKEN, id="a prolog long enough to hide entities behind"),
        pytest.param(_bomb, Fault.BOMB, id="a picture that unpacks a thousandfold"),
        pytest.param(_far_cell, Fault.TOO_FAR, id="a sheet that says it reaches the last cell of all"),
        pytest.param(_no_workbook, Fault.NOT_A_SHEET, id="a zip of something else"),
        pytest.param(_no_sheet, Fault.BROKEN, id="a workbook without its sheet"),
        pytest.param(_torn_sheet, Fault.BROKEN, id="a sheet torn in the middle"),
    ],
)
def test_a_workbook_made_to_hurt_is_refused(
    good: Path, change: Callable[[dict[str, bytes]], None], fault: Fault
) -> None:
    assert faults_of(rezip(good, change)) == [fault]


def _with_hidden_cell(place: bytes) -> Callable[[dict[str, bytes]], None]:
    """Add a cell that the sheet's own statement of its size leaves out."""

    def hide(parts: dict[str, bytes]) -> None:
        start, _, rest = parts[SHEET].partition(b"<dimension ")
        row = place.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        far = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, place)
        parts[SHEET] = (start + rest.partition(b"/>")[2]).replace(b"</sheetData>", far, 1)

    return hide


def test_a_far_cell_that_the_sheet_does_not_declare_is_refused(good: Path) -> None:
    assert faults_of(rezip(good, _with_hidden_cell(b"A2000001"))) == [Fault.TOO_FAR]


def test_a_sheet_that_needs_more_memory_than_allowed_ends_its_reader_only(good: Path) -> None:
    bad = rezip(good, _with_hidden_cell(b"KM900000"))  # 270 million cells, none of them beyond the limits
    assert faults_of(bad, memory_bytes=1 << 30) == [Fault.TOO_BIG]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        pytest.param(
            b"\xd0\xcf\x11\xe0" + b"\0" * 600, Fault.OLD_FORMAT, id="an old or locked workbook renamed"
        ),
        pytest.param(b"%PDF-1.7 and so on", Fault.NOT_A_SHEET, id="a scan renamed"),
        pytest.param(b"PK\x03\x04" + b"\xff" * 500, Fault.BROKEN, id="a broken zip"),
        pytest.param(b"", Fault.EMPTY, id="nothing at all"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, head: bytes, fault: Fault) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(head)
    assert faults_of(path) == [fault]


def test_parts_that_share_the_same_bytes_are_a_bomb(good: Path) -> None:
    raw = good.read_bytes()
    with zipfile.ZipFile(good) as archive:
        first = max(archive.infolist(), key=lambda part: part.compress_size)
    # a second entry of the central directory that points at the first entry's bytes
    at = raw.index(b"PK\x01\x02")
    entries, end = raw[at : raw.rindex(b"PK\x05\x06")], raw[raw.rindex(b"PK\x05\x06") :]
    place = entries.index(first.filename.encode()) - 46
    length = 46 + len(first.filename)
    twin = entries[place : place + length].replace(first.filename.encode(), b"z" * len(first.filename))
    copies = 400
    body = entries + b"".join(twin[:46] + f"{n:0{len(first.filename)}d}".encode() for n in range(copies))
    count = int.from_bytes(end[10:12], "little") + copies
    end = end[:8] + count.to_bytes(2, "little") * 2 + len(body).to_bytes(4, "little") + end[16:]
    good.write_bytes(raw[:at] + body + end)
    assert faults_of(good) == [Fault.BOMB]


def test_a_reader_that_uses_up_its_seconds_is_ended(tmp_path: Path) -> None:
    rows = births(birth(1))
    path = write_csv(tmp_path / "long.csv", [rows[0], *([rows[1]] * 150_000)])
    assert faults_of(path, cpu_seconds=1)[-1] is Fault.TOO_SLOW


def test_a_reader_that_falls_silent_is_ended(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "silent.csv", births(*(birth(number) for number in range(1, 4_000))))
    assert faults_of(path, silent_seconds=0.01)[-1] is Fault.TOO_SLOW


def children() -> set[str]:
    """The processes that this one has started and not seen the end of, dead ones too."""
    listed = (one.read_text() for one in Path("/proc/self/task").glob("*/children"))
    return {child for names in listed for child in names.split()}


def test_leaving_a_file_half_read_leaves_no_process_behind(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "half.csv", births(*(birth(number) for number in range(1, 4_000))))
    before = children()  # what other tests of this process have left running
    events = reading.read(reading.Job(path, "records", unit_id=1))
    next(events)
    assert children() > before, "the reader runs"
    events.close()  # type: ignore[attr-defined]
    assert children() <= before


def test_the_reader_loads_no_database_and_sees_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, dict[str, str]] = {}
    start = reading.subprocess.Popen

    def watch(command: list[str], **more: object) -> object:
        seen["env"] = dict(more["env"])  # type: ignore[call-overload]
        return start(command, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("RASOAT_TELEGRAM__TOKEN", "42:SECRET")
    monkeypatch.setattr(reading.subprocess, "Popen", watch)
    faults_of(write_csv(tmp_path / "thu.csv", births(birth(1))))
    assert "42:SECRET" not in seen["env"].values()

    told = reading.subprocess.run(
        [sys.executable, "-c", "import sys, storage.imports.child; print(*sorted(sys.modules))"],
        capture_output=True, text=True, check=True, env=seen["env"],
    ).stdout.split()  # fmt: skip
    assert not {"sqlalchemy", "asyncio", "sqlmodel"} & set(told)
