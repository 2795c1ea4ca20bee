"""Clean births of unusual lives: late and repeated registrations, single mothers, foundlings, old and young parents.

Each oddity changes a faultless entry in place and says whether it found room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days, names
from bot.synthetic.labelled_lives import PAPERS, YEAR, born, requester, whole_date, without, years_before
from bot.synthetic.labelled_shape import Draft


def _child(draft: Draft) -> int | None:
    return whole_date(draft.entry["nksNgaySinh"])


def _single_mother(rng: Random, draft: Draft) -> bool:
    without(draft.entry, "cha")
    draft.entry["nksLoaiKhaiSinh"] = "3"
    given = draft.entry["nksHoTen"].split(" ", 1)[1]
    draft.entry["nksHoTen"] = f"{names.surname_of(draft.entry['meHoTen'])} {given}"
    requester(draft, draft.entry["meHoTen"], "Mẹ")
    return True


def _foundling(rng: Random, draft: Draft) -> bool:
    for who in ("me", "cha"):
        without(draft.entry, who)
    draft.entry["nksLoaiKhaiSinh"] = rng.choice(("5", "4"))
    requester(draft, "Hoàng Văn Trưởng", "Người nuôi dưỡng")
    return True


def _again(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None or not draft.has("meNgaySinh", "chaNgaySinh"):
        return False
    if draft.slot.day - child < 20 * YEAR:
        back = int((20 + rng.random() * 15) * YEAR)
        born(draft, "nksNgaySinh", child - back)
        for who in ("me", "cha"):
            draft.entry[f"{who}NgaySinh"] = str(days.year_of(child - back) - rng.randrange(20, 36))
        without(draft.entry, "me", PAPERS)
        without(draft.entry, "cha", PAPERS)
        requester(draft, draft.entry["nksHoTen"], "Bản thân")
    draft.entry |= {"loaiDangKy": "2", "ghiChu": "Đăng ký lại"}
    return True


def _late(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None or draft.entry["loaiDangKy"] != "1":
        return False
    if not draft.has("meNgaySinh") or draft.entry["meNgaySinh"].count(".") != 2:
        return False
    mother = whole_date(draft.entry["meNgaySinh"]) or 0
    earlier = child - rng.randrange(70, 1400)
    if earlier - mother < 17 * YEAR or draft.has("chaNgaySinh"):
        father = whole_date(draft.entry.get("chaNgaySinh", ""))
        if father is None or min(earlier - mother, earlier - father) < 17 * YEAR:
            return False
    draft.entry["loaiDangKy"] = "4"
    return born(draft, "nksNgaySinh", earlier)


def _kind(code: str, note: str) -> Callable[[Random, Draft], bool]:
    def change(rng: Random, draft: Draft) -> bool:
        draft.entry |= {"loaiDangKy": code, "ghiChu": note}
        return True

    return change


def _abroad(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None:
        return False
    draft.entry |= {
        "loaiDangKy": "3", "nksNoiSinh": "Bệnh viện nhân dân thành phố Bằng Tường, Quảng Tây, Trung Quốc",
        "soDangKyNuocNgoai": f"{rng.randrange(100, 9999)}", "ngayDangKyNuocNgoai": days.dotted(child),
        "cqNuocNgoaiDaDangKy": "Cơ quan công an thành phố Bằng Tường", "qgNuocNgoaiDaDangKy": "Trung Quốc",
    }  # fmt: skip
    draft.entry.pop("nksNoiSinhDVHC", None)
    return True


def _parent_aged(prefix: str, years: tuple[int, int]) -> Callable[[Random, Draft], bool]:
    def change(rng: Random, draft: Draft) -> bool:
        child = _child(draft)
        if child is None or not draft.has(f"{prefix}NgaySinh"):
            return False
        without(draft.entry, prefix, PAPERS)
        requester(draft, draft.entry["meHoTen"], "Mẹ")
        without(draft.entry, "me", PAPERS)
        own = years_before(child, rng.randint(*years)) - rng.randrange(1, 300)
        draft.entry[f"{prefix}NgaySinh"] = days.dotted(own) if rng.random() < 0.6 else str(days.year_of(own))
        return True

    return change


def _sex_untold(rng: Random, draft: Draft) -> bool:
    draft.entry["nksGioiTinh"] = "3"
    draft.entry["nksHoTen"] = f"{draft.entry['nksHoTen'].split()[0]} Minh Anh"
    return True


ODD: Mapping[str, Callable[[Random, Draft], bool]] = {
    "single mother": _single_mother, "foundling": _foundling, "registered again": _again, "late": _late,
    "certificate only": _kind("5", "Cấp bản chính giấy khai sinh"), "kind not known": _kind("6", "Không rõ"),
    "registered abroad": _abroad, "mother aged 46": _parent_aged("me", (44, 47)),
    "mother aged 16": _parent_aged("me", (15, 17)), "father aged 70": _parent_aged("cha", (60, 74)),
    "sex not told": _sex_untold,
}  # fmt: skip
