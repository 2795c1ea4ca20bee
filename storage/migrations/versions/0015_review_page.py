"""the review page: links, sessions, what was looked at, PINs"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _big(), autoincrement=True, nullable=False)


def _ref(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _big(), nullable=nullable)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "page_links",
        _id(),
        _word("handle_hash"),
        _ref("person_id"),
        _ref("account_id"),
        _word("target"),
        _ref("record_id", nullable=True),
        _instant("made_at"),
        _instant("until"),
        _instant("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("handle_hash"),
    )
    op.create_index("page_links_until", "page_links", ["until"])
    op.create_table(
        "page_sessions",
        _id(),
        _word("cookie_hash"),
        _word("agent_hash"),
        _ref("person_id"),
        _ref("account_id"),
        _instant("opened_at"),
        _instant("seen_at"),
        _instant("pin_at", nullable=True),
        _instant("ended_at", nullable=True),
        _instant("card_owed_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cookie_hash"),
    )
    op.create_index("page_sessions_seen", "page_sessions", ["seen_at"])
    op.create_index(
        "page_sessions_owed",
        "page_sessions",
        ["card_owed_at"],
        sqlite_where=sa.text("card_owed_at IS NOT NULL"),
        postgresql_where=sa.text("card_owed_at IS NOT NULL"),
    )
    op.create_table(
        "page_views",
        _id(),
        _ref("person_id"),
        _ref("record_id"),
        _ref("session_id"),
        sa.Column("scan_page", sa.Integer(), nullable=False, server_default=sa.text("0")),
        _instant("at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("page_views_record", "page_views", ["record_id", "id"])
    op.create_index("page_views_person", "page_views", ["person_id", "record_id", "id"])
    op.create_table(
        "page_pins",
        sa.Column("person_id", _big(), autoincrement=False, nullable=False),
        _word("salt"),
        _word("hash"),
        _instant("set_at"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        _instant("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("person_id"),
    )


def downgrade() -> None:
    for name in ("page_pins", "page_views", "page_sessions", "page_links"):
        op.drop_table(name)
