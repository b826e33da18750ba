"""How a rule judges: every row that it applies to must be given a verdict, or the rule itself has failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dfma.finding import Verdict
from dfma.rules.rule import Gap, Verdicts
from dfma.text import Text, Value

Mask: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.int32]
_OPEN = -1
_GRAVITY = (Verdict.NOT_APPLICABLE, Verdict.PASSED, Verdict.NOT_CHECKABLE, Verdict.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that does not hold, before it is put into a `Finding`."""

    rows: tuple[int, ...]
    """The rows that do not hold; empty = the whole model."""
    others: tuple[int, ...] = ()
    """Rows that are shown with them but are not judged by it: neighbours, holes, what is in the way."""
    sentence: str = "failed"
    """Which sentence says it: `rule.<id>.<sentence>`, or the whole key where it has a dot."""
    expected: float | Text | str | None = None
    found: float | Text | str | None = None
    unit: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    """More values for the sentence."""
    points: tuple[tuple[float, float, float], ...] = ()
    subject: str = ""
    """Tells failures of the same rows apart (a storey, a dimension)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rule says of a model."""

    verdicts: Verdicts
    whole: Verdict | None
    failures: tuple[Failure, ...]
    gaps: tuple[Gap, ...]


class Judge:
    """Collects the verdicts of one rule on one model; used inside an evaluation and thrown away after it."""

    def __init__(self, applies: Mask) -> None:
        """`applies`: (N) the rows that the rule is about. All others are not applicable."""
        self._verdicts = np.where(applies, _OPEN, Verdict.NOT_APPLICABLE).astype(np.int8)
        self._whole: Verdict | None = None
        self._failures: list[Failure] = []
        self._gaps: dict[Text, list[Rows]] = {}

    @property
    def open_rows(self) -> Rows:
        """Rows that have no verdict yet."""
        return np.flatnonzero(self._verdicts == _OPEN).astype(np.int32)

    def passes(self, rows: Iterable[int] | Rows) -> None:
        """These rows hold."""
        self._verdicts[_index(rows)] = Verdict.PASSED

    def does_not_apply(self, rows: Iterable[int] | Rows) -> None:
        """On a closer look the rule is not about these rows."""
        self._verdicts[_index(rows)] = Verdict.NOT_APPLICABLE

    def fails(self, failure: Failure) -> None:
        """These rows do not hold; a failure of no rows is one of the whole model."""
        self._failures.append(failure)
        for row in failure.rows:
            self._verdicts[row] = Verdict.FAILED
        if not failure.rows:
            self._weigh(Verdict.FAILED)

    def cannot_check(self, rows: Iterable[int] | Rows, reason: Text) -> None:
        """Something is missing for these rows: say what, and from whom."""
        index = _index(rows)
        if len(index):
            self._verdicts[index] = Verdict.NOT_CHECKABLE
            self._gaps.setdefault(reason, []).append(index)

    def whole_passes(self) -> None:
        """Something that was asked of the model as a whole holds."""
        self._weigh(Verdict.PASSED)

    def whole_does_not_apply(self) -> None:
        """The rule asks about the whole model; unless something more is said, this is not one that it is about."""
        self._weigh(Verdict.NOT_APPLICABLE)

    def whole_cannot_be_checked(self, reason: Text) -> None:
        """Something is missing for a verdict on the model as a whole."""
        self._weigh(Verdict.NOT_CHECKABLE)
        self._gaps.setdefault(reason, [])

    def _weigh(self, verdict: Verdict) -> None:
        """Of several verdicts on the whole model the gravest holds."""
        if self._whole is None or _GRAVITY.index(verdict) > _GRAVITY.index(self._whole):
            self._whole = verdict

    def judgement(self) -> Judgement:
        """All of it. Raises RuntimeError when rows were forgotten: silence is never success."""
        if len(self.open_rows):
            raise RuntimeError(f"{len(self.open_rows)} rows were left without a verdict")
        return Judgement(
            verdicts=self._verdicts,
            whole=self._whole,
            failures=tuple(self._failures),
            gaps=tuple(
                Gap(reason=reason, rows=np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int32))
                for reason, parts in self._gaps.items()
            ),
        )


def _index(rows: Iterable[int] | Rows) -> Rows:
    return np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), dtype=np.int32)
