"""The words of the review page, beside the captions it shares with the chat."""

from __future__ import annotations

from collections.abc import Mapping

from domain.records import Severity
from domain.wording import captions

SKIP_LINK = "Đến các ô dữ liệu"
SCAN = "Bản quét"
SCAN_ALT = "Bản quét của hồ sơ, trang {page}"
SCAN_KEYS = "Bản quét. Phím mũi tên để di chuyển, cộng trừ để phóng to thu nhỏ, R để xoay"
SCAN_TOOLS = "Xem bản quét"
SCAN_PAGES = "Các trang của bản quét"
SCAN_UNREACHABLE = (
    "Chưa tải được bản quét vì mất mạng. Anh/chị vẫn xem và quyết định được; bấm “Tải lại” để thử lại."
)
SCAN_AGAIN = "Tải lại bản quét"
LOADING = "Đang tải trang…"
PAGE_OF = "Trang {page}/{pages}"
PAGE_BACK, PAGE_ON = "Trang trước", "Trang sau"
CLOSER, FURTHER, TURN, LARGE = "Phóng to", "Thu nhỏ", "Xoay", "Xem lớn"
OPEN_PICTURE = "Mở ảnh trang này"
READ_ONLY = (
    "Trình duyệt không chạy được phần quyết định: trang này chỉ để xem. Hãy quyết định trong cuộc trò chuyện."
)

FOUND = "Cần xem kỹ ({count})"
HOW_GRAVE: dict[Severity, str] = {
    Severity.SERIOUS: "Nghiêm trọng",
    Severity.WARNING: "Cần xem",
    Severity.HINT: "Lưu ý",
}
EMPTY_FIELDS = "Ô trống ({count})"
OTHER_COLUMNS = "Cột khác trong tệp"
REQUIRED = "bắt buộc"
NOT_LISTED = "{value} (ngoài danh mục)"
BEFORE = "Trước khi sửa: {value}"
SUGGESTED = "Dùng gợi ý: {value}"
SAME_BUT_WRITTEN = "Viết lại cho chuẩn, nội dung không đổi: {value}"
DECISIONS = "Quyết định"
RETURN_HEAD = "Trả lại số hóa vì sao?"
RETURN_HINT = "Chỉ chọn khi dữ liệu khác sổ; sổ cũng ghi như vậy thì chọn dòng cuối."
FOLLOW_HEAD = "Sổ gốc sai hay thiếu thế nào?"
FOLLOW_HINT = "Hồ sơ vào danh sách theo dõi, không trả lại. Chọn một dòng để ghi."
ROUTE, ROUTE_PROPOSED = "Hướng xử lý", "Theo đề xuất của từng loại"
NOTE = "Ghi chú (nếu cần)"
SKIP_HEAD = "Hồ sơ này đã để sau hai lần. Lý do lần này?"
SKIP_TYPED = "Lý do khác"
SKIP_SEND = "Ghi lý do và để sau"
TYPED_HEAD, TYPED_GO = "Đang sửa dở, chưa lưu", "Vẫn tiếp tục"
QUESTION_HEAD = "Sổ ghi thế nào?"
MANY = "Sai nhiều ô như vậy không còn là sai sót nhỏ; nên trả lại số hóa:"

SCAN_SAID: dict[str, str] = {
    "none": "Hồ sơ này chưa có bản quét trong máy chủ. Xin đối chiếu với sổ giấy.",
    "several": "Có nhiều tệp cùng tên bản quét, chưa rõ tệp nào của hồ sơ này. Xin đối chiếu với sổ giấy.",
    "empty": "Tệp bản quét rỗng. Xin đối chiếu với sổ giấy.",
    "encrypted": "Tệp bản quét bị khóa bằng mật khẩu, không mở được. Xin đối chiếu với sổ giấy.",
    "broken": "Tệp bản quét bị hỏng, không mở được. Xin đối chiếu với sổ giấy.",
    "too_large": "Tệp bản quét quá lớn, không mở được. Xin đối chiếu với sổ giấy.",
    "not_a_scan": "Tệp bản quét không phải PDF, JPEG hay PNG. Xin đối chiếu với sổ giấy.",
    "no_such_page": "Bản quét không có trang này.",
    "too_slow": "Trang này vẽ quá lâu nên đã dừng. Xin thử trang khác hoặc đối chiếu với sổ giấy.",
    "crashed": "Không vẽ được trang này. Xin thử lại hoặc đối chiếu với sổ giấy.",
    "stopped": "Máy chủ đang khởi động lại. Xin thử lại sau ít phút.",
    "busy": "Nhiều người đang xem bản quét cùng lúc. Xin thử lại sau ít giây.",
}

# what the page's script says by itself; the rest comes with each answer of the server
SCRIPT: Mapping[str, str] = {
    "sending": "Đang gửi… Quyết định đã lưu trên máy này.",
    "unsent": "Chưa gửi. Quyết định đã lưu trên máy này và sẽ tự gửi lại.",
    "offline": "Chưa gửi: đang mất mạng. Quyết định đã lưu trên máy này và sẽ tự gửi khi có mạng.",
    "closed": "Phiên xem đã hết. Điều anh/chị nhập và quyết định chưa gửi vẫn giữ trên máy này; mở liên kết mới từ cuộc trò "
    "chuyện, trên cùng máy này, để gửi tiếp.",
    "elsewhere": "Hồ sơ này vừa được quyết định ở cửa sổ khác.",
    "restored": "Đã lấy lại phần đang sửa dở của hồ sơ này.",
    "editing": "Gõ giá trị đúng như sổ ghi, rồi bấm lưu.",
    "typed_kept": "Phần đang sửa của hồ sơ này chưa được ghi. Trang giữ lại trên máy này một ngày; mở lại hồ sơ là có lại.",
    "typed_lost": "Hồ sơ đã thay đổi nên phần đang sửa không lưu được nữa; sang hồ sơ khác là mất.",
    "button_retry": "Gửi lại ngay",
    "button_drop": captions.DROP,
    "not_done": "Hồ sơ trước chưa quyết định xong: {said}",
    "button_back": "Mở lại hồ sơ đó",
    "button_next": "Hồ sơ tiếp theo ▸",
    # a decision that the server does not take, while those on other records go on
    "aside": "Chưa được nhận: {act} · {name}. {why}",
    "aside_refused": "Máy chủ không nhận quyết định này.",
    "aside_failing": "Máy chủ gặp trục trặc mỗi lần nhận quyết định này.",
    "aside_unknown": "một hồ sơ trước",
    "aside_again": "Thử lại",
    "aside_drop": "Bỏ",
    "aside_open": "Mở hồ sơ",
    "act_approve": captions.APPROVE,
    "act_fix": captions.FIX,
    "act_return": captions.RETURN,
    "act_follow_up": captions.FOLLOW_UP,
    "act_skip": captions.LATER,
    "act_undo": captions.UNDO,
}
