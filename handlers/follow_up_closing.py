"""How an entry of the follow-up register ends: approved by the document that mended the register, kept, or reviewed anew."""

from __future__ import annotations

from typing import Any

from domain import field_values, fields, typed_documents
from domain import follow_ups as rules
from domain.folding import is_blank, squeeze
from domain.talk.values import Choice, Reply, Style
from domain.wording import assignment as say_document
from domain.wording import fixing as say_fixing
from domain.wording import follow_ups as say
from domain.wording import shown
from domain.wording.figures import day
from handlers import follow_up_views as views
from handlers.context import Turn
from handlers.follow_up_views import DROP, ask
from storage import follow_up_ends, follow_ups
from storage.follow_ups import Entry
from storage.lots import By

VIEWS = ("document", "confirm", "keep", "review")
KEYS = ("approve", "keep", "review")
TEXT_MAX = 300
LEAST = 3


def over(turn: Turn, one: Entry) -> str:
    """Say that nothing more is done about an entry that is over."""
    on = one.closed_at.astimezone(turn.rules.zone).date() if one.closed_at else None
    return say.over(one.standing, on, one.closed_by_name)


def _by(turn: Turn) -> By:
    return By(turn.me.id, turn.account.channel, turn.now, turn.today)


async def reopen(turn: Turn, one: Entry, version: int) -> Reply:
    """Take up again what was kept; the register may be mended after all."""
    if one.version != version or not await follow_up_ends.reopen(turn.tx, one, _by(turn)):
        return Reply((await views.entry_view(turn, one, say.changed(await _last(turn, one))),))
    fresh = await follow_ups.load(turn.tx, one.id)
    assert fresh is not None
    return Reply((await views.entry_view(turn, fresh, say.done("reopened")),))


async def _last(turn: Turn, one: Entry) -> str:
    done = await follow_ups.history(turn.tx, one.id, limit=1)
    return done[0].name if done else ""


async def take(turn: Turn, one: Entry, view: str, key: str, text: str) -> Reply:
    """Take one step towards an end; the entry is under way and as it was seen."""
    payload = turn.asked.payload if turn.asked else {}
    if view == "entry":
        match key:
            case "approve":
                return _ask(turn, one, say.ASK_DOCUMENT.format(day=day(turn.today)), "document")
            case "keep":
                return _ask(turn, one, say.ASK_KEEP, "keep")
            case _:
                return _ask(turn, one, say.ASK_BACK, "review")
    if view == "document":
        return _take_document(turn, one, text)
    if view == "confirm":
        draft = {str(name): str(value) for name, value in dict(payload.get("draft") or {}).items()}
        if key == "sure":
            return await _approve(turn, one, str(payload["note"]), draft)
        return _take_value(turn, one, str(payload["note"]), draft, text)
    return await _end(turn, one, view, text)


def _ask(turn: Turn, one: Entry, text: str, view: str, *choices: Choice, line: str = "", **more: Any) -> Reply:  # fmt: skip
    words = f"{line}\n{text}" if line else text
    return Reply(
        (ask(words, *choices, DROP, takes_text=True, view=view, e=one.id, v=one.version, f=views.kept_filter(turn), **more),)
    )  # fmt: skip


# ── approved by a document ───────────────────────────────────────────────────────────────────────


def _take_document(turn: Turn, one: Entry, text: str) -> Reply:
    """Take the number and day of what mended the register."""
    read = typed_documents.read(text, today=turn.today, any_age=True)
    if isinstance(read, typed_documents.Refused):
        line = say_document.no_document(read.why, read.said)
        return _ask(turn, one, say.ASK_DOCUMENT.format(day=day(turn.today)), "document", line=line)
    return _confirm(turn, one, say.document(read.number, read.signed_on), {})


def _confirm(turn: Turn, one: Entry, note: str, draft: dict[str, str], line: str = "") -> Reply:
    """Show what will be approved and changed, for a last tap."""
    detail = turn.rules.card_detail
    changes = [
        (
            shown.label(one.type, name),
            shown.value(fields.find_field(one.type, name), one.fields.get(name, ""), detail, 60),
            shown.value(fields.find_field(one.type, name), value, detail, 60),
        )
        for name, value in draft.items()
    ]
    empty = [shown.label(one.type, name) for name in one.about if is_blank(one.fields.get(name, ""))]
    sure = Choice("sure", say.CONFIRM, Style.GOOD, row=0)
    return _ask(turn, one, say.confirm(note, changes, empty), "confirm", sure, line=line, note=note, draft=draft)  # fmt: skip


def _take_value(turn: Turn, one: Entry, note: str, draft: dict[str, str], text: str) -> Reply:
    """Take “field: value” as what the document changed, checked as any correction is."""
    words, value = rules.named_value(text)
    meant = fields.find_field_by_words(one.type, words[:60])
    if len(meant) != 1:
        named = ", ".join(each.label for each in meant[:4])
        said = say.MANY_FIELDS if meant else say.NO_FIELD
        return _confirm(turn, one, note, draft, said.format(words=squeeze(words)[:40], names=named))
    checked = field_values.check(meant[0], value, today=turn.today)
    if isinstance(checked, field_values.Rejected):
        return _confirm(turn, one, note, draft, say_fixing.rejected(meant[0], checked))
    if checked.value == one.fields.get(meant[0].name, ""):
        draft.pop(meant[0].name, None)
    else:
        draft[meant[0].name] = checked.value
    return _confirm(turn, one, note, draft)


async def _approve(turn: Turn, one: Entry, note: str, draft: dict[str, str]) -> Reply:
    if not await follow_up_ends.approve(
        turn.tx, one, _by(turn), note=note, changes=draft, key=turn.decision_key
    ):
        return Reply((await views.list_view(turn, views.kept_filter(turn), said=say.WENT_ON),))
    said = say.approved(views.name(one), note)
    return Reply((await views.list_view(turn, views.kept_filter(turn), said=said),))


# ── kept, or reviewed anew ───────────────────────────────────────────────────────────────────────


async def _end(turn: Turn, one: Entry, view: str, text: str) -> Reply:
    note = squeeze(text)[:TEXT_MAX]
    if len(note) < LEAST:
        return _ask(turn, one, say.ASK_KEEP if view == "keep" else say.ASK_BACK, view, line=say.TOO_SHORT)
    if view == "keep":
        took = await follow_up_ends.keep(turn.tx, one, _by(turn), note=note)
        said = say.kept(views.name(one))
    else:
        took = await follow_up_ends.back_to_review(turn.tx, one, _by(turn), note=note, key=turn.decision_key)
        said = say.back(views.name(one))
    return Reply((await views.list_view(turn, views.kept_filter(turn), said=said if took else say.WENT_ON),))
