"""What is said in place of a leaderboard."""

from __future__ import annotations

NO_UNITS = "Chưa có đơn vị nào có hồ sơ cần rà soát nên chưa xếp hạng."
NOT_PLANNED = "Đơn vị của anh/chị chưa có kế hoạch rà soát nên chưa xếp hạng."
