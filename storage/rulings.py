"""Rulings: numbered answers that hold for all, found by what a card is about and by the words of a question."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain import ruling_search, ruling_words, rulings
from domain.ruling_search import Document, Hit
from domain.rulings import Draft, Ruling
from storage.engine import Tx
from storage.hot import Hot
from storage.tables_province import RulingRow, RulingTopicRow

made = RulingRow.__table__  # type: ignore[attr-defined]
topics = RulingTopicRow.__table__  # type: ignore[attr-defined]

CANDIDATES = 500  # rulings whose words are weighed; the newest, where so many hold a word
_stands = made.c.withdrawn_at.is_(None)


def _ruling(row: Row[Any]) -> Ruling:
    return Ruling(
        row.id, row.number, row.title, row.text, row.cases, tuple(row.topics), row.made_at,
        row.withdrawn_at is not None, row.asked,
    )  # fmt: skip


async def load(tx: Tx, ruling_id: int) -> Ruling | None:
    """Load a ruling, one that was withdrawn too."""
    row = (await tx.run(select(made).where(made.c.id == bindparam("p_id")), {"p_id": ruling_id})).first()
    return _ruling(row) if row else None


async def standing(tx: Tx, limit: int) -> list[Ruling]:
    """List the rulings that stand, the newest first."""
    rows = await tx.run(select(made).where(_stands).order_by(made.c.id.desc()).limit(limit))
    return [_ruling(row) for row in rows]


async def on_topics(tx: Tx, about: Collection[str], limit: int = 20) -> list[Ruling]:
    """List the rulings that stand on any of some topics, the newest first."""
    named = select(topics.c.ruling_id).where(topics.c.topic.in_(sorted(about)))
    query = select(made).where(_stands, made.c.id.in_(named)).order_by(made.c.id.desc()).limit(limit)
    return [_ruling(row) for row in await tx.run(query)]


_numbers = Hot(
    select(made.c.number)
    .join(topics, topics.c.ruling_id == made.c.id)
    .where(topics.c.topic == bindparam("p_topic"), _stands)
    .order_by(made.c.id.desc())
)


async def numbers_on(tx: Tx, topic: str) -> list[str]:
    """List the numbers of the rulings that stand on a topic, the newest first: asked for each card with a finding."""
    return [name for (name,) in await tx.run(_numbers, {"p_topic": topic})]


# ── making and withdrawing ───────────────────────────────────────────────────────────────────────

_index = text("INSERT INTO rulings_words(rowid, search_text) VALUES (:p_id, :p_words)")


async def publish(tx: Tx, draft: Draft, *, by: int, now: datetime, replaces: Collection[int] = ()) -> Ruling:
    """Make a ruling under the next number; those it replaces are withdrawn and kept."""
    for old in replaces:
        await withdraw(tx, old, now=now)
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    newest = (await tx.run(select(made.c.number).order_by(made.c.id.desc()).limit(1))).scalar_one_or_none()
    place = rulings.place_of(newest) if newest else 0
    words = ruling_words.search_text(draft.title, f"{draft.text} {draft.asked}")
    row = None
    while row is None:  # another admin may be taking the same number
        place += 1
        values = {
            "number": rulings.number(place), "title": draft.title, "text": draft.text, "cases": draft.cases,
            "topics": list(draft.topics), "asked": draft.asked, "search_text": words, "made_by": by, "made_at": now,
            "replaces_id": max(replaces, default=None),
        }  # fmt: skip
        row = (await tx.run(make(made).on_conflict_do_nothing().returning(made), values)).first()
    if tx.dialect == "sqlite":
        await tx.run(_index, {"p_id": row.id, "p_words": words})
    if draft.topics:
        await tx.run(insert(topics), [{"topic": topic, "ruling_id": row.id} for topic in draft.topics])
    return _ruling(row)


async def withdraw(tx: Tx, ruling_id: int, *, now: datetime) -> bool:
    """Take a ruling back; it is kept and answers nothing any more. False where it was taken back before."""
    took = await tx.run(update(made).where(made.c.id == ruling_id, _stands).values(withdrawn_at=now))
    return took.rowcount == 1


async def rebuild_index(tx: Tx) -> None:
    """Index all rulings anew, after rows were written by something else than `publish`, such as a restore."""
    if tx.dialect == "sqlite":
        await tx.run(text("INSERT INTO rulings_words(rulings_words) VALUES ('rebuild')"))


# ── searching ────────────────────────────────────────────────────────────────────────────────────


async def search(tx: Tx, question: str, limit: int = 3) -> list[tuple[Ruling, Hit]]:
    """Find the rulings that may answer a question, the best first; the same order on every database."""
    found = await _holding(tx, ruling_words.wanted(question))
    if not found:
        return []
    total = (await tx.run(select(func.count()).select_from(made).where(_stands))).scalar_one()
    documents = [Document(each.id, each.title, each.text, each.asked) for each in found]
    hits = ruling_search.rank(question, documents, total=int(total))
    by_id = {each.id: each for each in found}
    return [(by_id[hit.id], hit) for hit in hits[:limit]]


async def sure_answer(tx: Tx, question: str) -> Ruling | None:
    """Find the ruling that may be shown at once as the answer; None where it is not sure enough."""
    found = await search(tx, question, limit=2)
    hit = ruling_search.sure_answer([hit for _, hit in found])
    return next((each for each, of in found if of is hit), None) if hit else None


async def _holding(tx: Tx, phrases: Collection[str]) -> list[Ruling]:
    """List the standing rulings that hold one of some phrases (folded words), by each database's own index."""
    if not phrases:
        return []
    if tx.dialect == "sqlite":
        terms = " OR ".join(f'"{phrase}"' for phrase in phrases)
        here = text("rulings.id IN (SELECT rowid FROM rulings_words WHERE rulings_words MATCH :p_terms)")
    else:
        terms = " | ".join(
            f"({' <-> '.join(_lexeme(word) for word in phrase.split())})" for phrase in phrases
        )
        here = text("to_tsvector('simple', search_text) @@ to_tsquery('simple', :p_terms)")
    query = select(made).where(_stands, here).order_by(made.c.id.desc()).limit(CANDIDATES)
    return [_ruling(row) for row in await tx.run(query, {"p_terms": terms})]


def _lexeme(word: str) -> str:
    return f"'{word}'"
