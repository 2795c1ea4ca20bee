"""A head sees whom the bot does not reach: who shut it out, and who never came in."""

from __future__ import annotations

from domain.talk.values import Address
from storage import people
from storage.engine import Database, Tx
from storage.reachability import Unreached, unreachable_below
from tests import world
from tests.world import HAI_YEN, HOA_CU, MORNING

DISTRICT, HOA_CU_PATH = "/1/2/", "/1/2/3/"


async def chat_of(database: Database, person_id: int, channel: str, *, blocked: bool = False) -> None:
    async def work(tx: Tx) -> None:
        account, _ = await people.who(tx, Address(channel, f"{channel}{person_id}"))
        await people.link(tx, account.id, person_id, now=MORNING)
        await people.set_reachable(tx, account.id, reachable=not blocked, now=MORNING)

    await database.write(work)


async def test_a_head_sees_who_blocked_the_bot_everywhere_and_who_was_never_linked(database: Database):
    await world.found(database)

    async def hired(name: str, number: int, role: str = "official", unit: int = HOA_CU) -> int:
        return await world.hire(database, name, f"8491200000{number}", role, unit)

    lan, hoa = await hired("Nông Thị Lan", 1), await hired("Triệu Thị Hoa", 2)
    ha, son = await hired("Lê Thu Hà", 3, "head"), await hired("Vi Văn Sơn", 4, unit=HAI_YEN)
    await hired("Bế Văn Tư", 5)
    gone, overseer = await hired("Lý Văn Đi", 6), await hired("Hà Văn Soi", 7, "auditor")
    await world.leaves(database, gone)
    await chat_of(database, lan, "telegram", blocked=True)
    await chat_of(database, lan, "zalo_oa")  # by this one she is reached
    await chat_of(database, hoa, "telegram", blocked=True)
    await chat_of(database, hoa, "zalo_bot", blocked=True)
    await chat_of(database, ha, "telegram")
    await chat_of(database, son, "telegram", blocked=True)
    assert overseer

    in_commune = await database.read(lambda tx: unreachable_below(tx, HOA_CU_PATH))
    assert [(one.name, one.unit_name, one.linked) for one in in_commune] == [
        ("Bế Văn Tư", "Xã Hòa Cư", False),
        ("Triệu Thị Hoa", "Xã Hòa Cư", True),
    ]
    in_district = await database.read(lambda tx: unreachable_below(tx, DISTRICT))
    assert in_district == [*in_commune, Unreached(son, "Vi Văn Sơn", "Xã Hải Yến", True)]
    await chat_of(database, hoa, "zalo_bot")  # she wrote again
    assert hoa not in {
        one.person_id for one in await database.read(lambda tx: unreachable_below(tx, DISTRICT))
    }


async def test_somebody_with_posts_in_two_units_is_listed_once_under_the_upper_one(database: Database):
    await world.found(database)
    for unit in (HOA_CU, 2, HAI_YEN):
        await world.hire(database, "Lê Thu Hà", "84912000003", "head", unit)
    found = await database.read(lambda tx: unreachable_below(tx, "/1/"))
    assert [(one.name, one.unit_name) for one in found] == [("Lê Thu Hà", "Huyện Cao Lộc")]
