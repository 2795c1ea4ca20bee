"""What is said at the door of the review page: why a link opens nothing, what a PIN is for, what went wrong."""

from __future__ import annotations

from domain.wording import captions, common

TITLE = "Rà soát"
LINK = (
    "Trang rà soát: bản quét cạnh mọi ô dữ liệu, quyết định ngay tại đó. "
    "Liên kết chỉ dành cho anh/chị, mở được một lần, trong 5 phút."
)
AGAIN = f"Xin bấm “{captions.FULL}” trên thẻ trong tin nhắn để lấy liên kết mới."
CLOSED = f"Trang này không mở được: phiên xem đã hết, hoặc trang không dành cho anh/chị. {AGAIN}"
USED = (
    "Liên kết này đã được mở một lần nên không dùng lại được. Nếu chính anh/chị đã mở trên trình duyệt này, "
    f"bấm “Tiếp tục”. Nếu không: {AGAIN[0].lower()}{AGAIN[1:]}"
)
LATE = f"Liên kết này đã quá 5 phút nên hết hiệu lực. {AGAIN}"
LOCKED = common.LOCKED
NO_POST = common.NO_POST
APP_TAMPERED = f"Không xác nhận được tài khoản Telegram của anh/chị. {AGAIN}"
APP_LATE = f"Ứng dụng mở từ lâu nên cần mở lại. {AGAIN}"
APP_STRANGER = (
    "Tài khoản Telegram này chưa được kích hoạt với Rà soát. Xin mở tin nhắn với bot và làm theo hướng dẫn."
)
APP_OPENING = "Đang mở…"
TOO_FAST = "Có quá nhiều yêu cầu cùng lúc. Xin chờ ít giây rồi thử lại."
TOO_LARGE = "Nội dung gửi lên quá lớn nên không nhận."
UNREADABLE = "Không đọc được nội dung gửi lên. Xin tải lại trang rồi thử lại."
ELSEWHERE = "Yêu cầu không đến từ trang rà soát nên không nhận."
FAILED = "Máy chủ gặp trục trặc, chưa có gì thay đổi. Xin thử lại sau ít phút."
DOOR = "Mở trang rà soát trên trình duyệt này. Liên kết chỉ mở được một lần."
OPEN = "Mở trang"
BACK_TO_CHAT = "Anh/chị có thể đóng trang này; thẻ trong tin nhắn cũng đã cập nhật."

NOT_TAKEN = "Quyết định chưa được nhận"
LEAVE = "Đóng phiên trên máy này"
LEFT = (
    "Đã đóng phiên của anh/chị trên máy này. Muốn xem tiếp, xin lấy liên kết mới trong tin nhắn "
    f"(“{captions.FULL}” trên thẻ, hoặc /tiendo)."
)
LEAVE_HEAD = "Đóng phiên trên máy này?"
LEAVE_UNSENT = (
    "Còn {count} quyết định chưa gửi. Chúng vẫn nằm trên máy này và chỉ được gửi khi anh/chị mở liên kết mới "
    "trên chính máy này."
)
LEAVE_TYPED = "Phần đang sửa dở, chưa lưu, sẽ bị xóa khỏi máy này."
LEAVE_ANYWAY, STAY = "Vẫn đóng", "Ở lại trang"

PIN_NEW = "Chọn mã PIN 6 chữ số để mở trang rà soát trên điện thoại hay máy tính. Mã này chỉ anh/chị biết."
PIN_ASK = "Nhập mã PIN 6 chữ số của anh/chị."
PIN_LABEL, PIN_AGAIN = "Mã PIN", "Nhập lại mã PIN"
PIN_FORM = "Mã PIN phải có đúng 6 chữ số."
PIN_WEAK = "Mã PIN này quá dễ đoán. Xin chọn mã khác."
PIN_DIFFERENT = "Hai lần nhập không giống nhau."
PIN_WRONG = "Mã PIN không đúng. Quên mã thì xin quản trị viên cấp lại mã kích hoạt (/nhansu)."
PIN_LOCKED = "Đã nhập sai 5 lần. Xin thử lại sau {minutes} phút."
PIN_TAKEN = "Mã PIN đã được chọn trước đó. Xin nhập mã đã chọn."
NEXT = "Tiếp tục"


def pin_locked(minutes: int) -> str:
    """Say for how long no PIN is judged."""
    return PIN_LOCKED.format(minutes=max(minutes, 1))


GONE = "Hồ sơ này vừa thay đổi hoặc không còn do anh/chị xử lý; việc vừa bấm chưa được ghi."
NOTED = f"{captions.NOTED}."
NO_KIND = "Xin chọn một lý do trong danh sách."
NO_FIELD = "Có ô không thuộc hồ sơ này. Xin tải lại trang."
SOME_WRONG = "Có ô chưa đúng dạng, chưa lưu gì. Xin xem từng ô."
OTHER_DECISION = "Quyết định gần nhất không phải của hồ sơ này nữa, nên chưa hoàn tác. Xin xem danh sách hôm nay (/homnay)."
NO_SKIP = "Thẻ tập dượt không để sau được. Xin chọn cách xử lý."
