"""Dates written out, in all the ways registers write them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from bot.synthetic.days import in_words
from domain import dates_in_words
from domain.dates_in_words import Said, read


def test_every_day_of_a_hundred_years_is_read_as_it_is_written() -> None:
    day = date(1920, 1, 1)
    while day < date(2027, 1, 1):
        text = f"{day:%d.%m.%Y}"
        said = read(in_words(text))
        assert said is not None
        assert said.dotted == text
        day += timedelta(days=3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ngày hai mươi bảy tháng tám năm hai nghìn không trăm linh năm", Said(2005, 8, 27)),
        ("ngày 27 tháng 8 năm 2005", Said(2005, 8, 27)),
        ("Mùng năm tháng năm năm một chín tám lăm", Said(1985, 5, 5)),
        ("ngày mùng mười tháng giêng năm hai ngàn lẻ ba", Said(2003, 1, 10)),
        ("Ngày hai mốt tháng chạp năm hai nghìn", Said(2000, 12, 21)),
        ("Ngày hăm tư tháng mười hai năm một nghìn chín trăm chín mươi chín", Said(1999, 12, 24)),
        (
            "ba mốt tháng mười một năm một nghìn chín tám tư",
            Said(1984, 11, 31),
        ),  # no such day: said all the same
        ("Ngày mồng một tháng bẩy năm hai không không năm", Said(2005, 7, 1)),
        ("ngay hai muoi nham thang nam nam hai nghin khong tram muoi nam", Said(2015, 5, 25)),
        ("Ngày ba tháng mười năm hai nghìn linh năm (2005)", Said(2005, 10, 3)),
        ("Tháng ba năm một nghìn chín trăm bảy mươi", Said(1970, 3)),
        ("Năm một nghìn chín trăm bảy mươi lăm", Said(1975)),
        ("ngày      tháng      năm 2005", Said(2005)),  # a form with nothing filled in
        ("Ngày năm tháng tư", Said(None, 4, 5)),
        ("mười chín tháng năm năm mười chín tám lăm", Said(1985, 5, 19)),
        ("Sinh ngày hai tháng chín năm 1945", Said(1945, 9, 2)),
        ("Ngày mùng 2 tháng Chạp năm 2005", Said(2005, 12, 2)),
        ("Hai mươi mốt / hai / hai không không sáu", Said(2006, 2, 21)),
        ("ngày hai - ba - năm hai nghìn linh năm", Said(2005, 3, 2)),
    ],
)
def test_the_usual_variants(text: str, said: Said) -> None:
    assert read(text) == said
    assert read(text.upper()) == said


@pytest.mark.parametrize(
    "text",
    [
        "", "năm", "tháng", "ngày tháng năm", "không rõ", "Nguyễn Văn Năm", "Ngày rằm tháng ba năm 1980",
        "Ngày năm tháng ba năm 1980 (âm lịch)", "ngày bốn mươi tháng ba năm 2005", "ngày một tháng mười ba năm 2005",
        "Ngày mười lăm tháng mười hai năm tám lăm", "Ngày mùng 102 tháng ba năm 2005", "hai / mười ba / hai nghìn",
        "năm tám lăm", "Ngày hai tháng ba năm hai nghìn trăm", "27.08.2005", "năm " * 100,
    ],
)  # fmt: skip
def test_what_is_only_nearly_a_date_gives_nothing(text: str) -> None:
    assert read(text) is None


_DAYS = (
    "mùng một",
    "mười",
    "mười lăm",
    "hai mươi tư",
    "ba mốt",
    "năm",
    "27",
    "rằm",
    "mùng mười",
    "ba hai",
    "thang hai",
    "",
)
_MONTHS = (
    "một",
    "giêng",
    "tư",
    "năm",
    "mười",
    "mười một",
    "mười hai",
    "chạp",
    "12",
    "mùng",
    "mười năm",
    "không mươi ba",
    "13",
    "",
)
_YEARS = (
    "hai nghìn không trăm linh năm",
    "một chín tám lăm",
    "2005",
    "năm hai nghìn",
    "hai nghìn âm lịch",
    "tám lăm",
    "",
)


@pytest.mark.parametrize(
    "form", ["Ngày {}, tháng {}, năm {}", "{} tháng {} năm {}", "rằm, ngày {},tháng {} năm  {} dương lịch"]
)
def test_read_by_its_parts_a_date_says_what_it_says_as_a_whole(form: str) -> None:
    """Parts are remembered, whole dates are not; that may make no difference, in whatever words."""
    read_at_all = 0
    for parts in product(_DAYS, _MONTHS, _YEARS):
        text = form.format(*parts)
        by_parts = dates_in_words._in_order(text)
        read_at_all += by_parts is not None
        assert by_parts in (None, dates_in_words._in_any_order(text)), text
    assert read_at_all > 50 or form.startswith("rằm")
