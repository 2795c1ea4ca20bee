"""How the system is (`/hethong`): one message for admins, and the word that lets a restored bot speak again."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import seal
from domain.people import Role
from domain.sends import A_MONTH, month_of
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import health as say
from domain.wording.figures import day, moment
from handlers.context import Turn, says
from storage import audit, freeze, people, system
from storage.system import Seen

STEP = "health"
COUNTED = "zalo_bot"  # the channel that has so many messages a month

_REFRESH = Choice("refresh", say.REFRESH, row=0)
_THAW = Choice("thaw", say.THAW, row=1)


async def show(turn: Turn) -> Reply:
    """Tell how the system is."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    return Reply((await _message(turn),))


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take the wish to see it anew, or the word that what is held back may go out."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if key != _THAW.key:
        return Reply((await _message(turn),), notice=captions.NOTED)
    if not _may_thaw(turn):
        return says(common.NOT_YOURS)
    waiting = await system.open_by_priority(turn.tx)
    if not await freeze.thaw(turn.tx):
        return says(say.THAWED_ALREADY)
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act="thaw",
        details={str(kind): number for kind, number in waiting.items()},
    )  # fmt: skip
    return says(say.THAWED)


def _may_thaw(turn: Turn) -> bool:
    """What is held back is the whole province's: a district's admin does not let it go."""
    return any(post.unit_path.count("/") == 2 for post in turn.me.posts_as(Role.ADMIN))


async def _message(turn: Turn) -> Message:
    local = turn.now.astimezone(turn.rules.zone)
    seen = await system.look(turn.tx, now=turn.now, month=month_of(local.date()), counts_for=COUNTED)
    lines = [say.as_of(local)]
    if seen.frozen is not None:
        lines.append(say.FROZEN.format(moment(seen.frozen.astimezone(turn.rules.zone))))
    lines += [*_process(turn, seen), *_figures(turn, seen)]
    choices = (_REFRESH, _THAW) if seen.frozen is not None and _may_thaw(turn) else (_REFRESH,)
    return Message(text="\n".join(lines), step=STEP, choices=choices)


def _process(turn: Turn, seen: Seen) -> list[str]:
    """Tell what the process that answers knows of itself, and who holds what among several."""
    if turn.facts is None:
        return [say.NO_FACTS]
    facts = turn.facts()
    lines = [say.running(facts.version, seen.migration, facts.up_s, facts.parts)]
    for one in facts.channels:
        heard = _since(turn.now, one.heard_at)
        lines.append(say.channel(one.name, alive=one.alive, heard=heard, alarm=one.alarm))
    if seen.leading:
        lines.append(say.elsewhere(sorted(seen.leading)))
    return lines


def _figures(turn: Turn, seen: Seen) -> list[str]:
    now, free = turn.now, turn.facts().disk_free if turn.facts is not None else None
    lines = say.queues(seen.inbox_open, seen.parked, seen.waiting, _since(now, seen.oldest_at))
    lines.append(say.failures(seen.failed))
    if COUNTED in turn.channels or seen.sent_this_month:
        lines.append(say.month(seen.sent_this_month, A_MONTH))
    for account in seen.accounts:
        expires = account.expires_at - now if account.expires_at else None
        lines.append(say.account(expires, account.alarm, account.sent))
    kept = seen.database
    lines.append(say.database(kept.dialect, kept.version, kept.size_bytes, free))
    lines.append(say.backup(_since(now, seen.last_backup)))
    newest = seen.seal
    lines.append(say.seal(f"{day(newest.day)}, {seal.short(newest.hash)}" if newest else None))
    return lines


def _since(now: datetime, at: datetime | None) -> timedelta | None:
    return now - at if at is not None else None
