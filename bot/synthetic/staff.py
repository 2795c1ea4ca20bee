"""The people of a drive: three whom the demo plays, and others behind them so that its figures have life."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people import ROLE_CODES, Role

PROVINCE, DISTRICT = "20", "183"
MAIN_COMMUNE = "06223"  # xã Hòa Cư
OTHER_COMMUNES = ("06220", "06184", "06235", "06280", "06541")  # two of them in other districts


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the roster, in one role. All names and numbers are invented."""

    name: str
    phone: str  # as people write it: "0990000001"
    role: Role
    unit_code: str
    title: str
    daily_limit: int | None = None

    def row(self) -> dict[str, str]:
        """Give the member as a row of the roster."""
        return {
            "ho_ten": self.name,
            "so_dien_thoai": self.phone,
            "ma_don_vi": self.unit_code,
            "vai_tro": ROLE_CODES[self.role],
            "chuc_vu": self.title,
            "chi_tieu_ngay": "" if self.daily_limit is None else str(self.daily_limit),
        }


def _phone(number: int) -> str:
    return f"0990000{number:03d}"  # a block that no operator hands out


_CLERK, _CHAIR = "Công chức Tư pháp - Hộ tịch", "Chủ tịch UBND"

OFFICIAL = Member("Nông Thị Lan", _phone(1), Role.OFFICIAL, MAIN_COMMUNE, _CLERK, 20)
HEAD = Member("Hoàng Văn Minh", _phone(2), Role.HEAD, DISTRICT, "Trưởng phòng Tư pháp")
ADMIN = Member("Lê Thu Hà", _phone(3), Role.ADMIN, PROVINCE, "Trưởng phòng Hành chính tư pháp")
CAST = (OFFICIAL, HEAD, ADMIN)

OTHERS = (
    Member("Vi Văn Sơn", _phone(11), Role.OFFICIAL, MAIN_COMMUNE, _CLERK, 15),
    Member("Triệu Quốc Khánh", _phone(12), Role.HEAD, MAIN_COMMUNE, _CHAIR),
    Member("Lương Thị Hoa", _phone(13), Role.OFFICIAL, "06220", _CLERK, 20),
    Member("Chu Thị Mai", _phone(14), Role.OFFICIAL, "06184", _CLERK, 25),
    Member("Lý Đức Thắng", _phone(15), Role.OFFICIAL, "06184", "Công chức Văn phòng - Thống kê", 10),
    Member("Hứa Văn Tuấn", _phone(16), Role.OFFICIAL, "06235", _CLERK, 20),
    Member("Bế Thị Nga", _phone(17), Role.OFFICIAL, "06280", _CLERK, 20),
    Member("Đàm Minh Đạt", _phone(18), Role.OFFICIAL, "06541", _CLERK, 20),
    Member("Lâm Thị Yến", _phone(19), Role.HEAD, "06184", _CHAIR),
    Member("Nguyễn Hữu Toàn", _phone(20), Role.HEAD, "184", "Trưởng phòng Tư pháp"),
    Member("Phùng Thị Hạnh", _phone(21), Role.ADMIN, PROVINCE, "Chuyên viên"),
    Member("Trần Quang Vinh", _phone(22), Role.AUDITOR, PROVINCE, "Thanh tra Sở"),
    Member("Đỗ Thành Trung", _phone(23), Role.VENDOR, PROVINCE, "Đơn vị số hóa"),
)
ROSTER = (*CAST, *OTHERS)
