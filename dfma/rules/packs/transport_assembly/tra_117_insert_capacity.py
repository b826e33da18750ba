"""TRA-117: lifting inserts carry the piece."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.lifting import judge_capacity
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("TRA-117", row="DR117", parameters={"dynamic": Parameter(default=1.5, unit="1")})
def insert_capacity(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The lifting inserts of a piece carry its weight times `dynamic`.

    Applies to precast pieces but strip panels, which are carried by hand or by clamps. Of four inserts three count; the
    weakest of them decides. Pieces without modelled inserts, without a mass or without a rated capacity are not
    checkable.
    """
    judge = Judge(facts.pieces & ~facts.kind("partition_panel", "bathroom_pod", "kitchen_pod"))
    judge_capacity(judge, facts, number(settings, "dynamic") * facts.numbers("mass"))
    return judge.judgement()
