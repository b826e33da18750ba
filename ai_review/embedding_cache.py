"""Vectors of texts on disk, by the hash of the text; one file per encoder. A cache: losing it costs only time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]

_MOST = 200_000
"""Texts kept; about 1 kB each."""
_CHUNK = 500


class EmbeddingCache:
    """Safe for several processes at once (SQLite); a damaged file is thrown away."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, texts: Sequence[str]) -> dict[str, Vector]:
        """The vectors that are known, by text."""
        by_key = {_key(one): one for one in texts}
        keys = list(by_key)
        found: dict[str, Vector] = {}

        def select(base: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _CHUNK):
                part = keys[start : start + _CHUNK]
                query = f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(part))})"  # noqa: S608 - only question marks
                for key, vector in base.execute(query, part):
                    found[by_key[key]] = np.frombuffer(vector, np.float16).astype(np.float32)

        self._use(select)
        return found

    def write(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors; the oldest ones go when there are too many."""
        rows = [(_key(one), vector.astype(np.float16).tobytes()) for one, vector in vectors.items()]

        def insert(base: sqlite3.Connection) -> None:
            base.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
            base.execute("DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?", (_MOST,))

        self._use(insert)

    def _use(self, action: Callable[[sqlite3.Connection], None]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=5)) as base, base:
                base.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
                action(base)
        except (OSError, sqlite3.OperationalError):
            return  # busy, read-only or no space left: work goes on without the cache
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
