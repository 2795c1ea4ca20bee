"""The captions of buttons. Outside programs rely on these to the letter, emoji included (design, section 3.1)."""

from __future__ import annotations

from domain.nudges import NudgeReason
from domain.review import FollowUpKind, ReturnReason, Route

APPROVE = "✅ Phê duyệt"
FIX = "✏️ Sửa và duyệt"
RETURN = "↩️ Trả lại số hóa"
FOLLOW_UP = "📕 Sổ gốc sai/thiếu"
MORE = "⋯ Thêm"

SCAN = "🖼 Bản quét"
LATER = "⏭ Để sau"
ASK = "❓ Hỏi vướng mắc"
FULL = "👁 Xem đủ"
RULES = "📖 Quy định"
BACK = "◀ Quay lại"

OPEN_PAGE = "🔗 Mở trang rà soát"
OPEN_HERE = "📱 Mở ngay trong Telegram"
OPEN_PROGRESS = "📊 Mở trang tiến độ"

UNDO = "↶ Hoàn tác"
START = "▶ Bắt đầu rà soát"
APPROVE_ANYWAY = "Vẫn phê duyệt"
APPLY = "💡 Áp dụng gợi ý và duyệt"

# the answers to the deciding question
REGISTER_SAME = "Sổ ghi đúng như vậy"
TYPED_WRONG = "Nhập sai so với sổ"
OTHER_SCAN = "Bản quét của trường hợp khác"
RETURN_ANYWAY = "Sổ khác, vẫn trả lại"
SHARE_CONTACT = "📱 Chia sẻ số điện thoại"

RETURN_REASONS: dict[ReturnReason, str] = {
    ReturnReason.WRONG_UNIT: "Của đơn vị khác",
    ReturnReason.WRONG_SCAN: "Nhầm bản quét",
    ReturnReason.BAD_SCAN: "Thiếu/mờ bản quét",
    ReturnReason.MISSING_FIELDS: "Nhập thiếu, sổ có ghi",
    ReturnReason.MANY_ERRORS: "Nhập sai nhiều chỗ",
    ReturnReason.DUPLICATE: "Trùng dữ liệu",
}
GUARD = "Sổ gốc cũng như vậy"

FOLLOW_UP_KINDS: dict[FollowUpKind, str] = {
    FollowUpKind.REGISTER_INCOMPLETE: "Sổ ghi thiếu",
    FollowUpKind.REGISTER_WRONG: "Sổ ghi sai",
    FollowUpKind.REGISTER_CONFLICT: "Sổ mâu thuẫn",
    FollowUpKind.REGISTER_LOST: "Mất/hỏng sổ",
}
ROUTES: dict[Route, str] = {
    Route.SUPPLEMENT: "Bổ sung",
    Route.RECTIFY: "Cải chính",
    Route.CHANGE: "Thay đổi",
    Route.ETHNICITY: "Xác định lại dân tộc",
    Route.WATCH: "Chỉ theo dõi",
}
ROUTE = "Hướng xử lý khác"
NOTE = "Thêm ghi chú"

SAVE = "✔ Đã đối chiếu sổ, lưu và duyệt"
FIX_MORE = "✏️ Sửa thêm"
DROP = "✖ Bỏ"
OTHER_FIELDS = "Trường khác ▸"
FIRST_FIELDS = "◂ Trường đầu"

PAGE_ON = "Trang sau ▸"
PAGE_BACK = "◂ Trang trước"

SKIP_NO_BOOK = "Chưa tìm thấy sổ"
SKIP_NO_SCAN = "Chưa xem được bản quét"
SKIP_WAITING = "Chờ xác minh"

NUDGE_REASONS: dict[NudgeReason, str] = {
    NudgeReason.NO_REGISTER: "Không có sổ",
    NudgeReason.NO_NETWORK: "Mất mạng",
    NudgeReason.WAITING: "Chờ trả lời",
    NudgeReason.BUSY: "Bận việc khác",
}
NUDGE_NOW = "Nhắc ngay"
TRANSFER = "Điều chuyển"
ANSWER = "Trả lời"

ALL, BY_UNIT, BY_ROLE, BEHIND, SILENT = (
    "Tất cả", "Theo đơn vị", "Theo vai trò", "Đơn vị chậm", "Chưa xác nhận"
)  # fmt: skip
PREVIEW, TRY, SEND_NOW, SEND_AT = "Xem trước", "Gửi thử cho tôi", "✔ Gửi ngay", "⏰ Hẹn giờ"
AGREE, DISAGREE, STOP = "✔ Đồng ý gửi", "✖ Không gửi", "⛔ Dừng gửi"
ACKNOWLEDGE = "👍 Đã nhận"

NEW_CODE = "Cấp mã mới"
STAFFING = "👥 Xem phân công"

# the words that answer a tap; outside programs rely on these too
NOTED = "Đã ghi nhận"
CARD_CHANGED = "Thẻ đã đổi"
NONE_LEFT = "Đã hết hồ sơ hôm nay"
