"""A library on a PostgreSQL server, shared by a firm.

The server decides who may do what: logins belong to the groups `<database>_designer`, `…_librarian` and `…_reviewer`,
and add through two functions that know the login. Whoever owns the tables sets this up (`set_up_roles`); the program
itself can then be as ill-meaning as it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from component_library.approval import Event, Role, Verb
from component_library.facts import Facts, Refused
from component_library.migrations import VERSIONS, bring_up_to_date, version_of
from component_library.revisions import in_order
from component_library.store import SqlStore
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

SCHEMA = "dougong"
_SETTING_UP = 0x646F75676F6E67
"""Number of the lock under which one connection at a time makes or upgrades the tables."""


class PostgresStore(SqlStore):
    """A library on a server; the actor is the login of the connection."""

    @property
    def url(self) -> str:
        return shown(self.engine.url)

    def roles(self) -> frozenset[Role]:
        with self.engine.connect() as connection:
            return frozenset(
                role for role in Role if connection.scalar(sa.select(sa.func.has_role(self.actor, role.value)))
            )

    def write(self, facts: Facts, *, tolerant: bool = False) -> tuple[Refused, ...]:
        refused: list[Refused] = []
        with told(self.url), self.engine.begin() as connection:
            known = self._known_revisions(connection, facts)
            for name in in_order(facts.parents):
                if name not in known:
                    refused += _put(connection, "put_revision", name, facts.revisions[name].body)
            for event in facts.events.values():
                if event.verb != Verb.ROLE:
                    refused += _put(connection, "put_event", event.id, event.body)
            if refused and not tolerant:
                raise UserError(text(f"library.refused.{refused[0].reason}", who=self.actor))
        return tuple(refused)

    def grant(self, event: Event) -> None:
        """Put a login into the groups of its roles and no others; only who may administer the groups can do this."""
        actor, roles = str(event.data["actor"]), set(event.data["roles"])
        with told(self.url), self.engine.begin() as connection:
            if not connection.scalar(sql("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": actor}):
                raise UserError(text("library.postgres.no_login", actor=actor))
            for role in Role:
                group, login = _quoted(connection, group_of(self.engine.url, role)), _quoted(connection, actor)
                action = f"GRANT {group} TO {login}" if role in roles else f"REVOKE {group} FROM {login}"
                connection.exec_driver_sql(action)

    def _known_revisions(self, connection: Connection, facts: Facts) -> set[str]:
        """Of these revisions, those that are here: asking once spares a call for each."""
        names = sa.bindparam("names", sorted(facts.revisions), sa.ARRAY(sa.Text))
        return set(connection.scalars(sql("SELECT id FROM revisions WHERE id = ANY(:names)").bindparams(names)))


def open_postgres(url: str, *, create: bool) -> PostgresStore:
    """Open a library on a server; with `create` make its tables and groups in a database that has none.

    An older library is brought up to date by whoever owns it; others are told to ask them. Raises UserError.
    """
    engine = _engine(url)
    try:
        with told(shown(engine.url)):
            return PostgresStore(engine, _made_ready(engine, create=create))
    except UserError:
        engine.dispose()
        raise


def _made_ready(engine: Engine, *, create: bool) -> str:
    """Bring the tables up to date; returns the login."""
    with engine.connect() as connection:
        login = str(connection.scalar(sql("SELECT session_user")))
        may_see = connection.scalar(
            sql("SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = :name"), {"name": SCHEMA}
        )
        if may_see is False:
            raise UserError(text("library.refused.role", who=login))
        version = version_of(connection)
    if version is None and not create:
        raise UserError(text("library.none", url=shown(engine.url)))
    if version != VERSIONS[-1]:
        with engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SETTING_UP)))
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            bring_up_to_date(connection, shown(engine.url))
            set_up_roles(connection, engine.url)
    return login


def set_up_roles(connection: Connection, url: URL) -> None:
    """Make the three groups and let them read the tables and call the functions; who sets this up is a librarian."""
    for role in Role:
        name = group_of(url, role)
        group = _quoted(connection, name)
        if not connection.scalar(sql("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": name}):
            connection.exec_driver_sql(f"CREATE ROLE {group} NOLOGIN")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {group}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {group}")
        connection.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION put_revision, put_event, has_role TO {group}")
    librarians = _quoted(connection, group_of(url, Role.LIBRARIAN))
    if not connection.scalar(sql("SELECT has_role(session_user, 'librarian')")):
        connection.exec_driver_sql(f"GRANT {librarians} TO session_user")


def shown(url: URL) -> str:
    """The address as people write it, without the password."""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def group_of(url: URL, role: Role) -> str:
    """The group of a role in one database: the same server may hold several libraries."""
    return f"{url.database}_{role}"


@contextmanager
def told(url: str) -> Iterator[None]:
    """What the server says, as one sentence."""
    try:
        yield
    except OperationalError as error:
        raise UserError(text("library.postgres.unreachable", url=url, reason=_first_line(error))) from error
    except (ProgrammingError, DBAPIError) as error:
        raise UserError(text("library.postgres.refused", url=url, reason=_first_line(error))) from error


def _engine(url: str) -> Engine:
    parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
    if parsed.database is None:
        raise UserError(text("library.url.unknown", url=parsed.render_as_string(hide_password=True)))
    options = {"options": f"-csearch_path={SCHEMA}", "connect_timeout": 10, "application_name": "dougong"}
    return sa.create_engine(parsed, connect_args=options)


def _put(connection: Connection, function: str, name: str, body: str) -> Iterator[Refused]:
    reason = connection.scalar(sql(f"SELECT {function}(:body)"), {"body": body})
    if reason is not None:
        yield Refused(id=name, reason=str(reason))


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]
