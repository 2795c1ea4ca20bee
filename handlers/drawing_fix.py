"""Drawing the steps of a correction: which field, which value, and what it was before."""

from __future__ import annotations

from domain import field_values, fields
from domain.records import Record, Severity
from domain.review import ReturnReason
from domain.talk.values import Choice, Message, Style
from domain.wording import captions, fixing
from handlers.context import Turn, card
from handlers.drawing import BACK, short
from handlers.subject import Subject

FIRST = (
    12  # fields offered at once; all others are one tap further, so that no correction takes more than four
)
DROP = Choice("drop", captions.DROP, row=9)
TIP, TIP_MOST = "tip", 40  # a suggestion to choose instead of typing it, in characters as a button holds them
ROOM = 600  # characters for the changes; the title above and the words around them fit beside it
UNTOUCHED = 3  # fields named that were found suspicious and are left as they are
MANY = 3  # more fields wrong than this is no small slip any more (the letter's case a)


def _detail(turn: Turn) -> str:
    """Who corrects a field must see it whole, unless the province lets nothing through the messenger."""
    return "masked" if turn.rules.card_detail == "masked" else "full"


def field_order(record: Record) -> list[fields.Field]:
    """Order a record's fields for correction: the suspicious ones, names and dates the law requires, the rest."""
    suspicious = {finding.field for finding in record.findings}

    def rank(field: fields.Field) -> tuple[bool, bool, int]:
        by_law = (
            field.required is not fields.Required.OPTIONAL
        )  # a parent's fields are conditional and likely
        return field.name not in suspicious, not by_law, _KIND_RANK.get(field.kind, 2)

    return sorted(
        fields.fields_of(record.type), key=rank
    )  # stable: within a rank as the register prints them


_KIND_RANK = {fields.Kind.NAME: 0, fields.Kind.DATE: 1}


def draw_fields(turn: Turn, subject: Subject, page: int = 0, only: list[str] | None = None) -> Message:
    """Offer fields to correct, the likely ones first (page 0) and the rest behind (page 1); `only` narrows them to those that typed words may mean."""
    ordered = field_order(subject.record)
    if only:
        ordered = [field for field in ordered if field.name in only]
    page = 1 if page and len(ordered) > FIRST else 0
    shown = ordered[FIRST:] if page else ordered[:FIRST]
    choices = [Choice(f"f.{field.name}"[:40], field.label) for field in shown]
    if len(ordered) > FIRST:
        choices.append(
            Choice(f"page{1 - page}", captions.FIRST_FIELDS if page else captions.OTHER_FIELDS, row=8)
        )
    text = short(turn, subject, fixing.PICK_FIELD)
    payload = subject.payload(page=page, **({"only": only} if only else {}))
    return card(text, step="fix", choices=(*choices, BACK), payload=payload)


def draw_value(turn: Turn, subject: Subject, field: fields.Field, line: str = "") -> Message:
    """Ask for a field's value as the register has it; a code list is offered as buttons."""
    before = subject.record.fields.get(field.name, "")
    question = fixing.ask_value(field, before, _detail(turn))
    text = short(turn, subject, f"{line}\n{question}" if line else question)
    codes = (
        tuple(Choice(f"c.{code}"[:40], label) for code, label in field.codes.items()) if field.codes else ()
    )
    if (tip := suggested(turn, subject, field)) and not codes:
        codes = (Choice(TIP, fixing.tip(field, tip)),)
    return card(
        text, step="value", choices=(*codes, DROP), takes_text=True, payload=subject.payload(field=field.name)
    )


def suggested(turn: Turn, subject: Subject, field: fields.Field) -> str:
    """Give what the findings suggest for a field, where it may be shown whole and its form is right; else empty."""
    if turn.rules.card_detail == "masked":
        return ""
    found = (each.suggestion for each in subject.record.findings if each.field == field.name)
    tip = next((text for text in found if text), "")
    if len(tip) > TIP_MOST or isinstance(
        field_values.check(field, tip, today=turn.today), field_values.Rejected
    ):
        return ""
    return tip


def untouched(subject: Subject) -> list[str]:
    """Label the fields of serious findings, where the draft changes none of them: one fix may answer several."""
    grave = [each.field for each in subject.record.findings if each.severity is Severity.SERIOUS]
    if {name for name, _ in subject.draft} & set(grave):
        return []
    found = (fields.find_field(subject.record.type, name) for name in dict.fromkeys(grave))
    return [field.label for field in found if field is not None][:UNTOUCHED]


def draw_check(turn: Turn, subject: Subject) -> Message:
    """Show every change, before and after, to be saved against the register or dropped."""
    record = subject.record
    drafted = [
        (fields.field(record.type, name), record.fields.get(name, ""), value) for name, value in subject.draft
    ]
    lines = fixing.changes(drafted, _detail(turn), ROOM)
    if grave := untouched(subject):
        lines.append(fixing.untouched(grave))
    if len(drafted) > MANY:
        lines.append(fixing.many(captions.RETURN_REASONS[ReturnReason.MANY_ERRORS]))
        back = (Choice("many", captions.RETURN_REASONS[ReturnReason.MANY_ERRORS], Style.BAD, row=2),)
    else:
        back = ()
    choices = (
        Choice("save", captions.SAVE, Style.GOOD, row=0),
        Choice("more", captions.FIX_MORE, row=1),
        Choice("drop", captions.DROP, row=1),
        *back,
    )
    text = short(turn, subject, "\n".join([fixing.CHECK, *lines]))
    return card(text, step="check", choices=choices, payload=subject.payload())
