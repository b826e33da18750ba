"""Reads IDS 1.0 files. They come from outside: no entities, no document types, no location hints are followed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from ifctester.ids import Ids

_LARGEST_FILE = 20_000_000
_DEEPEST = 64


def read_ids(path: Path) -> Ids:
    """The specifications of a file. Raises UserError when it is not a sound IDS 1.0 file, with the place and reason."""
    from ifctester import ids
    from xmlschema import XMLSchemaException

    content = _content(path)
    _refuse_traps(content, path)
    try:
        return ids.from_string(content)
    except ids.IdsXmlValidationError as error:
        raise _unsound(path, _reason(error.xml_error)) from None
    except XMLSchemaException as error:
        raise _unsound(path, _reason(error)) from None


def _content(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError(text("ids.too_large", path=str(path), limit=_LARGEST_FILE // 1_000_000))
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(text("ids.unreadable", path=str(path))) from None


def _refuse_traps(content: str, path: Path) -> None:
    """Refuse document types (and with them every entity but the five of XML itself) and bottomless nesting."""
    depth = 0

    def enter(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UserError(text("ids.trap", path=str(path)))

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise UserError(text("ids.trap", path=str(path)))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content.encode(), True)
    except expat.ExpatError as error:
        raise _unsound(path, str(error)) from None


def _reason(error: Exception) -> str:
    """What the schema says is wrong, and where, on one line."""
    where = getattr(error, "path", None)
    said = getattr(error, "reason", None) or str(error)
    return " ".join(f"{where}: {said}".split()) if where else " ".join(said.split())


def _unsound(path: Path, why: str) -> UserError:
    return UserError(text("ids.unsound", path=str(path), why=why))
