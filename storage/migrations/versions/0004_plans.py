"""planning: days, hours, leave, plans, books that stopped, what ran when; weights, posts that end, merged units"""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "book_stops",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book_key", sa.String(), nullable=False),
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stopped_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", storage.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "book_key", "reason"),
    )
    op.create_table(
        "calendar_days",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", storage.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "day"),
    )
    op.create_table(
        "leaves",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("stand_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", storage.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leaves_last", "leaves", ["last"], unique=False)
    op.create_index("leaves_person", "leaves", ["person_id", "last"], unique=False)
    op.create_table(
        "office_hours",
        sa.Column(
            "unit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", storage.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    op.create_table(
        "plans",
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "unit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "unit_id", "day"),
    )
    op.create_index("plans_unit_day", "plans", ["unit_id", "day"], unique=False)
    op.create_table(
        "schedule_runs",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("done_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "period"),
    )
    op.create_table(
        "unit_plans",
        sa.Column(
            "unit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("shortfall", sa.Integer(), nullable=False),
        sa.Column("planned_at", storage.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "day"),
    )
    op.create_index("unit_plans_day", "unit_plans", ["day"], unique=False)
    op.add_column("people", sa.Column("seen_on", sa.Date(), nullable=True))
    op.add_column("roles", sa.Column("weight", sa.Integer(), server_default=sa.text("100"), nullable=False))
    op.add_column("roles", sa.Column("fixed_quota", sa.Integer(), nullable=True))
    op.add_column("roles", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column(
        "units", sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("units", "merged_into")
    op.drop_column("roles", "ends_on")
    op.drop_column("roles", "fixed_quota")
    op.drop_column("roles", "weight")
    op.drop_column("people", "seen_on")
    op.drop_index("unit_plans_day", table_name="unit_plans")
    op.drop_table("unit_plans")
    op.drop_table("schedule_runs")
    op.drop_index("plans_unit_day", table_name="plans")
    op.drop_table("plans")
    op.drop_table("office_hours")
    op.drop_index("leaves_person", table_name="leaves")
    op.drop_index("leaves_last", table_name="leaves")
    op.drop_table("leaves")
    op.drop_table("calendar_days")
    op.drop_table("book_stops")
