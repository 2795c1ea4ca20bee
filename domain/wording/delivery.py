"""What admins read about the sending itself."""


def stuck(minutes: int, waiting: int) -> str:
    """Say that messages do not go out."""
    return (
        f"⚠️ Tin nhắn của bot đang bị nghẽn: tin đứng đầu đã chờ {minutes} phút mà chưa gửi được, {waiting} tin đang chờ. "
        "Xin báo người vận hành máy chủ kiểm tra."
    )
