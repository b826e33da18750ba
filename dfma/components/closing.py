"""Which stretches close while types take other sizes one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dfma.components.closure import Stretch
from dfma.components.present_types import Ints


class Closing:
    """Sizes of the present types, at which every stretch closes, and stays closed."""

    def __init__(self, stretches: Sequence[Stretch], present: Ints, sizes: Ints) -> None:
        self._sizes: list[list[int]] = sizes.tolist()
        self._limits = [(part.low, part.high) for part in stretches]
        self._change = [
            sum(int(sizes[kind, column] - present[kind, column]) for kind, column in part.terms) for part in stretches
        ]
        self._of_type: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, part in enumerate(stretches):
            for kind, column in part.terms:
                self._of_type[kind].append((number, column))

    def take(self, types: Sequence[int], sizes: Sequence[Sequence[int]]) -> bool:
        """Give some types these sizes, where all stretches close with them; otherwise change nothing and say so."""
        change: dict[int, int] = defaultdict(int)
        for kind, size in zip(types, sizes, strict=True):
            own = self._sizes[kind]
            for stretch, column in self._of_type.get(kind, ()):
                change[stretch] += size[column] - own[column]
        for stretch, more in change.items():
            low, high = self._limits[stretch]
            if more and not low <= self._change[stretch] + more <= high:
                return False
        for stretch, more in change.items():
            self._change[stretch] += more
        for kind, size in zip(types, sizes, strict=True):
            self._sizes[kind] = list(size)
        return True
