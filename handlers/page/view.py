"""A record as the review page shows it: every field as the register prints it, what was found, what may be done."""

from __future__ import annotations

from domain import guard, keys, practice, suggestions
from domain.fields import Field, Required, fields_of, find_field
from domain.fields.blocks import GROUP_LABEL
from domain.folding import is_blank
from domain.records import TYPE_LABEL, Finding, Record
from domain.review import (
    DECIDING,
    PROPOSED_ROUTE,
    FollowUpKind,
    Move,
    ReturnReason,
    Route,
    State,
    skip_needs_reason,
)
from domain.wording import captions, findings, shown
from domain.wording import card as card_words
from domain.wording import deciding as question_words
from domain.wording import practice as practice_words
from domain.wording import review as review_words
from handlers import drawing
from handlers.context import Turn
from handlers.page.shapes import FieldView, FindingView, GroupView, QuestionView, UndoView, View
from handlers.practice import is_due
from storage import decisions, desk
from storage.desk import Held

OTHERS = "khac"  # the group of columns that nobody knows


async def of(turn: Turn, held: Held, *, decides: bool) -> View:
    """Show a record to the person of a turn."""
    undo, position = None, ""
    if decides:
        standing = decisions.standing(await decisions.of_day(turn.tx, turn.me.id, turn.today))
        if standing:
            newest = standing[0]
            undo = UndoView(newest.id, newest.record_id, keys.entry_name(newest.number, newest.book))
        done = await decisions.done_on(turn.tx, turn.me.id, turn.today)
        position = review_words.position(done, await desk.held_count(turn.tx, turn.me.id))
    record = held.record
    return _view(
        record, record_id=record.id, notes=(*card_words.told_before(record),), position=position,
        moves=(*DECIDING, Move.SKIP) if decides else (), undo=undo,
        has_scan=bool(record.scan) and turn.rules.has_scans,
    )  # fmt: skip


def of_practice(turn: Turn, card: practice.Practice) -> View:
    """Show a practice card: it looks like a record, says what it is, and has no scan."""
    total = turn.rules.practice
    return _view(
        card.record, record_id=-card.number, notes=(practice_words.source(card),),
        position=practice_words.heading(card, total), moves=DECIDING, practice_card=True,
    )  # fmt: skip


async def next_one(turn: Turn) -> View | None:
    """Show what is next on somebody's desk; None at the end of their list. It lies there already: nothing is claimed."""
    if is_due(turn):
        return of_practice(turn, practice.card_number(turn.me.practice_done + 1))
    held = await desk.next_record(turn.tx, turn.me.id)
    if held is None or not turn.me.reviews_in(held.unit_path):
        return None
    return await of(turn, held, decides=True)


def _view(
    record: Record,
    *,
    record_id: int,
    notes: tuple[str, ...],
    position: str,
    moves: tuple[Move, ...],
    undo: UndoView | None = None,
    has_scan: bool = False,
    practice_card: bool = False,
) -> View:
    can = [move.value for move in moves] + ([Move.UNDO.value] if undo else [])
    asked = guard.before_approving(record.findings) if moves else None
    proposed = guard.kind_proposed(record.findings)
    name = card_words.name(record)
    page = f" · Trang {shown.clean(record.page, 24)}" if record.page else ""
    return View(
        record_id=record_id,
        revision=record.revision,
        type=record.type.value,
        title=f"{TYPE_LABEL[record.type]} · {name}",
        unit=record.unit_name,
        state=review_words.STATE_WORDS[State(record.state)],
        heading=(f"{TYPE_LABEL[record.type]} · {name}{page}", shown.clean(record.subject, 120)),
        notes=notes,
        position=position,
        groups=_groups(record),
        findings=tuple(_finding(record, each) for each in guard.gravest_first(record.findings)),
        can=tuple(can),
        one_tap=tuple(suggestions.in_one_tap(record.findings, record.fields).items()) if moves else (),
        asked_before_approving=approval_question(record, asked) if asked else None,
        kind_proposed=proposed.value if proposed else "",
        skip_needs_reason=skip_needs_reason(record.skips),
        reasons=tuple((reason.value, captions.RETURN_REASONS[reason]) for reason in ReturnReason),
        kinds=tuple(
            (kind.value, captions.FOLLOW_UP_KINDS[kind], PROPOSED_ROUTE[kind].value) for kind in FollowUpKind
        ),
        routes=tuple((route.value, captions.ROUTES[route]) for route in Route),
        skip_reasons=tuple((label, label) for label in drawing.SKIP_REASONS.values()),
        undo=undo,
        practice=practice_card,
        has_scan=has_scan,
    )


def _groups(record: Record) -> tuple[GroupView, ...]:
    by_group: dict[str, list[FieldView]] = {}
    known = fields_of(record.type)
    for field in known:
        text = record.fields.get(field.name, "")
        if field.only_158 and is_blank(text):
            continue  # a column of the newer layout that this record never had
        by_group.setdefault(field.group, []).append(_field(record, field, text))
    groups = [GroupView(name, GROUP_LABEL[name], tuple(found)) for name, found in by_group.items()]
    names = {field.name for field in known}
    others = tuple(
        FieldView(name, shown.label(record.type, name), text, shown.value(None, text, "full"), "text", "O",
                  known=False)
        for name, text in record.fields.items()
        if name not in names and not is_blank(text)
    )  # fmt: skip
    return (*groups, GroupView(OTHERS, card_words.OTHERS, others)) if others else tuple(groups)


def _field(record: Record, field: Field, text: str) -> FieldView:
    return FieldView(
        name=field.name,
        label=field.long_label,
        value=text,
        shown=shown.value(field, text, "full", 400),
        kind=field.kind.value,
        required=Required(field.required).value,
        codes=tuple(field.codes.items()) if field.codes else None,
        findings=tuple(_finding(record, each) for each in record.findings if each.field == field.name),
    )


def _finding(record: Record, finding: Finding) -> FindingView:
    field = find_field(record.type, finding.field)
    return FindingView(
        field=finding.field if field else "",
        label=shown.label(record.type, finding.field) if finding.field else findings.WHOLE_RECORD,
        severity=finding.severity.value,
        text=findings.said(record.type, finding),
        suggestion=finding.suggestion if field else "",
        shown=shown.value(field, finding.suggestion, "full") if field else "",
        loss_free=finding.loss_free,
    )


def approval_question(record: Record, asked: guard.Question) -> QuestionView:
    """Put the deciding question before an approval, with the answers that a card offers."""
    returns: list[tuple[str, str, ReturnReason]] = [
        ("other_scan", captions.OTHER_SCAN, ReturnReason.WRONG_SCAN)
    ]
    if reason := drawing.VENDORS.get(asked.finding.rule):
        returns.append((reason.value, captions.RETURN_REASONS[reason], reason))
    choices = (
        ("same", captions.REGISTER_SAME),
        ("wrong", captions.TYPED_WRONG),
        *((key, label) for key, label, _ in returns),
        ("sure", captions.APPROVE_ANYWAY),
    )
    acts = tuple(
        (key, (("move", Move.RETURN.value), ("reason", reason.value), ("sure", True)))
        for key, _, reason in returns
    )
    return QuestionView(
        "approve", question_words.question(record, asked, "full", returning=False), choices,
        asked.kind.value, asked.finding.field, acts,
    )  # fmt: skip


def return_question(record: Record, asked: guard.Question) -> QuestionView:
    """Put the deciding question before a return of what the register may say itself."""
    choices = (
        ("same", captions.REGISTER_SAME), ("wrong", captions.TYPED_WRONG), ("sure", captions.RETURN_ANYWAY),
    )  # fmt: skip
    text = question_words.question(record, asked, "full", returning=True)
    return QuestionView("return", text, choices, asked.kind.value, asked.finding.field)
