"""Sending one thing that was written to the outbox, through its channel's port, with no transaction open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from bot import scans
from bot.charts import drawing
from bot.clock import Clock
from bot.delivery.kept_files import KeptFiles
from bot.delivery.leaving import Leaving
from bot.delivery.reporting import Reporting
from domain import markup
from domain.people import Account
from domain.talk import numbered
from domain.talk.ports import Outbound, Showing
from domain.talk.values import Address, Capabilities, Choice, Failed, File, Link, Sent, Slot, Style
from domain.wording import card as card_words
from domain.wording import common as say
from domain.wording import files as file_words
from storage import chat_files, outbox, people
from storage.engine import Database

log = structlog.get_logger("bot.delivery")

ScanLoader = Callable[[Path, str, str], Awaitable[Any]]
ChartDrawer = Callable[[Mapping[str, Any]], Awaitable[File | None]]
Hold = Callable[[], Awaitable[bool]]
Fill = Callable[[outbox.Item, Account, Capabilities], Awaitable[dict[str, Any] | None]]

PICTURE_TRIES = 5  # one that does not get through holds its words back for a minute and a half, and no longer
FILE_REFUSED = ("refused", "too large", "picture", "file")
PICTURE_REFUSED = ("refused", "too large", "picture")  # so reasons begin that may be about the picture


@dataclass(frozen=True, slots=True)
class Dropped:
    """It is not sent, or not to its end: nobody wants it any more or, not `ours`, another is at it now."""

    reason: str
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """How sending one item ended."""

    item: outbox.Item
    outcome: Sent | Failed | Dropped


async def _held() -> bool:
    return True


def showing_of(body: Mapping[str, Any]) -> Showing:
    """Unpack an outbox body into what a channel shows; a numbered list becomes text."""
    choices = tuple(
        Choice(key, label, Style(style), row) for key, label, style, row in body.get("choices", ())
    )
    takes_text = bool(body.get("takes_text"))
    text = body["text"]
    if body.get("numbered"):
        text, choices = numbered.render(text, choices, takes_text=takes_text), ()
    file, link = body.get("file"), body.get("link")
    return Showing(
        text=text,
        prompt_id=body.get("prompt"),
        choices=choices,
        takes_text=takes_text,
        edit_ref=body.get("edit") or (body.get("edit_if_forgotten") if "forget_words" in body else None),
        ask_contact=bool(body.get("ask_contact")),
        drop_keyboard=bool(body.get("drop_keyboard")),
        file=File(*file) if file else None,
        link=Link(*link) if link else None,
        marks=markup.unpacked(body.get("marks", ())),
    )


class Sender:
    """Shows items; keeps what the chat holds (the living card, scans) in step with what was shown."""

    def __init__(
        self,
        database: Database,
        outbounds: Mapping[str, Outbound],
        clock: Clock,
        scans_folder: Path | None,
        load_scan: ScanLoader = scans.load,
        draw_chart: ChartDrawer = drawing.picture_of,
        fill: Fill | None = None,  # gives the body of what is kept once for many; None: no more
    ) -> None:
        self._database = database
        self._outbounds = outbounds
        self._clock = clock
        self._scans_folder = scans_folder
        self._load_scan = load_scan
        self._draw_chart = draw_chart
        self._fill = fill
        self._kept = KeptFiles(database)
        self.leaving = Leaving(database, outbounds)
        self.reporting = Reporting(database, clock)

    async def answer_tap(self, channel: str, callback_ref: str, notice: str) -> None:
        """Stop a tapped button's waiting; that it failed is no reason for anything."""
        await self._outbounds[channel].answer_tap(callback_ref, notice)

    async def send(
        self, item: outbox.Item, account: Account, *, tap_answered: bool = False, hold: Hold = _held
    ) -> Ended:
        """Show one item. What it takes out of the chat goes first or last, whichever leaves less to see.

        `hold` keeps an item that takes long from being taken for a dead process's, and tells when it was.
        """
        outbound = self._outbounds.get(account.channel)
        if outbound is None:
            return Ended(item, Failed(f"no channel {account.channel}", permanent=True))
        to, body = Address(account.channel, account.user_key), item.body
        if "tap" in body and not tap_answered:
            await outbound.answer_tap(body["tap"], body.get("notice", ""))
        if "scan" in body:
            return Ended(item, await self._send_scan(outbound, to, item, hold))
        if "report" in body:
            sent = await self.reporting.send(outbound, to, item, account, hold)
            return Ended(item, Dropped("taken over", ours=False) if sent is None else sent)
        if outbox.TAKE_BACK in body:
            return Ended(item, await outbound.take_back(to, body[outbox.TAKE_BACK]))
        if "broadcast" in body and self._fill is not None:
            filled = await self._fill(item, account, outbound.capabilities)
            if filled is None:
                return Ended(item, Dropped("gone"))
            body = filled
        if "forget_words" in body:
            await self.leaving.forget_words(outbound, to, account.id, body["forget_words"])
        showing = showing_of(body)
        if not outbound.capabilities.can_edit and showing.choices and not outbound.capabilities.buttons:
            text = numbered.render(showing.text, showing.choices, takes_text=showing.takes_text)
            showing = Showing(text, file=showing.file)
        if "attachment" in body:
            outcome = await self._show_kept(outbound, to, showing, body["attachment"])
        elif "chart" in body and item.tries <= PICTURE_TRIES:
            outcome = await self._show_with_chart(outbound, to, showing, body["chart"])
        else:
            outcome = await outbound.show(to, showing)
        if isinstance(outcome, Failed):
            return Ended(item, outcome)
        if body.get("file") and outcome.message_ref is not None:
            await self.reporting.leaves(item, account, outcome.message_ref)
        if item.slot is Slot.CARD and outbound.capabilities.can_edit:
            await self._settle_card(outbound, to, account, body, outcome.message_ref)
        if "tidies" in body:
            await self.leaving.after_card(account.id)
        return Ended(item, outcome)

    async def _show_with_chart(
        self, outbound: Outbound, to: Address, showing: Showing, chart: Mapping[str, Any]
    ) -> Sent | Failed:
        """Show a message with its chart drawn; that it cannot be drawn, or is refused, is no reason for silence."""
        picture = await self._draw_chart(chart)
        if picture is None:
            return await outbound.show(to, showing)
        outcome = await outbound.show(to, replace(showing, file=picture, text_tells_all=True))
        if isinstance(outcome, Failed) and outcome.permanent and outcome.reason.startswith(PICTURE_REFUSED):
            log.error("chart_refused", channel=to.channel, reason=outcome.reason)
            return await outbound.show(to, showing)
        return outcome

    async def _show_kept(
        self, outbound: Outbound, to: Address, showing: Showing, attachment_id: int
    ) -> Sent | Failed:
        """Show a message with a file that somebody sent; where the file cannot go, the words go and say so."""
        kept = await self._kept.load(attachment_id)
        if kept == "waiting":
            return Failed("attachment: not fetched yet")
        if isinstance(kept, str):
            return await outbound.show(to, replace(showing, text=file_words.not_sent(showing.text)))
        if not kept.is_picture and not outbound.capabilities.sends(kept.name):
            text = f"{showing.text}\n{say.file_not_here(kept.name)}".strip()
            return await outbound.show(to, replace(showing, text=text))
        outcome = await outbound.show(to, replace(showing, kept=kept))
        if isinstance(outcome, Failed) and outcome.permanent and outcome.reason.startswith(FILE_REFUSED):
            log.error("attachment_refused", channel=to.channel, reason=outcome.reason)
            return await outbound.show(to, replace(showing, text=file_words.not_sent(showing.text)))
        return outcome

    async def _settle_card(
        self, outbound: Outbound, to: Address, account: Account, body: Mapping[str, Any], ref: str | None
    ) -> None:
        """Remember where the card stands now, and put the one before it away."""
        if ref is not None and ref != account.card_ref:
            await self._database.write(lambda tx: people.card_stands_in(tx, account.id, ref))
        old = body.get("away")
        if old and old != ref:
            await self.leaving.put_away(outbound, to, account.id, old)

    async def _send_scan(
        self, outbound: Outbound, to: Address, item: outbox.Item, hold: Hold
    ) -> Sent | Failed | Dropped:
        """Show the pages of a scan, each noted as soon as it stands in the chat; a plain line where there are none.

        Asked for anew the pages move to the foot of the chat; a second try goes on after the pages that arrived.
        A record that is decided meanwhile ends it: no page may come after the decision, or stay.
        """
        record_id, name, unit_code = item.body["scan"]
        if (over := await self._over(item, hold)) is not None:
            return over
        pages = (
            await self._load_scan(self._scans_folder, name, unit_code)
            if self._scans_folder
            else scans.Missing()
        )
        if (over := await self._over(item, hold)) is not None:
            return over
        if not isinstance(pages, list):
            log.warning("scan_not_shown", record=record_id, reason=pages.reason)
            return await outbound.show(to, Showing(say.SCAN_FAILED))
        shown = await self._database.read(lambda tx: chat_files.scans_shown(tx, item.account_id, record_id))
        if item.tries == 0 and shown:
            failed = await self.leaving.take_back(outbound, to, item.account_id, shown)
            if failed is not None:
                return failed
            shown = []
        outcome: Sent | Failed = Sent()
        for page in pages[len(shown) :]:
            if (over := await self._over(item, hold)) is not None:
                return over
            caption = card_words.scan_caption(item.body["text"], page.caption)
            outcome = await outbound.show_page(to, replace(page, caption=caption))
            if isinstance(outcome, Failed):
                return outcome
            ref = outcome.message_ref
            if ref is not None:
                await self._database.write(
                    lambda tx, ref=ref: chat_files.scan_shown(tx, item.account_id, record_id, ref)
                )
        # a card shown while the last page was on its way could not know of it
        await self.leaving.after_card(item.account_id)
        return outcome

    async def _over(self, item: outbox.Item, hold: Hold) -> Dropped | None:
        """Tell whether, and why, no more of a scan is to be sent; what of it stands in the chat is taken back."""
        if not await hold():
            return Dropped("taken over", ours=False)
        record_id = item.body["scan"][0]
        if await self._database.read(lambda tx: chat_files.may_stand(tx, item.account_id, record_id)):
            return None
        await self.leaving.after_card(item.account_id)
        return Dropped("no longer on the card")
