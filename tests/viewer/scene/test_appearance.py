"""Colours, hiding and ghosts as values."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.text import text
from tests.viewer.house import findings, house
from viewer.scene import appearance as looks

ROWS = st.sets(st.integers(0, 19), max_size=20)


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_hidden_ghost_and_solid_texels(hidden: set[int], kept: set[int]) -> None:
    shown = looks.plain(20).ghosting_others(kept).hiding(hidden)
    alpha = shown.texels()[:, 3].tolist()
    for row in range(20):
        assert alpha[row] == (0 if row in hidden else 255 if row in kept else looks.GHOST_ALPHA)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_isolating_shows_nothing_else_and_show_all_brings_the_standard_back(kept: set[int]) -> None:
    standard = looks.plain(20).hiding([3])
    alone = standard.isolating(kept)
    assert set(alone.visible.nonzero()[0].tolist()) == kept
    assert alone.showing_all(standard).visible.tolist() == standard.visible.tolist()


def test_changes_leave_the_value_they_come_from_alone() -> None:
    standard = looks.plain(5)
    standard.hiding([1]).isolating([2]).ghosting_others([3])
    assert standard.visible.all()
    assert not standard.ghost.any()


def test_recolouring_keeps_what_is_hidden() -> None:
    model = house()
    hidden = looks.standard(model).hiding([5])
    recoloured = hidden.recoloured(looks.by_kind(model))
    assert not recoloured.visible[5]
    assert recoloured.title == text("viewer.colour.kind")


def test_openings_and_the_spatial_structure_are_not_shown_at_first() -> None:
    model = house()
    shown = looks.standard(model).visible
    roles = model.elements["role"].to_list()
    assert [bool(value) for value in shown] == [role == "element" for role in roles]


def test_legend_counts_agree_with_colours() -> None:
    model = house()
    for scheme in (looks.by_kind(model), looks.by_casting(model), looks.by_storey(model)):
        painted = [
            tuple(colour) for colour, seen in zip(scheme.colour[:, :3].tolist(), scheme.visible, strict=True) if seen
        ]
        assert sum(entry.count for entry in scheme.legend) == len(painted)
        assert {entry.colour for entry in scheme.legend} == set(painted)
        for entry in scheme.legend:
            assert painted.count(entry.colour) == entry.count


def test_the_worst_finding_wins() -> None:
    model = house()
    worse, *_ = findings()
    scheme = looks.by_severity(model, [*findings(), *findings()[1:], worse])
    row = model.elements["guid"].to_list().index("wall-0-0")
    assert tuple(scheme.colour[row, :3]) == looks.SEVERITY_COLOURS[worse.severity]
    assert [entry.count for entry in scheme.legend] == [1, 1, 1, 36]
    assert scheme.legend[-1].label == text("viewer.legend.no_finding")


def test_more_groups_than_colours_stay_apart() -> None:
    assert len({looks._palette(number) for number in range(3 * len(looks.PALETTE))}) == 3 * len(looks.PALETTE)
