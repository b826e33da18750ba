"""Run by alembic: upgrade over the connection, and in the transaction, that `bring_up_to_date` hands down."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
