"""Who answers what: commands and steps in two visible tables, and the order in which words are understood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain import folding
from domain.talk import answers, commands, meanings
from domain.talk.values import Attached, Chosen, Message, Reply, SharedContact, Slot, Typed
from domain.wording import captions
from domain.wording import common as say
from domain.wording import onboarding as say_onboarding
from domain.wording import typed as say_typed
from handlers import (
    admin,
    assignment,
    book_faults,
    broadcast_table,
    campaign,
    deciding,
    digest,
    files,
    fixing,
    follow_up_table,
    health,
    leaderboard,
    leave,
    linking,
    more_work,
    nudge_times,
    nudging,
    onboarding,
    page_devices,
    page_links,
    progress,
    questions_table,
    quiet_today,
    redrawing,
    reports,
    review,
    schedule,
    staffing,
    staffing_changes,
    subject,
    today,
    understanding,
    units_admin,
    vendor_table,
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
    "xephang": leaderboard.show,
    "nhacviec": nudging.by_hand,
    "lienket": linking.show,
    "baocao": reports.show,
    "dung": quiet_today.show,
    "huongdan": onboarding.help_for,
    "khongphaitoi": page_devices.by_word,
    "hethong": health.show,
    **questions_table.COMMANDS,
    **broadcast_table.COMMANDS,
}
STEPS: dict[str, Callable[[Turn, subject.Subject, str], Awaitable[Reply]]] = {
    "card": review.take_card,
    "confirm": review.take_confirm,
    "guard": review.take_guard,
    "more": review.take_more,
    "rules": deciding.back,
    page_links.STEP: deciding.back,
    "full": review.take_full,
    "return": review.take_return,
    "follow": review.take_follow,
    "route": review.take_route,
    "fix": fixing.take_field,
    "check": fixing.take_check,
    **questions_table.STEPS,
}
WORD_STEPS: dict[str, Callable[[Turn, subject.Subject, str, str], Awaitable[Reply]]] = {
    "skip": review.take_skip,
    "note": review.take_note,
    **questions_table.WORD_STEPS,
}
# commands whose further words mean something: a name, a day, a number
WITH_WORDS: dict[str, Callable[[Turn, str], Awaitable[Reply]]] = {
    "nghi": leave.show,
    "ngoaigio": more_work.show,
    "phancong": assignment.show,
    "nhansu": admin.find,
    "donvi": units_admin.find,
    "lich": schedule.show,
    "han": campaign.show,
    **questions_table.WITH_WORDS,
    **follow_up_table.WITH_WORDS,
}
# conversations beside the card: each takes a tap or words
BESIDE: dict[str, Callable[[Turn, str, str], Awaitable[Reply]]] = {
    assignment.STEP: assignment.take,
    campaign.STEP: campaign.take,
    digest.STEP: digest.take,
    health.STEP: health.take,
    leave.STEP: leave.take,
    linking.STEP: linking.take,
    more_work.STEP: more_work.take,
    nudge_times.STEP: nudge_times.take,
    nudging.STEP: nudging.take,
    page_devices.STEP: page_devices.take,
    quiet_today.STEP: quiet_today.take,
    reports.STEP: reports.take,
    staffing.STEP: staffing_changes.take,
    "people": admin.take,
    "units": units_admin.take,
    "schedule": schedule.take,
    **broadcast_table.BESIDE,
    **questions_table.BESIDE,
    **vendor_table.BESIDE,
    **follow_up_table.BESIDE,
}
LONG_WORDS = broadcast_table.LONG_WORDS  # steps that take longer words than TEXT_MAX
# lists to pick from, not questions: another pick is another answer
ANSWERED_AGAIN = frozenset(BESIDE) - {more_work.STEP} | {book_faults.STEP}
QUICK_FIX_STEPS = frozenset(
    {"card", "more", "fix", "check", "confirm", "guard", "rules", "full", page_links.STEP}
)


async def handle(turn: Turn) -> Reply:
    """Answer one thing said."""
    if turn.person is not None and turn.person.locked:
        return says(say.LOCKED, notice=say.LOCKED)
    await files.take_caption(turn, ANSWERED_AGAIN)
    if turn.person is None or not turn.person.posts:
        return await onboarding.stranger(turn)
    said = turn.incoming.said
    if isinstance(said, Chosen):
        return await _chosen(turn, said)
    if isinstance(said, Typed):
        return await _typed(turn, said.text)
    if isinstance(said, SharedContact):
        return says(say_onboarding.ALREADY)
    if isinstance(said, Attached):
        return await files.take(turn, said, ANSWERED_AGAIN, _answer)
    return await files.other(turn, ANSWERED_AGAIN) if said.what not in ("blocked", "unblocked") else Reply()


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
        case understanding.STEP:
            return await _meant(turn, asked, key)
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
    return redrawing.redraw(turn, found, asked) if found else None


async def _typed(turn: Turn, text: str) -> Reply:
    """Understand words as the one reader of all channels does, and hand them to whom they are meant for."""
    if len(folding.nfc(text)) > TEXT_MAX and not await _takes_long(turn, text):
        return says(say.TOO_LONG)
    card = await _card(turn)
    scene = await understanding.look(turn, card, text, again=ANSWERED_AGAIN, corrected=QUICK_FIX_STEPS)
    heard = answers.read(text, scene.standing, say_typed.VOCABULARY)
    early = card is not None and turn.came_before(card)
    if isinstance(heard, commands.Command):
        return await _too_early(turn) if early and heard.name == "hoantac" else await _command(turn, heard)
    if early:
        return await _too_early(turn)
    match heard:
        case meanings.Picked(prompt_id, key):
            return await _answer(turn, scene.asked[prompt_id], key)
        case meanings.Words(prompt_id, words):
            return await _answer(turn, scene.asked[prompt_id], "", words)
        case meanings.Correction(prompt_id, words):
            return await _correct(turn, scene.asked[prompt_id], words)
        case meanings.Unclear():
            return understanding.ask_again(scene, heard, text)
        case meanings.Gone(prompt_id):
            return await _gone(turn, scene.asked[prompt_id])
    return says(say.NOT_UNDERSTOOD)


async def _takes_long(turn: Turn, text: str) -> bool:
    """Say whether what was shown last waits for words as long as these."""
    shown = turn.account.shown_prompt_id
    asked = await prompts.load(turn.tx, shown, turn.account.id) if shown is not None else None
    if asked is None or asked.voided or not asked.takes_text:
        return False
    return len(folding.nfc(text)) <= LONG_WORDS.get(asked.step, 0)


async def _correct(turn: Turn, asked: Asked, words: str) -> Reply:
    """Take “field: value” for the record on a card."""
    found = await subject.load(turn, asked.payload)
    reply = fixing.from_words(turn, found, words) if found else None
    if reply is None:
        return says(say.NOT_UNDERSTOOD)
    await prompts.answer(turn.tx, asked.id, "text")
    return reply


async def _gone(turn: Turn, asked: Asked) -> Reply:
    """Answer words for something that is open no more: with the present card for a card, else by saying so."""
    if asked.slot is not Slot.CARD:
        return says(say_typed.GONE)
    present = await _present(turn)
    return Reply((Message(text=captions.CARD_CHANGED), *present.messages), notice=present.notice)


async def _meant(turn: Turn, asked: Asked, key: str) -> Reply:
    """Take which of several meanings was meant; what is open no more by now is taken no more."""
    prompt_id, meant, words = understanding.chosen_meaning(asked, key)
    if meant:
        return await _chosen(turn, Chosen(prompt_id, meant))
    found = await prompts.load(turn.tx, prompt_id, turn.account.id)
    if found is None or found.voided or (found.answered_key and found.step not in ANSWERED_AGAIN):
        return await _present(turn)
    return await _answer(turn, found, "", words)


async def _too_early(turn: Turn) -> Reply:
    """Words wait in their channel while the bot is away: a card that was shown only afterwards is not what they meant."""
    message = await _open_card(turn) or (await today.begin(turn)).messages[0]
    return Reply((Message(text=say.TOO_EARLY), message))


async def _command(turn: Turn, command: commands.Command) -> Reply:
    if command.name in WITH_WORDS:
        return await WITH_WORDS[command.name](turn, command.argument)
    handler = COMMANDS.get(command.name)
    return await handler(turn) if handler else says(say.NO_COMMAND)
