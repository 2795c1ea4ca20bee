"""What a typed line is held against, and what it may turn out to mean. Plain values; the reader is next door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.talk.commands import Command
from domain.talk.values import Choice


@dataclass(frozen=True, slots=True)
class Open:
    """A prompt that what was typed may be meant for."""

    id: int
    choices: tuple[Choice, ...] = ()
    takes_text: bool = False
    numbered: bool = False  # its choices were drawn with numbers
    corrects: bool = False  # “Họ tên mẹ: …” may be said to it
    tag: str = ""
    asks_back: bool = False  # it asks which of several meanings was meant: its own choices come first
    live: bool = True  # not answered, and nothing took its place; what is not may still stand in the chat


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person has before them: the card, the list shown after it, and the prompt that a typed tag names."""

    card: Open | None = None
    shown: Open | None = None
    named: Open | None = None
    card_is_last: bool = True  # the card is what was shown last, so that a number means its list


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words the reader has to know beside the labels; folded but for the labels."""

    undo: str  # the label that is obeyed at every step
    short: Mapping[
        str, tuple[str, ...]
    ]  # label → shorter words that do as well; for steps that decide nothing
    assent: frozenset[str]  # words and signs of approval, none of which approves
    approving: str  # the word in the labels that approve
    particles: frozenset[str]  # polite words at the end
    numbers: frozenset[str]  # words before a number


@dataclass(frozen=True, slots=True)
class Picked:
    """One choice of one prompt."""

    prompt_id: int
    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """The value, reason or search that a prompt waits for, as typed."""

    prompt_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A field's words, a colon and the value, said to a card."""

    prompt_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that unclear words may mean; without a choice: the very words, for a prompt that waits for some."""

    prompt_id: int
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that may mean several things, or that only resemble something: to be asked about."""

    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """An answer to a prompt that is open no more."""

    prompt_id: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing that means anything here."""


Heard = Picked | Words | Correction | Command | Unclear | Gone | Nothing
