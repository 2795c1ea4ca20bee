"""The Official Account's way out: text with buttons, pictures, PDF files, and a template where the window has closed.

Nothing on Zalo can be edited or deleted: a card is shown anew at the foot of the chat, and what should leave the chat
counts as gone, since there is nothing more to do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.zalo.oa import bodies, gauges
from bot.zalo.oa.bodies import TEXT_MAX, Body
from bot.zalo.oa.calls import Answer, Calls, Ended, Refused, ended
from bot.zalo.oa.errors import OURS, Verdict
from bot.zalo.oa.inbound import CHANNEL
from bot.zalo.oa.uploads import Upload, Uploads
from bot.zalo.oa.windows import Window, may_have_template, month_of, window
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Capabilities, Failed, Images, Proactive, Sent
from storage import zalo_contacts
from storage.engine import Database, Tx
from storage.zalo_contacts import Contact

CS_PATH = "/v3.0/oa/message/cs"
TEMPLATE_PATH = "/v3.0/oa/message/template"
SMALLER = TEXT_MAX // 2  # where Zalo counts letters otherwise than we do
TEMPLATE_TEXT_MAX = 100
CLOSED = Failed("window", permanent=True)  # the ladder reads the word and tries the next channel

log = structlog.get_logger("bot.zalo.oa.outbound")


class ZaloOaOutbound:
    """The Outbound port for one Official Account."""

    capabilities = Capabilities(
        channel=CHANNEL,
        buttons=bodies.BUTTONS_MAX,
        text_max=TEXT_MAX,
        can_edit=False,
        can_share_contact=False,
        caption_max=TEXT_MAX,
        images=Images.UPLOAD,
        files_out=True,
        file_endings=(".pdf",),
        files_in=True,
        proactive=Proactive.WINDOW,
        link_buttons=True,
        answers_taps=False,
    )

    def __init__(
        self,
        calls: Calls,
        uploads: Uploads,
        database: Database,
        clock: Callable[[], datetime],
        *,
        app_id: str,
        template_id: str | None = None,
        template_field: str = "content",
    ) -> None:
        self._calls = calls
        self._uploads = uploads
        self._database = database
        self._clock = clock
        self._app = app_id
        self._template_id = template_id
        self._template_field = template_field

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        """Show a message at the foot of the chat; beyond the window as a template, where there is one."""
        contact = await self._contact(to)
        rule = window(contact, self._clock())
        if rule is Window.CLOSED:
            return await self._by_template(to, showing.text, contact)
        if showing.kept is not None:
            return await self._show_file(to, showing, rule, Upload.of_kept(showing.kept))
        if showing.file is not None:
            return await self._show_file(to, showing, rule, Upload.of_file(showing.file))
        return await self._show_texts(to, showing, rule, contact)

    async def show_page(self, to: Address, page: Page) -> Sent | Failed:
        """Show a page of a scan; its bytes are uploaded once."""
        rule = window(await self._contact(to), self._clock())
        if rule is Window.CLOSED:
            return CLOSED
        return await self._send_upload(to, Upload.of_page(page.jpeg, page.content_key), page.caption, rule)

    async def put_away(self, to: Address, message_ref: str, text: str) -> Sent | Failed:
        """Leave an old message where it is: it can be neither changed nor taken away."""
        return Sent()

    async def take_back(self, to: Address, message_ref: str) -> Sent | Failed:
        """Leave a message where it is: Zalo lets nobody delete it, so nothing more can be done."""
        return Sent()

    async def answer_tap(self, callback_ref: str, text: str) -> Sent | Failed:
        """Do nothing: a tap comes back as a message and waits for no answer of its own."""
        return Sent()

    # ── messages ────────────────────────────────────────────────────────────────────────────────

    async def _show_texts(
        self, to: Address, showing: Showing, rule: Window, contact: Contact | None
    ) -> Sent | Failed:
        left = deque(bodies.texts(showing))
        ref: str | None = None
        while left:
            body = left.popleft()
            outcome = await self._send(to, body, rule)
            if isinstance(outcome, Refused):
                if outcome.verdict is Verdict.SPLIT and bodies.length(body["text"]) > SMALLER:
                    left.extendleft(reversed(_halved(body)))
                    continue
                if outcome.verdict is Verdict.NEXT_RUNG:
                    return await self._by_template(to, showing.text, contact)
            final = ended(outcome, self._clock())
            if isinstance(final, Failed):
                return final
            ref = final.text("message_id")
        return Sent(ref)

    async def _show_file(self, to: Address, showing: Showing, rule: Window, upload: Upload) -> Sent | Failed:
        """Hand over a file. Words go with a picture as its caption, else after it, and with them the choices."""
        words = showing.text.strip()
        as_caption = (
            upload.is_picture
            and not showing.choices
            and bodies.length(words) <= self.capabilities.caption_max
        )
        outcome = await self._send_upload(to, upload, words if as_caption else "", rule)
        if isinstance(outcome, Failed) or as_caption or not words:
            return outcome
        return await self._show_texts(to, showing, rule, None)

    async def _send_upload(self, to: Address, upload: Upload, caption: str, rule: Window) -> Sent | Failed:
        outcome: Ended | None = None
        for anew in (False, True):
            name = await self._uploads.name_of(upload, anew=anew)
            if isinstance(name, Failed):
                return name
            body = bodies.picture(name, caption) if upload.is_picture else bodies.document(name)
            outcome = await self._send(to, body, rule)
            if not isinstance(outcome, Refused) or outcome.verdict is not Verdict.UPLOAD_AGAIN:
                break
        assert outcome is not None
        final = ended(outcome, self._clock())
        return Sent(final.text("message_id")) if isinstance(final, Answer) else final

    async def _send(self, to: Address, body: Body, rule: Window) -> Ended:
        outcome = await self._calls.post(
            CS_PATH, {"recipient": {"user_id": to.user}, "message": body}, to=to.user
        )
        if rule is Window.COUNTED and isinstance(outcome, Answer):
            gauges.late_sends.inc()
            month = month_of(self._clock())
            await self._note(lambda tx: zalo_contacts.count(tx, self._app, month, "late"))
        return outcome

    async def _by_template(self, to: Address, text: str, contact: Contact | None) -> Sent | Failed:
        """Say by a paid template, at most once a day, that something waits; the person's answer opens the window."""
        now = self._clock()
        if self._template_id is None or not may_have_template(contact, now):
            return CLOSED
        first_line = text.strip().partition("\n")[0]
        outcome = await self._calls.post(
            TEMPLATE_PATH,
            {
                "user_id": to.user,
                "template_id": self._template_id,
                "template_data": {self._template_field: bodies.clip(first_line, TEMPLATE_TEXT_MAX)},
            },
            to=to.user,
        )
        if isinstance(outcome, Refused) or (isinstance(outcome, Failed) and outcome.reason.startswith(OURS)):
            return CLOSED  # a template that needs the operator keeps nobody from the next channel
        if isinstance(outcome, Failed):
            return outcome
        gauges.templates.inc()

        async def note(tx: Tx) -> None:
            await zalo_contacts.template_sent(tx, self._app, to.user, now)
            await zalo_contacts.count(tx, self._app, month_of(now), "template")

        await self._note(note)
        return Sent(outcome.text("message_id") or outcome.text("msg_id"))

    # ── what is kept ────────────────────────────────────────────────────────────────────────────

    async def _contact(self, to: Address) -> Contact | None:
        return await self._database.read(lambda tx: zalo_contacts.contact(tx, self._app, to.user))

    async def _note(self, work: Callable[[Tx], object]) -> None:
        try:
            await self._database.write(work)  # type: ignore[arg-type]
        except Exception as fault:  # it was sent; that it was not counted must not send it again
            log.error("not_counted", fault=type(fault).__name__)


def _halved(body: Body) -> list[Body]:
    parts: list[Body] = [{"text": piece} for piece in bodies.pieces(body["text"], SMALLER)]
    parts[-1] |= {name: value for name, value in body.items() if name != "text"}
    return parts
