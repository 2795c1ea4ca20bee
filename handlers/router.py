"""Who answers what: commands and steps in two visible tables, and the order in which words are understood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain import fields
from domain.talk import commands, numbered
from domain.talk.values import Chosen, Message, Reply, SharedContact, Slot, Typed
from domain.wording import captions
from domain.wording import common as say
from domain.wording import onboarding as say_onboarding
from handlers import (
    admin,
    book_faults,
    deciding,
    drawing,
    drawing_fix,
    fixing,
    leave,
    linking,
    more_work,
    onboarding,
    progress,
    review,
    schedule,
    staffing,
    staffing_changes,
    subject,
    today,
    units_admin,
)
from handlers.context import Turn, says
from storage import prompts
from storage.prompts import Asked

TEXT_MAX = 1000

COMMANDS: dict[str, Callable[[Turn], Awaitable[Reply]]] = {
    "start": onboarding.greet_again,
    "batdau": today.begin,
    "homnay": today.show_list,
    "hoantac": deciding.undo_by_command,
    "tiendo": progress.show,
    "lienket": linking.show,
    "baocao": progress.report,
    "huongdan": onboarding.help_for,
}
STEPS: dict[str, Callable[[Turn, subject.Subject, str], Awaitable[Reply]]] = {
    "card": review.take_card,
    "confirm": review.take_confirm,
    "more": review.take_more,
    "rules": deciding.back,
    "full": review.take_full,
    "return": review.take_return,
    "follow": review.take_follow,
    "route": review.take_route,
    "fix": fixing.take_field,
    "check": fixing.take_check,
}
WORD_STEPS: dict[str, Callable[[Turn, subject.Subject, str, str], Awaitable[Reply]]] = {
    "skip": review.take_skip,
    "note": review.take_note,
}
# commands whose further words mean something: a name, a day, a number
WITH_WORDS: dict[str, Callable[[Turn, str], Awaitable[Reply]]] = {
    "nghi": leave.show,
    "ngoaigio": more_work.show,
    "phancong": staffing.show,
    "nhansu": admin.find,
    "donvi": units_admin.find,
    "lich": schedule.show,
}
# conversations beside the card: each takes a tap or words
BESIDE: dict[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    leave.STEP: leave.take,
    linking.STEP: linking.take,
    more_work.STEP: more_work.take,
    staffing.STEP: staffing_changes.take,
    "people": admin.take,
    "units": units_admin.take,
    "schedule": schedule.take,
}
# lists to pick from, not questions: another pick is another answer
ANSWERED_AGAIN = frozenset(BESIDE) - {more_work.STEP} | {book_faults.STEP}
QUICK_FIX_STEPS = frozenset({"card", "more", "fix", "check", "confirm", "rules", "full"})


async def handle(turn: Turn) -> Reply:
    """Answer one thing said."""
    if turn.person is None or not turn.person.posts:
        return await onboarding.stranger(turn)
    said = turn.incoming.said
    if isinstance(said, Chosen):
        return await _chosen(turn, said)
    if isinstance(said, Typed):
        return await _typed(turn, said.text)
    if isinstance(said, SharedContact):
        return says(say_onboarding.ALREADY)
    return says(say.ONLY_TEXT) if said.what not in ("blocked", "unblocked") else Reply()


async def _chosen(turn: Turn, chosen: Chosen) -> Reply:
    """Take a tap: on a live prompt once; a repeat and a stale one change nothing."""
    asked = await prompts.load(turn.tx, chosen.prompt_id, turn.account.id) if chosen.prompt_id else None
    if asked is None or asked.voided or asked.choice(chosen.key) is None:
        return await _present(turn)
    if asked.answered_key == chosen.key:
        return Reply(notice=captions.NOTED)
    if asked.answered_key is not None and asked.step not in ANSWERED_AGAIN:
        return await _present(turn)
    if asked.slot is Slot.CARD and asked.id != turn.account.card_prompt_id:
        return await _present(turn)
    return await _answer(turn, asked, chosen.key)


async def _answer(turn: Turn, asked: Asked, key: str, text: str = "") -> Reply:
    """Hand an answer to its step, once."""
    turn.asked = asked
    again = asked.step in ANSWERED_AGAIN
    if not await prompts.answer(turn.tx, asked.id, key or "text", again=again) and not again:
        return Reply(notice=captions.NOTED)
    match asked.step:
        case "start":
            return await today.begin(turn)
        case "summary" | "list":
            return await deciding.undo_by_command(turn) if key == "undo" else await today.begin(turn)
        case book_faults.STEP:
            return await book_faults.take(turn, asked, key)
    if asked.step in BESIDE:
        return await BESIDE[asked.step](turn, key, text)
    found = await subject.load(turn, asked.payload)
    if found is None:
        return await deciding.changed_meanwhile(turn)
    if asked.step == "value":
        return await fixing.take_value(turn, found, key, text, asked.payload["field"])
    if asked.step in WORD_STEPS:
        return await WORD_STEPS[asked.step](turn, found, key, text)
    return await STEPS[asked.step](turn, found, key)


async def _present(turn: Turn) -> Reply:
    """Answer a stale button with the present card, its draft kept."""
    message = await _open_card(turn)
    if message is None:
        message = (await today.begin(turn)).messages[0]
    return Reply((message,), notice=captions.CARD_CHANGED)


async def _card(turn: Turn) -> Asked | None:
    """Load what the living card asks, if it still waits for an answer."""
    if turn.account.card_prompt_id is None:
        return None
    asked = await prompts.load(turn.tx, turn.account.card_prompt_id, turn.account.id)
    return asked if asked and asked.answered_key is None and not asked.voided else None


async def _open_card(turn: Turn) -> Message | None:
    asked = await _card(turn)
    if asked is None or not asked.payload:
        return None
    found = await subject.load(turn, asked.payload)
    return redraw(turn, found, asked) if found else None


def redraw(turn: Turn, found: subject.Subject, asked: Asked) -> Message:
    """Draw the step that stands open once more."""
    payload = asked.payload
    match asked.step:
        case "more":
            return drawing.draw_more(turn, found)
        case "confirm":
            return drawing.draw_confirm(turn, found)
        case "skip":
            return drawing.draw_skip(turn, found)
        case "full":
            return drawing.draw_full(turn, found, int(payload.get("page", 0)))
        case "return":
            return drawing.draw_return(turn, found)
        case "follow":
            return drawing.draw_follow(turn, found)
        case "route":
            return drawing.draw_route(turn, found)
        case "note":
            return drawing.draw_note(turn, found)
        case "fix":
            return drawing_fix.draw_fields(turn, found, int(payload.get("page", 0)), payload.get("only"))
        case "value":
            return drawing_fix.draw_value(turn, found, fields.field(found.record.type, payload["field"]))
        case "check":
            return drawing_fix.draw_check(turn, found)
        case _:
            return drawing.draw_card(turn, found, heading=[], can_undo=bool(payload.get("undo")))


async def _typed(turn: Turn, text: str) -> Reply:
    """Understand words: a command, a caption or a listed number, an awaited value, “field: value”, or nothing."""
    if len(text) > TEXT_MAX:
        return says(say.TOO_LONG)
    asked = await _card(turn)
    command = commands.parse(text)
    awaiting = asked is not None and asked.takes_text
    if command is not None and (text.lstrip().startswith("/") or not awaiting):
        if command.name == "hoantac" and asked is not None and turn.came_before(asked):
            return await _too_early(turn)
        return await _command(turn, command)
    if asked is not None and turn.came_before(asked):
        return await _too_early(turn)
    if asked is not None:
        choice = numbered.read(text, asked.choices, numbered=asked.numbered and _last_shown(turn, asked))
        if choice is not None:
            return await _answer(turn, asked, choice.key)
        if asked.takes_text:
            return await _answer(turn, asked, "", text)
    other = await _list_shown(turn)
    if other is not None:
        choice = numbered.read(text, other.choices, numbered=other.numbered)
        if choice is not None:
            return await _answer(turn, other, choice.key)
        if other.takes_text:
            return await _answer(turn, other, "", text)
    if asked is not None and asked.step in QUICK_FIX_STEPS and asked.payload:
        found = await subject.load(turn, asked.payload)
        reply = fixing.from_words(turn, found, text) if found else None
        if reply is not None:
            await prompts.answer(turn.tx, asked.id, "text")
            return reply
    return says(say.NOT_UNDERSTOOD)


async def _too_early(turn: Turn) -> Reply:
    """Words wait in their channel while the bot is away: a card that was shown only afterwards is not what they meant."""
    message = await _open_card(turn) or (await today.begin(turn)).messages[0]
    return Reply((Message(text=say.TOO_EARLY), message))


def _last_shown(turn: Turn, asked: Asked) -> bool:
    return turn.account.shown_prompt_id == asked.id


async def _list_shown(turn: Turn) -> Asked | None:
    """Load the list last shown beside the card, if it was not the card itself."""
    shown = turn.account.shown_prompt_id
    if shown is None or shown == turn.account.card_prompt_id:
        return None
    asked = await prompts.load(turn.tx, shown, turn.account.id)
    return asked if asked and not asked.voided else None


async def _command(turn: Turn, command: commands.Command) -> Reply:
    if command.name in WITH_WORDS:
        return await WITH_WORDS[command.name](turn, command.argument)
    handler = COMMANDS.get(command.name)
    return await handler(turn) if handler else says(say.NO_COMMAND)
