"""Keeps models that were read: tables as Arrow files, arrays as files that are mapped into memory, not read.

One folder per model, named by what it depends on: the file, the settings, and the code that read it. A folder is
written beside and then renamed, so that it is there whole or not at all, also when two processes read the same model at
once. Whatever is wrong with a folder, it is thrown away and the model is read again.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from dfma.model.building import BuildingModel, SkippedShape, Source
from dfma.model.geometry import Boxes, Geometry
from dfma.text import Text, text

_INDEX = "index.json"
_FRESH, _GONE = ".fresh-", ".gone-"
"""Beginnings of the names of folders that are being written or removed."""
_LEFT_OVER = 3600.0
"""Seconds after which such a folder is what a process left behind that was ended."""
_TABLES = ("elements", "storeys", "properties", "materials", "relations", "recognition", "measures")
_ARRAYS: Mapping[str, type[Geometry] | type[Boxes]] = {"geometry": Geometry, "boxes": Boxes}
_BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, pl.exceptions.PolarsError)
"""What reading a damaged folder may raise."""


def cache_key(sha256: str, *settings: object) -> str:
    """Name of the folder of a model: of its file, the settings that it depends on, and the version of the reader."""
    said = json.dumps([sha256, settings, _reader_version()], default=dict, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:40]


@functools.cache
def _reader_version() -> str:
    """Changes with the program, and while it is being developed with each change of the code that makes a model."""
    digest = hashlib.sha256()
    for name in ("dougong", "ifcopenshell", "polars"):
        with suppress(importlib.metadata.PackageNotFoundError):
            digest.update(importlib.metadata.version(name).encode())
    domain = Path(__file__).parents[1]
    for part in ("ifc", "model", "recognition"):
        for file in sorted((domain / part).rglob("*")):
            if file.suffix in {".py", ".yaml"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()


class ModelCache:
    """A folder of models, of which the ones that were not used for longest go when it grows over its cap."""

    def __init__(self, folder: Path | None = None, cap: int = 4 * 1024**3) -> None:
        """`folder`: None for the user's cache; `cap` in bytes, 0 to keep nothing."""
        self._folder = folder or _user_folder()
        self._cap = cap

    def load(self, key: str, path: Path) -> BuildingModel | None:
        """The model, whose arrays are mapped from the disk; None when it is not there or damaged.

        `path` is where its file lies now.
        """
        folder = self._folder / key
        if not folder.is_dir():
            return None
        try:
            index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
            for name, (size, checksum) in index["files"].items():
                if (folder / name).stat().st_size != size or _checksum(folder / name) != checksum:
                    raise ValueError(f"{name} is not what was written")
            model = _read(folder, index)
            os.utime(folder / _INDEX)
        except _BROKEN:
            _remove(folder)
            return None
        return model.with_(source=replace(model.source, path=str(path)))

    def store(self, key: str, model: BuildingModel) -> None:
        """Keep a model. That it cannot be kept (no room, no right to write) is no error: it will be read again."""
        if not self._cap:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=_FRESH, dir=self._folder))
        except OSError:
            return
        try:
            _write(fresh, model)
            fresh.rename(self._folder / key)
        except OSError:  # no room; or another process was quicker, and what it wrote is as good
            shutil.rmtree(fresh, ignore_errors=True)
        self._make_room(key)

    def _make_room(self, newest: str) -> None:
        """Remove what other processes left behind, and the models used least lately until the rest fits."""
        models = []
        with suppress(OSError):
            for folder in self._folder.iterdir():
                age = time.time() - folder.stat().st_mtime
                if folder.name.startswith((_FRESH, _GONE)):
                    if age > _LEFT_OVER:
                        shutil.rmtree(folder, ignore_errors=True)
                elif (folder / _INDEX).is_file():
                    size = sum(file.stat().st_size for file in folder.iterdir())
                    models.append(((folder / _INDEX).stat().st_mtime, size, folder))
        room = self._cap
        for _, size, folder in sorted(models, reverse=True):
            room -= size
            if room < 0 and folder.name != newest:
                _remove(folder)


def _user_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dougong", appauthor=False) / "models"


def _remove(folder: Path) -> None:
    """Rename first: nobody may find half a folder. Files that another process maps stay until it lets them go."""
    gone = folder.with_name(f"{_GONE}{os.getpid()}-{folder.name}")
    with suppress(OSError):
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _write(folder: Path, model: BuildingModel) -> None:
    for name in _TABLES:
        getattr(model, name).write_ipc(folder / f"{name}.arrow", compression="uncompressed")
    for part, kind in _ARRAYS.items():
        for field in kind.__slots__:
            np.save(folder / f"{part}.{field}.npy", getattr(getattr(model, part), field), allow_pickle=False)
    index = {
        "files": {file.name: (file.stat().st_size, _checksum(file)) for file in sorted(folder.iterdir())},
        "source": asdict(model.source) | {"notes": [_said(note) for note in model.source.notes]},
        "skipped": [{"guid": skipped.guid, "reason": _said(skipped.reason)} for skipped in model.skipped],
    }
    (folder / _INDEX).write_text(json.dumps(index), encoding="utf-8")


def _read(folder: Path, index: dict[str, Any]) -> BuildingModel:
    source = index["source"] | {"notes": tuple(_text(note) for note in index["source"]["notes"])}
    arrays: dict[str, Any] = {
        part: kind(
            **{field: np.load(folder / f"{part}.{field}.npy", mmap_mode="r", allow_pickle=False)
               for field in kind.__slots__}
        )
        for part, kind in _ARRAYS.items()
    }  # fmt: skip
    # From bytes: a path would be searched for wildcards, and a mapped file could not be removed on Windows.
    tables: dict[str, Any] = {name: pl.read_ipc((folder / f"{name}.arrow").read_bytes()) for name in _TABLES}
    skipped = tuple(SkippedShape(guid=row["guid"], reason=_text(row["reason"])) for row in index["skipped"])
    return BuildingModel(source=Source(**source), skipped=skipped, **tables, **arrays)


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _said(value: Any) -> Any:
    """A `Text` or one of its values as JSON."""
    if isinstance(value, Text):
        return {"key": value.key, "values": {name: _said(inner) for name, inner in value.values}}
    return [_said(item) for item in value] if isinstance(value, tuple) else value


def _value(said: Any) -> Any:
    if isinstance(said, dict):
        return text(said["key"], **{name: _value(inner) for name, inner in said["values"].items()})
    return tuple(_value(item) for item in said) if isinstance(said, list) else said


def _text(said: Any) -> Text:
    value = _value(said)
    if not isinstance(value, Text):
        raise TypeError("not a sentence")
    return value
