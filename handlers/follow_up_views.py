"""What is drawn of the follow-up register: its list and one entry; and who may see and change an entry now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain import follow_ups as rules
from domain import keys
from domain.follow_ups import Standing
from domain.people import Role
from domain.review import FollowUpKind, Route
from domain.talk.values import Choice, Message
from domain.wording import captions
from domain.wording import follow_up_entry as say_entry
from domain.wording import follow_ups as say
from domain.wording import retriage as say_retriage
from handlers.context import Turn
from storage import follow_up_lists, follow_ups
from storage.follow_up_lists import Wanted
from storage.follow_ups import Entry

STEP = "follow_up"  # what the router calls it
LISTED = 8
HISTORY = 4

DROP = Choice("drop", captions.DROP)
BACK = Choice("list", captions.BACK)


def ask(text: str, *choices: Choice, takes_text: bool = False, **payload: Any) -> Message:
    """Make a message of this conversation."""
    return Message(text, step=STEP, choices=choices, takes_text=takes_text, payload=tuple(payload.items()))


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


def paths(turn: Turn) -> tuple[str, ...]:
    """List the subtrees whose register this person sees, without those that lie in another."""
    found = dict.fromkeys(
        post.unit_path for post in turn.me.posts_as(Role.OFFICIAL, Role.HEAD, Role.ADMIN, Role.AUDITOR)
    )
    return tuple(
        path for path in found if not any(path != other and path.startswith(other) for other in found)
    )


def heads(turn: Turn) -> tuple[str, ...]:
    """List the subtrees in which this person decides as head or admin."""
    return tuple(dict.fromkeys(post.unit_path for post in turn.me.posts_as(Role.HEAD, Role.ADMIN)))


def may_act(turn: Turn, unit_path: str) -> bool:
    """Say whether an entry is this person's to change: officials in their unit, heads and admins in their subtree."""
    return turn.me.reviews_in(unit_path) or unit_path.startswith(heads(turn) or ("?",))


async def seen(turn: Turn, entry_id: int) -> Entry | None:
    """Load an entry that this person may see and that was not withdrawn."""
    found = await follow_ups.load(turn.tx, entry_id)
    if found is None or found.standing is Standing.WITHDRAWN:
        return None
    return found if found.unit_path.startswith(paths(turn) or ("?",)) else None


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def wanted(turn: Turn, kept: dict[str, Any]) -> Wanted:
    """Read the filter that a list was drawn with, within what this person may see now."""
    within = paths(turn)
    if (unit := kept.get("unit")) and str(unit).startswith(within or ("?",)):
        within = (str(unit),)
    found = Wanted(within, number=kept.get("number", ""))
    match kept.get("what", ""):
        case "late":
            return replace(found, overdue=True)
        case "undated":
            return replace(found, undated=True)
        case "mine":
            return replace(found, person_id=turn.me.id)
        case "over":
            return replace(found, standing=(Standing.CLOSED_APPROVED, Standing.CLOSED_KEPT))
        case what if what in Standing.__members__:
            return replace(found, standing=(Standing(what),))
        case what if what in FollowUpKind.__members__:
            return replace(found, kind=FollowUpKind(what))
        case what if what in list(Route):
            return replace(found, route=what)
    return found


FILTERS: dict[str, str] = {
    "": say.ALL,
    "late": say.OVERDUE,
    "undated": say.UNDATED,
    "mine": say.MINE,
    **{one.value: say_entry.STANDING_WORDS[one] for one in rules.UNDER_WAY},
    **{kind.value: captions.FOLLOW_UP_KINDS[kind] for kind in FollowUpKind},
    **{route.value: captions.ROUTES[route] for route in Route},
    "over": say.OVER,
}


async def list_view(turn: Turn, kept: dict[str, Any], *, page: int = 0, said: str = "") -> Message:
    """Draw a page of the list as it is filtered: numbers and days only, no names."""
    within = paths(turn)
    sums = await follow_up_lists.counts(turn.tx, within, turn.today)
    asked = wanted(turn, kept)
    found, total = await follow_up_lists.listed(
        turn.tx, asked, turn.today, limit=LISTED, offset=page * LISTED
    )
    if not found and page:
        return await list_view(turn, kept, said=said)
    where = ", ".join(dict.fromkeys(post.unit_name for post in turn.me.posts if post.unit_path in within))
    lines = [said] if said else []
    lines.append(say.summary(where, sums.under_way, sums.overdue, sums.undated, sums.over))
    label = " · ".join(
        part
        for part in (FILTERS.get(kept.get("what", ""), ""), kept.get("unit_name", ""), kept.get("number", ""))
        if part
    )
    first = page * LISTED + 1
    lines.append(say.listed(label, first, first + len(found) - 1, total) if found else say.NONE_HERE)
    if found:
        lines.append(say.PICK)
    several = len({one.unit_id for one in found}) > 1 or not turn.me.posts_as(Role.OFFICIAL)
    choices = [
        Choice(
            f"e{one.id}",
            say.in_list(
                one.number, one.book, one.unit_name if several else "", one.kind, one.due_on,
                rules.is_overdue(one.standing, one.due_on, turn.today),
            ),
            row=place,
        )
        for place, one in enumerate(found)
    ]  # fmt: skip
    choices += [Choice("before", captions.PAGE_BACK, row=LISTED)] if page else []
    choices += [Choice("next", captions.PAGE_ON, row=LISTED)] if total > (page + 1) * LISTED else []
    choices += [Choice("filter", say.FILTER, row=LISTED + 1), Choice("find", say.FIND, row=LISTED + 1)]
    choices += [Choice("file", say.FILE, row=LISTED + 1)] if total else []
    choices += [Choice("retriage", say_retriage.TITLE, row=LISTED + 2)] if heads(turn) else []
    # no words are awaited: where there are no buttons, an entry is then chosen by its number in the list
    return ask("\n".join(lines), *choices, DROP, view="list", f=kept, page=page)


# ── one entry ────────────────────────────────────────────────────────────────────────────────────

STANDINGS: dict[str, Standing] = {
    "s.citizen": Standing.WAITING_CITIZEN,
    "s.district": Standing.AT_DISTRICT,
    "s.open": Standing.OPEN,
}


async def entry_view(turn: Turn, one: Entry, said: str = "") -> Message:
    """Draw an entry with what this person may do about it now."""
    text = say_entry.entry(
        record_type=one.type, number=one.number, book=one.book, page=one.page, unit=one.unit_name,
        subject=one.subject, kind=one.kind, about=one.about, shows=one.shows, route=one.route,
        authority=rules.authority(one.type, one.fields, one.route, turn.today), invite=one.invite,
        person=one.person_name, due=one.due_on, late=rules.is_overdue(one.standing, one.due_on, turn.today),
        standing=one.standing, note=one.note, opened=_local(turn, one.opened_at), opened_by=one.opened_by_name,
        closed=_local(turn, one.closed_at) if one.closed_at else None, closed_by=one.closed_by_name,
        closing_note=one.closing_note, detail=turn.rules.card_detail,
    )  # fmt: skip
    done = await follow_ups.history(turn.tx, one.id, limit=HISTORY)
    past = say_entry.history([(each.at.astimezone(turn.rules.zone), each.name, each.act) for each in done])
    whole = "\n".join(part for part in (said, text, past) if part)
    return ask(whole, *_choices(turn, one), view="entry", e=one.id, v=one.version, f=kept_filter(turn))


def kept_filter(turn: Turn) -> dict[str, Any]:
    """Give the filter of the list that this came from."""
    payload = turn.asked.payload if turn.asked else {}
    return dict(payload.get("f") or {})


def _local(turn: Turn, at: Any) -> Any:
    return at.astimezone(turn.rules.zone).date()


def _choices(turn: Turn, one: Entry) -> list[Choice]:
    if not may_act(turn, one.unit_path):
        return [BACK]
    if one.standing is Standing.CLOSED_KEPT:
        return [Choice("reopen", say.REOPEN, row=0), BACK]
    if not one.under_way:
        return [BACK]
    return [
        Choice("person", say.PERSON, row=0),
        Choice("due", say.DUE, row=0),
        Choice("route", say.ROUTE, row=1),
        Choice("about", say.ABOUT, row=1),
        Choice("kind", say.KIND, row=2),
        Choice("note", say.NOTE, row=2),
        Choice("invite", say_entry.NO_INVITE if one.invite else say_entry.INVITE, row=3),
        *(
            Choice(key, say_entry.STANDING_WORDS[standing], row=4)
            for key, standing in STANDINGS.items()
            if standing is not one.standing
        ),
        Choice("approve", say.APPROVE, row=5),
        Choice("keep", say.KEEP, row=6),
        Choice("review", say.TO_REVIEW, row=7),
        replace(BACK, row=8),
    ]


def name(one: Entry) -> str:
    """Name an entry by its record's number and book."""
    return keys.entry_name(one.number, one.book)
