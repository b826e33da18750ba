"""Components with their whole history as one file, `….dougong-library`: a zip archive of plain JSON.

    manifest.json               format, and the SHA-256 of every other member
    revisions/<hash>.json       one per revision
    events.jsonl                everything that was done to them, one line each

The same content gives the same bytes. A package comes from outside and is believed nothing: names, sizes and hashes are
checked before anything is unpacked, and only a package that is right in every part is taken over.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path

from component_library.approval import Verb, read_event
from component_library.exchange import Sent, deliver
from component_library.facts import Facts, Store, make_facts, trusted
from component_library.folder import write_whole
from component_library.revisions import LARGEST, canonical, is_hash, read_revision
from dfma.errors import UserError
from dfma.text import text

SUFFIX = ".dougong-library"
FORMAT = "dougong-library/1"
MANIFEST, EVENTS = "manifest.json", "events.jsonl"
MOST_MEMBERS = 100_000
MOST_BYTES = 512 * 1024**2
"""Of all members unpacked."""
_MOST_OF_A_REVISION = 4 * LARGEST
_ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)


def export_package(store: Store, components: Collection[str], path: Path) -> int:
    """Write components with their history (all of the store where none is named); returns how many revisions."""
    every = store.read()
    if unknown := set(components) - every.by_component.keys():
        raise UserError(text("library.component.unknown", component=min(unknown), url=store.url))
    facts = _chosen(every, set(components) or every.by_component.keys())
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, package_bytes(facts))
    return len(facts.revisions)


def import_package(path: Path, store: Store) -> Sent:
    """Take a package over, wholly or not at all. Raises UserError saying what is wrong with it."""
    try:
        facts = read_package(path)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UserError(text("library.package.wrong", path=str(path), reason=str(error))) from error
    return deliver(facts, store)


def package_bytes(facts: Facts) -> bytes:
    """The archive. Members are stored, not compressed: compressors differ from version to version."""
    members = {f"revisions/{name}.json": one.body.encode() for name, one in facts.revisions.items()}
    events = sorted(facts.events.values(), key=lambda event: (event.at, event.id))
    members[EVENTS] = "".join(f"{event.body}\n" for event in events).encode()
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    members[MANIFEST] = canonical({"format": FORMAT, "members": hashes}).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _ALWAYS_THE_SAME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, members[name])
    return file.getvalue()


def read_package(path: Path) -> Facts:
    """What a package holds. Raises ValueError, KeyError, OSError or what zipfile raises for a wrong one."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        _check_entries(entries)
        sizes = {entry.filename: entry.file_size for entry in entries}
        manifest = json.loads(_member(archive, MANIFEST, sizes))
        if manifest["format"] != FORMAT:
            raise ValueError(f"format {manifest['format']}")
        if {*manifest["members"], MANIFEST} != sizes.keys():
            raise ValueError("members are not those of the manifest")
        contents = {}
        for name, expected in manifest["members"].items():
            contents[name] = _member(archive, name, sizes)
            if hashlib.sha256(contents[name]).hexdigest() != expected:
                raise ValueError(f"{name} was changed")
    events = contents.pop(EVENTS).decode().splitlines()
    facts = make_facts(
        (trusted(read_revision, _hash_in(name), content.decode()) for name, content in contents.items()),
        map(read_event, events),
    )
    _check_whole(facts)
    return facts


def _chosen(facts: Facts, components: Collection[str]) -> Facts:
    """Components with all that was done to them; who has which role and which project uses what stays at home."""
    kept = (Verb.ROLE, Verb.USED)
    return make_facts(
        (one for one in facts.revisions.values() if one.component in components),
        (one for one in facts.events.values() if one.component in components and one.verb not in kept),
    )


def _check_whole(facts: Facts) -> None:
    """Everything that is spoken of is there."""
    spoken_of = {parent for parents in facts.parents.values() for parent in parents}
    spoken_of |= {event.revision for event in facts.events.values() if event.revision}
    if missing := spoken_of - facts.revisions.keys():
        raise ValueError(f"revision {min(missing)[:12]} is missing")


def _check_entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked: only names that a package has, each once, and no more than would be sensible."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ValueError("too large")
    if len(names) != len(set(names)):
        raise ValueError("a member stands there twice")
    for name in names:
        if name not in (MANIFEST, EVENTS):
            _hash_in(name)


def _hash_in(name: str) -> str:
    folder, _, file = name.partition("/")
    if folder != "revisions" or not file.endswith(".json") or not is_hash(file.removesuffix(".json")):
        raise ValueError(f"{name[:100]!r} is no member of a package")
    return file.removesuffix(".json")


def _member(archive: zipfile.ZipFile, name: str, sizes: dict[str, int]) -> bytes:
    """One member, never more of it than the archive said it is."""
    if name not in (MANIFEST, EVENTS) and sizes[name] > _MOST_OF_A_REVISION:
        raise ValueError(f"{name} is too large")
    with archive.open(name) as member:
        content = member.read(sizes[name] + 1)
    if len(content) != sizes[name]:
        raise ValueError(f"{name} is not as large as it says")
    return content
