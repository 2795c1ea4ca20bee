"""The story's afternoons: the clock moves on, and the phones ring: the province's evening, a nudge, a head's digest."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.demo import silence
from bot.demo.acts import activate, short
from bot.demo.stage import Player
from bot.demo.telling import Teller
from bot.demo.theatre import Theatre
from bot.sandbox.phone import Phone
from domain import nudges
from domain.nudges import Kind, NudgeReason
from domain.wording import captions, figures
from domain.wording import demo as say
from domain.wording import nudges as say_nudges

COLLEAGUE, CHAIR = (
    3,
    4,
)  # the places on the roster of the official who was ill, and of the head of their commune
_NOTED = say_nudges.REASON_NOTED.partition("{")[0]


async def tell(theatre: Theatre, teller: Teller) -> None:
    """Play everything from the evening of the first day to the next afternoon's end."""
    players = theatre.stage.players
    admin, colleague, chair = theatre.stage.cast[2], players[COLLEAGUE], players[CHAIR]
    today = theatre.stage.clock.today()
    tomorrow = today + timedelta(days=1)
    teller.chapter(say.EVENING)
    async with theatre.phone(admin) as ha:
        await _goes_to(theatre, datetime.combine(today, _at(Kind.REPORT)), teller)
        await teller.screen(str((await ha.sees(figures.day(today)))["text"]))
    teller.line(say.SEALED)
    teller.chapter(say.NUDGE)
    async with theatre.phone(colleague) as son:
        await _goes_to(theatre, datetime.combine(tomorrow, _at(Kind.NUDGE)), teller)
        await _gives_a_reason(colleague, son, teller)
    teller.chapter(say.DIGEST)
    async with theatre.phone(chair) as khanh:
        await activate(chair, khanh, teller)
        await _goes_to(theatre, datetime.combine(tomorrow, _at(Kind.DIGEST)), teller)
        await _reads_the_digest(chair, khanh, teller)
    told = await silence.of_day(theatre.application.database, tomorrow, theatre.stage.clock.zone)
    teller.line(say.silence(tomorrow, *silence.counted(told)))


def _at(kind: Kind) -> time:
    return nudges.RULES[kind].at


async def _goes_to(theatre: Theatre, local: datetime, teller: Teller) -> None:
    await theatre.journey.to(local.replace(tzinfo=theatre.stage.clock.zone))
    teller.line(say.reached(local))


async def _gives_a_reason(player: Player, phone: Phone, teller: Teller) -> None:
    """Answer the nudge by one of its buttons."""
    teller.line(say.WELL_AGAIN)
    reason = captions.NUDGE_REASONS[NudgeReason.BUSY]
    await teller.screen(str((await phone.sees_button(reason))["text"]))
    await phone.taps(reason)
    await teller.act(short(player), say.TAPS, reason)
    await teller.screen(str((await phone.sees(_NOTED))["text"]))


async def _reads_the_digest(player: Player, phone: Phone, teller: Teller) -> None:
    """Read whose work is late and why, and have the late nudged."""
    digest = await phone.sees_button(captions.NUDGE_NOW)
    await teller.screen(str(digest["text"]))
    teller.line(say.FROM_THERE)
    await phone.taps(captions.NUDGE_NOW)
    await teller.act(short(player), say.TAPS, captions.NUDGE_NOW)
    await phone.waits(lambda chat: chat[-1]["message_id"] > digest["message_id"], captions.NUDGE_NOW)
    await teller.screen(await phone.screen())
