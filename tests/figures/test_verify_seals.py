"""An operator holds the seal of a message they kept against the database."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, update

from domain.seal import Copy, read_copy, short
from domain.wording import integrity as say
from storage import seals
from storage.engine import Database
from tests import world
from tests.figures.terminal import rasoat
from tests.storage.sealed_days import (
    FRIDAY,
    SATURDAY,
    THURSDAY,
    at,
    decisions,
    meddle,
    three_evenings,
    write_log_anew,
    write_seals_anew,
)


@pytest.fixture
async def after_three_evenings(database: Database) -> Database:
    await three_evenings(database)
    return database


async def message_of(database: Database, day: object) -> str:
    """The line that went out with the evening's report."""
    found = await database.read(lambda tx: seals.of_day(tx, day))  # type: ignore[arg-type]
    assert found is not None
    return say.sealed_day(found)


async def test_the_check_counts_the_seals_it_found_whole(after_three_evenings: Database):
    answer = await rasoat(after_three_evenings, "verify")
    assert (answer.code, answer.out) == (
        0,
        "Toàn vẹn: 4 quyết định của 2 đơn vị nối liền, 33 hồ sơ và các số đếm khớp với nhật ký, "
        "3 niêm phong còn nguyên.\n",
    )


async def test_the_line_of_a_message_is_pasted_and_fits(after_three_evenings: Database):
    lines = [await message_of(after_three_evenings, day) for day in (THURSDAY, FRIDAY)]
    assert lines[1].startswith("Niêm phong ngày 05/07/2024: ")
    assert lines[1].endswith(" (4 quyết định)")
    answer = await rasoat(after_three_evenings, "verify", "--seal", lines[0], "--seal", lines[1])
    assert answer.code == 0
    told = answer.out.splitlines()
    assert [line.endswith("khớp với bản đã nhận.") for line in told] == [True, True, False]


async def test_a_log_written_anew_with_its_seals_does_not_fit_the_message(after_three_evenings: Database):
    kept = await message_of(after_three_evenings, FRIDAY)
    copy = read_copy(kept)
    assert copy is not None
    await meddle(after_three_evenings, update(decisions).where(at(world.HOA_CU, 1)).values(note="khác"))
    await write_log_anew(after_three_evenings, world.HOA_CU)
    await write_seals_anew(after_three_evenings)
    assert (await rasoat(after_three_evenings, "verify")).code == 0
    answer = await rasoat(after_three_evenings, "verify", "--seal", kept)
    assert answer.code == 1
    given, now_there = short(copy.digits), (await message_of(after_three_evenings, FRIDAY)).split()[4]
    assert answer.out.splitlines()[0] == (
        f"Niêm phong ngày 05/07/2024: bản đã nhận là {given}, trong cơ sở dữ liệu là {now_there}; "
        "nếu bản nhận chép đúng thì nhật ký đến hôm đó đã bị viết lại."
    )
    plain = json.loads((await rasoat(after_three_evenings, "verify", "--json", "--seal", kept)).out)
    assert (plain["whole"], plain["difference"], plain["seals"]) == (False, None, 3)
    assert plain["copies"][0] | {"sentence": "", "stored": ""} == {
        "day": "2024-07-05", "given": copy.digits, "stored": "", "same": False, "sentence": "",
    }  # fmt: skip


async def test_a_seal_that_is_gone_is_missed_by_whoever_kept_its_message(after_three_evenings: Database):
    kept = await message_of(after_three_evenings, SATURDAY)
    await meddle(after_three_evenings, delete(seals.seals).where(seals.seals.c.day == SATURDAY))
    assert (await rasoat(after_three_evenings, "verify")).code == 0
    answer = await rasoat(after_three_evenings, "verify", "--seal", kept)
    assert answer.code == 1
    assert answer.out.startswith("Niêm phong ngày 06/07/2024: không có trong cơ sở dữ liệu; bản đã nhận là ")


async def test_what_was_sealed_and_is_not_in_the_log_is_named_by_day_unit_and_number(
    after_three_evenings: Database,
):
    kept = await message_of(after_three_evenings, THURSDAY)
    await meddle(after_three_evenings, delete(decisions).where(at(world.HOA_CU, 3)))
    await write_log_anew(after_three_evenings, world.HOA_CU)
    answer = await rasoat(after_three_evenings, "verify", "--seal", kept)
    assert answer.code == 1
    fits, broken = answer.out.splitlines()
    assert fits.endswith("khớp với bản đã nhận.")
    assert broken.startswith(
        "Sai khác: niêm phong ngày 05/07/2024, đơn vị 06184, quyết định số 3: đã niêm phong (mã "
    )
    assert broken.endswith("nhưng không còn trong nhật ký; nhật ký bị cắt hoặc viết lại từ quyết định số 3.")
    plain = json.loads((await rasoat(after_three_evenings, "verify", "--json")).out)
    assert (plain["difference"]["breach"], plain["difference"]["day"]) == ("sealed_gone", "2024-07-05")
    assert plain["difference"]["sentence"] == broken


@pytest.mark.parametrize("written", ["", "hôm qua", "2024-07-04", "2024-02-31 ab12-cd34-ef56-7890"])
async def test_a_copy_that_is_none_is_refused_before_anything_is_read(database: Database, written: str):
    answer = await rasoat(database, "verify", "--seal", written)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"rasoat: --seal: không đọc được “{written}”; viết như ")


DIGITS = "ab12cd34ef567890"


@pytest.mark.parametrize(
    "written",
    [
        "2024-07-04 ab12-cd34-ef56-7890",
        "04/07/2024 AB12-CD34-EF56-7890",
        "4/7/2024: ab12cd34ef567890",
        "  Niêm phong ngày 04/07/2024: ab12–cd34–ef56–7890 (12.345 quyết định)\n",
        "niêm phong ngày 04/07/2024:\nab12 cd34 ef56 7890.",
    ],
)
def test_a_copy_is_read_as_people_write_it(written: str) -> None:
    assert read_copy(written) == Copy(THURSDAY, DIGITS)


def test_all_digits_of_a_seal_are_a_copy_too() -> None:
    copy = read_copy(f"2024-07-04 {DIGITS * 4}")
    assert copy == Copy(THURSDAY, DIGITS * 4)
    assert copy.is_of(DIGITS * 4)
    assert not copy.is_of(DIGITS * 3 + "0" * 16)


@pytest.mark.parametrize(
    "written",
    [
        f"2024-07-04 {DIGITS[:-1]}",
        f"2024-07-04 {DIGITS}0",
        f"2024-07-04 {DIGITS}{DIGITS}",
        f"2024-07-04 {DIGITS[:-1]}g",
        f"{DIGITS} 2024-07-04",
        f"2024-07-04 {DIGITS} 2024-07-05 {DIGITS}",
    ],
)
def test_half_a_copy_or_two_are_none(written: str) -> None:
    assert read_copy(written) is None
