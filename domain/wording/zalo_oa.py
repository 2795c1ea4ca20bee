"""What is told about the Official Account: to whoever authorised the app, and to the admins when that is needed."""

AUTHORISED = "Đã cấp quyền cho ứng dụng. Có thể đóng trang này."
NOT_AUTHORISED = "Chưa cấp được quyền: liên kết đã cũ hoặc Zalo không nhận. Xin mở lại liên kết mới nhất."


def alarm(reason: str, link: str) -> str:
    """Ask an admin to authorise the app anew."""
    return (
        f"Zalo OA cần được cấp quyền lại ({reason}). Xin mở liên kết sau bằng tài khoản quản trị OA trước khi mã hiện "
        f"tại hết hạn:\n{link}"
    )
