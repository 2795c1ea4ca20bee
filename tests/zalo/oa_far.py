"""A Zalo of our own for these tests: it answers calls in memory, rotates tokens, and refuses what it is told to."""

from __future__ import annotations

import base64
import io
import json
import random
import urllib.parse
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from PIL import Image

from bot.zalo.oa.channel import ZaloOaChannel
from bot.zalo.oa.signature import HEADER, sign
from domain.talk.values import Choice, File
from storage import zalo_contacts
from storage.engine import Database

APP, APP_SECRET, OA_SECRET = "311000222", "app-secret-of-tests", "oa-secret-of-tests"
HOA = "5512345678901234567"
NOON = datetime(2026, 9, 21, 5, 0, tzinfo=UTC)  # Monday 12:00 in Viet Nam
PAIR_S = 90_000
PUBLIC = "https://ra-soat.example"
CARD = tuple(Choice(key, label) for key, label in
             (("approve", "✅ Phê duyệt"), ("fix", "✏️ Sửa và duyệt"), ("return", "↩️ Trả lại số hóa"),
              ("book", "📕 Sổ gốc sai/thiếu"), ("more", "⋯ Thêm")))  # fmt: skip


class Hours:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


class FarZalo:
    """The far server. `spent` lists each token or code that was sent, in order."""

    def __init__(self) -> None:
        self.spent: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.uploads: list[tuple[str, int]] = []
        self.errors: deque[int] = deque()
        self.errors_at: dict[str, int] = {}
        self.oauth: Callable[[dict[str, str]], httpx.Response] = self.grant
        self.good_access: set[str] = set()
        self.number = 0

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.serve)

    def grant(self, form: dict[str, str]) -> httpx.Response:
        """Give a new pair; the old access token stays good."""
        self.number += 1
        access, refresh = f"access-{self.number}", f"refresh-{self.number}"
        self.good_access.add(access)
        pair = {"access_token": access, "refresh_token": refresh, "expires_in": str(PAIR_S)}
        return httpx.Response(200, json=pair)

    async def serve(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/v4/oa/access_token":
            form = dict(urllib.parse.parse_qsl(request.content.decode()))
            assert request.headers["secret_key"] == APP_SECRET and form["app_id"] == APP
            self.spent.append(form.get("refresh_token") or form["code"])
            return self.oauth(form)
        if request.headers.get("access_token") not in self.good_access:
            return httpx.Response(200, json={"error": -216, "message": "Access token is invalid"})
        if path.startswith("/v2.0/oa/upload/"):
            self.uploads.append((path, len(request.content)))
        else:
            self.calls.append((path, json.loads(request.content)))
        code = self.errors_at.get(path) or (self.errors.popleft() if self.errors else 0)
        if code:
            return httpx.Response(200, json={"error": code, "message": "no"})
        number = len(self.calls) + len(self.uploads)
        data = {"message_id": f"m{number}", "attachment_id": f"a{number}", "token": f"t{number}"}
        return httpx.Response(200, json={"error": 0, "message": "Success", "data": data})

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was sent as cs messages, refused or not."""
        return [body["message"] for path, body in self.calls if path == "/v3.0/oa/message/cs"]


def open_channel(far: FarZalo, database: Database, hours: Hours, **more: Any) -> ZaloOaChannel:
    """Open the account's channel as a process of its own would."""
    values: dict[str, Any] = {
        "app_id": APP,
        "app_secret": APP_SECRET,
        "oa_secret": OA_SECRET,
        "refresh_token": "refresh-0",
        "public_url": PUBLIC,
        "transport": far.transport(),
    }
    return ZaloOaChannel(database=database, clock=hours, **(values | more))


def event(
    name: str, at: datetime = NOON, *, message: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Make an event as Zalo sends it."""
    raw: dict[str, Any] = {"app_id": APP, "event_name": name, "timestamp": str(int(at.timestamp() * 1000))}
    if name in ("follow", "unfollow"):
        raw |= {"oa_id": "4400", "follower": {"id": HOA}, "source": "oa_profile"}
    else:
        raw |= {"sender": {"id": HOA}, "recipient": {"id": "4400"}}
        raw["message"] = {"msg_id": "96d3"} | (message or {})
    return raw | more


def said(text: str, at: datetime = NOON, msg_id: str = "96d3") -> dict[str, Any]:
    """Make the event of a typed line."""
    return event("user_send_text", at, message={"text": text, "msg_id": msg_id})


def signed(raw: dict[str, Any], *, bare: bool = False) -> tuple[bytes, dict[str, str]]:
    """Make the body and the headers of a genuine delivery."""
    body = json.dumps(raw, ensure_ascii=False).encode()
    hexed = sign(APP, body, raw["timestamp"], OA_SECRET)
    return body, {HEADER: hexed if bare else f"mac={hexed}", "Content-Type": "application/json"}


async def spoke(database: Database, hours: Hours) -> None:
    now = hours.now
    await database.write(lambda tx: zalo_contacts.spoke(tx, APP, HOA, now))


def jpeg(side: int = 60, *, noisy: bool = False, kind: str = "JPEG") -> bytes:
    image = Image.new("RGB", (side, side), "white")
    if noisy:
        image = Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))
    target = io.BytesIO()
    image.save(target, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return target.getvalue()


def pdf(name: str = "bao-cao.pdf", content: bytes = b"%PDF-1.7 x") -> File:
    return File(name, base64.b64encode(content).decode())
