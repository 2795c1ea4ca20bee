"""Conditions over thousands of values at once, as one parameter: a list in a statement has its limit."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from storage.engine import Tx


def among(
    tx: Tx, column: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """Say, for a query, whether a column holds one of these values."""
    if tx.dialect == "sqlite":
        each = func.json_each(literal(json.dumps(list(values)))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(bindparam(None, list(values), ARRAY(column.type), unique=True))
