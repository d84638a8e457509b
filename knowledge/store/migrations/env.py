"""What alembic runs for each command: the steps, over the connection `upgrade` hands in."""

from __future__ import annotations

from alembic import context

from knowledge.store.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # SQLite can, once BEGIN is ours (see engine.py)
)
with context.begin_transaction():
    context.run_migrations()
