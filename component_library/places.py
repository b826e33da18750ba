"""From the address of a library to its store."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from component_library.approval import Role, Verb, make_event
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from component_library.facts import Store

_SERVER = ("postgresql://", "postgres://")
_SQLITE_FILES = (".sqlite", ".sqlite3", ".db")


def default_url() -> str:
    """The library of this user on this computer."""
    from platformdirs import user_data_path

    return str(user_data_path("dougong", appauthor=False) / "library.sqlite")


def open_store(url: str, actor: str | None = None, *, create: bool = False) -> Store:
    """Open a store; with `create` make it where there is none. Raises UserError.

    `postgresql://…` is a shared database, a file `….sqlite` (or `sqlite:///…`) a database on this computer, any
    other path a folder. Whoever makes a store gets every role in it.
    """
    actor = actor or getpass.getuser()
    if url.startswith(_SERVER):
        from component_library.postgres import open_postgres

        return open_postgres(url, create=create)
    path = _path(url)
    is_new = not path.exists() or (path.is_dir() and not any(path.iterdir()))
    if url.startswith("sqlite:") or path.suffix in _SQLITE_FILES:
        from component_library.sqlite import open_sqlite

        store: Store = open_sqlite(path, actor, create=create)
    else:
        from component_library.folder import open_folder

        store = open_folder(path, actor, create=create)
    if is_new:
        store.grant(make_event(Verb.ROLE, actor, data={"actor": actor, "roles": sorted(Role)}))
    return store


def _path(url: str) -> Path:
    for start in ("sqlite:///", "folder:"):
        if url.startswith(start):
            return Path(url.removeprefix(start))
    if "://" in url:
        raise UserError(text("library.url.unknown", url=url.rsplit("@", maxsplit=1)[-1]))
    return Path(url)
