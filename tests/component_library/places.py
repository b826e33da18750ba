"""Libraries of every sort of store, with the same people in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from component_library.approval import Role
from component_library.library import Library, open_library

PEOPLE = {
    "lin": {Role.DESIGNER},
    "wang": {Role.DESIGNER},
    "zhao": {Role.REVIEWER},
    "sun": {Role.REVIEWER, Role.DESIGNER},
    "qian": {Role.LIBRARIAN},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a library lies, and how each person opens it."""

    kind: str
    url: str

    def library(self, actor: str) -> Library:
        return open_library(self.url.format(actor=actor), actor)


def make_sqlite(folder: Path, name: str = "library") -> Place:
    return _with_people(Place(kind="sqlite", url=str(folder / f"{name}.sqlite")))


def make_folder(folder: Path, name: str = "library") -> Place:
    return _with_people(Place(kind="folder", url=str(folder / name)))


def _with_people(place: Place) -> Place:
    with open_library(place.url, "owner", create=True) as library:
        for actor, roles in PEOPLE.items():
            library.grant(actor, frozenset(roles))
    return place


def beam(name: str = "YL", **more: Any) -> dict[str, Any]:
    """A short description of a component."""
    return {
        "id": name,
        "kind": "beam",
        "names": {"en": "Beam", "zh_CN": "beam"},
        "document": "own",
        "designation": f"{name}-{{span}}",
        "fields": {"span": {"unit": "dm", "digits": 2}},
        "parameters": {"span": [3000, 3600]},
        "sizes": {"nominal": {"length": "span", "width": 200, "height": 400}},
        "provenance": {"*": ["test", "own"]},
        **more,
    }
