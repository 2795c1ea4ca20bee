"""Drawing the step that stands open once more, from what its prompt kept."""

from __future__ import annotations

from domain import fields, guard
from domain.guard import Question
from domain.review import ReturnReason
from domain.talk.values import Message
from handlers import asking, drawing, drawing_fix
from handlers.context import Turn
from handlers.subject import Subject
from storage.prompts import Asked


def redraw(turn: Turn, found: Subject, asked: Asked) -> Message:
    """Draw the step that stands open once more."""
    payload = asked.payload
    match asked.step:
        case "more":
            return drawing.draw_more(turn, found)
        case "confirm" if asked_of := guard.before_approving(found.record.findings):
            return drawing.draw_confirm(turn, found, asked_of)
        case "guard" if asked_of := _guarded(found):
            return drawing.draw_guard(turn, found, asked_of)
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
        case asking.ASK:
            return asking.draw_ask(turn, found, file=payload.get("file"))
        case asking.MATCH:
            return asking.draw_match(payload)
        case "fix":
            return drawing_fix.draw_fields(turn, found, int(payload.get("page", 0)), payload.get("only"))
        case "value":
            return drawing_fix.draw_value(turn, found, fields.field(found.record.type, payload["field"]))
        case "check":
            return drawing_fix.draw_check(turn, found)
        case _:
            return drawing.draw_card(turn, found, heading=[], can_undo=bool(payload.get("undo")))


def _guarded(found: Subject) -> Question | None:
    return guard.asks(found.record.type, found.record.findings, ReturnReason(found.reason))
