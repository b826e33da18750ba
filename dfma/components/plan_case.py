"""What all points of one building start from: its types, rows and surroundings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dfma.components.closure import Stretch, distinct, stretches
from dfma.components.limits import reach, room_of_types
from dfma.components.lines import Row, Surroundings, surroundings
from dfma.components.plan_problem import Problem
from dfma.components.plan_settings import PlanSettings
from dfma.components.present_types import Ints, PresentTypes, factory_pieces, present_types
from dfma.components.signature import pieces
from dfma.components.type_plan import Line
from dfma.model.building import BuildingModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One building, before anything is permitted to change."""

    settings: PlanSettings
    made: pl.DataFrame
    """The pieces that a factory makes (PIECE_SCHEMA)."""
    present: PresentTypes
    row_of: Ints
    """Row in the model of a place in the table of all pieces, which the rows of pieces go by."""
    around: Surroundings
    lines: tuple[Line, ...]
    """The rows, as they leave the process."""
    stretches: tuple[Stretch, ...]
    """Of all rows."""
    conditions: tuple[Stretch, ...]
    """Each demand on the types once."""
    room: tuple[Ints, Ints]
    """(G, 5) by how much neighbours let each type shrink and grow."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Pieces in a row."""
        return self.around.rows

    def problem(self, permitted_mm: float) -> Problem:
        """What is to be solved at a permitted change."""
        low, high = reach(self.present, self.room, permitted_mm, self.settings)
        return Problem(present=self.present, low=low, high=high, stretches=self.conditions, settings=self.settings)


def plan_case(model: BuildingModel, settings: PlanSettings) -> Case:
    """Find the types of a building, the rows they stand in, and what is beside them."""
    every = pieces(model)
    every = every.with_columns(model.elements["storey"].gather(every["row"]).alias("storey"))
    made = factory_pieces(model, settings)
    present = present_types(model, made)
    row_of, own = every["row"].to_numpy().astype(np.int64), present.pieces
    place = np.searchsorted(row_of, own["row"].to_numpy())
    type_of, turned = np.full(len(row_of), -1, np.int64), np.zeros(len(row_of), np.bool_)
    type_of[place], turned[place] = own["type"].to_numpy(), own["turned"].to_numpy()
    around = surroundings(model, every, type_of >= 0, settings)
    parts = stretches(around.rows, type_of, turned, present.pinned)
    return Case(
        settings=settings,
        made=made,
        present=present,
        row_of=row_of,
        around=around,
        lines=tuple(_line(row, every) for row in around.rows),
        stretches=parts,
        conditions=distinct(parts),
        room=room_of_types(present, around, place),
    )


def _line(row: Row, every: pl.DataFrame) -> Line:
    own = every[list(row.places)]
    return Line(
        family=row.family, storey=own["storey"][0], rows=tuple(own["row"].to_list()), length_mm=round(row.length_mm, 1)
    )
