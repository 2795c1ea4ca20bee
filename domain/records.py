"""A civil-status record as the rest of the house sees it: its type, its values, what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.folding import is_blank, squeeze
from domain.review import State


class RecordType(StrEnum):
    """The five books: birth, marriage, death, marital status, recognition of parent and child; in desk order."""

    KS = "KS"
    KH = "KH"
    KT = "KT"
    HN = "HN"
    CMC = "CMC"


TYPE_LABEL: Mapping[RecordType, str] = {
    RecordType.KS: "Khai sinh",
    RecordType.KH: "Kết hôn",
    RecordType.KT: "Khai tử",
    RecordType.HN: "Xác nhận tình trạng hôn nhân",
    RecordType.CMC: "Nhận cha, mẹ, con",
}

SUBJECTS: Mapping[RecordType, tuple[str, ...]] = {
    RecordType.KS: ("nksHoTen",),
    RecordType.KH: ("chongHoTen", "voHoTen"),
    RecordType.KT: ("nktHoTen",),
    RecordType.HN: ("nxnHoTen",),
    RecordType.CMC: ("cmHoTen", "ncHoTen"),
}


class Severity(StrEnum):
    """What a finding asks for: a second tap before approval, a look, or nothing (a hint)."""

    SERIOUS = "nghiem_trong"
    WARNING = "canh_bao"
    HINT = "goi_y"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a record that looks wrong. It marks and suggests; it never decides.

    `field` is a machine name or empty when the whole record is meant; `case` is the letter's case if the rule can
    tell, else empty; `suggestion` a value that the field may be meant to hold, or empty. `loss_free`: the suggestion
    says the same as the value, only written as it should be, so that one tap may take it over.
    """

    rule: str  # R01 … R23
    field: str = ""
    severity: Severity = Severity.WARNING
    case: str = ""  # a | b | c | ""
    value: str = ""
    suggestion: str = ""
    loss_free: bool = False

    def as_json(self) -> dict[str, str]:
        """Give the finding as plain values to store."""
        stored = {
            "rule": self.rule,
            "field": self.field,
            "severity": self.severity.value,
            "case": self.case,
            "value": self.value,
            "suggestion": self.suggestion,
        }
        return stored | {"loss_free": "1"} if self.loss_free else stored

    @staticmethod
    def from_json(stored: Mapping[str, str]) -> Finding:
        """Read what `as_json` gave; keys that are absent count as empty."""
        return Finding(
            rule=stored["rule"],
            field=stored.get("field", ""),
            severity=Severity(stored.get("severity", Severity.WARNING)),
            case=stored.get("case", ""),
            value=stored.get("value", ""),
            suggestion=stored.get("suggestion", ""),
            loss_free=stored.get("loss_free", "") == "1",
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One digitised record at one moment. `fields` holds the source's texts by machine name, empty ones left out."""

    id: int
    unit_id: int
    unit_name: str
    type: RecordType
    number: str
    book: str
    page: str
    state: State
    revision: int
    subject: str
    fields: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    scan: str = ""
    skips: int = 0
    resent: tuple[tuple[str, str, str], ...] = ()  # what the vendor changed last: field, before, after
    word: str = ""  # a head's, with which a record that was returned again came back
    answer: str = ""  # to what was asked about it
    answered_by: str = ""  # the ruling that answered, "HD-04"; empty where a person did
    guidance: tuple[str, ...] = ()  # the rulings on what was found in it


def subject_of(record_type: RecordType, fields: Mapping[str, str]) -> str:
    """Name whom the record is about, two people joined by " – "; empty when no name was typed."""
    names = (fields.get(name, "") for name in SUBJECTS[record_type])
    return " – ".join(squeeze(name) for name in names if name and not is_blank(name))
