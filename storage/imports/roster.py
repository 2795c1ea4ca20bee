"""Taking in the roster: the whole truth for the units it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, insert, select, update

from domain import phones, typed_numbers
from domain.folding import fold, squeeze
from domain.people import ROLE_CODES, Role
from domain.sheet_faults import Fault, Found
from storage import posts, units
from storage.engine import Tx, open_database
from storage.imports import lists, swap
from storage.imports.headers import Wanted
from storage.imports.lists import Line, Sheet
from storage.imports.outcome import Order, Outcome, Progress
from storage.imports.places import Places, Untold
from storage.imports.records import units_of
from storage.tables import PersonRow, RoleRow

people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]

COLUMNS = (
    Wanted("ho_ten", ("Họ và tên", "Họ tên")),
    Wanted("so_dien_thoai", ("Số điện thoại", "SĐT", "Điện thoại")),
    Wanted("ma_don_vi", ("Mã đơn vị", "maDonVi")),
    Wanted("vai_tro", ("Vai trò",)),
    Wanted("chuc_vu", ("Chức vụ",), needed=False),
    Wanted("chi_tieu_ngay", ("Chỉ tiêu ngày", "Chỉ tiêu"), needed=False),
)
ROLES = {code.replace("_", ""): role for role, code in ROLE_CODES.items()}  # in any spelling
MOST_A_DAY = 1_000
_NOT_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Post:
    """A post somebody is to hold."""

    full_name: str
    phone: str
    unit_id: int
    role: Role
    title: str
    daily_limit: int | None

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes it a post of its own: who, where, as what."""
        return (self.phone, self.unit_id, self.role.value)


async def take_in(address: str, order: Order, progress: Progress | None = None) -> Outcome:
    """Take in a roster; who is no longer listed in a unit it names has left it, who is listed elsewhere has moved.

    A unit that was merged stands for the one it went into, so that an old list does not send people back. The open records of an official who leaves a unit go back to the unit's queue in the same transaction.
    """
    outcome = Outcome("roster", order.path.name, order.dry_run)
    sheet = lists.read(order, COLUMNS, outcome, progress)
    if not outcome.refused:
        database = open_database(address)
        try:
            known = await database.read(lambda tx: units_of(tx, order.scheme))
            tree = await database.read(units.tree)
            there = not all(unit.former for unit in known)
            if not there:
                outcome.note([Found(Fault.NO_UNITS, value=order.scheme)])
            wanted = judge(sheet, Places(list(known)), outcome) if there else []
            if not outcome.refused:
                now_in = [replace(post, unit_id=units.successor(tree, post.unit_id)) for post in wanted]

                async def work(tx: Tx) -> dict[str, int]:
                    return await _apply(tx, now_in, order)

                found = await (database.read(work) if order.dry_run else database.write(work))
                outcome.counts = {"rows": outcome.rows, **found}
        finally:
            await database.close()
    outcome.faults.sort(key=lambda found: (found.row, found.column))
    return outcome


def judge(sheet: Sheet, places: Places, outcome: Outcome) -> list[Post]:
    """Read the rows as posts and note every fault."""
    rows: dict[tuple[str, int, str], int] = {}
    names: dict[str, tuple[str, int]] = {}
    found: list[Post] = []
    for line in sheet.lines:
        post = _post(sheet, line, places, outcome)
        if post is None:
            continue
        name, row = names.setdefault(post.phone, (post.full_name, line.row))
        if fold(name) != fold(post.full_name):
            outcome.note([sheet.fault(Fault.PHONE_OF_ANOTHER, line, "so_dien_thoai", str(row))])
        earlier = rows.setdefault(post.key, line.row)
        if earlier != line.row:
            outcome.note([sheet.fault(Fault.ROLE_TWICE, line, "vai_tro", str(earlier))])
        found.append(post)
    return found


def _post(sheet: Sheet, line: Line, places: Places, outcome: Outcome) -> Post | None:
    cells = line.cells
    faults: list[Found] = []
    name = squeeze(cells["ho_ten"])
    if not name:
        faults.append(sheet.fault(Fault.VALUE_MISSING, line, "ho_ten"))
    phone = phones.normalise(cells["so_dien_thoai"])
    if phone is None:
        faults.append(sheet.fault(Fault.PHONE_WRONG, line, "so_dien_thoai"))
    unit = places.by_code(cells["ma_don_vi"]) if cells["ma_don_vi"] else Untold(Fault.VALUE_MISSING)
    if isinstance(unit, Untold):
        faults.append(sheet.fault(unit.fault, line, "ma_don_vi"))
    role = ROLES.get(_NOT_LETTER.sub("", fold(cells["vai_tro"])))
    if role is None:
        faults.append(sheet.fault(Fault.ROLE_UNKNOWN, line, "vai_tro"))
    limit = typed_numbers.read(cells["chi_tieu_ngay"])
    if cells["chi_tieu_ngay"] and (limit is None or not 1 <= limit <= MOST_A_DAY):
        faults.append(sheet.fault(Fault.VALUE_WRONG, line, "chi_tieu_ngay"))
    outcome.note(faults)
    if faults or phone is None or role is None or isinstance(unit, Untold):
        return None
    return Post(name, phone, unit, role, squeeze(cells["chuc_vu"]), limit)


async def _apply(tx: Tx, listed: list[Post], order: Order) -> dict[str, int]:
    """Compare the roster with the posts held now and, unless it is a dry run, write the difference."""
    named_units = {post.unit_id for post in listed}
    wanted = {
        post.key: post for post in reversed(listed)
    }  # posts in two units that became one: the first counts
    there = {row.phone: row for row in await tx.run(select(people.c.id, people.c.phone, people.c.full_name))}
    held = (
        await tx.run(
            select(roles, people.c.phone)
            .join(people, people.c.id == roles.c.person_id)
            .where(roles.c.until.is_(None))
            .order_by(roles.c.id)
        )
    ).all()
    names = {post.phone: post.full_name for post in listed}
    now_held = {(row.phone, row.unit_id, row.role): row for row in held}
    ended = [
        row
        for key, row in now_held.items()
        if key not in wanted and (row.unit_id in named_units or row.phone in names)
    ]
    begun = [post for key, post in reversed(wanted.items()) if key not in now_held]
    altered = [
        (now_held[key], post)
        for key, post in wanted.items()
        if key in now_held
        and (now_held[key].title, now_held[key].daily_limit) != (post.title, post.daily_limit)
    ]
    newcomers = [phone for phone in names if phone not in there]
    renamed = [phone for phone in names if phone in there and there[phone].full_name != names[phone]]
    counts = {
        "people_new": len(newcomers),
        "people_renamed": len(renamed),
        "roles_begun": len(begun),
        "roles_ended": len(ended),
        "roles_changed": len(altered),
        "roles_same": len(wanted) - len(begun) - len(altered),
    }
    if order.dry_run or not (newcomers or renamed or begun or ended or altered):
        return counts
    await _write_people(tx, names, newcomers, renamed, order)
    await posts.end(tx, ended, now=order.now, day=order.today)
    ids = {row.phone: row.id for row in await tx.run(select(people.c.id, people.c.phone))}
    new = [
        posts.NewPost(ids[post.phone], post.unit_id, post.role.value, post.title, post.daily_limit)
        for post in begun
    ]
    if new:
        await posts.begin(tx, new, now=order.now)
    for row, post in altered:
        await tx.run(
            update(roles).where(roles.c.id == row.id).values(title=post.title, daily_limit=post.daily_limit)
        )
    origin = swap.Origin("roster", order.path.name, order.sha256(), order.now, order.today)
    await swap.note(tx, origin, counts)
    return counts


async def _write_people(
    tx: Tx, names: dict[str, str], newcomers: list[str], renamed: list[str], order: Order
) -> None:
    if newcomers:
        await tx.run(
            insert(people),
            [
                {"full_name": names[phone], "phone": phone, "search_name": fold(names[phone]),
                 "practice_done": 0, "created_at": order.now}
                for phone in newcomers
            ],
        )  # fmt: skip
    if renamed:
        await tx.run(
            update(people)
            .where(people.c.phone == bindparam("p_phone"))
            .values(full_name=bindparam("p_name"), search_name=bindparam("p_search")),
            [{"p_phone": phone, "p_name": names[phone], "p_search": fold(names[phone])} for phone in renamed],
        )
