"""The card an official reads on a phone: short, the suspicious first, no more of a person than the province lets out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import fields
from domain.records import Finding, Record, RecordType, Severity, subject_of
from domain.review import State
from domain.wording import card, findings

BIRTH = {
    "so": "24",
    "quyenSo": "01/2005",
    "trangSo": "12",
    "ngayDangKy": "21.03.2005",
    "loaiDangKy": "4",
    "noiDangKy": "UBND xã Mẫu, huyện Ví Dụ",
    "nksHoTen": "Nông Văn Mẫu",
    "nksGioiTinh": "1",
    "nksNgaySinh": "02.03.2005",
    "nksNoiSinh": "Trạm y tế xã Mẫu",
    "nksQueQuan": "Xã Mẫu, huyện Ví Dụ",
    "nksDanToc": "Nùng",
    "nksQuocTich": "Việt Nam",
    "meHoTen": "Hoàng Thị Thử",
    "meNgaySinh": "1980",
    "meDanToc": "Tày",
    "meQuocTich": "Việt Nam",
    "meNoiCuTru": "Số 5 thôn Nà Pàn, xã Mẫu, huyện Ví Dụ",
    "meSoGiayToTuyThan": "082123456",
    "chaHoTen": "Nông Văn Ví",
    "chaNgaySinh": "1978",
    "nycHoTen": "Nông Văn Ví",
    "nycQuanHe": "Cha",
}
SPOUSES = {
    "so": "31",
    "quyenSo": "01/2011",
    "ngayDangKy": "18.10.2011",
    "chongHoTen": "Hoàng Văn Thử",
    "chongNgaySinh": "14.06.1985",
    "chongQuocTich": "Trung Quốc",
    "chongSoGiayToTuyThan": "082123456",
    "chongNoiCuTru": "Số 5 ngõ 3, phường Thử",
    "voHoTen": "Vi Thị Nháp",
}


def record_with(
    record_type: RecordType, values: dict[str, str], *found: Finding, revision: int = 1
) -> Record:
    return Record(
        id=1,
        unit_id=1,
        unit_name="Xã Mẫu",
        type=record_type,
        number=values.get("so", ""),
        book=values.get("quyenSo", ""),
        page=values.get("trangSo", ""),
        state=State.PENDING,
        revision=revision,
        subject=subject_of(record_type, values),
        fields=values,
        findings=found,
    )


def test_a_birth_is_told_as_the_register_tells_it() -> None:
    shown = card.card(record_with(RecordType.KS, BIRTH), "summary", heading=["Hồ sơ 3/16 hôm nay"]).split(
        "\n"
    )
    assert shown == [
        "Hồ sơ 3/16 hôm nay",
        "Khai sinh",
        "Số 24 · Quyển 01/2005 · Trang 12",
        "Đăng ký: 21/03/2005, Quá hạn",
        "Nơi đăng ký: UBND xã Mẫu, huyện Ví Dụ",
        "Họ tên: Nông Văn Mẫu, Nam",
        "Ngày sinh: 02/03/2005",
        "Nơi sinh: Trạm y tế xã Mẫu",
        "Quê quán: Xã Mẫu, huyện Ví Dụ",
        "Dân tộc: Nùng",
        "Mẹ: Hoàng Thị Thử, 1980, Tày, xã Mẫu, huyện Ví Dụ",
        "Cha: Nông Văn Ví, 1978",
        "Người yêu cầu: Nông Văn Ví, Cha",
    ]


def test_suspicious_fields_come_first_the_gravest_at_the_top() -> None:
    found = (
        Finding("R20", "meHoTen", Severity.HINT, "b", "Hoàng Thị Thửu", "Hoàng Thị Thử"),
        Finding("R06", "ngayDangKy", Severity.SERIOUS),
        Finding("R12", "", Severity.WARNING),
    )
    shown = card.card(record_with(RecordType.KS, BIRTH, *found), "summary", heading=["Đã phê duyệt."])
    lines = shown.split("\n")
    assert lines[0] == "Đã phê duyệt."
    assert lines[2] == "• Ngày đăng ký: 21/03/2005 – trước ngày sinh hoặc sau hôm nay"
    assert lines[4] == "• Hồ sơ: trùng số với hồ sơ khác cùng năm"
    assert lines[6] == "• Họ tên mẹ: Hoàng Thị Thửu – lỗi gõ chữ (gợi ý: Hoàng Thị Thử)"
    told = [lines[place] for place in (1, 3, 5)]
    assert told == ["Cần xem kỹ (nghiêm trọng):", "Cần xem kỹ:", "Chỉ để lưu ý:"], "how grave it is, in words"
    assert lines.index("Khai sinh") > 6


def test_a_suggestion_that_looks_like_the_value_is_told_in_words() -> None:
    typed = "Hoàng  Thị\u200b Thử"
    found = Finding("R20", "meHoTen", Severity.WARNING, "b", typed, "Hoàng Thị Thử", loss_free=True)
    shown = card.card(record_with(RecordType.KS, BIRTH | {"meHoTen": typed}, found), "summary")
    assert "• Họ tên mẹ: Hoàng Thị Thử – lỗi gõ chữ (gợi ý: viết lại cho chuẩn, nội dung không đổi)" in shown


def test_an_empty_field_that_ought_to_be_there_is_said_to_be_empty() -> None:
    without = {
        name: text for name, text in BIRTH.items() if name not in ("nksQueQuan", "chaHoTen", "nycHoTen")
    }
    without["nksNoiSinh"] = ", , ,"
    shown = card.card(record_with(RecordType.KS, without), "summary")
    assert "Quê quán: (trống)" in shown
    assert "Nơi sinh: (trống)" in shown
    assert "Cha: (trống), 1978" in shown
    assert "Người yêu cầu: Cha" in shown


def test_a_summary_hides_numbers_of_papers_and_houses_but_not_who_it_is_about() -> None:
    shown = card.card(record_with(RecordType.KH, SPOUSES), "summary")
    assert "Chồng: Hoàng Văn Thử, 14/06/1985, Trung Quốc, phường Thử, ***456" in shown
    assert "082123" not in shown
    assert "ngõ" not in shown


def test_a_masked_card_shows_initials_and_years_only() -> None:
    found = Finding("R17", "chongSoGiayToTuyThan", Severity.WARNING, "", "082123456")
    shown = card.card(record_with(RecordType.KH, SPOUSES, found), "masked")
    assert "Chồng: H.V.T., 1985" in shown
    for told in ("Hoàng", "Nháp", "14/06", "456", "phường", "18/10"):
        assert told not in shown
    assert card.title(record_with(RecordType.KH, SPOUSES), "masked").endswith("\nH.V.T., V.T.N.")


def test_a_full_card_hides_nothing() -> None:
    shown = card.card(record_with(RecordType.KH, SPOUSES), "full")
    assert "Số 5 ngõ 3, phường Thử, 082123456" in shown


def test_what_the_vendor_sent_again_says_so() -> None:
    assert "Bên số hóa gửi lại lần 2" in card.card(record_with(RecordType.KS, BIRTH, revision=3), "summary")


@pytest.mark.parametrize(
    ("record_type", "values", "lines"),
    [
        (
            RecordType.KT,
            {
                "nktHoTen": "Vi Văn Giả",
                "nktNgayChet": "10.05.2018",
                "nktGioPhutChet": "06:38",
                "gbtLoai": "1",
            },
            ["Ngày chết: 10/05/2018, 06:38", "Nguyên nhân: (trống)", "Giấy báo tử: Giấy báo tử"],
        ),
        (
            RecordType.HN,
            {
                "nxnHoTen": "Triệu Thị Nếu",
                "noiCap": "UBND xã Mẫu",
                "nxnTinhTrangHonNhan": "Chưa đăng ký kết hôn",
            },
            ["Nơi cấp: UBND xã Mẫu", "Tình trạng: Chưa đăng ký kết hôn", "Ngày cấp: (trống)"],
        ),
        (
            RecordType.CMC,
            {"cmHoTen": "Lý Văn Dượt", "ncHoTen": "Lý Thị Dụ", "loaiXacNhan": "1", "ncNgaySinh": "2001"},
            ["Loại xác nhận: Cha nhận con", "Cha/mẹ: Lý Văn Dượt", "Con: Lý Thị Dụ, 2001"],
        ),
    ],
)
def test_each_type_tells_what_its_register_is_about(
    record_type: RecordType, values: dict[str, str], lines: list[str]
) -> None:
    shown = card.card(record_with(record_type, values), "summary").split("\n")
    assert set(lines) <= set(shown)


def test_a_value_cannot_pass_for_a_line_of_ours() -> None:
    forged = BIRTH | {"nksHoTen": "A\nCha: B\u202egnas\u2028Số 99 · Quyển 09/1999\x07"}
    shown = card.card(record_with(RecordType.KS, forged), "summary")
    assert not any(line.startswith(("Cha: B", "Số 99")) for line in shown.split("\n"))
    assert "\u202e" not in shown
    assert "\x07" not in shown


def test_a_value_without_end_is_cut_and_the_entry_still_named() -> None:
    endless = dict.fromkeys(fields.header_row(RecordType.KS), "Ấ" * 20000) | {
        "so": "24",
        "quyenSo": "01/2005",
    }
    found = [Finding("R06", name, Severity.WARNING, "", "Ấ" * 9000, "Ấ" * 9000) for name in endless]
    shown = card.card(record_with(RecordType.KS, endless, *found), "summary", heading=["Ấ" * 5000] * 9)
    assert len(shown) <= 1000
    assert "Số 24 · Quyển 01/2005" in shown
    assert "…" in shown


any_text = st.text(max_size=40) | st.sampled_from(
    ["Ấ" * 3000, "1" * 400, "\n" * 50, "e" + "\u0301" * 90, "\ud800"]
)
all_names = {each: [field.name for field in fields.fields_of(each)] + ["cotLa"] for each in RecordType}


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    """A record of any type with any text in any field, and findings on some."""
    record_type = draw(st.sampled_from(list(RecordType)))
    values = draw(st.dictionaries(st.sampled_from(all_names[record_type]), any_text, max_size=70))
    found = draw(
        st.lists(
            st.builds(
                Finding,
                st.sampled_from([*findings.REASON, "R99"]),
                st.sampled_from([*all_names[record_type], ""]),
                st.sampled_from(list(Severity)),
                st.just(""),
                any_text,
                any_text,
            ),
            max_size=12,
        )
    )
    return record_with(record_type, values, *found, revision=draw(st.integers(1, 3)))


@pytest.mark.parametrize("detail", ["summary", "masked", "full"])
@pytest.mark.parametrize(
    "value", ["06220/KS.2005.001.pdf", "06220/KS.0123456789.001.pdf | 06220/cu/KS.0123456789.001.pdf"]
)
def test_what_is_wrong_with_the_scan_is_said_without_the_name_of_a_file(detail: str, value: str) -> None:
    for case in ("a", ""):
        found = Finding("R01", "tenFile", Severity.SERIOUS, case=case, value=value)
        told = card.card(record_with(RecordType.KS, BIRTH, found), detail).split("\n")
        assert told[:2] == [
            "Cần xem kỹ (nghiêm trọng):",
            "• Tệp bản quét: bản quét thiếu, mờ hoặc của hồ sơ khác",
        ]


def test_a_new_scan_of_a_record_sent_again_is_told_without_the_names_of_files() -> None:
    record = record_with(RecordType.KS, BIRTH, revision=2)
    told = card.card(replace(record, resent=(("tenFile", "06220/KS.2005.001.pdf", "06220/moi.pdf"),)), "full")
    assert "• Tệp bản quét: tệp khác" in told.split("\n")
    assert ".pdf" not in told


@settings(max_examples=150, deadline=None)
@given(any_record(), st.sampled_from(["summary", "masked", "full"]), st.lists(any_text, max_size=5))
def test_no_card_is_ever_too_long_for_a_channel_or_unfit_to_send(
    record: Record, detail: str, heading: list[str]
) -> None:
    shown = card.card(record, detail, heading=heading)
    assert 0 < len(shown) <= 1000
    assert card.name(record) in shown
    shown.encode("utf-8")  # no half of a surrogate pair
    assert len(card.title(record, detail)) <= 300


@settings(max_examples=100, deadline=None)
@given(any_record(), st.booleans())
def test_all_fields_come_in_pages_that_fit(record: Record, mask_all: bool) -> None:
    pages = card.full_pages(record, mask_all=mask_all)
    assert pages
    for number, page in enumerate(pages, start=1):
        assert len(page) <= 1000
        assert page.split("\n")[0].endswith(f"({number}/{len(pages)})")
        page.encode("utf-8")


def test_the_full_view_shows_every_field_that_holds_something() -> None:
    everything = {field.name: f"giá trị của {field.name}" for field in fields.fields_of(RecordType.KS)}
    pages = card.full_pages(record_with(RecordType.KS, everything | {"cotLa": "còn lại"}), mask_all=False)
    text = "\n".join(pages)
    assert len(pages) > 2
    for field in fields.fields_of(RecordType.KS):
        assert f"{field.label}: giá trị của {field.name}" in text
    assert "KHÁC\ncotLa: còn lại" in text


def test_every_rule_has_its_words() -> None:
    assert list(findings.REASON) == [f"R{number:02d}" for number in range(1, 24)]
