"""The Zalo bot's way out: plain text, numbered lists, and pictures that Zalo fetches from us.

Nothing can be edited or deleted there, and every message counts, so what only tidies a chat is not sent at all.
Everything goes out without a parse mode, so that no name in a record can break a message.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog
from PIL import Image

from bot import metrics
from bot.zalo.bot_platform.api import Answer, BotApi
from bot.zalo.bot_platform.errors import Refusal, Rest, Verdict, failure_of, verdict_of
from bot.zalo.bot_platform.inbound import CHANNEL
from bot.zalo.bot_platform.quota import Counter
from bot.zalo.bot_platform.splitting import TEXT_MAX, length, parts
from bot.zalo.oa import pictures
from domain.sends import Level
from domain.talk import numbered
from domain.talk.ports import Kept, Page, Showing
from domain.talk.values import Address, Capabilities, Failed, File, Images, Proactive, Sent
from domain.wording import zalo_bot as words

CAPTION_MAX = 2000
QUALITY = 75  # small letters of a chart are clear at it, and the largest stays below 150 kB
SEND_S = 30.0  # Zalo fetches a picture before it answers
TYPING_S = 3.0
BEGUN_MAX = 500
DOUBTED_MAX = 1000
BEGUN_S = 2 * 3600.0  # a text that is said again later is said from its start

log = structlog.get_logger("bot.zalo.outbound")


class PictureHost(Protocol):
    """A place from which Zalo can fetch a picture."""

    async def address_of(self, jpeg: bytes) -> str: ...


class ZaloBotOutbound:
    """The Outbound port for one bot. All that send for the bot share one, since it knows when it must rest."""

    capabilities = Capabilities(
        channel=CHANNEL,
        buttons=0,
        text_max=TEXT_MAX,
        can_edit=False,
        can_share_contact=False,
        caption_max=CAPTION_MAX,
        images=Images.URL,
        files_out=False,
        files_in=False,  # pictures alone come through
        captions_speak=True,
        proactive=Proactive.COUNTED,
        answers_taps=False,
    )

    def __init__(
        self,
        api: BotApi,
        counter: Counter,
        pictures: PictureHost | None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._counter = counter
        self._pictures = pictures
        self._rest = Rest(now)
        self._now = now
        self._fitted: dict[str, bytes] = {}  # the last picture somebody sent us, as it goes out
        self._doubted: dict[
            str, None
        ] = {}  # chats whose last message Zalo would not take and did not say why
        self._begun: dict[str, tuple[int, float]] = {}  # how many parts of a long text have arrived, and when

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        """Show a message; one longer than Zalo takes goes out in parts, and a second try goes on where it broke off."""
        text = numbered.render(showing.text, showing.choices, takes_text=showing.takes_text)
        if showing.kept is not None:
            return await self._show_kept(to, showing.kept, text)
        if showing.file is not None:
            picture = await _as_jpeg(showing.file)
            if picture is not None and self._pictures is not None:
                return await self._send_picture(to, picture, text)
            if not showing.text_tells_all:
                text = words.file_not_sent(text, showing.file.name)
        return await self._send_text(to, text)

    async def show_page(self, to: Address, page: Page) -> Sent | Failed:
        """Show a page of a scan: Zalo fetches it from us. Without a public address a plain line says so."""
        if self._pictures is None:
            return await self._send_text(to, f"{page.caption}\n{words.NO_PICTURE}".strip())
        return await self._send_picture(to, page.jpeg, page.caption)

    async def put_away(self, to: Address, message_ref: str, text: str) -> Sent | Failed:
        """Count as done: nothing can be replaced, and a line of its own would cost a message of the month."""
        return Sent()

    async def take_back(self, to: Address, message_ref: str) -> Sent | Failed:
        """Count as done: nothing can be deleted."""
        return Sent()

    async def answer_tap(self, callback_ref: str, text: str) -> Sent | Failed:
        """Count as done: there are no buttons."""
        return Sent()

    async def _show_kept(self, to: Address, kept: Kept, text: str) -> Sent | Failed:
        """Show a picture that somebody sent us, made fit once for all whom it goes to."""
        picture = self._fitted.get(kept.content_key)
        if picture is None and kept.is_picture and self._pictures is not None:
            picture = await asyncio.to_thread(_fitted, kept.content)
            if picture is not None:
                self._fitted = {kept.content_key: picture}
        if picture is None:
            return await self._send_text(to, words.file_not_sent(text, kept.name))
        return await self._send_picture(to, picture, text)

    async def _send_text(self, to: Address, text: str) -> Sent | Failed:
        pieces = parts(text)
        if not pieces:
            return Failed("refused: nothing to say", permanent=True)
        this = hashlib.sha256(f"{to.user}\0{text}".encode("utf-8", "replace")).hexdigest()
        outcome: Sent | Failed = Sent()
        for place in range(self._arrived(this), len(pieces)):
            outcome = await self._call(to.user, "sendMessage", {"text": pieces[place]})
            if isinstance(outcome, Failed):
                if place and not outcome.permanent:
                    self._remember(this, place)
                return outcome
        return outcome

    def _arrived(self, this: str) -> int:
        place, at = self._begun.pop(this, (0, 0.0))
        return place if self._now() - at < BEGUN_S else 0

    def _remember(self, this: str, place: int) -> None:
        if len(self._begun) >= BEGUN_MAX:
            self._begun.pop(next(iter(self._begun)))
        self._begun[this] = place, self._now()

    async def _send_picture(self, to: Address, jpeg: bytes, caption: str) -> Sent | Failed:
        """Send a picture with its words as one message; words too long for a caption follow on their own."""
        assert self._pictures is not None
        if (seconds := self._rest.left()) > 0:
            return _resting(seconds)
        try:
            address, _ = await asyncio.gather(self._pictures.address_of(jpeg), self._type(to.user))
        except Exception as fault:  # the database is away, and so is the picture
            log.error("picture_not_kept", fault=type(fault).__name__)
            return Failed(f"unavailable: {type(fault).__name__}")
        below = length(caption) <= CAPTION_MAX
        params = {"photo": address} | ({"caption": caption} if below and caption.strip() else {})
        outcome = await self._call(to.user, "sendPhoto", params)
        if below or isinstance(outcome, Failed):
            return outcome
        return await self._send_text(to, caption)

    async def _type(self, user: str) -> None:
        """Show that something comes; that it failed is no reason for anything."""
        await self._api.call("sendChatAction", {"chat_id": user, "action": "typing"}, limit_s=TYPING_S)

    async def _call(self, user: str, method: str, params: Mapping[str, Any]) -> Sent | Failed:
        """Send one message: timed, counted, and not sent at all while Zalo wants peace."""
        if (seconds := self._rest.left()) > 0:
            metrics.sends.labels(CHANNEL, "asleep").inc()
            return _resting(seconds)
        started = time.perf_counter()
        answer = await self._api.call(method, {"chat_id": user, **params}, limit_s=SEND_S)
        metrics.send_seconds.labels(CHANNEL).observe(time.perf_counter() - started)
        if isinstance(answer, Answer):
            self._rest.over()
            self._doubted.pop(user, None)
            await self._counter.count()
            metrics.sends.labels(CHANNEL, "sent").inc()
            return Sent(answer.message_ref)
        failed = await self._failed(user, method, answer)
        word = "unreachable" if failed.unreachable else "refused" if failed.permanent else "later"
        metrics.sends.labels(CHANNEL, word).inc()
        return failed

    async def _failed(self, user: str, method: str, refusal: Refusal) -> Failed:
        verdict = verdict_of(refusal)
        if verdict is Verdict.QUOTA:
            seconds = self._rest.begin(spent=await self._is_spent())
            log.error("month_or_pace_exceeded", method=method, rest_s=round(seconds))
            return failure_of(refusal, verdict, after_s=seconds)
        if verdict is Verdict.DOUBTFUL:
            verdict = await self._resolved(user)
        failed = failure_of(refusal, verdict)
        if verdict is Verdict.TOKEN:
            log.error("token_refused", method=method)
        elif verdict is Verdict.UNREACHABLE:
            log.info("unreachable", user=user, method=method)
        else:
            log.warning("call_failed", user=user, method=method, reason=failed.reason)
        return failed

    async def _resolved(self, user: str) -> Verdict:
        """Tell whether a refusal is about the person: it came twice in a row, and Zalo is well otherwise."""
        if user in self._doubted:
            if isinstance(await self._api.call("getMe"), Answer):
                self._doubted.pop(user, None)
                return Verdict.UNREACHABLE
        elif len(self._doubted) < DOUBTED_MAX:
            self._doubted[user] = None
        return Verdict.DOUBTFUL

    async def _is_spent(self) -> bool:
        try:
            return (await self._counter.state()).level is Level.SPENT
        except Exception:
            return False


def _resting(seconds: float) -> Failed:
    return Failed("quota: resting", retry_after_s=max(1.0, seconds))


async def _as_jpeg(file: File) -> bytes | None:
    """Turn a picture we made into JPEG, the one kind that is served; None where it is no picture."""
    return (
        await asyncio.to_thread(_converted, base64.b64decode(file.content_base64))
        if file.is_picture
        else None
    )


def _fitted(content: bytes) -> bytes | None:
    """Make a picture of any size one that Zalo can fetch in a moment."""
    try:
        small, _ = pictures.fitting(content)
    except pictures.NoPicture:
        return None
    return _converted(small)


def _converted(content: bytes) -> bytes | None:
    if content.startswith(b"\xff\xd8\xff"):
        return content
    target = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.convert("RGB").save(target, "JPEG", quality=QUALITY)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return target.getvalue()
