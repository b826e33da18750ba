"""Rewrites STEP text as another export of the same model would stand in it."""

from __future__ import annotations

import random
import re
import uuid

from ifcopenshell import guid

_STRING = rb"'(?:[^']|'')*'"
_STATEMENT = re.compile(rb"#\d+\s*=(?:[^;']|" + _STRING + rb")*;", re.DOTALL)
_ROOT = re.compile(rb"^(#\d+\s*=\s*IFC\w+\(\s*)'[0-3][0-9A-Za-z_$]{21}'")


def with_new_guids(data: bytes, seed: int = 1) -> bytes:
    """Every GlobalId is another one."""
    dice = random.Random(seed)
    head, statements, tail = _cut(data)

    def renamed(match: re.Match[bytes]) -> bytes:
        return match[1] + b"'" + guid.compress(uuid.UUID(int=dice.getrandbits(128)).hex).encode() + b"'"

    return head + b"\n".join(_ROOT.sub(renamed, statement) for statement in statements) + tail


def reordered(data: bytes, seed: int = 1) -> bytes:
    """Entities have other numbers and stand in another order."""
    dice = random.Random(seed)
    head, statements, tail = _cut(data)
    numbers = [int(statement[1 : re.search(rb"\D", statement[1:]).end()]) for statement in statements]  # type: ignore[union-attr]
    fresh = list(range(1, len(numbers) + 1))
    dice.shuffle(fresh)
    number = dict(zip(numbers, fresh, strict=True))

    def renumbered(match: re.Match[bytes]) -> bytes:
        return b"#%d" % number[int(match[1])] if match[1] else match[0]

    shuffled = [re.sub(_STRING + rb"|#(\d+)", renumbered, statement) for statement in statements]
    dice.shuffle(shuffled)
    return head + b"\n".join(shuffled) + tail


def _cut(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    begin, end = data.index(b"DATA;") + 5, data.rindex(b"ENDSEC;")
    return data[:begin] + b"\n", _STATEMENT.findall(data, begin, end), b"\n" + data[end:]
