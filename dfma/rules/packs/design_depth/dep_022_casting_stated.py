"""DEP-022: every concrete element says whether it is precast or cast in place."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import CONCRETE_STRUCTURE, Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule
from dfma.text import Text, text


@rule("DEP-022", row="DR022")
def casting_stated(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """A property of the element, of its type or of the assembly that it belongs to says how it is cast.

    Applies to whole structural elements of concrete. What the program only concludes from names or shapes does not
    count: without a statement no assembly rate can be computed that others can follow. Elements of other materials are
    left out; where neither the material nor how it is made is known, and where the value is neither, the rule is not
    checkable.
    """
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind(*CONCRETE_STRUCTURE))
    column = facts.concept("casting_method")
    castings = facts.model.recognition["casting"]
    rows = judge.open_rows
    for row in rows[column.present[rows] & ~column.understood[rows]].tolist():
        judge.cannot_check([row], column.not_understood(row))
    judge.passes(rows[column.understood[rows]])
    silent = judge.open_rows
    concrete = facts.casting("precast", "cast_in_place") | facts.material_family("concrete")
    unknown = facts.casting("unknown") & ~facts.material_family()
    judge.cannot_check(silent[~concrete[silent] & unknown[silent]], text("gap.material"))
    judge.does_not_apply(silent[~concrete[silent] & ~unknown[silent]])
    for row in judge.open_rows.tolist():
        taken = Text(f"casting.{castings[row]}")
        judge.fails(Failure(rows=(row,), values=facts.named(row, taken=taken)))
    return judge.judgement()
