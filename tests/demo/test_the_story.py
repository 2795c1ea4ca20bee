"""The story the demo tells is played by the real bot, and what it says happened stands in the database."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import typer
from rich.console import Console

from bot.demo import command, stage, story, theatre
from bot.demo.telling import Teller
from domain.review import Case
from storage import nudges, verify
from storage.decisions import decisions
from storage.engine import Tx, open_database


async def everything_said(tx: Tx) -> list[tuple[str, str, int]]:
    """What was sent unasked, as (kind, name, day of the month)."""
    lines = [line for day in (4, 5) for line in await nudges.of_day(tx, date(2024, 7, day))]
    return [(line.kind, line.name, line.at.day) for line in lines if line.verdict == nudges.SEND]


def said_twice(said: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return [one for one, times in Counter(said).items() if times > 1]


async def test_two_days_are_told_and_leave_one_decision_of_each_case(tmp_path: Path, database_url: str):
    built = await stage.build(tmp_path, database_url=database_url)
    console = Console(record=True, width=100, file=(tmp_path / "told.txt").open("w"))
    async with theatre.opened(built) as opened:
        await story.tell(opened, Teller(console, built.clock))
    told = console.export_text()

    database = open_database(database_url)
    log = (await database.read(lambda tx: tx.run(decisions.select().order_by(decisions.c.id)))).all()
    cases = Counter(row.case_chosen for row in log if row.move not in ("undo", "approve"))
    assert [row.move for row in log] == ["approve", "fix", "follow_up", "return", "undo", "return"]
    assert cases == {Case.SLIP: 1, Case.REGISTER: 1, Case.VENDOR: 2}
    assert (await database.read(verify.run)).difference is None

    assert "Trường hợp này không trả lại đơn vị số hóa" in told, "the guard speaks"
    assert told.count("Sổ ghi thế nào?") == 3, "asked before an approval and a return, and on a practice card"
    assert "chạm Sổ ghi đúng như vậy" in told
    assert "chạm Sổ khác, vẫn trả lại" in told, "on a practice card, and it is explained"
    assert "Toàn vẹn: 6 quyết định" in told
    assert "gõ /batdau (Telegram)" in told, "a second channel was linked, and the work went on there and back"
    assert [line for line in told.splitlines() if "Huyện Cao Lộc: 88/591 hồ sơ" in line]

    assert "Niêm phong ngày 04/07/2024" in told, "the province gets the seal at eight in the evening"
    assert "Lan chạm 👍 Đã nhận" in told, "a broadcast arrives and is confirmed"
    assert "15:00  Sơn chạm Bận việc khác" in told
    assert "• Vi Văn Sơn: hôm nay 0/7, lý do: Bận việc khác" in told, "the head of the commune reads why"
    assert "• Vi Văn Sơn: hôm nay đã nhận đủ số tin nhắc" in told, "who was nudged is not nudged again"
    assert (built.clock.today().isoformat(), said_twice(await database.read(everything_said))) == (
        "2024-07-05",
        [],
    )
    await database.close()


async def test_two_stages_have_the_same_people_and_records_and_codes_of_their_own(tmp_path: Path):
    one = await stage.build(tmp_path / "one")
    other = await stage.build(tmp_path / "other")
    assert one.drive.main == other.drive.main
    assert [player.member for player in one.players] == [player.member for player in other.players]
    assert not {player.code for player in one.players} & {player.code for player in other.players}


def test_a_port_that_is_taken_is_named_in_one_line(taken_port: int, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit) as ended:
        command.demo(port=taken_port, story_only=False)
    assert ended.value.exit_code == 2
    assert f"cổng {taken_port} đang có chương trình khác dùng" in capsys.readouterr().out
