"""A received file as bytes: read with care, unpacked when it is zipped, refused when it is not IFC in STEP form.

Files come from strangers. Whatever is wrong with one ends in one `UserError` that says what to do.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dfma.errors import UserError
from dfma.progress import Progress
from dfma.text import text

LARGEST = 2 * 1024**3
"""Bytes of the largest model that is opened, zipped ones after unpacking: beyond it the parser needs more memory than
the machines that this program is made for have."""

_CHUNK = 4 * 1024**2
_STEP_START = b"ISO-10303-21"
_STEP_END = b"END-ISO-10303-21"
_FOREIGN = (
    (b"<?xml", "ifcXML"),
    (b"<ifc", "ifcXML"),
    (b"<doc:iso", "ifcXML"),
    (b"\x89HDF", "IFC-HDF"),
    (b"SQLite format 3", "IFC-SQLite"),
    (b"{", "ifcJSON"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a file holds, before anything is mended in it."""

    data: bytes
    """The STEP text."""
    sha256: str
    """Of the file as it lies on the disk; of a zipped one that of the archive."""
    as_on_disk: bool
    """Whether `data` is what lies on the disk: neither unpacked nor brought into another encoding."""


def read_received(path: Path, progress: Progress) -> Received:
    """Read a `.ifc` or `.ifczip`, whatever its name ends in. Raises `UserError` when it is neither."""
    digest = hashlib.sha256()
    chunks = []
    for chunk in _chunks(path, progress):
        digest.update(chunk)
        chunks.append(chunk)
    data = b"".join(chunks)
    on_disk = data
    if data.startswith(b"PK\x03\x04"):
        data = _unzipped(data, path, progress)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode("utf-8")
    _refuse_foreign(data, path)
    return Received(data=data, sha256=digest.hexdigest(), as_on_disk=data is on_disk)


def fingerprint(path: Path, progress: Progress) -> str:
    """SHA-256 of a file, in hexadecimal. Raises `UserError` when it cannot be read."""
    digest = hashlib.sha256()
    for chunk in _chunks(path, progress):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path, progress: Progress) -> Iterator[bytes]:
    try:
        if not path.exists():
            raise UserError(text("ifc.open.missing", path=str(path)))
        if not path.is_file():
            raise UserError(text("ifc.open.not_a_file", path=str(path)))
        if path.stat().st_size > LARGEST:
            raise UserError(text("ifc.open.too_large", name=path.name, limit=LARGEST // 1024**3))
        with path.open("rb") as stream:
            yield from _pieces(stream, progress)
    except PermissionError as error:
        raise UserError(text("ifc.open.forbidden", path=str(path))) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise UserError(text("ifc.open.unreadable", path=str(path), reason=str(error))) from error


def _pieces(stream: IO[bytes], progress: Progress) -> Iterator[bytes]:
    while piece := stream.read(_CHUNK):
        progress.check()
        yield piece


def _unzipped(data: bytes, path: Path, progress: Progress) -> bytes:
    """The one model inside an archive. Nothing is written to the disk, so names inside it can do no harm; the size
    promised by the archive is not trusted."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if member.filename.lower().endswith(".ifc")]
            if len(members) != 1:
                raise UserError(text("ifc.open.zip_members", name=path.name, found=len(members)))
            if members[0].flag_bits & 0x1:
                raise UserError(text("ifc.open.zip_encrypted", name=path.name))
            unpacked = bytearray()
            with archive.open(members[0]) as stream:
                for piece in _pieces(stream, progress):
                    unpacked += piece
                    if len(unpacked) > LARGEST:
                        raise UserError(text("ifc.open.too_large", name=path.name, limit=LARGEST // 1024**3))
            return bytes(unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(text("ifc.open.zip_damaged", name=path.name)) from error


def _refuse_foreign(data: bytes, path: Path) -> None:
    if not data.strip():
        raise UserError(text("ifc.open.empty", name=path.name))
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(_STEP_START) and _STEP_START not in start:
        for mark, form in _FOREIGN:
            if start.lower().startswith(mark.lower()):
                raise UserError(text("ifc.open.foreign_form", name=path.name, form=form))
        raise UserError(text("ifc.open.not_ifc", name=path.name))
    if _STEP_END not in data[-4096:] and data.count(b"ENDSEC;") < 2:  # of the header, and of the data
        raise UserError(text("ifc.open.truncated", name=path.name))
