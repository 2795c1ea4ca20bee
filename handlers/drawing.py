"""Drawing: how each step of a decision looks. Nothing here reads or writes; the taking of answers is next door."""

from __future__ import annotations

from domain import guard, suggestions
from domain.guard import Question
from domain.review import FollowUpKind, ReturnReason
from domain.talk.values import Choice, Message, Style
from domain.wording import captions
from domain.wording import card as wording
from domain.wording import deciding as question_words
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

_APPLY = Choice("apply", captions.APPLY, Style.GOOD, row=3)
_SAME = Choice("same", captions.REGISTER_SAME, row=0)
_WRONG = Choice("wrong", captions.TYPED_WRONG, row=1)
_OTHER_SCAN = Choice("scan", captions.OTHER_SCAN, row=2)
# beside a scan of another case, what else of the vendor's a finding may speak of
VENDORS: dict[str, ReturnReason] = {
    "R01": ReturnReason.BAD_SCAN,
    "R02": ReturnReason.WRONG_UNIT,
    "R12": ReturnReason.DUPLICATE,
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


def taps_over(subject: Subject) -> dict[str, str]:
    """Give what 💡 would write into which fields; empty where the card does not offer it."""
    return suggestions.in_one_tap(subject.record.findings, subject.record.fields)


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
    if values := taps_over(subject):
        choices = (_APPLY, *choices)
        payload["apply"] = values
    if can_undo:
        payload["undo"] = True
    return card(whole(turn, subject, heading), step="card", choices=choices, payload=payload)


def draw_confirm(turn: Turn, subject: Subject, asked: Question) -> Message:
    """Ask the deciding question before a record with a serious finding is approved."""
    more = ()
    if reason := VENDORS.get(asked.finding.rule):
        more = (Choice(reason.value, captions.RETURN_REASONS[reason], row=3),)
    anyway = Choice("anyway", captions.APPROVE_ANYWAY, row=4)
    text = _question(turn, subject, asked, returning=False)
    choices = (_SAME, _WRONG, _OTHER_SCAN, *more, anyway, BACK)
    return card(text, step="confirm", choices=choices, payload=subject.payload())


def draw_guard(turn: Turn, subject: Subject, asked: Question) -> Message:
    """Ask the deciding question before a record goes back for what its register may well say itself."""
    choices = (_SAME, _WRONG, Choice("anyway", captions.RETURN_ANYWAY, Style.BAD, row=2), BACK)
    text = _question(turn, subject, asked, returning=True)
    return card(text, step="guard", choices=choices, payload=subject.payload())


def _question(turn: Turn, subject: Subject, asked: Question, *, returning: bool) -> str:
    told = question_words.question(subject.record, asked, turn.rules.card_detail, returning=returning)
    text = short(turn, subject, told)
    return practice_words.with_source(text, subject.practice) if subject.practice is not None else text


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
    """Show what the law asks for what was found, then the letter's rule, then the rulings on what the card is about."""
    clauses = question_words.clauses(subject.record)
    text = short(turn, subject, "\n\n".join(part for part in (clauses, say.RULES, rulings) if part))
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
    proposed = subject.kind or guard.kind_proposed(subject.record.findings)
    # what fits best stands first
    ordered = sorted(FollowUpKind, key=lambda kind: kind != proposed)
    kinds = tuple(Choice(kind.value, captions.FOLLOW_UP_KINDS[kind]) for kind in ordered)
    more = (Choice("route", captions.ROUTE, row=8), Choice("note", captions.NOTE, row=8), BACK)
    text = short(
        turn, subject, say.follow_question(subject.route, subject.note, ordered, guarded=subject.guarded)
    )
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
