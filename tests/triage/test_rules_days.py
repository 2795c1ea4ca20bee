"""Days that cannot be, that stand in the wrong order, that figures and words tell differently."""

from __future__ import annotations

from datetime import date

import pytest

from domain.records import RecordType, Severity
from tests.triage.rules_house import CLEAN, HN, KH, KS, KT, SCAN, findings, of, told


@pytest.mark.parametrize("record_type", list(RecordType))
def test_a_faultless_record_is_passed_over_in_silence(record_type: RecordType) -> None:
    assert findings(record_type) == ()
    assert findings(record_type, scan=SCAN[record_type]) == ()


@pytest.mark.parametrize(
    ("text", "suggestion", "case"),
    [
        ("31.02.1980", "", ""),
        ("29.02.1981", "", ""),
        ("00.05.1980", "", ""),
        ("05.13.1980", "13.05.1980", ""),  # month and day exchanged
        ("01/04/5005", "01.04.2005", ""),  # one digit away from one year of these times
        ("2105", "2005", ""),
        ("Nhâm Tý", "", "c"),
        ("mùng 5 tháng Giêng năm Quý Hợi", "", "c"),
        ("15/8 âm lịch", "", "c"),
        ("2O.04.1980", "20.04.1980", ""),
        ("20041980", "20.04.1980", ""),
        ("20/4/80", "20.04.1980", ""),
        ("20.04.1980.", "20.04.1980", ""),
        ("ngày hai mươi tháng tư năm 1980", "20.04.1980", ""),
        ("không đọc được", "", ""),
        ("01.04.20005", "", ""),
    ],
)
def test_a_date_that_cannot_be_is_named_and_mended_where_one_way_only_leads(
    text: str, suggestion: str, case: str
) -> None:
    found = of("R05", KH, {"voNgaySinh": text})
    assert [(each.field, each.case) for each in found] == [("voNgaySinh", case)]
    assert found[0].suggestion == suggestion
    assert not found[0].loss_free


@pytest.mark.parametrize(
    "text", ["12.05.1982", "12/05/1982", "12. 05. 1982", "05.1982", "1982", "1982-05-12", "không rõ", ", ,"]
)
def test_dates_in_whole_or_in_part_and_words_for_nothing_are_no_impossible_dates(text: str) -> None:
    assert told("R05", KH, {"voNgaySinh": text}) == []


def test_the_old_may_be_born_before_1900_if_their_lives_allow_it() -> None:
    assert findings(KT, {"nktNgaySinh": "1896", "nktNgayChet": "15.03.2005"}) == ()
    assert told("R05", KT, {"nktNgaySinh": "1805"}) == ["nktNgaySinh"]
    assert told("R05", KS, {"chaNgaySinh": "1878"}) == ["chaNgaySinh"]
    again = {
        "loaiDangKy": "2",
        "nksNgaySinh": "1925",
        "nksNgaySinhBangChu": "",
        "meNgaySinh": "1899",
        "chaNgaySinh": "1896",
    }
    assert findings(KS, again) == ()


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("31.02.1980", Severity.SERIOUS),
        ("01.04.20005", Severity.SERIOUS),
        ("Nhâm Tý", Severity.SERIOUS),
        ("khoảng 1980", Severity.WARNING),
        ("20041980", Severity.WARNING),
    ],
)
def test_what_makes_no_date_is_graver_than_what_is_nearly_one(text: str, severity: Severity) -> None:
    assert [each.severity for each in of("R05", KH, {"voNgaySinh": text})] == [severity]


@pytest.mark.parametrize(
    ("since", "until"),
    [("từ nhỏ", "nay"), ("Từ khi sinh ra", "Đến nay"), ("1998", "Hiện nay"), ("Từ khi đủ 18 tuổi", "nay")],
)
def test_a_stay_may_begin_at_birth_and_go_on(since: str, until: str) -> None:
    assert findings(HN, {"nxnThoiGianCuTruTu": since, "nxnThoiGianCuTruDen": until}) == ()


def test_words_or_the_name_of_the_scan_tell_which_date_was_meant() -> None:
    words = {"nksNgaySinh": "01.03.5005"}
    assert of("R05", KS, words)[0].suggestion == "01.03.2005"
    seen = of("R05", KS, {"ngayDangKy": "31.02.2005"}, scan=SCAN[KS])
    assert [(each.suggestion, each.case) for each in seen] == [("21.03.2005", "b")]
    early = of("R06", KS, {"ngayDangKy": "21.03.2002"}, scan=SCAN[KS])
    assert [(each.suggestion, each.case) for each in early] == [("21.03.2005", "b")]


@pytest.mark.parametrize(
    ("record_type", "changes", "fires"),
    [
        (KS, {"ngayDangKy": "28.02.2005"}, True),
        (KS, {"ngayDangKy": "01.03.2005"}, False),  # the same day
        (KS, {"ngayDangKy": "02.2005"}, True),  # no day of February will do
        (KS, {"ngayDangKy": "03.2005"}, False),
        (KS, {"ngayDangKy": "2005", "nksNgaySinh": "2005", "nksNgaySinhBangChu": ""}, False),
        (KS, {"ngayDangKy": "2004"}, True),
        (KT, {"ngayDangKy": "14.03.2005"}, True),
        (KT, {"ngayDangKy": "15.03.2005"}, False),
        (HN, {"ngayDangKy": "01.01.1979"}, True),
        (KH, {"ngayDangKy": "05.07.2024"}, True),  # tomorrow
        (KH, {"ngayDangKy": "04.07.2024"}, False),  # today
        (KH, {"ngayDangKy": "2024"}, False),
        (KH, {"ngayDangKy": "01.01.2031"}, True),
    ],
)
def test_registered_before_it_happened_or_after_today(
    record_type: RecordType, changes: dict[str, str], fires: bool
) -> None:
    found = of("R06", record_type, changes)
    assert [each.field for each in found] == (["ngayDangKy"] if fires else [])
    assert all(each.severity is Severity.SERIOUS for each in found)


def test_day_and_month_exchanged_are_suggested_where_that_mends_the_order() -> None:
    changes = {"ngayDangKy": "04.02.2005", "nksNgaySinh": "01.03.2005"}
    assert of("R06", KS, changes)[0].suggestion == "02.04.2005"


@pytest.mark.parametrize(
    ("born", "died", "field"),
    [
        ("2006", "15.03.2005", "nktNgayChet"),
        ("2005", "15.03.2005", ""),
        ("15.03.2005", "15.03.2005", ""),  # lived a day
        ("16.03.2005", "15.03.2005", "nktNgayChet"),
        ("16.03.2005", "03.2005", ""),
        ("1884", "2005", ""),  # 120 or 121
        ("1884", "31.12.2005", "nktNgaySinh"),
        ("1880", "2005", "nktNgaySinh"),
    ],
)
def test_dead_before_born_or_older_than_anybody(born: str, died: str, field: str) -> None:
    changes = {
        "nktNgaySinh": born,
        "nktNgayChet": died,
        "nktNgayChetGhiBangChu": "",
        "ngayDangKy": "20.12.2006",
    }
    assert told("R07", KT, changes) == ([field] if field else [])


def test_a_sign_that_nobody_sees_makes_no_other_day_of_it() -> None:
    for name, day in (("ngayDangKy", "21.03.2005"), ("nksNgaySinh", "01.03.2005")):
        found = findings(KS, {name: f"{day[:5]}\u200b{day[5:]}\u00a0"})
        assert [(each.rule, each.field, each.suggestion, each.loss_free) for each in found] == [
            ("R20", name, day, True)
        ]


@pytest.mark.parametrize(
    ("words", "fires"),
    [
        ("Ngày mùng một tháng ba năm hai nghìn không trăm linh năm", False),
        ("ngày một, tháng ba, năm hai ngàn lẻ năm", False),
        ("NGÀY MỒNG MỘT THÁNG BA NĂM HAI KHÔNG KHÔNG NĂM", False),
        ("ngay 1 thang 3 nam 2005", False),
        ("Tháng ba năm hai nghìn không trăm linh năm", False),  # says less, not otherwise
        ("năm 2005", False),
        ("chữ không đọc được", False),
        ("Ngày hai mươi mốt tháng giêng năm Ất Dậu", False),  # of the moon
        ("Ngày mùng hai tháng ba năm hai nghìn không trăm linh năm", True),
        ("Ngày mùng một tháng tư năm hai nghìn không trăm linh năm", True),
        ("Ngày mùng một tháng ba năm hai nghìn không trăm linh tư", True),
        ("năm hai nghìn", True),
        ("01/3/2005", False),  # digits once more
        ("03.2005", False),
        ("3/1/2005", True),
        ("một / ba / hai nghìn linh sáu", True),
        ("Ngày một tháng ba năm không lăm", False),
    ],
)
def test_figures_are_held_against_words(words: str, fires: bool) -> None:
    found = of("R14", KS, {"nksNgaySinhBangChu": words})
    assert [each.field for each in found] == (["nksNgaySinh"] if fires else [])


def test_the_words_are_the_suggestion_if_they_make_a_day() -> None:
    words = "Ngày mùng hai tháng ba năm hai nghìn không trăm linh năm"
    assert of("R14", KS, {"nksNgaySinhBangChu": words})[0].suggestion == "02.03.2005"
    no_day = "Ngày ba mươi mốt tháng hai năm hai nghìn không trăm linh năm"
    assert of("R14", KS, {"nksNgaySinhBangChu": no_day})[0].suggestion == ""
    assert (
        of("R14", KS, {"nksNgaySinhBangChu": "năm hai nghìn"})[0].suggestion == ""
    )  # says less than the figures


def test_part_of_a_date_agrees_with_words_that_say_more() -> None:
    changes = {"nksNgaySinh": "2005"}
    assert told("R14", KS, changes) == []


def test_a_paper_cannot_be_younger_than_the_registration_it_was_shown_at() -> None:
    later = {"chongNgayCapGiayToTuyThan": "01.02.2006", "chongSoGiayToTuyThan": "080123456"}
    assert [(each.field, each.severity) for each in of("R08", KH, later)] == [
        ("chongNgayCapGiayToTuyThan", Severity.WARNING)
    ]
    assert told("R08", KH, {"chongNgayCapGiayToTuyThan": "2005"}) == []
    assert told("R08", KT, {"gbtNgay": "01.04.2005"}) == ["gbtNgay"]


def test_notes_made_later_are_no_papers() -> None:
    assert (
        findings(KT, {"nktNgayGhiChuTuyenBoViecChet": "01.02.2010", "nktTinhTrangTuyenBoViecChet": "1"}) == ()
    )


def test_what_is_to_come_depends_on_the_day_of_judging() -> None:
    later = findings(KH, {"ngayDangKy": "05.07.2024"}, today=date(2024, 7, 5))
    assert [each.rule for each in later if each.rule == "R06"] == []
    assert CLEAN[KH]["ngayDangKy"] == "21.03.2005"
