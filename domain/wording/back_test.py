"""The words of a back-test: how often the forecasts of simulated drives came true."""

from __future__ import annotations

from collections.abc import Mapping

from domain.wording.figures import count

HELP = (
    "thử dự báo trên bấy nhiêu đợt mô phỏng (gieo từ --seed), in tỷ lệ ngày xong thật nằm trong khoảng dự báo; "
    "ngày, sức người, để dành, ngừng máy thay đổi theo từng đợt"
)
WAY, WHAT = "Cách giao việc", "Dự báo cho"
WAYS: Mapping[str, str] = {"": "Tất cả", "plan": "Kế hoạch", "equal": "Chia đều", "fcfs": "Tự nhận"}
WHOLE, UNITS = "cả tỉnh", "từng đơn vị"
FORECASTS, WITHIN, SOONER, LATER, WIDTH = (
    "Số dự báo",
    "Trong khoảng",
    "Xong sớm hơn",
    "Xong muộn hơn",
    "Rộng (ngày)",
)


def title(drives: int, communes: int, first_seed: int, after: str) -> str:
    """Say what was tried; `after` are the numbers of working days after which forecasts were made."""
    return (
        f"{count(drives)} đợt, {count(communes)} xã, gieo từ {first_seed}; "
        f"dự báo sau {after} ngày làm việc, khoảng 10–90 %"
    )
