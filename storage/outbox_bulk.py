"""The outbox, many rows at a time: the morning cards of 16,000 people are two statements and not 32,000."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Text,
    bindparam,
    column,
    func,
    insert,
    select,
    table,
    text,
    update,
)

from domain.talk.values import Slot
from storage.columns import UtcDateTime, to_json
from storage.engine import Tx
from storage.hot import Columns, Hot
from storage.many import among
from storage.outbox import REMINDER, outbox, undelivered
from storage.prompts import prompts


class Written(str):
    """JSON that many messages share, written once."""

    __slots__ = ()


class NewPrompt(NamedTuple):
    """What a message offers: who takes the answer, what that step needs, and the choices as [key, label]."""

    step: str
    payload: dict[str, Any]
    choices: list[list[str]] | Written


class NewItem(NamedTuple):
    """A message of its own for an account; its body gets the number of its prompt under "prompt".

    The body's keys are plain words; any of its values may be Written.
    """

    key: str
    account_id: int
    kind: str
    body: dict[str, Any]
    prompt: NewPrompt | None = None


async def known(tx: Tx, keys: Collection[str]) -> set[str]:
    """Tell which of these keys were said, or wait to be said, already."""
    rows = await tx.run(select(outbox.c.key).where(among(tx, outbox.c.key, keys)))
    return {row.key for row in rows}


async def supersede(tx: Tx, kind: str, account_ids: Collection[int]) -> None:
    """Cancel what of a kind is not out yet for some accounts, since newer of the kind is to be said."""
    await tx.run(
        update(outbox)
        .where(undelivered, outbox.c.kind == kind, among(tx, outbox.c.account_id, account_ids))
        .values(state="cancelled", result="superseded")
    )


async def add_many(
    tx: Tx,
    rows: Sequence[NewItem],
    *,
    now: datetime,
    not_before: datetime | None = None,
    priority: int = REMINDER,
    there: Collection[str] | None = None,
) -> list[int | None]:
    """Write messages with their prompts; gives each one's number, None where its key was known.

    Prompts are numbered beforehand, since bodies name them; one is stored only with its message. `there` are those of
    the keys that this transaction has found to be known.
    """
    if not rows:
        return []
    if there is None:
        there = await known(tx, [row.key for row in rows])
    fresh: dict[str, NewItem] = {}
    for row in rows:
        if row.key not in there:
            fresh.setdefault(row.key, row)
    numbers = iter(await _prompt_numbers(tx, sum(row.prompt is not None for row in fresh.values())))
    asked = {key: next(numbers) for key, row in fresh.items() if row.prompt is not None}
    due = not_before or now
    add = _add_on_sqlite if tx.dialect == "sqlite" else _add_on_postgres
    added = await add(tx, list(fresh.values()), asked, now, due, priority)
    return [added.pop(row.key, None) for row in rows]


async def _prompt_numbers(tx: Tx, count: int) -> Sequence[int]:
    if not count:
        return ()
    if tx.dialect == "sqlite":  # nobody else writes meanwhile, and the newest prompt is never forgotten
        newest = (await tx.run(select(func.max(prompts.c.id)))).scalar_one_or_none() or 0
        return range(newest + 1, newest + 1 + count)
    drawn = "SELECT nextval(pg_get_serial_sequence('prompts', 'id')) AS id FROM generate_series(1, :p_count)"
    return sorted(row.id for row in await tx.run(text(drawn), {"p_count": count}))


def _json(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value)
    return value if type(value) is Written else to_json(value)


def _body(row: NewItem, asked: dict[str, int]) -> str:
    parts = [f'"{name}":{_json(value)}' for name, value in row.body.items()]
    if row.prompt is not None:
        parts.append(f'"prompt":{asked[row.key]}')
    return "{" + ",".join(parts) + "}"


# the tables without the types of their columns that hold JSON, which is written already
_plain_outbox = table(
    "outbox", *map(column, ("id", "key", "account_id", "kind", "slot", "priority", "body", "state", "tries")),
    column("created_at", UtcDateTime()), column("not_before", UtcDateTime()),
)  # fmt: skip
_plain_prompts = table(
    "prompts", *map(column, ("id", "account_id", "slot", "step", "payload", "choices", "takes_text", "numbered",
                             "voided")),
    column("shown_at", UtcDateTime()),
)  # fmt: skip
_insert_outbox = Hot(insert(_plain_outbox))
_insert_prompts = Hot(insert(_plain_prompts))


async def _add_on_sqlite(
    tx: Tx, fresh: list[NewItem], asked: dict[str, int], now: datetime, due: datetime, priority: int
) -> dict[str, int | None]:
    if not fresh:
        return {}
    first = ((await tx.run(select(func.max(outbox.c.id)))).scalar_one_or_none() or 0) + 1
    numbers = range(first, first + len(fresh))
    keys = [row.key for row in fresh]
    said = Columns(
        {"slot": Slot.NOTE.value, "priority": priority, "state": "waiting", "tries": 0, "created_at": now,
         "not_before": due},
        {"id": numbers, "key": keys, "account_id": [row.account_id for row in fresh],
         "kind": [row.kind for row in fresh], "body": [_body(row, asked) for row in fresh]},
    )  # fmt: skip
    await tx.run(_insert_outbox, said)
    offered = [(row, row.prompt) for row in fresh if row.prompt is not None]
    if offered:
        prompts_of = Columns(
            {"slot": Slot.NOTE.value, "takes_text": False, "numbered": False, "voided": False, "shown_at": now},
            {"id": [asked[row.key] for row, _ in offered], "account_id": [row.account_id for row, _ in offered],
             "step": [one.step for _, one in offered], "payload": [to_json(one.payload) for _, one in offered],
             "choices": [_json(one.choices) for _, one in offered]},
        )  # fmt: skip
        await tx.run(_insert_prompts, prompts_of)
    return dict(zip(keys, numbers, strict=True))


_outbox_arrays = text(
    "INSERT INTO outbox (key, account_id, kind, slot, priority, body, created_at, not_before, state, tries) "
    "SELECT k, a, i, 'note', :p_priority, b::jsonb, :p_now, :p_due, 'waiting', 0 "
    "FROM unnest(:p_keys, :p_accounts, :p_kinds, :p_bodies) WITH ORDINALITY AS new (k, a, i, b, place) "
    "ORDER BY place ON CONFLICT (key) DO NOTHING RETURNING id, key"
).bindparams(
    bindparam("p_now", type_=UtcDateTime()),
    bindparam("p_due", type_=UtcDateTime()),
    bindparam("p_priority", type_=Integer),
    bindparam("p_keys", type_=ARRAY(Text)),
    bindparam("p_accounts", type_=ARRAY(BigInteger)),
    bindparam("p_kinds", type_=ARRAY(Text)),
    bindparam("p_bodies", type_=ARRAY(Text)),
)
_prompt_arrays = text(
    "INSERT INTO prompts "
    "(id, account_id, slot, step, payload, choices, takes_text, numbered, shown_at, voided) "
    "SELECT n, a, 'note', s, p::jsonb, c::jsonb, false, false, :p_now, false "
    "FROM unnest(:p_ids, :p_accounts, :p_steps, :p_payloads, :p_choices) AS new (n, a, s, p, c)"
).bindparams(
    bindparam("p_now", type_=UtcDateTime()),
    bindparam("p_ids", type_=ARRAY(BigInteger)),
    bindparam("p_accounts", type_=ARRAY(BigInteger)),
    bindparam("p_steps", type_=ARRAY(Text)),
    bindparam("p_payloads", type_=ARRAY(Text)),
    bindparam("p_choices", type_=ARRAY(Text)),
)


async def _add_on_postgres(
    tx: Tx, fresh: list[NewItem], asked: dict[str, int], now: datetime, due: datetime, priority: int
) -> dict[str, int | None]:
    """Write what another transaction has not written in the same moment, and prompts for that alone."""
    if not fresh:
        return {}
    written = await tx.run(
        _outbox_arrays,
        {"p_now": now, "p_due": due, "p_priority": priority, "p_keys": [row.key for row in fresh],
         "p_accounts": [row.account_id for row in fresh], "p_kinds": [row.kind for row in fresh],
         "p_bodies": [_body(row, asked) for row in fresh]},
    )  # fmt: skip
    added: dict[str, int | None] = {row.key: row.id for row in written}
    offered = [(row, row.prompt) for row in fresh if row.prompt is not None and row.key in added]
    if offered:
        await tx.run(
            _prompt_arrays,
            {"p_now": now, "p_ids": [asked[row.key] for row, _ in offered],
             "p_accounts": [row.account_id for row, _ in offered], "p_steps": [one.step for _, one in offered],
             "p_payloads": [to_json(one.payload) for _, one in offered],
             "p_choices": [_json(one.choices) for _, one in offered]},
        )  # fmt: skip
    return added
