"""Who reviews what, asked in SQL: an official of a unit reviews the records of its whole subtree.

A commune has no units below it until another is merged into it; an official of a district serves its communes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Exists, exists

from domain.people import Role
from storage.tables import RoleRow, UnitRow

roles = RoleRow.__table__  # type: ignore[attr-defined]
_post_unit = UnitRow.__table__.alias("post_unit")  # type: ignore[attr-defined]
_own_unit = UnitRow.__table__.alias("own_unit")  # type: ignore[attr-defined]


# a post that its head has set to nought gives no work, unless a number was set by hand
at_work: ColumnElement[bool] = (roles.c.weight > 0) | roles.c.fixed_quota.is_not(None)


def reviews(
    person_id: ColumnElement[Any], unit_id: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> Exists:
    """Say, of two columns, whether that person is an official for that unit's records now.

    Correlates with every table around it; `unit_id` may be any unit that holds records. With `at_work` only posts
    count that give work.
    """
    return (
        exists()
        .where(
            *conditions,
            roles.c.person_id == person_id,
            roles.c.role == Role.OFFICIAL.value,
            roles.c.until.is_(None),
            _post_unit.c.id == roles.c.unit_id,
            _own_unit.c.id == unit_id,
            _own_unit.c.path.like(_post_unit.c.path + "%"),
        )
        .correlate_except(roles, _post_unit, _own_unit)
    )
