"""A question about a unit goes to its heads, else to the nearest above, and at last to the admins."""

from __future__ import annotations

from domain.talk.values import Address
from storage import answering, people
from storage.engine import Database, Tx
from tests import world


async def test_the_nearest_head_answers_and_where_there_is_none_the_admin(database: Database):
    await world.found(database)

    async def ask() -> answering.Answering | None:
        return await database.read(lambda tx: answering.for_unit(tx, "/1/2/3/"))

    async def hire(user: str, role: str, unit_id: int, *, links: bool = True) -> int:
        person = await world.hire(database, f"Người {user}", f"8491200{user}", role, unit_id)

        async def link(tx: Tx) -> None:
            account, _ = await people.who(tx, Address("telegram", user))
            await people.link(tx, account.id, person, now=world.MORNING)

        if links:
            await database.write(link)
        return person

    assert await ask() is None
    admin = await hire("8001", "admin", 1)
    found = await ask()
    assert found is not None and (found.role.value, found.unit_name, found.person_ids) == (
        "admin", "Tỉnh Lạng Sơn", (admin,),
    )  # fmt: skip
    await hire("8002", "head", world.HAI_YEN)
    await hire("8003", "auditor", world.HOA_CU)
    district = await hire("8004", "head", 2)
    found = await ask()
    assert found is not None and found.person_ids == (district,)
    await hire("8005", "head", world.HOA_CU, links=False)
    found = await ask()
    assert found is not None and found.person_ids == (district,), "who never linked an account hears nothing"
    commune = [await hire("8006", "head", world.HOA_CU), await hire("8007", "head", world.HOA_CU)]
    found = await ask()
    assert found is not None and found.person_ids == tuple(commune)
