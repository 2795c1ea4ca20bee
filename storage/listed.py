"""Many rows handed to a statement as one parameter, so that it is compiled once and no limit on parameters is met."""

from __future__ import annotations

from sqlalchemy import CTE, BigInteger, String, bindparam, column, text

_TAKE = {
    "sqlite": ("json_each(:{name}) AS each_row", "json_extract(each_row.value, '$[{place}]')"),
    "postgresql": (
        "jsonb_array_elements(CAST(CAST(:{name} AS text) AS jsonb)) AS each_row",
        "CAST(each_row.value ->> {place} AS {kind})",
    ),
}


def listed(dialect: str, name: str, **columns: type[int] | type[str]) -> CTE:
    """Make a table of the rows that the parameter `name` lists, as JSON: a list of lists, in the order of the columns."""
    source, take = _TAKE[dialect]
    taken = ", ".join(
        f"{take.format(place=place, kind='bigint' if kind is int else 'text')} AS {label}"
        for place, (label, kind) in enumerate(columns.items())
    )
    typed = [column(label, BigInteger() if kind is int else String()) for label, kind in columns.items()]
    return (
        text(f"SELECT {taken} FROM {source.format(name=name)}")
        .bindparams(bindparam(name, type_=String()))
        .columns(*typed)
        .cte(name)
        .prefix_with("MATERIALIZED", dialect="sqlite")  # or the JSON is read again for each row joined to it
    )
