"""Databases refuse to change or remove what is kept; PostgreSQL also decides who may add what."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = ("revisions", "parents", "events")


def upgrade() -> None:
    """Make the triggers, and on PostgreSQL the functions through which alone members add."""
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(Path(__file__).with_name("v0002_guards.sql").read_text(encoding="utf-8"))
        return
    for table in _TABLES:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER no_{action.lower()}_of_{table} BEFORE {action} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'rows of a library are only added'); END"
            )
    for table in ("revisions", "events"):  # INSERT OR REPLACE removes without asking the triggers above
        op.execute(
            f"CREATE TRIGGER no_replacing_of_{table} BEFORE INSERT ON {table} "  # noqa: S608 - names of ours
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id AND body <> NEW.body) "
            "BEGIN SELECT RAISE(ABORT, 'rows of a library are only added'); END"
        )
