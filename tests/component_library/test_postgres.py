"""PostgreSQL: many writers at once, and roles that the server keeps against raw SQL."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from component_library.approval import State, Verb, make_event
from component_library.exchange import send
from component_library.facts import make_facts
from component_library.library import open_library
from component_library.revisions import make_revision
from dfma.errors import UserError
from tests.component_library.places import Place, beam, make_postgres, make_sqlite
from tests.component_library.processes import acknowledged, start, writers
from tests.component_library.server import ADMIN


@pytest.fixture
def place(server: str) -> Place:
    return make_postgres(server, f"l{uuid.uuid4().hex[:12]}")


def connect(place: Place, actor: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(place.url.format(actor=actor), autocommit=True)


def test_twenty_writers_at_once_lose_nothing_and_write_nothing_twice(place: Place) -> None:
    names = [("lin" if number % 2 else "wang", f"W{number}") for number in range(20)]
    with place.library("lin") as library:
        library.add(beam("FIRST"))
    # Threads with a connection each: twenty interpreters would measure the start of Python.
    from concurrent.futures import ThreadPoolExecutor

    def work(name: tuple[str, str]) -> list[str]:
        actor, writer = name
        with place.library(actor) as library:
            own = [library.add(beam(f"{writer}-{number}")).id for number in range(5)]
            return [*own, library.add(beam("SHARED")).id]

    with ThreadPoolExecutor(20) as pool:
        said = [name for names in pool.map(work, names) for name in names]
    with place.library("lin") as library:
        facts = library.store.read()
    assert set(said) <= set(facts.revisions)
    assert len(facts.revisions) == 1 + 20 * 5 + 1
    assert {event.revision for event in facts.events.values() if event.verb == Verb.ADDED} == set(facts.revisions)


def test_a_killed_writer_loses_nothing_that_was_acknowledged(place: Place) -> None:
    with writers(place.url.format(actor="lin"), [("lin", "W")], 200) as (process,):
        start([process])
        assert process.stdout
        said = [process.stdout.readline().strip() for _ in range(40)]
        process.kill()
        said += acknowledged(process)
    with place.library("lin") as library:
        facts = library.store.read()
    assert set(said) <= set(facts.revisions)
    assert {event.revision for event in facts.events.values() if event.revision} == set(facts.revisions)


SUBMITTED = "SELECT id FROM dougong.events WHERE verb = 'submitted'"
FORBIDDEN = [
    "UPDATE dougong.revisions SET body = ''",
    "DELETE FROM dougong.events",
    "TRUNCATE dougong.parents",
    "INSERT INTO dougong.revisions VALUES ('x', 'YL', '{}')",
    "INSERT INTO dougong.parents SELECT a.id, b.id FROM dougong.revisions a, dougong.revisions b",
    "INSERT INTO dougong.events VALUES ('x', 'YL', '', 'approved', 'zhao', '2026', '{}', 'zhao')",
    "ALTER TABLE dougong.events DISABLE TRIGGER ALL",
    "DROP FUNCTION dougong.put_event",
    "CREATE OR REPLACE FUNCTION dougong.has_role(login text, role text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE TABLE dougong.more (id text)",
    "UPDATE dougong.alembic_version SET version_num = '0'",
    "SET ROLE {database}_reviewer",
    "GRANT {database}_reviewer TO lin",
]


@pytest.mark.parametrize("actor", ["lin", "qian"])
def test_no_member_rewrites_by_raw_sql(place: Place, actor: str) -> None:
    database = place.url.split("/")[3].split("?")[0]
    with place.library("lin") as library, connect(place, actor) as connection:
        library.add(beam())
        before = library.store.read()
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.replace("{database}", database))  # type: ignore[call-overload]
            assert library.store.read() == before


def test_even_the_owner_rewrites_nothing_by_accident(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam())
    with connect(place, ADMIN) as connection:
        for table in ("revisions", "parents", "events"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added"):
                connection.execute(f"DELETE FROM dougong.{table}")  # type: ignore[arg-type]  # noqa: S608


def put(place: Place, actor: str, body: str, function: str = "put_event") -> object:
    with connect(place, actor) as connection:
        return connection.execute(f"SELECT dougong.{function}(%s)", [body]).fetchone()[0]  # type: ignore[index, arg-type]


def test_a_designer_approves_by_no_raw_call(place: Place) -> None:
    with place.library("lin") as library:
        revision = library.add(beam())
        submission = library.submit("YL")
    about = {"component": "YL", "revision": revision.id, "answers": submission.id}
    assert put(place, "lin", make_event(Verb.APPROVED, "lin", **about).body) == "role"
    assert put(place, "lin", make_event(Verb.APPROVED, "zhao", **about).body) == "role"
    assert put(place, "lin", make_event(Verb.SEEDED, "seed", component="YL", revision=revision.id).body) == "role"
    assert put(place, "lin", make_event(Verb.WITHDRAWN, "qian", component="YL", revision=revision.id).body) == "role"
    assert put(place, "lin", make_event(Verb.ROLE, "lin", data={"actor": "lin", "roles": ["reviewer"]}).body) == "verb"
    assert put(place, "qian", make_event(Verb.APPROVED, "lin", **about).body) == "role"  # lin reviews nothing here
    with place.library("lin") as library:
        assert library.component("YL").state is State.IN_REVIEW


def test_the_server_keeps_the_two_person_rule(place: Place) -> None:
    with place.library("sun") as library:
        revision = library.add(beam())
        submission = library.submit("YL")
    about = {"component": "YL", "revision": revision.id, "answers": submission.id}
    approval = make_event(Verb.APPROVED, "sun", **about)
    assert put(place, "sun", approval.body) == "two_person"
    assert put(place, "qian", approval.body) == "two_person"
    # Nor does it help to say that somebody else wrote it: the server knows whose connection brought it.
    other = make_revision(beam("KL"))
    assert put(place, "sun", other.body, "put_revision") is None
    assert put(place, "sun", make_event(Verb.ADDED, "lin", component="KL", revision=other.id).body) is None
    sent = make_event(Verb.SUBMITTED, "lin", component="KL", revision=other.id)
    assert put(place, "sun", sent.body) is None
    mine = make_event(Verb.APPROVED, "sun", component="KL", revision=other.id, answers=sent.id)
    assert put(place, "sun", mine.body) == "two_person"
    with place.library("zhao") as library:
        assert library.approve("KL").id in library.store.read().events


def test_a_merge_is_a_librarians(place: Place) -> None:
    with place.library("lin") as library:
        first = library.add(beam())
        heads = [library.add(beam(grade=grade), based_on=first.id).id for grade in ("C40", "C50")]
    merged = make_revision(beam(grade="C45"), heads)
    assert put(place, "lin", merged.body, "put_revision") == "role"
    assert put(place, "qian", merged.body, "put_revision") is None


def test_somebody_without_a_role_sees_and_adds_nothing(place: Place) -> None:
    with connect(place, ADMIN) as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(UserError) as caught, place.library("guest") as library:
        library.components()
    assert caught.value.message.key == "library.refused.role"


def test_a_designer_brings_drafts_and_leaves_approvals_to_the_librarian(place: Place, tmp_path: object) -> None:
    from pathlib import Path

    away = make_sqlite(Path(str(tmp_path)))
    with away.library("wang") as library:
        library.add(beam())
        library.submit("YL")
    with away.library("zhao") as library:
        library.approve("YL")
    with away.library("wang") as source:
        with place.library("wang") as target:
            sent = send(source.store, target.store)
            assert (sent.revisions, sent.events, [one.reason for one in sent.refused]) == (1, 2, ["role"])
            assert target.component("YL").state is State.IN_REVIEW
        with place.library("qian") as target:
            assert send(source.store, target.store).refused == ()
            assert target.component("YL").state is State.APPROVED


def test_the_actor_is_the_login(place: Place) -> None:
    with open_library(place.url.format(actor="lin"), "zhao") as library:
        assert library.actor == "lin"
        with pytest.raises(UserError):
            library.store.write(make_facts(events=[make_event(Verb.APPROVED, "zhao")]))


def test_roles_are_given_by_who_administers_the_groups(place: Place) -> None:
    with place.library("qian") as library, pytest.raises(UserError) as caught:
        library.grant("lin", library.roles())
    assert caught.value.message.key == "library.postgres.refused"
    with place.library(ADMIN) as library:
        library.grant("lin", frozenset())
        with pytest.raises(UserError) as caught:
            library.grant("nobody-there", frozenset())
        assert caught.value.message.key == "library.postgres.no_login"
    with pytest.raises(UserError), place.library("lin") as library:
        library.components()
