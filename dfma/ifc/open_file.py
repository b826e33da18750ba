"""Opens a received IFC file with ifcopenshell: zipped or not, of a schema near the known ones, with broken strings."""

from __future__ import annotations

import functools
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.errors import UserError
from dfma.ifc.received import read_received
from dfma.ifc.step_text import mended
from dfma.progress import Progress
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    import ifcopenshell

_HEADER_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'[^)]*\)\s*\)", re.IGNORECASE)
_DATA_SECTION = re.compile(rb"\bDATA\s*(\([^;]{0,1000}\))?\s*;", re.IGNORECASE)
_LARGEST_NUMBER = 2**31 - 1
"""Of a statement; a negative one is read as a huge one, by which the parser cannot find it again."""
_READ_AS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A file that the parser can read as it is."""

    path: Path
    """The received file itself, or a temporary copy in which its text was mended."""
    data: bytes
    """What stands in it: ASCII, unpacked."""
    sha256: str
    """Of the received file."""
    header_schema: str
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A parsed file. It holds native memory: drop it as soon as its values are taken."""

    file: ifcopenshell.file
    data: bytes
    """The text that was parsed."""
    sha256: str
    header_schema: str
    notes: tuple[Text, ...]


def open_ifc(path: Path, progress: Progress) -> OpenedFile:
    """Parse a `.ifc` or `.ifczip`. Raises `UserError` when it is not a readable IFC file."""
    with readable(path, progress) as source:
        file, unread = _parse(source.path, path.name)
    return OpenedFile(
        file=file,
        data=source.data,
        sha256=source.sha256,
        header_schema=source.header_schema,
        notes=source.notes if not unread else (*source.notes, text("ifc.note.unread", count=unread)),
    )


@contextmanager
def readable(path: Path, progress: Progress) -> Iterator[Readable]:
    """Give the path of a file that ifcopenshell can read, which is a temporary copy where something had to be mended.

    Raises `UserError` when the file is not IFC in STEP form, or of a schema that is far from the known ones.
    """
    received = read_received(path, progress)
    data, notes = mended(received.data)
    progress.check()
    header_schema, data, schema_notes = _with_known_schema(data, path.name)
    source = Readable(
        path=path, data=data, sha256=received.sha256, header_schema=header_schema, notes=(*notes, *schema_notes)
    )
    if data is received.data and received.as_on_disk:
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="dougong-") as folder:
        copy = Path(folder) / "model.ifc"
        copy.write_bytes(data)
        yield replace(source, path=copy)


def _parse(path: Path, name: str) -> tuple[ifcopenshell.file, int]:
    """Return the file and the number of statements that the parser left out."""
    import ifcopenshell

    wrapper = ifcopenshell.ifcopenshell_wrapper
    log = wrapper.logger()
    log.output_format(wrapper.logger.FMT_INMEMORY)  # nothing of it may reach standard error
    try:
        # Lazy: attributes are parsed when they are first read; the tables never touch most of the geometry.
        file = ifcopenshell.open(path, format=".ifc", lazy=True, logger=log)
    except (ifcopenshell.Error, OSError, RuntimeError) as error:
        raise UserError(text("ifc.open.damaged", name=name)) from error
    if file.get_max_id() > _LARGEST_NUMBER:
        raise UserError(text("ifc.open.damaged", name=name))
    file.parser_log = log  # the parser writes to it whenever an attribute is first read, but does not keep it alive
    unread = sum(message.severity_string == "ERROR" for message in log.log_messages())
    return file, unread


def _with_known_schema(data: bytes, name: str) -> tuple[str, bytes, tuple[Text, ...]]:
    """What the header says, the data with a schema that the parser knows, and what to tell of the difference."""
    data_section = _DATA_SECTION.search(data)
    if data_section is None:
        raise UserError(text("ifc.open.truncated", name=name))
    found = _HEADER_SCHEMA.search(data, 0, data_section.start())
    if found is None:
        raise UserError(text("ifc.open.no_schema", name=name))
    said = found[1].decode("ascii", errors="replace").strip()
    if said.upper() in _READ_AS and found[0].count(b"'") == 2:
        return said, data, ()
    for row in _near_schemas():
        if re.fullmatch(row["pattern"], said.upper()):
            read_as = str(row["schema"])
            notes = () if row["same"] else (text("ifc.note.near_schema", said=said, read_as=read_as),)
            replaced = f"FILE_SCHEMA(('{read_as}'))".encode()
            return said, data[: found.start()] + replaced + data[found.end() :], notes
    raise UserError(text("ifc.open.unknown_schema", name=name, schema=said))


@functools.cache
def _near_schemas() -> list[dict[str, Any]]:
    table = read_yaml(Path(__file__).parent / "schemas.yaml")
    rows: list[dict[str, Any]] = table["near"]
    return rows
