"""The one function of recognition: from a model to kind and casting of every row."""

from __future__ import annotations

import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.recognition import RECOGNITION_SCHEMA
from dfma.recognition.clues import gather_clues
from dfma.recognition.decide import SUBJECT_VOTES, decide
from dfma.recognition.relations import let_parts_and_wholes_speak, without_gatherers
from dfma.recognition.sources.by_class import BY_CLASS
from dfma.recognition.sources.by_designation import BY_DESIGNATION
from dfma.recognition.sources.by_joint import BY_JOINT
from dfma.recognition.sources.by_material import BY_MATERIAL
from dfma.recognition.sources.by_name import BY_NAME
from dfma.recognition.sources.by_position import BY_POSITION
from dfma.recognition.sources.by_property import BY_PROPERTY
from dfma.recognition.sources.by_shape import BY_SHAPE
from dfma.recognition.votes import Evidence, ask

SOURCES = (BY_CLASS, BY_NAME, BY_DESIGNATION, BY_PROPERTY, BY_MATERIAL, BY_SHAPE, BY_POSITION, BY_JOINT)


def recognise(model: BuildingModel) -> pl.DataFrame:
    """Kind, casting and piece of every row of the element table, in row order (`RECOGNITION_SCHEMA`).

    Works with and without boxes; without them fewer witnesses speak and the confidence is lower.
    """
    clues = gather_clues(model)
    evidence = {source.name: ask(source, clues) for source in SOURCES}
    subject, votes = _subjects(evidence)
    first = decide(votes, pl.DataFrame({"subject": subject.unique().sort()}))
    recognised = without_gatherers(clues, let_parts_and_wholes_speak(clues, subject, votes, first))
    return recognised.select(pl.col(name).cast(dtype) for name, dtype in RECOGNITION_SCHEMA.items())


def _subjects(evidence: dict[str, Evidence]) -> tuple[pl.Series, pl.DataFrame]:
    """A number per row, equal for rows of which all sources say the same; and the votes of each number."""
    cases = pl.DataFrame({name: said.case for name, said in evidence.items()})
    distinct = cases.unique(maintain_order=True).with_row_index("subject")
    subject = cases.join(distinct, on=cases.columns, how="left", nulls_equal=True, maintain_order="left")["subject"]
    votes = [
        distinct.select("subject", pl.lit(name).alias("source"), pl.col(name).alias("case"))
        .join(said.votes, on="case")
        .select(SUBJECT_VOTES)
        for name, said in evidence.items()
    ]
    return subject, pl.concat(votes)
