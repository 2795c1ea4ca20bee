"""Fetching from Zalo, which takes no offset: committed first, known ones passed over, never faster than the floor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from far_bot_platform import IDLE, FarPlatform, breaks, event, page, refusal, result, wrapped
from structlog.testing import capture_logs

from bot.zalo.bot_platform import polling
from bot.zalo.bot_platform.errors import TokenRefused

UPDATES = "getUpdates"


class Office:
    """An inbox in memory that may fail, and the listening beside it."""

    def __init__(self) -> None:
        self.far = FarPlatform()
        self.kept: list[str] = []
        self.batches = 0
        self.failures = 0
        self.alive = 0
        self.stop = asyncio.Event()

    async def receive(self, events: list[dict[str, Any]]) -> None:
        self.batches += 1
        if self.failures:
            self.failures -= 1
            raise OSError("database is locked")
        self.kept += [one["message"]["message_id"] for one in events]

    def on_alive(self) -> None:
        self.alive += 1

    async def listen_until(
        self, done: Callable[[], bool], *, floor_s: float = 0.001, within_s: float = 5.0
    ) -> None:
        api = self.far.api()
        task = asyncio.ensure_future(
            polling.poll(
                api, self.receive, stop=self.stop, on_alive=self.on_alive, first_s=0.001, floor_s=floor_s
            )
        )
        try:
            async with asyncio.timeout(within_s):
                while not done() and not task.done():  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
        finally:
            self.stop.set()
            await task
            await api.close()


@pytest.fixture
def office() -> Office:
    return Office()


async def test_what_is_fetched_is_kept_and_only_then_counts_as_heard(office: Office):
    office.far.will_answer(UPDATES, result(event("1")), result([event("2"), wrapped(event("3"))]))
    await office.listen_until(lambda: len(office.kept) == 3)
    assert office.kept == ["1", "2", "3"]
    assert office.alive >= 2


async def test_the_timeout_is_text_and_the_first_poll_is_short(office: Office):
    await office.listen_until(lambda: len(office.far.calls(UPDATES)) >= 2)
    assert [asked.params for asked in office.far.calls(UPDATES)[:2]] == [{"timeout": "1"}, {"timeout": "25"}]


async def test_an_idle_poll_is_quiet_and_counts_as_heard(office: Office):
    office.far.will_answer(UPDATES, IDLE, refusal(408, "Request timeout", status=200))
    with capture_logs() as logs:
        await office.listen_until(lambda: office.alive >= 3)
    assert logs == [] and office.batches == 0


async def test_an_event_that_comes_at_every_poll_is_kept_once(office: Office):
    office.far.will_answer(UPDATES, *[result(event("1"))] * 5, result([event("1"), event("2")]))
    await office.listen_until(lambda: "2" in office.kept)
    assert office.kept == ["1", "2"] and office.batches == 2


async def test_polls_keep_the_floor_even_where_zalo_answers_at_once(office: Office):
    office.far.will_answer(UPDATES, *[result(event("1"))] * 50)
    started = time.monotonic()
    await office.listen_until(lambda: len(office.far.calls(UPDATES)) >= 5, floor_s=0.05)
    # one poll, one repeat … each repeat waits twice the floor
    assert time.monotonic() - started >= 0.05 + 3 * 0.1


def test_the_floor_is_at_least_a_second():
    assert polling.FLOOR_S >= 1


async def test_what_could_not_be_committed_is_held_and_committed_before_anything_counts(office: Office):
    office.failures = 2
    office.far.will_answer(UPDATES, result(event("1")), IDLE, result(event("2")))
    with capture_logs() as logs:
        await office.listen_until(lambda: len(office.kept) == 2)
    assert office.kept == ["1", "2"]  # Zalo never gave the first again
    assert [line["event"] for line in logs] == ["inbox_commit_failed"] * 2


async def test_what_is_held_is_tried_once_more_when_the_bot_stops(office: Office):
    office.failures = 1
    office.far.will_answer(UPDATES, result(event("1")))
    await office.listen_until(lambda: office.batches == 1)
    assert office.kept == ["1"]


async def test_an_unknown_token_ends_the_start(office: Office):
    office.far.will_answer("deleteWebhook", refusal(401, status=200))
    with pytest.raises(TokenRefused):
        await office.listen_until(lambda: False)


async def test_a_token_refused_later_is_ours_to_fix_and_tried_again(office: Office, monkeypatch: Any):
    monkeypatch.setattr(polling, "TOKEN_AGAIN_S", 0.01)
    office.far.will_answer(UPDATES, IDLE, refusal(401, status=200), refusal(401), result(event("1")))
    with capture_logs() as logs:
        await office.listen_until(lambda: office.kept == ["1"])
    assert [line["event"] for line in logs] == ["token_refused"] * 2


async def test_outages_of_every_kind_are_sat_out(office: Office):
    office.far.will_answer(
        UPDATES, page(502), refusal(404, "Not Found"), refusal(504), breaks(httpx.ConnectError), refusal(429),
        breaks(httpx.ReadTimeout), result("what"), result(event("1")),
    )  # fmt: skip
    with capture_logs() as logs:
        await office.listen_until(lambda: office.kept == ["1"])
    assert [line["event"] for line in logs] == ["fetch_failed"] * 6


async def test_a_webhook_is_taken_away_at_the_start_where_there_is_none_too(office: Office):
    office.far.will_answer("deleteWebhook", page(502), refusal(404, "Not Found"))
    office.far.will_answer(UPDATES, result(event("1")))
    await office.listen_until(lambda: office.kept == ["1"])
    assert len(office.far.calls("deleteWebhook")) == 2


async def test_a_webhook_that_somebody_sets_meanwhile_is_taken_away_once(office: Office):
    office.far.will_answer(UPDATES, IDLE, refusal(409, "a webhook is active"), result(event("1")))
    with capture_logs() as logs:
        await office.listen_until(lambda: office.kept == ["1"])
    assert len(office.far.calls("deleteWebhook")) == 2
    assert "webhook_was_set" in [line["event"] for line in logs]


async def test_stopping_does_not_wait_for_zalo(office: Office):
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    office.far.will_answer(UPDATES, never)
    started = time.monotonic()
    await office.listen_until(lambda: len(office.far.calls(UPDATES)) == 1)
    assert time.monotonic() - started < 2
