from __future__ import annotations

import numpy as np
import pytest

from app.ui.candidate_outline import candidate_outline
from app.ui.words import Words
from dfma.components.matching import Match
from dfma.model.building import BuildingModel


def candidate(**gaps: float) -> Match:
    return Match(
        component="WQ", revision=1, designation="WQ-3328", form="nominal", score=0.9, parts={}, gaps_mm=gaps,
        confidence="own", rotated=False, reasons=(), why_not=None,
    )  # fmt: skip


def row_of(model: BuildingModel, guid: str) -> int:
    return model.elements["guid"].to_list().index(guid)


def test_the_outline_is_as_large_as_the_component_and_stands_at_the_foot_of_the_piece(
    model: BuildingModel, words: Words
) -> None:
    row = row_of(model, "wall")
    drawn = candidate_outline(model, row, candidate(length=300.0, height=0.0), words)
    box = drawn.lines[:12].reshape(-1, 3)
    assert np.ptp(box, axis=0).round(6).tolist() == [3.3, 0.2, 2.8]
    assert box[:, 2].min() == pytest.approx(0.0)
    assert [note.words for note in drawn.notes] == [
        "Length 3,300 mm (piece +300)",
        "Height 2,800 mm",
    ]


def test_nothing_is_drawn_over_a_piece_without_a_box(model: BuildingModel, words: Words) -> None:
    assert candidate_outline(model, row_of(model, "column"), candidate(length=10.0), words) is None
