"""An admin's care for people: find somebody, give them a new code."""

from __future__ import annotations

from domain.folding import fold
from domain.people import Person, Post, Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import people as say
from handlers.context import Turn, says
from storage import invitations, people

FOUND = 8


async def find(turn: Turn, words: str) -> Reply:
    """Look for people by name or phone in the subtree this admin answers for."""
    posts = turn.me.posts_as(Role.ADMIN)
    if not posts:
        return says(common.NOT_YOURS)
    await people.show_list(
        turn.tx, turn.account.id, None
    )  # the next words are a search only where one is asked for
    if not words.strip():
        return Reply((Message(text=say.ASK, step="people", takes_text=True, choices=_DROP),))
    digits = "".join(letter for letter in words if letter.isdecimal()).removeprefix("0")
    found = await people.search(turn.tx, fold(words), digits, below=_answers_for(posts), limit=FOUND + 1)
    if not found:
        return Reply((Message(text=say.NOBODY, step="people", takes_text=True, choices=_DROP),))
    if len(found) == 1:
        return Reply((await _about(turn, found[0]),))
    choices = tuple(
        Choice(f"p{one.id}", f"{one.full_name} · {_unit(one)}", row=place)
        for place, one in enumerate(found[:FOUND])
    )
    text = say.PICK if len(found) <= FOUND else say.PICK_OF_MORE.format(FOUND)
    return Reply((Message(text=text, step="people", choices=choices),))


def _answers_for(posts: tuple[Post, ...]) -> tuple[str, ...]:
    return tuple(post.unit_path for post in posts)


_DROP = (Choice("drop", captions.DROP),)


def _unit(person: Person) -> str:
    return person.posts[0].unit_name if person.posts else ""


async def _about(turn: Turn, person: Person) -> Message:
    posts = [(say.ROLE_WORDS[post.role], post.unit_name) for post in person.posts]
    linked = [account.channel for account in await people.accounts_of(turn.tx, person.id)]
    return Message(
        text=say.about(person.full_name, person.phone, posts, linked),
        step="people",
        choices=(Choice(f"c{person.id}", captions.NEW_CODE),),
    )


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take a name typed, a person picked, or the wish for a new code."""
    posts = turn.me.posts_as(Role.ADMIN)
    if not posts:
        return says(common.NOT_YOURS)
    if not key:
        return await find(turn, text)
    if key == "drop":
        await people.show_list(turn.tx, turn.account.id, None)
        return says(say.DROPPED, notice=captions.NOTED)
    person = await people.person(turn.tx, int(key[1:])) if key[1:].isdecimal() else None
    if person is None or not any(post.unit_path.startswith(_answers_for(posts)) for post in person.posts):
        return says(common.NOT_YOURS)
    if key[0] == "p":
        return Reply((await _about(turn, person),))
    code = await invitations.reissue(turn.tx, person.id, now=turn.now, days=turn.rules.invite_days)
    link = f"{turn.rules.bot_link}{code}" if turn.rules.bot_link else ""
    return says(say.new_code(person.full_name, code, link, turn.rules.invite_days))
