"""Sending a file that is made when it is sent: whose right it is is looked at then, and what was handed out is noted.

All but the progress table tell of people: such a file is taken out of the chat again after a day, by an item of the
outbox, so that a restart forgets none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.making.maker import Made, Make, Maker, NotMade
from domain import reports as rules
from domain.people import Account, Post
from domain.reports import Report
from domain.talk.ports import Kept, Outbound, Showing
from domain.talk.values import Address, Failed, Sent, Slot
from domain.wording import common
from domain.wording import reports as say
from storage import audit, outbox, people
from storage.engine import Database, Tx
from storage.outbox import TAKE_BACK  # in a body: the message that is to leave the chat

log = structlog.get_logger("bot.delivery")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSED = ("refused", "too large", "file")  # so reasons begin that are about the file

Hold = Callable[[], Awaitable[bool]]


class Reporting:
    """Makes and sends files for one process."""

    def __init__(self, database: Database, clock: Clock, make: Make | None = None) -> None:
        self._database = database
        self._clock = clock
        self.make = make or Maker().make

    async def send(
        self, outbound: Outbound, to: Address, item: outbox.Item, account: Account, hold: Hold
    ) -> Sent | Failed | None:
        """Make the file an item asks for and show it, or say why there is none; None where the item is not ours."""
        asked = Report.from_json(item.body["report"])
        post = await self._database.read(lambda tx: _post(tx, account, asked))
        if post is None:
            return await outbound.show(to, Showing(common.NOT_YOURS))
        now = self._clock()
        name = f"{say.FILE_NAMES[asked.kind]}-{post.unit_code}-{now.astimezone(asked.zone):%Y%m%d}.xlsx"
        if not outbound.capabilities.sends(name):
            return await outbound.show(to, Showing(say.not_here(say.command(asked.kind, post.unit_code))))
        if not await hold():
            return None
        most = outbound.capabilities.file_max
        made = await self.make(self._order(asked, post, now), most)
        if isinstance(made, NotMade):
            log.error("report_not_made", kind=asked.kind.value, fault=made.reason)
            return await outbound.show(to, Showing(say.NOT_NOW.format(file=say.CAPTIONS[asked.kind])))
        if not made.rows:
            words = say.NOTHING.format(file=say.CAPTIONS[asked.kind], unit=post.unit_name)
            return await outbound.show(to, Showing(words))
        if made.size > most:
            words = say.too_large(
                asked.kind, post.unit_name, made.size, most, say.command(asked.kind, post.unit_code)
            )
            return await outbound.show(to, Showing(words))
        if not await hold():
            return None
        await self._database.write(lambda tx: self._note(tx, account, asked, post, made, now))
        return await self._show(outbound, to, item, account, (asked, post, made, name))

    async def _show(
        self,
        outbound: Outbound,
        to: Address,
        item: outbox.Item,
        account: Account,
        what: tuple[Report, Post, Made, str],
    ) -> Sent | Failed:
        asked, post, made, name = what
        stays = asked.kind in rules.NO_PEOPLE
        caption = say.caption(asked.kind, post.unit_name, made.rows, made.cut, stays=stays)
        kept = Kept(made.content, f"report:{item.id}", name, XLSX, "", "")
        outcome = await outbound.show(to, Showing(caption, kept=kept))
        if isinstance(outcome, Failed):
            if outcome.permanent and outcome.reason.startswith(REFUSED):
                log.error("report_refused", kind=asked.kind.value, reason=outcome.reason)
                return await outbound.show(to, Showing(say.NOT_NOW.format(file=say.CAPTIONS[asked.kind])))
            return outcome
        if not stays and (ref := outcome.message_ref) is not None:
            await self.leaves(item, account, ref)
        return outcome

    async def leaves(self, item: outbox.Item, account: Account, ref: str) -> None:
        """Have a file that tells of people taken out of the chat again when its time is over."""
        await self._database.write(lambda tx: self._leaves(tx, item, account, ref))

    def _order(self, asked: Report, post: Post, now: datetime) -> dict[str, Any]:
        return {
            "database": self._database.url.render_as_string(hide_password=False),
            "kind": asked.kind.value,
            "paths": [post.unit_path],
            "now": now.isoformat(),
            "since": asked.since.isoformat() if asked.since else "",
            "until": asked.until.isoformat() if asked.until else "",
            "zone": str(asked.zone),
            "detail": asked.detail,
            "idle_minutes": asked.idle_minutes,
            "calendar": asked.calendar,
        }

    async def _note(
        self, tx: Tx, account: Account, asked: Report, post: Post, made: Made, now: datetime
    ) -> None:
        """Write down who is handed which file, before it goes."""
        days = {
            name: day.isoformat() for name, day in (("since", asked.since), ("until", asked.until)) if day
        }
        await audit.note(
            tx, at=now, person_id=account.person_id, act="report", subject=f"{asked.kind.value}:{post.unit_code}",
            details={"rows": made.rows, "bytes": made.size, "channel": account.channel, **days},
        )  # fmt: skip

    async def _leaves(self, tx: Tx, item: outbox.Item, account: Account, ref: str) -> None:
        now = self._clock()
        await outbox.add(
            tx, f"{TAKE_BACK}:{item.id}", account.id, {"text": "", TAKE_BACK: ref}, kind=TAKE_BACK, slot=Slot.NOTE,
            priority=outbox.ANSWER, now=now, not_before=now + rules.STAYS,
        )  # fmt: skip


async def _post(tx: Tx, account: Account, asked: Report) -> Post | None:
    """Find the post by which somebody may have the file at this very moment."""
    if account.person_id is None:
        return None
    person = await people.person(tx, account.person_id)
    return rules.may_have(person, asked.kind, asked.unit_id, asked.detail)
