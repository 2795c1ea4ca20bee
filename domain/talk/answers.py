"""Reading what was typed, the one way for all channels: an answer to what is open, a command, or nothing at all.

Only a whole label, a number of the list last shown, or either behind a short tag chooses. Words that merely resemble
a label are asked about and decide nothing; so do words that may mean two things.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain import fields
from domain.folding import words
from domain.records import RecordType
from domain.talk import commands, tags
from domain.talk.commands import Command
from domain.talk.meanings import (
    Correction,
    Gone,
    Heard,
    Meaning,
    Nothing,
    Open,
    Picked,
    Standing,
    Unclear,
    Vocabulary,
    Words,
)
from domain.talk.spelling import ENDS, as_typed, is_spelled, plain, read_number, split_line

FIELD_WORDS_MAX = 60  # letters before the colon of a correction
NEAR_MAX = 12  # words; a longer text is no answer that somebody got slightly wrong
LIKE_MAX = 6  # meanings named when asking again


def read(text: str, standing: Standing, vocabulary: Vocabulary) -> Heard:
    """Understand a typed line, or say between what it leaves a choice."""
    line = plain(text)
    if line.startswith("/"):
        return commands.parse(line) or Nothing()
    command = commands.parse(line.rstrip(ENDS))
    if is_spelled(text, vocabulary.undo) or (command is not None and command.name == "hoantac"):
        return Command("hoantac")
    awaiting = _awaiting(standing)
    tag, rest = tags.split(text)
    if tag and standing.named is not None and standing.named.tag == tag:
        said = _to_named(standing.named, rest, vocabulary, plainly=awaiting is None)
        if said is not None:
            return said
    shown = standing.shown
    if shown is not None and shown.asks_back and shown.live:
        meant = tuple(_within(shown, text, vocabulary, numbers=True))
        if meant:
            return _settled(meant, standing) or Nothing()
    meant = _exactly(text, standing, vocabulary)
    if awaiting is not None:
        return _beside_words(text, standing, awaiting, meant)
    if len(meant) != 1 and command is not None:
        also_yes = line.isascii() and as_typed(text) in vocabulary.assent  # "dung": "dừng", or "đúng"
        asked = _otherwise(text, standing, vocabulary) if also_yes else Nothing()
        return asked if isinstance(asked, Unclear) else command
    return _settled(meant, standing) or _otherwise(text, standing, vocabulary)


def _awaiting(standing: Standing) -> Open | None:
    """Find the prompt that waits for words: what was shown last before what was shown earlier."""
    for prompt in (standing.shown, standing.card):
        if prompt is not None and prompt.live and prompt.takes_text:
            return prompt
    return None


def _in_reach(standing: Standing) -> tuple[Open, ...]:
    """List the prompts that need no tag to be named."""
    return tuple(prompt for prompt in (standing.card, standing.shown) if prompt is not None)


def _exactly(text: str, standing: Standing, vocabulary: Vocabulary) -> tuple[Meaning, ...]:
    """Find what the words say to the letter, or as a number of the list last shown."""
    found: list[Meaning] = []
    for prompt in _in_reach(standing):
        numbers = prompt is standing.shown or standing.card_is_last
        found += _within(prompt, text, vocabulary, numbers=numbers)
    return tuple(found)


def _within(prompt: Open, text: str, vocabulary: Vocabulary, *, numbers: bool) -> list[Meaning]:
    """Find the choices of one prompt that the words say whole: by number, by label, or as the line was drawn."""
    spelled = [choice for choice in prompt.choices if is_spelled(text, choice.label)]
    if numbers and prompt.numbered:
        place, label = read_number(text, vocabulary.numbers), ""
        if place is None:
            place, label = split_line(text)
            lined = [choice for choice in prompt.choices if label and is_spelled(label, choice.label)]
            place = place if lined else None
            spelled += lined
        if place is not None and 1 <= place <= len(prompt.choices):
            spelled.insert(0, prompt.choices[place - 1])
    return [Meaning(prompt.id, choice) for choice in dict.fromkeys(spelled)]


def _beside_words(text: str, standing: Standing, awaiting: Open, meant: tuple[Meaning, ...]) -> Heard:
    """Judge what was typed while words are awaited: a choice of that very prompt, else the words themselves.

    What another prompt offers as well is asked about, but for the labels of a card that itself waits for no words.
    """
    own = tuple(meaning for meaning in meant if meaning.prompt_id == awaiting.id)
    other = tuple(meaning for meaning in meant if meaning.prompt_id != awaiting.id)
    card = standing.card
    if other and not own:
        last = awaiting is standing.shown
        if last and card is not None and not card.takes_text:
            return _settled(other, standing) or Nothing()
        if all(prompt.live for prompt in _in_reach(standing)):
            return Unclear((*other, Meaning(awaiting.id, None)))
    if own:
        return _settled((*own, *other), standing) or Nothing()
    if awaiting is not card and card is not None and _corrects(text, card):
        return Correction(card.id, _with_colon(text))
    return Words(awaiting.id, text)


def _settled(meant: tuple[Meaning, ...], standing: Standing) -> Heard | None:
    """Turn exact meanings into an answer: one is chosen, several are asked about, one of a closed prompt is late."""
    live = {prompt.id for prompt in _in_reach(standing) if prompt.live}
    open_still = tuple(meaning for meaning in meant if meaning.prompt_id in live)
    if not open_still:
        return Gone(meant[0].prompt_id) if meant else None
    only = open_still[0]
    if len(open_still) == 1 and only.choice is not None:
        return Picked(only.prompt_id, only.choice.key)
    return Unclear(open_still)


def _to_named(prompt: Open, rest: str, vocabulary: Vocabulary, *, plainly: bool) -> Heard | None:
    """Read what stands behind a tag; None where words are awaited (not `plainly`) and it fits nothing to the letter."""
    if not prompt.live:
        return Gone(prompt.id) if plainly else None
    meant = tuple(_within(prompt, rest, vocabulary, numbers=True)) if rest else ()
    alone = Standing(card=prompt)
    if meant or not plainly:
        return _settled(meant, alone)
    if rest and prompt.takes_text:
        return Words(prompt.id, rest)
    heard = _otherwise(rest, alone, vocabulary) if rest else Nothing()
    if isinstance(heard, Nothing):
        return Unclear(tuple(Meaning(prompt.id, choice) for choice in prompt.choices))
    return heard


def _otherwise(text: str, standing: Standing, vocabulary: Vocabulary) -> Heard:
    """Read what is no whole answer: a correction, a safe short form, something near, or nothing."""
    card = standing.card
    if card is not None and card.live and _corrects(text, card):
        return Correction(card.id, _with_colon(text))
    offered = tuple(
        Meaning(prompt.id, choice)
        for prompt in _in_reach(standing)
        if prompt.live
        for choice in prompt.choices
    )
    typed = as_typed(text)
    short = tuple(
        one for one in offered if one.choice and typed in vocabulary.short.get(one.choice.label, ())
    )
    near = short or tuple(_near(text, offered, vocabulary))[:LIKE_MAX]
    if len(short) == 1 and short[0].choice is not None:
        return Picked(short[0].prompt_id, short[0].choice.key)
    return Unclear(near) if near else Nothing()


def _near(text: str, offered: Iterable[Meaning], vocabulary: Vocabulary) -> Iterable[Meaning]:
    """List what somebody may have had in mind whose words are part of a label, or hold one, or just approve."""
    said = words(plain(text))
    if len(said) > NEAR_MAX:
        return
    while len(said) > 1 and said[-1] in vocabulary.particles:
        said = said[:-1]
    assents = (" ".join(said) or as_typed(text)) in vocabulary.assent
    for meaning in offered:
        label = words(meaning.choice.label) if meaning.choice else ()
        if assents:
            if vocabulary.approving in label:
                yield meaning
        elif (_holds(label, said) and len("".join(said)) > 2) or (len(label) > 1 and _holds(said, label)):
            yield meaning


def _holds(longer: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Say whether words stand in a row among others."""
    return any(longer[start : start + len(run)] == run for start in range(len(longer) - len(run) + 1))


def _corrects(text: str, card: Open) -> bool:
    """Say whether the words before a colon name a field of some register."""
    before, colon, _ = _with_colon(text).partition(":")
    if not (card.corrects and colon and before.strip() and len(before) <= FIELD_WORDS_MAX):
        return False
    return any(fields.find_field_by_words(record_type, before) for record_type in RecordType)


def _with_colon(text: str) -> str:
    """Write the first full-width colon as a plain one."""
    return text if ":" in text else text.replace("：", ":", 1)
