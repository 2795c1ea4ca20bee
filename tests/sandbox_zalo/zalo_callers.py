"""The plainest possible programs at either API: httpx, and what came back."""

from __future__ import annotations

from typing import Any

import httpx

from bot.sandbox_zalo.server import ZaloSandbox

Json = dict[str, Any]

TOKEN = "158003:zalo-tests-AAAAAAAAAAAA"
LAN, MINH, HOA = (
    "6f00aa11bb22cc33dd44",
    "6f00aa11bb22cc33dd45",
    "6f00aa11bb22cc33dd46",
)  # as the bot knows them
OA_LAN, OA_MINH, OA_HOA = "5512345678901234567", "5512345678901234568", "5512345678901234569"
NOON = 1_790_226_000.0  # Thursday 24 September 2026, 12:00 in Viet Nam
HOUR = 3600.0
DAY = 24 * HOUR

JPEG = b"\xff\xd8\xff\xe0" + b"anh" * 20
PDF = b"%PDF-1.4 don"


class BotCaller:
    """One bot of the Bot Platform."""

    def __init__(self, base_url: str, client: httpx.AsyncClient, token: str = TOKEN) -> None:
        self.api = f"{base_url}/bot{token}"
        self.client = client

    async def ask(self, method: str, **params: Any) -> tuple[int, Json]:
        """Call with JSON; gives the HTTP status and the whole answer."""
        response = await self.client.post(f"{self.api}/{method}", json=params)
        return response.status_code, response.json()

    async def call(self, method: str, **params: Any) -> Any:
        """Call; gives the result of a call that must succeed."""
        status, answer = await self.ask(method, **params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer.get("result")

    async def refused(self, method: str, **params: Any) -> int:
        """Call; gives the code of a call that must be refused, with the same HTTP status."""
        status, answer = await self.ask(method, **params)
        assert answer["ok"] is False, answer
        code: int = answer.get("error_code", answer.get("errorCode"))
        assert code == status
        return code

    async def poll(self, wait: str = "5") -> Json:
        """One event by getUpdates."""
        event: Json = await self.call("getUpdates", timeout=wait)
        return event


class OaCaller:
    """One product at the Official Account, with a good access token."""

    def __init__(self, box: ZaloSandbox, client: httpx.AsyncClient) -> None:
        self.box, self.client, self.url = box, client, box.base_url
        pair = box.oa.tokens.issue()
        self.access, self.refresh = pair.access, pair.refresh

    async def post(self, path: str, body: Any) -> Json:
        """Call with JSON; gives the answer, which always comes with HTTP 200."""
        headers = {"access_token": self.access}
        response = await self.client.post(self.url + path, json=body, headers=headers)
        assert response.status_code == 200
        answer: Json = response.json()
        return answer

    async def get(self, path: str, **params: str) -> Json:
        """Ask; gives the answer."""
        response = await self.client.get(
            self.url + path, params=params, headers={"access_token": self.access}
        )
        answer: Json = response.json()
        return answer

    async def cs(self, message: Json, user: str = OA_LAN) -> Json:
        """Send a customer-service message; gives the answer."""
        return await self.post("/v3.0/oa/message/cs", {"recipient": {"user_id": user}, "message": message})

    async def sends(self, message: Json, user: str = OA_LAN) -> Json:
        """Send a message that must go out; gives `data`."""
        answer = await self.cs(message, user)
        assert answer["error"] == 0, answer
        data: Json = answer["data"]
        return data

    async def upload(self, kind: str, name: str, content: bytes) -> Json:
        """Upload a file; gives the answer."""
        response = await self.client.post(
            f"{self.url}/v2.0/oa/upload/{kind}",
            files={"file": (name, content)},
            headers={"access_token": self.access},
        )
        answer: Json = response.json()
        return answer

    async def token(self, secret: str | None = None, **form: str) -> Json:
        """Ask the token endpoint; gives the answer, which comes with HTTP 200 whatever it is."""
        ours = self.box.oa.settings
        headers = {"secret_key": ours.app_secret if secret is None else secret}
        fields = {"app_id": ours.app_id, **form}
        response = await self.client.post(f"{self.url}/v4/oa/access_token", data=fields, headers=headers)
        assert response.status_code == 200
        answer: Json = response.json()
        return answer

    async def renew(self, refresh: str) -> Json:
        """Use a refresh token."""
        return await self.token(grant_type="refresh_token", refresh_token=refresh)


def buttons(*titles: str, kind: str = "oa.query.hide", text: str = "Số 24?") -> Json:
    """A message with buttons; each payload is `#rv ` and the title."""
    made = [{"title": title, "type": kind, "payload": f"#rv {title}"} for title in titles]
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": made}}}


def picture(**element: Any) -> Json:
    """A message with a picture, by attachment_id or url."""
    payload = {"template_type": "media", "elements": [{"media_type": "image", **element}]}
    return {"attachment": {"type": "template", "payload": payload}}
