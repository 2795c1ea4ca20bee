"""Rules about terms: on time or late as the dates say (R18), periods, purposes and parents of recognitions (R22)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.fields import codes
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.shape import Hit, Rule, View
from domain.triage.values import absent, code

KS, KT, HN, CMC = RecordType.KS, RecordType.KT, RecordType.HN, RecordType.CMC
_ON_TIME = "1"
_LATE = frozenset({"4", "5"})
_TERM = {KS: ("nksNgaySinh", 60), KT: ("nktNgayChet", 15)}  # days
_LISTS = {KS: codes.BIRTH_REGISTRATION, KT: codes.DEATH_REGISTRATION}
_BIRTH_LATE = frozenset({"4"})  # 5 is the issue of a certificate there
_OTHER_PURPOSE = "5"


def _against_term(view: View) -> Sequence[Hit]:
    typed, registered = view.get("loaiDangKy"), view.registered
    if not typed or registered is None:
        return ()
    name, term = _TERM[view.type]
    event = view.day(name)
    if event is None or registered.last < event.first:
        return ()  # that is R06's
    kind = code(typed, _LISTS[view.type])
    if kind == _ON_TIME:
        if (registered.first - event.last).days > term:
            return (Hit("loaiDangKy", typed, "4"),)
    elif kind in (_BIRTH_LATE if view.type is KS else _LATE) and (registered.last - event.first).days <= term:
        return (Hit("loaiDangKy", typed, _ON_TIME, severity=Severity.HINT),)
    return ()


def _certificate(view: View) -> Sequence[Hit]:
    hits: list[Hit] = []
    since, until = view.day("nxnThoiGianCuTruTu"), view.day("nxnThoiGianCuTruDen")
    if since is not None and until is not None and since.first > until.last:
        hits.append(Hit("nxnThoiGianCuTruTu", view.text("nxnThoiGianCuTruTu")))
    purpose = view.get("nxnLoaiMucDichSuDung")
    if purpose and code(purpose, codes.PURPOSE) == _OTHER_PURPOSE and absent(view.get("nxnMucDichSuDung")):
        hits.append(Hit("nxnMucDichSuDung"))
    return hits


def _recognised_parent(view: View) -> Sequence[Hit]:
    parent, child = view.day("cmNgaySinh"), view.day("ncNgaySinh")
    if parent is None or child is None or parent.first < child.last:
        return ()
    return (Hit("cmNgaySinh", view.text("cmNgaySinh")),)


RULES: tuple[Rule, ...] = (
    Rule(
        "R18", "on time or late against the dates", (KS, KT), ("loaiDangKy",),
        Severity.WARNING, _against_term, Case.SLIP, Case.REGISTER, "R18",
    ),
    Rule(
        "R22", "period or purpose of a certificate", (HN,), ("nxnThoiGianCuTruTu", "nxnMucDichSuDung"),
        Severity.WARNING, _certificate, Case.SLIP, Case.REGISTER, "R22",
    ),
    Rule(
        "R22", "recognised parent not older than the child", (CMC,), ("cmNgaySinh",),
        Severity.WARNING, _recognised_parent, Case.SLIP, Case.REGISTER, "R22",
    ),
)  # fmt: skip
