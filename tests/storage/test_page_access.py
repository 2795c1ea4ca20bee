"""Links, sessions, looks and PINs of the review page, as they are kept on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage import aftermath, page_links, page_pins, page_sessions, page_views
from storage.backup_file import Manifest
from storage.engine import Database
from storage.page_links import Target, Worth
from tests.world import MORNING

PHONE = "Mozilla/5.0 (Linux; Android 11)"


async def made(database: Database) -> str:
    return await database.write(
        lambda tx: page_links.make(
            tx, person_id=7, account_id=70, target=Target.RECORD, record_id=3, now=MORNING
        )
    )


async def burnt(database: Database, handle: str, *, minutes: float = 1) -> page_links.Link | None:
    return await database.write(lambda tx: page_links.burn(tx, handle, MORNING + timedelta(minutes=minutes)))


async def test_a_link_opens_once_and_then_never_again(database: Database):
    handle = await made(database)
    first, second = await burnt(database, handle), await burnt(database, handle)
    assert first and (first.worth, first.person_id, first.record_id) == (Worth.GOOD, 7, 3)
    assert second and second.worth is Worth.USED


async def test_a_link_is_late_after_five_minutes_and_unknown_when_it_was_never_made(database: Database):
    handle = await made(database)
    late = await burnt(database, handle, minutes=5.1)
    assert late and late.worth is Worth.LATE
    assert await burnt(database, "never-made") is None


async def test_nothing_that_opens_anything_lies_in_the_database(database: Database):
    handle = await made(database)
    cookie = await database.write(
        lambda tx: page_sessions.begin(tx, person_id=7, account_id=70, agent=PHONE, now=MORNING)
    )
    for table, secret in ((page_links.links, handle), (page_sessions.sessions, cookie)):
        [row] = (await database.read(lambda tx, table=table: tx.run(select(table)))).all()
        assert secret not in str(row)


async def test_start_data_of_a_mini_app_are_good_once(database: Database):
    async def use(secret: str) -> bool:
        return await database.write(
            lambda tx: page_links.first_use(
                tx, secret, person_id=7, account_id=70, record_id=None, now=MORNING
            )
        )

    assert [await use("hash-1"), await use("hash-1"), await use("hash-2")] == [True, False, True]


async def test_a_session_is_one_browsers_and_ends_by_idling_or_after_eight_hours(database: Database):
    cookie = await database.write(
        lambda tx: page_sessions.begin(tx, person_id=7, account_id=70, agent=PHONE, now=MORNING)
    )

    async def found(agent: str = PHONE, *, minutes: float = 1) -> page_sessions.Session | None:
        at = MORNING + timedelta(minutes=minutes)
        return await database.read(lambda tx: page_sessions.find(tx, cookie, agent, at))

    session = await found()
    assert session is not None and len(session.csrf) == 32
    assert await found("another browser") is None
    assert await found(minutes=31) is None
    for minutes in range(20, 480, 20):
        at = MORNING + timedelta(minutes=minutes)
        await database.write(lambda tx, at=at: page_sessions.touch(tx, session.id, at))
    assert await found(minutes=470) is not None
    assert await found(minutes=481) is None


async def test_a_page_of_a_scan_counts_once_per_opening(database: Database):
    def look(page: int = 0) -> dict[str, object]:
        return {"person_id": 7, "record_id": 3, "session_id": 1, "at": MORNING} | (
            {"page": page} if page else {}
        )

    async def opened() -> None:
        await database.write(lambda tx: page_views.note(tx, **look()))  # type: ignore[arg-type]

    async def turned(page: int) -> bool:
        return await database.write(lambda tx: page_views.note_scan(tx, **look(page)))  # type: ignore[arg-type]

    await opened()
    assert [await turned(1), await turned(1), await turned(2)] == [True, False, True]
    await opened()
    assert await turned(1)
    looks = await database.read(lambda tx: page_views.of_record(tx, 3))
    assert [each.scan_page for each in looks] == [1, 0, 2, 1, 0]
    assert await database.read(lambda tx: page_views.last(tx, 7, 3)) == MORNING
    assert await database.read(lambda tx: page_views.last(tx, 8, 3)) is None


async def test_the_fifth_miss_locks_for_a_quarter_of_an_hour(database: Database):
    pin = page_pins.Pin("salt", "hash")
    assert await database.write(lambda tx: page_pins.choose(tx, 7, pin, MORNING))
    assert not await database.write(lambda tx: page_pins.choose(tx, 7, pin, MORNING))

    async def tried(minutes: float = 0) -> page_pins.Pin | page_pins.Locked | None:
        at = MORNING + timedelta(minutes=minutes)
        return await database.write(lambda tx: page_pins.take_try(tx, 7, at))

    assert [await tried() for _ in range(5)] == [pin] * 5
    assert isinstance(await tried(), page_pins.Locked)
    assert await tried(16) == pin
    await database.write(lambda tx: page_pins.was_right(tx, 7))
    assert [await tried(17) for _ in range(5)] == [pin] * 5


async def test_after_a_restore_no_link_and_no_session_opens_anything(database: Database):
    handle = await made(database)
    cookie = await database.write(
        lambda tx: page_sessions.begin(tx, person_id=7, account_id=70, agent=PHONE, now=MORNING)
    )
    taken_in = Manifest("0", "0015", database.dialect, MORNING.isoformat())
    await database.write(lambda tx: aftermath.settle(tx, taken_in, MORNING))
    link = await burnt(database, handle)
    assert link and link.worth is Worth.USED
    assert await database.read(lambda tx: page_sessions.find(tx, cookie, PHONE, MORNING)) is None
