"""The words that stand on pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.charts import BurnUpChart
from domain.ranking import Band
from domain.wording import ranking
from domain.wording.figures import count, day

BANDS: Mapping[str, str] = {
    Band.REACHED.value: f"{ranking.BAND_WORDS[Band.REACHED]} (từ 100 %)",
    Band.NEAR.value: f"{ranking.BAND_WORDS[Band.NEAR]} (80–99 %)",
    Band.SLOW.value: f"{ranking.BAND_WORDS[Band.SLOW]} (dưới 80 %)",
}
AGAINST = "Đã rà soát so với kế hoạch của chính đơn vị"
WHOLE_PLAN = "100 %"
UNNAMED = "–"
NO_RATIO = "chưa xếp hạng"
NOTHING_TO_RANK = "Chưa có đơn vị nào để xếp hạng"
ONLY_UPPER = "Chỉ nêu tên nửa trên và đơn vị của anh/chị."

DONE = "Đã rà soát"
PLANNED = "Kế hoạch"
TOTAL = "Tổng số"
DEADLINE = "Hạn"
TODAY = "Hôm nay"
FORECAST = "Dự kiến xong"
NOTHING_DONE = "Chưa có số liệu"
NO_FORECAST = "Chưa dự kiến được ngày xong."


def units(number: int) -> str:
    """Count units: 60 đơn vị."""
    return f"{count(number)} đơn vị"


def more_than(share: int) -> str:
    """Write a ratio that is too large to be worth its figures."""
    return f"> {count(share)} %"


def waiting(number: int) -> str:
    """Count units that have no ratio yet."""
    return f"Chưa xếp hạng: {count(number)} đơn vị"


def short_day(on: date) -> str:
    """Write a day as axes do: 05/07."""
    return f"{on.day:02d}/{on.month:02d}"


def done_of(chart: BurnUpChart) -> str:
    """Say how much is done of all there is, and how much should be."""
    done = chart.done[-1][1] if chart.done else 0
    return f"{DONE}: {count(done)}/{count(chart.total)} hồ sơ"


def ends(chart: BurnUpChart) -> str:
    """Say when all is done, or may be."""
    if chart.finished_on is not None:
        return f"Đã xong ngày {day(chart.finished_on)}."
    if chart.forecast is None:
        return NO_FORECAST
    earliest, latest = chart.forecast
    if latest is None:
        return f"{FORECAST}: không trước {day(earliest)}."
    if latest == earliest:
        return f"{FORECAST}: {day(earliest)}."
    return f"{FORECAST}: {day(earliest)} – {day(latest)}."


def due(chart: BurnUpChart) -> str:
    """Say which day is the last that counts, and that it is over."""
    late = " (đã quá hạn)" if chart.today > chart.deadline and chart.finished_on is None else ""
    return f"{DEADLINE}: {day(chart.deadline)}{late}"
