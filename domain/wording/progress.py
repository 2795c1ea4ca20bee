"""The sentences of progress, for an official and for those who oversee a subtree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain import ranking
from domain.review import State
from domain.standing import Behind
from domain.wording.figures import count, day, percent
from domain.wording.ranking import BAND_WORDS
from domain.wording.review import STATE_WORDS

_ORDER = (State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.ASKED, State.PENDING, State.UNSTATED)


def own(done_today: int, waiting: int, unit: str, decided: int, total: int) -> str:
    """Tell an official their own day and where their unit stands."""
    return (
        f"Hôm nay anh/chị đã rà soát {count(done_today)} hồ sơ, còn {count(waiting)} trong danh sách.\n"
        f"{unit}: {count(decided)}/{count(total)} hồ sơ, đạt {percent(decided, total)}."
    )


def subtree(unit: str, states: Mapping[State, int], types: Sequence[tuple[str, int, int]],
            children: Sequence[tuple[str, int, int]], limit: int) -> str:  # fmt: skip
    """Tell somebody who oversees a subtree where it stands.

    `types` and `children` are (name, decided, total); children come slowest first, and what is cut is counted.
    """
    total = sum(states.values())
    decided = total - states.get(State.PENDING, 0) - states.get(State.UNSTATED, 0)
    lines = [f"{unit}: {count(decided)}/{count(total)} hồ sơ, đạt {percent(decided, total)}."]
    lines += [f"• {STATE_WORDS[state]}: {count(states[state])}" for state in _ORDER if states.get(state)]
    lines += ["Theo loại:"] + [f"• {name}: {count(d)}/{count(t)}" for name, d, t in types]
    if children:
        lines.append("Chậm nhất trước:")
        lines += [f"• {name}: {percent(d, t)} ({count(d)}/{count(t)})" for name, d, t in children[:limit]]
        if len(children) > limit:
            lines.append(f"… và {count(len(children) - limit)} đơn vị khác; đủ trong /baocao")
    return "\n".join(lines)


def against_plan(done: int, planned: int, plan_to: date, share: int | None, how: Behind) -> list[str]:
    """Tell how units stand against their plan, in whole per cent rounded down, and for how long they have been behind."""
    band = "" if share is None else f", {count(share)} % ({BAND_WORDS[ranking.band_of(share)]})"
    lines = [f"So với kế hoạch đến hết {day(plan_to)}: {count(done)}/{count(planned)} hồ sơ{band}."]
    if how.days:
        since = f", từ {day(how.since)}" if how.since else ""
        missing = count(max(0, planned - done))
        lines.append(f"Chậm {count(how.days)} ngày làm việc{since}; còn thiếu {missing} hồ sơ.")
    return lines


PLAN_BEGINS = "Kế hoạch tính từ hôm nay; hết ngày làm việc đầu tiên mới so sánh được."
NO_PLAN = "Chưa có kế hoạch rà soát cho đơn vị này."
NO_RECORDS = "Chưa có hồ sơ nào được nạp cho đơn vị này."
