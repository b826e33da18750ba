"""Check a file against the schema of IFC itself. The engine is ifcopenshell.validate; what it says is grouped.

An exporter that leaves out one attribute leaves it out a hundred thousand times: every fault of a class and attribute
is one finding with its count and a few elements. Where rules (EXPRESS) are not run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dfma.errors import UserError
from dfma.finding import Clause, Evidence, Finding, Origin, Severity, Verdict
from dfma.model.building import BuildingModel
from dfma.progress import Progress
from dfma.rules.rule import RuleRun
from dfma.text import Text, text

RULE_ID = "SCHEMA"
_EXAMPLES = 5
"""Elements that a finding names; the count says how many there are."""
_REPORT_EVERY = 1000
"""Instances between two reports of progress."""
_LONGEST_WORDS = 200
_BEGINNINGS = (
    ("Attribute not optional", "missing"),
    ("Attribute is derived", "derived"),
    ("Invalid attribute value", "unreadable"),
    ("With attribute:", "value"),
    ("With inverse:", "inverse"),
    ("Entity ", "abstract"),
    ("On instance:", "identity"),
)
"""How the sentences of ifcopenshell.validate begin, and what kind of fault each one is; anything else is `other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFault:
    """One demand of the schema that a file breaks, with all the places where it does."""

    kind: str
    ifc_class: str
    attribute: str
    words: str = ""
    """What the validator said, for the kind `other`."""
    step_ids: tuple[int, ...]
    """Numbers of the instances in the file, in order; 0 for what stands in the header or could not be parsed."""


def schema_faults(progress: Progress, _emit: object, path: Path, sha256: str) -> tuple[SchemaFault, ...]:
    """Faults of a file by kind, class and attribute. Made to run in a child: the validator cannot be interrupted.

    Raises UserError when the file cannot be read or is no longer the one that was opened.
    """
    from ifcopenshell.validate import json_logger, validate

    from dfma.ifc.open_file import readable

    found: dict[tuple[str, str, str, str], list[int]] = {}

    class Grouping(json_logger):  # type: ignore[misc]  # the validator asks for its own kind of logger
        """Counts instead of keeping every sentence."""

        def __init__(self) -> None:
            super().__init__()
            self.seen = 0

        def set_state(self, key: str, value: Any) -> None:
            super().set_state(key, value)
            if key == "instance":
                super().set_state("attribute", None)  # else a fault of the next instance would carry this one's name
                self.seen += 1
                if self.seen % _REPORT_EVERY == 0:
                    progress.report(text("schema.running"), self.seen)

        def log(self, level: str, message: str, *arguments: object) -> None:
            if level != "error":
                return
            fault, step_id = _fault(message % arguments if arguments else message, self.state)
            found.setdefault(fault, []).append(step_id)

    with readable(path, progress) as source:
        if source.sha256 != sha256:
            raise UserError(text("schema.file_changed", path=str(path)))
        validate(str(source.path), Grouping())
    return tuple(
        SchemaFault(kind=kind, ifc_class=ifc_class, attribute=attribute, words=words, step_ids=tuple(sorted(step_ids)))
        for (kind, ifc_class, attribute, words), step_ids in sorted(found.items())
    )


def _fault(words: str, state: dict[str, Any]) -> tuple[tuple[str, str, str, str], int]:
    """Kind, class, attribute and words of one sentence, and the number of the instance that it is about."""
    kind = next((kind for beginning, kind in _BEGINNINGS if words.startswith(beginning)), "other")
    instance: Any = state.get("instance")
    parsed = hasattr(instance, "is_a")  # the header, and what could not be parsed, have no instance
    ifc_class = instance.is_a() if parsed else ""
    attribute = "GlobalId" if kind == "identity" else (state.get("attribute") or "").rpartition(".")[2]
    said = " ".join(words.split())[:_LONGEST_WORDS] if kind == "other" else ""
    return (kind, ifc_class, attribute, said), instance.id() if parsed else 0


def schema_run(model: BuildingModel, faults: Sequence[SchemaFault], seconds: float = 0.0) -> RuleRun:
    """The faults as a run: elements that have one fail, and so does the model where something else has one."""
    numbers = model.elements["step_id"].to_list()
    rows = {step_id: row for row, step_id in enumerate(numbers) if step_id > 0}
    broken = {step_id for fault in faults for step_id in fault.step_ids}
    verdicts = [
        Verdict.NOT_APPLICABLE if number <= 0 else Verdict.FAILED if number in broken else Verdict.PASSED
        for number in numbers
    ]
    return RuleRun(
        rule_id=RULE_ID,
        title=text("schema.title"),
        verdicts=np.array(verdicts, np.int8),
        whole=Verdict.FAILED if broken - rows.keys() else Verdict.PASSED,
        findings=tuple(_finding(fault, model, rows) for fault in faults),
        seconds=seconds,
    )


def unchecked(model: BuildingModel, why: Text, seconds: float) -> RuleRun:
    """The run when the validator did not come to an end."""
    return RuleRun(
        rule_id=RULE_ID,
        title=text("schema.title"),
        verdicts=np.full(model.elements.height, Verdict.NOT_CHECKABLE, np.int8),
        whole=Verdict.NOT_CHECKABLE,
        error=why,
        seconds=seconds,
    )


def _finding(fault: SchemaFault, model: BuildingModel, rows: dict[int, int]) -> Finding:
    guids = model.elements["guid"]
    places = list(dict.fromkeys(fault.step_ids))
    examples = [str(guids[rows[step_id]]) for step_id in places if step_id in rows][:_EXAMPLES]
    where = f"{fault.ifc_class}.{fault.attribute}" if fault.attribute else fault.ifc_class
    return Finding(
        source=RULE_ID,
        severity=Severity.WARNING,
        message=text(f"schema.fault.{fault.kind}", where=where, count=len(fault.step_ids), words=fault.words),
        elements=tuple(examples),
        subject=f"{where} {fault.words}".strip(),
        clause=Clause(document=model.source.schema, number=where, confidence="verified"),
        evidence=Evidence(found=", ".join(f"#{step_id}" for step_id in places[:_EXAMPLES] if step_id) or None),
        origin=Origin.SCHEMA,
    )
