"""What was offered to whom, so that an answer can be held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.talk.values import Choice, Slot
from storage.engine import Tx
from storage.hot import Hot
from storage.tables_talk import PromptRow

prompts = PromptRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored prompt: who takes the answer (`step`), what that step needs, and whether it was answered."""

    id: int
    slot: Slot
    step: str
    payload: dict[str, Any]
    choices: tuple[Choice, ...]
    takes_text: bool
    numbered: bool
    shown_at: datetime
    answered_key: str | None
    voided: bool
    tag: str = ""  # what it was called while it was not the only one open

    def choice(self, key: str) -> Choice | None:
        """Find what was offered under a key."""
        return next((choice for choice in self.choices if choice.key == key), None)


TAG = "_tag"  # kept in the payload, since few prompts ever have one

_one = Hot(
    select(prompts).where(prompts.c.id == bindparam("p_id"), prompts.c.account_id == bindparam("p_account"))
)
_answer = Hot(
    update(prompts)
    .where(prompts.c.id == bindparam("p_id"), prompts.c.answered_key.is_(None))
    .values(answered_key=bindparam("p_key"))
)
_answer_again = Hot(
    update(prompts).where(prompts.c.id == bindparam("p_id")).values(answered_key=bindparam("p_key"))
)
_add = Hot(insert(prompts).returning(prompts.c.id))


async def load(tx: Tx, prompt_id: int, account_id: int) -> Asked | None:
    """Load a prompt of this account; another account's is as good as none."""
    row = (await tx.run(_one, {"p_id": prompt_id, "p_account": account_id})).first()
    return asked_of(row) if row is not None else None


def asked_of(row: Any) -> Asked:
    return Asked(
        id=row.id,
        slot=Slot(row.slot),
        step=row.step,
        payload={name: value for name, value in row.payload.items() if name != TAG},
        choices=tuple(Choice(key, label) for key, label in row.choices),
        takes_text=row.takes_text,
        numbered=row.numbered,
        shown_at=row.shown_at,
        answered_key=row.answered_key,
        voided=row.voided,
        tag=row.payload.get(TAG, ""),
    )


async def add(
    tx: Tx,
    account_id: int,
    *,
    slot: Slot,
    step: str,
    payload: dict[str, Any],
    choices: tuple[Choice, ...],
    takes_text: bool,
    numbered: bool,
    now: datetime,
) -> int:
    """Store what is offered; returns the prompt's number."""
    found = await tx.run(
        _add,
        {"account_id": account_id, "slot": slot.value, "step": step, "payload": payload,
         "choices": [[choice.key, choice.label] for choice in choices], "takes_text": takes_text,
         "numbered": numbered, "shown_at": now, "voided": False},
    )  # fmt: skip
    return int(found.scalar_one())


async def answer(tx: Tx, prompt_id: int, key: str, *, again: bool = False) -> bool:
    """Take an answer, once; False when the prompt was answered already. With `again` the newest answer stands."""
    statement = _answer_again if again else _answer
    return (await tx.run(statement, {"p_id": prompt_id, "p_key": key})).rowcount == 1


async def void(tx: Tx, prompt_id: int) -> None:
    """Make one prompt stale."""
    await tx.run(update(prompts).where(prompts.c.id == prompt_id).values(voided=True))


async def void_all(tx: Tx, account_id: int) -> None:
    """Make every prompt of an account stale: after an undo no old button may claim to be a repeat."""
    await tx.run(
        update(prompts)
        .where(prompts.c.account_id == account_id, prompts.c.voided.is_(False))
        .values(voided=True)
    )


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget prompts shown before an instant; what is tapped on them is then simply stale.

    The newest stays: SQLite would give its number again, and an old button would name a new prompt.
    """
    newest = select(func.max(prompts.c.id)).scalar_subquery()
    return (await tx.run(delete(prompts).where(prompts.c.shown_at < before, prompts.c.id < newest))).rowcount
