"""Progress: an official's own day, and the subtree of those who oversee one."""

from __future__ import annotations

import base64

from domain.people import Post, Role
from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.talk.values import File, Message, Reply
from domain.wording import common
from domain.wording import progress as say
from handlers.context import Turn, says
from storage import decisions, desk, tallies, units
from storage.exports import progress as progress_export

OPEN = (State.PENDING, State.UNSTATED)
CHILDREN = 10


async def show(turn: Turn) -> Reply:
    """Show progress to whoever asks, the official's own day first."""
    messages = [Message(text=await _own(turn, post)) for post in turn.me.posts_as(Role.OFFICIAL)[:1]]
    messages += [Message(text=await _subtree(turn, post)) for post in turn.me.overseeing()]
    return Reply(tuple(messages)) if messages else says(common.NOT_YOURS)


async def _own(turn: Turn, post: Post) -> str:
    by_type = await tallies.by_type(turn.tx, post.unit_path)
    total = sum(sum(states.values()) for states in by_type.values())
    still_open = sum(states.get(state, 0) for states in by_type.values() for state in OPEN)
    done = await decisions.done_on(turn.tx, turn.me.id, turn.today)
    waiting = await desk.held_count(turn.tx, turn.me.id)
    return say.own(done, waiting, post.unit_name, total - still_open, total)


async def _subtree(turn: Turn, post: Post) -> str:
    lines = await tallies.lines_below(turn.tx, post.unit_path)
    if not lines:
        return f"{post.unit_name}: {say.NO_RECORDS}"
    states: dict[State, int] = {}
    types: dict[str, list[int]] = {}
    per_unit: dict[int, list[int]] = {}
    for line in lines:
        states[line.state] = states.get(line.state, 0) + line.count
        decided = 0 if line.state in OPEN else line.count
        for sums in (types.setdefault(line.type, [0, 0]), per_unit.setdefault(line.unit_id, [0, 0])):
            sums[0] += decided
            sums[1] += line.count
    by_type = [(TYPE_LABEL[kind], *types[kind.value]) for kind in RecordType if kind.value in types]
    return say.subtree(post.unit_name, states, by_type, await _children(turn, post, per_unit), CHILDREN)


async def _children(turn: Turn, post: Post, per_unit: dict[int, list[int]]) -> list[tuple[str, int, int]]:
    """Sum the units right below the post's unit, the slowest first."""
    depth = post.unit_path.count(
        "/"
    )  # the part of a path that names the child lies right behind the post's own
    names: dict[int, str] = {}
    sums: dict[int, list[int]] = {}
    for unit in await units.below(turn.tx, post.unit_path):
        if unit.parent_id == post.unit_id:
            names[unit.id] = unit.name
        if unit.id in per_unit and unit.id != post.unit_id:
            child = sums.setdefault(int(unit.path.split("/")[depth]), [0, 0])
            child[0] += per_unit[unit.id][0]
            child[1] += per_unit[unit.id][1]
    found = [(names[unit_id], done, total) for unit_id, (done, total) in sums.items() if unit_id in names]
    return sorted(found, key=lambda child: (child[1] / child[2], -child[2], child[0]))


async def report(turn: Turn) -> Reply:
    """Send the progress table of the subtree as a workbook."""
    posts = turn.me.overseeing()
    if not posts:
        return says(common.NOT_YOURS)
    content = await progress_export.progress_workbook(
        turn.tx, posts[0].unit_path, as_of=turn.now, zone=turn.rules.zone
    )
    file = File(f"tien-do-{turn.today:%Y%m%d}.xlsx", base64.b64encode(content).decode())
    return Reply((Message(text=f"{say.REPORT}: {posts[0].unit_name}", file=file),))
