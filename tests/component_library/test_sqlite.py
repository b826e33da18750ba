"""SQLite: several processes at once, sudden death, and a file that refuses to be rewritten."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from component_library.library import open_library
from component_library.migrations import bring_up_to_date
from dfma.errors import UserError
from tests.component_library.places import beam, make_sqlite
from tests.component_library.processes import acknowledged, start, writers


def test_four_processes_at_once_lose_nothing_and_write_nothing_twice(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with writers(place.url, [("lin", f"W{number}") for number in range(4)], 8) as processes:
        start(processes)
        said = [name for process in processes for name in acknowledged(process)]
    with place.library("lin") as library:
        facts = library.store.read()
    assert set(said) == set(facts.revisions)
    assert len(said) == 4 * 9
    assert len(facts.revisions) == 4 * 8 + 1  # what all wrote alike is there once


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with writers(place.url, [("lin", "W")], 200) as (process,):
        start([process])
        assert process.stdout
        said = [process.stdout.readline().strip() for _ in range(60)]
        process.kill()
        rest, _ = process.communicate(timeout=60)
        said += rest.split()
    assert 60 <= len(said) < 201
    with place.library("lin") as library:
        facts = library.store.read()
        assert set(said) <= set(facts.revisions)
        assert {event.revision for event in facts.events.values() if event.revision} == set(facts.revisions)
        library.add(beam())
    with sqlite3.connect(place.url) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET body = ''",
        "DELETE FROM revisions",
        "DELETE FROM parents",
        "UPDATE events SET who = 'somebody'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT id, component, revision, verb, who, at, 'x', recorded_by FROM events",
    ],
)
def test_the_file_refuses_to_be_rewritten(tmp_path: Path, statement: str) -> None:
    place = make_sqlite(tmp_path)
    with place.library("lin") as library:
        library.add(beam())
        library.add(beam(grade="C40"))
        before = library.store.read()
        with sqlite3.connect(place.url) as connection, pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(statement)
        assert library.store.read() == before


def test_an_altered_row_is_noticed(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with place.library("lin") as library:
        library.add(beam())
    with sqlite3.connect(place.url) as connection:
        connection.execute("DROP TRIGGER no_update_of_revisions")
        connection.execute("UPDATE revisions SET body = replace(body, 'beam', 'pile')")
    with place.library("lin") as library, pytest.raises(UserError) as caught:
        library.components()
    assert caught.value.message.key == "library.damaged"


def test_an_older_file_is_brought_up_to_date_and_a_newer_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        bring_up_to_date(connection, str(path), to="0001")
        connection.exec_driver_sql(
            "INSERT INTO events VALUES ('e', '', '', 'used', 'lin', '2026', 'kept', 'lin')"
        )  # fmt: skip
    engine.dispose()
    with open_library(str(path), "lin"), sqlite3.connect(path) as raw:
        assert raw.execute("SELECT body FROM events").fetchall() == [("kept",)]
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (8,)
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(UserError) as caught:
        open_library(str(path), "lin")
    assert caught.value.message.key == "library.newer"


def test_a_file_on_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mount = namedtuple("mount", "mountpoint fstype opts")
    mounts = [mount("/", "ext4", "rw"), mount(str(tmp_path), "cifs", "rw")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: mounts)
    with pytest.raises(UserError) as caught:
        open_library(str(tmp_path / "library.sqlite"), create=True)
    assert caught.value.message.key == "library.sqlite.on_share"
    open_library(str(tmp_path / "library"), create=True)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, but long enough to look at: " * 50, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        open_library(str(path), "lin")
    assert caught.value.message.key == "library.sqlite.unreadable"
