"""The seed catalogue: every size that was collected is there, and a broken file is said to be broken."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dfma.components.catalogue import load_components, seed_catalogue
from dfma.components.component import VARIANT_SCHEMA
from dfma.errors import UserError
from dfma.model.material_family import quantity_data
from dfma.model.recognition import KINDS

MATERIALS = {None, *(row["family"] for row in quantity_data()["families"])}
CONFIDENCES = {"verified", "verified-part", "memory-high", "memory-low", "own"}


def form(designation: str, name: str) -> dict[str, object]:
    rows = seed_catalogue().variants.filter((pl.col("designation") == designation) & (pl.col("form") == name))
    assert rows.height == 1
    return rows.row(0, named=True)


def test_every_component_says_where_its_numbers_come_from() -> None:
    for component in seed_catalogue().components.values():
        assert {trust.confidence for trust in component.provenance.values()} <= CONFIDENCES
        assert component.trust("*").source
        assert {component.kind, *component.also_kinds} <= set(KINDS)
        assert component.material in MATERIALS
        assert set(component.names) == {"en", "zh_CN"}


def test_there_are_thousands_of_variants_each_with_its_own_designation() -> None:
    variants = seed_catalogue().variants
    assert variants.schema == VARIANT_SCHEMA
    single = variants.unique(["component", "variant"])
    assert single.height > 2000
    assert single["designation"].n_unique() == single.height


def test_fabrication_size_is_nominal_size_less_the_joints() -> None:
    made = form("DBS1-6?-3612-??", "fabrication")
    assert (made["length_low_mm"], made["width_low_mm"], made["height_low_mm"]) == (3420, 960, 60)
    assert made["volume"] == pytest.approx(3.42 * 0.96 * 0.06)
    assert form("DBS2-6?-3612-??", "fabrication")["width_low_mm"] == 900
    assert form("NQ-1828", "fabrication")["height_low_mm"] == 2640


def test_the_wider_opening_comes_first() -> None:
    panel = form("WQC2-4830-0615-1515", "nominal")
    assert (panel["opening1_width_mm"], panel["opening2_width_mm"], panel["openings"]) == (1500, 600, 2)


def test_no_opening_leaves_less_than_the_least_pier() -> None:
    panels = seed_catalogue().variants.filter((pl.col("form") == "fabrication") & (pl.col("openings") == 1))
    assert panels.height > 300
    assert (panels["length_low_mm"] - panels["opening1_width_mm"]).min() >= 400  # type: ignore[operator]


@pytest.mark.parametrize("series", ["DBS", "DBD", "KTB"])
def test_slabs_have_the_sizes_of_the_collected_table(series: str, shared: Callable[[str], Path]) -> None:
    variants = seed_catalogue().variants.filter(pl.col("form") == "fabrication")
    with shared("standards/component_sizes.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["series"] == series]
    assert rows
    for row in rows:
        code = (
            row["code"] if series == "KTB" else row["code"].replace("6x", "6?") + ("-??" if series == "DBS" else "-?")
        )
        found = variants.filter(pl.col("designation") == code)
        assert found.height == 1, code
        length, width = sorted(map(float, re.findall(r"\d+", row["actual_mm"])), reverse=True)
        have = sorted((found["length_low_mm"][0], found["width_low_mm"][0]), reverse=True)
        assert have == [length, width], code
        assert found["volume"][0] == pytest.approx(float(row["volume_m3"]), abs=0.0006)


@pytest.mark.parametrize("series", ["ST", "JT", "HSEC", "BU"])
def test_listed_series_have_every_row_of_the_collected_table(series: str, shared: Callable[[str], Path]) -> None:
    known = set(seed_catalogue().variants["designation"])
    with shared("standards/component_sizes.csv").open(encoding="utf-8", newline="") as table:
        codes = {row["code"] for row in csv.DictReader(table) if row["series"] == series}
    assert codes
    assert codes <= known


def test_a_size_outside_the_list_follows_the_same_rules() -> None:
    component = seed_catalogue().components["DBS1"]
    forms = component.variant_of({"precast": 60.0, "span": 3700.0, "width": 1300.0})
    assert forms.filter(pl.col("form") == "fabrication")["length_low_mm"].to_list() == [3520]
    assert component.variant_of({"span": 3700.0}).is_empty()
    assert seed_catalogue().components["ST"].variant_of({"storey": 3100.0, "clear_width": 2400.0}).is_empty()


def test_overhangs_of_the_outer_leaf_are_assumed_unless_the_code_states_them() -> None:
    assert form("WQC1-3630-1815", "outer_leaf")["length_low_mm"] == 3580
    component = seed_catalogue().components["WQC1"]
    read = component.grammar.parse("WQC1-3630-1815 wy-2(690,440)")
    assert read is not None
    stated = component.variant_of(dict(read.values)).filter(pl.col("form") == "outer_leaf")
    assert stated["length_low_mm"].to_list() == [2700 + 690 + 440]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("just a sentence", "components.unreadable"),
        ("- {id: X, kind: beam", "components.unreadable"),
        ("- {id: X, kind: beam}", "components.wrong"),
        ("- [1, 2]", "components.wrong"),
    ],
)
def test_a_broken_file_is_said_to_be_broken(tmp_path: Path, content: str, key: str) -> None:
    path = tmp_path / "series.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_components(path)
    assert caught.value.message.key == key


def test_a_series_described_twice_is_refused(tmp_path: Path) -> None:
    one = (
        "- {id: X, kind: beam, names: {en: X}, document: D, designation: 'X{n}', "
        "fields: {n: {unit: mm}}, provenance: {'*': [s, own]}}\n"
    )
    path = tmp_path / "series.yaml"
    path.write_text(one * 2, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_components(path)
    assert caught.value.message.key == "components.twice"
