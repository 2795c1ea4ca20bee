"""The sentences of the leaderboard: its title, its text twin, and one's own place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain import ranking
from domain.ranking import Band, Line
from domain.wording.figures import count, day

BAND_WORDS = {Band.REACHED: "Đạt", Band.NEAR: "Gần đạt", Band.SLOW: "Chậm"}
NOTHING_TO_RANK = "Chưa có đơn vị nào qua ngày làm việc đầu tiên theo kế hoạch nên chưa xếp hạng."
NO_PLACE = "chưa có kế hoạch đến ngày này nên chưa xếp hạng"
AGAINST = "Đã rà soát so với kế hoạch của chính đơn vị:"
FIRST = 10  # lines with names; with all else they fit a picture's caption
OWN = 5
NAME_MAX = 40


def title(week: int | None = None, area: str = "") -> str:
    """Name the board: of a week, as Monday's message does, or as of now; with the area it is about."""
    named = "Xếp hạng" if week is None else f"Xếp hạng tuần {week}"
    return f"{named} · {area}" if area else named


def as_of(on: date) -> str:
    """Say up to which day the figures count."""
    return f"đến {day(on)}"


def text(lines: Sequence[Line], *, title: str, as_of: str) -> str:
    """Tell the board in words: the first names, how many stand in each band, and one's own place."""
    head = f"{title} ({as_of})"
    if not ranking.with_ratio(lines):
        return "\n".join([head, NOTHING_TO_RANK, *_own(lines)])
    first = [_placed(line) for line in lines[:FIRST] if line.name and line.rank is not None]
    return "\n".join([head, AGAINST, *first, _counts(lines), *_own(lines)])


def own_place(lines: Sequence[Line], *, title: str, as_of: str) -> str:
    """Tell somebody where their own units stand, and of no other."""
    ranked = [] if ranking.with_ratio(lines) else [NOTHING_TO_RANK]
    return "\n".join([f"{title} ({as_of})", *ranked, *_own(lines)])


def percent(share: int | None) -> str:
    """Write a ratio: 112 %; a dash where there is none."""
    return "–" if share is None else f"{count(share)} %"


def shortened(name: str, limit: int = NAME_MAX) -> str:
    """Cut a long name in its middle: units of one name differ at the end."""
    if len(name) <= limit:
        return name
    tail = limit // 3
    return f"{name[: limit - tail - 1].rstrip()}…{name[-tail:].lstrip()}"


def _placed(line: Line) -> str:
    return f"{line.rank}. {shortened(line.name)}: {_judged(line)}"


def _judged(line: Line) -> str:
    return (
        percent(line.percent) if line.band is None else f"{percent(line.percent)} ({BAND_WORDS[line.band]})"
    )


def _counts(lines: Sequence[Line]) -> str:
    counts = ranking.bands(lines)
    told = [f"{BAND_WORDS[band]}: {count(number)}" for band, number in counts.items()]
    if waiting := len(lines) - ranking.with_ratio(lines):
        told.append(f"Chưa xếp hạng: {count(waiting)}")
    return f"Số đơn vị · {' · '.join(told)}"


def _own(lines: Sequence[Line]) -> list[str]:
    own = [line for line in lines if line.own]
    of = ranking.with_ratio(lines)
    if len(own) == 1:
        return [f"Đơn vị của anh/chị: {_where(own[0], of)}"]
    told = [f"{shortened(line.name)}: {_where(line, of)}" for line in own[:OWN]]
    if len(own) > OWN:
        told.append(f"… và {count(len(own) - OWN)} đơn vị khác của anh/chị")
    return told


def _where(line: Line, of: int) -> str:
    if line.rank is None:
        return NO_PLACE
    figures = f", {count(line.done)}/{count(line.planned)} hồ sơ" if line.planned else ""
    return f"thứ {count(line.rank)}/{count(of)}, {_judged(line)}{figures}"
