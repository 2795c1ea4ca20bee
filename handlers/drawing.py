"""Drawing: how each step of a decision looks. Nothing here reads or writes; the taking of answers is next door."""

from __future__ import annotations

from domain.records import Severity
from domain.review import FollowUpKind, ReturnReason
from domain.talk.values import Choice, Message, Style
from domain.wording import captions
from domain.wording import card as wording
from domain.wording import practice as practice_words
from domain.wording import review as say
from handlers.context import Turn, card
from handlers.subject import Subject

BACK = Choice("back", captions.BACK, row=9)
GUARD = "guard"
SKIP_REASONS = {
    "nobook": captions.SKIP_NO_BOOK,
    "noscan": captions.SKIP_NO_SCAN,
    "wait": captions.SKIP_WAITING,
}

_DECISIONS = (
    Choice("approve", captions.APPROVE, Style.GOOD, row=0),
    Choice("fix", captions.FIX, row=0),
    Choice("return", captions.RETURN, Style.BAD, row=1),
    Choice("follow", captions.FOLLOW_UP, row=1),
    Choice("more", captions.MORE, row=2),
)


def whole(turn: Turn, subject: Subject, heading: list[str]) -> str:
    """Write the card's text under its heading; a practice card says that it is one."""
    if subject.practice is not None:
        heading = [practice_words.heading(subject.practice, turn.rules.practice), *heading]
    text = wording.card(subject.record, turn.rules.card_detail, heading=heading)
    return practice_words.with_source(text, subject.practice) if subject.practice is not None else text


def short(turn: Turn, subject: Subject, question: str) -> str:
    """Put a question under the lines that say which record it is about."""
    title = wording.title(subject.record, turn.rules.card_detail)
    if subject.practice is not None:
        title = f"{practice_words.heading(subject.practice, turn.rules.practice)}\n{title}"
    return f"{title}\n\n{question}"


def draw_card(turn: Turn, subject: Subject, *, heading: list[str], can_undo: bool = False) -> Message:
    """Draw the card with its decisions; `heading` says what was just done and where in the list it stands."""
    choices = _DECISIONS + ((Choice("undo", captions.UNDO, row=2),) if can_undo else ())
    payload = subject.fresh().payload()
    if can_undo:
        payload["undo"] = True
    return card(whole(turn, subject, heading), step="card", choices=choices, payload=payload)


def draw_confirm(turn: Turn, subject: Subject) -> Message:
    """Ask once more before a record with a serious finding is approved."""
    choices = (Choice("anyway", captions.APPROVE_ANYWAY, row=0), BACK)
    text = wording.between(whole(turn, subject, []), tail=say.SERIOUS)
    return card(text, step="confirm", choices=choices, payload=subject.payload())


def is_serious(subject: Subject) -> bool:
    """Say whether a finding keeps the record from approval by one tap."""
    return any(finding.severity is Severity.SERIOUS for finding in subject.record.findings)


def draw_more(turn: Turn, subject: Subject, line: str = "") -> Message:
    """Draw the card with what lies under ⋯."""
    choices = (
        Choice("scan", captions.SCAN, row=0),
        Choice("later", captions.LATER, row=0),
        Choice("ask", captions.ASK, row=1),
        Choice("full", captions.FULL, row=2),
        Choice("rules", captions.RULES, row=2),
        BACK,
    )
    text = whole(turn, subject, [line] if line else [])
    return card(text, step="more", choices=choices, payload=subject.payload())


def draw_rules(turn: Turn, subject: Subject, rulings: str = "") -> Message:
    """Show the letter's rule, under the rulings on what the card is about."""
    text = short(turn, subject, f"{rulings}\n\n{say.RULES}" if rulings else say.RULES)
    return card(text, step="rules", choices=(BACK,), payload=subject.payload())


def draw_full(turn: Turn, subject: Subject, page: int) -> Message:
    """Draw one page of all the fields, where the province lets them through the messenger."""
    if turn.rules.card_detail == "masked":
        text = short(turn, subject, say.FULL_NOT_IN_CHAT)
        return card(text, step="rules", choices=(BACK,), payload=subject.payload())
    pages = wording.full_pages(subject.record, mask_all=False)
    page = min(max(page, 0), len(pages) - 1)
    turns = []
    if page > 0:
        turns.append(Choice(f"page{page - 1}", captions.PAGE_BACK, row=0))
    if page < len(pages) - 1:
        turns.append(Choice(f"page{page + 1}", captions.PAGE_ON, row=0))
    return card(pages[page], step="full", choices=(*turns, BACK), payload=subject.payload(page=page))


def draw_skip(turn: Turn, subject: Subject, line: str = "") -> Message:
    """Ask why a record is put off for the third time."""
    question = f"{line}\n{say.SKIP_QUESTION}" if line else say.SKIP_QUESTION
    choices = (*(Choice(key, label) for key, label in SKIP_REASONS.items()), BACK)
    text = short(turn, subject, question)
    return card(text, step="skip", choices=choices, takes_text=True, payload=subject.payload())


def draw_return(turn: Turn, subject: Subject) -> Message:
    """Ask why a record goes back; the last choice but one is the guard for what the register itself says."""
    reasons = tuple(Choice(reason.value, captions.RETURN_REASONS[reason]) for reason in ReturnReason)
    choices = (*reasons, Choice(GUARD, captions.GUARD, row=8), BACK)
    text = short(turn, subject, say.RETURN_QUESTION)
    return card(text, step="return", choices=choices, payload=subject.payload())


def draw_follow(turn: Turn, subject: Subject) -> Message:
    """Ask what is wrong with the register; the way each kind proposes stands beside it and can be changed first."""
    kinds = tuple(Choice(kind.value, captions.FOLLOW_UP_KINDS[kind]) for kind in FollowUpKind)
    more = (Choice("route", captions.ROUTE, row=8), Choice("note", captions.NOTE, row=8), BACK)
    text = short(turn, subject, say.follow_question(subject.route, subject.note, guarded=subject.guarded))
    return card(text, step="follow", choices=kinds + more, payload=subject.payload())


def draw_route(turn: Turn, subject: Subject) -> Message:
    """Offer the legal ways."""
    choices = (*(Choice(key, label) for key, label in say.routes()), BACK)
    text = short(turn, subject, say.ROUTE_QUESTION)
    return card(text, step="route", choices=choices, payload=subject.payload())


def draw_note(turn: Turn, subject: Subject) -> Message:
    """Ask for a note."""
    text = short(turn, subject, say.NOTE_QUESTION)
    return card(text, step="note", choices=(BACK,), takes_text=True, payload=subject.payload())
