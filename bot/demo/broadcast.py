"""The story's broadcast: the admin tells one commune something, watches it arrive, and a recipient confirms."""

from __future__ import annotations

from bot.demo.acts import short
from bot.demo.stage import Player
from bot.demo.telling import Teller
from bot.sandbox.phone import Phone
from domain.wording import broadcast as say_broadcast
from domain.wording import captions
from domain.wording import demo as say

_PICK_UNIT, _TYPE = say_broadcast.ASK_UNIT.partition("(")[0], say_broadcast.ASK_TEXT.partition("{")[0]


async def tell(admin: Player, ha: Phone, reader: Player, lan: Phone, teller: Teller) -> None:
    """Play it; raises NotThere where something is not as the story wants it."""

    async def taps(player: Player, phone: Phone, caption: str) -> None:
        await phone.sees_button(caption)
        await phone.taps(caption)
        await teller.act(short(player), say.TAPS, caption)

    async def types(words: str, then: str) -> None:
        await ha.says(words)
        await teller.act(short(admin), say.TYPES, words)
        await ha.sees(then)

    await types("/thongbao", captions.BY_UNIT)
    await taps(admin, ha, captions.BY_UNIT)
    await ha.sees(_PICK_UNIT)
    await types(say.BROADCAST_UNIT, _TYPE)
    await teller.screen(str((await ha.sees(_TYPE))["text"]))
    await ha.says(say.BROADCAST_TEXT)
    await teller.act(short(admin), say.TYPES, say.BROADCAST_TEXT)
    await taps(admin, ha, captions.PREVIEW)
    await taps(admin, ha, captions.SEND_NOW)
    read = await lan.sees_button(captions.ACKNOWLEDGE)
    await teller.screen(str(read["text"]))
    await taps(reader, lan, captions.ACKNOWLEDGE)
    await teller.screen(str((await ha.sees(say_broadcast.STATE_WORDS["done"]))["text"]))
