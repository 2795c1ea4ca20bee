"""Questions and rulings: what a card's question is about, who is asked until when, and when two rulings contradict.

A ruling answers for everybody until it is withdrawn or replaced. Its topics are rules of findings (R04) or types of
records (KS); its cases are those of the letter (a, b, c) that it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import folding
from domain.records import Record, RecordType, Severity
from domain.review import Case
from domain.workdays import Calendar

ANSWER_WITHIN = 2  # working days, after which a question goes to the next level
WORDS_LEAST, WORDS_MOST = 3, 1000  # letters of a question, an answer, a ruling
TITLE_MOST = 100
_RULES = frozenset(f"R{number:02}" for number in range(1, 24))
_TOPIC = re.compile(r"r ?([0-9]{1,2})|([a-z]{2,3})")
_WEIGHT = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.HINT: 2}


class QuestionState(StrEnum):
    """What became of a question; withdrawn: the decision that asked it was undone."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Draft:
    """A ruling before it has a number."""

    title: str
    text: str
    cases: str = ""  # "", "a", "ac" … in order
    topics: tuple[str, ...] = ()
    asked: str = ""  # the question it is made for, in the asker's words


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling that was made."""

    id: int
    number: str
    title: str
    text: str
    cases: str
    topics: tuple[str, ...]
    made_at: datetime
    withdrawn: bool
    asked: str = ""


def number(place: int) -> str:
    """Name the ruling that is so many-th: "HD-07"."""
    return f"HD-{place:02}"


def place_of(name: str) -> int:
    """Tell the many-th of a ruling's number."""
    return int(name.rpartition("-")[2])


def topics_of(record: Record) -> tuple[str, ...]:
    """List what a card is about: the rules that found something, the gravest first, then its type."""
    found = sorted(record.findings, key=lambda finding: _WEIGHT.get(Severity(finding.severity), 1))
    return (*dict.fromkeys(finding.rule for finding in found), record.type.value)


def contradict(draft: Draft, standing: Ruling) -> bool:
    """Say whether a new ruling leads elsewhere than one that stands, on a topic of both."""
    both = set(draft.topics) & set(standing.topics)
    return bool(both and draft.cases and standing.cases and set(draft.cases) != set(standing.cases))


def read_cases(text: str) -> str | None:
    """Read "a", "a, c", "(b)" as cases in their order; None where there is anything else in it."""
    said = folding.words(text)
    known = {case.value for case in Case}
    letters = set(said) - {"va"}
    return "".join(sorted(letters)) if letters and letters <= known else None


def read_topics(text: str) -> tuple[str, ...] | None:
    """Read "R04, KS" as topics; None where one of them is none."""
    types = {each.value for each in RecordType}
    found: list[str] = []
    for part in re.split(r"[,;]| va |(?<=\d)\s+|\s+(?=r ?\d)", folding.fold(text)):
        if not part.strip():
            continue
        read = _TOPIC.fullmatch(part.strip())
        if read is None:
            return None
        topic = f"R{int(read[1]):02}" if read[1] else read[2].upper()
        if topic not in _RULES | types:
            return None
        found.append(topic)
    return tuple(dict.fromkeys(found)) or None


def split(text: str) -> tuple[str, str]:
    """Part what was typed into title and text: the first line, or else the beginning of the first sentence."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip() and len(first.strip()) <= TITLE_MOST:
        return folding.squeeze(first), folding.squeeze(rest)
    whole = folding.squeeze(text)
    sentence = re.split(r"(?<=\S{2})[.:;]\s", whole, maxsplit=1)[0]
    return cut(sentence, TITLE_MOST), whole


def cut(text: str, most: int) -> str:
    """Shorten a text to at most so many letters, "…" at its end."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def numbers(rulings: Iterable[Ruling]) -> str:
    """List the numbers of rulings in a line."""
    return ", ".join(each.number for each in rulings)


def due(calendar: Calendar, asked: datetime) -> datetime:
    """Tell until when a level may answer: the same time of day (local), two working days later."""
    day = asked.date()
    for _ in range(ANSWER_WITHIN):
        day = calendar.next_workday(day)
    return asked.replace(year=day.year, month=day.month, day=day.day)
