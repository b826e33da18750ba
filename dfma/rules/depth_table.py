"""The table of depth rules: what the standards ask of an assembly design, row by row, with clause and confidence.

`depth_rules.csv` is the table. A rule of a pack names its row and takes stage, consumers, severity and clause from it,
so that no number of a clause stands twice. Nobody has the bought texts before them: a row that is not `verified` is
shown as "to be confirmed", and a rule made from it is never an error by default.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dfma.finding import Clause, Severity
from dfma.rules.rule import Consumer, Parameter, Rule, Stage
from dfma.text import Text

if TYPE_CHECKING:
    from dfma.rules.rule import Evaluate

SOURCES = ("property", "quantity", "layers", "geometry", "rebar", "graph", "document", "drawing", "site data")
"""Where the answer to a demand is found; said as the text "source.<name>"."""
TABLE = Path(__file__).parent / "depth_rules.csv"
_SEVERITY = {
    "error": Severity.ERROR,
    "major": Severity.WARNING,
    "minor": Severity.ADVICE,
    "info": Severity.ADVICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One row of the table."""

    row: str
    stage: Stage
    consumers: tuple[Consumer, ...]
    component: str
    threshold: str
    unit: str
    severity: Severity
    clause: Clause
    needs: tuple[str, ...]
    """What answers it, of `SOURCES`."""

    @property
    def title(self) -> Text:
        """What it asks, in a few words."""
        return Text(f"depth.{self.row}")

    def rule(self, rule_id: str, evaluate: Evaluate, parameters: Mapping[str, Parameter]) -> Rule:
        """A rule that stands for this row."""
        return Rule(
            id=rule_id,
            source_row=self.row,
            stage=self.stage,
            consumers=self.consumers,
            severity=self.severity,
            clause=self.clause,
            parameters=parameters,
            evaluate=evaluate,
        )


def demand(row: str) -> Demand:
    """The row with this id. Raises ValueError when the table has none."""
    if row not in (table := demands()):
        raise ValueError(f"no row {row} in {TABLE.name}")
    return table[row]


@cache
def demands() -> Mapping[str, Demand]:
    """All rows by id, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {record["id"]: _demand(record) for record in csv.DictReader(table)}


def blocks_at_most(severity: Severity, clause: Clause) -> Severity:
    """What is not verified never blocks: an error becomes a warning."""
    return Severity.WARNING if severity is Severity.ERROR and not clause.verified else severity


def _demand(record: Mapping[str, str]) -> Demand:
    clause = Clause(
        document=record["document"],
        number=record["number"],
        confidence=record["confidence"],
        modal=record["modal"] or None,
    )
    return Demand(
        row=record["id"],
        stage=Stage(record["stage"]),
        consumers=tuple(Consumer(name) for name in record["consumers"].split("+")),
        component=record["component"],
        threshold=record["threshold"],
        unit=record["unit"],
        severity=blocks_at_most(_SEVERITY[record["severity"]], clause),
        clause=clause,
        needs=tuple(source for source in SOURCES if source in record["checkable_from"]),
    )
