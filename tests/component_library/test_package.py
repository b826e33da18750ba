"""A package file gives the same bytes for the same content, and is believed nothing when it comes back."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from component_library.library import Library
from component_library.package import MANIFEST, export_package, import_package
from dfma.errors import UserError
from tests.component_library.places import Place, beam, make_folder, make_sqlite


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "out" / "beams.dougong-library"
    with make_sqlite(tmp_path, "source").library("lin") as library:
        first = library.add(beam())
        library.add(beam(grade="C40"), why="stronger")
        library.add(beam(grade="C50"), based_on=first.id)
        library.comment("YL", "Which mould?")
        library.add(beam("KL"))
        assert export_package(library.store, ["YL"], path) == 3
        again = tmp_path / "again.dougong-library"
        export_package(library.store, ["YL"], again)
        assert again.read_bytes() == path.read_bytes()
    return path


def test_a_package_brings_the_whole_history(package: Path, place: Place) -> None:
    with place.library("qian") as library:
        sent = import_package(package, library.store)
        assert (sent.revisions, sent.events, sent.refused) == (3, 4, ())
        assert list(library.components()) == ["YL"]
        assert len(library.heads("YL")) == 2
        assert import_package(package, library.store).revisions == 0


def members(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, contents: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in contents:
            archive.writestr(name, content)
    return path


def with_manifest(contents: dict[str, bytes]) -> dict[str, bytes]:
    """The members with a manifest that fits them."""
    import hashlib

    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if name != MANIFEST}
    return {**contents, MANIFEST: json.dumps({"format": "dougong-library/1", "members": hashes}).encode()}


def spoil(package: Path, kind: str) -> Path:
    contents = members(package)
    revision = min(name for name in contents if name.startswith("revisions/"))
    if kind == "changed":
        contents[revision] = contents[revision].replace(b"beam", b"pile")
    elif kind == "changed with its hash":
        contents[revision] = contents[revision].replace(b"beam", b"pile")
        contents = with_manifest(contents)
    elif kind == "path":
        contents = with_manifest({**contents, "../../evil.json": b"{}"})
    elif kind == "absolute path":
        contents = with_manifest({**contents, "/etc/evil": b"{}"})
    elif kind == "missing parent":
        root = next(n for n, c in contents.items() if n.startswith("revisions/") and b'"parents":[]' in c)
        del contents[root]
        contents = with_manifest(contents)
    elif kind == "missing member":
        del contents[revision]
    elif kind == "bomb":
        contents = with_manifest({**contents, f"revisions/{'0' * 64}.json": b" " * 20_000_000})
        return write(package, list(contents.items()), zipfile.ZIP_DEFLATED)
    elif kind == "deep":
        contents = with_manifest({**contents, f"revisions/{'0' * 64}.json": b"[" * 100_000})
    elif kind == "cut":
        package.write_bytes(package.read_bytes()[:-100])
        return package
    return write(package, list(contents.items()))


SPOILT = [
    "changed",
    "changed with its hash",
    "path",
    "absolute path",
    "missing parent",
    "missing member",
    "bomb",
    "deep",
    "cut",
]


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_package_is_refused_and_nothing_of_it_is_kept(package: Path, tmp_path: Path, kind: str) -> None:
    spoilt = spoil(package, kind)
    with make_folder(tmp_path).library("qian") as library:
        assert wrong(library, spoilt)
        assert library.components() == {}


def test_a_member_that_stands_there_twice_is_refused(package: Path, tmp_path: Path) -> None:
    contents = list(members(package).items())
    with pytest.warns(UserWarning, match="Duplicate name"):
        write(package, [*contents, contents[-1]])
    with make_folder(tmp_path).library("qian") as library:
        assert wrong(library, package)


def test_a_size_that_lies_is_refused(package: Path, tmp_path: Path) -> None:
    content = bytearray(package.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("events.jsonl")
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"events.jsonl"))
    content[at + 24 : at + 28] = (entry.file_size * 2).to_bytes(4, "little")
    package.write_bytes(content)
    with make_folder(tmp_path).library("qian") as library:
        assert wrong(library, package)


def wrong(library: Library, package: Path) -> bool:
    with pytest.raises(UserError) as caught:
        import_package(package, library.store)
    return caught.value.message.key == "library.package.wrong"
