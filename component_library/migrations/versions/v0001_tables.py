"""Revisions, what they were made from, and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "revisions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("component", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "parents",
        sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("parent", sa.String(64), sa.ForeignKey("revisions.id"), primary_key=True),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("component", sa.Text, nullable=False),
        sa.Column("revision", sa.String(64), nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
    )
    op.create_index("ix_revisions_component", "revisions", ["component"])
    op.create_index("ix_parents_parent", "parents", ["parent"])
    op.create_index("ix_events_component", "events", ["component"])
    op.create_index("ix_events_revision", "events", ["revision"])
