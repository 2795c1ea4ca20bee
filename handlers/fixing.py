"""Correcting a typing slip: field, value, and a last look at before and after against the register."""

from __future__ import annotations

from dataclasses import replace

from domain import field_values, fields
from domain.review import Move, ReturnReason
from domain.talk.values import Reply
from domain.wording import fixing as say
from handlers import deciding, drawing_fix
from handlers.context import Turn
from handlers.deciding import back_to_card
from handlers.subject import Subject


async def take_field(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take the field to correct, or turn to other fields."""
    if key.startswith("page") and key[4:].isdecimal():
        return Reply((drawing_fix.draw_fields(turn, subject, int(key[4:])),))
    field = _offered(subject, key)
    if field is None:
        if subject.draft:
            return Reply((drawing_fix.draw_check(turn, subject),))
        return await back_to_card(turn, subject)
    return Reply((drawing_fix.draw_value(turn, subject, field),))


def _offered(subject: Subject, key: str) -> fields.Field | None:
    return next(
        (field for field in fields.fields_of(subject.record.type) if f"f.{field.name}"[:40] == key), None
    )


async def take_value(turn: Turn, subject: Subject, key: str, text: str, field_name: str) -> Reply:
    """Take the value as typed or as offered, for the field last asked and no other."""
    field = fields.field(subject.record.type, field_name)
    if key == "drop":
        if subject.draft:
            return Reply((drawing_fix.draw_check(turn, subject),))
        return await back_to_card(turn, subject)
    if key == drawing_fix.TIP:
        return propose(turn, subject, field, drawing_fix.suggested(turn, subject, field))
    typed = key.removeprefix("c.") if key else text
    return propose(turn, subject, field, typed)


def propose(turn: Turn, subject: Subject, field: fields.Field, typed: str) -> Reply:
    """Put a value into the draft, if its form is right and it differs from what stands there."""
    checked = field_values.check(field, typed, today=turn.today)
    if isinstance(checked, field_values.Rejected):
        line = say.rejected(field, checked)
        return Reply((drawing_fix.draw_value(turn, subject, field, line),), forget_words=True)
    draft = {name: value for name, value in subject.draft if name != field.name}
    if checked.value == subject.record.fields.get(field.name, ""):
        if not draft:
            return Reply((drawing_fix.draw_value(turn, subject, field, say.SAME),), forget_words=True)
    else:
        draft[field.name] = checked.value
    subject = replace(subject, draft=tuple(draft.items()))
    return Reply((drawing_fix.draw_check(turn, subject),), forget_words=True)


async def take_check(turn: Turn, subject: Subject, key: str) -> Reply:
    """Save what was changed and approve, go on changing, or drop it all."""
    if key == "save" and subject.draft:
        return await deciding.finish(turn, subject, Move.FIX, changes=dict(subject.draft))
    if key == "more":
        return Reply((drawing_fix.draw_fields(turn, subject),))
    if key == "many":
        # offered where more than three values were typed as the register has them: the question is answered
        return await deciding.finish(turn, subject, Move.RETURN, reason=ReturnReason.MANY_ERRORS)
    return await back_to_card(turn, subject)


def from_words(turn: Turn, subject: Subject, text: str) -> Reply | None:
    """Read “Họ tên mẹ: …” as a correction; None when the words before the colon name no field."""
    words, colon, value = text.partition(":")
    if not colon or not words.strip() or len(words) > 60:
        return None
    meant = fields.find_field_by_words(subject.record.type, words)
    if not meant:
        return None
    if len(meant) > 1:
        names = [field.name for field in meant]
        return Reply((drawing_fix.draw_fields(turn, subject, only=names),), forget_words=True)
    return propose(turn, subject, meant[0], value)
