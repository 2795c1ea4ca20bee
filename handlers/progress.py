"""Progress: an official's own day, and the subtree of those who oversee one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo

from domain.people import Post, Role
from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.talk.values import Message, Reply
from domain.wording import common
from domain.wording import progress as say
from domain.wording import reconciliation as say_158
from handlers import against_plan, book_faults, follow_ups, overtime, page_links, returned
from handlers.context import Turn, says
from storage import confirmations, decisions, desk, tallies
from storage.engine import Tx

CHILDREN = 10
DECIDING = (Role.HEAD, Role.ADMIN)


async def show(turn: Turn) -> Reply:
    """Show progress to whoever asks, the official's own day first; to a vendor what lies with them."""
    own = [await _own(turn, post) for post in turn.me.posts_as(Role.OFFICIAL)]
    if own and (line := await overtime.own(turn)):
        own[0] = f"{own[0]}\n{line}"
    messages = [Message(text=text) for text in own]
    for post in _overseen(turn):
        messages += await _subtree(turn, post)
    if len(messages) > len(own):
        messages[len(own)] = replace(messages[len(own)], link=await page_links.to_progress(turn))
    messages = await _with_register(turn, messages)
    messages[len(own) : len(own)] = await returned.for_overseers(turn)
    messages += await returned.for_vendor(turn)
    messages += await book_faults.open_lines(turn, [post.unit_path for post in turn.me.overseeing()])
    return Reply(tuple(messages)) if messages else says(common.NOT_YOURS)


async def _with_register(turn: Turn, messages: list[Message]) -> list[Message]:
    """Put the way to the follow-up register under what is told first, where there is anything in it."""
    button = await follow_ups.button(turn) if messages else None
    if button is None:
        return messages
    return [replace(messages[0], step=follow_ups.STEP, choices=(button,)), *messages[1:]]


def _overseen(turn: Turn) -> list[Post]:
    """List the posts that oversee something, one for each unit: who decides there and audits too sees it once."""
    posts = {post.unit_id: post for post in turn.me.posts_as(Role.AUDITOR)}
    posts |= {post.unit_id: post for post in turn.me.posts_as(*DECIDING)}
    return [posts.pop(post.unit_id) for post in turn.me.overseeing() if post.unit_id in posts]


async def _own(turn: Turn, post: Post) -> str:
    by_type = await tallies.by_type(turn.tx, post.unit_path)
    total = sum(sum(states.values()) for states in by_type.values())
    still_open = sum(states.get(state, 0) for states in by_type.values() for state in tallies.UNDECIDED)
    done = await decisions.done_on(turn.tx, turn.me.id, turn.today)
    waiting = await desk.held_count(turn.tx, turn.me.id)
    text = say.own(done, waiting, post.unit_name, total - still_open, total)
    plan = await against_plan.of(turn, post, _pending(by_type)) if total else None
    return f"{text}\n{plan.text}" if plan else text


def _pending(by_type: Mapping[str, Mapping[State, int]]) -> int:
    return sum(states.get(State.PENDING, 0) for states in by_type.values())


async def _subtree(turn: Turn, post: Post) -> list[Message]:
    """Tell where a subtree stands; who decides there gets how it went as a picture beside it."""
    by_type = await tallies.by_type(turn.tx, post.unit_path)
    states: dict[State, int] = {}
    types: list[tuple[str, int, int]] = []
    for kind in RecordType:
        of_kind = by_type.get(kind.value, {})
        for state, number in of_kind.items():
            states[state] = states.get(state, 0) + number
        if total := sum(of_kind.values()):
            types.append(
                (TYPE_LABEL[kind], total - sum(of_kind.get(state, 0) for state in tallies.UNDECIDED), total)
            )
    if not types:
        return [Message(f"{post.unit_name}: {say.NO_RECORDS}")]
    text = say.subtree(post.unit_name, states, types, await _children(turn, post), CHILDREN)
    if (line := await there(turn.tx, turn.rules.zone, post.unit_path, sum(states.values()))) is not None:
        text = f"{text}\n{line}"
    plan = await against_plan.of(turn, post, _pending(by_type))
    if plan is None:
        return [Message(text)]
    if plan.chart is None or post.role not in DECIDING:
        return [Message(f"{text}\n{plan.text}")]
    return [Message(text), Message(f"{plan.chart.title}\n{plan.text}", chart=plan.chart)]


async def there(tx: Tx, zone: tzinfo, path: str, in_all: int) -> str | None:
    """Tell how a subtree stands in the staging software, once that has told anything of it."""
    at = await confirmations.as_of(tx)
    if at is None:
        return None
    sums = await confirmations.sums(tx, path, in_all=in_all)
    return say_158.progress_line(sums, at.astimezone(zone)) if sums.told else None


async def _children(turn: Turn, post: Post) -> list[tuple[str, int, int]]:
    """Sum the units right below the post's unit, the slowest first; one that was merged counts for what it went into."""
    depth = post.unit_path.count(
        "/"
    )  # the part of a path that names the child lies right behind the post's own
    names: dict[int, str] = {}
    sums: dict[int, list[int]] = {}
    for unit in await tallies.by_unit(turn.tx, post.unit_path):
        if unit.parent_id == post.unit_id and unit.stands(turn.today):
            names[unit.unit_id] = unit.name
        if unit.count and unit.unit_id != post.unit_id:
            child = sums.setdefault(int(unit.path.split("/")[depth]), [0, 0])
            child[0] += unit.count - unit.undecided
            child[1] += unit.count
    found = [(names[unit_id], done, total) for unit_id, (done, total) in sums.items() if unit_id in names]
    return sorted(found, key=lambda child: (child[1] / child[2], -child[2], child[0]))
