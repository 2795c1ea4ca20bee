"""A small province for tests: three communes of a district, their people, and records on the shelves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from domain import chain, keys
from domain.folding import fold
from domain.records import Finding, RecordType, subject_of
from domain.review import State
from domain.triage.shape import RULE_SET
from storage import people
from storage.engine import Database, Tx
from storage.tables import (
    ChainHeadRow,
    InvitationRow,
    RecordRow,
    RoleRow,
    TallyRow,
    TotalRow,
    UnitRow,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2024, 7, 4, 7, 30, tzinfo=ZONE)
TODAY = date(2024, 7, 4)

units: Any = UnitRow.__table__
roles: Any = RoleRow.__table__
records: Any = RecordRow.__table__
invitations: Any = InvitationRow.__table__

UNITS = (
    # id, code, name, level, parent, path
    (1, "20", "Tỉnh Lạng Sơn", "province", None, "/1/"),
    (2, "183", "Huyện Cao Lộc", "district", 1, "/1/2/"),
    (3, "06184", "Xã Hòa Cư", "commune", 2, "/1/2/3/"),
    (4, "06187", "Xã Hải Yến", "commune", 2, "/1/2/4/"),
)
HOA_CU, HAI_YEN = 3, 4


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)  # no two moments alike, as in life
        return self.at

    def today(self) -> date:
        return self.at.astimezone(ZONE).date()

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


async def found(database: Database) -> None:
    """Make the units."""

    async def work(tx: Tx) -> None:
        for unit_id, code, name, level, parent, path in UNITS:
            await tx.run(
                insert(units),
                {"id": unit_id, "scheme": "2024", "code": code, "name": name, "level": level, "parent_id": parent,
                 "path": path, "search_name": fold(name)},
            )  # fmt: skip
            await tx.run(
                insert(ChainHeadRow.__table__), {"unit_id": unit_id, "seq": 0, "hash": chain.GENESIS}
            )

    await database.write(work)


async def hire(
    database: Database,
    name: str,
    phone: str,
    role: str,
    unit_id: int,
    *,
    limit: int | None = None,
    practised: int = 99,
) -> int:
    """Put somebody on the roster; the same phone again is one person with one more role."""

    async def work(tx: Tx) -> int:
        found_id = (
            await tx.run(select(people.people.c.id).where(people.people.c.phone == phone))
        ).scalar_one_or_none()
        new = {
            "full_name": name,
            "phone": phone,
            "search_name": fold(name),
            "practice_done": 0,
            "created_at": MORNING,
        }
        person_id = (
            found_id or (await tx.run(insert(people.people).returning(people.people.c.id), new)).scalar_one()
        )
        await people.count_practice(tx, person_id, practised)
        await tx.run(
            insert(roles),
            {"person_id": person_id, "unit_id": unit_id, "role": role, "title": "", "daily_limit": limit,
             "since": MORNING},
        )  # fmt: skip
        return person_id

    return await database.write(work)


async def leaves(database: Database, person_id: int) -> None:
    """End all posts of somebody, as a roster import would."""
    await database.write(
        lambda tx: tx.run(update(roles).where(roles.c.person_id == person_id).values(until=MORNING))
    )


async def invite(
    database: Database, person_id: int, code: str, *, days: int = 30, relink: bool = False
) -> None:
    """Give somebody an activation code."""
    await database.write(
        lambda tx: tx.run(
            insert(invitations),
            {"code": code, "person_id": person_id, "relink": relink, "created_at": MORNING,
             "expires_at": MORNING + timedelta(days=days)},
        )
    )  # fmt: skip


def birth(number: int, **more: str) -> dict[str, str]:
    """A birth as typed, complete and plausible; `more` overrides fields, "" leaves one out."""
    fields = {
        "so": str(number), "quyenSo": "01/2005", "trangSo": str(number), "ngayDangKy": "21.03.2005",
        "loaiDangKy": "1", "noiDangKy": "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn",
        "nksHoTen": f"Nông Văn Thử {number}", "nksGioiTinh": "1", "nksNgaySinh": "01.03.2005", "nksDanToc": "Nùng",
        "nksQuocTich": "Việt Nam", "nksNoiSinh": "Trạm y tế xã Hòa Cư", "nksQueQuan": "xã Hòa Cư, Cao Lộc, Lạng Sơn",
        "nksLoaiKhaiSinh": "1", "meHoTen": "Hoàng Thị Mẫu", "meNgaySinh": "1980", "meDanToc": "Tày",
        "meQuocTich": "Việt Nam", "meNoiCuTru": "Bản Thử, xã Hòa Cư", "chaHoTen": "Nông Văn Mẫu",
        "chaNgaySinh": "1978", "chaDanToc": "Nùng", "chaQuocTich": "Việt Nam", "chaNoiCuTru": "Bản Thử, xã Hòa Cư",
    }  # fmt: skip
    return {name: value for name, value in {**fields, **more}.items() if value}


async def shelve(
    database: Database,
    unit_id: int,
    rows: list[Mapping[str, str]],
    *,
    kind: RecordType = RecordType.KS,
    state: State = State.PENDING,
    findings: Mapping[int, tuple[Finding, ...]] | None = None,
    scans: Mapping[int, str] | None = None,
    judged: bool = True,
) -> list[int]:
    """Put records on a unit's shelf, counted in the tallies as an import does; returns their ids.

    They count as judged, with the findings given, so that no running bot judges them meanwhile.
    """

    async def work(tx: Tx) -> list[int]:
        ids = []
        for place, fields in enumerate(rows):
            key = keys.natural_key(kind, fields)
            ids.append(
                (
                    await tx.run(
                        insert(records).returning(records.c.id),
                        {
                            "unit_id": unit_id, "type": kind.value,
                            "natural_key": key.text if isinstance(key, keys.Key) else f"#{place}@thu.xlsx",
                            "occurrence": 1, "year": key.year if isinstance(key, keys.Key) else None,
                            "number": keys.number_of(fields), "book": keys.book_of(fields),
                            "page": keys.page_of(fields), "subject": subject_of(kind, fields),
                            "desk_order": keys.desk_order(kind, fields), "state": state.value, "state_on": TODAY,
                            "revision": 1, "turn": 0, "skips": 0, "imported_state": state.value,
                            "imported_on": TODAY, "import_id": 1, "scan": (scans or {}).get(place, ""),
                            "fields": dict(fields),
                            "findings": [f.as_json() for f in (findings or {}).get(place, ())],
                            "content_hash": f"{place}",
                            "rule_set": RULE_SET if judged else 0,
                        },
                    )
                ).scalar_one()
            )  # fmt: skip
        for table, extra in ((TallyRow.__table__, {"day": TODAY}), (TotalRow.__table__, {})):
            await tx.run(
                insert(table),
                {"unit_id": unit_id, "type": kind.value, "state": state.value, "count": len(rows), **extra},
            )
        return ids

    return await database.write(work)


async def state_of(database: Database, record_id: int) -> tuple[str, int, dict[str, str]]:
    """Read a record's state, revision and fields."""
    row = (
        await database.read(
            lambda tx: tx.run(
                select(records.c.state, records.c.revision, records.c.fields).where(records.c.id == record_id)
            )
        )
    ).one()
    return row.state, row.revision, row.fields
