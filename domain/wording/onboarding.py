"""The sentences of registration."""

from __future__ import annotations

from collections.abc import Iterable

STRANGER = (
    "Bot này dành cho cán bộ có tên trong danh sách rà soát hộ tịch. Xin mở liên kết kích hoạt được cấp hoặc gõ mã "
    "kích hoạt 8 ký tự. Mã gõ sai, đã dùng hoặc hết hạn thì không mở được; xin mã mới ở quản trị viên của tỉnh."
)
SHARE = "Mã đúng. Để xác nhận, xin bấm nút “📱 Chia sẻ số điện thoại” bên dưới."
NOT_OWN = (
    "Đây không phải số điện thoại của chính tài khoản này. Xin bấm nút “📱 Chia sẻ số điện thoại” bên dưới."
)
WRONG_PHONE = (
    "Số điện thoại của tài khoản này không trùng với số trong danh sách. Xin dùng tài khoản của số đã đăng ký, hoặc báo "
    "quản trị viên của tỉnh sửa danh sách."
)
CODE_GONE = "Mã kích hoạt đã hết hiệu lực trong lúc chờ. Xin mã mới ở quản trị viên của tỉnh."
ALREADY = "Tài khoản này đã kích hoạt rồi."
ALREADY_ELSEWHERE = (
    "Anh/chị đã kích hoạt bằng một tài khoản khác. Muốn đổi máy, xin quản trị viên cấp lại mã."
)


def welcome(name: str, posts: Iterable[tuple[str, str]]) -> str:
    """Greet somebody just linked; posts are (role in words, unit)."""
    lines = [f"• {role}, {unit}" for role, unit in posts]
    return "\n".join([f"Chào anh/chị {name}. Đã kích hoạt:", *lines])


READY = "Khi sẵn sàng, bấm nút dưới đây."
