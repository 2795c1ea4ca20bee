"""The follow-up register and the returns to look at anew as workbooks in the chat, masked as cards are."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from domain.follow_ups import IN_REGISTER, UNDER_WAY
from domain.talk.values import File, Message, Reply
from domain.wording import follow_up_form as say
from domain.wording import follow_ups as say_list
from domain.wording import retriage as say_retriage
from handlers import follow_up_views as views
from handlers.context import Turn
from storage.exports import follow_ups, retriage
from storage.exports.follow_ups import Form


async def send(turn: Turn, kept: dict[str, Any]) -> Reply:
    """Send the list as it is filtered; unfiltered, what is over as well."""
    wanted = views.wanted(turn, kept)
    if wanted.standing == UNDER_WAY and not kept.get("what"):
        wanted = replace(wanted, standing=IN_REGISTER)
    form = Form(wanted, detail=turn.rules.card_detail)
    content, _ = await follow_ups.workbook(turn.tx, form, now=turn.now, zone=turn.rules.zone)
    return _file(turn, say_list.TITLE, say.FILE_NAME, content)


async def send_retriage(turn: Turn) -> Reply:
    """Send the returned records that the rule suspects."""
    content, _ = await retriage.workbook(
        turn.tx, views.heads(turn), now=turn.now, zone=turn.rules.zone, detail=turn.rules.card_detail
    )
    return _file(turn, say_retriage.TITLE, say.RETRIAGE_FILE, content)


def _file(turn: Turn, title: str, name: str, content: bytes) -> Reply:
    named = name.format(day=f"{turn.today:%Y%m%d}")
    return Reply((Message(text=title, file=File(named, base64.b64encode(content).decode())),))
