"""What an administrator of the Official Account reads after having authorised the app."""

AUTHORISED = "Đã cấp quyền cho ứng dụng. Có thể đóng trang này."
NOT_AUTHORISED = "Chưa cấp được quyền: liên kết đã cũ hoặc Zalo không nhận. Xin mở lại liên kết mới nhất."
