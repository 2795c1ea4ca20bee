"""Column types that make SQLite and PostgreSQL agree."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps no offset and PostgreSQL keeps one: both hand back UTC."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# JSON as text on SQLite, JSONB on PostgreSQL; the engines' serializers are set to `to_json`
Json = JSON().with_variant(JSONB(), "postgresql")

# SQLite gives out row numbers by itself only to INTEGER
BigId = BigInteger().with_variant(Integer(), "sqlite")

LongText = Text()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}  # what most columns of most decisions hold


def to_json(value: Any) -> str:
    """Write JSON as short as it gets, Vietnamese as it is."""
    if not value and (written := _EMPTY.get(type(value))):
        return written
    return _encode(value)
