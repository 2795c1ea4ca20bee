"""what the staging software says of a record"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, _big(), autoincrement=False, nullable=False)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _told() -> tuple[sa.Column[Any], ...]:
    return (
        _word("state"),
        sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", _big(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "confirmation_files",
        _key("import_id"),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("import_id"),
    )
    op.create_table("confirmations", _key("record_id"), *_told(), sa.PrimaryKeyConstraint("record_id"))
    op.create_table(
        "stray_confirmations",
        _key("unit_id"),
        _word("type"),
        _word("natural_key"),
        sa.Column("year", sa.Integer(), nullable=False),
        _word("number"),
        *_told(),
        sa.PrimaryKeyConstraint("unit_id", "type", "natural_key"),
    )
    op.create_table(
        "confirmation_counts",
        _key("unit_id"),
        _word("kind"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "kind"),
    )


def downgrade() -> None:
    for name in ("confirmation_counts", "stray_confirmations", "confirmations", "confirmation_files"):
        op.drop_table(name)
