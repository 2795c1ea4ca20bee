"""Fetching: nothing is confirmed to Telegram before it is safe with us."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import structlog
from aiogram import Bot
from far_server import FarServer, hang_up, hidden_forward, message, page, refusal, result, tap

from bot.patience import Patience
from bot.settings import Settings
from bot.telegram import api
from bot.telegram.errors import TokenRefused
from bot.telegram.inbound import read
from bot.telegram.polling import poll
from domain.talk.values import Incoming, Unreadable


class Inbox:
    """What has been committed; fails as often as told to."""

    def __init__(self, fails: int = 0) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self._fails = fails
        self._news = asyncio.Condition()
        self.before: Callable[[], Awaitable[None]] | None = None

    async def receive(self, batch: list[dict[str, Any]]) -> None:
        if self.before is not None:
            await self.before()
        if self._fails:
            self._fails -= 1
            raise OSError("database is locked")
        async with self._news:
            self.batches.append(batch)
            self._news.notify_all()

    async def holds(self, count: int) -> None:
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.numbers) >= count), 10)

    @property
    def numbers(self) -> list[int]:
        return [raw["update_id"] for batch in self.batches for raw in batch]


class Poller:
    """`poll` in the background, ended with the test."""

    def __init__(self, bot: Bot, inbox: Inbox) -> None:
        self.stop = asyncio.Event()
        self.beats = 0
        self.task = asyncio.create_task(
            poll(bot, inbox.receive, stop=self.stop, on_alive=self._beat, first_s=0.01)
        )

    def _beat(self) -> None:
        self.beats += 1

    async def __aenter__(self) -> Poller:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        with contextlib.suppress(TokenRefused):
            await asyncio.wait_for(self.task, 5)


def offsets(far: FarServer) -> list[str | None]:
    return [asked.params.get("offset") for asked in far.calls("getUpdates")]


async def test_the_next_offset_goes_out_only_after_the_commit(far: FarServer, bot: Bot) -> None:
    far.deliver(message(10), tap(11, "1f:approve"))
    inbox, asked_before_commit = Inbox(), []

    async def look() -> None:
        await asyncio.sleep(0.05)  # time enough for a careless poller to ask on
        asked_before_commit.append(len(far.calls("getUpdates")))

    inbox.before = look
    async with Poller(bot, inbox):
        await far.has_been_asked("getUpdates", 2)
    assert asked_before_commit == [1] and inbox.numbers == [10, 11]
    assert offsets(far)[:2] == [None, "12"]


async def test_a_commit_that_fails_brings_the_same_updates_again(far: FarServer, bot: Bot) -> None:
    far.deliver(message(10), message(11))
    inbox = Inbox(fails=3)
    with structlog.testing.capture_logs() as lines:
        async with Poller(bot, inbox):
            await inbox.holds(2)
            await far.has_been_asked("getUpdates", 5)
    assert inbox.numbers == [10, 11]
    assert offsets(far)[:5] == [None, None, None, None, "12"]
    failures = [line for line in lines if line["event"] == "inbox_commit_failed"]
    assert len(failures) == 3 and "database is locked" not in str(failures)


async def test_updates_whose_numbers_start_afresh_are_not_confirmed_away(far: FarServer, bot: Bot) -> None:
    far.deliver(message(9_000_000))
    inbox = Inbox()
    # The far server answers the confirming call with nothing; then a quiet week passes.
    far.will_answer("getUpdates", result([message(9_000_000)]), result([]), result([]))
    far.updates.clear()
    async with Poller(bot, inbox):
        await far.has_been_asked("getUpdates", 4)
        far.deliver(message(17))
        await inbox.holds(2)
    assert inbox.numbers == [9_000_000, 17]
    assert offsets(far)[:4] == [None, "9000001", None, None]


async def test_one_update_that_breaks_the_types_harms_no_neighbour(far: FarServer, bot: Bot) -> None:
    far.deliver(hidden_forward(10), tap(11, "1f:approve"))
    inbox = Inbox()
    async with Poller(bot, inbox):
        await inbox.holds(2)
    first, second = (read(raw) for raw in inbox.batches[0])
    assert isinstance(first, Unreadable) and isinstance(second, Incoming)


async def test_something_that_is_no_update_is_passed_over(far: FarServer, bot: Bot) -> None:
    far.will_answer("getUpdates", result(["?", None, message(10)]))
    inbox = Inbox()
    async with Poller(bot, inbox):
        await far.has_been_asked("getUpdates", 2)
    assert inbox.numbers == [10] and offsets(far)[:2] == [None, "11"]


async def test_a_webhook_left_over_is_taken_away_first_and_what_waits_there_kept(
    far: FarServer, bot: Bot
) -> None:
    far.will_answer("deleteWebhook", refusal(502, "Bad Gateway"))
    async with Poller(bot, Inbox()):
        await far.has_been_asked("getUpdates", 1)
    assert [asked.method for asked in far.asked][:3] == ["deleteWebhook", "deleteWebhook", "getUpdates"]
    assert far.asked[0].params.get("drop_pending_updates") != "true"


async def test_the_first_answer_comes_at_once_and_later_ones_are_waited_for(far: FarServer, bot: Bot) -> None:
    async with Poller(bot, Inbox()) as poller:
        await far.has_been_asked("getUpdates", 2)
        assert poller.beats == 1
    first, second = far.calls("getUpdates")
    assert first.params["timeout"] == "0" and second.params["timeout"] == "25"
    assert first.json("allowed_updates") == ["message", "callback_query", "my_chat_member"]


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(refusal(500, "Internal Server Error: restart"), id="restarting"),
        pytest.param(page(502, "<html>Bad Gateway</html>"), id="a proxy's page"),
        pytest.param(page(200, "not json"), id="not JSON"),
        pytest.param(result(None), id="no result"),
        pytest.param(result({"odd": True}), id="no list"),
        pytest.param(hang_up, id="a broken line"),
        pytest.param(refusal(409, "Conflict: terminated by other getUpdates request"), id="another poller"),
    ],
)
async def test_trouble_on_the_line_passes(far: FarServer, bot: Bot, trouble: Any) -> None:
    far.will_answer("getUpdates", trouble, trouble)
    far.deliver(message(10))
    inbox = Inbox()
    async with Poller(bot, inbox):
        await inbox.holds(1)
    assert inbox.numbers == [10]


async def test_another_poller_on_the_same_token_is_said_plainly(far: FarServer, bot: Bot) -> None:
    far.will_answer(
        "getUpdates",
        refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one …"),
    )
    with structlog.testing.capture_logs() as lines:
        async with Poller(bot, Inbox()):
            await far.has_been_asked("getUpdates", 2)
    [line] = [line for line in lines if line["log_level"] == "error"]
    assert line["event"] == "another_poller" and "another poller" in line["hint"]


async def test_a_webhook_set_meanwhile_is_taken_away_again(far: FarServer, bot: Bot) -> None:
    far.will_answer(
        "getUpdates", refusal(409, "Conflict: can't use getUpdates method while webhook is active; use …")
    )
    async with Poller(bot, Inbox()):
        await far.has_been_asked("getUpdates", 2)
    assert [asked.method for asked in far.asked][:4] == ["deleteWebhook", "getUpdates"] * 2


@pytest.mark.parametrize("answer", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_token_refused_from_the_start_ends_the_start(far: FarServer, bot: Bot, answer: Any) -> None:
    far.will_answer("deleteWebhook", answer)
    async with Poller(bot, Inbox()) as poller:
        with pytest.raises(TokenRefused, match="RASOAT_TELEGRAM__TOKEN"):
            await asyncio.wait_for(poller.task, 5)


async def test_a_token_refused_later_is_tried_again(
    far: FarServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.TOKEN_AGAIN_S", 0.01)
    far.will_answer("getUpdates", result([]), refusal(401, "Unauthorized"))
    far.deliver(message(10))
    inbox = Inbox()
    with structlog.testing.capture_logs() as lines:
        async with Poller(bot, inbox):
            await inbox.holds(1)
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["token_refused"]


async def test_stopping_ends_a_long_wait_at_once(far: FarServer, bot: Bot) -> None:
    async with Poller(bot, Inbox()) as poller:
        await far.has_been_asked("getUpdates", 2)
        started = time.monotonic()
        poller.stop.set()
        await asyncio.wait_for(poller.task, 5)
    assert time.monotonic() - started < 1


async def test_stopping_lets_a_batch_that_has_arrived_be_committed(far: FarServer, bot: Bot) -> None:
    far.deliver(message(10))
    inbox, arrived, go_on = Inbox(), asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        arrived.set()
        await go_on.wait()

    inbox.before = hold
    async with Poller(bot, inbox) as poller:
        await asyncio.wait_for(arrived.wait(), 5)
        poller.stop.set()
        await asyncio.sleep(0.02)
        assert not poller.task.done()
        go_on.set()
        await asyncio.wait_for(poller.task, 5)
    assert inbox.numbers == [10] and len(far.calls("getUpdates")) == 1


async def test_what_is_on_its_way_when_the_bot_stops_waits_for_the_next_start(
    far: FarServer, settings: Settings
) -> None:
    first, second = api.open_bot(settings), api.open_bot(settings)
    async with Poller(first, Inbox()) as poller:
        await far.has_been_asked("getUpdates", 2)
        poller.stop.set()
        far.deliver(tap(10, "1f:approve"))
    inbox = Inbox()
    async with Poller(second, inbox):
        await inbox.holds(1)
    assert inbox.numbers == [10]
    await api.close(first)
    await api.close(second)


async def test_waits_grow_are_never_in_step_and_end_with_the_bot() -> None:
    stop, waits = asyncio.Event(), []
    for chance in (0.0, 1.0):
        patience = Patience(stop, first_s=0.001, longest_s=0.008, chance=lambda chance=chance: chance)
        for _ in range(5):
            started = time.monotonic()
            await patience.wait()
            waits.append(time.monotonic() - started)
    full, half = waits[:5], waits[5:]
    assert all(got >= due for got, due in zip(full, (0.001, 0.002, 0.004, 0.008, 0.008), strict=True))
    assert all(got >= due / 2 for got, due in zip(half, (0.001, 0.002, 0.004, 0.008, 0.008), strict=True))
    stop.set()
    await asyncio.wait_for(Patience(stop, first_s=60).wait(), 1)
