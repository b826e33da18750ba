"""Changes single statements of STEP text and leaves every other byte of it as it was.

A writer that goes through a parser respells every number and string; this one cuts the text into statements, replaces
single arguments of single statements, and puts new statements behind the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_STRING = rb"'(?:[^']|'')*'"
_COMMENT = rb"/\*.*?\*/"
_STATEMENT = re.compile(
    rb"#(\d+)\s*=\s*(?:[^;'/]|" + _STRING + rb"|" + _COMMENT + rb"|/)*;|" + _STRING + rb"|" + _COMMENT, re.DOTALL
)
_TOKEN = re.compile(_STRING + rb"|" + _COMMENT + rb"|[(),]", re.DOTALL)
_DATA = re.compile(rb"\bDATA\s*(?:\([^;]{0,1000}\))?\s*;", re.IGNORECASE)
_BEYOND_ASCII = re.compile("[^\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another entity of the file."""

    number: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an enumeration."""

    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that says its type, as the members of a select do."""

    type: str
    value: str | float | bool


@dataclass(frozen=True, slots=True)
class Verbatim:
    """An argument as it is spelled elsewhere in the file."""

    spelled: bytes


Argument: TypeAlias = "Ref | Item | Typed | Verbatim | str | bool | int | float | None | Sequence[Argument]"


class StepPatch:
    """STEP text on its way to a changed copy. Entities keep their numbers; new ones get the next free numbers."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        begin = _DATA.search(data)
        self._span: dict[int, tuple[int, int]] = {}
        last = len(data)
        for found in _STATEMENT.finditer(data, begin.end() if begin else 0):
            if found[1]:
                self._span[int(found[1])] = found.span()
                last = found.end()
        self._end = last
        self._next = max(self._span, default=0) + 1
        self._line_end = b"\r\n" if b"\r\n" in data[: begin.end() + 2 if begin else 4096] else b"\n"
        self._changed: dict[int, list[bytes]] = {}
        self._removed: set[int] = set()
        self._added: list[tuple[int, bytes]] = []

    @property
    def touched(self) -> frozenset[int]:
        """Numbers of the entities that were changed or removed."""
        return frozenset(self._changed) | self._removed

    @property
    def added(self) -> int:
        """How many entities are new."""
        return len(self._added)

    def arguments(self, number: int) -> list[bytes]:
        """The arguments of a statement as they are spelled, earlier changes included."""
        if number not in self._changed:
            start, end = self._span[number]
            return _split(self._data[start:end])
        return list(self._changed[number])

    def change(self, number: int, position: int, argument: Argument) -> None:
        """Replace one argument."""
        arguments = self.arguments(number)
        arguments[position] = spelled(argument)
        self._changed[number] = arguments

    def remove(self, number: int) -> None:
        """Leave a statement out."""
        self._removed.add(number)

    def add(self, kind: str, *arguments: Argument) -> Ref:
        """A new entity."""
        return self.add_spelled(kind, [spelled(argument) for argument in arguments])

    def add_spelled(self, kind: str, arguments: Sequence[bytes]) -> Ref:
        """A new entity whose arguments are spelled already."""
        number, self._next = self._next, self._next + 1
        self._added.append((number, b"#%d=%s(%s);" % (number, kind.upper().encode(), b",".join(arguments))))
        return Ref(number)

    def data(self) -> bytes:
        """The changed text."""
        parts, at = [], 0
        for number in sorted(self.touched, key=lambda number: self._span[number]):
            start, end = self._span[number]
            if number in self._removed:
                parts.append(self._data[at:start])
                end = _line_after(self._data, start, end)
            else:
                opening = self._data.index(b"(", start)
                parts += [self._data[at : opening + 1], b",".join(self._changed[number]), b");"]
            at = end
        parts.append(self._data[at : self._end])
        parts += [self._line_end + statement for _, statement in self._added]
        parts.append(self._data[self._end :])
        return b"".join(parts)


def spelled(argument: Argument) -> bytes:
    """An argument as STEP writes it."""
    match argument:
        case None:
            return b"$"
        case Ref(number):
            return b"#%d" % number
        case Item(name):
            return f".{name}.".encode()
        case Typed(kind, value):
            return kind.upper().encode() + b"(" + spelled(value) + b")"
        case Verbatim(text):
            return text
        case bool():
            return b".T." if argument else b".F."
        case int():
            return b"%d" % argument
        case float():
            return _real(argument)
        case str():
            return _string(argument)
        case _:
            return b"(" + b",".join(map(spelled, argument)) + b")"


def references(argument: bytes) -> list[int]:
    """The entities that an argument as it is spelled refers to; none of what stands in strings."""
    return [int(number) for number in re.findall(rb"#(\d+)", re.sub(_STRING, b"", argument))]


def _split(statement: bytes) -> list[bytes]:
    """Arguments of a statement, cut at the commas of the outermost level."""
    start = statement.index(b"(") + 1
    arguments, depth, at = [], 0, start
    for token in _TOKEN.finditer(statement, start):
        if token[0] == b"(":
            depth += 1
        elif token[0] == b")":
            depth -= 1
        if (token[0] == b"," and depth == 0) or depth < 0:
            arguments.append(statement[at : token.start()].strip())
            at = token.end()
        if depth < 0:
            break
    return arguments


def _line_after(data: bytes, start: int, end: int) -> int:
    """Where to go on behind a statement that is left out: behind its line end, when it has a line for itself."""
    alone = start == 0 or data[start - 1 : start] in (b"\n", b"\r")
    for line_end in (b"\r\n", b"\n"):
        if alone and data.startswith(line_end, end):
            return end + len(line_end)
    return end


def _real(value: float) -> bytes:
    """The shortest spelling that reads back as the same number; STEP wants a point and a capital E."""
    mantissa, _, exponent = repr(value).partition("e")
    mantissa = mantissa.removesuffix("0") if mantissa.endswith(".0") else mantissa
    mantissa = mantissa if "." in mantissa else mantissa + "."
    return (mantissa + (f"E{exponent}" if exponent else "")).encode()


def _string(value: str) -> bytes:
    doubled = value.replace("\\", "\\\\").replace("'", "''")
    return b"'" + _BEYOND_ASCII.sub(_escaped, doubled).encode("ascii") + b"'"


def _escaped(match: re.Match[str]) -> str:
    code, encoding = ("X2", "utf-16-be") if all(ord(c) < 0x10000 for c in match[0]) else ("X4", "utf-32-be")
    return f"\\{code}\\{match[0].encode(encoding, errors='replace').hex().upper()}\\X0\\"


def referring(numbers: Iterable[int]) -> list[Ref]:
    """References to several entities."""
    return [Ref(number) for number in numbers]
