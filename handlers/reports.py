"""Files on request (`/baocao`): the progress table at once, the others chosen by kind, unit and days.

Here is only asked which; the file is made when it is sent, beside the bot, and whose right it is is looked at again
then (`bot.delivery.reporting`).
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain import reports as rules
from domain.people import Post
from domain.reports import Kind, Period, Report
from domain.talk.values import Choice, Message, Reply
from domain.wording import common
from domain.wording import reports as say
from handlers.context import Turn, says
from storage import people

STEP = "report"
_KIND, _UNIT, _PERIOD = "k:", "u:", "p:"  # how the keys of choices begin
_ANY = "x.xlsx"


async def show(turn: Turn) -> Reply:
    """Offer the files somebody may have, and send the progress table of each of their units."""
    held = _held(turn)
    if not held:
        return says(common.NOT_YOURS)
    if not turn.capabilities.sends(_ANY):
        post = next(iter(held))
        return says(say.not_here(say.command(held[post][0], post.unit_code)))
    kinds = [kind for kind in Kind if any(kind in of_post for of_post in held.values())]
    with_progress = [post for post, of_post in held.items() if Kind.PROGRESS in of_post]
    lines = [say.WHICH]
    if with_progress:
        lines.append(say.PROGRESS_COMES)
    if turn.rules.card_detail == "masked":
        lines.append(say.BY_INITIALS)
    choices = tuple(Choice(_KIND + kind.value, say.CAPTIONS[kind]) for kind in kinds)
    menu = Message("\n".join(lines), step=STEP, choices=choices)
    return Reply((menu, *(_file(turn, Kind.PROGRESS, post) for post in with_progress)))


def of_kind(turn: Turn, kind: Kind, said: str = "") -> Reply:
    """Send one kind of file, of each unit of somebody's, behind what is said first; asked for where figures are shown."""
    held = [(post, of_post) for post, of_post in _held(turn).items() if kind in of_post]
    if not held:
        return says(common.NOT_YOURS)
    if not turn.capabilities.sends(_ANY):
        post, kinds = held[0]
        return says(say.not_here(say.command(kinds[0], post.unit_code)))
    first = (Message(said),) if said else ()
    return Reply((*first, *(_file(turn, kind, post) for post, _ in held)), notice=say.MAKING)


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take which file, of which unit, of which days; whose right it is is looked at anew."""
    chosen = dict(turn.asked.payload) if turn.asked else {}
    if key.startswith(_KIND):
        chosen = {"kind": key.removeprefix(_KIND)}
    elif key.startswith(_UNIT):
        chosen["unit"] = int(key.removeprefix(_UNIT))
    elif key.startswith(_PERIOD):
        chosen["period"] = key.removeprefix(_PERIOD)
    await people.show_list(turn.tx, turn.account.id, None)
    kind = Kind(chosen["kind"])
    posts = [post for post, of_post in _held(turn).items() if kind in of_post]
    if "unit" in chosen:
        posts = [post for post in posts if post.unit_id == chosen["unit"]]
    if not posts:
        return says(common.NOT_YOURS)
    if len(posts) > 1:
        return Reply((_ask_unit(kind, posts),))
    if kind in rules.OF_DAYS and "period" not in chosen:
        return Reply((_ask_days(kind, posts[0]),))
    period = Period(chosen.get("period", Period.ALL))
    return Reply((_file(turn, kind, posts[0], period),), notice=say.MAKING)


def _held(turn: Turn) -> dict[Post, tuple[Kind, ...]]:
    return rules.posts_with(turn.me, turn.rules.card_detail)


def _ask_unit(kind: Kind, posts: list[Post]) -> Message:
    choices = tuple(Choice(f"{_UNIT}{post.unit_id}", post.unit_name) for post in posts)
    text = say.OF_WHOM.format(file=say.CAPTIONS[kind])
    return Message(text, step=STEP, choices=choices, payload=(("kind", kind.value),))


def _ask_days(kind: Kind, post: Post) -> Message:
    choices = tuple(Choice(_PERIOD + period.value, say.PERIODS[period]) for period in Period)
    text = say.WHEN.format(file=say.CAPTIONS[kind], unit=post.unit_name)
    return Message(text, step=STEP, choices=choices, payload=(("kind", kind.value), ("unit", post.unit_id)))


def _file(turn: Turn, kind: Kind, post: Post, period: Period = Period.ALL) -> Message:
    """Ask for a file; the text is for a channel that shows nothing else."""
    since, until = rules.days_of(period, turn.today)
    settings = turn.rules
    asked = Report(
        kind, post.unit_id, since, until, ZoneInfo(str(settings.zone)), settings.card_detail, settings.idle_minutes,
        str(settings.calendar_file or ""),
    )  # fmt: skip
    return Message(say.CAPTIONS[kind], report=asked)
