"""A folder on a share: two writers, copies that are not finished, and lines cut short."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from component_library.approval import Verb, make_event
from component_library.facts import make_facts
from component_library.folder import FolderStore
from component_library.library import Library, open_library
from component_library.revisions import make_revision
from dfma.errors import UserError
from tests.component_library.places import Place, beam, make_folder, make_sqlite


def writer(place: Place, name: str) -> Library:
    """Somebody at a computer of their own."""
    return Library(FolderStore(Path(place.url), "lin", name))


def test_two_writers_lose_none_of_a_thousand_operations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # not about power cuts, and two thousand of them take a minute
    place = make_folder(tmp_path)
    written: dict[str, list[str]] = {"one": [], "other": []}

    def work(name: str) -> None:
        library = writer(place, name)
        for number in range(500):
            revision = make_revision(beam(f"{name}-{number}" if number else "YL", grade=name))
            event = make_event(Verb.ADDED, "lin", component=revision.component, revision=revision.id)
            library.store.write(make_facts([revision], [event]))
            written[name] += [revision.id, event.id]

    threads = [Thread(target=work, args=(name,)) for name in written]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    third = make_sqlite(tmp_path)
    with third.library("qian") as copy, place.library("qian") as shared:
        copy.sync(shared.store)
        revisions, events = copy.store.known()
    told = {name for names in written.values() for name in names}
    assert len(told) == 2 * 1000  # each operation is a revision and its event
    assert told <= revisions | events
    assert len(list((tmp_path / "library" / "events").glob("*.jsonl"))) == 3  # the two, and who made the library


def test_a_line_cut_short_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    place = make_folder(tmp_path)
    with writer(place, "one") as library:
        library.add(beam())
        log = tmp_path / "library" / "events" / "one.jsonl"
        log.write_bytes(log.read_bytes() + b'{"half":')
    with writer(place, "one") as library:
        library.comment("YL", "still there")
        assert [event.verb for event in library.audit("YL")] == ["added", "commented"]
    with writer(place, "other") as library:
        assert [event.verb for event in library.audit("YL")] == ["added", "commented"]


def test_a_file_that_is_not_copied_whole_waits(tmp_path: Path) -> None:
    place = make_folder(tmp_path)
    with writer(place, "one") as library:
        revision = library.add(beam())
    path = tmp_path / "library" / "revisions" / revision.id[:2] / f"{revision.id}.json"
    content = path.read_bytes()
    path.write_bytes(content[:40])
    with writer(place, "other") as library:
        assert library.components() == {}
        path.write_bytes(content)
        assert list(library.components()) == ["YL"]


def test_what_was_altered_by_hand_does_not_count(tmp_path: Path) -> None:
    place = make_folder(tmp_path)
    with writer(place, "one") as library:
        revision = library.add(beam())
    path = tmp_path / "library" / "revisions" / revision.id[:2] / f"{revision.id}.json"
    path.write_bytes(path.read_bytes().replace(b"beam", b"pile"))
    with writer(place, "other") as library:
        assert library.components() == {}


def test_a_folder_with_other_files_is_not_made_a_library(tmp_path: Path) -> None:
    (tmp_path / "drawing.dwg").touch()
    with pytest.raises(UserError) as caught:
        open_library(str(tmp_path), create=True)
    assert caught.value.message.key == "library.folder.not_empty"


def test_a_folder_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dougong-library.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        open_library(str(tmp_path))
    assert caught.value.message.key == "library.newer"
