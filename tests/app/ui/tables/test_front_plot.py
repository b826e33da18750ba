from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage

from app.ui.tables.front_plot import MEASURES, Frame, FrontPlot, ticks
from app.ui.theme import Theme
from app.ui.words import Words
from tests.app.ui.plans import standardisation


@pytest.fixture
def plot(qtbot: object, words: Words, theme: Theme) -> FrontPlot:
    made = FrontPlot(words, theme)
    qtbot.addWidget(made)
    made.resize(480, 240)
    made.set_points(standardisation((0, 2, 3)).plan, "units")
    return made


@given(low=st.floats(-1e6, 1e6), span=st.floats(0, 1e6))
def test_ticks_hold_all_values_at_even_distances(low: float, span: float) -> None:
    found = ticks(low, low + span)
    slack = 1e-6 * max(1.0, abs(low), span)
    assert found[0] <= low + slack
    assert found[-1] >= low + span - slack
    assert 2 <= len(found) <= 8


def test_more_lies_higher_and_farther_to_the_right() -> None:
    frame = Frame(QRectF(10, 10, 100, 50), (0.0, 10.0), (0.0, 200.0))
    assert frame.place(0, 0) == QPointF(10, 60)
    assert frame.place(10, 200) == QPointF(110, 10)


def test_every_point_lies_inside_the_plot_for_every_measure(plot: FrontPlot) -> None:
    for measure in MEASURES:
        plot.show_measure(measure)
        assert all(plot.rect().contains(plot.place_of(n).toPoint()) for n in range(len(plot.points)))


def test_every_point_is_reached_by_keyboard(plot: FrontPlot, qtbot: object) -> None:
    told: list[int] = []
    plot.chosen.connect(told.append)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    for _ in plot.points[1:]:
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert sorted(told) == list(range(len(plot.points)))
    assert told == plot.walk
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.current == plot.walk[-1]
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.current == plot.walk[-2]
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.current == plot.walk[-1]


def test_a_click_chooses_the_point_under_it_and_offered_before_not_offered(plot: FrontPlot, qtbot: object) -> None:
    for number in (3, 2, 0):
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.place_of(number).toPoint())
        assert plot.current == number
    assert plot.place_of(0) == plot.place_of(1)
    assert plot.accessibleDescription() == plot.said(0)


def test_the_plot_is_written_as_a_drawing_and_as_a_picture(plot: FrontPlot, tmp_path: Path) -> None:
    assert plot.save(tmp_path / "types.svg")
    assert plot.save(tmp_path / "types.png")
    drawing = (tmp_path / "types.svg").read_text(encoding="utf-8")
    assert "Number of types" in drawing
    assert not QImage(str(tmp_path / "types.png")).isNull()
    assert not plot.save(tmp_path / "no" / "folder.png")


def test_offered_and_proven_are_told_apart_without_colour(plot: FrontPlot) -> None:
    """Grey values under and beside the middle of a mark: full or hollow, round or with corners."""
    picture = plot.grab().toImage()

    def darkness(number: int, beside: float) -> float:
        place = plot.place_of(number) + QPointF(beside, 0)
        return 255 - picture.pixelColor(place.toPoint()).lightness()

    assert darkness(3, 0) > 60 > darkness(2, 0)  # proven is full, an open gap hollow
    assert darkness(0, 6) > darkness(3, 6)  # the diamond of the plan that is not offered stands out beside the circle
