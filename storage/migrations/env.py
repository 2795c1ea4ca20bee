"""Alembic's entry: runs on a connection handed over by storage.schema, never on an address of its own."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables
import storage.tables_confirmations
import storage.tables_follow_ups
import storage.tables_nudges
import storage.tables_page
import storage.tables_plans
import storage.tables_province
import storage.tables_talk
import storage.tables_units
import storage.tables_vendor
import storage.tables_zalo  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
