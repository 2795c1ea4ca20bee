"""The campaign's deadlines (`/han`): shown with what they ask for, changed after a preview and a yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

from domain import typed_days
from domain.folding import fold
from domain.people import Post, Role
from domain.talk.values import Choice, Message, Reply
from domain.typed_days import Days, Refused, Why
from domain.wording import campaign as say
from domain.wording import captions, common
from domain.wording import forecast as say_forecast
from domain.wording.figures import day as written
from handlers.context import Turn, says
from storage import audit, burn_up, calendars, people, planning, plans, situation
from storage import campaign as kept
from storage.planning import Campaign

STEP = "campaign"
ACT = "campaign"  # what the audit calls it
EXAMPLE = timedelta(days=30)

_DROP = Choice("drop", captions.DROP)
_MENU = (
    Choice(kept.DEADLINE, say.CHANGE_DEADLINE, row=0),
    Choice(kept.FILING, say.CHANGE_FILING, row=1),
)
_YES = Choice("yes", say.YES)
_WORDS = ("phancong", "phan cong")  # "/han phancong 10/07": the day of filing


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show both days with what is left; words behind the command are the new deadline, for a preview at once."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if not argument.strip():
        return Reply((await _overview(turn),))
    if not _may_change(turn):
        return says(say.LOOKS_ONLY)
    words, what = argument.strip(), kept.DEADLINE
    for head in _WORDS:
        if fold(words).startswith(head):
            words, what = words[len(head) :].strip(), kept.FILING
            break
    return Reply((await _preview(turn, what, words) if words else _ask(turn, what),))


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take which day is to change, the day typed, or the yes."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if not _may_change(turn):
        return says(say.LOOKS_ONLY)
    asked = turn.asked.payload if turn.asked is not None else {}
    if key in _DAYS:
        return Reply((_ask(turn, key),))
    what = str(asked.get("what", ""))
    if what not in _DAYS:
        return Reply((await _overview(turn),))
    if key == _YES.key and "day" in asked:
        seen = date.fromisoformat(asked["seen"]) if asked.get("seen") else None
        return await _change(turn, what, date.fromisoformat(asked["day"]), seen)
    return Reply((await _preview(turn, what, text),))


def _provinces(turn: Turn) -> tuple[Post, ...]:
    """The admin's posts at the root of the tree: the campaign is the whole province's."""
    return tuple(post for post in turn.me.posts_as(Role.ADMIN) if post.unit_path.count("/") == 2)


def _may_change(turn: Turn) -> bool:
    return bool(_provinces(turn))


async def _overview(turn: Turn, said: str = "") -> Message:
    rules, zone = turn.rules, turn.rules.zone
    set_here = await kept.settings(turn.tx)
    lines = [said] if said else []
    for name, on, line in (
        (kept.DEADLINE, rules.deadline, say.deadline_line),
        (kept.FILING, rules.assignment_deadline, say.filing_line),
    ):
        by = set_here.get(name)
        lines.append(line(on, by.by_name, by.at.astimezone(zone).date()) if by else line(on))
    campaign = rules.campaign
    if campaign is not None:
        post = next(iter(_provinces(turn)), turn.me.posts_as(Role.ADMIN)[0])
        calendar = (await calendars.load(turn.tx, campaign.calendar_file)).of(post.unit_path)
        todo = await planning.due(turn.tx, campaign, max(turn.today, _first_workday(turn, calendar)))
        mine = [unit for unit in todo.units.values() if unit.path.startswith(post.unit_path)]
        needed = sum(-(-unit.open // todo.days_left[unit.id]) for unit in mine)
        standing = await situation.with_open(turn.tx, await situation.standing_units(turn.tx, turn.today))
        still_open = sum(unit.open for unit in standing.values() if unit.path.startswith(post.unit_path))
        lines.append(say.left(calendar.count(turn.today, campaign.deadline), still_open, needed))
        outlook = await burn_up.of(turn.tx, post.unit_path, turn.today, campaign)
        lines.append(say_forecast.whole(outlook.outlook, campaign.deadline))
    choices = _MENU if _may_change(turn) else ()
    return Message(text="\n".join(lines), step=STEP, choices=choices)


def _first_workday(turn: Turn, calendar: calendars.Calendar) -> date:
    return turn.today if calendar.is_workday(turn.today) else calendar.next_workday(turn.today)


def _ask(turn: Turn, what: str, said: str = "") -> Message:
    question = say.ASK_DEADLINE if what == kept.DEADLINE else say.ASK_FILING
    text = said or question.format(written(turn.today + EXAMPLE))
    return Message(text=text, step=STEP, payload=(("what", what),), takes_text=True, choices=(_DROP,))


def _wrong(turn: Turn, what: str, found: Days | Refused) -> str:
    """Say why typed words are no day for this; empty where they are."""
    if isinstance(found, Refused):
        return say.no_day(found.why, found.said)
    if found.first != found.last or found.words or found.code:
        return say.ONE_DAY
    return _against_the_other(turn, what, found.first)


def _against_the_other(turn: Turn, what: str, day: date) -> str:
    deadline, filing = turn.rules.deadline, turn.rules.assignment_deadline
    if day < turn.today:
        return say.no_day(Why.PAST, written(day))
    if what == kept.DEADLINE:
        if day == deadline:
            return say.SAME
        return say.before_filing(day, filing) if filing is not None and day < filing else ""
    if day == filing:
        return say.SAME
    return say.after_deadline(day, deadline) if deadline is not None and day > deadline else ""


async def _preview(turn: Turn, what: str, words: str) -> Message:
    found = typed_days.read(words, today=turn.today)
    if wrong := _wrong(turn, what, found):
        return _ask(turn, what, wrong)
    assert isinstance(found, Days)
    seen = (await kept.settings(turn.tx)).get(what)
    payload = (
        ("what", what),
        ("day", found.first.isoformat()),
        ("seen", seen.day.isoformat() if seen else ""),
    )
    text = await _DAYS[what](turn, found.first)
    return Message(text=text, step=STEP, payload=payload, choices=(_YES, _DROP))


async def _filing_means(turn: Turn, new: date) -> str:
    return say.preview_filing(turn.rules.assignment_deadline, new)


async def _deadline_means(turn: Turn, new: date) -> str:
    """Tell what the next plan would ask for by the old deadline and by the new one."""
    rules = turn.rules
    asked = Campaign(new, rules.zone, rules.ceiling, rules.calendar_file, rules.reserve_days)
    calendar = (await calendars.load(turn.tx, rules.calendar_file)).of(_provinces(turn)[0].unit_path)
    planned = bool(await plans.planned_units(turn.tx, turn.today))
    today = calendar.is_workday(turn.today) and not planned
    day = turn.today if today else calendar.next_workday(turn.today)
    old = rules.campaign
    before = await _load(turn, old, day, calendar) if old is not None else None
    last = None if calendar.is_workday(new) else calendar.back(new, 1)
    after = await _load(turn, asked, day, calendar)
    return say.preview(rules.deadline, new, before, after, last=last if after.days_left else None)


async def _load(turn: Turn, campaign: Campaign, day: date, calendar: calendars.Calendar) -> say.Load:
    if day > campaign.deadline:
        return say.Load(0, 0, 0, 0)
    _, lines = await planning.foresee(turn.tx, campaign, day)
    short = [line.shortfall for line in lines if line.shortfall]
    return say.Load(
        calendar.count(day, campaign.deadline), sum(line.needed for line in lines), len(short), sum(short)
    )


_DAYS: Mapping[str, Callable[[Turn, date], Awaitable[str]]] = {
    kept.DEADLINE: _deadline_means,
    kept.FILING: _filing_means,
}


async def _change(turn: Turn, what: str, day: date, seen: date | None) -> Reply:
    """Write it down, after all that may have happened since the preview has been looked at again."""
    if wrong := _against_the_other(turn, what, day):
        return Reply((_ask(turn, what, wrong),))
    old = turn.rules.deadline if what == kept.DEADLINE else turn.rules.assignment_deadline
    if not await kept.put(turn.tx, what, day, seen=seen, by=turn.me.id, now=turn.now):
        turn.campaign_changed = True  # by the other one
        return Reply((await _overview(turn, say.QUICKER),))
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act=ACT, subject=what,
        details={"from": old.isoformat() if old else None, "to": day.isoformat()},
    )  # fmt: skip
    turn.campaign_changed = True
    done = say.done if what == kept.DEADLINE else say.done_filing
    return says(done(day, turn.me.full_name))
