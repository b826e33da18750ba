"""A rule, what it says of a model, and what a run of it leaves behind. Values only; running is in `run.py`.

A rule looks at all rows of a model at once and gives every one of them a verdict: passed, failed, not applicable or
not checkable. "Not checkable" always names what is missing and who can supply it.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from dfma.finding import Clause, Finding, Severity, Verdict
from dfma.text import Text

if TYPE_CHECKING:
    from dfma.rules.facts import Facts
    from dfma.rules.judgement import Judgement

Setting: TypeAlias = "float | str | bool | tuple[str, ...]"
Verdicts: TypeAlias = npt.NDArray[np.int8]


Evaluate: TypeAlias = "Callable[[Facts, Mapping[str, Setting]], Judgement]"
"""Looks at a model with the parameters in force and judges every row."""


class Stage(enum.StrEnum):
    """How far a design is, in order. A stage demands what the stages before it demanded, and more."""

    SCHEME = "scheme"
    PRELIMINARY = "preliminary"
    CONSTRUCTION = "construction"
    FABRICATION = "fabrication"

    @property
    def order(self) -> int:
        return list(Stage).index(self)


class Consumer(enum.StrEnum):
    """Who needs what the rule asks for."""

    PRODUCTION = "production"
    CONSTRUCTION = "construction"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number or choice of a rule that a project may set otherwise; the logic stays."""

    default: Setting
    unit: str | None = None
    """Of a number: "m", "kg", "kg/m3", "MPa", "%", "1" (a count or ratio)."""


def number(settings: Mapping[str, Setting], name: str) -> float:
    """A parameter that is a number. Raises TypeError when a project has set it to something else."""
    value = settings[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"parameter {name} must be a number, not {value!r}")
    return float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One demand on a model.

    `title`, `about` (to whom it applies, what must hold, why), the sentences of its findings and the hint how to mend
    them are the texts `rule.<id>.title`, `.about`, `.failed` and `.fix`.
    """

    id: str
    source_row: str | None
    """Row of the table of depth rules that it stands for ("DR022"); None for rules of other origin."""
    stage: Stage
    consumers: tuple[Consumer, ...]
    severity: Severity
    clause: Clause
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    evaluate: Evaluate
    pack: str = ""
    """Name of the pack, filled in when the pack is read."""

    @property
    def title(self) -> Text:
        return Text(f"rule.{self.id}.title")

    @property
    def about(self) -> Text:
        return Text(f"rule.{self.id}.about")

    def settings(self) -> dict[str, Setting]:
        """Values of the parameters as they stand now."""
        return {name: parameter.default for name, parameter in self.parameters.items()}

    def with_(self, *, severity: Severity | None = None, parameters: Mapping[str, Setting] | None = None) -> Rule:
        """The same rule with another severity or other parameter values."""
        changed = {
            name: replace(parameter, default=(parameters or {}).get(name, parameter.default))
            for name, parameter in self.parameters.items()
        }
        return replace(self, severity=severity or self.severity, parameters=changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Why a rule could not be checked on some rows: what is missing, and from whom."""

    reason: Text
    rows: npt.NDArray[np.int32]
    """Rows of the element table; empty where the model as a whole could not be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRun:
    """What one rule said of one model. There is one for every rule that was asked for, always."""

    rule_id: str
    title: Text
    verdicts: Verdicts
    """(N) a `Verdict` for each row of the element table."""
    whole: Verdict | None = None
    """Verdict on the model as a whole, for rules that ask about it; None for rules about elements."""
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    clause: Clause | None = None
    changes: tuple[Text, ...] = ()
    """What a reader must know of how it was run: what settings changed, a schema that it was not written for."""
    skipped: Text | None = None
    """Why the rule was not run at all (switched off, later stage); its verdicts are then "not applicable"."""
    error: Text | None = None
    """The rule itself failed; its verdicts are then "not checkable"."""
    seconds: float = field(default=0.0, compare=False)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows got each verdict; a verdict on the whole model counts as one more."""
        numbers, how_many = np.unique(self.verdicts, return_counts=True)
        counted = Counter({Verdict(int(number)): int(times) for number, times in zip(numbers, how_many, strict=True)})
        if self.whole is not None:
            counted[self.whole] += 1
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def reason(self) -> Text | None:
        """The most frequent reason for "not checkable", for a table with one line per rule."""
        if self.error or self.skipped:
            return self.error or self.skipped
        return max(self.gaps, key=lambda gap: len(gap.rows)).reason if self.gaps else None


def rule(
    rule_id: str,
    *,
    row: str,
    parameters: Mapping[str, Parameter] | None = None,
) -> Callable[[Evaluate], Rule]:
    """Make a `Rule` of a function whose clause, stage, consumers and severity stand in the table of depth rules.

    The function's docstring says to whom the rule applies, what must hold and why. Raises ValueError without one.
    """
    from dfma.rules.depth_table import demand

    def decorate(function: Evaluate) -> Rule:
        if not (function.__doc__ or "").strip():
            raise ValueError(f"rule {rule_id} has no docstring")
        return demand(row).rule(rule_id, function, parameters or {})

    return decorate
