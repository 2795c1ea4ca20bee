"""what is said to many, what is asked and ruled, files that people send, and who did what"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from domain.ruling_words import search_text
from domain.wording.letter_rulings import LETTER

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _json(name: str, default: str) -> sa.Column[object]:
    kind = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    return sa.Column(name, kind, nullable=False, server_default=sa.text(f"'{default}'"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", _big(), autoincrement=True, nullable=False)


def _ref(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _big(), nullable=nullable)


def _first_rulings() -> None:
    """Write the letter's three cases as the first rulings; no topics, so that every card does not name them."""
    made = sa.table(
        "rulings", *(sa.column(name) for name in ("number", "title", "text", "cases", "search_text")),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    at = datetime(2024, 7, 3, tzinfo=UTC)
    for number, case, title, text in LETTER:
        row = {"number": number, "title": title, "text": text, "cases": case, "made_at": at}
        op.bulk_insert(made, [{**row, "search_text": search_text(title, text)}])


def _words_of_rulings() -> None:
    """Index the folded words of rulings. The index is kept in step by the code that adds one; nothing changes later."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE rulings_words USING fts5(search_text, content='rulings', content_rowid='id')")
        op.execute("INSERT INTO rulings_words(rulings_words) VALUES ('rebuild')")
    else:
        op.execute("CREATE INDEX rulings_words ON rulings USING gin (to_tsvector('simple', search_text))")


def upgrade() -> None:
    op.create_table(
        "attachments",
        _id(),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _word("name"),
        _word("mime"),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _word("content_hash"),
        sa.Column("state", sa.String(), nullable=False),
        _word("result"),
        _ref("sent_by"),
        _at("kept_at", nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        _at("not_before"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attachments_state", "attachments", ["state"])
    op.create_index("attachments_sender", "attachments", ["sent_by", "id"])
    op.create_table(
        "broadcasts",
        _id(),
        sa.Column("key", sa.String(), nullable=False),
        _json("audience", "{}"),
        _text("text"),
        _ref("attachment_id"),
        sa.Column("state", sa.String(), nullable=False),
        _ref("made_by"),
        _at("made_at", nullable=False),
        _at("send_at"),
        sa.Column("needs_consent", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        _ref("consent_by"),
        _at("consent_at"),
        _at("consent_until"),
        _ref("corrects_id"),
        _ref("reminds_id"),
        sa.Column("recipients", sa.Integer(), nullable=False, server_default=sa.text("0")),
        _ref("stopped_by"),
        _at("stopped_at"),
        _at("begun_at"),
        _at("ended_at"),
        _word("reason"),
        _json("progress", "{}"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("broadcasts_state", "broadcasts", ["state"])
    op.create_table(
        "broadcast_recipients",
        sa.Column("broadcast_id", _big(), autoincrement=False, nullable=False),
        sa.Column("person_id", _big(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        _word("channel"),
        _word("reason"),
        _at("at"),
        _at("acknowledged_at"),
        _ref("outbox_id"),
        sa.PrimaryKeyConstraint("broadcast_id", "person_id"),
    )
    op.create_index("broadcast_recipients_status", "broadcast_recipients", ["broadcast_id", "status"])
    op.create_index("broadcast_recipients_outbox", "broadcast_recipients", ["outbox_id"])
    op.create_table(
        "questions",
        _id(),
        _ref("record_id"),
        _ref("unit_id", nullable=False),
        _ref("asked_by", nullable=False),
        _at("asked_at", nullable=False),
        _text("text"),
        _text("search_text"),
        _word("topic"),
        _text("card"),
        _ref("attachment_id"),
        _ref("at_unit_id"),
        _word("at_role"),
        _at("due_at"),
        sa.Column("state", sa.String(), nullable=False),
        _text("answer"),
        _ref("answered_by"),
        _at("answered_at"),
        _ref("ruling_id"),
        _json("passed", "[]"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("questions_open", "questions", ["state", "at_unit_id"])
    op.create_index("questions_record", "questions", ["record_id"])
    op.create_index("questions_asker", "questions", ["asked_by", "id"])
    op.create_table(
        "rulings",
        _id(),
        sa.Column("number", sa.String(), nullable=False),
        _text("title"),
        _text("text"),
        _word("cases"),
        _json("topics", "[]"),
        _text("asked"),
        _text("search_text"),
        _ref("made_by"),
        _at("made_at", nullable=False),
        _ref("replaces_id"),
        _at("withdrawn_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "ruling_topics",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("ruling_id", _big(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("topic", "ruling_id"),
    )
    _first_rulings()
    _words_of_rulings()
    op.create_table(
        "audit",
        _id(),
        _at("at", nullable=False),
        _ref("person_id"),
        sa.Column("act", sa.String(), nullable=False),
        _word("subject"),
        _json("details", "{}"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_act", "audit", ["act", "id"])
    op.create_table(
        "assignment_people",
        sa.Column("document_id", _big(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _word("search_name"),
        _ref("person_id"),
        sa.PrimaryKeyConstraint("document_id", "place"),
    )
    op.add_column("assignment_documents", _ref("attachment_id"))
    op.create_table(
        "campaign",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        _ref("set_by"),
        _at("set_at", nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("people", _at("locked_at"))


def downgrade() -> None:
    op.drop_column("people", "locked_at")
    op.drop_table("campaign")
    op.drop_column("assignment_documents", "attachment_id")
    op.drop_table("assignment_people")
    op.drop_index("audit_act", table_name="audit")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE rulings_words")
    op.drop_table("ruling_topics")
    op.drop_table("rulings")
    op.drop_index("questions_asker", table_name="questions")
    op.drop_index("questions_record", table_name="questions")
    op.drop_index("questions_open", table_name="questions")
    op.drop_table("questions")
    op.drop_index("broadcast_recipients_outbox", table_name="broadcast_recipients")
    op.drop_index("broadcast_recipients_status", table_name="broadcast_recipients")
    op.drop_table("broadcast_recipients")
    op.drop_index("broadcasts_state", table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_index("attachments_sender", table_name="attachments")
    op.drop_index("attachments_state", table_name="attachments")
    op.drop_table("attachments")
