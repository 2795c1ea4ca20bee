"""An admin's care for people (`/nhansu`): find somebody, give them a new code, ask for a change, shut the door."""

from __future__ import annotations

from domain.folding import fold
from domain.people import Person, Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import people as say
from handlers import people_doors as doors
from handlers import roster_changes as changes
from handlers.context import Turn, says
from storage import invitations, people

FOUND = 8


async def find(turn: Turn, words: str) -> Reply:
    """Look for people by name or phone in the subtree this admin answers for."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(
        turn.tx, turn.account.id, None
    )  # the next words are a search only where one is asked for
    if not words.strip():
        return Reply((Message(text=say.ASK, step="people", takes_text=True, choices=_ASKED),))
    digits = "".join(letter for letter in words if letter.isdecimal()).removeprefix("0")
    found = await people.search(
        turn.tx, fold(words), digits, below=changes.answers_for(turn), limit=FOUND + 1
    )
    if not found:
        return Reply((Message(text=say.NOBODY, step="people", takes_text=True, choices=_ASKED),))
    if len(found) == 1:
        return Reply((await _about(turn, found[0]),))
    choices = tuple(
        Choice(f"p{one.id}", f"{one.full_name} · {_unit(one)}", row=place)
        for place, one in enumerate(found[:FOUND])
    )
    text = say.PICK if len(found) <= FOUND else say.PICK_OF_MORE.format(FOUND)
    return Reply((Message(text=text, step="people", choices=choices),))


_DROP = Choice("drop", captions.DROP)
_ASKED = (Choice("new", say.ADD), _DROP)


def _unit(person: Person) -> str:
    return person.posts[0].unit_name if person.posts else ""


async def _about(turn: Turn, person: Person) -> Message:
    posts = [(say.ROLE_WORDS[post.role], post.unit_name) for post in person.posts]
    linked = [account.channel for account in await people.accounts_of(turn.tx, person.id)]
    choices = [Choice(f"c{person.id}", captions.NEW_CODE, row=0)]
    if person.id != turn.me.id:
        choices += [Choice(f"m{person.id}", say.MOVE, row=1), Choice(f"e{person.id}", say.END, row=1)]
        choices += doors.buttons(person, row=2)
    choices.append(Choice("new", say.ADD, row=3))
    text = say.about(person.full_name, person.phone, posts, linked, locked=person.locked)
    return Message(text=text, step="people", choices=tuple(choices))


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take a name typed, a person picked, the wish for a new code or for a change, the words it needs, the last yes."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    asked = turn.asked.payload if turn.asked is not None else {}
    if not key and not asked.get("do"):
        return await find(turn, text)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key == "new":
        return _say(turn, changes.Outcome(say.ASK_NEW, ask={"do": "new"}))
    if not key and asked["do"] == "new":
        return _say(turn, await changes.add(turn, text))
    wanted = int(key[1:]) if key[1:].isdecimal() and key[:1] in "pcmeloh" else asked.get("p", 0)
    person = await people.person(turn.tx, wanted)
    below = changes.answers_for(turn)
    if person is None or not any(post.unit_path.startswith(below) for post in person.posts):
        return says(common.NOT_YOURS)
    match key[:1]:
        case "p":
            return Reply((await _about(turn, person),))
        case "c":
            return await _new_code(turn, person)
    if person.id == turn.me.id:
        return says(say.NOT_ONESELF)
    match key[:1], str(asked.get("do", "")):
        case "m", _:
            return _say(turn, await changes.move(turn, person))
        case "e", _:
            return _say(turn, await changes.end(turn, person))
        case doors.LOCK, _:
            return _say(turn, await doors.lock(turn, person))
        case doors.UNLOCK, _:
            return _say(turn, await doors.unlock(turn, person))
        case doors.HAND, _:
            return _say(turn, await doors.hand_over(turn, person))
        case _, "hand":
            return _say(turn, await doors.hand_over(turn, person, key))
        case _, "lock" if key == "yes":
            return _say(turn, await doors.lock(turn, person, sure=True))
        case _, "move":
            return _say(turn, await changes.move(turn, person, key, text))
        case _, "end" if key == "yes":
            return _say(turn, await changes.end(turn, person, sure=True))
    return says(common.NOT_YOURS)


def _say(turn: Turn, outcome: changes.Outcome) -> Reply:
    """Say what came of a wish, and ask for what it still needs: words, one of several, or a yes."""
    if outcome.ask is None:
        return Reply((Message(text=outcome.text),), asides=outcome.asides)
    message = Message(
        text=outcome.text,
        step="people",
        payload=tuple(outcome.ask.items()),
        takes_text=not outcome.choices,
        choices=(*outcome.choices, _DROP),
    )
    return Reply((message,))


async def _new_code(turn: Turn, person: Person) -> Reply:
    code = await invitations.reissue(turn.tx, person.id, now=turn.now, days=turn.rules.invite_days)
    return says(say.new_code(person.full_name, code, changes.link_for(turn, code), turn.rules.invite_days))
