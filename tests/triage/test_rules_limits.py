"""Terms: on time or late as the days say, periods and purposes of certificates, parents of recognitions."""

from __future__ import annotations

import pytest

from domain.records import RecordType, Severity
from tests.triage.rules_house import CMC, HN, KS, KT, findings, of, told


@pytest.mark.parametrize(
    ("record_type", "kind", "event", "severity"),
    [
        (KS, "1", "20.01.2005", None),  # the sixtieth day
        (KS, "1", "19.01.2005", Severity.WARNING),
        (KS, "1", "2005", None),
        (KS, "1", "01.2005", None),
        (KS, "1", "12.2004", Severity.WARNING),
        (KS, "4", "19.01.2005", None),
        (KS, "4", "01.03.2005", Severity.HINT),
        (KS, "4", "2005", None),  # perhaps long before
        (KS, "2", "1980", None),  # registered again
        (KS, "3", "1990", None),
        (KS, "5", "01.03.2005", None),
        (KS, "6", "1990", None),
        (KS, "0", "1990", None),
        (KT, "1", "06.03.2005", None),
        (KT, "1", "05.03.2005", Severity.WARNING),
        (KT, "4", "06.03.2005", Severity.HINT),
        (KT, "5", "1990", None),
        (KT, "5", "06.03.2005", Severity.HINT),
    ],
)
def test_on_time_or_late_as_the_days_say(
    record_type: RecordType, kind: str, event: str, severity: Severity | None
) -> None:
    days = {KS: ("nksNgaySinh", "nksNgaySinhBangChu"), KT: ("nktNgayChet", "nktNgayChetGhiBangChu")}[
        record_type
    ]
    found = of("R18", record_type, {"loaiDangKy": kind, days[0]: event, days[1]: ""})
    assert [(each.field, each.severity) for each in found] == ([("loaiDangKy", severity)] if severity else [])
    assert [each.suggestion for each in found] == ([{"1": "4"}.get(kind, "1")] if severity else [])


def test_what_was_registered_before_it_happened_is_not_late_as_well() -> None:
    assert told("R18", KS, {"loaiDangKy": "4", "ngayDangKy": "01.02.2005"}) == []


@pytest.mark.parametrize(
    ("since", "until", "fires"),
    [
        ("21.03.2005", "10.01.1998", True),
        ("10.01.1998", "10.01.1998", False),
        ("2005", "10.01.2005", False),
        ("2006", "2005", True),
        ("", "2005", False),
        ("2005", "", False),
        ("2005", "nay", False),
    ],
)
def test_a_stay_begins_before_it_ends(since: str, until: str, fires: bool) -> None:
    changes = {"nxnThoiGianCuTruTu": since, "nxnThoiGianCuTruDen": until}
    assert told("R22", HN, changes) == (["nxnThoiGianCuTruTu"] if fires else [])


def test_another_purpose_is_to_be_named() -> None:
    found = of("R22", HN, {"nxnLoaiMucDichSuDung": "5"})
    assert [(each.field, each.severity) for each in found] == [("nxnMucDichSuDung", Severity.WARNING)]
    assert told("R22", HN, {"nxnLoaiMucDichSuDung": "5", "nxnMucDichSuDung": "Không"}) == ["nxnMucDichSuDung"]
    assert findings(HN, {"nxnLoaiMucDichSuDung": "5", "nxnMucDichSuDung": "Vay vốn"}) == ()
    assert findings(HN, {"nxnLoaiMucDichSuDung": ""}) == ()


@pytest.mark.parametrize(
    ("parent", "fires"), [("2005", True), ("01.03.2004", True), ("2004", False), ("1985", False)]
)
def test_who_recognises_a_child_is_older(parent: str, fires: bool) -> None:
    assert told("R22", CMC, {"cmNgaySinh": parent}) == (["cmNgaySinh"] if fires else [])
