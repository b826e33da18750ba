"""Relations between rows, and what follows from them: the whole of a part, the storey that a thing stands in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.model.relations import RELATION_SCHEMA
from dfma.progress import Progress

Rows = npt.NDArray[np.int32]

_RELATIONS = (
    ("aggregates", "IfcRelAggregates", "RelatingObject", "RelatedObjects"),
    ("nests", "IfcRelNests", "RelatingObject", "RelatedObjects"),
    ("contains", "IfcRelContainedInSpatialStructure", "RelatingStructure", "RelatedElements"),
    ("voids", "IfcRelVoidsElement", "RelatedOpeningElement", "RelatingBuildingElement"),
    ("fills", "IfcRelFillsElement", "RelatedBuildingElement", "RelatingOpeningElement"),
    ("connects", "IfcRelConnectsElements", "RelatingElement", "RelatedElement"),
    ("connects", "IfcRelConnectsWithRealizingElements", "RelatingElement", "RealizingElements"),
    ("connects", "IfcRelConnectsWithRealizingElements", "RealizingElements", "RelatedElement"),
    ("groups", "IfcRelAssignsToGroup", "RelatingGroup", "RelatedObjects"),
    ("bounds", "IfcRelSpaceBoundary", "RelatedBuildingElement", "RelatingSpace"),
)
"""Kind, class, attribute of the source, attribute of the target. The names are the same in all schemas."""

_PARENTS = (
    ("contains", "target", "source"),
    ("aggregates", "target", "source"),
    ("nests", "target", "source"),
    ("voids", "source", "target"),
    ("fills", "source", "target"),
)
"""Where a row stands is told by its parent; of several parents the first kind counts."""

_DEEPEST = 64
"""Steps from a part up to its storey; a chain of wholes that bites its own tail is cut off here."""


def read_relations(step: StepFile, rows: dict[int, int], progress: Progress) -> pl.DataFrame:
    """All authored relations whose two ends have rows. `rows` maps numbers in the file to rows."""
    kinds: list[str] = []
    sources: list[int] = []
    targets: list[int] = []
    for kind, base, source_attribute, target_attribute in _RELATIONS:
        for name, relations in step.groups(base):
            progress.check()
            ends = zip(
                step.column(name, relations, source_attribute),
                step.column(name, relations, target_attribute),
                strict=True,
            )
            for one, other in ends:
                to = [row for entity in step.entities(other) if (row := rows.get(entity.id())) is not None]
                for entity in step.entities(one):
                    if (source := rows.get(entity.id())) is not None:
                        sources += [source] * len(to)
                        targets += to
        kinds += [kind] * (len(sources) - len(kinds))
    table = pl.DataFrame(
        {"kind": kinds, "source": sources, "target": targets, "distance": None}, schema=RELATION_SCHEMA
    )
    return table.filter(pl.col("source") != pl.col("target")).unique(maintain_order=True)


def wholes(relations: pl.DataFrame, elements: pl.DataFrame) -> pl.DataFrame:
    """Columns `row`, `whole`: each element that is a direct part of another element, aggregation before nesting."""
    are_elements = elements.filter(role="element")["row"].implode()
    return (
        relations.filter(
            pl.col("kind").is_in(["aggregates", "nests"]),
            pl.col("source").is_in(are_elements),
            pl.col("target").is_in(are_elements),
        )
        .sort("kind", maintain_order=True)
        .unique("target", keep="first", maintain_order=True)
        .select(row="target", whole="source")
    )


def parents(relations: pl.DataFrame, count: int) -> Rows:
    """Of each of `count` rows the one that it stands in: a space, a whole, the host of an opening. (count + 1); `count`
    stands for none, and is its own parent."""
    parent = np.full(count + 1, count, np.int32)
    for kind, child, above in reversed(_PARENTS):
        of_kind = relations.filter(kind=kind).reverse()  # so that the first of a kind is the last to be written
        parent[of_kind[child].to_numpy()] = of_kind[above].to_numpy()
    return parent


def nearest_above(parent: Rows, wanted: pl.Series) -> pl.Series:
    """Of each row the nearest wanted row that it stands in, directly or through others; null when there is none.

    `parent` is what `parents` returned, `wanted` has one flag per row; a wanted row does not stand in itself.
    """
    count = len(wanted)
    flags = np.append(wanted.to_numpy(), False)
    found = np.full(count, -1, np.int32)
    above = parent[:count].copy()
    for _ in range(_DEEPEST):
        hit = flags[above] & (found < 0)
        found[hit] = above[hit]
        above = parent[above]
        if (above == count).all():
            break
    return pl.Series(found).replace(-1, None)
