"""TRA-122: a precast wall panel has the inserts that its temporary braces need."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import WALL_PANELS, Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.packs.transport_assembly.inserts import judge_inserts
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "TRA-122",
    row="DR122",
    parameters={"inserts": Parameter(default=4.0, unit="1"), "height": Parameter(default=2.0, unit="m")},
)
def brace_inserts(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast wall panel has at least `inserts` inserts for temporary braces: two braces, each fixed at two levels.

    Applies to precast wall panels of at least `height` metres; lower ones stand by themselves or are held otherwise.
    Until the joints are grouted only the braces hold a panel upright. Where no panel of the model has any, the rule is
    not checkable: the inserts are then in drawings or in a model of the detailer.
    """
    tall = facts.boxes.extent[facts.body, 2] >= number(settings, "height")
    judge = Judge(facts.pieces & facts.kind(*WALL_PANELS) & tall)
    reason = text("gap.brace_inserts")
    judge_inserts(judge, facts, "brace", WALL_PANELS, int(number(settings, "inserts")), reason)
    judge.passes(judge.open_rows)
    return judge.judgement()
