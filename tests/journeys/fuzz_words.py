"""Who talks to the bot in the fuzz, and the words and things they send: the everyday, the odd and the hostile."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

LAN, MINH, HOA, HEAD, ADMIN, LEFT = 1001, 1002, 1003, 1009, 1008, 1010
KNOWN = (LAN, MINH, HOA, HEAD, ADMIN, LEFT)
STRANGERS = (6661, 6662, 6663)
EVERYBODY = (*KNOWN * 2, LAN, MINH, LAN, MINH, *STRANGERS)
GROUP = {"id": -500, "type": "supergroup", "title": "Tổ rà soát"}
CHANNEL = {"id": -1001, "type": "channel", "title": "Thông báo"}
BOT = {"id": 158001, "is_bot": True, "first_name": "Rà soát", "username": "rasoat_bot"}
SENT_ON = 1_720_051_200

COMMANDS = (
    "/start", "/start ABCD9999", "/start " + "A" * 64, "/batdau", "/homnay", "/hoantac", "/tiendo", "/baocao",
    "/xephang", "/nhacviec", "nhắc việc", "xep hang",
    "/nhansu", "/nhansu lan", "/nhansu 0912", "/donvi", "/donvi hoa cu", "đơn vị", "/huongdan", "/help", "/batdau@rasoat_bot", "/khongco x y", "/", "//",
    "/nghi", "/thongbao Tất cả", "ABCD9999", "zzzz 0000",
)  # fmt: skip
WORDS = (
    "bắt đầu", "tien do", "hoàn tác", "✅ Phê duyệt", "phe duyet", "Vẫn phê duyệt", "↩️ Trả lại số hóa",
    "Nhầm bản quét", "Sổ gốc cũng như vậy", "Sổ ghi thiếu", "Để sau", "1", "2", "99", "ok", "-", "Hoàng Thị Mẫu Mới",
    "Họ tên mẹ: Hoàng Thị Mới", "Ngày sinh mẹ: 1981", "Ngày đăng ký: 31/02/2005", "họ tên: ", "Họ tên cha: 123",
    "ngày sinh: 01/01/2004", "Giới tính: 2", "số: 24a", "màu tóc: đen", ":", "1982", "05/03/2005", "Lý Văn Thử",
    "Chưa có chìa khóa kho", "Nông Thị Lan", "84912000001", "💡 Áp dụng gợi ý và duyệt", "Sổ ghi đúng như vậy",
    "Nhập sai so với sổ", "Bản quét của trường hợp khác", "Nhập thiếu, sổ có ghi", "Sổ khác, vẫn trả lại",
)  # fmt: skip
HOSTILE = (
    "", " ", "\0", "a\0b", "\ud83d", "\u202e\u200f", "\u0301" * 50, "٣", "𝟐", "👨‍👩‍👧‍👦" * 9, "'; DROP TABLE decisions;--",
    "%s%n{0}{x}", "<b>đậm</b>&amp;", "../../etc/passwd", "9" * 4000, "1e999", "NaN", "\n" * 300, "а́" * 600,
)  # fmt: skip
FILE = {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 4096}
PICTURE = {**FILE, "width": 90, "height": 120}
ATTACHMENTS: tuple[Json, ...] = (
    {"sticker": {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}},
    {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}},
    {"photo": [PICTURE, {**PICTURE, "width": 900, "height": 1200}], "caption": "Phê duyệt"},
    {"document": {**FILE, "file_name": "ho-so.xlsx", "mime_type": "application/pdf"}, "caption": "/batdau"},
    {"location": {"latitude": 21.853, "longitude": 106.761}},
    {"video_note": {**FILE, "length": 240, "duration": 5}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
              "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}},
    {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "UBND", "address": "Hòa Cư"}},
    {"new_chat_members": [BOT]},
    {"pinned_message": {"message_id": 3, "date": 0, "chat": {"id": LAN, "type": "private"}}},
    {"web_app_data": {"data": "{}", "button_text": "x"}},
    {"forward_origin": {"type": "hidden_user", "date": SENT_ON}, "text": "Phê duyệt"},
    {"something_new_of_2031": {"x": [1, {"y": None}]}},
)  # fmt: skip
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53, 10**30, 1.5, float("inf"), "", "x", "1001", [], {}, [[]], [{}], {"id": 1}, "\0",
    {"id": LAN}, {"id": True, "type": "private"}, "\ud800",
)  # fmt: skip
