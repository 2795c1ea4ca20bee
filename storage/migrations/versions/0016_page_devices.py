"""the browsers on which somebody has opened the page"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_devices",
        sa.Column("id", _big(), autoincrement=True, nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("device_hash", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("device_hash", "person_id"),
    )
    op.create_index("page_devices_person", "page_devices", ["person_id"])


def downgrade() -> None:
    op.drop_table("page_devices")
