"""Two processes over one database: whoever has lost the lead sends nothing more, however long it stood still."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.delivery.worker import LEASE_NAME, Delivery
from bot.leadership import SPAN, while_leading
from storage import marks, outbox
from storage.engine import Database
from tests.handlers.delivering import Post


@pytest.fixture
async def post(database: Database) -> Post:
    made = Post(database)
    await made.employ(8)
    return made


async def leads(post: Post, worker: Delivery) -> None:
    now = post.clock()
    fence = await post.database.write(
        lambda tx: marks.lease(tx, LEASE_NAME, worker.holder, now=now, span=SPAN)
    )
    assert fence is not None
    worker.leads(fence)


async def test_a_process_frozen_between_taking_and_sending_sends_nothing_once_another_leads(post: Post):
    frozen, next_one = post.worker("frozen"), post.worker("next")
    await leads(post, frozen)
    await post.tell(*(f"Nhắc {n}" for n in range(1, 9)))
    thaws, stands = asyncio.Event(), asyncio.Event()

    async def stand_still(seconds: float) -> None:
        if len(post.telegram.order) >= 3:
            stands.set()
            await thaws.wait()
        post.ticks.at += seconds

    frozen._pace._sleep = stand_still  # type: ignore[assignment]
    old = asyncio.create_task(frozen.run_once())
    await asyncio.wait_for(stands.wait(), 20)
    await frozen.quiet()
    await frozen.ledger.flush()
    sent_before = list(post.telegram.order)
    post.clock.move(seconds=40)
    post.ticks.at += 40
    await leads(post, next_one)
    thaws.set()
    await old
    await frozen.run_once()
    assert post.telegram.order == sent_before, "it has taken five more, and does not send them"
    post.clock.move(seconds=40)
    await post.delivers_all(next_one)
    assert Counter(post.telegram.order) == Counter(f"Nhắc {n}" for n in range(1, 9))


async def test_a_process_frozen_before_its_answer_leaves_it_to_the_one_that_leads(post: Post):
    frozen, next_one = post.worker("frozen"), post.worker("next")
    await leads(post, frozen)
    await post.kept_answer("Trả lời", 1)
    items = await frozen._claim()
    post.clock.move(seconds=40)
    await leads(post, next_one)
    await frozen._send_answers(items)
    assert post.telegram.begun == 0
    await post.delivers_all(next_one)
    assert post.telegram.order == ["Trả lời"]


async def test_whoever_leads_learns_its_new_number_when_the_clock_has_jumped_past_its_lease(
    post: Post, database_kind: str, monkeypatch: pytest.MonkeyPatch
):
    if database_kind == "sqlite":
        return  # one process, which leads without a lease
    monkeypatch.setattr("bot.leadership.RENEW_S", 0.01)
    worker, stop = post.worker("only"), asyncio.Event()
    numbers: list[int] = []

    async def work(ended: asyncio.Event) -> None:
        await ended.wait()

    def learns(fence: int) -> None:
        numbers.append(fence)
        worker.leads(fence)

    leading = asyncio.create_task(
        while_leading(post.database, post.clock, LEASE_NAME, "only", work, stop, on_lead=learns)  # type: ignore[arg-type]
    )
    async with asyncio.timeout(20):
        for number, jump in enumerate((3600, 86_400, -2 * 86_400, -3600), 1):
            while len(numbers) < number:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await post.tell(f"Nhắc {number}", person=number)
            await post.delivers_all(worker)
            assert post.telegram.order[-1] == f"Nhắc {number}"
            post.clock.move(seconds=jump)
            if jump < 0:  # a lease that ends later than it need is renewed under its number
                numbers.append(numbers[-1])
    stop.set()
    await leading
    assert numbers[:3] == [1, 2, 3]
    assert len(post.telegram.order) == 4
    assert await post.database.read(outbox.open_count) == 0
