"""CON-064: the joint under a precast column."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.connections.base_joint import PARAMETERS, judge_joint
from dfma.rules.rule import Setting, rule


@rule("CON-064", row="DR064", parameters=PARAMETERS)
def column_joint(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Under a precast column a joint of `gap` is left for grout, give or take `tolerance`.

    Applies to precast columns. The joint is the free height between the column and the highest concrete element that
    carries it. Thinner joints do not fill, thicker ones need formwork. A column with nothing below it within reach is
    not checkable.
    """
    return judge_joint(facts, settings, facts.pieces & facts.kind("column"))
