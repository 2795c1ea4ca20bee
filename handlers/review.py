"""Taking what is tapped on a card, under its ⋯, and on the ways to return and to follow up."""

from __future__ import annotations

from dataclasses import replace

from domain import guard
from domain.fields import find_field
from domain.guard import Question
from domain.review import FollowUpKind, Move, ReturnReason, Route, skip_needs_reason
from domain.rulings import topics_of
from domain.talk.values import Message, Reply, Scan
from domain.wording import card as wording
from domain.wording import practice as practice_words
from domain.wording import questions as say_questions
from domain.wording import review as say
from handlers import asking, deciding, drawing, drawing_fix, page_links, rulings
from handlers.context import Turn
from handlers.deciding import back_to_card
from handlers.subject import Subject

TEXT_MAX = 300
REASON_LEAST = 3  # letters of a typed reason


async def take_card(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take a tap on the card itself."""
    match key:
        case "approve":
            asked = guard.before_approving(subject.record.findings)
            if asked is not None:
                return Reply((drawing.draw_confirm(turn, subject, asked),))
            return await deciding.finish(turn, subject, Move.APPROVE)
        case "apply":
            return await _apply(turn, subject)
        case "fix":
            return Reply((drawing_fix.draw_fields(turn, subject),))
        case "return":
            return Reply((drawing.draw_return(turn, subject),))
        case "follow":
            return Reply((drawing.draw_follow(turn, subject),))
        case "more":
            return Reply((drawing.draw_more(turn, subject),))
        case "undo":
            return await deciding.undo(turn)
        case _:
            return await back_to_card(turn, subject)


async def _apply(turn: Turn, subject: Subject) -> Reply:
    """Write what the card suggested, if that is still what it suggests, and approve."""
    values = drawing.taps_over(subject)
    if not values or turn.asked is None or turn.asked.payload.get("apply") != values:
        return await deciding.changed_meanwhile(turn)
    return await deciding.finish(turn, subject, Move.FIX, changes=values, suggested=True)


async def take_confirm(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take the answer to the deciding question before an approval, which a second tap still makes."""
    asked = guard.before_approving(subject.record.findings)
    if asked is None:  # found no more by the rules of today
        return await back_to_card(turn, subject)
    match key:
        case "anyway":
            return await deciding.finish(turn, subject, Move.APPROVE)
        case "scan":
            return await deciding.finish(turn, subject, Move.RETURN, reason=ReturnReason.WRONG_SCAN)
        case _ if key in ReturnReason.__members__:
            return await deciding.finish(turn, subject, Move.RETURN, reason=ReturnReason[key])
    return await _answered(turn, subject, asked, key)


async def take_guard(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take the answer to the deciding question before a return: what the register says itself never goes back."""
    reason = ReturnReason(subject.reason)
    asked = guard.asks(subject.record.type, subject.record.findings, reason)
    if key == "anyway":
        return await deciding.finish(turn, subject, Move.RETURN, reason=reason)
    if asked is None:  # found no more by the rules of today
        return await back_to_card(turn, subject)
    return await _answered(turn, subject, asked, key)


async def _answered(turn: Turn, subject: Subject, asked: Question, key: str) -> Reply:
    """Follow the answer: the register says the same → follow-up; it was typed wrong → the field in question at once."""
    subject = subject.fresh()
    match key:
        case "same":
            guarded = replace(subject, guarded=True, kind=asked.kind.value)
            return Reply((drawing.draw_follow(turn, guarded),))
        case "wrong":
            field = find_field(subject.record.type, asked.finding.field)
            if field is None:
                return Reply((drawing_fix.draw_fields(turn, subject),))
            return Reply((drawing_fix.draw_value(turn, subject, field),))
    return await back_to_card(turn, subject)


async def take_more(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take what lies under ⋯."""
    match key:
        case "scan":
            return await _show_scan(turn, subject)
        case "later":
            if subject.practice is None and skip_needs_reason(subject.record.skips):
                return Reply((drawing.draw_skip(turn, subject),))
            return await deciding.skip(turn, subject, "")
        case "full":
            linked = await page_links.draw(turn, subject)
            return Reply((linked or drawing.draw_full(turn, subject, 0),))
        case "ask":
            return await asking.begin(turn, subject)
        case "rules":
            made = await rulings.on_card(turn, topics_of(subject.record))
            return Reply((drawing.draw_rules(turn, subject, say_questions.rulings_text(made)),))
        case _:
            return await back_to_card(turn, subject)


async def _show_scan(turn: Turn, subject: Subject) -> Reply:
    record = subject.record
    if subject.practice is not None:
        return await back_to_card(turn, subject, practice_words.NO_SCAN)
    if not turn.rules.scan_in_chat and (linked := await page_links.draw(turn, subject)) is not None:
        return Reply((linked,))
    if not turn.rules.scan_in_chat:
        return await back_to_card(turn, subject, say.SCAN_NOT_IN_CHAT)
    if not record.scan or not turn.rules.has_scans:
        return await back_to_card(turn, subject, say.NO_SCAN)
    pages = Message(text=wording.name(record), scan=Scan(record.id, record.scan, subject.unit_code))
    return Reply((*(await back_to_card(turn, subject)).messages, pages))


async def take_full(turn: Turn, subject: Subject, key: str) -> Reply:
    """Turn the pages of the full view."""
    if key.startswith("page") and key[4:].isdecimal():
        return Reply((drawing.draw_full(turn, subject, int(key[4:])),))
    return await back_to_card(turn, subject)


async def take_skip(turn: Turn, subject: Subject, key: str, text: str = "") -> Reply:
    """Take the reason of a third skip: one of those offered, or typed."""
    if key == "back":
        return await back_to_card(turn, subject)
    reason = drawing.SKIP_REASONS.get(key) or " ".join(text.split())[:TEXT_MAX]
    if len(reason) < REASON_LEAST:
        return Reply((drawing.draw_skip(turn, subject, say.SKIP_TOO_SHORT),))
    return await deciding.skip(turn, subject, reason)


async def take_return(turn: Turn, subject: Subject, key: str) -> Reply:
    """Return for the reason tapped; the guard leads to the follow-up list and returns nothing."""
    if key == drawing.GUARD:
        return Reply((drawing.draw_follow(turn, replace(subject, guarded=True)),))
    reason = ReturnReason.__members__.get(key)
    if reason is None:
        return await back_to_card(turn, subject)
    asked = guard.asks(subject.record.type, subject.record.findings, reason)
    if asked is not None:
        return Reply((drawing.draw_guard(turn, replace(subject, reason=reason.value), asked),))
    return await deciding.finish(turn, subject, Move.RETURN, reason=reason)


async def take_follow(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take what is wrong with the register, or go and choose the legal way or write a note first."""
    if key == "route":
        return Reply((drawing.draw_route(turn, subject),))
    if key == "note":
        return Reply((drawing.draw_note(turn, subject),))
    kind = FollowUpKind.__members__.get(key)
    if kind is None:
        return await back_to_card(turn, subject)
    route = say.route_of(kind, subject.route)
    return await deciding.finish(turn, subject, Move.FOLLOW_UP, kind=kind, route=route, note=subject.note)


async def take_route(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take the legal way and ask for the kind again."""
    place = key.removeprefix("w")
    ways = list(Route)
    if place.isdecimal() and int(place) < len(ways):
        subject = replace(subject, route=ways[int(place)].value)
    return Reply((drawing.draw_follow(turn, subject),))


async def take_note(turn: Turn, subject: Subject, key: str, text: str = "") -> Reply:
    """Take the typed note and ask for the kind again."""
    if not key and text.strip():
        subject = replace(subject, note=" ".join(text.split())[:TEXT_MAX])
    return Reply((drawing.draw_follow(turn, subject),), forget_words=not key)
