"""A database with records on its shelves and officials linked, written as an import would leave it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from domain import chain, keys
from domain.folding import fold
from domain.records import RecordType, subject_of
from domain.review import State
from domain.triage.shape import RULE_SET
from storage import schema
from storage.engine import Database, Tx, open_database
from storage.tables import (
    AccountRow,
    ChainHeadRow,
    PersonRow,
    RecordRow,
    RoleRow,
    TallyRow,
    TotalRow,
    UnitRow,
)

DAY = date(2024, 7, 4)
NOON = datetime(2024, 7, 4, 5, tzinfo=UTC)
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large a prepared database is."""

    communes: int
    per_commune: int
    officials: int

    @property
    def records(self) -> int:
        return self.communes * self.per_commune


PROVINCE = Size(200, 1_907, 420)  # 381,400 records: the letter's 381,383, spread evenly


@contextmanager
def built(size: Size, *, limit: int = 1_000) -> Iterator[Path]:
    """Build a SQLite file of that size in a folder that goes away again; nobody has it open."""
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:

        async def build_it() -> None:
            database = await build(
                sqlite_address(Path(folder)), communes=size.communes, per_commune=size.per_commune,
                officials=size.officials, limit=limit,
            )  # fmt: skip
            await database.close()

        asyncio.run(build_it())
        yield Path(folder) / "bench.db"


@contextmanager
def copy_of(prepared: Path) -> Iterator[Path]:
    """Copy a prepared file for one run, down to the disk, so that no flush of the run has to wait for the copy."""
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-", dir=prepared.parent) as folder:
        path = Path(folder) / prepared.name
        shutil.copyfile(prepared, path)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        yield path


def birth(number: int, commune: int) -> dict[str, str]:
    """Invent a plausible birth, with about as many filled columns as a real one."""
    year = 1995 + number // 365 % 28
    return {
        "so": str(number % 365 + 1), "quyenSo": f"01/{year}", "trangSo": str(number % 365 // 2 + 1),
        "ngayDangKy": f"{number % 28 + 1:02d}.{number % 12 + 1:02d}.{year}", "loaiDangKy": "1",
        "noiDangKy": f"UBND xã Thử {commune}, huyện Cao Lộc, tỉnh Lạng Sơn", "nguoiKy": "Hoàng Văn Ký",
        "chucVuNguoiKy": "Chủ tịch UBND xã", "nguoiThucHien": "Lý Thị Ghi", "nksHoTen": f"Nông Văn Thử {number}",
        "nksGioiTinh": "1", "nksNgaySinh": f"01.{number % 12 + 1:02d}.{year}", "nksDanToc": "Nùng",
        "nksQuocTich": "Việt Nam", "nksNoiSinh": "Trạm y tế xã", "nksQueQuan": "Cao Lộc, Lạng Sơn",
        "nksLoaiKhaiSinh": "1", "meHoTen": "Hoàng Thị Mẫu", "meNgaySinh": str(year - 25), "meDanToc": "Tày",
        "meQuocTich": "Việt Nam", "meNoiCuTru": "Bản Thử", "chaHoTen": "Nông Văn Mẫu",
        "chaNgaySinh": str(year - 27), "chaDanToc": "Nùng", "chaQuocTich": "Việt Nam", "chaNoiCuTru": "Bản Thử",
    }  # fmt: skip


async def build(
    address: str, *, communes: int, per_commune: int, officials: int, limit: int = 1_000_000
) -> Database:
    """Make a fresh database: communes with births, and officials spread over them, each linked on Telegram.

    The officials' chats are 1001, 1002 …; each may decide `limit` records a day.
    """
    await schema.upgrade(address)
    database = open_database(address, checkpoints=True)
    await database.write(lambda tx: _people(tx, communes, officials, limit))
    for chunk in _chunks(communes, per_commune):
        await database.write(lambda tx, chunk=chunk: tx.run(insert(RecordRow.__table__), chunk))
    await database.write(lambda tx: _count(tx, communes, per_commune))
    return database


async def _people(tx: Tx, communes: int, officials: int, limit: int) -> None:
    units: list[dict[str, Any]] = [
        {"id": 1, "scheme": "2024", "code": "20", "name": "Tỉnh Lạng Sơn", "level": "province", "parent_id": None,
         "path": "/1/", "search_name": "tinh lang son"}
    ]  # fmt: skip
    units += [
        {"id": 1 + n, "scheme": "2024", "code": f"{6000 + n:05d}", "name": f"Xã Thử {n}", "level": "commune",
         "parent_id": 1, "path": f"/1/{1 + n}/", "search_name": fold(f"xã thử {n}")}
        for n in range(1, communes + 1)
    ]  # fmt: skip
    await tx.run(insert(UnitRow.__table__), units)
    await tx.run(
        insert(ChainHeadRow.__table__), [{"unit_id": u["id"], "seq": 0, "hash": chain.GENESIS} for u in units]
    )
    people = range(1, officials + 1)
    await tx.run(
        insert(PersonRow.__table__),
        [{"id": n, "full_name": f"Cán bộ {n}", "phone": f"849120{n:05d}", "search_name": f"can bo {n}",
          "practice_done": 99, "created_at": NOON} for n in people],
    )  # fmt: skip
    await tx.run(
        insert(RoleRow.__table__),
        [{"person_id": n, "unit_id": 2 + (n - 1) % communes, "role": "official", "title": "", "daily_limit": limit,
          "since": NOON} for n in people],
    )  # fmt: skip
    await tx.run(
        insert(AccountRow.__table__),
        [{"id": n, "channel": "telegram", "user_key": str(1000 + n), "person_id": n, "linked_at": NOON,
          "code_tries": 0} for n in people],
    )  # fmt: skip


def _chunks(communes: int, per_commune: int) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for commune in range(1, communes + 1):
        for number in range(per_commune):
            fields = birth(number, commune)
            chunk.append(
                {"unit_id": 1 + commune, "type": "KS", "natural_key": f"{number}", "occurrence": 1,
                 "year": int(fields["quyenSo"][3:]), "number": fields["so"], "book": fields["quyenSo"],
                 "page": fields["trangSo"], "subject": subject_of(RecordType.KS, fields),
                 "desk_order": keys.desk_order(RecordType.KS, fields), "state": State.PENDING.value,
                 "state_on": DAY, "revision": 1, "turn": 0, "skips": 0, "imported_state": State.PENDING.value,
                 "imported_on": DAY, "import_id": 1, "scan": "", "fields": fields, "findings": [],
                 "content_hash": "", "rule_set": RULE_SET}
            )  # fmt: skip
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


async def _count(tx: Tx, communes: int, per_commune: int) -> None:
    rows = [{"unit_id": 1 + n, "type": "KS", "state": State.PENDING.value, "count": per_commune}
            for n in range(1, communes + 1)]  # fmt: skip
    await tx.run(insert(TotalRow.__table__), rows)
    await tx.run(insert(TallyRow.__table__), [{**row, "day": DAY} for row in rows])


def sqlite_address(folder: Path, name: str = "bench.db") -> str:
    """Name a SQLite file in a folder."""
    return f"sqlite+aiosqlite:///{folder / name}"


def load() -> float:
    """Tell how many processes wanted to run in the last minute: figures of a busy machine are to be read so."""
    return os.getloadavg()[0]
