"""A library in an SQLite file: the embedded default. The file lies on this computer, never on a share."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, OperationalError

from component_library.approval import Event, Role, roles_of
from component_library.facts import Facts, Refused, make_facts
from component_library.migrations import bring_up_to_date
from component_library.revisions import in_order
from component_library.store import EVENTS, PARENTS, REVISIONS, SqlStore
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

_PATIENCE = 60.0
"""Seconds that a writer waits for others."""
_NETWORK = {"cifs", "smbfs", "smb2", "smb3", "nfs", "nfs4", "afpfs", "fuse.sshfs", "davfs", "fuse.davfs", "ncpfs", "9p"}


class SqliteStore(SqlStore):
    """A library in one file, for one person or several programs on one computer."""

    def roles(self) -> frozenset[Role]:
        return roles_of(self.actor, self.read("").events.values())

    def write(self, facts: Facts, *, tolerant: bool = False) -> tuple[Refused, ...]:
        with _immediately(self.engine) as connection:
            known = set(connection.scalars(sa.select(REVISIONS.c.id)))
            refused: list[Refused] = []
            for name in in_order(facts.parents):
                revision = facts.revisions[name]
                if not known.issuperset(revision.parents):
                    refused.append(Refused(id=name, reason="parents"))
                    continue
                known.add(name)
                row = {"id": name, "component": revision.component, "body": revision.body}
                connection.execute(insert(REVISIONS).on_conflict_do_nothing(), row)
                for parent in revision.parents:
                    connection.execute(insert(PARENTS).on_conflict_do_nothing(), {"revision": name, "parent": parent})
            for event in facts.events.values():
                if event.revision and event.revision not in known:
                    refused.append(Refused(id=event.id, reason="revision"))
                else:
                    connection.execute(insert(EVENTS).on_conflict_do_nothing(), _row(event, self.actor))
            if refused and not tolerant:
                raise UserError(text(f"library.refused.{refused[0].reason}"))
        return tuple(refused)

    def grant(self, event: Event) -> None:
        self.write(make_facts(events=[event]))


def open_sqlite(path: Path, actor: str, *, create: bool) -> SqliteStore:
    """Open the library in a file, or make a new one there. Raises UserError."""
    if on_network(path):
        raise UserError(text("library.sqlite.on_share", path=str(path)))
    if not path.exists() and not create:
        raise UserError(text("library.none", url=str(path)))
    engine = _engine(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _immediately(engine) as connection:
            bring_up_to_date(connection, str(path))
    except UserError:
        engine.dispose()
        raise
    except (OSError, DatabaseError) as error:
        engine.dispose()
        raise UserError(text("library.sqlite.unreadable", path=str(path), reason=_first_line(error))) from error
    return SqliteStore(engine, actor)


def on_network(path: Path) -> bool:
    """Whether a path lies on a network drive, as far as the system tells."""
    import psutil

    absolute = str(path.absolute())
    if absolute.startswith(("\\\\", "//")):
        return True
    mounts = [mount for mount in psutil.disk_partitions(all=True) if Path(absolute).is_relative_to(mount.mountpoint)]
    here = max(mounts, key=lambda mount: len(mount.mountpoint), default=None)
    return here is not None and (here.fstype.lower() in _NETWORK or "remote" in here.opts.split(","))


def _engine(path: Path) -> Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": _PATIENCE, "check_same_thread": False}
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions begin where we say so, see `_begin`
        _use_write_ahead_log(raw)
        raw.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a power cut
        raw.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Writers queue before they read; a transaction that begins by reading cannot always be continued by writing.
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _use_write_ahead_log(raw: Any) -> None:
    """Readers do not wait for writers. SQLite does not itself wait for others to let it change to this."""
    give_up = time.monotonic() + _PATIENCE
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


@contextmanager
def _immediately(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer from its beginning."""
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


def _row(event: Event, recorded_by: str) -> dict[str, str]:
    names = ("id", "component", "revision", "verb", "who", "at", "body")
    return {name: getattr(event, name) for name in names} | {"recorded_by": recorded_by}


def _first_line(error: Exception) -> str:
    told = error.orig if isinstance(error, OperationalError | DatabaseError) and error.orig else error
    return str(told).splitlines()[0]
