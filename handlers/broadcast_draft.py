"""A broadcast before it is ordered: whom it is for, what it says, what speaks against it. It lives in its prompts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain import audience as audience_rules
from domain import broadcast as rules
from domain import markup
from domain.audience import Audience, Whom
from domain.markup import Marked
from domain.people import Role
from domain.talk.values import Capabilities
from domain.wording import broadcast as say
from domain.wording.figures import count, moment
from handlers import broadcast_look as look
from handlers.context import Turn
from handlers.schedule_changes import own_places
from storage import audiences, broadcasts, calendars, units
from storage.audiences import Reach
from storage.broadcasts import Broadcast


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written; `key` names it, so that it is ordered once."""

    audience: Audience
    text: str = ""
    attachment: int | None = None
    key: str = ""
    corrects: int | None = None
    reminds: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as a prompt keeps it."""
        return {"aud": self.audience.to_json(), "text": self.text, "att": self.attachment, "key": self.key,
                "corrects": self.corrects, "reminds": self.reminds}  # fmt: skip


def from_payload(payload: Mapping[str, Any]) -> Draft | None:
    """Read a draft out of a prompt; None where it holds none."""
    kept = payload.get("draft")
    if not isinstance(kept, Mapping):
        return None
    return Draft(
        audience_rules.from_json(kept["aud"]), kept["text"], kept["att"], kept["key"], kept["corrects"], kept["reminds"]
    )  # fmt: skip


def own_units(turn: Turn) -> tuple[int, ...]:
    """Name the units whose subtrees the speaker is admin of, none within another."""
    return tuple(place.id for place in own_places(turn))


async def covers(turn: Turn, audience: Audience, person_paths: tuple[str, ...] | None = None) -> bool:
    """Say whether an admin of these subtrees, the speaker's own if none are named, may speak to an audience."""
    paths = person_paths if person_paths is not None else tuple(place.path for place in own_places(turn))
    wanted = await paths_of(turn, audience)
    return bool(paths) and bool(wanted) and all(path.startswith(paths) for path in wanted)


async def paths_of(turn: Turn, audience: Audience) -> list[str]:
    """List the subtrees an audience lies in; those of the whole database where it names none."""
    known = await units.tree(turn.tx)
    ids = audience.units or await audiences.roots(turn.tx)
    return [known[unit_id].path for unit_id in ids if unit_id in known]


async def described(turn: Turn, audience: Audience) -> str:
    """Put an audience into words."""
    known = await units.tree(turn.tx)
    names = [known[unit_id].name for unit_id in audience.units if unit_id in known]
    match audience.whom:
        case Whom.ALL:
            return say.of_all(names)
        case Whom.UNIT:
            return say.of_unit(names[0] if names else "")
        case Whom.ROLE:
            return say.of_role(audience.role or Role.OFFICIAL, names)
        case Whom.BEHIND:
            return say.of_behind()
        case Whom.SILENT:
            return say.of_silent(audience.of or 0)
        case Whom.GOT:
            return say.of_got(audience.of or 0)


async def reach(turn: Turn, audience: Audience) -> Reach:
    """Count whom it would reach now."""
    return await audiences.reach(turn.tx, audience, turn.today)


async def needs_second(turn: Turn, audience: Audience, people: int) -> bool:
    """Say whether a second admin has to agree."""
    roots = await audiences.roots(turn.tx)
    whole = audience.whom is Whom.ALL and (not audience.units or bool(roots & set(audience.units)))
    return audience_rules.needs_second(people, await audiences.everybody(turn.tx), whole=whole)


def sender_name(turn: Turn) -> str:
    """Name for whom the speaker speaks: the widest unit they are admin of."""
    places = own_places(turn)
    return min(places, key=lambda place: place.path.count("/")).name if places else ""


async def marked(turn: Turn, draft: Draft) -> Marked:
    """Give the words as recipients get them."""
    corrected = await _earlier(turn, draft.corrects)
    reminded = await _earlier(turn, draft.reminds)
    zone = turn.rules.zone
    return look.words(
        draft.text,
        sender_name(turn),
        corrects=corrected.said_at.astimezone(zone) if corrected else None,
        reminds=reminded.said_at.astimezone(zone) if reminded else None,
    )


async def _earlier(turn: Turn, number: int | None) -> Broadcast | None:
    return await broadcasts.load(turn.tx, number) if number is not None else None


async def fault(turn: Turn, draft: Draft) -> str:
    """Say why a text cannot be sent; empty where it can."""
    if not draft.text.strip() and draft.attachment is None:
        return say.NO_TEXT
    whole, words = len((await marked(turn, draft)).text), len(markup.read(draft.text).text)
    if whole > rules.TEXT_MAX:
        room = rules.TEXT_MAX - (whole - words)  # without the line above
        return say.TOO_LONG.format(length=count(words), most=count(room))
    return ""


async def notes(turn: Turn, draft: Draft, reached: Reach) -> list[str]:
    """Say what looks otherwise than one might think: signs shown plainly, a caption too long, a text in parts."""
    read = await marked(turn, draft)
    found = [say.shown_plain(read.plain)] if read.plain else []
    if draft.attachment is not None and len(read.text) > rules.CAPTION_MAX:
        found.append(say.CAPTION.format(most=count(rules.CAPTION_MAX)))
    for name, can in turn.channels.items():
        if name in reached.by_channel and len(read.text) > can.text_max:
            parts = -(-len(read.text) // can.text_max)
            found.append(
                say.IN_PARTS.format(channel=say.channel(name), most=count(can.text_max), parts=parts)
            )
    return found


async def goes_on(turn: Turn, people: int) -> str:
    """Tell when the rest goes out that would not be out by the end of the day; empty where all of it would."""
    local = turn.now.astimezone(turn.rules.zone)
    calendar = await calendar_of(turn)
    minutes = rules.minutes_for(people)
    left = (rules.DAY_ENDS.hour - local.hour) * 60 - local.minute
    if minutes <= left or not rules.may_go(local, calendar):
        return ""
    tonight = local.replace(hour=rules.DAY_ENDS.hour, minute=0, second=0, microsecond=0)
    return moment(rules.first_possible(tonight, calendar))


async def calendar_of(turn: Turn) -> Any:
    """Load the calendar of the widest unit the speaker is admin of."""
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    places = own_places(turn)
    return known.of(min(places, key=lambda place: place.path.count("/")).path if places else "/")


def others(turn: Turn, reached: Reach) -> list[tuple[str, Capabilities, int]]:
    """List the channels beside the speaker's own by which an audience would be reached."""
    own = turn.capabilities.channel
    return [
        (name, can, reached.by_channel[name])
        for name, can in turn.channels.items()
        if name != own and reached.by_channel.get(name)
    ]
