"""Drawing the steps of a correction: which field, which value, and what it was before."""

from __future__ import annotations

from domain import fields
from domain.records import Record
from domain.review import ReturnReason
from domain.talk.values import Choice, Message, Style
from domain.wording import captions, fixing
from handlers.context import Turn, card
from handlers.drawing import BACK, short
from handlers.subject import Subject

PER_PAGE = 8
DROP = Choice("drop", captions.DROP, row=9)
MANY = 3  # more fields wrong than this is no small slip any more (the letter's case a)


def field_order(record: Record) -> list[fields.Field]:
    """Order a record's fields for correction: the suspicious ones, those the law requires, those filled, the rest."""
    suspicious = {finding.field for finding in record.findings}
    everything = fields.fields_of(record.type)

    def rank(field: fields.Field) -> int:
        if field.name in suspicious:
            return 0
        if field.required is fields.Required.REQUIRED:
            return 1
        return 2 if field.name in record.fields else 3

    return sorted(everything, key=rank)  # stable: within a rank as the register prints them


def draw_fields(turn: Turn, subject: Subject, page: int = 0, only: list[str] | None = None) -> Message:
    """Offer fields to correct, a few at a time; `only` narrows them to those that typed words may mean."""
    ordered = field_order(subject.record)
    if only:
        ordered = [field for field in ordered if field.name in only]
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page %= pages
    shown = ordered[page * PER_PAGE : (page + 1) * PER_PAGE]
    choices = [Choice(f"f.{field.name}"[:40], field.label) for field in shown]
    if pages > 1:
        caption = captions.OTHER_FIELDS if page + 1 < pages else captions.FIRST_FIELDS
        choices.append(Choice(f"page{(page + 1) % pages}", caption, row=8))
    text = short(turn, subject, fixing.PICK_FIELD)
    payload = subject.payload(page=page, **({"only": only} if only else {}))
    return card(text, step="fix", choices=(*choices, BACK), payload=payload)


def draw_value(turn: Turn, subject: Subject, field: fields.Field, line: str = "") -> Message:
    """Ask for a field's value as the register has it; a code list is offered as buttons."""
    before = subject.record.fields.get(field.name, "")
    question = fixing.ask_value(field, before)
    text = short(turn, subject, f"{line}\n{question}" if line else question)
    codes = (
        tuple(Choice(f"c.{code}"[:40], label) for code, label in field.codes.items()) if field.codes else ()
    )
    return card(
        text, step="value", choices=(*codes, DROP), takes_text=True, payload=subject.payload(field=field.name)
    )


def draw_check(turn: Turn, subject: Subject) -> Message:
    """Show every change, before and after, to be saved against the register or dropped."""
    record = subject.record
    lines = [
        fixing.change(fields.field(record.type, name), record.fields.get(name, ""), value)
        for name, value in subject.draft
    ]
    if len(lines) > MANY:
        lines.append(fixing.many(captions.RETURN_REASONS[ReturnReason.MANY_ERRORS]))
    choices = (
        Choice("save", captions.SAVE, Style.GOOD, row=0),
        Choice("more", captions.FIX_MORE, row=1),
        Choice("drop", captions.DROP, row=1),
    )
    text = short(turn, subject, "\n".join([fixing.CHECK, *lines]))
    return card(text, step="check", choices=choices, payload=subject.payload())
