"""Libraries of every sort of store, with the same people in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from component_library.approval import Role
from component_library.library import Library, open_library
from tests.component_library.server import ADMIN

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


def make_postgres(server: str, name: str) -> Place:
    """A library in a new database, with a login for each person."""
    with psycopg.connect(server.format(actor=ADMIN, database="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for actor in sorted(PEOPLE.keys() - known):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(actor)))
    place = Place(kind="postgres", url=server.replace("{database}", name))
    with open_library(place.url.format(actor=ADMIN), create=True) as library:
        for actor, roles in PEOPLE.items():
            library.grant(actor, frozenset(roles))
    return place


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
