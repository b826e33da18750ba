"""Binary columns packed small for an HTML file: differences, bytes sorted by weight, gzip, base64.

Neighbouring vertices, triangles and rows differ little, so their differences are small numbers with many equal bytes,
which gzip squeezes well. `unpack.js` is the other half.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import numpy.typing as npt

_UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32}


class Packer:
    """Collects arrays into one blob; each is told by a small description that stands in the JSON beside it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, array: npt.NDArray[Any]) -> dict[str, int]:
        """Put an array of one or two dimensions and 1, 2 or 4 bytes a value into the blob."""
        columns = 1 if array.ndim == 1 else int(np.prod(array.shape[1:]))
        values = np.ascontiguousarray(array).view(_UNSIGNED[array.itemsize]).reshape(-1, columns)
        steps = values.copy()
        steps[1:] -= values[:-1]  # unsigned: wraps, and unwraps in the page
        shuffled = steps.T.copy().view(np.uint8).reshape(-1, array.itemsize).T.tobytes()
        told = {"at": self._length, "size": array.itemsize, "columns": columns, "rows": len(values)}
        self._parts.append(shuffled)
        self._length += len(shuffled)
        return told

    def text(self) -> str:
        """The blob, to stand in a page."""
        return packed(b"".join(self._parts))


def packed(data: bytes) -> str:
    """Bytes as gzip in base64; the same bytes always give the same text."""
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode()


def packed_json(value: Any) -> str:
    """A value as JSON, packed. Nothing of it can be read as markup."""
    return packed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
