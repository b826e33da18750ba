"""A real PostgreSQL server, started by the tests in a folder of their own and reached over a Unix socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

ADMIN = "owner"


def binaries() -> Path | None:
    """Folder of initdb and pg_ctl: the newest that Debian has installed, or what the path names."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server; gives its address up to the name of the database, with `{actor}` for the login.

    PostgreSQL refuses to run as root: it then runs as `nobody`. Where there is none, tests are skipped, and on the
    build server they fail.
    """
    folder = binaries()
    if folder is None:
        if "CI" in os.environ:
            pytest.fail("PostgreSQL is not installed: see installer/test-packages.txt")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # Short, because a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp" if os.name == "posix" else None) as place:  # noqa: S108
        data = Path(place) / "data"
        as_nobody = _as_nobody(Path(place))
        call = [*as_nobody, str(folder / "initdb"), "-D", str(data), "-U", ADMIN, "-A", "trust", "-E", "UTF8"]
        subprocess.run([*call, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=place)
        control = [*as_nobody, str(folder / "pg_ctl"), "-D", str(data), "-w"]
        options = f"-k {place} -c listen_addresses='' -c fsync=off -c max_connections=60"
        log = str(Path(place) / "log")
        subprocess.run([*control, "-l", log, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=place)
        try:
            yield f"postgresql://{{actor}}@/{{database}}?host={quote(place, safe='')}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=place)


def _as_nobody(place: Path) -> list[str]:
    if os.name != "posix" or os.geteuid() != 0:
        return []
    shutil.chown(place, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
