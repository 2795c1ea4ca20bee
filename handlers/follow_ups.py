"""The follow-up register (`/theodoi`): the list of own units or a subtree, its filters, and the way to one entry."""

from __future__ import annotations

from typing import Any

from domain.folding import fold
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import follow_ups as say
from handlers import follow_up_acts, follow_up_file, retriage
from handlers import follow_up_views as views
from handlers.context import Turn, says
from handlers.follow_up_views import DROP, STEP, ask
from storage import follow_up_lists, people, units

__all__ = ["STEP", "button", "show", "take"]


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show the register of what this person sees; words behind the command are a number or a unit."""
    if not views.paths(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    return await _find(turn, {}, argument) if argument.strip() else Reply((await views.list_view(turn, {}),))


async def button(turn: Turn) -> Choice | None:
    """Make the button that opens the register, where there is anything in it for this person."""
    under_way, holds_any = await follow_up_lists.in_short(turn.tx, views.paths(turn))
    return Choice("list", say.button(under_way)) if holds_any else None


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap or words; whose register it is, is looked at anew at each."""
    if not views.paths(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    kept = views.kept_filter(turn)
    page = int(payload.get("page", 0))
    if key == DROP.key:
        return await _dropped(turn, payload)
    if key[:1] == "e" and key[1:].isdecimal():
        return await follow_up_acts.open_entry(turn, int(key[1:]))
    match key:
        case "list":
            return Reply((await views.list_view(turn, kept),))
        case "next" | "before":
            turned = page + (1 if key == "next" else -1)
            return Reply((await views.list_view(turn, kept, page=max(0, turned)),))
        case "filter":
            return Reply((_ask_filter(kept),))
        case "find":
            return Reply((ask(say.ASK_FIND, DROP, takes_text=True, view="find", f=kept),))
        case "file":
            return await follow_up_file.send(turn, kept)
        case "retriage":
            return await retriage.show(turn)
    if payload.get("view") == "filter" and key.startswith("f."):
        what = key.removeprefix("f.")
        return Reply((await views.list_view(turn, {"what": what} if what in views.FILTERS else {}),))
    if payload.get("view") == "find" and not key:
        return await _find(turn, kept, text)
    if "e" in payload:
        return await follow_up_acts.take(turn, int(payload["e"]), int(payload["v"]), key, text)
    return Reply((await views.list_view(turn, kept),))


async def _dropped(turn: Turn, payload: dict[str, Any]) -> Reply:
    """Leave a question about an entry for the entry, and the list for good."""
    if "e" in payload and payload.get("view") != "entry":
        return await follow_up_acts.open_entry(turn, int(payload["e"]))
    return says(say.DROPPED, notice=captions.NOTED)


def _ask_filter(kept: dict[str, Any]) -> Message:
    choices = [
        Choice(f"f.{what}", label, row=place // 2)
        for place, (what, label) in enumerate(views.FILTERS.items())
    ]
    return ask(say.FILTER, *choices, Choice("list", captions.BACK), view="filter", f=kept)


async def _find(turn: Turn, kept: dict[str, Any], words: str) -> Reply:
    """Read words as the number of an entry, or as a unit in what this person sees."""
    words = " ".join(words.split())
    if any(letter.isdigit() for letter in words[:1]) and len(words) <= 12:
        found, total = await follow_up_lists.listed(
            turn.tx, views.wanted(turn, kept | {"number": words}), turn.today, limit=1
        )
        if total == 1:
            return await follow_up_acts.open_entry(turn, found[0].id)
        if total:
            return Reply((await views.list_view(turn, kept | {"number": words}),))
    within = views.paths(turn)
    here = await units.with_code(turn.tx, words, below=within, on=turn.today)
    here = here or await units.search(turn.tx, fold(words), below=within, limit=1)
    if here and words:
        unit = {"unit": here[0].path, "unit_name": here[0].name}
        return Reply((await views.list_view(turn, {**unit, "what": kept.get("what", "")}),))
    return Reply((await views.list_view(turn, {}, said=say.NO_MATCH.format(words=words[:40])),))
