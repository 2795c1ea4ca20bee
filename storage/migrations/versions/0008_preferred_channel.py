"""which channel somebody wants to be written to first"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("preferred_channel", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "preferred_channel")
