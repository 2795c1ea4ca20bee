"""Whatever is typed: judging never fails, never takes long, and does not care in which order fields come."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fields import fields_of
from domain.records import RecordType, Severity
from domain.triage.engine import judge
from domain.triage.rules import RULES
from domain.triage.shape import About
from domain.wording import findings as wording
from tests.triage.rules_house import CLEAN, GAZETTEER, HOME, SCAN, TODAY, findings

ODD = st.sampled_from((
    "", " ", ", , ,", "31.02.2003", "01/04/5005", "00.00.0000", "9999", "0001", "Nhâm Tý", "không rõ", "0", "1", "5", "99",
    "1.0", "2005", "xã Hòa Cư", "UBND xã Hồng Phong, huyện Cao Lộc", "Nông Văn 9", "năm hai nghìn", "ngày tháng năm",
    "²", "٣.٤.٢٠٠٥", "\u200b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "tháng", "năm",
    "080123456", "01/2005", "-1", "1e9", "NULL", "\x00", "a" * 60, "Thị " * 40,
))  # fmt: skip
TEXT = ODD | st.text(max_size=40) | st.text("0123456789./- ", max_size=12)


def about(scan: str = "") -> About:
    return About(TODAY, HOME, GAZETTEER, scan)


@st.composite
def records(draw: st.DrawFn) -> tuple[RecordType, dict[str, str]]:
    record_type = draw(st.sampled_from(list(RecordType)))
    names = [each.name for each in fields_of(record_type)]
    changed = draw(st.dictionaries(st.sampled_from(names), TEXT, max_size=12))
    base = dict(CLEAN[record_type]) if draw(st.booleans()) else {}
    return record_type, base | changed


@settings(max_examples=200, deadline=None, derandomize=True)
@given(records(), TEXT | st.sampled_from(tuple(SCAN.values())))
def test_any_text_in_any_field_is_judged(record: tuple[RecordType, dict[str, str]], scan: str) -> None:
    record_type, fields = record
    found = judge(record_type, fields, about(scan))
    assert len({(each.rule, each.field) for each in found}) == len(found)
    weights = [list(Severity).index(each.severity) for each in found]
    assert weights == sorted(weights)
    for each in found:
        assert wording.line(record_type, each, fields.get(each.field, ""), "summary", 80)
        assert wording.question(record_type, each, fields.get(each.field, ""), "summary", 80)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_fields_changes_nothing(
    record: tuple[RecordType, dict[str, str]], chance: object
) -> None:
    record_type, fields = record
    shuffled = list(fields.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(record_type, dict(shuffled), about()) == judge(record_type, fields, about())


def test_every_field_filled_beyond_all_bounds_is_judged_and_the_value_is_cut() -> None:
    for record_type in RecordType:
        for filling in (
            "Nguyễn " * 7_000,
            "1" * 50_000,
            " " * 50_000,
            "năm " * 12_000,
            ", " * 25_000,
            "xã " * 16_000,
        ):
            fields = {each.name: filling for each in fields_of(record_type)}
            found = judge(record_type, fields, about(filling))
            assert all(len(each.value) <= 300 and len(each.suggestion) <= 300 for each in found)


def test_every_rule_is_a_row_with_words_a_clause_and_fields_that_exist() -> None:
    for rule in RULES:
        assert rule.code in wording.REASON
        assert wording.CLAUSE[rule.clause]
        known = {each.name for record_type in rule.types for each in fields_of(record_type)} | {"tenFile"}
        assert set(rule.fields) <= known, rule.code
        assert rule.types


def test_the_serious_rules_are_those_that_ask_for_a_second_tap() -> None:
    serious = {rule.code for rule in RULES if rule.severity is Severity.SERIOUS}
    assert serious == {"R02", "R03", "R04", "R05", "R06", "R07", "R08", "R14", "R19"}


def test_the_gravest_comes_first() -> None:
    found = findings(RecordType.KS, {"meNgaySinh": "1991", "nksHoTen": "", "loaiDangKy": "4"})
    assert [each.severity for each in found] == [Severity.SERIOUS, Severity.HINT, Severity.HINT]
