"""Letting people in: a code, then the proof that the account is theirs. Strangers get one help text and no more."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from domain import phones
from domain.people import Person, Role
from domain.talk import commands
from domain.talk.values import Message, Reply, SharedContact, Typed
from domain.wording import captions
from domain.wording import common as say_common
from domain.wording import onboarding as say
from domain.wording.people import ROLE_WORDS
from handlers import practice, today
from handlers.context import Turn, card, says
from storage import invitations, people

HELP_EVERY_S = 3600.0
TRIES = 10  # codes and numbers a stranger may try in an hour
_CODE = re.compile(r"[0-9A-Z]{8}")


async def stranger(turn: Turn) -> Reply:
    """Answer an account that belongs to nobody, or to somebody without a post.

    Who has left may come back as somebody else of the roster, with a new number: the same code opens the door.
    """
    said = turn.incoming.said
    if isinstance(said, SharedContact) and turn.account.invitation_id is not None:
        return await _contact(turn, said) if await _may_try(turn) else Reply()
    if isinstance(said, Typed) and (code := _code_in(said.text)):
        return await _code(turn, code) if await _may_try(turn) else Reply()
    return await _help_once(turn)


def _code_in(text: str) -> str:
    """Find the code in `/start CODE` or in words that are nothing but a code."""
    command = commands.parse(text)
    words = command.argument if command and command.name == "start" else text
    code = words.strip().upper().replace(" ", "").replace("-", "")
    return code if _CODE.fullmatch(code) else ""


async def _help_once(turn: Turn) -> Reply:
    """Say the one sentence for strangers, once an hour; whose card still lies in the chat, that goes."""
    last = turn.account.helped_at_s
    left = turn.person is not None
    if last is not None and 0 <= turn.now.timestamp() - last < HELP_EVERY_S:
        return Reply()
    await people.note_help(turn.tx, turn.account.id, turn.now)
    return Reply((card(say_common.NO_POST),)) if left else says(say.STRANGER)


async def _may_try(turn: Turn) -> bool:
    """Count a try at the door; too many in an hour are met with silence."""
    since = turn.account.code_tries_since_s
    fresh = since is None or turn.now.timestamp() - since >= HELP_EVERY_S
    tries = 0 if fresh else turn.account.code_tries
    started = turn.now if fresh or since is None else datetime.fromtimestamp(since, UTC)
    await people.note_code_try(turn.tx, turn.account.id, tries=min(tries + 1, TRIES + 1), since=started)
    return tries < TRIES


async def _code(turn: Turn, code: str) -> Reply:
    found = await invitations.find(turn.tx, code)
    person = await people.person(turn.tx, found.person_id) if found else None
    usable = found is not None and found.usable(turn.now) and person is not None and bool(person.posts)
    if not usable:
        return await _help_once(turn)
    assert found is not None and person is not None
    if not found.relink and await _linked_here(turn, person):
        return says(say.ALREADY_ELSEWHERE)
    if not turn.capabilities.can_share_contact:
        return await _link(turn, found.id, person)
    await people.await_contact(turn.tx, turn.account.id, found.id)
    return Reply((Message(text=say.SHARE, ask_contact=True),))


async def _linked_here(turn: Turn, person: Person) -> bool:
    accounts = await people.accounts_of(turn.tx, person.id)
    return any(account.channel == turn.account.channel for account in accounts)


async def _contact(turn: Turn, contact: SharedContact) -> Reply:
    assert turn.account.invitation_id is not None
    found = await invitations.by_id(turn.tx, turn.account.invitation_id)
    person = await people.person(turn.tx, found.person_id) if found else None
    if found is None or person is None or not person.posts or not found.usable(turn.now):
        return says(say.CODE_GONE)
    if not contact.own:
        return Reply((Message(text=say.NOT_OWN, ask_contact=True),))
    if phones.normalise(contact.phone) != person.phone:
        return says(say.WRONG_PHONE)
    return await _link(turn, found.id, person)


async def _link(turn: Turn, invitation_id: int, person: Person) -> Reply:
    """Use the code up and link the account; two that come at once with one code end with one link."""
    if not await invitations.use(turn.tx, invitation_id, account_id=turn.account.id, now=turn.now):
        return says(say.CODE_GONE)
    await people.link(turn.tx, turn.account.id, person.id, now=turn.now)
    turn.person = person
    posts = [(ROLE_WORDS[post.role], post.unit_name) for post in person.posts]
    hello = Message(text=say.welcome(person.full_name, posts), drop_keyboard=True)
    if not person.posts_as(Role.OFFICIAL):
        entries = commands.menu_for(frozenset(post.role for post in person.posts))
        return Reply((hello, Message(text=say_common.help_text(entries, reviews=False))))
    if practice.is_due(turn):
        return Reply((hello, practice.draw(turn)))
    return Reply((hello, today.start_button(say.READY)))


async def help_for(turn: Turn) -> Reply:
    """List the commands this person may use."""
    entries = commands.menu_for(frozenset(post.role for post in turn.me.posts))
    return says(say_common.help_text(entries, reviews=bool(turn.me.posts_as(Role.OFFICIAL))))


async def greet_again(turn: Turn) -> Reply:
    """Answer /start of somebody known: what they are, and the way on."""
    if turn.me.posts_as(Role.OFFICIAL):
        return Reply((today.start_button(say.ALREADY),), notice=captions.NOTED)
    return await help_for(turn)
