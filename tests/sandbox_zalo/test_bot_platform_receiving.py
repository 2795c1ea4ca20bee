"""What reaches the bot on the Bot Platform, by polling or by webhook (zalo.md §2.4 to §2.6)."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from zalo_callers import JPEG, LAN, NOON, BotCaller
from zalo_hooks import ZaloHook

from bot.sandbox_zalo.phone import NotThere, ZaloPhone
from bot.sandbox_zalo.server import ZaloSandbox
from bot.sandbox_zalo.stage import Impossible

SECRET = "bi-mat-cua-bot"


async def test_a_poll_gives_one_wrapped_event(bot: BotCaller, lan: ZaloPhone) -> None:
    said = await lan.says("A7 1")
    await lan.says("A8 1")
    first = await bot.poll()
    assert first == {
        "event_name": "message.text.received",
        "message": {
            "message_id": said["message_id"],
            "date": int(NOON * 1000),
            "message_type": "CHAT_MESSAGE",
            "text": "A7 1",
            "from": {"id": LAN, "display_name": "Chị Lan", "is_bot": False},
            "chat": {"id": LAN, "chat_type": "PRIVATE"},
        },
    }
    assert (await bot.poll())["message"]["text"] == "A8 1"


async def test_a_waiting_poll_hears_at_once(bot: BotCaller, lan: ZaloPhone) -> None:
    waiting = asyncio.ensure_future(bot.poll("10"))
    await asyncio.sleep(0.1)
    await lan.says("1")
    assert (await asyncio.wait_for(waiting, 2))["message"]["text"] == "1"


async def test_an_idle_poll_ends_after_its_timeout_with_408(bot: BotCaller) -> None:
    start = time.monotonic()
    status, answer = await bot.ask("getUpdates", timeout="1")
    assert (status, answer) == (408, {"ok": False, "error_code": 408, "description": "Request timeout"})
    assert 0.9 < time.monotonic() - start < 3


async def test_an_idle_poll_can_be_made_to_end_sooner(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(idle_s=0.05)
    assert await bot.refused("getUpdates", timeout="30") == 408


async def test_a_consumed_event_comes_once_or_again_and_again(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(idle_s=0.05)
    for text in ("1", "2"):
        box.bot.say(LAN, text)
    assert [(await bot.poll())["message"]["text"] for _ in range(2)] == ["1", "2"]
    assert await bot.refused("getUpdates") == 408
    box.bot.configure(replays=True)
    assert [(await bot.poll())["message"]["text"] for _ in range(4)] == ["1", "2", "1", "2"]
    box.bot.say(LAN, "3")
    assert (await bot.poll())["message"]["text"] == "3"


async def test_two_pollers_split_the_messages(bot: BotCaller, box: ZaloSandbox) -> None:
    polls = [asyncio.ensure_future(bot.poll()) for _ in range(2)]
    await asyncio.sleep(0.1)
    box.bot.say(LAN, "1")
    box.bot.say(LAN, "2")
    heard = [(await poll)["message"]["text"] for poll in polls]
    assert sorted(heard) == ["1", "2"]


async def test_a_poller_that_hangs_up_swallows_nothing(box: ZaloSandbox, bot: BotCaller) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await bot.client.get(f"{bot.api}/getUpdates", timeout=0.1)
    await asyncio.sleep(0.1)
    box.bot.say(LAN, "1")
    assert (await bot.poll())["message"]["text"] == "1"


async def test_what_nobody_fetched_may_be_lost(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(idle_s=0.05, lost_after_s=600)
    box.bot.say(LAN, "1")
    await box.pass_by(601)
    assert await bot.refused("getUpdates") == 408


async def test_polling_and_webhook_exclude_each_other(
    box: ZaloSandbox, bot: BotCaller, hook: ZaloHook
) -> None:
    waiting = asyncio.ensure_future(bot.refused("getUpdates", timeout="10"))
    await asyncio.sleep(0.1)
    await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    assert await waiting == 400
    assert await bot.refused("getUpdates", timeout="0") == 400
    box.bot.configure(silent_with_webhook=True)
    assert await bot.refused("getUpdates", timeout="0") == 408
    await bot.call("deleteWebhook")
    box.bot.say(LAN, "1")
    assert (await bot.poll())["message"]["text"] == "1"
    assert hook.got == []


async def test_a_webhook_gets_bare_bodies_with_the_secret(
    bot: BotCaller, hook: ZaloHook, lan: ZaloPhone
) -> None:
    await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    await lan.says("A7 1")
    (event,) = await hook.has(1)
    assert event.keys() == {"event_name", "message"}
    assert hook.headers[-1]["X-Bot-Api-Secret-Token"] == SECRET


async def test_setting_a_webhook_probes_it_with_an_empty_body_and_keeps_it_all_the_same(
    bot: BotCaller, hook: ZaloHook
) -> None:
    answer = await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    assert hook.bodies == [b""]
    assert (answer["url"], answer["updated_at"]) == (hook.url, int(NOON * 1000))
    assert answer["verification"]["outcome"] == "webhook.ok"
    hook.answers.append(403)
    answer = await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    assert answer["verification"]["outcome"] == "webhook.http.403"
    assert (await bot.call("getWebhookInfo"))["url"] == hook.url
    answer = await bot.call("setWebhook", url="http://127.0.0.1:9/", secret_token=SECRET)
    assert answer["verification"]["outcome"] == "webhook.err.unreachable"


@pytest.mark.parametrize(("letters", "goes"), [(0, False), (7, False), (8, True), (256, True), (257, False)])
async def test_a_secret_has_8_to_256_letters(
    bot: BotCaller, hook: ZaloHook, letters: int, goes: bool
) -> None:
    _, answer = await bot.ask("setWebhook", url=hook.url, secret_token="s" * letters)
    assert answer["ok"] is goes


@pytest.mark.parametrize(
    "url", ["http://example.vn/h", "https://localhost/h", "https://10.0.0.1/h", "https://127.0.0.1/h", "h"]
)
async def test_a_webhook_has_to_be_public_https_where_that_is_asked(
    box: ZaloSandbox, bot: BotCaller, url: str
) -> None:
    box.bot.configure(https_only=True)
    assert await bot.refused("setWebhook", url=url, secret_token=SECRET) == 400


async def test_without_a_webhook_there_is_no_information_of_it(bot: BotCaller) -> None:
    assert await bot.refused("getWebhookInfo") == 404
    assert (await bot.call("deleteWebhook"))["url"] == ""


async def test_a_webhook_can_be_tested_so_often_a_day(
    box: ZaloSandbox, bot: BotCaller, hook: ZaloHook
) -> None:
    box.bot.configure(tests_a_day=2)
    await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    hook.answers.extend([200, 503])
    found = [(await bot.call("testWebhook"))["outcome"] for _ in range(2)]
    assert found == ["webhook.ok", "webhook.http.5xx"]
    status, answer = await bot.ask("testWebhook")
    assert (status, answer["errorCode"]) == (426, 426)
    await box.pass_by(86_400)
    await bot.call("testWebhook")


async def test_what_a_webhook_refuses_is_lost_unless_retries_are_set(
    box: ZaloSandbox, bot: BotCaller, hook: ZaloHook
) -> None:
    await bot.call("setWebhook", url=hook.url, secret_token=SECRET)
    hook.answers.append(500)
    box.bot.say(LAN, "1")
    await box.pass_by(3600)
    assert len(hook.got) == 1
    assert len(box.bot.world.webhook.lost) == 1
    box.bot.configure(retries_s=[10, 20])
    hook.answers.extend([500, 500])
    box.bot.say(LAN, "2")
    await box.pass_by(31)
    assert [event["message"]["text"] for event in hook.got] == ["1", "2", "2", "2"]
    assert hook.got[1] == hook.got[3]


@pytest.mark.parametrize("field", ["photo_url", "photo"])
async def test_a_picture_comes_with_its_address_under_either_name(
    bot: BotCaller, lan: ZaloPhone, client: httpx.AsyncClient, field: str
) -> None:
    await lan.sends_image(JPEG, field=field)
    event = await bot.poll()
    assert (event["event_name"], event["message"]["message_type"]) == ("message.image.received", "CHAT_PHOTO")
    assert "caption" not in event["message"]
    found = await client.get(event["message"][field])  # without a token
    assert (found.content, found.headers["Content-Type"]) == (JPEG, "image/jpeg")


async def test_a_pictures_address_may_expire(
    box: ZaloSandbox, bot: BotCaller, client: httpx.AsyncClient
) -> None:
    box.bot.configure(media_lives_s=60)
    box.bot.send_image(LAN, JPEG, "bản sửa")
    message = (await bot.poll())["message"]
    assert message["caption"] == "bản sửa"
    await box.pass_by(60)
    assert (await client.get(message["photo_url"])).status_code == 404


async def test_stickers_and_voices_are_named(bot: BotCaller, lan: ZaloPhone) -> None:
    await lan.sends_sticker()
    await lan.sends_voice()
    sticker, voice = [await bot.poll() for _ in range(2)]
    assert sticker["event_name"] == "message.sticker.received"
    assert {"sticker", "url"} <= sticker["message"].keys()
    assert (voice["event_name"], voice["message"]["message_type"]) == ("message.voice.received", "CHAT_VOICE")
    assert voice["message"]["voice_url"].endswith(".aac")


async def test_links_and_documents_arrive_as_unsupported_with_a_message_or_without(
    bot: BotCaller, lan: ZaloPhone
) -> None:
    await lan.says("https://example.vn/a")
    await lan.sends_link()
    await lan.sends_document(with_message=False)
    pasted, link, bare = [await bot.poll() for _ in range(3)]
    for event in (pasted, link):
        assert event["event_name"] == "message.unsupported.received"
        assert event["message"]["from"]["id"] == LAN
        assert "text" not in event["message"]
    assert bare == {"event_name": "message.unsupported.received"}


async def test_whatever_protected_people_write_arrives_as_unsupported(
    box: ZaloSandbox, bot: BotCaller
) -> None:
    box.bot.add_user("6f00aa11bb22cc33dd44", "Bà Tư", protected=True)
    box.bot.say("6f00aa11bb22cc33dd44", "1")
    assert (await bot.poll())["event_name"] == "message.unsupported.received"


async def test_own_messages_may_come_back_as_echoes(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(echoes=True)
    await bot.call("sendMessage", chat_id=LAN, text="Số 24")
    sender = (await bot.poll())["message"]["from"]
    assert (sender["id"], sender["is_bot"]) == ((await bot.call("getMe"))["id"], True)


async def test_in_a_group_the_bot_hears_only_what_mentions_it(box: ZaloSandbox, bot: BotCaller) -> None:
    group = box.bot.add_group("Tổ rà soát")["id"]
    assert group.startswith("zgr-")
    box.bot.say_in_group(LAN, group, "cơm chưa")
    box.bot.say_in_group(LAN, group, "1", mentions=True)
    message = (await bot.poll())["message"]
    assert (message["chat"], message["from"]["id"]) == ({"id": group, "chat_type": "GROUP"}, LAN)
    box.bot.add_group("Tổ hai")
    box.bot.add_group("Tổ ba")
    with pytest.raises(Impossible):
        box.bot.add_group("Tổ bốn")


async def test_whoever_shut_the_bot_out_cannot_write_to_it(lan: ZaloPhone) -> None:
    await lan.blocks()
    with pytest.raises(NotThere, match="blocked"):
        await lan.says("1")


async def test_an_event_can_be_handed_over_as_it_is(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.raw({"event_name": "message.link.received", "message": {"message_id": "1"}})
    assert (await bot.poll())["event_name"] == "message.link.received"
