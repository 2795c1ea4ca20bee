"""what is said unasked and why not, when, to whom; how far units are; seals and assignment documents"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("person_id", _big(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carried_by", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("kind", "period", "person_id"),
    )
    op.create_index("nudges_day", "nudges", ["day", "person_id"])
    op.create_table(
        "nudge_times",
        sa.Column("unit_id", _big(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("set_by", _big(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "kind"),
    )
    op.create_table(
        "nudge_answers",
        sa.Column("person_id", _big(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "day", "about"),
    )
    op.create_table(
        "done_levels",
        sa.Column("unit_id", _big(), autoincrement=False, nullable=False),
        sa.Column("seq", _big(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    op.create_table(
        "seals",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("decisions", _big(), nullable=False),
        sa.Column(
            "heads", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False,
            server_default=sa.text("'[]'"),
        ),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "assignment_documents",
        sa.Column("id", _big(), autoincrement=True, nullable=False),
        sa.Column("unit_id", _big(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("filed_by", _big(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("assignment_documents_unit", "assignment_documents", ["unit_id"])
    _guard_seals()
    for name in ("done", "line"):
        op.add_column("unit_plans", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("people", sa.Column("quiet_on", sa.Date(), nullable=True))


def _guard_seals() -> None:
    """Seals are append-only, as the decisions are: the database itself refuses to change or delete one."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER seals_no_{verb.lower()} BEFORE {verb} ON seals "
                "BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION seals_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'seals are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER seals_no_change BEFORE UPDATE OR DELETE ON seals "
        "FOR EACH ROW EXECUTE FUNCTION seals_append_only()"
    )
    op.execute(
        "CREATE TRIGGER seals_no_truncate BEFORE TRUNCATE ON seals "
        "FOR EACH STATEMENT EXECUTE FUNCTION seals_append_only()"
    )


def _unguard_seals() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER seals_no_update")
        op.execute("DROP TRIGGER seals_no_delete")
        return
    op.execute("DROP TRIGGER seals_no_truncate ON seals")
    op.execute("DROP TRIGGER seals_no_change ON seals")
    op.execute("DROP FUNCTION seals_append_only()")


def downgrade() -> None:
    _unguard_seals()
    op.drop_column("people", "quiet_on")
    for name in ("line", "done"):
        op.drop_column("unit_plans", name)
    op.drop_index("assignment_documents_unit", table_name="assignment_documents")
    op.drop_table("assignment_documents")
    op.drop_table("seals")
    op.drop_table("done_levels")
    op.drop_table("nudge_answers")
    op.drop_table("nudge_times")
    op.drop_index("nudges_day", table_name="nudges")
    op.drop_table("nudges")
