"""Work asked for beyond the plan (`/ngoaigio`)."""

from __future__ import annotations

from domain.wording.figures import count

ASK = (
    "Muốn làm thêm bao nhiêu hồ sơ? Chọn hoặc gõ số (tối đa {most}). Làm thêm là tự nguyện; thời gian ngoài giờ được "
    "tính riêng để đề nghị thanh toán."
)
WRONG_NUMBER = "Xin gõ một số từ 1 đến {most}."
RECORDS = "hồ sơ"  # what people write behind the number
NONE_WAITING = "Đơn vị không còn hồ sơ nào đang chờ để làm thêm."
ON_LEAVE = "Hôm nay anh/chị đang nghỉ phép nên không nhận thêm hồ sơ. Bỏ ngày nghỉ bằng /nghi nếu muốn làm."
PAUSED = "Lãnh đạo đơn vị đang tạm không giao hồ sơ rà soát cho anh/chị, nên không nhận thêm được. Xin hỏi lãnh đạo đơn vị."
LEFT_OUT = {"leave": ON_LEAVE, "no_weight": PAUSED}  # by why somebody has no share of the day
ENOUGH = "Hôm nay anh/chị đã xin thêm tới mức cao nhất ({most} hồ sơ)."
DROPPED = "Đã thôi, không nhận thêm hồ sơ."


def number(records: int) -> str:
    """Label a button that asks for so many records."""
    return f"{count(records)} hồ sơ"


def taken(came: int, waiting_before: int) -> str:
    """Say how many came."""
    head = f"Đã nhận thêm {count(came)} hồ sơ, ghi là làm thêm ngoài chỉ tiêu."
    return (
        f"{head} Trong danh sách còn {count(waiting_before)} hồ sơ của chỉ tiêu." if waiting_before else head
    )
