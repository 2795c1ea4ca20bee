"""What nobody asked for: behind every answer, at a pace, true at the moment it goes, and never twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.delivery import unasked
from bot.delivery.pace import Pace
from domain.nudges_verdict import Cancel, Postpone
from domain.talk.values import Failed
from storage import outbox, people
from storage.engine import Database
from tests.handlers.delivering import Post, Ticks

TOO_MANY = "flood: Too Many Requests"


@pytest.fixture
async def post(database: Database) -> Post:
    return Post(database)


def flood(seconds: float) -> Failed:
    return Failed(TOO_MANY, retry_after_s=seconds, slow_down=True)


# ── answers first ───────────────────────────────────────────────────────────────────────────────


async def test_an_answer_that_falls_due_in_the_midst_of_a_broadcast_goes_next(post: Post):
    accounts = await post.employ(120)
    await post.broadcast(accounts)
    await post.kept_answer("Câu trả lời", accounts[7], in_s=3600)
    sent_before = 0

    def hour_passes() -> None:
        nonlocal sent_before
        if len(post.telegram.order) >= 20 and not sent_before:
            sent_before = len(post.telegram.order)
            post.clock.move(hours=1)

    post.ticks.at_each = hour_passes
    await post.delivery.run_once()
    await post.delivery.quiet()
    place = post.telegram.order.index("Câu trả lời")
    assert sent_before <= place <= sent_before + 1, "with thirty more of that batch still to come"
    assert len(post.telegram.order) == 51


async def test_answers_go_before_reminders_and_those_before_broadcasts(post: Post):
    accounts = await post.employ(3)
    await post.broadcast(accounts)
    await post.tell("Nhắc 1", "Nhắc 2", "Nhắc 3")
    await post.kept_answer("Trả lời", accounts[2])
    await post.delivers_all()
    assert post.telegram.order[:3] == ["Trả lời", "Nhắc 1", "Nhắc 2"]
    places = {text: place for place, text in enumerate(post.telegram.order)}
    for person, number in enumerate(accounts, 1):
        assert places[f"Nhắc {person}"] < places[f"Tin chung {number}"], "in each chat in their order"


# ── who wants peace ─────────────────────────────────────────────────────────────────────────────


async def test_a_channel_that_wants_peace_gets_nothing_unasked_from_any_process_until_then(post: Post):
    telegram = await post.employ(6)
    await post.employ(7, "zalo_bot")
    await post.tell(*(f"Nhắc {n}" for n in range(1, 8)))
    post.telegram.failures.append(flood(20))
    await post.delivers_all()
    started_later = post.worker("later")
    await post.delivers_all(started_later)
    assert post.telegram.order == [], "whichever process it is"
    assert post.zalo.order == ["Nhắc 7"], "another channel is another bot"
    await post.kept_answer("Trả lời", telegram[5])
    await post.delivers_all(started_later)
    assert post.telegram.order == ["Trả lời"], "who asked is answered"
    post.clock.move(seconds=18)
    await post.delivers_all(started_later)
    assert post.telegram.order == ["Trả lời"]
    post.clock.move(seconds=3)
    await post.delivers_all(started_later)
    assert post.telegram.order == ["Trả lời", *(f"Nhắc {n}" for n in range(1, 7))], "each in its place"


async def test_an_answer_refused_for_a_moment_makes_only_its_own_chat_rest(post: Post):
    accounts = await post.employ(3)
    await post.kept_answer("Trả lời", accounts[1])
    post.telegram.failures.append(flood(5))
    await post.delivers_all()
    await post.tell("Nhắc 1", "Nhắc 2", "Nhắc 3")
    await post.delivers_all(post.worker("another"))
    assert post.telegram.order == ["Nhắc 1", "Nhắc 3"]
    post.clock.move(seconds=6)
    await post.delivers_all()
    assert post.telegram.order[2:] == ["Trả lời", "Nhắc 2"], "the answer is tried again first"


async def test_a_long_wait_binds_answers_of_every_process_and_they_are_first_afterwards(post: Post):
    accounts = await post.employ(3)
    await post.tell("Nhắc 1", "Nhắc 2")
    post.telegram.failures.append(flood(120))
    await post.delivers_all()
    another = post.worker("another")
    await another.measure()
    await post.kept_answer("Trả lời", accounts[2])
    begun = post.telegram.begun
    await post.delivers_all(another)
    assert post.telegram.begun == begun, "not even tried: it would be refused, and the wait grow"
    post.clock.move(seconds=121)
    await post.delivers_all(another)
    assert post.telegram.order == ["Trả lời", "Nhắc 1", "Nhắc 2"]


async def test_who_has_another_channel_does_not_wait_an_hour_for_this_one(post: Post):
    await post.employ(2)
    await post.employ(1, "zalo_bot")
    await post.tell("Nhắc 1", "Nhắc 2")
    post.telegram.failures.append(flood(3600))
    await post.delivers_all()
    await post.tell("Thêm 1", "Thêm 2")
    await post.delivers_all(post.worker("another"))
    assert post.zalo.order == ["Nhắc 1", "Thêm 1"]
    post.clock.move(hours=1, seconds=1)
    await post.delivers_all()
    assert post.telegram.order == ["Nhắc 2", "Thêm 2"]


# ── true at the moment it goes ──────────────────────────────────────────────────────────────────


async def test_what_is_no_longer_true_is_cancelled_with_its_reason_and_what_comes_too_early_waits(post: Post):
    accounts = await post.employ(4)
    await post.tell("Nhắc 1", "Nhắc 2", "Nhắc 3", "Nhắc 4")
    await post.kept_answer("Trả lời", accounts[0])
    later = post.clock() + timedelta(hours=2)
    post.verdicts = {"Nhắc 2": Cancel("finished"), "Nhắc 3": Postpone(later, "quiet hours")}
    await post.delivers_all()
    assert sorted(post.telegram.order) == ["Nhắc 1", "Nhắc 4", "Trả lời"]
    states = await post.states()
    assert (states["Nhắc 2"], states["Nhắc 3"]) == (("cancelled", "finished"), ("waiting", "quiet hours"))
    assert Counter(post.asked) == Counter(f"Nhắc {n}" for n in range(1, 5)), "answers are never asked about"
    post.clock.at = later
    post.verdicts = {}
    await post.delivers_all()
    assert "Nhắc 3" in post.telegram.order and (await post.states())["Nhắc 3"][0] == "sent"


async def test_it_is_asked_just_before_each_one_goes_and_not_when_the_batch_is_taken(post: Post):
    await post.employ(30)
    await post.tell(*(f"Nhắc {n}" for n in range(1, 31)))

    def the_last_one_finishes() -> None:
        if len(post.telegram.order) >= 25:
            post.verdicts["Nhắc 30"] = Cancel("finished")

    post.ticks.at_each = the_last_one_finishes
    await post.delivers_all()
    assert (await post.states())["Nhắc 30"] == ("cancelled", "finished")
    assert len(post.telegram.order) == 29


async def test_who_left_or_blocked_the_bot_since_it_was_written_gets_nothing(post: Post):
    left, blocked, _ = await post.employ(3)
    await post.tell("Nhắc 1", "Nhắc 2", "Nhắc 3")

    async def meanwhile(tx: Any) -> None:
        await tx.run(people.accounts.update().where(people.accounts.c.id == left).values(person_id=None))
        await people.set_reachable(tx, blocked, reachable=False, now=post.clock())

    await post.database.write(meanwhile)
    await post.delivers_all()
    assert post.telegram.order == ["Nhắc 3"] and post.telegram.begun == 1
    assert await post.states() == {
        "Nhắc 1": ("failed", "not linked"), "Nhắc 2": ("failed", "unreachable"), "Nhắc 3": ("sent", None),
    }  # fmt: skip


async def test_what_waits_for_somebody_who_blocked_one_channel_goes_by_the_other(post: Post):
    await post.employ(1)
    await post.employ(1, "zalo_bot")
    await post.tell("Nhắc 1", "Nhắc 2", person=1)
    post.telegram.failures.append(Failed("unreachable: blocked", permanent=True, unreachable=True))
    await post.delivers_all()
    assert (post.telegram.order, post.zalo.order) == ([], ["Nhắc 1", "Nhắc 2"])
    assert post.telegram.begun == 1, "the second was not tried where the first was refused"


# ── the pace ────────────────────────────────────────────────────────────────────────────────────


async def test_each_bot_has_its_own_pace_and_each_chat_its_second(post: Post):
    await post.employ(30)
    on_zalo = await post.employ(60, "zalo_bot")
    await post.tell(*(f"Nhắc {n}" for n in range(1, 31)))  # by Telegram
    await post.broadcast(on_zalo)
    await post.tell("Thêm một", "Thêm hai", person=1)
    began = post.ticks()
    await post.delivers_all()
    by_telegram, by_zalo = post.telegram.moments, post.zalo.moments
    assert (len(by_telegram), len(by_zalo)) == (32, 60)
    for moments in (by_telegram, by_zalo):
        times = [at for at, _ in moments]
        for at in times:
            assert sum(at <= other < at + 1 - 1e-6 for other in times) <= 26
    assert by_zalo[-1][0] - began < 60 / 25 + 1.5, "the other bot's messages did not take from its pace"
    chats: dict[str, list[float]] = {}
    for at, user in by_telegram:
        chats.setdefault(user, []).append(at)
    assert all(later - earlier >= 1 - 1e-6 for times in chats.values() for earlier, later in pairwise(times))
    assert len(chats["u1"]) == 3


async def test_a_chat_that_has_to_wait_keeps_nobody_else_waiting(post: Post):
    await post.employ(20)
    await post.tell("Một", "Hai", "Ba", person=1)
    await post.tell(*(f"Nhắc {n}" for n in range(1, 21)))
    await post.delivers_all()
    order = post.telegram.order
    assert order[0] == "Một" and set(order[1:20]) == {f"Nhắc {n}" for n in range(2, 21)}
    assert order[20:] == ["Hai", "Ba", "Nhắc 1"]


def test_the_pace_makes_up_for_a_late_moment_but_never_for_a_pause():
    ticks = Ticks()
    pace = Pace(now=ticks)
    pace.sent("a", "1")
    ticks.at += 0.06  # 20 ms late
    pace.sent("a", "2")
    assert pace.wait_s("a", "3") == pytest.approx(0.02)
    ticks.at += 5
    pace.sent("a", "3")
    assert pace.wait_s("a", "4") == pytest.approx(0.04)
    assert pace.wait_s("b", "3") == 0.0, "another bot"
    assert pace.wait_s("a", "3") == pytest.approx(1.0)


async def test_a_slow_channel_does_not_lower_the_pace_and_is_not_flooded_either(post: Post):
    await post.employ(41)
    await post.tell("Được rồi")  # the channel is known to be well
    await post.delivers_all()
    await post.tell(*(f"Nhắc {n}" for n in range(1, 41)))
    post.ticks.at += 2
    post.telegram.hold = asyncio.Event()
    running = asyncio.create_task(post.delivery.run_once())
    async with asyncio.timeout(20):
        while post.telegram.begun < 1 + unasked.AT_ONCE:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for _ in range(50):
        await asyncio.sleep(0)
    assert post.telegram.begun == 1 + unasked.AT_ONCE
    post.telegram.hold.set()
    await running
    await post.delivers_all()
    assert Counter(post.telegram.order).most_common(1)[0][1] == 1 and len(post.telegram.order) == 41


# ── never twice ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jump", [3600, 86_400, 3 * 86_400, -3600, -86_400, -3 * 86_400])
async def test_a_clock_that_jumps_while_something_is_on_its_way_sends_nothing_twice_and_stops_nothing(
    post: Post, jump: int
):
    await post.employ(6)
    await post.tell("Được rồi")
    await post.delivers_all()
    await post.tell("Nhắc 1", "Nhắc 2", "Nhắc 3")
    post.telegram.hold = asyncio.Event()
    post.ticks.at += 2
    await post.delivery.run_once()
    async with asyncio.timeout(20):
        while post.telegram.begun < 4:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    post.clock.move(seconds=jump)
    await post.delivery.run_once()
    await post.tell("Sau 1", "Sau 2", "Sau 3", "Sau 4", "Sau 5", "Sau 6")
    post.telegram.hold.set()
    await post.delivers_all()
    post.clock.move(seconds=60)
    await post.delivers_all()
    expected = ["Được rồi", *(f"Nhắc {n}" for n in range(1, 4)), *(f"Sau {n}" for n in range(1, 7))]
    assert Counter(post.telegram.order) == Counter(expected)
    assert set(await post.states()) == set(expected) and {s for s, _ in (await post.states()).values()} == {
        "sent"
    }


async def test_leases_of_another_process_are_not_taken_right_after_the_clock_has_jumped(post: Post):
    await post.employ(2)
    await post.delivery.run_once()
    await post.tell("Nhắc 1")
    [held] = await post.database.write(lambda tx: outbox.claim(tx, "another", now=post.clock(), limit=1))
    assert held.body["text"] == "Nhắc 1"
    post.clock.move(hours=1)
    await post.delivers_all()
    assert post.telegram.order == [], "the other process may be just about to send it"
    post.ticks.at += outbox.LEASE.total_seconds() + 1
    post.clock.move(seconds=31)
    await post.delivers_all()
    assert post.telegram.order == ["Nhắc 1"], "it was dead after all"


async def test_a_process_that_stood_still_does_not_give_an_answer_that_another_gave_meanwhile(post: Post):
    from bot.turn import Answered

    [account_id] = await post.employ(1)
    await post.kept_answer("Trả lời", account_id)
    [item] = await post.database.write(lambda tx: outbox.claim(tx, "test", now=post.clock(), limit=1))
    account = await post.database.read(lambda tx: people.account(tx, account_id))
    assert account is not None
    post.clock.move(seconds=40)
    await post.delivers_all(post.worker("another"))
    await post.delivery.answer(Answered(account, (item,)))
    assert post.telegram.order == ["Trả lời"]


async def test_a_batch_that_is_broken_off_is_given_back_at_once(post: Post):
    await post.employ(20)
    await post.tell(*(f"Nhắc {n}" for n in range(1, 21)))
    stop = asyncio.Event()
    post.ticks.at_each = lambda: len(post.telegram.order) >= 5 and stop.set()
    await post.delivery.run_once(stop)
    await post.delivery.quiet()
    await post.delivery.ledger.flush()
    gone = len(post.telegram.order)
    assert 5 <= gone < 10
    post.ticks.at_each = lambda: None
    await post.delivers_all(post.worker("next"))
    assert Counter(post.telegram.order) == Counter(f"Nhắc {n}" for n in range(1, 21))
