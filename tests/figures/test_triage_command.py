"""`rasoat triage` at an operator's terminal: judge, count, explain."""

from __future__ import annotations

import json

import pytest
import world
from terminal import rasoat
from world import HAI_YEN, HOA_CU, birth

from storage.engine import Database


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    wrong = birth(24, nksHoTen="Nông Văn An", nksNgaySinh="31.02.2005")
    await world.shelve(database, HOA_CU, [wrong, birth(25, nksHoTen="Nông Văn Bình")], judged=False)
    far = "UBND xã Hải Yến, huyện Cao Lộc, tỉnh Lạng Sơn"
    await world.shelve(database, HAI_YEN, [birth(7, nksHoTen="Nông Văn Cường", noiDangKy=far)], judged=False)
    return database


async def test_it_judges_what_waits_and_counts_by_rule_severity_and_case(province: Database) -> None:
    first = await rasoat(province, "triage", "--json")
    told = json.loads(first.out)
    assert (first.code, told["judged"], told["unjudged"], told["records"]) == (0, 3, 0, 3)
    assert told["with_findings"] == 1
    assert {"rule": "R05", "severity": "nghiem_trong", "case": "", "count": 1} in told["findings"]
    again = json.loads((await rasoat(province, "triage", "--json", "--unit", "06187")).out)
    assert (again["judged"], again["records"], again["with_findings"]) == (0, 1, 0)
    shown = await rasoat(province, "triage")
    assert shown.code == 0 and "R05" in shown.out and "1/3 hồ sơ" in shown.out


async def test_it_explains_one_record_rule_by_rule(province: Database) -> None:
    await rasoat(province, "triage")
    code = "06184"
    answer = await rasoat(province, "triage", "--explain", f"KS.{code}.2005.24", "--json")
    (record,) = json.loads(answer.out)
    fired = {each["rule"] for each in record["rules"] if each["fired"]}
    assert answer.code == 0 and "R05" in fired and len(record["rules"]) == 23
    by_parts = await rasoat(
        province, "triage", "--explain", "2005|24", "--unit", code, "--type", "KS", "--json"
    )
    assert json.loads(by_parts.out) == [record]
    shown = await rasoat(province, "triage", "--explain", f"KS.{code}.2005.24")
    assert "31" in shown.out and "Điều 60" in shown.out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--explain", "KS-24"), id="no key"),
        pytest.param(("--explain", "2005|24"), id="a key that names no unit"),
        pytest.param(("--explain", "KS.06184.1999.3"), id="no such record"),
        pytest.param(("--unit", "99999"), id="no such unit"),
        pytest.param(("--explain", "2005|24", "--unit", "06184", "--type", "XX"), id="no such type"),
    ],
)
async def test_what_cannot_be_asked_ends_with_2_and_one_line(
    province: Database, words: tuple[str, ...]
) -> None:
    answer = await rasoat(province, "triage", *words)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1
