"""The letter's three cases as the first rulings (Công văn of the provincial department of 03/7/2024, point 5).

Written into every database by migration 0010: what stands here is not edited once released.
"""

from __future__ import annotations

# number, case, title, text
LETTER: tuple[tuple[str, str, str, str], ...] = (
    (
        "HD-01",
        "a",
        "Bên số hóa nhầm: trả lại",
        "Dữ liệu hoặc bản quét là của đơn vị khác, của trường hợp khác, hoặc bên số hóa nhập thiếu nhiều ô mà sổ có ghi: "
        "từ chối và trả lại đơn vị số hóa để làm lại.",
    ),
    (
        "HD-02",
        "b",
        "Sai sót nhỏ khi nhập: sửa rồi duyệt",
        "Thông tin cơ bản đúng, bản quét đúng của hồ sơ, chỉ có lỗi đánh máy nhỏ: cán bộ đối chiếu sổ, sửa cho đúng và "
        "phê duyệt, không trả lại.",
    ),
    (
        "HD-03",
        "c",
        "Sổ gốc sai hoặc thiếu: không trả lại, đưa vào theo dõi",
        "Dữ liệu đã nhập đúng như sổ hộ tịch nhưng chính sổ ghi sai hoặc thiếu: không từ chối; lập danh sách theo dõi để "
        "bổ sung, cải chính, thay đổi theo luật.",
    ),
)
