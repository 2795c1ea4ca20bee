"""the follow-up register: records whose register is at fault"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OVER = "standing NOT IN ('CLOSED_APPROVED', 'BACK', 'WITHDRAWN')"
# every record that is followed up gets its entry: of what was decided the newest decision, of the others what there is;
# the citizen is asked to come but where the way is only to watch (domain.review.Route.WATCH, whose words are data)
ENTRIES = """
INSERT INTO follow_ups (record_id, decision_id, unit_id, kind, route, invite, note, person_id, standing, opened_at,
                        opened_by)
SELECT r.id, d.id, r.unit_id, COALESCE({kind}, ''), COALESCE(d.route, ''), COALESCE(d.route, '') NOT IN ('') AND d.route NOT LIKE 'ch_ theo d_i',
       COALESCE(d.note, ''), d.person_id, 'OPEN', COALESCE(d.decided_at, {imported}), d.person_id
FROM records r
LEFT JOIN decisions d ON d.id = (SELECT MAX(x.id) FROM decisions x WHERE x.record_id = r.id AND x.to_state = 'FOLLOW_UP')
LEFT JOIN imports i ON i.id = r.import_id
WHERE r.state = 'FOLLOW_UP'
ORDER BY r.id
"""


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _ref(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _big(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", _big(), autoincrement=True, nullable=False),
        _ref("record_id", nullable=False),
        _ref("decision_id"),
        _ref("unit_id", nullable=False),
        _word("kind"),
        _word("field"),
        _text("shows"),
        _word("route"),
        sa.Column("invite", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        _text("note"),
        _ref("person_id"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        _text("closing_note"),
        _at("opened_at", nullable=False),
        _ref("opened_by"),
        _at("closed_at"),
        _ref("closed_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follow_ups_unit", "follow_ups", ["unit_id", "standing"])
    op.create_index("follow_ups_person", "follow_ups", ["person_id", "standing"])
    op.create_index("follow_ups_record", "follow_ups", ["record_id"])
    op.create_index("follow_ups_once", "follow_ups", ["record_id"], unique=True, sqlite_where=sa.text(OVER),
                    postgresql_where=sa.text(OVER))  # fmt: skip
    op.create_table(
        "follow_up_acts",
        sa.Column("id", _big(), autoincrement=True, nullable=False),
        _ref("follow_up_id", nullable=False),
        _at("at", nullable=False),
        _ref("person_id"),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                  nullable=False, server_default=sa.text("'{}'")),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("follow_up_acts_entry", "follow_up_acts", ["follow_up_id", "id"])
    op.create_table(
        "retriage_kept",
        sa.Column("record_id", _big(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _at("at", nullable=False),
        _ref("person_id"),
        sa.PrimaryKeyConstraint("record_id", "revision"),
    )
    if op.get_bind().dialect.name == "sqlite":
        kind, imported = "json_extract(d.reasons, '$[0]')", "i.done_at, r.imported_on || ' 00:00:00.000000'"
    else:
        kind, imported = "d.reasons ->> 0", "i.done_at, r.imported_on::timestamptz"
    op.execute(sa.text(ENTRIES.format(kind=kind, imported=imported)))


def downgrade() -> None:
    op.drop_table("retriage_kept")
    op.drop_index("follow_up_acts_entry", table_name="follow_up_acts")
    op.drop_table("follow_up_acts")
    for name in ("follow_ups_once", "follow_ups_record", "follow_ups_person", "follow_ups_unit"):
        op.drop_index(name, table_name="follow_ups")
    op.drop_table("follow_ups")
