"""The coverage map accounts for every row of the table."""

from __future__ import annotations

from dfma.rules.coverage import Coverage, counts, coverage_map
from dfma.rules.depth_table import demands
from dfma.rules.pack import load_packs, rules_of
from dfma.rules.run import run_rules
from tests.builders import building
from tests.dfma.rules.test_rule_examples import CATALOGUES

RULES = rules_of(load_packs())


def test_every_row_is_counted_once() -> None:
    wall = {"kind": "wall_panel_exterior", "casting": "precast", "properties": {"a": {"ConcreteCover": "25 mm"}}}
    runs = run_rules(building([wall]), RULES, stage="construction")  # type: ignore[list-item]
    rows = coverage_map(RULES, runs)
    assert [row.demand.row for row in rows] == list(demands())
    assert sum(counts(rows).values()) == len(rows)
    became = {row.demand.row: row for row in rows}
    assert became["DR036"].coverage is Coverage.CHECKED
    assert became["DR033"].coverage is Coverage.NOT_CHECKABLE
    assert became["DR087"].coverage is Coverage.NOT_APPLICABLE
    assert became["DR110"].coverage is Coverage.NOT_RUN
    assert became["DR018"].coverage is Coverage.NOT_IMPLEMENTED
    assert all((row.reason is None) == (row.coverage in (Coverage.CHECKED, Coverage.NOT_APPLICABLE)) for row in rows)


def test_no_row_has_two_rules() -> None:
    rows = [rule.source_row for rule in RULES if rule.source_row]
    assert len(rows) == len(set(rows))


def test_a_row_without_a_rule_says_why() -> None:
    without = [row for row in coverage_map(RULES, []) if row.coverage is Coverage.NOT_IMPLEMENTED]
    assert len(without) < len(demands()) / 10
    for catalogue in CATALOGUES.values():
        assert all(row.reason is not None and row.reason.key in catalogue for row in without)
