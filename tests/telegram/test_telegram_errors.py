"""Each refusal of the Bot API, over HTTP, and what becomes of it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog
from far_server import LAN, TOKEN, FarServer, Hours, hang_up, never, page, refusal, result

from bot.settings import Settings, Telegram
from bot.telegram import api
from bot.telegram.errors import Sleepers, TokenRefused
from bot.telegram.outbound import TelegramOutbound
from domain.talk.ports import Showing
from domain.talk.values import Address, Failed, Sent

HER = Address("telegram", str(LAN))
HIM = Address("telegram", "7002")
HELLO = Showing("Chào chị")

LATER = {"permanent": False, "unreachable": False}
FOR_GOOD = {"permanent": True, "unreachable": False}
GONE = {"permanent": True, "unreachable": True}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(refusal(403, "Forbidden: bot was blocked by the user"), GONE, id="blocked"),
        pytest.param(refusal(403, "Forbidden: user is deactivated"), GONE, id="the account is gone"),
        pytest.param(refusal(403, "Forbidden: bot can't initiate conversation with a user"), GONE, id="never wrote"),
        pytest.param(refusal(400, "Bad Request: chat not found"), GONE, id="no such chat"),
        pytest.param(refusal(400, "Bad Request: PEER_ID_INVALID"), GONE, id="no such person, as a code"),
        pytest.param(refusal(401, "Unauthorized"), LATER, id="the token is refused: nothing waiting is thrown away"),
        pytest.param(refusal(404, "Not Found"), LATER, id="the token is refused, at the public address"),
        pytest.param(refusal(404, "Not Found: method not found"), FOR_GOOD, id="no such method"),
        pytest.param(refusal(413, "Request Entity Too Large"), FOR_GOOD, id="too large"),
        pytest.param(page(413, "<h1>413 Request Entity Too Large</h1>"), FOR_GOOD, id="too large, says a proxy"),
        pytest.param(refusal(400, "Bad Request: message is too long"), FOR_GOOD, id="too long"),
        pytest.param(refusal(400, "Bad Request: BUTTON_DATA_INVALID"), FOR_GOOD, id="a bad button"),
        pytest.param(refusal(418, "I'm a teapot"), FOR_GOOD, id="a status nobody knows"),
        pytest.param(refusal(500, "Internal Server Error: restart"), LATER, id="restarting"),
        pytest.param(refusal(502, "Bad Gateway"), LATER, id="bad gateway"),
        pytest.param(page(502, "<html>Bad Gateway</html>"), LATER, id="bad gateway, as a page"),
        pytest.param(page(200, "<html>Xin đăng nhập Wi-Fi</html>"), LATER, id="a page where an answer should be"),
        pytest.param(page(403, "<html>Forbidden</html>"), LATER, id="a proxy's 403 says nothing of her"),
        pytest.param(page(404, "<html>Not Found</html>"), LATER, id="a proxy's 404 says nothing of the token"),
        pytest.param(hang_up, LATER, id="the line breaks"),
    ],
)  # fmt: skip
async def test_a_refusal_is_final_for_later_or_means_she_is_gone(
    far: FarServer, outbound: TelegramOutbound, answer: Any, expected: dict[str, bool]
) -> None:
    far.will_answer("sendMessage", answer)
    outcome = await outbound.show(HER, HELLO)
    assert isinstance(outcome, Failed)
    assert {"permanent": outcome.permanent, "unreachable": outcome.unreachable} == expected
    assert TOKEN not in outcome.reason and outcome.retry_after_s is None


async def test_nobody_listening_is_a_matter_of_waiting(far: FarServer, outbound: TelegramOutbound) -> None:
    await far.stop()
    outcome = await outbound.show(HER, HELLO)
    assert isinstance(outcome, Failed) and not outcome.permanent
    assert "Connect" in outcome.reason


async def test_a_server_that_never_answers_is_given_up(
    far: FarServer, outbound: TelegramOutbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.calls.CALL_S", 0.05)
    far.will_answer("sendMessage", never)
    outcome = await outbound.show(HER, HELLO)
    assert outcome == Failed("unavailable: TimeoutError")


async def test_after_429_her_chat_is_left_in_peace_and_his_is_not(
    far: FarServer, outbound: TelegramOutbound, hours: Hours
) -> None:
    far.will_answer("sendMessage", refusal(429, "Too Many Requests: retry after 7", retry_after=7))
    first = await outbound.show(HER, HELLO)
    assert isinstance(first, Failed) and first.retry_after_s == 7 and not first.permanent
    hours.at += 3
    assert await outbound.show(HER, HELLO) == Failed("flood: asleep", retry_after_s=4)
    assert isinstance(await outbound.put_away(HER, "55", "Đã xong"), Failed)
    assert isinstance(await outbound.show(HIM, HELLO), Sent)
    assert len(far.asked) == 2, "a sleeping chat must not be asked"
    hours.at += 5
    assert isinstance(await outbound.show(HER, HELLO), Sent)


async def test_after_a_long_429_everybody_is_left_in_peace(
    far: FarServer, outbound: TelegramOutbound, hours: Hours
) -> None:
    far.will_answer("sendMessage", refusal(429, "Too Many Requests: retry after 31", retry_after=31))
    await outbound.show(HER, HELLO)
    assert await outbound.show(HIM, HELLO) == Failed("flood: asleep", retry_after_s=31)
    assert isinstance(await outbound.answer_tap("1", ""), Failed)
    hours.at += 32
    assert isinstance(await outbound.show(HIM, HELLO), Sent)


async def test_a_429_that_names_its_seconds_only_in_words_is_obeyed(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("sendMessage", refusal(429, "Too Many Requests: retry after 12"))
    outcome = await outbound.show(HER, HELLO)
    assert isinstance(outcome, Failed) and outcome.retry_after_s == 12


async def test_a_sent_message_of_a_shape_we_do_not_know_is_sent(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("sendMessage", result({"message_id": 321, "chat": "moved into a string"}))
    assert await outbound.show(HER, HELLO) == Sent("321")
    assert len(far.asked) == 1


def test_a_later_shorter_sleep_does_not_wake_a_chat() -> None:
    hours = Hours()
    sleepers = Sleepers(hours)
    sleepers.put("7001", 20)
    sleepers.put("7001", 2)
    assert sleepers.left("7001") == 20
    hours.at += 21
    sleepers.put("7002", 1)
    assert sleepers.left("7001") == 0


@pytest.mark.parametrize("token", [None, "", "no colon", "12 3:abc", ":abc"])
def test_a_token_that_is_no_token_stops_the_start_with_one_line(token: str | None) -> None:
    with pytest.raises(TokenRefused, match="RASOAT_TELEGRAM__TOKEN") as refused:
        api.open_bot(Settings(telegram=Telegram(token=token)))
    assert "\n" not in str(refused.value)


async def test_the_bot_learns_its_name_and_a_wrong_token_is_said_plainly(
    far: FarServer, settings: Settings
) -> None:
    bot = api.open_bot(settings)
    far.will_answer(
        "getMe",
        result({"id": 42, "is_bot": True, "first_name": "Rà soát", "username": "ra_soat_bot"}),
        refusal(502, "Bad Gateway"),
        refusal(401, "Unauthorized"),
    )
    assert await api.identify(bot) == api.Identity(42, "ra_soat_bot")
    assert isinstance(await api.identify(bot), Failed)
    with pytest.raises(TokenRefused):
        await api.identify(bot)
    await api.close(bot)


async def test_the_token_stands_in_no_log_line(
    far: FarServer, outbound: TelegramOutbound, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    far.will_answer("sendMessage", hang_up, refusal(401, "Unauthorized"), page(502, "x"))
    with structlog.testing.capture_logs() as lines:
        for _ in range(4):
            await outbound.show(HER, HELLO)
    assert len(lines) == 3
    assert TOKEN not in f"{lines}{caplog.text}"
