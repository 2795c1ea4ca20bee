"""What may be sent by the Official Account, to whom, and at what price (zalo.md §3.3 to §3.6)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from zalo_callers import DAY, HOUR, JPEG, NOON, OA_HOA, OA_LAN, OA_MINH, PDF, OaCaller, buttons, picture
from zalo_hooks import ZaloHook

from bot.sandbox_zalo.official.errors import MESSAGES
from bot.sandbox_zalo.phone import OaPhone
from bot.sandbox_zalo.server import ZaloSandbox


async def _ages(box: ZaloSandbox, oa: OaCaller, hours: float) -> None:
    """Let time pass, and keep the access token good."""
    await box.pass_by(hours * HOUR)
    oa.access = box.oa.tokens.issue().access


async def test_a_text_reaches_the_phone_and_costs_nothing_within_48_hours(
    oa: OaCaller, lan_at_oa: OaPhone, box: ZaloSandbox
) -> None:
    await _ages(box, oa, 48)
    data = await oa.sends({"text": "Số 24"})
    assert (data["user_id"], data["sent_time"]) == (OA_LAN, str(int((NOON + 48 * HOUR) * 1000)))
    assert data["quota"]["quota_type"] == "reply"
    assert "remain" not in data["quota"]
    assert (await lan_at_oa.sees("Số 24"))["message_id"] == data["message_id"]


@pytest.mark.parametrize(("letters", "error"), [(0, -201), (1, 0), (2000, 0), (2001, -210)])
async def test_a_text_has_at_most_2000_letters_and_is_not_cut(oa: OaCaller, letters: int, error: int) -> None:
    assert (await oa.cs({"text": "ộ" * letters}))["error"] == error


def _button(**other: Any) -> dict[str, Any]:
    message = buttons("Duyệt")
    message["attachment"]["payload"]["buttons"][0] |= other
    return message


@pytest.mark.parametrize(
    ("message", "error"),
    [
        pytest.param(buttons(*"12345"), 0, id="five buttons"),
        pytest.param(buttons(*"123456"), -201, id="six buttons"),
        pytest.param(buttons(), -201, id="no buttons"),
        pytest.param(buttons("1", text=""), -201, id="buttons without a text"),
        pytest.param(_button(title="t" * 100), 0, id="a title of 100"),
        pytest.param(_button(title="t" * 101), -201, id="a title of 101"),
        pytest.param(_button(payload="p" * 1000), 0, id="a payload of 1000"),
        pytest.param(_button(payload="p" * 1001), -201, id="a payload of 1001"),
        pytest.param(_button(payload={"a": 1}), -201, id="a payload that is no text"),
        pytest.param(
            _button(type="oa.open.url", payload={"url": "https://x.vn"}), 0, id="a button that opens a page"
        ),
        pytest.param(
            _button(type="oa.open.url", payload="https://x.vn"), -201, id="an address that is no object"
        ),
        pytest.param(_button(type="postback"), -201, id="a type there is not"),
        pytest.param(
            {"attachment": {"type": "image", "payload": {"url": "https://x.vn/a.jpg"}}}, -201, id="type image"
        ),
        pytest.param(
            {"attachment": {"type": "template", "payload": {"template_type": "button"}}}, -201, id="button"
        ),
        pytest.param({"text": 5}, -201, id="a text that is none"),
        pytest.param([], -201, id="no object"),
        pytest.param(picture(attachment_id="nobody's"), -201, id="a picture never uploaded"),
    ],
)
async def test_a_message_is_taken_or_refused(oa: OaCaller, message: Any, error: int) -> None:
    assert (await oa.cs(message))["error"] == error


async def test_a_hidden_button_sends_its_payload_as_hidden_text_and_stays_tappable(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone, hook: ZaloHook
) -> None:
    await box.oa.save_webhook(hook.url)
    box.oa.configure(echoes=False, receipts=False)
    first = await oa.sends(buttons("Duyệt", "Sửa"))
    await oa.sends(buttons("Bác", text="Số 25?"))
    assert await lan_at_oa.captions() == ["Bác"]
    for _ in range(2):
        assert (await lan_at_oa.taps("Duyệt"))["payload"] == "#rv Duyệt"
    await lan_at_oa.taps("Sửa", first["message_id"])
    events = await hook.has(3)
    assert sorted(event["message"]["text"] for event in events) == ["#rv Duyệt", "#rv Duyệt", "#rv Sửa"]
    assert {event["event_name"] for event in events} == {"user_send_text"}
    assert [message["by"] for message in await lan_at_oa.chat()] == ["bot", "bot"]


async def test_a_shown_button_is_a_visible_message_and_a_link_none_at_all(
    oa: OaCaller, lan_at_oa: OaPhone
) -> None:
    await oa.sends(buttons("Duyệt", kind="oa.query.show"))
    await lan_at_oa.taps("Duyệt")
    await oa.sends(_button(title="Mở", type="oa.open.url", payload={"url": "https://x.vn"}))
    assert (await lan_at_oa.taps("Mở"))["payload"] == {"url": "https://x.vn"}
    assert [m["text"] for m in await lan_at_oa.chat() if m["by"] == "user"] == ["#rv Duyệt"]


async def test_a_picture_is_uploaded_and_sent_until_its_id_expires(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone, client: httpx.AsyncClient
) -> None:
    uploaded = (await oa.upload("image", "24.jpg", JPEG))["data"]["attachment_id"]
    await oa.sends(picture(attachment_id=uploaded))
    shown = await lan_at_oa.sees_picture()
    assert (await client.get(shown["photo"])).content == JPEG
    await box.pass_by(7 * DAY)
    oa.access = (await oa.renew(oa.refresh))["access_token"]
    assert (await oa.cs(picture(attachment_id=uploaded)))["error"] == -100


async def test_a_picture_may_be_an_address_and_buttons_beside_it_may_not_show(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone, hook: ZaloHook
) -> None:
    hook.pictures["24.jpg"] = (JPEG, 10)
    message = picture(url=f"{hook.base}/pictures/24.jpg")
    message["attachment"]["payload"]["buttons"] = buttons("Duyệt")["attachment"]["payload"]["buttons"]
    await oa.sends(message)
    assert (await lan_at_oa.sees_picture())["buttons"] == []
    box.oa.configure(media_buttons_render=True)
    await oa.sends(message)
    assert await lan_at_oa.captions() == ["Duyệt"]


@pytest.mark.parametrize(
    ("kind", "name", "content", "error"),
    [
        pytest.param("image", "a.jpg", JPEG.ljust(1024 * 1024), 0, id="a picture of 1 MB"),
        pytest.param("image", "a.jpg", JPEG.ljust(1024 * 1024 + 1), -210, id="a picture of more"),
        pytest.param("image", "a.jpg", PDF, -201, id="a PDF named as a picture"),
        pytest.param("image", "a", JPEG, -201, id="a name without extension"),
        pytest.param("gif", "a.gif", b"GIF89a" + b"a" * 2_000_000, 0, id="a GIF of 2 MB"),
        pytest.param("file", "a.pdf", PDF.ljust(5 * 1024 * 1024), 0, id="a PDF of 5 MB"),
        pytest.param("file", "a.pdf", PDF.ljust(5 * 1024 * 1024 + 1), -210, id="a PDF of more"),
        pytest.param("file", "a.docx", b"PK\x03\x04doc", -201, id="a Word file"),
        pytest.param("file", "a.csv", b"a;b", -201, id="a table"),
    ],
)
async def test_an_upload_is_taken_or_refused(
    oa: OaCaller, kind: str, name: str, content: bytes, error: int
) -> None:
    assert (await oa.upload(kind, name, content))["error"] == error


async def test_a_file_goes_by_its_token(box: ZaloSandbox, oa: OaCaller, client: httpx.AsyncClient) -> None:
    token = (await oa.upload("file", "bao-cao.pdf", PDF))["data"]["token"]
    await oa.sends({"attachment": {"type": "file", "payload": {"token": token}}})
    shown = box.oa.chat(OA_LAN)[-1]
    assert (shown["kind"], shown["name"]) == ("file", "bao-cao.pdf")
    assert (await client.get(shown["file"])).content == PDF
    assert (await oa.cs(picture(attachment_id=token)))["error"] == -201


async def test_uploads_are_counted_by_the_month(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.configure(uploads_a_month=1)
    assert (await oa.upload("image", "a.jpg", JPEG))["error"] == 0
    assert (await oa.upload("image", "a.jpg", JPEG))["error"] == -211


async def test_between_48_hours_and_7_days_the_packages_allowance_pays(
    box: ZaloSandbox, oa: OaCaller
) -> None:
    await _ages(box, oa, 48.01)
    quota = (await oa.sends({"text": "Số 24"}))["quota"]
    assert (quota["quota_type"], quota["remain"], quota["total"]) == ("sub_quota", 499, 500)
    asked = await oa.post("/v3.0/oa/quota/message", {"user_id": OA_LAN})
    assert asked["data"] == {"last_interaction": int(NOON * 1000), "cs_reply": {"remain": 499, "total": 500}}
    box.oa.world.allowance_used["2026-09"] = 500
    assert (await oa.cs({"text": "Số 25"}))["error"] == -211
    box.oa.configure(purchased=1)
    assert (await oa.sends({"text": "Số 25"}))["quota"]["quota_type"] == "purchase_quota"
    assert (await oa.cs({"text": "Số 26"}))["error"] == -211


@pytest.mark.parametrize("code", [-230, -232])
async def test_after_7_days_nothing_goes_until_the_person_acts(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone, code: int
) -> None:
    box.oa.configure(outside_code=code)
    await oa.sends(buttons("Duyệt"))
    await _ages(box, oa, 7 * 24)
    await oa.sends({"text": "Số 24"})
    await _ages(box, oa, 0.01)
    assert (await oa.cs({"text": "Số 25"}))["error"] == code
    await lan_at_oa.taps("Duyệt")
    assert (await oa.sends({"text": "Số 25"}))["quota"]["quota_type"] == "reply"


async def test_who_never_wrote_who_left_and_who_blocked_is_not_reached(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone
) -> None:
    assert (await oa.cs({"text": "a"}, OA_HOA))["error"] == -201
    assert (await oa.cs({"text": "a"}, "123"))["error"] == -201
    await lan_at_oa.unfollows()
    assert (await oa.cs({"text": "a"}))["error"] == -213
    await lan_at_oa.follows()
    await lan_at_oa.blocks()
    assert (await oa.cs({"text": "a"}))["error"] == -244
    await lan_at_oa.blocks(False)
    await oa.sends({"text": "a"})


async def test_who_writes_without_following_is_answered(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.say(OA_HOA, "chào")
    await oa.sends({"text": "chào chị"}, OA_HOA)
    assert [(shown["by"], shown.get("text")) for shown in box.oa.chat(OA_HOA)] == [
        ("user", "chào"),
        ("bot", "chào chị"),
    ]


async def test_an_approved_template_goes_past_the_window_by_day(
    box: ZaloSandbox, oa: OaCaller, lan_at_oa: OaPhone
) -> None:
    box.oa.add_template("t1", {"ten": 30, "so": 5}, text="{ten} còn {so} hồ sơ")
    box.oa.add_template("t2", {}, by_user_id=False)
    box.oa.add_template("t3", {}, approved=False)
    await _ages(box, oa, 30 * 24)

    async def error(template: str = "t1", user: str = OA_LAN, **data: str) -> int:
        body = {"user_id": user, "template_id": template, "template_data": data}
        code: int = (await oa.post("/v3.0/oa/message/template", body))["error"]
        return code

    assert await error(ten="Chị Lan", so="12") == 0
    await lan_at_oa.sees("Chị Lan còn 12 hồ sơ")
    assert await error(ten="Chị Lan") == -1122
    assert await error(ten="Chị Lan", so="123456") == -1121
    assert await error(ten="Chị Lan", so="1", xa="A") == -1124
    assert [await error("t2"), await error("t3"), await error("t9")] == [-249, -131, -109]
    assert await error(user=OA_HOA, ten="Chị Hoa", so="1") == -201
    await _ages(box, oa, 10)  # 22:00
    assert await error(ten="Chị Lan", so="12") == -133
    await _ages(box, oa, 8)  # 06:00
    box.oa.configure(templates_a_day=0)
    assert await error(ten="Chị Lan", so="12") == -147


async def test_somebody_asked_who_they_are_tells_it(box: ZaloSandbox, oa: OaCaller, hook: ZaloHook) -> None:
    await box.oa.save_webhook(hook.url)
    box.oa.configure(echoes=False, receipts=False)
    element = {
        "title": "Xin số điện thoại",
        "subtitle": "để gắn tài khoản",
        "image_url": "https://x.vn/a.jpg",
    }
    asks = {"template_type": "request_user_info", "elements": [element]}
    await oa.sends({"attachment": {"type": "template", "payload": asks}})
    box.oa.submit_info(OA_LAN, "Lan", "84912345678")
    (event,) = await hook.has(1)
    assert (event["event_name"], event["info"]["phone"]) == ("user_submit_info", "84912345678")
    answer = await oa.get("/v3.0/oa/user/detail", data=f'{{"user_id":"{OA_LAN}"}}')
    assert answer["data"]["shared_info"]["phone"] == "84912345678"


async def test_the_account_and_its_people_can_be_asked_about(oa: OaCaller) -> None:
    account = (await oa.get("/v2.0/oa/getoa"))["data"]
    assert (account["is_verified"], account["oa_type"], account["package_name"]) == (True, 4, "Tăng trưởng")
    person = (await oa.get("/v3.0/oa/user/detail", data=f'{{"user_id":"{OA_MINH}"}}'))["data"]
    assert (person["display_name"], person["user_is_follower"]) == ("Anh Minh", True)
    assert person["user_last_interaction_date"] == "24/09/2026"
    assert person["user_id_by_app"] != OA_MINH
    assert (await oa.get("/v3.0/oa/user/detail", data="{}"))["error"] == -201


async def test_dead_addresses_stay_dead(oa: OaCaller, client: httpx.AsyncClient) -> None:
    assert (await oa.post("/v2.0/oa/message", {}))["error"] == -240
    for path in ("/v3.0/oa/message", "/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion"):
        assert (
            await client.post(oa.url + path, json={}, headers={"access_token": oa.access})
        ).status_code == 404


async def test_too_fast_is_32_until_the_minute_is_over(
    box: ZaloSandbox, oa: OaCaller, client: httpx.AsyncClient
) -> None:
    box.oa.configure(rate_a_minute=2)
    response = await client.get(f"{oa.url}/v2.0/oa/getoa", headers={"access_token": oa.access})
    assert (response.headers["X-RateLimit-Limit"], response.headers["X-RateLimit-Remain"]) == ("2", "1")
    await oa.sends({"text": "a"})
    assert (await oa.cs({"text": "b"}))["error"] == -32
    await box.pass_by(60)
    await oa.sends({"text": "b"})


async def test_a_package_without_the_api_or_an_unverified_account_is_refused(
    box: ZaloSandbox, oa: OaCaller
) -> None:
    box.oa.configure(package="Cơ bản")
    assert (await oa.cs({"text": "a"}))["error"] == -224
    box.oa.configure(package="Toàn diện", verified=False)
    assert (await oa.cs({"text": "a"}))["error"] == -221


async def test_a_letter_outside_the_basic_plane_counts_twice(oa: OaCaller) -> None:
    assert (await oa.cs({"text": "✅" * 2000}))["error"] == 0
    assert (await oa.cs({"text": "📕" * 1001}))["error"] == -210


async def test_every_refusal_comes_on_order_for_a_person_or_for_the_next_calls(
    box: ZaloSandbox, oa: OaCaller
) -> None:
    box.oa.configure(rate_a_minute=4000)
    for code in MESSAGES:
        box.oa.faults(code=code, user=OA_LAN)
        box.oa.faults("message/cs", code=code, count=1)
        assert [(await oa.cs({"text": "a"}, OA_MINH))["error"] for _ in range(2)] == [code, 0]
        answers = [await oa.cs({"text": "a"}) for _ in range(2)]
        assert [answer["error"] for answer in answers] == [code, code]
        assert answers[0]["message"] not in ("", "Error")
        box.oa.heal()
        await oa.sends({"text": "a"})


async def test_an_unreadable_body_is_a_wrong_parameter(oa: OaCaller, client: httpx.AsyncClient) -> None:
    headers = {"access_token": oa.access, "Content-Type": "application/json"}
    for body in (b"{", b"[]", b"\xff", b'{"recipient":5}'):
        answer = await client.post(f"{oa.url}/v3.0/oa/message/cs", content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (200, -201)


async def test_the_line_fails_on_order(box: ZaloSandbox, oa: OaCaller, client: httpx.AsyncClient) -> None:
    box.oa.faults("message/cs", count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await oa.cs({"text": "a"})
    box.oa.faults("message/cs", after_accept=True, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await oa.cs({"text": "b"})
    assert [message["text"] for message in box.oa.chat(OA_LAN)] == ["b"]
    box.oa.faults(status=503, count=1)
    response = await client.get(f"{oa.url}/v2.0/oa/getoa", headers={"access_token": oa.access})
    assert (response.status_code, "json" in response.headers["Content-Type"]) == (503, False)
