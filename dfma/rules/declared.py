"""Rules declared as data: to whom they apply, and what must hold. Compiled once into the same `Rule` as Python ones.

    applies_to: {pieces: concrete, kind: [composite_slab], where: [{measure: length, at_least: 3.0}]}
    requires: [{concept: concrete_cover, present: true}]

`pieces` are precast pieces; `buildings: precast` asks the buildings that have some; `parts: true` looks at parts of
pieces too; `purpose` chooses by what a thing is called. A condition with `silence: does_not_apply` takes silence for
no; a demand with `if_used: true` is not checkable where nothing in the model has it.

A row that cannot be compared is "not checkable"; only a demand that something be `present` fails when it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dfma.model.material_family import quantity_data
from dfma.model.recognition import CASTINGS, KINDS
from dfma.rules.amounts import amount
from dfma.rules.concepts import load_concepts
from dfma.rules.facets import Constraint, Facet, read_constraint, read_facet
from dfma.rules.facts import Column, Facts
from dfma.rules.judgement import Failure, Judge, Judgement, Mask, Rows
from dfma.rules.rule import Evaluate, Setting
from dfma.text import Text

_PIECES = ("all", "concrete")
_SCOPES = ("pieces", "buildings", "parts", "purpose", "kind", "casting", "material", "ifc_class", "where")


@dataclass(frozen=True, slots=True)
class _Clause:
    facet: Facet
    entry: Mapping[str, Any]

    def read(self, facts: Facts, settings: Mapping[str, Setting]) -> tuple[Column, Constraint]:
        return self.facet.column(facts), read_constraint(self.entry, settings)


def compile_rule(
    applies_to: Mapping[str, Any], requires: Sequence[Mapping[str, Any]], known: Sequence[str]
) -> Evaluate:
    """An evaluation from data; `known` are the names of its parameters. Raises ValueError on unsound data."""
    _check_scope(applies_to)
    where = _clauses(applies_to.get("where", ()), known)
    demands = _clauses(requires, known)
    if not demands:
        raise ValueError("a rule must require something")

    def evaluate(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
        judge = Judge(_scope(facts, applies_to))
        for clause in where:
            _narrow(judge, *clause.read(facts, settings), silence_is_no=clause.entry.get("silence") == "does_not_apply")
        asked = [_asked(clause, facts, settings, judge.open_rows) for clause in demands]
        for column, constraint in asked:  # what fails one demand fails, even where another cannot be checked
            _fail(judge, facts, column, constraint, _failing(judge.open_rows, column, constraint))
        for column, constraint in asked:
            _explain(judge, column, judge.open_rows[_unknown(judge.open_rows, column, constraint)])
        judge.passes(judge.open_rows)
        return judge.judgement()

    return evaluate


def _check_scope(applies_to: Mapping[str, Any]) -> None:
    if unknown := set(applies_to) - set(_SCOPES):
        raise ValueError(f"applies_to does not know {', '.join(sorted(unknown))}")
    if applies_to.get("pieces", "all") not in _PIECES:
        raise ValueError(f"pieces is one of {', '.join(_PIECES)}")
    if applies_to.get("buildings", "precast") != "precast":
        raise ValueError("buildings is precast")
    families = tuple(row["family"] for row in quantity_data()["families"])
    purposes = tuple(load_concepts().parts)
    for name, allowed in (("kind", KINDS), ("casting", CASTINGS), ("material", families), ("purpose", purposes)):
        if wrong := set(applies_to.get(name, ())) - set(allowed):
            raise ValueError(f"unknown {name} {', '.join(sorted(wrong))}")


def _clauses(entries: Sequence[Mapping[str, Any]], known: Sequence[str]) -> tuple[_Clause, ...]:
    placeholders: dict[str, Setting] = dict.fromkeys(known, 0.0)
    for entry in entries:
        read_constraint(entry, placeholders)
    return tuple(_Clause(read_facet(entry), entry) for entry in entries)


def _scope(facts: Facts, applies_to: Mapping[str, Any]) -> Mask:
    pieces = applies_to.get("pieces")
    if applies_to.get("buildings"):
        return facts.precast_buildings
    mask = ~facts.is_part & ~facts.groups if pieces is None else facts.pieces.copy()
    if applies_to.get("parts"):
        mask = facts.is_element.copy()
    if purposes := applies_to.get("purpose"):
        mask &= np.any([facts.part_purpose(purpose) for purpose in purposes], axis=0)
    if pieces == "concrete":
        mask &= facts.concrete_pieces
    if families := applies_to.get("material"):
        mask &= np.any([facts.material_family(family) for family in families], axis=0)
    if kinds := applies_to.get("kind"):
        mask &= facts.kind(*kinds)
    if castings := applies_to.get("casting"):
        mask &= facts.casting(*castings)
    if classes := applies_to.get("ifc_class"):
        mask &= facts.ifc_class(*classes)
    return mask


def _narrow(judge: Judge, column: Column, constraint: Constraint, *, silence_is_no: bool) -> None:
    """Rows for which the condition does not hold are not what the rule is about; unknown is not checkable, unless the
    rule says that silence means no."""
    if silence_is_no:
        judge.does_not_apply(judge.open_rows[~column.present[judge.open_rows]])
    rows = judge.open_rows
    readable = constraint.readable(column)[rows] | (constraint.operator == "present")
    _explain(judge, column, rows[~readable])
    judge.does_not_apply(rows[readable & ~constraint.holds(column)[rows]])


def _asked(clause: _Clause, facts: Facts, settings: Mapping[str, Setting], rows: Rows) -> tuple[Column, Constraint]:
    """A demand; one marked `if_used` proves nothing by absence where none of the rows has it."""
    column, constraint = clause.read(facts, settings)
    unused = bool(clause.entry.get("if_used")) and not column.present[rows].any()
    return replace(column, silent=column.silent or unused), constraint


def _unknown(rows: Rows, column: Column, constraint: Constraint) -> Mask:
    """Which rows cannot be compared; what must be `present` is unknown only where the whole file is silent."""
    if constraint.operator == "present":
        return ~column.present[rows] & column.silent
    return ~constraint.readable(column)[rows]


def _failing(rows: Rows, column: Column, constraint: Constraint) -> Rows:
    """Rows that do not hold; only what must be `present` fails when it is missing."""
    return rows[~constraint.holds(column)[rows] & ~_unknown(rows, column, constraint)]


def _explain(judge: Judge, column: Column, rows: Rows) -> None:
    judge.cannot_check(rows[~column.present[rows]], column.missing)
    for row in rows[column.present[rows]].tolist():
        judge.cannot_check([row], column.not_understood(row))


def _fail(judge: Judge, facts: Facts, column: Column, constraint: Constraint, rows: Rows) -> None:
    expected = constraint.expected(column)
    for row in rows.tolist():
        number = float(column.numbers[row])
        word = column.words[row]
        judge.fails(
            Failure(
                rows=(row,),
                sentence=f"rule.declared.{constraint.operator}",
                expected=_evidence(constraint.limit),
                found=word if np.isnan(number) else number,
                unit=column.unit,
                subject=column.title.key,
                values=facts.named(
                    row,
                    what=column.title,
                    found=word or (None if np.isnan(number) else amount(number, column.unit)),
                    expected=expected,
                ),
            )
        )


def _evidence(limit: Setting | None) -> Text | str | float | None:
    if isinstance(limit, tuple):
        return " / ".join(str(item) for item in limit)
    return limit if not isinstance(limit, bool) else None
