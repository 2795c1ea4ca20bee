"""Holding typed words against what a person has before them, and asking again where they are not clear."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.talk import meanings, tags
from domain.talk.values import Choice, Message, Reply, Slot
from domain.wording import typed as say
from handlers.context import Turn, says
from storage import prompt_tags, prompts
from storage.prompts import Asked

STEP = prompt_tags.ASKED_BACK  # what the router calls the choice between meanings
LABEL_MAX = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """The prompts that typed words may be meant for, and how the reader sees them."""

    asked: dict[int, Asked]
    standing: meanings.Standing


async def look(
    turn: Turn, card: Asked | None, text: str, *, again: Collection[str], corrected: Collection[str]
) -> Scene:
    """Gather the living card, the list shown after it, and the prompt whose tag was typed.

    `again` are the steps that may be answered more than once, `corrected` those that a correction may be said to.
    """
    asked: dict[int, Asked] = {}

    def seen(one: Asked | None) -> meanings.Open | None:
        if one is None:
            return None
        asked[one.id] = one
        open_still = not one.voided and (one.answered_key is None or one.step in again)
        return meanings.Open(
            one.id,
            one.choices,
            takes_text=one.takes_text,
            numbered=one.numbered,
            corrects=one.step in corrected and bool(one.payload),
            tag=one.tag,
            asks_back=one.step == STEP,
            live=open_still and (one.slot is not Slot.CARD or one.id == turn.account.card_prompt_id),
        )

    shown = await _list_shown(turn)
    tag, _ = tags.split(text)
    named = await prompt_tags.named(turn.tx, turn.account.id, tag) if tag else None
    standing = meanings.Standing(
        card=seen(card),
        shown=seen(shown),
        named=seen(named),
        card_is_last=card is not None and turn.account.shown_prompt_id == card.id,
    )
    return Scene(asked, standing)


async def _list_shown(turn: Turn) -> Asked | None:
    """Load the list last shown beside the card, if it was not the card itself."""
    shown = turn.account.shown_prompt_id
    if shown is None or shown == turn.account.card_prompt_id:
        return None
    asked = await prompts.load(turn.tx, shown, turn.account.id)
    return asked if asked and not asked.voided else None


def ask_again(scene: Scene, unclear: meanings.Unclear, text: str) -> Reply:
    """Ask what was meant: name the whole labels where each is enough, else offer the meanings to choose from."""
    found = unclear.meanings
    labels = [meaning.choice.label for meaning in found if meaning.choice]
    homes = {meaning.prompt_id for meaning in found}
    in_reach = {one.id for one in (scene.standing.card, scene.standing.shown) if one is not None}
    if len(homes) == 1 and homes <= in_reach and len(set(labels)) == len(found):
        return says(say.near(labels))
    choices = tuple(
        Choice(f"m{place}", _label(scene, meaning, text), row=place) for place, meaning in enumerate(found)
    )
    payload = (
        ("meant", [[one.prompt_id, one.choice.key if one.choice else ""] for one in found]),
        ("words", text if len(labels) < len(found) else ""),
    )
    return Reply((Message(say.WHICH, step=STEP, choices=choices, payload=payload),))


def _label(scene: Scene, meaning: meanings.Meaning, text: str) -> str:
    asked = scene.asked[meaning.prompt_id]
    place = say.called(asked.step, is_card=asked.slot is Slot.CARD)
    if meaning.choice is not None:
        return say.meant(meaning.choice.label, place)
    return say.as_words(text.strip()[:LABEL_MAX], place)


def chosen_meaning(asked: Asked, key: str) -> tuple[int, str, str]:
    """Tell which prompt was meant, by which key, and with which words where it is the words."""
    place = int(key.removeprefix("m"))
    prompt_id, meant = asked.payload["meant"][place]
    return int(prompt_id), str(meant), "" if meant else str(asked.payload["words"])
