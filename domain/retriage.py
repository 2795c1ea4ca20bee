"""Returns of former days that were really case (c): what the findings of a returned record say about its register.

38 % of the decisions before the letter were rejections and some were wrong (the letter, point 5c; its footnote mixes
both). A fault of the register is never sent back: this is how such a record comes home. The rule proposes, a head
decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.records import Finding, Severity
from domain.review import FollowUpKind, ReturnReason

LIKELY = 50  # from this score on a record is shown to heads
FEW_EMPTY = 3  # so many empty fields a writer of the register may have left out; more are the vendor's
MANY_SLIPS = 3  # fields with traces of typing: then it was typed badly, whatever else is wrong


class Why(StrEnum):
    """What speaks for a fault of the register."""

    EMPTY = "empty"  # few needed fields are empty
    CONFLICT = "conflict"  # what stands there contradicts itself
    ODD = "odd"  # a value that no list or law of today knows


KIND_OF: dict[Why, FollowUpKind] = {
    Why.EMPTY: FollowUpKind.REGISTER_INCOMPLETE,
    Why.CONFLICT: FollowUpKind.REGISTER_CONFLICT,
    Why.ODD: FollowUpKind.REGISTER_WRONG,
}
# fields that old registers leave empty more often than not, as they had no column or nobody asked
OFTEN_EMPTY = (
    "nktNguyenNhanChet", "nksQueQuan", "DanToc", "QuocTich", "NoiCuTru", "NgaySinh", "SoGiayToTuyThan",
    "QuanHe", "nguoiKy", "chucVuNguoiKy", "trangSo",
)  # fmt: skip
_KEYS = frozenset({"so", "ngayDangKy", "quyenSo", "noiDangKy", "noiCap"})  # without these it is no entry
_SUBJECT = ("nksHoTen", "nktHoTen", "nxnHoTen", "chongHoTen", "voHoTen", "cmHoTen", "ncHoTen")
_MIXED_UP = frozenset({"R01", "R02", "R03", "R12", "R13"})  # what only the vendor can have done, or mend
_CONFLICTS: dict[str, int] = {
    "R06": 60, "R07": 60, "R08": 60, "R09": 60, "R10": 70, "R14": 60, "R19": 55, "R22": 50, "R11": 40, "R23": 40,
}  # fmt: skip
_ODD: dict[str, int] = {"R05": 50, "R16": 45, "R17": 40, "R18": 40, "R21": 50}
_VENDORS = frozenset(
    {ReturnReason.WRONG_UNIT.value, ReturnReason.WRONG_SCAN.value, ReturnReason.DUPLICATE.value}
)
_BY_REASON: dict[str, int] = {
    ReturnReason.MISSING_FIELDS.value: 10,
    ReturnReason.MANY_ERRORS.value: 0,
    ReturnReason.BAD_SCAN.value: -25,
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How likely a return was a fault of the register (LIKELY … 100), why, and the fields that say so."""

    score: int
    why: Why
    fields: tuple[str, ...]

    @property
    def kind(self) -> FollowUpKind:
        """What would be wrong with the register."""
        return KIND_OF[self.why]


def suspect(findings: Sequence[Finding], reasons: Collection[str]) -> Suspicion | None:
    """Judge a returned record by its findings and the reasons it was returned for; None where the vendor is at fault.

    `reasons` is empty for records that came in as rejected. Reasons that name the vendor's fault outright, findings
    that only a mix-up explains, many empty fields and many traces of typing all speak against it.
    """
    if _VENDORS & set(reasons) or any(one.rule in _MIXED_UP or one.case == "a" for one in findings):
        return None
    found = _empty(findings) or _contradiction(findings)
    if found is None:
        return None
    slips = {one.field for one in findings if one.rule == "R20" and one.severity is not Severity.HINT}
    if len(slips) >= MANY_SLIPS:
        return None
    score = found.score - 10 * len(slips) + sum(_BY_REASON.get(reason, 0) for reason in reasons)
    score += 15 * any(one.case == "c" for one in findings)
    score = min(score, 100)
    return Suspicion(score, found.why, found.fields) if score >= LIKELY else None


def _empty(findings: Sequence[Finding]) -> Suspicion | None:
    """Weigh what is missing: little, and of what registers often lack, is the register's."""
    missing = tuple(dict.fromkeys(one.field for one in findings if one.rule == "R04" and one.field))
    if not missing or len(missing) > FEW_EMPTY or _KEYS & set(missing):
        return None
    if any(name in _SUBJECT for name in missing):
        return None
    often = all(name.endswith(OFTEN_EMPTY) for name in missing)
    return Suspicion((80 if often else 65) - 5 * (len(missing) - 1), Why.EMPTY, missing)


def _contradiction(findings: Sequence[Finding]) -> Suspicion | None:
    """Weigh what contradicts itself, the heaviest first: one contradiction is the register's, several look like typing."""
    if any(one.rule == "R04" for one in findings):
        return None
    known = _CONFLICTS | _ODD
    told = {one.rule: one for one in reversed(findings) if one.rule in known}
    if not told:
        return None
    heaviest = max(told, key=lambda rule: (known[rule], rule))
    fields = tuple(dict.fromkeys(one.field for one in findings if one.rule == heaviest and one.field))
    why = Why.CONFLICT if heaviest in _CONFLICTS else Why.ODD
    return Suspicion(known[heaviest] - 10 * (len(told) - 1), why, fields)
