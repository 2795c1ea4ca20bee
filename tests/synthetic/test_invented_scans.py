"""Drawn scans: pages an official can read, in every type, and the two kinds nobody can."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from bot.drawing.pages import pages as drawn
from bot.synthetic import forms, places, scans
from bot.synthetic.faults import LEFT_OUT
from bot.synthetic.records import records
from bot.synthetic.truths import FaultKind, SyntheticRecord, truth_of
from domain.records import RecordType

HOA_CU = places.commune("06223")


def one(record_type: RecordType, seed: int = 1) -> SyntheticRecord:
    return next(records(seed, {record_type: 1}, [HOA_CU], front={record_type: (None,)}))


def opened(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    return document[0].render(scale=1).to_pil().convert("L")


@pytest.mark.parametrize("record_type", list(RecordType))
def test_a_page_of_each_register_opens_and_is_small_enough_for_a_chat(record_type: RecordType) -> None:
    content = scans.draw(one(record_type))
    assert content is not None and content.startswith(b"%PDF-")
    assert len(content) < scans.MOST_BYTES
    page = opened(content)
    assert 590 <= page.width <= 600  # points: 1,240 pixels at 150 dots an inch
    assert ImageStat.Stat(page).stddev[0] > 15


def test_a_picture_named_jpg_is_one() -> None:
    content = scans.draw(replace(one(RecordType.KS), scan="KS.2005.01.2005-03-21.024.jpg"))
    assert content is not None
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "JPEG" and picture.width == scans.WIDTH


def test_the_same_record_is_drawn_the_same_way_twice_and_another_seed_writes_differently() -> None:
    record = one(RecordType.KT)
    assert scans.draw(record, 1) == scans.draw(record, 1)
    assert scans.draw(record, 1) != scans.draw(record, 2)


def test_the_page_shows_the_register_and_not_what_was_typed() -> None:
    record = one(RecordType.KS)
    mistyped = replace(record, fields={**record.fields, "meHoTen": "Người Khác"})
    other_register = replace(record, register={**record.register, "meHoTen": "Người Khác"})
    assert scans.draw(record) == scans.draw(mistyped)
    assert scans.draw(record) != scans.draw(other_register)


def test_nothing_is_written_where_the_scan_was_never_handed_in() -> None:
    assert scans.draw(replace(one(RecordType.HN), truth=truth_of(FaultKind.NO_SCAN))) is None


def test_a_blurred_scan_has_lost_its_letters() -> None:
    record = one(RecordType.CMC)
    sharp = opened(scans.draw(record) or b"")
    blurred = opened(scans.draw(replace(record, truth=truth_of(FaultKind.BLURRED_SCAN))) or b"")

    def edges(page: Image.Image) -> float:
        middle = page.crop((60, 60, page.width - 60, page.height - 60))
        return ImageStat.Stat(ImageChops.difference(middle, ImageChops.offset(middle, 1, 0))).mean[0]

    assert edges(blurred) < edges(sharp) / 5


def test_every_letter_of_the_language_is_in_the_font() -> None:
    font = scans._font(24)
    nothing = bytes(font.getmask("\uffff"))
    letters = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    for letter in letters + letters.upper():
        assert bytes(font.getmask(letter)) != nothing, letter


@pytest.mark.parametrize("record_type", list(RecordType))
def test_what_a_vendor_may_leave_out_stands_on_the_form(record_type: RecordType) -> None:
    printed = {name for line in forms.BODY[record_type] for _, name in line.cells}
    assert set(LEFT_OUT[record_type]) <= printed


def test_no_name_runs_out_of_the_page() -> None:
    record = one(RecordType.KS)
    long = replace(record, register={**record.register, "meNoiCuTru": "Thôn Khuổi Khoang Thượng, " * 6})
    page = opened(scans.draw(long) or b"")
    edge = page.crop((page.width - 26, 150, page.width - 24, page.height - 150))
    # dark blue strokes would leave much darker points than old paper does near the spine
    assert min(edge.getdata()) > 60


def test_the_bot_draws_such_a_scan_for_the_chat(tmp_path) -> None:
    path = tmp_path / "mau.pdf"
    path.write_bytes(scans.draw(one(RecordType.KH)) or b"")
    pages = drawn(path)
    assert isinstance(pages, list) and len(pages) == 1
