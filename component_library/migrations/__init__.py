"""Versions of the tables of a store, brought up to date when it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

VERSIONS = ("0001", "0002")
"""All versions of the tables, the newest last; each has a file in `versions/`."""


def version_of(connection: Connection) -> str | None:
    """The version of the tables; None where there are none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def bring_up_to_date(connection: Connection, url: str, to: str = VERSIONS[-1]) -> None:
    """Make or upgrade the tables inside the transaction of this connection. A store of a newer program is refused."""
    version = version_of(connection)
    if version is not None and version not in VERSIONS:
        raise UserError(text("library.newer", url=url, version=version))
    if version == to:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
