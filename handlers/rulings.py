"""Making rulings: the words, the letter's case, what they are about, what they contradict, whom they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain import rulings as rules
from domain.people import Role
from domain.rulings import WORDS_LEAST, WORDS_MOST, Draft, QuestionState, Ruling
from domain.talk.values import Aside, Choice, Message, Reply, Style
from domain.wording import captions, common
from domain.wording import questions as say_questions
from domain.wording import rulings as say
from handlers import replying
from handlers.context import Turn, says
from storage import audit, people, questions, rulings
from storage.questions import Question

STEP = "ruling"  # what the router calls it
LISTED = 8
_DROP = Choice("drop", captions.DROP)


async def take_reply(turn: Turn, key: str, text: str) -> Reply:
    """Take what is tapped on a question: what makes rulings of it here, all else next door."""
    if key == "rulings":
        return await show(turn)
    if key == replying.PUBLISH:
        found = await replying.may(turn, turn.asked.payload.get("q") if turn.asked else None)
        if found is None or not turn.me.posts_as(Role.ADMIN):
            return says(common.NOT_YOURS)
        return Reply((_ask(say.ASK_TEXT, {"do": "text", "q": found.id}, takes_text=True),))
    return await replying.take(turn, key, text)


async def show(turn: Turn, words: str = "") -> Reply:
    """List the rulings that stand, or those that words bring up."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    if words.strip():
        found = [each for each, _ in await rulings.search(turn.tx, words, limit=LISTED)]
    else:
        found = await rulings.standing(turn.tx, LISTED)
    choices = [Choice(f"s{each.id}", say.in_list(each), row=place) for place, each in enumerate(found)]
    choices.append(Choice("new", say.NEW, row=LISTED))
    none = say.NOT_FOUND if words.strip() else say.NONE_STAND
    return Reply((_ask(say.LIST if found else none, {"do": "find"}, *choices, takes_text=True),))


def _ask(text: str, payload: dict[str, Any], *choices: Choice, takes_text: bool = False) -> Message:
    return Message(
        text, step=STEP, choices=(*choices, _DROP), takes_text=takes_text, payload=tuple(payload.items())
    )


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take one step on the way to a ruling, or of its withdrawal; only an admin's, looked at anew each time."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = dict(turn.asked.payload) if turn.asked else {}
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key == "new":
        return Reply((_ask(say.ASK_TEXT, {"do": "text", "q": None}, takes_text=True),))
    if key[:1] in ("s", "w") and key[1:].isdecimal():
        return await _look(turn, int(key[1:]), sure=key[0] == "w")
    match payload.get("do"):
        case "find":
            return await show(turn, text)
        case "text":
            return _take_text(payload, text)
        case "cases":
            return await _take_cases(turn, payload, key, text)
        case "topics":
            return await _take_topics(turn, payload, key, text)
        case "conflict":
            return await _take_conflict(turn, payload, key)
        case "preview":
            return await _publish(turn, payload, key)
    return await show(turn)


# ── the steps ────────────────────────────────────────────────────────────────────────────────────


def _take_text(payload: dict[str, Any], text: str) -> Reply:
    if len(text.strip()) < WORDS_LEAST:
        return Reply((_ask(f"{say.TOO_SHORT}\n{say.ASK_TEXT}", payload, takes_text=True),))
    title, body = rules.split(rules.cut(text, WORDS_MOST))
    return Reply((_ask_cases(say.ASK_CASES, payload | {"title": title, "text": body}),))


def _ask_cases(text: str, payload: dict[str, Any]) -> Message:
    choices = [Choice(f"c{case}", label, row=n) for n, (case, label) in enumerate(say.CASES.items())]
    return _ask(text, payload | {"do": "cases"}, *choices, takes_text=True)


async def _take_cases(turn: Turn, payload: dict[str, Any], key: str, text: str) -> Reply:
    cases = key[1:] if key.startswith("c") else rules.read_cases(text)
    if cases is None:
        return Reply((_ask_cases(f"{say.NO_CASES} {say.ASK_CASES}", payload),))
    return Reply((await _ask_topics(turn, say.ASK_TOPICS, payload | {"cases": cases}),))


async def _ask_topics(turn: Turn, text: str, payload: dict[str, Any]) -> Message:
    asked = await replying.may(turn, payload.get("q"))
    choices = []
    if asked is not None and asked.topic:
        choices.append(Choice(f"t{asked.topic}", say_questions.topic(asked.topic), row=0))
    known = {choice.key for choice in choices}
    choices += [Choice(f"t{name}", label) for name, label in say.types() if f"t{name}" not in known]
    choices.append(Choice("t", say.NO_TOPIC, row=8))
    return _ask(text, payload | {"do": "topics"}, *choices, takes_text=True)


async def _take_topics(turn: Turn, payload: dict[str, Any], key: str, text: str) -> Reply:
    topics = ((key[1:],) if key[1:] else ()) if key.startswith("t") else rules.read_topics(text)
    if topics is None:
        return Reply((await _ask_topics(turn, f"{say.NO_TOPICS}\n{say.ASK_TOPICS}", payload),))
    payload = payload | {"topics": list(topics), "replaces": []}
    against = await _against(turn, _draft(payload))
    if against:
        return Reply((_ask_conflict(payload, against),))
    return Reply((await _preview(turn, payload),))


def _draft(payload: dict[str, Any]) -> Draft:
    return Draft(payload["title"], payload["text"], payload["cases"], tuple(payload["topics"]))


async def _against(turn: Turn, draft: Draft) -> list[Ruling]:
    """List the standing rulings that a new one contradicts."""
    return [each for each in await rulings.on_topics(turn.tx, draft.topics) if rules.contradict(draft, each)]


def _ask_conflict(payload: dict[str, Any], against: Sequence[Ruling]) -> Message:
    payload = payload | {"do": "conflict", "against": [each.id for each in against]}
    choices = (Choice("replace", say.replace(against), row=0), Choice("keep", say.KEEP_BOTH, row=1))
    return _ask(say.conflict(_draft(payload), against), payload, *choices)


async def _take_conflict(turn: Turn, payload: dict[str, Any], key: str) -> Reply:
    against = await _against(turn, _draft(payload))
    if [each.id for each in against] != payload["against"]:  # another admin made or withdrew one meanwhile
        return Reply((_ask_conflict(payload, against) if against else await _preview(turn, payload),))
    payload["replaces"] = payload["against"] if key == "replace" else []
    return Reply((await _preview(turn, payload),))


# ── preview and publishing ───────────────────────────────────────────────────────────────────────


async def _waiting(turn: Turn, payload: dict[str, Any]) -> list[Question]:
    """List the questions a ruling would answer: those on its topics, and the one it was made for."""
    paths = replying.answers_for(turn)
    found = await questions.waiting_on(turn.tx, payload["topics"], paths, but_of=turn.me.id)
    asked = await replying.may(turn, payload.get("q"))
    if asked is not None and asked.state is QuestionState.OPEN and all(asked.id != each.id for each in found):
        found.append(asked)
    return found


async def _preview(turn: Turn, payload: dict[str, Any], line: str = "") -> Message:
    found = await _waiting(turn, payload)
    old = [await rulings.load(turn.tx, each) for each in payload["replaces"]]
    payload = payload | {"do": "preview", "seen": sorted(each.id for each in found)}
    choices = [Choice("all", say.publish_and_answer(len(found)), Style.GOOD, row=0)]
    if len(found) > 1 and payload.get("q") in payload["seen"]:
        choices.append(Choice("one", say.ONLY_THIS, row=1))
    if found:
        choices.append(Choice("none", say.PUBLISH_ONLY, row=2))
    text = say.preview(_draft(payload), len(found), [each.number for each in old if each])
    return _ask(f"{line}\n{text}" if line else text, payload, *choices)


async def _publish(turn: Turn, payload: dict[str, Any], key: str) -> Reply:
    """Make the ruling and answer with it what was seen in the preview."""
    if turn.asked and turn.asked.answered_key in ("all", "one", "none"):
        return says(say.MADE_ALREADY)
    found = await _waiting(turn, payload)
    if sorted(each.id for each in found) != payload["seen"]:
        return Reply((await _preview(turn, payload, say.CHANGED),))
    against = {each.id for each in await _against(turn, _draft(payload))}
    if against - set(payload["replaces"]) - set(payload.get("against", ())):
        return Reply((_ask_conflict(payload, await _against(turn, _draft(payload))),))
    if key == "one":
        found = [each for each in found if each.id == payload.get("q")]
    elif key != "all":
        found = []
    asked = await replying.may(turn, payload.get("q"))
    draft = replace(_draft(payload), asked=asked.text if asked else "")
    ruling = await rulings.publish(turn.tx, draft, by=turn.me.id, now=turn.now, replaces=payload["replaces"])
    asides = await _answer_with(turn, ruling, found)
    details = {"replaces": payload["replaces"], "answered": [each.id for each in found]}
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act="ruling", subject=ruling.number, details=details
    )
    return Reply(says(say.published(ruling.number, len(found))).messages, asides=asides)


async def _answer_with(turn: Turn, ruling: Ruling, found: Sequence[Question]) -> tuple[Aside, ...]:
    """Answer questions with a ruling and tell each asker once, however many of theirs there were."""
    by_asker: dict[int, list[tuple[Question, bool]]] = {}
    for each in found:
        answer = say_questions.answer_of(ruling)
        back = await replying.settle(turn, each, to=QuestionState.ANSWERED, answer=answer, ruling=ruling)
        if back is not None:
            by_asker.setdefault(each.asked_by, []).append((each, back))
    asides = []
    for answered in by_asker.values():
        first, back = answered[0]
        names = [say_questions.about(each.number, each.book) for each, _ in answered]
        text = say_questions.answered_many(ruling.number, ruling.title, ruling.text, names)
        if len(answered) == 1:
            answer = say_questions.answer_of(ruling)
            text = say_questions.answered_to(names[0], first.text, answer, "", ruling.number, back=back)
        asides.append(replying.to_asker(first, text, back=any(came for _, came in answered)))
    return tuple(asides)


# ── looking and withdrawing ──────────────────────────────────────────────────────────────────────


async def _look(turn: Turn, ruling_id: int, *, sure: bool) -> Reply:
    """Show a ruling with the button that withdraws it; once more before it is."""
    found = await rulings.load(turn.tx, ruling_id)
    if found is None or found.withdrawn:
        return says(say.GONE)
    asked = turn.asked.payload.get("sure") if turn.asked else None
    if not sure:
        return Reply((_ask(say_questions.ruling_text(found), {}, Choice(f"w{found.id}", say.WITHDRAW)),))
    if asked != found.id:
        choice = Choice(f"w{found.id}", say.WITHDRAW_SURE, Style.BAD)
        return Reply((_ask(say.withdraw_question(found), {"sure": found.id}, choice),))
    if not await rulings.withdraw(turn.tx, found.id, now=turn.now):
        return says(say.GONE)
    await audit.note(turn.tx, at=turn.now, person_id=turn.me.id, act="ruling_withdrawn", subject=found.number)
    return says(say.withdrawn(found.number))


async def on_card(turn: Turn, topics: Sequence[str]) -> list[Ruling]:
    """List the rulings that hold for what a card is about, the newest first."""
    return await rulings.on_topics(turn.tx, topics, limit=3)
