"""How a broadcast ended for each of its recipients: a row per person, by unit and name."""

from __future__ import annotations

from datetime import datetime, tzinfo

from domain.wording import broadcast_operator as say_operator
from storage import acknowledgements, broadcasts
from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet

COLUMNS = (
    Column("ho_ten", 28, typed=True, label=say_operator.LABELS["ho_ten"]),
    Column("ma_don_vi", 10, label=say_operator.LABELS["ma_don_vi"]),
    Column("kenh", 11, label=say_operator.LABELS["kenh"]),
    Column("trang_thai", 13, label=say_operator.LABELS["trang_thai"]),
    Column("luc", 26, label=say_operator.LABELS["luc"]),
    Column("da_nhan", 26, label=say_operator.LABELS["da_nhan"]),
    Column("don_vi", 24, typed=True, label=say_operator.LABELS["don_vi"]),
    Column("ly_do", 30, typed=True, label=say_operator.LABELS["ly_do"]),
    Column("ma_nguoi", 9, label=say_operator.LABELS["ma_nguoi"]),  # tells two people of one name apart
)


async def exists(tx: Tx, number: int) -> bool:
    """Say whether there is a broadcast of that number."""
    return await broadcasts.load(tx, number) is not None


async def fill(tx: Tx, sheet: Sheet, number: int, paths: tuple[str, ...], zone: tzinfo) -> int:
    """Write the recipients with a post in some subtrees; returns how many rows."""
    lines = await acknowledgements.lines(tx, number, paths=() if paths == EVERYTHING else paths)
    for line in lines:
        cells: list[Cell] = [
            line.name, line.unit_code, line.channel, line.status.value, _instant(line.at, zone),
            _instant(line.acknowledged_at, zone), line.unit_name, line.reason, str(line.person_id),
        ]  # fmt: skip
        sheet.write(cells)
    return len(lines)


def _instant(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at is not None else ""
