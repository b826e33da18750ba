"""Immutable revisions of component descriptions: naming by content, ancestry, and merging field by field.

A revision is the description of one component together with the revisions that it was made from. Its name is the
SHA-256 of exactly that, written as canonical JSON: whoever describes the same change anywhere makes the same revision,
and no store can alter one unnoticed. Who made it, when and why is told by events (`approval.py`), not by the revision.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

Description: TypeAlias = Mapping[str, Any]
Parents: TypeAlias = Mapping[str, tuple[str, ...]]
"""Revision → the revisions it was made from."""

LARGEST = 1_000_000
"""Characters of a revision or an event at most; documents are named by the description, not held in it."""
OF_THE_STORE = ("revision", "status")
"""Keys of a description that the store knows better: number of the revision and state of approval."""

ABSENT = object()
"""Stands for a field that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of one component's description."""

    component: str
    description: Description
    parents: tuple[str, ...]
    body: str = field(repr=False)
    """Canonical JSON of the three above."""
    id: str
    """SHA-256 of `body`."""


def canonical(value: object) -> str:
    """JSON with sorted keys and without blanks; not-a-numbers are refused, dates become text."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_as_text
    )


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot be kept: {value!r}")


def content_hash(body: str) -> str:
    """The name of a revision or an event with this body."""
    return hashlib.sha256(body.encode()).hexdigest()


def make_revision(description: Description, parents: Iterable[str] = ()) -> Revision:
    """The revision of a description. Raises TypeError or ValueError for what JSON cannot hold."""
    content = {name: value for name, value in description.items() if name not in OF_THE_STORE}
    table = {"component": description["id"], "description": content, "parents": sorted(set(parents))}
    return read_revision(canonical(table))


def read_revision(body: str) -> Revision:
    """A revision from its canonical body. Raises ValueError for anything else."""
    table = read_canonical(body)
    component, description, parents = table.get("component"), table.get("description"), table.get("parents")
    if table.keys() != {"component", "description", "parents"} or not isinstance(component, str):
        raise ValueError("not a revision")
    if not isinstance(description, dict) or description.get("id") != component:
        raise ValueError("the description is of another component")
    if not isinstance(parents, list) or not all(is_hash(parent) for parent in parents) or parents != sorted(parents):
        raise ValueError("parents are not named by their hashes")
    return Revision(
        component=component, description=description, parents=tuple(parents), body=body, id=content_hash(body)
    )


def read_canonical(body: str) -> dict[str, Any]:
    """A JSON object that is written canonically. Raises ValueError for anything else."""
    if len(body) > LARGEST or "\\u0000" in body:
        raise ValueError("too large, or with characters that no database keeps")
    try:
        table = json.loads(body)
        if not isinstance(table, dict) or canonical(table) != body:
            raise ValueError("not written canonically")
        body.encode()
    except (RecursionError, UnicodeEncodeError):
        raise ValueError("not JSON that could be kept") from None
    return table


def is_hash(value: object) -> bool:
    """Whether this is the name of a revision or an event."""
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def heads(parents: Parents) -> tuple[str, ...]:
    """Revisions that no other was made from, in order of their names. Several heads are a conflict."""
    return maximal(parents, parents)


def maximal(of: Iterable[str], parents: Parents) -> tuple[str, ...]:
    """Those of some revisions that are no ancestor of another of them."""
    chosen = set(of)
    older = {ancestor for one in chosen for ancestor in ancestors(parents.get(one, ()), parents)}
    return tuple(sorted(chosen - older))


def ancestors(of: Iterable[str], parents: Parents) -> set[str]:
    """These revisions and all that they were made from."""
    found: set[str] = set()
    ahead = list(of)
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead.extend(parents.get(one, ()))
    return found


def in_order(parents: Parents) -> Iterator[str]:
    """Every revision after those that it was made from; the same order in every store."""
    waiting = {one: {parent for parent in older if parent in parents} for one, older in parents.items()}
    children: dict[str, list[str]] = {}
    for one, older in waiting.items():
        for parent in older:
            children.setdefault(parent, []).append(one)
    ready = sorted(one for one, older in waiting.items() if not older)
    while ready:
        following: list[str] = []
        for one in ready:
            yield one
            for child in children.get(one, ()):
                waiting[child].discard(one)
                if not waiting[child]:
                    following.append(child)
        ready = sorted(following)


def numbers(parents: Parents) -> dict[str, int]:
    """Number of each revision: one more than the greatest of its parents. The same in every store."""
    number: dict[str, int] = {}
    for one in in_order(parents):
        number[one] = 1 + max((number.get(parent, 0) for parent in parents[one]), default=0)
    return number


def merge_base(one: str, other: str, parents: Parents) -> str | None:
    """The youngest common ancestor; of several the one that every store would choose."""
    common = ancestors([one], parents) & ancestors([other], parents)
    number = numbers(parents)
    return max(maximal(common, parents), key=lambda name: (number.get(name, 0), name), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConflict:
    """A field that both sides changed, each in its own way; `ABSENT` where a side has no such field."""

    path: str
    """Keys joined by dots."""
    base: Any
    ours: Any
    theirs: Any


Settle: TypeAlias = Callable[[FieldConflict], Any]


def merge_fields(
    base: Description, ours: Description, theirs: Description
) -> tuple[dict[str, Any], list[FieldConflict]]:
    """Three-way merge, field by field: what one side changed is taken, what both changed differently is a conflict and
    stands as ours has it. Lists are one field."""
    conflicts: list[FieldConflict] = []

    def keep_ours(conflict: FieldConflict) -> Any:
        conflicts.append(conflict)
        return conflict.ours

    return settle_fields(base, ours, theirs, keep_ours), conflicts


def settle_fields(
    base: Description, ours: Description, theirs: Description, settle: Settle, above: str = ""
) -> dict[str, Any]:
    """Three-way merge in which `settle` decides about conflicts."""
    merged: dict[str, Any] = {}
    for name in sorted({*base, *ours, *theirs}):
        path = f"{above}.{name}" if above else name
        before, mine, other = (side.get(name, ABSENT) for side in (base, ours, theirs))
        value = _settle(before, mine, other, settle, path)
        if value is not ABSENT:
            merged[name] = value
    return merged


def _settle(base: Any, ours: Any, theirs: Any, settle: Settle, path: str) -> Any:
    if _same(ours, theirs) or _same(theirs, base):
        return ours
    if _same(ours, base):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return settle_fields(base if isinstance(base, dict) else {}, ours, theirs, settle, path)
    return settle(FieldConflict(path=path, base=base, ours=ours, theirs=theirs))


def _same(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return canonical(one) == canonical(other)
