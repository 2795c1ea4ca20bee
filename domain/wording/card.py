"""The card of a record: what looks wrong first, then which entry it is, then what the register tells of the people.

Every value is untrusted text of the source: cleaned, cut, and masked as the province set `card_detail` (summary,
masked, full). A card is at most 1,000 characters, so that it fits every channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from domain import keys, masking
from domain.fields import Required, fields_of, find_field
from domain.fields.blocks import GROUP_LABEL
from domain.folding import fold, is_blank
from domain.guard import gravest_first
from domain.records import SUBJECTS, TYPE_LABEL, Finding, Record, RecordType, Severity
from domain.wording import findings, shown

MOST_CHARACTERS = 1000
_SHORT = 24  # number, book and page on the line that names the entry
_MOST_RULINGS = 3  # named on a card
_MOST_RESENT, _RESENT = 4, 40  # fields the vendor changed, and how much of each value
_WHOLE = 300  # of a value on a page, where there is room
_HEADING = 460  # all the lines above a card together
# value length and number of findings, from generous to what always fits
_SIZES = ((160, 6), (90, 6), (60, 5), (40, 4), (24, 2))
_HOW_GRAVE: dict[Severity, str] = {
    Severity.SERIOUS: "Cần xem kỹ (nghiêm trọng):",
    Severity.WARNING: "Cần xem kỹ:",
    Severity.HINT: "Chỉ để lưu ý:",
}
_REWRITTEN = "gợi ý: viết lại cho chuẩn, nội dung không đổi"
OTHERS = "Khác"
_ANOTHER = "tệp khác"

_PARENT = "HoTen NgaySinh DanToc QuocTich NoiCuTru"
_SPOUSE = f"{_PARENT} SoGiayToTuyThan"


def _of(prefix: str, suffixes: str) -> tuple[str, ...]:
    return tuple(prefix + suffix for suffix in suffixes.split())


_REGISTERED = (("Đăng ký", ("ngayDangKy", "loaiDangKy")), ("Nơi đăng ký", ("noiDangKy",)))
_ASKED_BY = ("Người yêu cầu", ("nycHoTen", "nycQuanHe"))
# what a card tells, line by line: a label, and the fields that stand behind it
_LINES: dict[RecordType, tuple[tuple[str, tuple[str, ...]], ...]] = {
    RecordType.KS: (
        *_REGISTERED,
        ("Họ tên", ("nksHoTen", "nksGioiTinh")),
        ("Ngày sinh", ("nksNgaySinh",)),
        ("Nơi sinh", ("nksNoiSinh",)),
        ("Quê quán", ("nksQueQuan",)),
        ("Dân tộc", ("nksDanToc", "nksQuocTich")),
        ("Mẹ", _of("me", _PARENT)),
        ("Cha", _of("cha", _PARENT)),
        _ASKED_BY,
    ),
    RecordType.KH: (
        *_REGISTERED,
        ("Chồng", _of("chong", _SPOUSE)),
        ("Vợ", _of("vo", _SPOUSE)),
        ("Tình trạng", ("tinhTrangKetHon",)),
    ),
    RecordType.KT: (
        *_REGISTERED,
        ("Họ tên", ("nktHoTen", "nktGioiTinh")),
        ("Ngày sinh", ("nktNgaySinh",)),
        ("Ngày chết", ("nktNgayChet", "nktGioPhutChet")),
        ("Nơi chết", ("nktNoiChet",)),
        ("Nguyên nhân", ("nktNguyenNhanChet",)),
        ("Dân tộc", ("nktDanToc", "nktQuocTich")),
        ("Nơi cư trú", ("nktNoiCuTru",)),
        ("Số giấy tờ", ("nktSoGiayToTuyThan",)),
        ("Giấy báo tử", ("gbtLoai", "gbtSo", "gbtNgay")),
        _ASKED_BY,
    ),
    RecordType.HN: (
        ("Ngày cấp", ("ngayDangKy",)),
        ("Nơi cấp", ("noiCap",)),
        ("Họ tên", ("nxnHoTen", "nxnGioiTinh")),
        ("Ngày sinh", ("nxnNgaySinh",)),
        ("Dân tộc", ("nxnDanToc", "nxnQuocTich")),
        ("Nơi cư trú", ("nxnNoiCuTru",)),
        ("Số giấy tờ", ("nxnSoGiayToTuyThan",)),
        ("Cư trú", ("nxnThoiGianCuTruTai", "nxnThoiGianCuTruTu", "nxnThoiGianCuTruDen")),
        ("Tình trạng", ("nxnTinhTrangHonNhan",)),
        ("Mục đích", ("nxnLoaiMucDichSuDung", "nxnMucDichSuDung")),
        _ASKED_BY,
    ),
    RecordType.CMC: (
        *_REGISTERED,
        ("Quyết định số", ("quyetDinhSo",)),
        ("Loại xác nhận", ("loaiXacNhan",)),
        ("Cha/mẹ", _of("cm", _SPOUSE)),
        ("Con", _of("nc", _SPOUSE)),
        _ASKED_BY,
    ),
}
_HOME_NATION = "viet nam"


def name(record: Record) -> str:
    """Name the entry: "Số 24 · Quyển 01/2005", cut where the source holds something else than numbers."""
    return keys.entry_name(shown.clean(record.number, _SHORT), shown.clean(record.book, _SHORT))


def scan_caption(name: str, place: str) -> str:
    """Write under a page of a scan which entry it shows; `place` is the page of how many, "2/3", or empty."""
    return f"{name} · trang {place}" if place else name


def title(record: Record, detail: str) -> str:
    """Say in two lines which record is meant: type, number and book, then whom it is about."""
    people = ", ".join(_parts(record, SUBJECTS[record.type], detail, 60))
    head = f"{TYPE_LABEL[record.type]} · {name(record)}"
    return f"{head}\n{people}" if people else head


def card(record: Record, detail: str, *, heading: Sequence[str] = ()) -> str:
    """Write the card under its heading lines; never over 1,000 characters."""
    head = _headings(heading)
    text = ""
    for limit, most in _SIZES:
        told = [*_answered(record, limit), *_suspicious(record, detail, limit, most)]
        text = "\n".join([*head, *told, *_body(record, detail, limit)])
        if len(text) <= MOST_CHARACTERS:
            return text
    return _cut(text, MOST_CHARACTERS)


def _headings(lines: Sequence[str]) -> list[str]:
    """Clean the lines above a card; together they leave room for the card itself."""
    kept: list[str] = []
    room = _HEADING
    for line in lines:
        if line and room > 1:
            kept.append(shown.clean(line, room))
            room -= len(kept[-1]) + 1
    return kept


def told_before(record: Record) -> tuple[str, ...]:
    """Say what was answered, or said, about this record before, and what the vendor changed, whole, line by line."""
    lines = [*_answered(record, _WHOLE), *(_resent(record, "full", _WHOLE) if record.revision > 1 else ())]
    return tuple(line for line in lines if line)


def _answered(record: Record, limit: int) -> list[str]:
    """Say what was answered to the question about this record, else with what word a head gave it back."""
    if not record.answer:
        return [f"Lãnh đạo giao lại: {shown.clean(record.word, limit * 2)}", ""] if record.word else []
    by = f" ({record.answered_by})" if record.answered_by else ""
    return [f"Trả lời vướng mắc{by}: {shown.clean(record.answer, limit * 2)}", ""]


def _suspicious(record: Record, detail: str, limit: int, most: int) -> list[str]:
    """List what looks wrong under a word for how grave it is: what takes a second tap, what to look at, a mere hint."""
    found = gravest_first(record.findings)
    lines: list[str] = []
    for severity, several in groupby(found[:most], key=lambda each: each.severity):
        lines.append(_HOW_GRAVE[severity])
        lines += [_finding(record, each, detail, limit) for each in several]
    if len(found) > most:
        lines.append(f"• và {len(found) - most} điểm khác")
    if record.guidance:
        lines.append(f"Hướng dẫn {', '.join(record.guidance[:_MOST_RULINGS])} (xem ở “Quy định”)")
    return [*lines, ""] if lines else []


def _finding(record: Record, finding: Finding, detail: str, limit: int) -> str:
    """Write one finding; a suggestion that looks like the value itself is said to be one in words."""
    field, current = find_field(record.type, finding.field), record.fields.get(finding.field, "")
    hint = shown.value(field, finding.suggestion, detail, limit)
    if hint and finding.loss_free and hint == shown.value(field, finding.value or current, detail, limit):
        plain = replace(finding, suggestion="")
        return f"{findings.line(record.type, plain, current, detail, limit)} ({_REWRITTEN})"
    return findings.line(record.type, finding, current, detail, limit)


def _body(record: Record, detail: str, limit: int) -> list[str]:
    page = f" · Trang {shown.clean(record.page, _SHORT)}" if record.page else ""
    lines = [TYPE_LABEL[record.type], f"{name(record)}{page}"]
    if record.revision > 1:
        lines += _resent(record, detail, limit)
    for label, names in _LINES[record.type]:
        parts = _parts(record, names, detail, limit)
        if parts:
            lines.append(f"{label}: {', '.join(parts)}")
    return lines


def _resent(record: Record, detail: str, limit: int) -> list[str]:
    """Say that the vendor has sent the record again, and what is different from what was returned."""
    head = f"Bên số hóa gửi lại lần {record.revision - 1}"
    if not record.resent:
        return [head]
    lines = []
    for name, before, after in record.resent[:_MOST_RESENT]:
        if name == shown.SCAN:
            lines.append(f"• {shown.label(record.type, name)}: {_ANOTHER}")
            continue
        old, new = (_resent_value(record, name, text, detail, limit) for text in (before, after))
        lines.append(f"• {shown.label(record.type, name)}: {old} → {new}")
    if len(record.resent) > _MOST_RESENT:
        lines.append(f"• và {len(record.resent) - _MOST_RESENT} ô khác")
    return [f"{head}, khác trước:", *lines]


def _resent_value(record: Record, name: str, text: str, detail: str, limit: int) -> str:
    return shown.value(find_field(record.type, name), text, detail, min(limit, _RESENT)) or shown.NOTHING


def _parts(record: Record, names: tuple[str, ...], detail: str, limit: int) -> list[str]:
    """Give what stands behind a label; an empty field that ought to be there is said to be empty."""
    parts = []
    for place, each in enumerate(names):
        text = record.fields.get(each, "")
        if each.endswith("QuocTich") and fold(text) == _HOME_NATION:
            continue
        field = find_field(record.type, each)
        value = shown.value(field, text, detail, limit)
        if value and value != masking.HIDDEN:
            parts.append(value)
        elif not value and place == 0 and field and field.required is not Required.OPTIONAL:
            parts.append(shown.NOTHING)
    return parts


def between(text: str, *, head: str = "", tail: str = "") -> str:
    """Put a card's text between two paragraphs of ours, cutting the text where the whole would pass the limit."""
    above, below = f"{head}\n\n" if head else "", f"\n\n{tail}" if tail else ""
    return above + _cut(text, MOST_CHARACTERS - len(above) - len(below)) + below


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# ── all fields ───────────────────────────────────────────────────────────────────────────────────


def full_pages(record: Record, *, mask_all: bool) -> tuple[str, ...]:
    """Write every field that holds something, grouped as the register prints them, in pages of ≤ 1,000 characters.

    With `mask_all` names are initials and dates years; without it everything stands as typed.
    """
    detail = "masked" if mask_all else "full"
    head = f"{TYPE_LABEL[record.type]} · {name(record)}"
    room = MOST_CHARACTERS - len(head) - len(" (99/99)\n")
    pages: list[list[str]] = [[]]
    group = ""
    for label, line in _full_lines(record, detail):
        lines = [line] if label == group and pages[-1] else [label.upper(), line]
        if pages[-1] and sum(len(each) + 1 for each in (*pages[-1], *lines)) > room:
            pages.append([])
            lines = [label.upper(), line]
        pages[-1] += lines
        group = label
    return tuple(
        "\n".join([f"{head} ({number}/{len(pages)})", *page]) for number, page in enumerate(pages, start=1)
    )


def _full_lines(record: Record, detail: str) -> Iterable[tuple[str, str]]:
    known = fields_of(record.type)
    by_group: dict[str, list[str]] = {}
    for field in known:  # a group gathers its fields though the header row scatters some of them
        value = shown.value(field, record.fields.get(field.name, ""), detail, 400)
        if value:
            by_group.setdefault(GROUP_LABEL[field.group], []).append(f"{field.label}: {value}")
    names = {field.name for field in known}
    for name, text in record.fields.items():
        if name not in names and not is_blank(text):
            line = f"{shown.clean(name, 40)}: {shown.value(None, text, detail, 400)}"
            by_group.setdefault(OTHERS, []).append(line)
    return [(group, line) for group, lines in by_group.items() for line in lines]
