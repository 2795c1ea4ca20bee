"""Sex against name (R15): Thị stands in women's names and Văn in men's, most often. Names are free: never more than a hint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.fields import codes
from domain.records import RecordType, Severity
from domain.review import Case
from domain.text import canonical
from domain.triage import values
from domain.triage.shape import Hit, Rule, View

KS, KH, KT, HN, CMC = RecordType
MAN, WOMAN = "1", "2"  # as GioiTinh has it
_THI, _VAN, _APART = "thị", "văn", "\u0323"
_LONGEST = 120

# whose sex a column tells, and whose follows from the part they play
_TOLD: Mapping[RecordType, str] = {KS: "nks", KT: "nkt", HN: "nxn"}
_BY_PART: Mapping[RecordType, tuple[tuple[str, str], ...]] = {
    KS: (("me", WOMAN), ("cha", MAN)),
    KH: (("chong", MAN), ("vo", WOMAN)),
}


def hinted_sex(name: str) -> str:
    """Tell the sex that the words between surname and given name hint at: "1", "2", or empty for none or both."""
    small = name.lower()
    if (_THI not in small and _VAN not in small and _APART not in small) or len(name) > _LONGEST:
        return ""
    # a tone that stands apart hides the word
    between = (canonical(name) if _APART in small else small).split()[1:-1]
    woman, man = _THI in between, _VAN in between
    if woman == man:
        return ""
    return WOMAN if woman else MAN


def sex_of(view: View, prefix: str) -> str:
    """Tell somebody's sex by the record: "1", "2", or empty where it does not say."""
    told = values.code(view.text(prefix + "GioiTinh"), codes.SEX)
    if told:
        return told if told in (MAN, WOMAN) else ""
    if prefix == "cm":
        return {"1": MAN, "3": MAN, "2": WOMAN, "4": WOMAN}.get(
            values.code(view.text("loaiXacNhan"), codes.RECOGNITION), ""
        )
    return {"me": WOMAN, "vo": WOMAN, "cha": MAN, "chong": MAN}.get(prefix, "")


def _other_sex(view: View) -> Sequence[Hit]:
    hits: list[Hit] = []
    told = _TOLD.get(view.type)
    if told is not None:
        hint = hinted_sex(view.text(told + "HoTen"))
        name = told + "GioiTinh"
        if hint and (sex := sex_of(view, told)) and sex != hint:
            hits.append(Hit(name, view.text(name), hint))
    for prefix, sex in _BY_PART.get(view.type, ()):
        name = prefix + "HoTen"
        if (hint := hinted_sex(view.text(name))) and hint != sex:
            hits.append(Hit(name, view.text(name)))
    if (
        view.type is CMC
        and (hint := hinted_sex(view.text("cmHoTen")))
        and sex_of(view, "cm") not in ("", hint)
    ):
        hits.append(Hit("cmHoTen", view.text("cmHoTen")))
    return hits


RULES: tuple[Rule, ...] = (
    Rule(
        "R15", "sex against name", tuple(RecordType),
        ("nksGioiTinh", "nktGioiTinh", "nxnGioiTinh", "meHoTen", "chaHoTen", "chongHoTen", "voHoTen", "cmHoTen"),
        Severity.HINT, _other_sex, Case.SLIP, "", "R15",
    ),
)  # fmt: skip
