"""A record names whom it is about, and its findings survive being stored."""

import pytest

from domain.records import Finding, RecordType, Severity, subject_of


@pytest.mark.parametrize(
    ("record_type", "values", "subject"),
    [
        (RecordType.KS, {"nksHoTen": " Nông  Văn Mẫu "}, "Nông Văn Mẫu"),
        (RecordType.KH, {"chongHoTen": "A", "voHoTen": "B"}, "A – B"),
        (RecordType.KH, {"voHoTen": "B"}, "B"),
        (RecordType.CMC, {"cmHoTen": "A", "ncHoTen": "B"}, "A – B"),
        (RecordType.KT, {"nktHoTen": ", ,"}, ""),
        (RecordType.HN, {}, ""),
    ],
)
def test_a_record_is_about_its_subjects(
    record_type: RecordType, values: dict[str, str], subject: str
) -> None:
    assert subject_of(record_type, values) == subject


def test_a_finding_reads_back_as_it_was_stored() -> None:
    finding = Finding("R06", "ngayDangKy", Severity.SERIOUS, "b", "21.03.2004", "21.03.2005")
    assert finding.as_json()["severity"] == "nghiem_trong"
    assert Finding.from_json(finding.as_json()) == finding
    assert Finding.from_json({"rule": "R12"}) == Finding("R12")
