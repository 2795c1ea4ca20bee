"""What a head changes about who works where, one tap a step; authority is looked at anew at each."""

from __future__ import annotations

from domain import typed_numbers
from domain.talk.values import Choice, Reply
from domain.wording import captions, common
from domain.wording import staffing as say
from handlers import assignment, lending
from handlers import staffing as views
from handlers.context import Turn, says
from handlers.staffing import DROP, aside, ask, covers
from storage import people, staffing, units
from storage.staffing import Member
from storage.units import Unit

MOST_A_DAY = 1_000
COLLEAGUES = 8


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap or words of this conversation."""
    if not views.answering(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    view = payload.get("view", "")
    if key == DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key.startswith((assignment.PAPER, assignment.AGAIN)):
        return await assignment.take(turn, key, text)
    if key == "open":
        return await views.show(turn)
    if key == "unit":
        return Reply((ask(say.ASK_STAFF_UNIT, DROP, takes_text=True, view="find"),))
    if key.startswith("u") and key[1:].isdecimal():
        if view == "lend-to":
            return await lending.ask_until(turn, payload["person"], int(key[1:]))
        return Reply((await views.unit_view(turn, int(key[1:])),))
    if key.startswith("l") and "." in key:
        person_id, _, unit_id = key[1:].partition(".")
        return await lending.ask_until(turn, int(person_id), int(unit_id))
    if view == "until":
        return await lending.take_until(turn, payload, key)
    if view == "find" and not key:
        return await views.find_unit(turn, text)
    if view == "lend-to" and not key:
        return await lending.take_unit(turn, payload["person"], text)
    found = await _member(turn, payload, key)
    if found is None:
        return says(say.CHANGED)
    return await _about_member(turn, *found, key, text, payload)


async def _member(turn: Turn, payload: dict[str, object], key: str) -> tuple[Unit, Member] | None:
    """Load the official a step is about, if the unit is this person's to staff and the official still serves it."""
    picked = int(key[1:]) if key[:1] == "m" and key[1:].isdecimal() else payload.get("person")
    unit = await units.load(turn.tx, int(str(payload.get("unit", 0))))
    if unit is None or picked is None or not covers(turn, unit.path):
        return None
    serving = await staffing.members(turn.tx, unit.path, turn.today)
    return next(((unit, member) for member in serving if member.person_id == picked), None)


async def _about_member(
    turn: Turn, unit: Unit, member: Member, key: str, text: str, payload: dict[str, object]
) -> Reply:
    about = {"unit": unit.id, "person": member.person_id}
    match key:
        case "fix":
            question = say.ASK_NUMBER.format(name=member.name, most=MOST_A_DAY)
            return Reply((ask(question, DROP, takes_text=True, view="number", **about),))
        case "unfix":
            return await _fix(turn, unit, member, None)
        case "move":
            return await _ask_whom(turn, unit, member)
        case "lend":
            return await lending.ask_where(turn, unit, member)
    if payload.get("view") == "number" and not key:
        number = typed_numbers.read(text)
        if number is None or number > MOST_A_DAY:
            wrong = say.WRONG_NUMBER.format(most=MOST_A_DAY)
            return Reply((ask(wrong, DROP, takes_text=True, view="number", **about),))
        return await _fix(turn, unit, member, number)
    if payload.get("view") == "whom" and key[:1] in ("a", "h") and key[1:].isdecimal():
        return await _move(turn, unit, member, int(key[1:]), half=key[0] == "h")
    if key[:1] == "w" and key[1:].isdecimal() and int(key[1:]) in say.WEIGHTS:
        return await _weigh(turn, unit, member, int(key[1:]))
    return Reply((views.member_view(member, unit.id, unit.name),))


def _covers_post(turn: Turn, member: Member) -> bool:
    """A district's official serves the commune, but only who answers for the district changes that post."""
    return covers(turn, member.unit_path)


async def _weigh(turn: Turn, unit: Unit, member: Member, weight: int) -> Reply:
    if not _covers_post(turn, member):
        return says(common.NOT_YOURS)
    back = await staffing.set_weight(turn.tx, member, weight, day=turn.today)
    said = say.weight_set(member.name, weight, back, was_out=member.weight == 0)
    asides = [aside(turn, member.person_id, say.no_more_for_you())] if weight == 0 else []
    return Reply((await views.unit_view(turn, unit.id, said),), asides=tuple(asides))


async def _fix(turn: Turn, unit: Unit, member: Member, number: int | None) -> Reply:
    if not _covers_post(turn, member):
        return says(common.NOT_YOURS)
    back = await staffing.set_fixed(turn.tx, member, number, unit_id=unit.id, day=turn.today)
    return Reply((await views.unit_view(turn, unit.id, say.fixed_set(member.name, number, back)),))


async def _ask_whom(turn: Turn, unit: Unit, member: Member) -> Reply:
    """Ask who takes a colleague's records, all or half of them."""
    about = {"unit": unit.id, "person": member.person_id}
    if not member.waiting:
        said = say.NOTHING_TO_MOVE.format(name=member.name)
        return Reply((views.member_view(member, unit.id, unit.name, said),))
    others = [
        other
        for other in await staffing.members(turn.tx, unit.path, turn.today)
        if other.person_id != member.person_id and other.weight
    ]
    if not others:
        return Reply((views.member_view(member, unit.id, unit.name, say.NO_COLLEAGUE),))
    half = member.waiting // 2
    choices = []
    for place, other in enumerate(others[:COLLEAGUES]):
        label = f"{other.name}: {say.all_of(member.waiting)}"
        choices.append(Choice(f"a{other.person_id}", label, row=place))
        if half:
            choices.append(Choice(f"h{other.person_id}", f"{other.name}: {say.half_of(half)}", row=place))
    question = say.WHOM.format(number=member.waiting, name=member.name)
    return Reply((ask(question, *choices, DROP, view="whom", **about),))


async def _move(turn: Turn, unit: Unit, member: Member, to_id: int, *, half: bool) -> Reply:
    serving = {other.person_id: other for other in await staffing.members(turn.tx, unit.path, turn.today)}
    other = serving.get(to_id)
    if other is None or not member.waiting:
        return says(say.CHANGED)
    number = member.waiting // 2 if half else member.waiting
    moved = await staffing.move_records(
        turn.tx, member.person_id, to_id, number, unit_path=unit.path, day=turn.today
    )
    asides = (
        aside(turn, to_id, say.moved_to_you(moved, member.name)),
        aside(turn, member.person_id, say.moved_from_you(moved, other.name)),
    )
    said = say.moved(moved, member.name, other.name)
    return Reply((await views.unit_view(turn, unit.id, said),), asides=asides if moved else ())
