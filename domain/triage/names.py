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
_LETTERS = {WOMAN: ("ị", "Ị"), MAN: ("ă", "Ă")}  # of Thị and of Văn
_OTHER = {MAN: WOMAN, WOMAN: MAN}

# whose sex a column tells, and whose follows from the part they play
_TOLD: Mapping[RecordType, str] = {KS: "nks", KT: "nkt", HN: "nxn"}
_BY_PART: Mapping[RecordType, tuple[tuple[str, str], ...]] = {
    KS: (("meHoTen", WOMAN), ("chaHoTen", MAN)),
    KH: (("chongHoTen", MAN), ("voHoTen", WOMAN)),
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


def _hints_at(name: str, sex: str) -> bool:
    """Say whether a name hints at a sex; a letter that most names do not have settles it first."""
    small, capital = _LETTERS[sex]
    return (small in name or capital in name or _APART in name) and hinted_sex(name) == sex


def _other_sex(view: View) -> Sequence[Hit]:
    hits: list[Hit] = []
    told = _TOLD.get(view.type)
    if told is not None and (sex := sex_of(view, told)) and _hints_at(view.text(told + "HoTen"), _OTHER[sex]):
        name = told + "GioiTinh"
        hits.append(Hit(name, view.text(name), _OTHER[sex]))
    for name, sex in _BY_PART.get(view.type, ()):
        if (text := view.get(name)) and _hints_at(text, _OTHER[sex]):
            hits.append(Hit(name, text))
    if view.type is CMC and (sex := sex_of(view, "cm")) and _hints_at(view.text("cmHoTen"), _OTHER[sex]):
        hits.append(Hit("cmHoTen", view.text("cmHoTen")))
    return hits


RULES: tuple[Rule, ...] = (
    Rule(
        "R15", "sex against name", tuple(RecordType),
        ("nksGioiTinh", "nktGioiTinh", "nxnGioiTinh", "meHoTen", "chaHoTen", "chongHoTen", "voHoTen", "cmHoTen"),
        Severity.HINT, _other_sex, Case.SLIP, "", "R15",
    ),
)  # fmt: skip
