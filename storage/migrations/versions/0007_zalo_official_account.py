"""the Zalo Official Account: tokens, what was spent, who spoke last when, counts, uploaded files"""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zalo_tokens",
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("obtained_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("expires_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("spending", sa.Text(), nullable=True),
        sa.Column("spending_by", sa.String(), nullable=True),
        sa.Column("spending_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("alarm", sa.String(), nullable=True),
        sa.Column("alarm_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("consent_state", sa.String(), nullable=True),
        sa.Column("consent_verifier", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("app"),
    )
    op.create_table(
        "zalo_spent",
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("spent_at", storage.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("app", "digest"),
    )
    op.create_table(
        "zalo_people",
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("user_key", sa.String(), nullable=False),
        sa.Column("last_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("template_at", storage.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("app", "user_key"),
    )
    op.create_table(
        "zalo_counts",
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("app", "month", "kind"),
    )
    op.create_table(
        "zalo_files",
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("content_key", sa.String(), nullable=False),
        sa.Column("file_ref", sa.Text(), nullable=False),
        sa.Column("uploaded_at", storage.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("app", "content_key"),
    )


def downgrade() -> None:
    op.drop_table("zalo_files")
    op.drop_table("zalo_counts")
    op.drop_table("zalo_people")
    op.drop_table("zalo_spent")
    op.drop_table("zalo_tokens")
