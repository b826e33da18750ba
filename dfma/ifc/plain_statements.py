"""Takes plainly written property statements straight from the text of a STEP file.

Most of what the tables need stands in four kinds of statements: single values, quantities, the sets of both, and the
relations that give sets to elements. Asking the parser for them costs a native call and a wrapper object per attribute;
a regular expression over the text is many times as fast (`tests/benchmarks/read_tables.py` measures it). A statement
that is not in the form that exporters write, one per line with no blanks or comments inside, is not known here and is
read through the parser instead.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_STATEMENT = re.compile(
    rb"\n#(\d+) ?= ?IFC(PROPERTYSINGLEVALUE|QUANTITY(?:LENGTH|AREA|VOLUME|WEIGHT|COUNT|TIME)"
    rb"|PROPERTYSET|ELEMENTQUANTITY|RELDEFINESBYPROPERTIES)\((.*)\) ?;"
)
_TEXT = rb"'[^']*(?:''[^']*)*'"
_TEXT_OR_NONE = rb"(?:" + _TEXT + rb"|\$)"
_REFERENCE_OR_NONE = rb"(?:#\d+|\$)"
_REFERENCES = rb"\((#\d+(?:,#\d+)*)\)"
_NUMBER = rb"-?\d+(?:\.\d*(?:E[-+]?\d+)?)?"
_ROOT = _TEXT_OR_NONE + b"," + _REFERENCE_OR_NONE + b",(" + _TEXT_OR_NONE + b")," + _TEXT_OR_NONE + b","
"""GlobalId, owner history, (name), description"""

_SINGLE = re.compile(
    b"(" + _TEXT + b")," + _TEXT_OR_NONE
    + rb",(?:(IFC[A-Z0-9]+)\((" + _TEXT + b"|" + _NUMBER + rb"|\.[TFU]\.)\)|\$),(" + _REFERENCE_OR_NONE + b")"
)  # fmt: skip
_QUANTITY = re.compile(
    b"("
    + _TEXT
    + b"),"
    + _TEXT_OR_NONE
    + b",("
    + _REFERENCE_OR_NONE
    + b"),("
    + _NUMBER
    + b")(?:,"
    + _TEXT_OR_NONE
    + b")?"
)
_SET = re.compile(_ROOT + b"(?:" + _TEXT_OR_NONE + b",)?" + _REFERENCES)
_RELATION = re.compile(_ROOT + _REFERENCES + rb",#(\d+)")
_LOGICALS: dict[bytes, bool | str] = {b".T.": True, b".F.": False, b".U.": "UNKNOWN"}

_RELATION_NAME = b"RELDEFINESBYPROPERTIES"


class PlainProperty(NamedTuple):
    """A single value or a quantity."""

    name: str
    quantity: str | None
    """LENGTH, AREA, … of a quantity; None for a single value."""
    value_type: str | None
    """In capitals, as in the file; None for a quantity and for a property without a value."""
    value: str | float | bool | None
    unit: int | None
    """Number of the unit that comes with it."""


class PlainSet(NamedTuple):
    """A set of properties or quantities, still as it is written; equal sets with different GlobalIds are equal here."""

    name: bytes
    references: bytes

    def numbers(self) -> list[int]:
        """Numbers of its properties."""
        return _numbers(self.references)


class PlainStatements:
    """The statements found in a text. Exporters write the same property again for each element, so the body of a
    statement, all but its number, is what a caller should remember an answer by."""

    def __init__(self, data: bytes) -> None:
        self._bodies: dict[int, tuple[bytes, bytes]] = {}
        self.relations: dict[int, tuple[list[int], int]] = {}
        """Elements and set of each IfcRelDefinesByProperties, by its number."""
        for number, kind, body in _STATEMENT.findall(data):
            if kind != _RELATION_NAME:
                self._bodies[int(number)] = kind, body
            elif found := _RELATION.fullmatch(body):
                self.relations[int(number)] = _numbers(found[2]), int(found[3])
        self.has_all_relations = data.count(b"IFC" + _RELATION_NAME) == len(self.relations)

    def body(self, number: int) -> tuple[bytes, bytes] | None:
        """Kind and arguments of a statement; None when it is not known here."""
        return self._bodies.get(number)


def plain_set(body: tuple[bytes, bytes] | None) -> PlainSet | None:
    """The set that a statement describes; None when it is none, or not written plainly."""
    if body is None or body[0] not in (b"PROPERTYSET", b"ELEMENTQUANTITY"):
        return None
    found = _SET.fullmatch(body[1])
    return None if found is None else PlainSet(*found.groups())


def plain_property(body: tuple[bytes, bytes]) -> PlainProperty | None:
    """The single value or quantity that a statement describes; None when it is none, or not written plainly."""
    kind, arguments = body
    if kind == b"PROPERTYSINGLEVALUE" and (found := _SINGLE.fullmatch(arguments)):
        name, value_type, value, unit = found.groups()
        said = None if value_type is None else value_type.decode("ascii")
        return PlainProperty(plain_text(name) or "", None, said, _value(value), _number(unit))
    if kind.startswith(b"QUANTITY") and (found := _QUANTITY.fullmatch(arguments)):
        name, unit, value = found.groups()
        return PlainProperty(plain_text(name) or "", kind[8:].decode("ascii"), None, float(value), _number(unit))
    return None


def _numbers(references: bytes) -> list[int]:
    return [int(number) for number in references.replace(b"#", b"").split(b",")]


def _number(reference: bytes) -> int | None:
    return None if reference == b"$" else int(reference[1:])


def _value(value: bytes | None) -> str | float | bool | None:
    if value is None:
        return None
    if value.startswith(b"'"):
        return plain_text(value)
    return _LOGICALS[value] if value.startswith(b".") else float(value)


def plain_text(literal: bytes) -> str | None:
    """The text of a STEP literal; None for `$`."""
    if literal == b"$":
        return None
    inner = literal[1:-1].decode("ascii")
    if "\\" not in inner and "'" not in inner:
        return inner
    import ifcopenshell

    decoded: str = ifcopenshell.ifcopenshell_wrapper.decode_spf_string(inner)
    return decoded
