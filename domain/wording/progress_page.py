"""The words of the progress page: its headings, its cells, what it can be filtered and sorted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain import progress_board
from domain.charts import BurnUpChart
from domain.forecast import Forecast, Unknown, Why
from domain.progress_board import Pick, Sort, Unit
from domain.ranking import Band
from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.wording import charts, figures, progress
from domain.wording.ranking import BAND_WORDS

TITLE = "Tiến độ rà soát"
SKIP_LINK = "Đến bảng đơn vị"
PLACES = "Phạm vi"
PLAN_HEAD = "So với kế hoạch"
TREND_HEAD = "Diễn biến"
SUMS_HEAD = "Theo loại và trạng thái"
UNITS_HEAD = "Các đơn vị"
TYPE = "Loại"
TOTAL = "Tổng"
ALL_TYPES = "Mọi loại"
EVERYTHING = "Tất cả"
FILTER_HEAD = "Lọc và sắp xếp"
FILTER_BAND, FILTER_TYPE, FILTER_TEXT, FILTER_SORT = "Mức", "Loại hồ sơ", "Tên hoặc mã đơn vị", "Sắp xếp"
REVERSED = "Thứ tự ngược lại"
APPLY, CLEAR = "Xem", "Bỏ lọc"
PRINT = "In trang này"
NOT_UNDERSTOOD = "Có điều kiện lọc hoặc sắp xếp không rõ nên đã bỏ qua."
NONE_FOUND = "Không có đơn vị nào như vậy. Bấm “Bỏ lọc” để xem tất cả."
NO_RECORDS = progress.NO_RECORDS
NO_DEADLINE = "Chưa đặt hạn nên chưa có kế hoạch và dự kiến; đặt bằng /han."
PLAN_IS_WHOLE = "Kế hoạch và dự kiến tính chung mọi loại."
NO_BAND = "Chưa xếp hạng"
LOST = "Mất kết nối: số liệu chưa được cập nhật. Trang sẽ tự thử lại."
ENDED = "Phiên xem đã hết. Mở lại liên kết từ /tiendo."
STATES: tuple[State, ...] = (
    State.PENDING, State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.ASKED, State.UNSTATED,
)  # fmt: skip

UNIT, BAND, BEHIND, DECIDED, OPEN, TODAY, END = (
    "Đơn vị",
    "So với kế hoạch",
    "Chậm",
    "Đã rà soát",
    "Còn lại",
    "Cần hôm nay",
    "Dự kiến xong",
)
COLUMNS: Sequence[tuple[str, Sort | None]] = (
    (UNIT, Sort.NAME), (BAND, Sort.PLAN), (BEHIND, Sort.LATE), (DECIDED, Sort.DONE), (OPEN, Sort.OPEN),
    (TODAY, None), (END, Sort.END),
)  # fmt: skip
SORTS: Mapping[Sort, str] = {
    Sort.LATE: "Chậm lâu nhất trước",
    Sort.PLAN: "Đạt ít kế hoạch nhất trước",
    Sort.DONE: "Tỷ lệ đã rà soát thấp trước",
    Sort.OPEN: "Còn nhiều nhất trước",
    Sort.END: "Dự kiến xong muộn nhất trước",
    Sort.NAME: "Theo tên",
}
PICKS: Mapping[Pick, str] = {
    Pick.ALL: EVERYTHING,
    Pick.SLOW: charts.BANDS[Band.SLOW.value],
    Pick.NEAR: charts.BANDS[Band.NEAR.value],
    Pick.REACHED: charts.BANDS[Band.REACHED.value],
    Pick.NONE: NO_BAND,
}
_SHORT: Mapping[Pick, str] = {
    Pick.SLOW: BAND_WORDS[Band.SLOW],
    Pick.NEAR: BAND_WORDS[Band.NEAR],
    Pick.REACHED: BAND_WORDS[Band.REACHED],
    Pick.NONE: NO_BAND,
}
_NO_END: Mapping[Why, str] = {
    Why.FINISHED: "Đã xong",
    Why.TOO_EARLY: "Chưa đủ ngày để tính",
    Why.NOTHING_DONE: "Mấy ngày qua chưa rà soát",
    Why.GROWING: "Hồ sơ mới về không ít hơn đã xong",
    Why.FAR: "Ba năm nữa vẫn chưa xong",
}
_STATUS_SHORT: Mapping[State, str] = {
    State.PENDING: "Chưa rà soát",
    State.APPROVED: "Phê duyệt",
    State.RETURNED: "Trả lại",
    State.FOLLOW_UP: "Theo dõi",
    State.ASKED: "Chờ trả lời",
    State.UNSTATED: "Chưa rõ",
}

count = figures.count
day = figures.day


def as_of(at: datetime) -> str:
    """Say when the figures were read."""
    return f"Số liệu lúc {figures.moment(at)}"


def whole(counts: progress_board.Counts) -> str:
    """Tell how much is decided of all there is."""
    total = sum(sum(states.values()) for states in counts.values())
    undecided = sum(states.get(state, 0) for states in counts.values() for state in progress_board.UNDECIDED)
    done = total - undecided
    return f"Đã rà soát {count(done)}/{count(total)} hồ sơ ({figures.percent(done, total)})"


def type_label(kind: RecordType) -> str:
    """Name a type of record."""
    return TYPE_LABEL[kind]


def state_label(state: State) -> str:
    """Name a state as a column's head has room for it."""
    return _STATUS_SHORT[state]


def bands(numbers: Mapping[Pick, int]) -> list[tuple[Pick, str]]:
    """Tell how many units stand in each band, the slow ones first; those without a ratio where there are any."""
    order = (Pick.SLOW, Pick.NEAR, Pick.REACHED, Pick.NONE)
    return [
        (pick, f"{_SHORT[pick]}: {count(numbers[pick])}")
        for pick in order
        if numbers[pick] or pick is not Pick.NONE
    ]


def shown(found: int, of: int) -> str:
    """Say how many units the table holds."""
    return f"{count(of)} đơn vị" if found == of else f"{count(found)}/{count(of)} đơn vị"


def band(unit: Unit) -> str:
    """Name the band of a unit with its share of the plan: "Chậm · 53 %"."""
    if unit.band is None:
        return NO_BAND
    return f"{BAND_WORDS[unit.band]} · {count(unit.percent or 0)} %"


def against(unit: Unit) -> str:
    """Tell what a unit has done of what it should have done by now."""
    if unit.standing is None or unit.percent is None:
        return ""
    told = f"{count(unit.standing.done)}/{count(unit.standing.planned)}"
    return f"{told}, thiếu {count(unit.missing)}" if unit.missing else told


def behind(unit: Unit) -> str:
    """Tell for how long a unit has been behind."""
    if not unit.behind.days:
        return "–"
    days = f"{count(unit.behind.days)} ngày"
    return f"{days}, từ {charts.short_day(unit.behind.since)}" if unit.behind.since else days


def decided(unit: Unit, kind: RecordType | None) -> str:
    """Tell how much of a unit's records is decided."""
    done, total = unit.decided(kind), unit.total(kind)
    return f"{count(done)}/{count(total)} ({figures.percent(done, total)})"


def end(unit: Unit, deadline: date | None) -> str:
    """Tell when a unit may be through: a range of days, or why none can be told."""
    found = unit.outlook
    if found is None:
        return "–"
    if isinstance(found, Unknown):
        return _NO_END[found.why]
    late = " (quá hạn)" if deadline and found.earliest > deadline else ""
    return _range(found) + late


def _range(found: Forecast) -> str:
    if found.latest is None:
        return f"không trước {day(found.earliest)}"
    if found.latest == found.earliest:
        return day(found.earliest)
    if found.latest.year == found.earliest.year:
        return f"{charts.short_day(found.earliest)} – {day(found.latest)}"
    return f"{day(found.earliest)} – {day(found.latest)}"


def trend(chart: BurnUpChart) -> str:
    """Tell in one sentence what the picture shows."""
    return f"{charts.done_of(chart)}. {charts.ends(chart)} {charts.due(chart)}."


LEGEND: Sequence[tuple[str, str]] = (
    ("done", charts.DONE),
    ("planned", charts.PLANNED),
    ("whole", charts.TOTAL),
    ("outlook", charts.FORECAST),
    ("today", charts.TODAY),
    ("deadline", charts.DEADLINE),
)
