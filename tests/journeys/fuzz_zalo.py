"""Events of both kinds of Zalo: the everyday, the odd and the broken, the same ones for a seed in every run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from bot.zalo.oa.inbound import payload_of
from domain.talk.ports import Showing
from tests.journeys.fuzz_words import COMMANDS, HOSTILE, JUNK, WORDS

Json = dict[str, Any]
LAN, MINH, HOA, HEAD, ADMIN, LEFT = "0001", "0002", "0003", "0009", "0008", "0010"
STRANGERS = ("6661", "6662", "6663")
EVERYBODY = (LAN, LAN, MINH, MINH, HOA, HOA, HEAD, ADMIN, LEFT, *STRANGERS)
OA_OTHER = (
    "image",
    "file",
    "audio",
    "video",
    "sticker",
    "gif",
    "link",
    "location",
    "business_card",
    "of_2031",
)
OA_UNSAID = ("oa_send_text", "oa_send_image", "user_received_message", "user_seen_message", "user_submit_info",
             "anonymous_send_text", "oa_send_group_text", "user_reacted_message", "", "follow", "unfollow", "follow")  # fmt: skip
BOT_OTHER = ("image", "sticker", "voice", "video", "link", "unsupported", "reaction", "seen", "of_2031")
WHOLE = (b"", b"{}", b"[]", b"null", b"7", b'"x"', b"{", b"\xff\xfe", b"[" * 3000, b'{"event_name":' + b"[" * 900,
         b'{"event_name":"user_send_text","event_name":"x"}')  # fmt: skip


class Fuzz:
    """Draws bodies for one channel. `shown` tells what a person was shown last there."""

    def __init__(
        self, seed: int, shown: Callable[[str], Showing | None], user_key: Callable[[str], str]
    ) -> None:
        self._chance = random.Random(seed)
        self._shown, self._user_key = shown, user_key
        self._numbers = iter(range(1, 10**9))
        self._last = b"{}"

    def oa(self, now_ms: int, oa_id: str) -> bytes:
        """Draw an event of the Official Account."""
        who = self._pick(EVERYBODY)
        stamp: Any = str(now_ms + self._numbers_next())
        draw = self._chance.random()
        sender, own = {"id": self._user_key(who)}, {"id": oa_id}
        message: Json = {"msg_id": f"m{self._numbers_next():x}"}
        event: Json = {
            "app_id": "3110000000000000311",
            "timestamp": stamp,
            "sender": sender,
            "recipient": own,
        }
        if draw < 0.75:
            event |= {
                "event_name": "user_send_text",
                "message": message | {"text": self._words(who, taps=True)},
            }
        elif draw < 0.87:
            kind = self._pick(OA_OTHER)
            attached = [{"type": kind, "payload": {"url": "https://example.vn/a", "name": "a.pdf"}}]
            event |= {"event_name": f"user_send_{kind}", "message": message | {"attachments": attached}}
        else:
            name = self._pick(OA_UNSAID)
            event |= {"event_name": name, "follower": sender, "message": message}
        return self._as_bytes(event)

    def bot(self, now_ms: int) -> bytes:
        """Draw an event of the Bot Platform."""
        who = self._pick(EVERYBODY)
        draw = self._chance.random()
        user = self._user_key(who)
        message: Json = {
            "message_id": f"b{self._numbers_next():x}", "date": now_ms, "from": {"id": user, "is_bot": False},
            "chat": {"id": user, "chat_type": "PRIVATE"},
        }  # fmt: skip
        event: Json = {"event_name": "message.text.received", "message": message}
        if draw < 0.8:
            message["text"] = self._words(who, taps=False)
        elif draw < 0.92:
            event["event_name"] = f"message.{self._pick(BOT_OTHER)}.received"
            message |= self._pick(
                ({}, {"caption": self._words(who, taps=False)}, {"photo": "x"}, {"photo_url": 7})
            )
            if self._chance.random() < 0.2:
                del event["message"]
        else:
            odd = ({"chat": {"id": "zgr-1", "chat_type": "GROUP"}}, {"from": {"id": user, "is_bot": True}},
                   {"date": 1}, {"message_id": 2**60 + self._numbers_next()}, {"chat": None})  # fmt: skip
            message |= self._pick(odd) | {"text": self._words(who, taps=False)}
        whole: Any = event
        if self._chance.random() < 0.1:
            whole = self._pick(
                ({"ok": True, "result": event}, [event, event], {"result": [event]}, {"ok": True})
            )
        return self._as_bytes(whole)

    def _words(self, who: str, *, taps: bool) -> str:
        """Draw what somebody types or taps: mostly what was offered to them, as work goes on."""
        # heads and admins would soon have ended everybody's posts; what they tap is fuzzed on Telegram
        showing = None if who in (HEAD, ADMIN) else self._shown(self._user_key(who))
        draw = self._chance.random()
        if draw < 0.6 and showing is not None and showing.prompt_id is not None and showing.choices and taps:
            return payload_of(showing.prompt_id, self._pick(showing.choices).key)
        if draw < 0.45 and showing is not None:
            return self._pick(
                ("1", "2", "3", "4", "phê duyệt", "sổ ghi sai", "nhầm bản quét", "A1 1", "a2 2")
            )
        if taps and draw < 0.68:
            forged = (
                "#rs 1.approve",
                "#rs 0.x",
                "#rs 99999999999999999.y",
                "#rs",
                "#rs 1.",
                "#rs -1.approve",
            )
            return self._pick(forged)
        if draw < 0.74:
            return "bắt đầu"
        if draw < 0.85:
            return self._pick(WORDS)
        return self._pick((*COMMANDS, *HOSTILE, "1" * 2001, "/lienket", "hoàn tác"))

    def _as_bytes(self, event: Any) -> bytes:
        """Write an event down, at times with a part broken, at times the last one again or no event at all."""
        draw = self._chance.random()
        if draw < 0.04:
            return self._last
        if draw < 0.06:
            return self._pick(WHOLE)
        if draw < 0.25 and isinstance(event, dict):
            self._break(event)
        self._last = json.dumps(event, ensure_ascii=self._chance.random() < 0.5).encode("utf-8", "replace")
        return self._last

    def _break(self, event: Json) -> None:
        holder: Any = event
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                return
            key = self._pick(keys)
            if isinstance(holder[key], dict | list) and holder[key] and self._chance.random() < 0.7:
                holder = holder[key]
            elif isinstance(holder, dict) and self._chance.random() < 0.3:
                del holder[key]
                return
            else:
                holder[key] = self._pick(JUNK)
                return

    def _numbers_next(self) -> int:
        return next(self._numbers)

    def _pick(self, among: Any) -> Any:
        return self._chance.choice(among)
