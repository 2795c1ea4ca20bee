"""records that go back to the vendor and come again"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AGAIN = "state = 'RETURNED' AND revision > 1"


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index(
        "records_again", "records", ["unit_id"], sqlite_where=sa.text(AGAIN), postgresql_where=sa.text(AGAIN)
    )
    op.create_table(
        "confirmed_returns",
        sa.Column("decision_id", _big(), autoincrement=False, nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("decision_id"),
    )
    op.create_table(
        "former_rows",
        sa.Column("id", _big(), autoincrement=True, nullable=False),
        sa.Column("record_id", _big(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("unit_id", _big(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("former_rows_key", "former_rows", ["unit_id", "type", "natural_key"])
    op.create_index("totals_states", "totals", ["state", "type", "unit_id", "count"])


def downgrade() -> None:
    op.drop_index("totals_states", table_name="totals")
    op.drop_table("former_rows")
    op.drop_table("confirmed_returns")
    op.drop_index("records_again", table_name="records")
