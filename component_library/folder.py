"""A library as a folder of plain files, on a share or a USB stick, without a server.

    dougong-library.json          says that this is a library, and its version
    revisions/3f/3f2a….json       one file per revision, named by its hash
    events/<writer>.jsonl         events, one line each; every computer and user appends to a file of its own

No two writers ever write to one file (a revision's file has the same bytes whoever writes it), so nothing needs locks.
Heads and states follow from the files. A line that was cut short by a crash, or a file that a copy has not finished, is
passed over until it is whole.
"""

from __future__ import annotations

import json
import os
import re
import socket
import uuid
from collections.abc import Collection
from pathlib import Path

from component_library.approval import Event, Role, read_event, roles_of
from component_library.facts import Facts, Refused, make_facts, trusted
from component_library.revisions import LARGEST, Revision, in_order, is_hash, read_revision
from dfma.errors import UserError
from dfma.text import text

FORMAT = 1
_MARK = "dougong-library.json"
_MOST_BYTES = 4 * LARGEST
"""Of one revision: a character takes up to four bytes."""


class FolderStore:
    """A library in a folder. What was read once is kept: names say what files hold, and files of events only grow."""

    def __init__(self, path: Path, actor: str, writer: str) -> None:
        self.path = path
        self.actor = actor
        self._own = path / "events" / f"{writer}.jsonl"
        self._revisions: dict[str, Revision] = {}
        self._events: dict[str, Event] = {}
        self._read_to: dict[str, int] = {}

    @property
    def url(self) -> str:
        return str(self.path)

    def roles(self) -> frozenset[Role]:
        return roles_of(self.actor, self.read("").events.values())

    def read(self, component: str | None = None) -> Facts:
        self._look()
        return make_facts(
            (one for one in self._revisions.values() if component in (None, one.component)),
            (one for one in self._events.values() if component in (None, one.component)),
        )

    def known(self) -> tuple[set[str], set[str]]:
        self._look()
        return set(self._revisions), set(self._events)

    def fetch(self, revisions: Collection[str], events: Collection[str]) -> Facts:
        return make_facts((self._revisions[one] for one in revisions), (self._events[one] for one in events))

    def write(self, facts: Facts, *, tolerant: bool = False) -> tuple[Refused, ...]:
        """Revisions first and then, as one block, the events that tell of them: what is half written is not told of."""
        spoken_of = {parent for parents in facts.parents.values() for parent in parents}
        spoken_of |= {event.revision for event in facts.events.values() if event.revision}
        if not spoken_of <= self._revisions.keys() | facts.revisions.keys():
            self._look()
        refused: list[Refused] = []
        fresh: list[Revision] = []
        known = set(self._revisions)
        for name in in_order(facts.parents):
            if not known.issuperset(facts.revisions[name].parents):
                refused.append(Refused(id=name, reason="parents"))
            elif name not in known:
                known.add(name)
                fresh.append(facts.revisions[name])
        untold = [event for event in facts.events.values() if event.id not in self._events]
        refused += [
            Refused(id=one.id, reason="revision") for one in untold if one.revision and one.revision not in known
        ]
        if refused and not tolerant:
            raise UserError(text(f"library.refused.{refused[0].reason}"))
        try:
            for revision in fresh:
                self._write_revision(revision)
            self._append([event for event in untold if not event.revision or event.revision in known])
        except OSError as error:
            raise UserError(text("library.folder.unwritable", path=str(self.path), reason=str(error))) from error
        return tuple(refused)

    def grant(self, event: Event) -> None:
        self.write(make_facts(events=[event]))

    def close(self) -> None:
        """Nothing is held open."""

    def _write_revision(self, revision: Revision) -> None:
        path = self._file_of(revision.id)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, revision.body.encode())
        self._revisions[revision.id] = revision

    def _append(self, events: list[Event]) -> None:
        if not events:
            return
        lines = "".join(f"{event.body}\n" for event in events).encode()
        self._own.parent.mkdir(parents=True, exist_ok=True)
        with self._own.open("ab+") as log:
            if log.tell() and (log.seek(-1, os.SEEK_END), log.read(1))[1] != b"\n":
                lines = b"\n" + lines  # a crash cut the last line short: it stays as it is, and is passed over
            log.write(lines)
            log.flush()
            os.fsync(log.fileno())
        self._events |= {event.id: event for event in events}

    def _look(self) -> None:
        """Read what was added since the last look."""
        try:
            for name in _names(self.path / "revisions"):
                if name not in self._revisions:
                    self._keep_revision(name)
            for path in sorted(self.path.glob("events/*.jsonl")):
                self._read_events(path)
        except OSError as error:
            raise UserError(text("library.folder.unreadable", path=str(self.path), reason=str(error))) from error

    def _read_events(self, path: Path) -> None:
        start = self._read_to.get(path.name, 0)
        if path.stat().st_size == start:
            return
        with path.open("rb") as log:
            log.seek(start)
            added = log.read()
        whole = added[: added.rfind(b"\n") + 1]  # a line without an end is still being written, or copied
        for line in whole.splitlines():
            try:
                event = read_event(line.decode())
            except ValueError:
                continue
            self._events[event.id] = event
        self._read_to[path.name] = start + len(whole)

    def _keep_revision(self, name: str) -> None:
        with self._file_of(name).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        try:
            self._revisions[name] = trusted(read_revision, name, content.decode())
        except ValueError:
            return  # not copied whole yet, or not what its name says: what is told of it waits

    def _file_of(self, name: str) -> Path:
        return self.path / "revisions" / name[:2] / f"{name}.json"


def open_folder(path: Path, actor: str, *, create: bool) -> FolderStore:
    """Open the library in a folder, or make a new one in an empty one. Raises UserError."""
    mark = path / _MARK
    if not mark.exists():
        if not create:
            raise UserError(text("library.none", url=str(path)))
        try:
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise UserError(text("library.folder.not_empty", path=str(path)))
            write_whole(mark, json.dumps({"format": FORMAT}).encode())
        except OSError as error:
            raise UserError(text("library.folder.unwritable", path=str(path), reason=str(error))) from error
    try:
        version = json.loads(mark.read_text(encoding="utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(text("library.folder.unreadable", path=str(path), reason=str(error))) from error
    if not isinstance(version, int) or version > FORMAT:
        raise UserError(text("library.newer", url=str(path), version=str(version)))
    return FolderStore(path, actor, writer_name(actor))


def writer_name(actor: str) -> str:
    """A name for this user on this computer that no other writer has."""
    from platformdirs import user_data_path

    path = user_data_path("dougong", appauthor=False) / "writer-id"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, uuid.uuid4().hex[:12].encode())
    readable = re.sub(r"[^A-Za-z0-9]+", "-", f"{actor}-{socket.gethostname()}")[:60].strip("-")
    return f"{readable}-{path.read_text(encoding='utf-8').strip()}"


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename: nobody ever sees half of it."""
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _names(folder: Path) -> list[str]:
    """Names of the revisions whose files are there. No file is asked after: shares answer that slowly."""
    if not folder.exists():
        return []
    files = (file for shard in os.scandir(folder) if len(shard.name) == 2 for file in os.listdir(shard))  # noqa: PTH208
    return sorted(file[:-5] for file in files if file.endswith(".json") and is_hash(file[:-5]))
