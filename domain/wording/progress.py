"""The sentences of progress, for an official and for those who oversee a subtree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.review import State
from domain.wording.figures import count, percent
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


NO_RECORDS = "Chưa có hồ sơ nào được nạp cho đơn vị này."
REPORT = "Bảng tiến độ theo đơn vị và loại"
