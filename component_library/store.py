"""What SQLite and PostgreSQL share: the same tables, read the same way.

Databases themselves refuse to change or remove a row (see `migrations/`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from component_library.approval import read_event
from component_library.facts import Facts, Kept, trusted
from component_library.revisions import read_revision
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

TABLES = sa.MetaData()
REVISIONS = sa.Table(
    "revisions",
    TABLES,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("component", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)
PARENTS = sa.Table(
    "parents",
    TABLES,
    sa.Column("revision", sa.ForeignKey("revisions.id"), primary_key=True),
    sa.Column("parent", sa.ForeignKey("revisions.id"), primary_key=True, index=True),
)
EVENTS = sa.Table(
    "events",
    TABLES,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("component", sa.Text, nullable=False, index=True),
    sa.Column("revision", sa.String(64), nullable=False, index=True),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
)

_AT_ONCE = 500
"""Names in one question; SQLite takes no more than 32,766 values."""


class SqlStore:
    """The reading half of a store in a database."""

    def __init__(self, engine: Engine, actor: str) -> None:
        self.engine = engine
        self.actor = actor

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=True)

    def read(self, component: str | None = None) -> Facts:
        revisions = sa.select(REVISIONS.c.id, REVISIONS.c.body)
        events = sa.select(EVENTS.c.id, EVENTS.c.body, EVENTS.c.recorded_by)
        if component is not None:
            revisions = revisions.where(REVISIONS.c.component == component)
            events = events.where(EVENTS.c.component == component)
        return self._facts([revisions], [events])

    def known(self) -> tuple[set[str], set[str]]:
        with self.engine.connect() as connection:
            return (
                set(connection.scalars(sa.select(REVISIONS.c.id))),
                set(connection.scalars(sa.select(EVENTS.c.id))),
            )

    def fetch(self, revisions: Collection[str], events: Collection[str]) -> Facts:
        return self._facts(
            [sa.select(REVISIONS.c.id, REVISIONS.c.body).where(REVISIONS.c.id.in_(some)) for some in _parts(revisions)],
            [
                sa.select(EVENTS.c.id, EVENTS.c.body, EVENTS.c.recorded_by).where(EVENTS.c.id.in_(some))
                for some in _parts(events)
            ],
        )

    def close(self) -> None:
        self.engine.dispose()

    def _facts(self, revisions: Sequence[sa.Executable], events: Sequence[sa.Executable]) -> Facts:
        with self.engine.connect() as connection:
            said = [(name, body) for question in revisions for name, body in connection.execute(question)]
            happened = [row for question in events for row in connection.execute(question)]
        told = {name: self._trusted(read_event, name, body) for name, body, _ in happened}
        return Facts(
            revisions={name: self._trusted(read_revision, name, body) for name, body in said},
            events=told,
            recorders={name: by for name, _, by in happened if by != told[name].who},
        )

    def _trusted(self, read: Callable[[str], Kept], name: str, body: str) -> Kept:
        """A row must still say what its name says: no store is trusted to have kept it."""
        try:
            return trusted(read, name, body)
        except ValueError as error:
            raise UserError(text("library.damaged", url=self.url, name=name[:12], reason=str(error))) from error


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    """The names, some at a time, always in the same order."""
    ordered = sorted(names)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
