"""Who works where (`/phancong`): what a head sees of their units' day, and the buttons to change it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.folding import fold
from domain.people import Post, Role
from domain.talk.values import Aside, Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import staffing as say
from handlers import book_faults
from handlers.context import Turn, says
from storage import people, plans, staffing, units
from storage.plans import UnitLine
from storage.staffing import Member

STEP = "staffing"  # what the router calls it
SUGGESTED = 3
UNITS = 8
MEMBERS = 12

DROP = Choice("drop", captions.DROP)


def answering(turn: Turn) -> tuple[Post, ...]:
    """List the posts by which this person decides who works where; auditors only look elsewhere."""
    return turn.me.posts_as(Role.HEAD, Role.ADMIN)


def covers(turn: Turn, path: str) -> bool:
    """Say whether a unit lies in what this person answers for."""
    return any(path.startswith(post.unit_path) for post in answering(turn))


def ask(text: str, *choices: Choice, takes_text: bool = False, **payload: object) -> Message:
    """Make a message of this conversation."""
    return Message(
        text=text, step=STEP, choices=choices, takes_text=takes_text, payload=tuple(payload.items())
    )


def aside(turn: Turn, person_id: int, text: str) -> Aside:
    """Tell somebody what was changed about their work."""
    return Aside(person_id, Message(text), STEP, f"{person_id}:{turn.decision_key}")


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show how the day is staffed in each subtree this person answers for; words behind the command name a unit."""
    posts = answering(turn)
    if not posts:
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if argument:
        return await find_unit(turn, argument)
    stops = await book_faults.open_lines(turn, [post.unit_path for post in posts])
    if turn.rules.campaign is None:
        return Reply((Message(say.NO_DEADLINE), *stops))
    views = [await _overview(turn, post) for post in {post.unit_path: post for post in posts}.values()]
    return Reply((*views, *stops))


async def _overview(turn: Turn, post: Post) -> Message:
    lines = [line for line in await plans.of_day(turn.tx, turn.today, post.unit_path) if line.open]
    if len(lines) == 1 and lines[0].unit_id == post.unit_id:
        return await unit_view(turn, lines[0].unit_id)
    if not lines:
        text = f"{post.unit_name}: {say.NOT_PLANNED}"
        return ask(text, Choice("unit", say.OTHER_UNIT), DROP)
    short = sorted((line for line in lines if line.shortfall), key=lambda line: (-line.shortfall, line.code))
    text = say.overview(
        post.unit_name,
        len(lines),
        sum(line.needed for line in lines),
        sum(line.given for line in lines),
        sum(line.shortfall for line in lines),
        [(line.name, line.shortfall, near(line)) for line in short[:UNITS]],
    )
    choices = suggestions(short, lines)
    room = max(0, UNITS - len(choices))
    listed = [*short, *(line for line in lines if not line.shortfall)][:room]
    choices += [Choice(f"u{line.unit_id}", line.name) for line in listed]
    return ask(text, *choices, Choice("unit", say.OTHER_UNIT), DROP)


def near(line: UnitLine) -> list[tuple[str, int]]:
    """Name the neighbours of a unit that have room."""
    return [(neighbour.name, neighbour.room) for neighbour in line.neighbours[:2]]


def suggestions(short: Sequence[UnitLine], lines: Sequence[UnitLine]) -> list[Choice]:
    """Offer to lend, to each unit that falls short, the person with the most room in the neighbour with the most."""
    by_id = {line.unit_id: line for line in lines}
    offered: list[Choice] = []
    taken: set[int] = set()
    for line in short:
        for neighbour in line.neighbours:
            other = by_id.get(neighbour.unit_id)
            free = [p for p in other.people if p.room and p.person_id not in taken] if other else []
            if other and free:
                best = max(free, key=lambda p: (p.room, -p.person_id))
                taken.add(best.person_id)
                label = say.lend_button(best.name, other.name, line.name)
                offered.append(Choice(f"l{best.person_id}.{line.unit_id}", label, row=len(offered)))
                break
        if len(offered) == SUGGESTED:
            break
    return offered


async def unit_view(turn: Turn, unit_id: int, said: str = "") -> Message:
    """Show one unit: its day, and each of its officials as a button."""
    unit = await units.load(turn.tx, unit_id)
    if unit is None or not covers(turn, unit.path):
        return ask(say.NO_UNIT, DROP, takes_text=True, view="find")
    found = await staffing.members(turn.tx, unit.path, turn.today)
    line = next(
        (each for each in await plans.of_day(turn.tx, turn.today, unit.path) if each.unit_id == unit_id), None
    )
    reasons = {p.person_id: p.reason for p in line.people} if line else {}
    heading = (
        say.unit(unit.name, line.needed, line.given, line.shortfall, line.days_left, line.open)
        if line
        else f"{unit.name}: {say.NOT_PLANNED}"
    )
    rows = [_member_line(member, reasons, unit_id) for member in found[:MEMBERS]] or [say.NOBODY]
    choices = [Choice(f"m{member.person_id}", member.name) for member in found[:MEMBERS]]
    text = "\n".join([*([said] if said else []), heading, *rows])
    return ask(text, *choices, DROP, unit=unit_id)


def _member_line(member: Member, reasons: dict[int, str], unit_id: int) -> str:
    home = member.unit_name if member.unit_id != unit_id else ""
    return say.member(
        member.name, member.waiting, member.done, member.weight, member.fixed, member.ends_on,
        reasons.get(member.person_id, ""), home,
    )  # fmt: skip


def member_view(member: Member, unit_id: int, unit_name: str, said: str = "") -> Message:
    """Show one official of a unit with what can be changed."""
    text = f"{unit_name}\n{_member_line(member, {}, unit_id)}"
    weights = [
        Choice(f"w{weight}", label, row=0 if weight < 100 else 1)
        for weight, label in say.WEIGHTS.items()
        if weight != member.weight or member.fixed is not None
    ]
    fixed = Choice("unfix", say.UNFIX, row=2) if member.fixed is not None else Choice("fix", say.FIX, row=2)
    return ask(
        f"{said}\n{text}" if said else text,
        *weights, fixed, Choice("move", say.MOVE, row=3), Choice("lend", say.LEND, row=3),
        Choice(f"u{unit_id}", captions.BACK, row=4), DROP,
        unit=unit_id, person=member.person_id,
    )  # fmt: skip


async def find_unit(turn: Turn, words: str) -> Reply:
    """Find a unit to look at, by name or code, among those this person answers for."""
    found = await matching(turn, words)
    if not found:
        return Reply((ask(say.NO_UNIT, DROP, takes_text=True, view="find"),))
    if len(found) == 1:
        return Reply((await unit_view(turn, found[0].id),))
    choices = [Choice(f"u{unit.id}", unit.name, row=place) for place, unit in enumerate(found[:UNITS])]
    return Reply((ask(say.PICK_UNIT, *choices, DROP),))


async def matching(turn: Turn, words: str) -> list[units.Unit]:
    """Look for units by name or code in what this person answers for."""
    paths = [post.unit_path for post in answering(turn)]
    by_code = await units.with_code(turn.tx, words.strip(), below=paths, on=turn.today)
    found = by_code or await units.search(turn.tx, fold(words), below=paths, limit=UNITS + 1)
    return [unit for unit in found if unit.merged_into is None]
