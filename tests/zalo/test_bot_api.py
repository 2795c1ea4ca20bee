"""One call to Zalo and how it ends: the body counts, and the token stays where it is."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import httpx
import pytest
from far_bot_platform import TOKEN, FarPlatform, breaks, page, refusal, result

from bot.settings import WrongSetting
from bot.zalo.bot_platform.api import Answer, BotApi, Identity, identify
from bot.zalo.bot_platform.errors import Refusal, Rest, TokenRefused, Verdict, failure_of, verdict_of
from domain.talk.values import Failed

SECRET = TOKEN.partition(":")[2]


async def _ask(*answers: Any) -> Answer | Refusal:
    far = FarPlatform()
    far.will_answer("sendMessage", *answers)
    api = far.api()
    try:
        return await api.call("sendMessage", {"chat_id": "1", "text": "a"})
    finally:
        await api.close()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(refusal(401, "Unauthorized", status=200), 401, id="a bad token under HTTP 200"),
        pytest.param(refusal(401, "Unauthorized"), 401, id="and under its own status"),
        pytest.param(
            lambda _: httpx.Response(200, json={"ok": False, "errorCode": "429"}), 429, id="other spelling"
        ),
        pytest.param(lambda _: httpx.Response(503, json={"ok": False}), 503, id="no code in the body"),
        pytest.param(lambda _: httpx.Response(200, json={"ok": False}), 0, id="no code at all"),
        pytest.param(lambda _: httpx.Response(200, json=[1]), 0, id="an answer of no known form"),
        pytest.param(page(404), 0, id="a page of something in between"),
        pytest.param(page(401), 401, id="but a refused token is meant"),
        pytest.param(lambda _: httpx.Response(200, content=b"[" * 100_000), 0, id="a tower of brackets"),
        pytest.param(breaks(httpx.ConnectError), 0, id="no line"),
        pytest.param(breaks(httpx.ReadTimeout), 0, id="no answer in time"),
        pytest.param(breaks(httpx.RemoteProtocolError), 0, id="half an answer"),
    ],
)
async def test_a_call_that_fails_ends_in_a_value(answer: Any, code: int):
    outcome = await _ask(answer)
    assert isinstance(outcome, Refusal)
    assert outcome.code == code


async def test_success_may_carry_the_error_code_nought_or_no_result():
    assert await _ask(result({"message_id": "m1"})) == Answer({"message_id": "m1"})
    outcome = await _ask(lambda _: httpx.Response(200, json={"ok": True}))
    assert isinstance(outcome, Answer) and outcome.message_ref is None


@pytest.mark.parametrize(
    "answer",
    [
        breaks(httpx.ConnectError),
        breaks(httpx.UnsupportedProtocol),
        refusal(404, f"no route /bot{TOKEN}/sendMessage"),
        refusal(400, f"secret {SECRET} is no parameter"),
    ],
)
async def test_the_token_is_in_no_reason_and_in_no_log(answer: Any, caplog: pytest.LogCaptureFixture):
    # `configure` sets the client's log to WARNING; the channel does so itself, since addresses hold the token
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    outcome = await _ask(answer, result({}))
    assert isinstance(outcome, Refusal)
    assert SECRET not in outcome.said + failure_of(outcome, verdict_of(outcome)).reason
    assert SECRET not in caplog.text


def test_the_token_is_not_shown_with_the_client_nor_when_it_has_no_form():
    assert SECRET not in repr(FarPlatform().api())
    for token in ("", "abc", "12:", f"{TOKEN} ", f"{TOKEN}/x", "12:ữ"):
        with pytest.raises(TokenRefused) as refused:
            BotApi(token)
        assert isinstance(refused.value, WrongSetting)
        assert "RASOAT_ZALO_BOT__TOKEN" in str(refused.value)
        assert SECRET not in "".join(traceback.format_exception(refused.value))


async def test_the_bot_learns_who_it_is_or_that_its_token_is_refused():
    far = FarPlatform()
    api = far.api()
    assert await identify(api) == Identity("4204204204", "bot.RaSoat")
    far.will_answer("getMe", refusal(401, status=200), page(502), result("?"))
    with pytest.raises(TokenRefused):
        await identify(api)
    assert isinstance(await identify(api), Refusal)
    assert await identify(api) == Identity("", "")
    await api.close()


@pytest.mark.parametrize(
    ("code", "said", "verdict"),
    [
        (0, "ReadTimeout", Verdict.LATER),
        (400, "Bad Request", Verdict.PERMANENT),
        (401, "Unauthorized", Verdict.TOKEN),
        (403, "Internal Server Error", Verdict.DOUBTFUL),
        (403, "Forbidden", Verdict.UNREACHABLE),
        (404, "Not Found", Verdict.DOUBTFUL),
        (408, "Request timeout", Verdict.LATER),
        (426, "Upgrade Required", Verdict.PERMANENT),
        (429, "Quota exceeded", Verdict.QUOTA),
        (500, "", Verdict.LATER),
        (504, "", Verdict.LATER),
        (-7, "invented", Verdict.PERMANENT),
        (409, "webhook is set", Verdict.PERMANENT),
    ],
)
def test_each_code_has_its_meaning(code: int, said: str, verdict: Verdict):
    assert verdict_of(Refusal(code, said)) is verdict


@pytest.mark.parametrize(
    ("code", "said", "verdict"),
    [
        (408, "Request timeout", Verdict.IDLE),
        (400, "Can't use getUpdates while webhook is active", Verdict.WEBHOOK),
        (409, "Webhook is set", Verdict.WEBHOOK),
        (401, "webhook", Verdict.TOKEN),
    ],
)
def test_a_poll_reads_two_answers_its_own_way(code: int, said: str, verdict: Verdict):
    assert verdict_of(Refusal(code, said), polling=True) is verdict


@pytest.mark.parametrize(
    ("refusal", "failed"),
    [
        (Refusal(400, "Bad Request"), Failed("refused: Bad Request", permanent=True)),
        (Refusal(401, "Unauthorized"), Failed("token: Unauthorized")),
        (Refusal(403, "Forbidden"), Failed("unreachable: Forbidden", permanent=True, unreachable=True)),
        (Refusal(404, "Not Found"), Failed("unavailable: Not Found")),
        (Refusal(0, "ReadTimeout"), Failed("unavailable: ReadTimeout")),
        (Refusal(429, "Quota"), Failed("quota: Quota", retry_after_s=60.0, slow_down=True)),
    ],
)
def test_permanent_later_and_ours_to_fix_are_kept_apart(refusal: Refusal, failed: Failed):
    assert failure_of(refusal, verdict_of(refusal), after_s=60.0) == failed


def test_the_bot_rests_longer_each_time_at_most_an_hour_and_shortly_again_after_a_success():
    now = [1000.0]
    rest = Rest(lambda: now[0])
    found = []
    for _ in range(8):
        found.append(rest.begin(spent=False))
        assert rest.begin(spent=False) == found[-1]  # calls that were on their way together
        now[0] += found[-1]
        assert rest.left() == 0
    assert found == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    rest.over()
    assert rest.begin(spent=False) == 60
    rest.over()
    assert rest.begin(spent=True) == 3600
