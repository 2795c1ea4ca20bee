"""OAuth of the Official Account: one use, 25 hours, refusals within HTTP 200 (zalo.md §3.2)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac

import httpx
import pytest
from zalo_callers import DAY, HOUR, OaCaller

from bot.sandbox_zalo.server import ZaloSandbox


async def test_a_refresh_token_gives_a_new_pair_for_25_hours(box: ZaloSandbox, oa: OaCaller) -> None:
    answer = await oa.renew(oa.refresh)
    assert answer.keys() == {"access_token", "refresh_token", "expires_in"}
    assert answer["expires_in"] == "90000"
    oa.access = answer["access_token"]
    await box.pass_by(25 * HOUR - 1)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == 0
    await box.pass_by(1)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -220


async def test_a_refresh_token_is_good_once(oa: OaCaller) -> None:
    renewed = await oa.renew(oa.refresh)
    answer = await oa.renew(oa.refresh)
    assert answer["error_name"] == "Invalid refresh token"
    assert {"error_reason", "error_description"} <= answer.keys()
    assert not {"error", "access_token"} & answer.keys()
    assert "access_token" in await oa.renew(renewed["refresh_token"])


async def test_of_two_that_refresh_at_once_one_is_refused(box: ZaloSandbox, oa: OaCaller) -> None:
    answers = await asyncio.gather(*(oa.renew(oa.refresh) for _ in range(2)))
    assert sorted("access_token" in answer for answer in answers) == [False, True]
    assert [line["ok"] for line in box.oa.tokens.log] == [True, False]
    assert {line["token"] for line in box.oa.tokens.log} == {oa.refresh}


async def test_a_refresh_whose_answer_is_lost_is_used_all_the_same(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.faults("access_token", after_accept=True, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await oa.renew(oa.refresh)
    assert (await oa.renew(oa.refresh))["error_reason"] == "it has been used"


async def test_a_refresh_token_lives_three_months(box: ZaloSandbox, oa: OaCaller) -> None:
    await box.pass_by(90 * DAY)
    assert (await oa.renew(oa.refresh))["error_reason"] == "it has expired"


async def test_a_number_may_stand_beside_the_words(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.configure(numeric_token_errors=True)
    assert (await oa.renew("rt_other"))["error"] == -14014
    assert (await oa.token(grant_type="refresh_token", refresh_token=oa.refresh, app_id="1"))[
        "error"
    ] == -14002


async def test_the_app_secret_comes_in_a_header_and_a_wrong_one_uses_nothing_up(oa: OaCaller) -> None:
    answer = await oa.token("oa-secret", grant_type="refresh_token", refresh_token=oa.refresh)
    assert answer["error_name"] == "Invalid secret key"
    assert (await oa.token(grant_type="password"))["error_name"] == "Invalid grant type"
    assert "access_token" in await oa.renew(oa.refresh)


async def test_consent_leads_back_with_a_code_for_one_use_and_ten_minutes(
    box: ZaloSandbox, oa: OaCaller, client: httpx.AsyncClient
) -> None:
    ours = box.oa.settings
    ours.redirect_uri = "https://rasoat.example.vn/zalo"
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "app_id": ours.app_id,
        "redirect_uri": ours.redirect_uri,
        "code_challenge": challenge,
        "state": "s1",
    }

    async def consents() -> httpx.QueryParams:
        answer = await client.get(f"{box.base_url}/v4/oa/permission", params=asked)
        assert answer.status_code == 302
        return httpx.URL(answer.headers["Location"]).params

    back = await consents()
    assert (back["oa_id"], back["state"]) == (ours.oa_id, "s1")
    form = {"grant_type": "authorization_code", "code": back["code"], "code_verifier": verifier}
    answer = await oa.token(**form)
    oa.access = answer["access_token"]
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == 0
    assert "access_token" not in await oa.token(**form)
    form["code"] = (await consents())["code"]
    assert "access_token" not in await oa.token(**{**form, "code_verifier": "w" * 43})
    form["code"] = (await consents())["code"]
    await box.pass_by(600)
    assert "access_token" not in await oa.token(**form)


async def test_consent_needs_the_registered_address(box: ZaloSandbox, client: httpx.AsyncClient) -> None:
    asked = {"app_id": box.oa.settings.app_id, "redirect_uri": "https://other.example.vn"}
    answer = await client.get(f"{box.base_url}/v4/oa/permission", params=asked)
    assert (answer.status_code, answer.json()["error"]) == (200, -14003)


async def test_a_wrong_access_token_is_216_and_an_expired_one_220(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.revoke("expire")
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -220
    box.oa.revoke("access")
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -216
    oa.access = f"Bearer {oa.access}"
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -216
    oa.access = (await oa.renew(oa.refresh))["access_token"]
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == 0


async def test_a_stolen_refresh_token_leaves_only_a_new_consent(box: ZaloSandbox, oa: OaCaller) -> None:
    box.oa.revoke("refresh")
    assert "error_name" in await oa.renew(oa.refresh)
    answer = await oa.token(grant_type="authorization_code", code=box.oa.tokens.consent())
    assert "access_token" in answer


async def test_a_proof_of_the_secret_may_be_asked_for(
    box: ZaloSandbox, oa: OaCaller, client: httpx.AsyncClient
) -> None:
    box.oa.configure(proof_required=True)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -242
    proof = hmac.new(box.oa.settings.app_secret.encode(), oa.access.encode(), hashlib.sha256).hexdigest()
    headers = {"access_token": oa.access, "appsecret_proof": proof}
    answer = await client.get(f"{box.base_url}/v2.0/oa/getoa", headers=headers)
    assert answer.json()["error"] == 0


async def test_tokens_are_not_in_the_log_of_calls(box: ZaloSandbox, oa: OaCaller) -> None:
    answer = await oa.renew(oa.refresh)
    await oa.get("/v2.0/oa/getoa")
    assert len(box.oa.calls()) == 2
    for secret in (oa.refresh, oa.access, answer["access_token"], box.oa.settings.app_secret):
        assert secret not in str(box.oa.calls())
