"""OPE-139: elements carry a code of the national classification."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from dfma.rules.facts import CONCRETE_STRUCTURE, Facts, as_mask
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule

_SET = "IfcClassification"
"""The set under which the reader keeps classification references, named by their system."""
_CODE = r"^\s*\d{2}-\d{2}(\.\d{2}){1,5}\s*$"
"""Codes of GB/T 51269: number of the table, then up to six levels ("14-10.20.03")."""


@rule("OPE-139", row="DR139")
def classification(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """Every structural element carries a classification code of GB/T 51269.

    Applies to walls, slabs, beams, columns, stairs and foundations, whole ones, not the parts of a precast piece. The
    code may be a classification reference or a property; it is recognised by the name of the system or by its form.
    Without it, quantities and maintenance data cannot be matched to the owner's lists.
    """
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind(*CONCRETE_STRUCTURE))
    references = facts.model.properties.filter(
        (pl.col("set") == _SET)
        & (pl.col("name").str.contains("51269", literal=True) | pl.col("value").str.contains(_CODE))
    )
    classified = as_mask(references["row"].to_list(), facts.rows)
    column = facts.concept("classification_code")
    spoken = np.flatnonzero(column.present)
    codes = pl.Series([column.words[row] for row in spoken.tolist()], dtype=pl.String)
    classified[spoken[codes.str.contains(_CODE).to_numpy()]] = True
    rows = judge.open_rows
    for row in rows[~classified[rows]].tolist():
        judge.fails(Failure(rows=(row,), values=facts.named(row)))
    judge.passes(judge.open_rows)
    return judge.judgement()
