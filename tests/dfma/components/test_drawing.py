"""Drawings: every component has a thumbnail and a sketch, well formed, inside its frame and always the same."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from dfma.components.catalogue import seed_catalogue
from dfma.components.drawing import sketch_svg, thumbnail_svg
from dfma.components.solids import bounds
from dfma.components.variant import Variant, listed_variants, named_variant, typical_variant

VARIANTS = [one for component in seed_catalogue().components.values() if (one := typical_variant(component))]


def corners(svg: str) -> list[tuple[float, float]]:
    """Of all painted faces."""
    paths = re.findall(r' d="([^"]+)"', svg)
    return [(float(x), float(y)) for path in paths for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.component.id)
def test_every_component_has_parameters_thumbnail_and_drawing(variant: Variant) -> None:
    assert variant.values
    for svg, width, height in ((thumbnail_svg(variant.solids, 100), 100, 100), (sketch_svg(variant.solids), 640, 440)):
        ET.fromstring(svg)  # noqa: S314 - our own text
        places = corners(svg)
        assert places
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    assert thumbnail_svg(variant.solids) == thumbnail_svg(variant.solids)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.component.id)
def test_the_sketch_states_the_overall_sizes(variant: Variant) -> None:
    low, high = bounds(variant.solids)
    said = re.findall(r">([^<>]+)</text>", sketch_svg(variant.solids))
    assert {f"{size:.0f}" for size in high - low} <= set(said)


def test_openings_are_dimensioned() -> None:
    panel = seed_catalogue().components["WQC2"]
    read = panel.grammar.parse("WQC2-4830-0615-1515")
    assert read is not None
    said = re.findall(r">([^<>]+)</text>", sketch_svg(named_variant(panel, dict(read.values)).solids))
    assert {"600\u00d71500", "1500\u00d71500"} <= set(said)


def test_near_faces_are_painted_over_far_ones() -> None:
    """The outer leaf of a sandwich is the greatest layer and the nearest: it is painted last, its opening left free."""
    panel = next(iter(listed_variants(seed_catalogue().components["WQC1"])))
    pierced = [
        f'd="{path}"' for path in re.findall(r' d="([^"]+)"', thumbnail_svg(panel.solids)) if path.count("M") == 2
    ]
    widths = [max(x for x, _ in corners(f" {path}")) - min(x for x, _ in corners(f" {path}")) for path in pierced]
    assert len(widths) == 3
    assert widths[-1] == pytest.approx(max(widths), abs=0.2)
    assert widths[-1] > widths[0] + 10


def test_a_round_face_has_no_line_at_every_chord() -> None:
    ring = typical_variant(seed_catalogue().components["SEG-B"])
    assert ring is not None
    paths = re.findall(r'fill="(#\w+)" fill-rule="evenodd" stroke="(#\w+)"', thumbnail_svg(ring.solids))
    assert sum(fill == stroke for fill, stroke in paths) > 15
    stair = typical_variant(seed_catalogue().components["ST"])
    assert stair is not None
    assert not [1 for fill, stroke in re.findall(r'fill="(#\w+)" fill-rule="evenodd" stroke="(#\w+)"',
                                                 thumbnail_svg(stair.solids)) if fill == stroke]  # fmt: skip
