"""The story: an official's morning, the head's look at it and an admin's help, played on the phones of the stage.

Then the clock moves on to the next afternoon (reminded.py): who is reminded, of what, and who hears of it.
"""

from __future__ import annotations

import asyncio

from bot.commands.status import table
from bot.demo import broadcast, reminded
from bot.demo.acts import activate, ask, short
from bot.demo.official import Official
from bot.demo.stage import Player, Stage
from bot.demo.telling import Teller
from bot.demo.theatre import Theatre
from bot.sandbox.phone import Phone
from domain.records import RecordType
from domain.review import Case
from domain.talk.values import Address
from domain.wording import captions, integrity, leave, linking, onboarding, staffing
from domain.wording import demo as say
from reminders import morning_plan
from storage import desk, people, plans, status, verify
from storage.engine import Tx

WRONG_ON = 2  # the practice card that is answered wrongly at first: a fault of the register
PLANNED_S = 15.0
TO_MOVE = "⇄"  # how the captions begin that move somebody
STRANGER = 9001  # whom nobody invited
_WORDS = {"": say.CLEAN, Case.SLIP: say.SLIP, Case.VENDOR: say.VENDOR, Case.REGISTER: say.REGISTER}
_CODE = linking.code("", 0, ()).partition("\n")[0].strip()  # what stands before the code
_DID = {"tap": say.TAPS, "type": say.TYPES}


class Damaged(RuntimeError):
    """Log, records and counts do not agree after the story; the text names the first difference."""


async def tell(theatre: Theatre, teller: Teller) -> None:
    """Play everything; raises Damaged or NotThere where something is not as the story wants it."""
    official, head, admin = theatre.stage.cast
    colleague = theatre.stage.players[3]
    _scenery(theatre.stage, teller)
    teller.chapter(say.MORNING)
    await _morning(theatre, teller)
    async with theatre.phone(official) as lan:

        async def told(kind: str, words: str) -> None:
            if kind == "sees":
                await teller.screen(words)
            else:
                await teller.act(short(official), _DID[kind], words)

        worker = Official(lan, theatre.stage.drive.main, told)
        teller.chapter(say.ACTIVATION)
        await _turn_a_stranger_away(theatre, teller)
        await activate(official, lan, teller)
        teller.chapter(say.PRACTICE)
        await _practise(theatre.stage, worker, teller)
        teller.chapter(say.REVIEW)
        await _review(theatre, worker, official, teller)
        teller.chapter(say.ZALO)
        await _link(theatre, official, lan, teller)
    teller.chapter(say.LEAVE)
    await _leave(theatre, colleague, official, teller)
    teller.chapter(say.HEAD)
    async with theatre.phone(head) as minh:
        await activate(head, minh, teller)
        await ask(head, minh, "/tiendo", teller, sees=say.PROGRESS)
        await _lend(head, minh, teller)
    teller.chapter(say.ADMIN)
    async with theatre.phone(admin) as ha:
        await activate(admin, ha, teller)
        await _new_code(colleague, admin, ha, teller)
        teller.chapter(say.BROADCAST)
        async with theatre.phone(official) as lan:
            await broadcast.tell(admin, ha, official, lan, teller)
    await reminded.tell(theatre, teller)
    teller.chapter(say.FIGURES)
    await _figures(theatre, teller)


def _scenery(stage: Stage, teller: Teller) -> None:
    teller.chapter(say.SCENERY)
    units, _, *sheets = stage.taken_in
    rows: dict[RecordType, int] = {}
    for sheet in sheets:
        kind = RecordType(sheet.record_type or "")
        rows[kind] = rows.get(kind, 0) + sheet.rows
    teller.line(say.taken_in(units.rows, len(stage.players), rows))
    teller.line(say.activated(len(stage.players)))
    teller.line(say.HEARD)


async def _turn_a_stranger_away(theatre: Theatre, teller: Teller) -> None:
    theatre.sandbox.add_user(STRANGER, "An")
    async with Phone(theatre.sandbox.base_url, STRANGER) as an:
        await an.says("/tiendo")
        await teller.act("An", say.TYPES, "/tiendo")
        await an.sees(onboarding.STRANGER)
    teller.line(say.STRANGER)


async def _practise(stage: Stage, worker: Official, teller: Teller) -> None:
    number = stage.settings.practice
    await worker.phone.sees_button(captions.APPROVE)
    await teller.screen(await worker.words())
    teller.line(say.WRONG_FIRST)
    await worker.practises(number, wrong_on=WRONG_ON)
    await teller.screen(await worker.words())


async def _review(theatre: Theatre, worker: Official, player: Player, teller: Teller) -> None:
    """Decide until each case was met once, then take the last decision back and make it again."""
    await worker.taps(captions.START)
    seen: set[str] = set()
    decided = 0
    wanted = {"", *(case.value for case in Case)}
    while True:
        record = await worker.reads()
        case = record.truth.case
        if case not in seen:
            await teller.screen(await worker.words())
            teller.line(_WORDS[Case(case) if case else ""])
        if case == Case.VENDOR and case not in seen:
            await _look(worker, teller)
        await worker.answers(record, through_the_guard=case not in seen)
        worker.has_decided(record)
        seen.add(case)
        decided += 1
        if seen == wanted:
            break
    teller.line(say.UNDO)
    await worker.taps(captions.UNDO)
    await teller.screen(await worker.words())
    await worker.answers(record)
    teller.line(say.done(decided, await _waiting(theatre, player)))


async def _link(theatre: Theatre, player: Player, phone: Phone, teller: Teller) -> None:
    """Take a second channel in hand: the code from the first is typed on it, and the work goes on there."""
    await ask(player, phone, "/lienket", teller)
    await phone.taps(linking.LINK)
    await teller.act(short(player), say.TAPS, linking.LINK)
    words = str((await phone.sees(_CODE))["text"])
    await teller.screen(words)
    code = words.partition(_CODE)[2].split()[0]
    async with theatre.oa_phone(player) as oa:
        await oa.says(code)
        await teller.act(short(player), say.TYPES, f"{code} (Zalo OA)")
        await teller.screen(str((await oa.sees(player.member.name))["text"]))
        await oa.waits(lambda chat: captions.START in str(chat[-1].get("buttons")), captions.START)
        await oa.taps(captions.START)
        await teller.act(short(player), say.TAPS, f"{captions.START} (Zalo OA)")
        await oa.waits(lambda chat: captions.APPROVE in str(chat[-1].get("buttons")), captions.APPROVE)
        await teller.screen(await oa.screen())
    teller.line(say.SAME_WORK)
    await phone.says("/batdau")
    await teller.act(short(player), say.TYPES, "/batdau (Telegram)")
    await phone.waits(lambda chat: captions.APPROVE in str(chat[-1].get("reply_markup")), "the card again")


async def _waiting(theatre: Theatre, player: Player) -> int:
    """Count what lies on somebody's desk."""

    async def work(tx: Tx) -> int:
        account, _ = await people.who(tx, Address("telegram", str(player.user)))
        return await desk.held_count(tx, account.person_id or 0)

    return await theatre.application.database.read(work)


async def _morning(theatre: Theatre, teller: Teller) -> None:
    """Tell what the timers planned at seven, before anybody said a word."""
    today = theatre.stage.clock.today()
    database = theatre.application.database
    async with asyncio.timeout(PLANNED_S):
        while not await morning_plan.is_done(database, today):  # noqa: ASYNC110 (the timers tell nobody)
            await asyncio.sleep(0.05)
    lines = await database.read(lambda tx: plans.of_day(tx, today))
    for line in lines:
        shares = [(p.name, p.total) for p in line.people]
        teller.line(say.planned(line.name, line.open, line.days_left, line.needed, shares, line.shortfall))


async def _leave(theatre: Theatre, player: Player, stand_in: Player, teller: Teller) -> None:
    """A colleague goes home ill: the open records go to the stand-in, whose day grows."""
    before = await _waiting(theatre, stand_in)
    async with theatre.phone(player) as son:
        await activate(player, son, teller)
        await ask(player, son, "/nghi", teller)
        for caption in (leave.TODAY, f"{stand_in.member.name} ("):
            label = next(each for each in await son.captions() if each.startswith(caption))
            await son.taps(label)
            await teller.act(short(player), say.TAPS, label)
            await son.waits(lambda chat, label=label: label not in str(chat[-1]), label)
        await teller.screen(str((await son.sees(leave.WRITTEN))["text"]))
    teller.line(say.grown(short(stand_in), before, await _waiting(theatre, stand_in)))


async def _lend(player: Player, phone: Phone, teller: Teller) -> None:
    """The head sees a shortfall and moves somebody in two taps."""
    await ask(player, phone, "/phancong", teller, sees=TO_MOVE)
    label = next(each for each in await phone.captions() if each.startswith(TO_MOVE))
    for caption, sees in ((label, staffing.UNTIL), (staffing.LEND_TODAY, staffing.LENT)):
        await phone.taps(caption)
        await teller.act(short(player), say.TAPS, caption)
        await teller.screen(str((await phone.sees(sees))["text"]))


async def _look(worker: Official, teller: Teller) -> None:
    teller.line(say.SCAN)
    await worker.taps(captions.MORE)
    await worker.taps(captions.SCAN)
    await worker.phone.sees_button(captions.OPEN_PAGE)
    await teller.screen(await worker.words())
    await worker.taps(captions.BACK)


async def _new_code(lost: Player, player: Player, phone: Phone, teller: Teller) -> None:
    await ask(player, phone, f"/nhansu {lost.member.name}", teller)
    await phone.taps(captions.NEW_CODE)
    await teller.act(short(player), say.TAPS, captions.NEW_CODE)
    await phone.sees("?start=")
    await teller.screen(await phone.screen())


async def _figures(theatre: Theatre, teller: Teller) -> None:
    database = theatre.application.database
    teller.show(table(await database.read(status.read)))
    verified = await database.read(verify.run)
    if verified.difference is not None:
        raise Damaged(integrity.difference(verified.difference))
    teller.line(f"{say.WHOLE}: {integrity.whole(verified.units, verified.decisions, verified.records)}")
