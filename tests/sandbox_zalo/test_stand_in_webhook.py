"""What the Official Account delivers: signed, within two seconds, again and again, then never (zalo.md §3.7)."""

from __future__ import annotations

import hashlib
import json
import time
from itertools import pairwise
from typing import Any

import pytest
from zalo_callers import JPEG, NOON, OA_LAN, PDF, OaCaller
from zalo_hooks import ZaloHook

from bot.sandbox_zalo.phone import OaPhone
from bot.sandbox_zalo.server import ZaloSandbox
from bot.sandbox_zalo.stage import Impossible

RETRIES_S = [30, 300, 900, 1800, 3600]


@pytest.fixture
async def saved(box: ZaloSandbox, hook: ZaloHook) -> ZaloHook:
    await box.oa.save_webhook(hook.url)
    return hook


async def test_the_ping_is_unsigned_and_has_to_get_200(box: ZaloSandbox, hook: ZaloHook) -> None:
    hook.answers.append(401)
    with pytest.raises(Impossible):
        await box.oa.save_webhook(hook.url)
    assert not box.oa.hook.on
    await box.oa.save_webhook(hook.url)
    assert box.oa.hook.on
    assert all("X-ZEvent-Signature" not in headers for headers in hook.headers)


@pytest.mark.parametrize("bare", [False, True])
async def test_an_event_is_signed_over_its_raw_bytes_with_the_secret_of_the_account(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone, bare: bool
) -> None:
    box.oa.configure(bare_signature=bare)
    await lan_at_oa.says("duyệt số 24")
    (event,) = await saved.has(1)
    ours, body = box.oa.settings, saved.bodies[-1]
    signed = ours.app_id.encode() + body + event["timestamp"].encode() + ours.oa_secret.encode()
    value = hashlib.sha256(signed).hexdigest()
    assert saved.headers[-1]["X-ZEvent-Signature"] == (value if bare else f"mac={value}")
    assert json.dumps(event).encode() != body  # whoever serialises anew gets another signature
    assert ours.oa_secret != ours.app_secret


async def test_a_text_is_an_event_with_ids_as_strings(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone
) -> None:
    said = await lan_at_oa.says("A7 1")
    (event,) = await saved.has(1)
    assert event == {
        "app_id": box.oa.settings.app_id,
        "user_id_by_app": event["user_id_by_app"],
        "event_name": "user_send_text",
        "sender": {"id": OA_LAN},
        "recipient": {"id": box.oa.settings.oa_id},
        "message": {"msg_id": said["message_id"], "text": "A7 1"},
        "timestamp": str(int(NOON * 1000)),
    }
    for id in (event["app_id"], event["user_id_by_app"], event["sender"]["id"], event["recipient"]["id"]):
        assert int(id) > 2**53


async def test_a_refused_event_comes_again_by_the_timetable_until_the_webhook_is_switched_off(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone
) -> None:
    saved.answers.extend([500] * 6)
    await lan_at_oa.says("1")
    await box.settle()
    await box.pass_by(sum(RETRIES_S) - 1)
    assert box.oa.hook.on
    await box.pass_by(1)
    assert not box.oa.hook.on
    (delivery,) = box.oa.hook.deliveries
    times = [one["at"] - NOON for one in delivery.tries]
    assert [later - earlier for earlier, later in pairwise(times)] == RETRIES_S
    tries = list(zip(saved.bodies, saved.headers, strict=True))[1:]
    assert [headers.get("num_retry") for _, headers in tries] == [None, "1", "2", "3", "4", "5"]
    assert (
        len({(body, headers["X-ZEvent-Signature"]) for body, headers in tries}) == 1
    )  # its first timestamp too
    await lan_at_oa.says("2")
    await box.pass_by(3600)
    assert len(box.oa.hook.deliveries) == 1


async def test_an_event_taken_at_the_second_try_comes_no_more(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone
) -> None:
    saved.answers.append(502)
    await lan_at_oa.says("1")
    await box.pass_by(6 * 3600)
    assert [one["status"] for one in box.oa.hook.deliveries[0].tries] == [502, 200]


async def test_an_answer_after_two_seconds_is_none(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone
) -> None:
    saved.gate.clear()
    start = time.monotonic()
    await lan_at_oa.says("1")
    await box.settle()
    assert 1.9 < time.monotonic() - start < 4
    saved.gate.set()
    await box.pass_by(30)
    assert [one["status"] for one in box.oa.hook.deliveries[0].tries] == [0, 200]


async def test_a_delivery_can_be_repeated_byte_for_byte(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone
) -> None:
    await lan_at_oa.says("1")
    await box.settle()
    assert await box.oa.deliver_again() == {"status": 200}
    assert saved.bodies[-1] == saved.bodies[-2]


async def test_a_stranger_can_post_anything(box: ZaloSandbox, saved: ZaloHook) -> None:
    event = {"event_name": "user_send_text", "timestamp": "1"}
    body = json.dumps(event).encode()
    assert await box.oa.hook.post(body, {"X-ZEvent-Signature": "mac=00"}) == 200
    await box.oa.hook.post(body, box.oa.hook.signed(event, body))
    assert saved.got == [event, event]


async def _events(saved: ZaloHook, count: int) -> dict[str, dict[str, Any]]:
    return {event["event_name"]: event for event in await saved.has(count)}


async def test_own_messages_come_back_as_echo_and_receipt(
    box: ZaloSandbox, saved: ZaloHook, oa: OaCaller, lan_at_oa: OaPhone
) -> None:
    sent = await oa.sends({"text": "Số 24"})
    await saved.has(2)
    assert (await lan_at_oa.reads())["msg_ids"] == [sent["message_id"]]
    assert (await lan_at_oa.reads())["msg_ids"] == []
    events = await _events(saved, 3)
    echo = events["oa_send_text"]
    assert (echo["sender"]["id"], echo["recipient"]["id"]) == (box.oa.settings.oa_id, OA_LAN)
    assert echo["message"] == {"msg_id": sent["message_id"], "text": "Số 24"}
    assert events["user_received_message"]["message"] == {"msg_id": sent["message_id"]}
    assert events["user_seen_message"]["message"] == {"msg_ids": [sent["message_id"]]}


async def test_a_colleague_at_the_console_is_an_echo_too(box: ZaloSandbox, saved: ZaloHook) -> None:
    box.oa.answer_by_hand(OA_LAN, "Để tôi xem")
    (event,) = await saved.has(1)
    assert event["event_name"] == "oa_send_text"
    assert "admin_id" in event["sender"]


async def test_a_template_is_received_with_a_header_of_its_own(
    box: ZaloSandbox, saved: ZaloHook, oa: OaCaller
) -> None:
    box.oa.add_template("t1", {"so": 5})
    body = {"user_id": OA_LAN, "template_id": "t1", "template_data": {"so": "12"}}
    await oa.post("/v3.0/oa/message/template", body)
    assert (await saved.has(1))[0]["event_name"] == "user_received_message"
    assert saved.headers[-1]["X-ZEvent-Server"] == "ZNS"


async def test_following_and_leaving_are_told(saved: ZaloHook, lan_at_oa: OaPhone) -> None:
    await lan_at_oa.unfollows()
    await saved.has(1)
    await lan_at_oa.follows()
    events = await saved.has(2)
    assert [event["event_name"] for event in events] == ["unfollow", "follow"]
    assert [event["follower"] for event in events] == [{"id": OA_LAN}] * 2


async def test_pictures_files_links_and_the_rest_come_as_attachments(
    box: ZaloSandbox, saved: ZaloHook, lan_at_oa: OaPhone, oa: OaCaller
) -> None:
    await lan_at_oa.sends_image(JPEG)
    await lan_at_oa.sends_file(PDF, "trich-luc.pdf")
    await lan_at_oa.sends_link("https://example.vn/a")
    box.oa.send_other(OA_LAN, "location", coordinates={"latitude": "21.8", "longitude": "106.7"})
    events = await _events(saved, 4)
    image = events["user_send_image"]["message"]
    assert "text" not in image
    assert (await oa.client.get(image["attachments"][0]["payload"]["url"])).content == JPEG
    file = events["user_send_file"]["message"]["attachments"][0]["payload"]
    assert (file["name"], file["type"], file["size"]) == ("trich-luc.pdf", "pdf", str(len(PDF)))
    link = events["user_send_link"]["message"]["attachments"][0]
    assert (link["type"], link["payload"]["url"]) == ("link", "https://example.vn/a")
    assert events["user_send_location"]["message"]["attachments"][0]["type"] == "location"
