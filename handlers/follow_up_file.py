"""The follow-up register and the returns to look at anew as workbooks in the chat, masked as cards are.

Both tell of people: who was handed one is written down, and it is taken out of the chat again after a day.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from domain import reports as report_rules
from domain.follow_ups import IN_REGISTER, UNDER_WAY
from domain.reports import Kind
from domain.talk.values import File, Message, Reply
from domain.wording import follow_up_form as say
from domain.wording import follow_ups as say_list
from domain.wording import reports as say_reports
from domain.wording import retriage as say_retriage
from handlers import follow_up_views as views
from handlers import reports
from handlers.context import Turn, says
from storage import audit, follow_up_lists
from storage.exports import follow_ups, retriage
from storage.exports.follow_ups import Form
from storage.follow_up_lists import Wanted

# entries that are written while the turn holds the writer, in a tenth of a second; more are written beside the bot
AT_ONCE = 300


async def send(turn: Turn, kept: dict[str, Any]) -> Reply:
    """Send the list as it is filtered; unfiltered, what is over as well."""
    if (
        turn.rules.card_detail == "masked"
    ):  # as under /baocao: notes are free words, which nothing masks to initials
        return says(say_reports.FOLLOW_UP_NOT_HERE)
    wanted = views.wanted(turn, kept)
    if wanted.standing == UNDER_WAY and not kept.get("what"):
        wanted = replace(wanted, standing=IN_REGISTER)
    if await _is_long(turn, wanted):
        return reports.of_kind(turn, Kind.FOLLOW_UP, said=say.WHOLE)
    form = Form(wanted, detail=turn.rules.card_detail)
    content, rows = await follow_ups.workbook(turn.tx, form, now=turn.now, zone=turn.rules.zone)
    return await _file(turn, say_list.TITLE, say.FILE_NAME, content, rows)


async def _is_long(turn: Turn, wanted: Wanted) -> bool:
    """Say whether a list is too long for the turn, of somebody who may have whole registers as files."""
    held = report_rules.posts_with(turn.me, turn.rules.card_detail).values()
    if not any(Kind.FOLLOW_UP in kinds for kinds in held):
        return False  # an official's list is as long as one commune's register
    _, total = await follow_up_lists.listed(turn.tx, wanted, turn.today, limit=1)
    return total > AT_ONCE


async def send_retriage(turn: Turn) -> Reply:
    """Send the returned records that the rule suspects."""
    content, rows = await retriage.workbook(
        turn.tx, views.heads(turn), now=turn.now, zone=turn.rules.zone, detail=turn.rules.card_detail
    )
    return await _file(turn, say_retriage.TITLE, say.RETRIAGE_FILE, content, rows)


async def _file(turn: Turn, title: str, name: str, content: bytes, rows: int) -> Reply:
    named = name.format(day=f"{turn.today:%Y%m%d}")
    details = {"rows": rows, "bytes": len(content), "channel": turn.account.channel}
    await audit.note(turn.tx, at=turn.now, person_id=turn.me.id, act="report", subject=named, details=details)
    text = f"{title}\n{say_reports.GONE_LATER}"
    return Reply((Message(text=text, file=File(named, base64.b64encode(content).decode())),))
