"""What is related to what: one long table, and a networkx graph of any kinds on demand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import networkx as nx

    from dfma.model.building import BuildingModel

RELATION_SCHEMA = pl.Schema(
    {
        "kind": pl.String,  # one of RELATION_KINDS
        "source": pl.Int32,  # row
        "target": pl.Int32,  # row
        "distance": pl.Float64,  # metres between the surfaces, for touches and supports; else null
    }
)
"""Columns of `BuildingModel.relations`."""

RELATION_KINDS = (
    "aggregates",  # whole → part
    "nests",  # host → nested
    "contains",  # spatial structure → element
    "voids",  # opening → the element that it cuts
    "fills",  # door or window → the opening
    "connects",  # element → element, as authored
    "groups",  # group, system or zone member pairs are not spelled out: group row → member
    "touches",  # lower row → higher row: surfaces nearer than the tolerance
    "supports",  # the lower body → the body that rests on it
    "bounds",  # element → the space that it bounds
)


def relation_graph(model: BuildingModel, kinds: Iterable[str]) -> nx.MultiDiGraph[int]:
    """A directed graph over rows; edges carry `kind` and `distance`. `touches` is put in once, from the lower row."""
    import networkx as nx

    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    chosen = model.relations.filter(pl.col("kind").is_in(list(kinds)))
    for kind, source, target, distance in chosen.iter_rows():
        graph.add_edge(source, target, kind=kind, distance=distance)
    return graph
