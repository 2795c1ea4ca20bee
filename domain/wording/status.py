"""The words of the table that tells where the whole database stands."""

from __future__ import annotations

from datetime import datetime

from domain.wording import figures

TITLE = "Tình hình rà soát"
TYPE, TOTAL = "Loại", "Tổng số"


def decided(decided_here: int, imported: int) -> str:
    """Tell how many records have a decision, whoever made it."""
    share = figures.percent(decided_here, imported)
    return f"Đã có quyết định: {figures.count(decided_here)}/{figures.count(imported)} hồ sơ, {share}"


def confirmed(count: int) -> str:
    """Tell how many the staging software has reported."""
    return f"Đã xác nhận trong phần mềm 158: {figures.count(count)} hồ sơ"


def as_of(at: datetime) -> str:
    """Say of which moment the figures are."""
    return f"Lúc {figures.moment(at)}"
