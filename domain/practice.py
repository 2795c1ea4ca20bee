"""Six invented records to practise on, two for each of the letter's cases, and the judge of the answers.

The people, the commune and the numbers are made up. What the register shows is told beside the card; the answer is
right when it follows the rule. Nothing here is counted or logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import dates, keys
from domain.fields import Kind, find_field
from domain.folding import squeeze
from domain.records import Finding, Record, RecordType, Severity, subject_of
from domain.review import Case, FollowUpKind, Move, ReturnReason, State

UNIT = "Xã Bình Minh"
_PLACE = "UBND xã Bình Minh, huyện Ví Dụ, tỉnh Lạng Sơn"
_HOME = "Thôn Mẫu, xã Bình Minh, huyện Ví Dụ, tỉnh Lạng Sơn"
_MOVE = {Case.VENDOR: Move.RETURN, Case.SLIP: Move.FIX, Case.REGISTER: Move.FOLLOW_UP}


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice card. `number` counts on for as many as the province asks; `key` names which of the six it is."""

    number: int
    key: str
    case: Case
    record: Record
    reason: str = ""  # the reason code that fits best, for cases (a) and (c)
    field: str = ""  # for case (b): which field is wrong …
    value: str = ""  # … and what the register has there

    @property
    def move(self) -> Move:
        """The move the rule asks for."""
        return _MOVE[self.case]


@dataclass(frozen=True, slots=True)
class Right:
    """The answer follows the rule. `better_reason` names a code that would have fitted better, if any."""

    better_reason: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The answer does not follow the rule; `case` is the one that applies. `move_was_right`: only the fix was off."""

    case: Case
    move_was_right: bool = False


def _record(place: int, record_type: RecordType, fields: dict[str, str], *findings: Finding) -> Record:
    place_field = "noiCap" if record_type is RecordType.HN else "noiDangKy"
    fields = {"loaiDangKy": "1", place_field: _PLACE} | fields
    if record_type is RecordType.HN:
        del fields["loaiDangKy"]
    return Record(
        id=-place,  # no record of the province has such a number
        unit_id=0,
        unit_name=UNIT,
        type=record_type,
        number=keys.number_of(fields),
        book=keys.book_of(fields),
        page=keys.page_of(fields),
        state=State.PENDING,
        revision=1,
        subject=subject_of(record_type, fields),
        fields=fields,
        findings=findings,
    )


def _person(prefix: str, name: str, born: str, people: str = "Nùng", home: str = _HOME) -> dict[str, str]:
    told = {"HoTen": name, "NgaySinh": born, "DanToc": people, "QuocTich": "Việt Nam", "NoiCuTru": home}
    return {prefix + suffix: text for suffix, text in told.items()}


_SLIP_IN_NAME = _record(
    1,
    RecordType.KS,
    {
        "so": "24", "quyenSo": "01/2005", "trangSo": "12", "ngayDangKy": "21.03.2005",
        "nksHoTen": "Nông Văn Mẫu", "nksGioiTinh": "1", "nksNgaySinh": "02.03.2005", "nksDanToc": "Nùng",
        "nksQuocTich": "Việt Nam", "nksQueQuan": "Xã Bình Minh, huyện Ví Dụ, tỉnh Lạng Sơn",
        "nksNoiSinh": "Trạm y tế xã Bình Minh", "nksLoaiKhaiSinh": "1",
        **_person("me", "Hoàng Thị Thửu", "1980", "Tày"), **_person("cha", "Nông Văn Ví", "1978"),
    },
    Finding("R20", "meHoTen", Severity.WARNING, "", "Hoàng Thị Thửu"),
)  # fmt: skip
_REGISTER_BLANK = _record(
    2,
    RecordType.KS,
    {
        "so": "7", "quyenSo": "01/1999", "trangSo": "4", "ngayDangKy": "05.02.1999",
        "nksHoTen": "Lý Thị Dụ", "nksGioiTinh": "2", "nksNgaySinh": "11.01.1999", "nksDanToc": "Dao",
        "nksQuocTich": "Việt Nam", "nksNoiSinh": "Xã Bình Minh", "nksLoaiKhaiSinh": "1",
        **_person("me", "Triệu Thị Tập", "1975", "Dao"), **_person("cha", "Lý Văn Dượt", "1973", "Dao"),
    },
    Finding("R04", "nksQueQuan", Severity.SERIOUS, ""),
)  # fmt: skip
_OTHER_UNIT = _record(
    3,
    RecordType.KH,
    {
        "so": "31", "quyenSo": "01/2011", "trangSo": "16", "ngayDangKy": "18.10.2011",
        "noiDangKy": "UBND xã Hòa Thử, huyện Ví Dụ, tỉnh Lạng Sơn",
        **_person("chong", "Hoàng Văn Thử", "14.06.1985", "Tày", "Xã Hòa Thử, huyện Ví Dụ, tỉnh Lạng Sơn"),
        **_person("vo", "Vi Thị Nháp", "02.09.1988", "Nùng", "Xã Hòa Thử, huyện Ví Dụ, tỉnh Lạng Sơn"),
    },
    Finding("R02", "noiDangKy", Severity.SERIOUS, "", "UBND xã Hòa Thử, huyện Ví Dụ, tỉnh Lạng Sơn"),
)  # fmt: skip
_SLIP_IN_DATE = _record(
    4,
    RecordType.KT,
    {
        "so": "9", "quyenSo": "01/2018", "trangSo": "5", "ngayDangKy": "12.05.2018",
        "nktHoTen": "Vi Văn Giả", "nktGioiTinh": "1", "nktNgaySinh": "1940", "nktDanToc": "Nùng",
        "nktQuocTich": "Việt Nam", "nktNoiCuTru": _HOME, "nktNgayChet": "10.05.2081",
        "nktNoiChet": "Tại nhà, " + _HOME, "nktNguyenNhanChet": "Tuổi già",
        "nycHoTen": "Vi Văn Định", "nycQuanHe": "Con",
    },
    Finding("R06", "nktNgayChet", Severity.SERIOUS, "", "10.05.2081"),
)  # fmt: skip
_REGISTER_WRONG = _record(
    5,
    RecordType.HN,
    {
        "so": "15", "quyenSo": "01/2014", "trangSo": "8", "ngayDangKy": "20.06.2014",
        "nxnHoTen": "Triệu Thị Nếu", "nxnGioiTinh": "2", "nxnNgaySinh": "31.02.1990", "nxnDanToc": "Dao",
        "nxnQuocTich": "Việt Nam", "nxnNoiCuTru": _HOME,
        "nxnTinhTrangHonNhan": "Chưa đăng ký kết hôn với ai", "nxnLoaiMucDichSuDung": "1",
    },
    Finding("R05", "nxnNgaySinh", Severity.SERIOUS, "", "31.02.1990"),
)  # fmt: skip
_OTHER_SCAN = _record(
    6,
    RecordType.KS,
    {
        "so": "52", "quyenSo": "02/2008", "trangSo": "26", "ngayDangKy": "09.09.2008",
        "nksHoTen": "Hoàng Thị Mai Giả", "nksGioiTinh": "2", "nksNgaySinh": "25.08.2008", "nksDanToc": "Tày",
        "nksQuocTich": "Việt Nam", "nksQueQuan": "Xã Bình Minh, huyện Ví Dụ, tỉnh Lạng Sơn",
        "nksNoiSinh": "Bệnh viện huyện Ví Dụ", "nksLoaiKhaiSinh": "1",
        **_person("me", "Lương Thị Thí", "1984", "Tày"), **_person("cha", "Hoàng Văn Nghiệm", "1982", "Tày"),
    },
    Finding("R03", "", Severity.SERIOUS),
)  # fmt: skip

# the cases take turns, so that three cards already show all of them
SIX: tuple[Practice, ...] = (
    Practice(1, "slip_in_name", Case.SLIP, _SLIP_IN_NAME, field="meHoTen", value="Hoàng Thị Thử"),
    Practice(2, "register_blank", Case.REGISTER, _REGISTER_BLANK, FollowUpKind.REGISTER_INCOMPLETE),
    Practice(3, "other_unit", Case.VENDOR, _OTHER_UNIT, ReturnReason.WRONG_UNIT),
    Practice(4, "slip_in_date", Case.SLIP, _SLIP_IN_DATE, field="nktNgayChet", value="10.05.2018"),
    Practice(5, "register_wrong", Case.REGISTER, _REGISTER_WRONG, FollowUpKind.REGISTER_WRONG),
    Practice(6, "other_scan", Case.VENDOR, _OTHER_SCAN, ReturnReason.WRONG_SCAN),
)


def card_number(number: int) -> Practice:
    """Take the practice card with this number, from 1; after the sixth they begin anew. Under 1 raises ValueError."""
    if number < 1:
        raise ValueError(f"practice cards count from 1, not {number}")
    of_six = SIX[(number - 1) % len(SIX)]
    return Practice(number, of_six.key, of_six.case, of_six.record, of_six.reason, of_six.field, of_six.value)


def judge(
    practice: Practice,
    move: Move,
    reason: str | None = None,
    changes: Mapping[str, str] | None = None,
) -> Right | Wrong:
    """Judge an answer: the move must be the rule's; a fix must bring the one wrong field to what the register has.

    Any reason goes with the right move: which of them fits best is told, not demanded.
    """
    if move is not practice.move:
        return Wrong(practice.case)
    if practice.case is Case.SLIP:
        return Right() if _is_fixed(practice, changes or {}) else Wrong(practice.case, move_was_right=True)
    return Right(practice.reason if reason is not None and reason != practice.reason else "")


def _is_fixed(practice: Practice, changes: Mapping[str, str]) -> bool:
    if set(changes) != {practice.field}:
        return False
    typed = squeeze(changes[practice.field])
    field = find_field(practice.record.type, practice.field)
    if field is not None and field.kind is Kind.DATE:
        read = dates.parse(typed)
        return isinstance(read, dates.PartialDate) and read.dotted == practice.value
    return typed.casefold() == practice.value.casefold()
