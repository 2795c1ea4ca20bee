"""what the rules found, by which set of rules, and the keys by which records are compared"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # records that are there already were never judged by rules: the next triage does
    op.add_column("records", sa.Column("rule_set", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_index(
        "records_unjudged", "records", ["id"], sqlite_where=sa.text("rule_set = 0"),
        postgresql_where=sa.text("rule_set = 0"),
    )
    op.create_table(
        "record_keys",
        sa.Column("record_id", _big(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("record_keys_person", "record_keys", ["person"])
    op.create_table(
        "stale_shelves",
        sa.Column("unit_id", _big(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.PrimaryKeyConstraint("unit_id", "type"),
    )
    op.create_table(
        "triage_basis",
        sa.Column("id", _big(), autoincrement=False, nullable=False),
        sa.Column("rule_set", sa.Integer(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("triage_basis")
    op.drop_table("stale_shelves")
    op.drop_table("record_keys")
    op.drop_index("records_unjudged", table_name="records")
    op.drop_column("records", "rule_set")
