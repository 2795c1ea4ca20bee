"""The code lists of the exchange files."""

from __future__ import annotations

from domain.fields.shape import CodeList

UNKNOWN = "Không có thông tin"  # one client writes 0 for every code that was not set

BIRTH_REGISTRATION = CodeList({
    "0": UNKNOWN,
    "1": "Đúng hạn",
    "2": "Đăng ký lại",
    "3": "Ghi vào sổ việc khai sinh đã đăng ký ở nước ngoài",
    "4": "Quá hạn",
    "5": "Cấp bản chính giấy khai sinh",
    "6": "Không xác định",
})  # fmt: skip

MARRIAGE_REGISTRATION = CodeList({
    "0": UNKNOWN,
    "1": "Lần đầu",
    "2": "Đăng ký lại",
    "3": "Ghi vào sổ việc kết hôn ở nước ngoài",
})  # fmt: skip

DEATH_REGISTRATION = CodeList({
    "0": UNKNOWN,
    "1": "Đúng hạn",
    "2": "Đăng ký lại",
    "3": "Ghi vào sổ việc khai tử ở nước ngoài",
    "4": "Quá hạn",
    "5": "Người chết đã lâu",
})  # fmt: skip

PARENTAGE_REGISTRATION = CodeList({
    "0": UNKNOWN,
    "1": "Đăng ký mới",
    "2": "Ghi vào sổ việc nhận cha, mẹ, con ở nước ngoài",
})  # fmt: skip

BIRTH_KIND = CodeList({
    "0": UNKNOWN,
    "1": "Đã xác định cả cha lẫn mẹ",
    "2": "Chưa xác định mẹ",
    "3": "Chưa xác định cha",
    "4": "Chưa xác định cả hai",
    "5": "Trẻ bị bỏ rơi",
})  # fmt: skip

RECOGNITION = CodeList({
    "0": UNKNOWN,
    "1": "Cha nhận con",
    "2": "Mẹ nhận con",
    "3": "Con nhận cha",
    "4": "Con nhận mẹ",
})  # fmt: skip

DEATH_NOTICE = CodeList({
    "0": UNKNOWN,
    "1": "Giấy báo tử",
    "2": "Xác nhận thi hành án tử hình",
    "3": "Bản án/quyết định tuyên bố chết",
    "4": "Văn bản công an hoặc giám định pháp y",
    "5": "Văn bản y tế cấp huyện về nguyên nhân chết",
    "6": "Biên bản xác nhận việc chết",
    "7": "Văn bản của người làm chứng",
})  # fmt: skip

PURPOSE = CodeList({
    "0": UNKNOWN,
    "1": "Kết hôn trong nước với người Việt Nam",
    "2": "Kết hôn trong nước với người nước ngoài",
    "3": "Kết hôn ở nước ngoài với người Việt Nam",
    "4": "Kết hôn ở nước ngoài với người nước ngoài",
    "5": "Mục đích khác",
})  # fmt: skip

SEX = CodeList(
    {"0": UNKNOWN, "1": "Nam", "2": "Nữ", "3": "Chưa xác định"},
    {"trai": "1", "gai": "2", "khong xac dinh": "3"},
)

RESIDENCE = CodeList({"0": UNKNOWN, "1": "Thường trú", "2": "Tạm trú", "3": "Nơi ở hiện tại"})

PAPER = CodeList(
    {
        "0": UNKNOWN,
        "1": "CMND",
        "2": "Hộ chiếu",
        "3": "Thẻ thường trú",
        "4": "Thẻ căn cước công dân",
        "5": "Chứng minh quân đội nhân dân",
        "6": "Chứng minh sĩ quan quân đội",
        "7": "Chứng minh công an nhân dân",
        "8": "Giấy tờ khác",
    },
    {"chung minh nhan dan": "1", "cccd": "4", "can cuoc": "4", "can cuoc cong dan": "4", "khac": "8"},
)

DECLARED = CodeList({"0": UNKNOWN, "1": "Tuyên bố", "2": "Hủy tuyên bố"})
