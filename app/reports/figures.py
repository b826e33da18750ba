"""The numbers behind the report's figures and tables, counted once for HTML and console."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from app.reports.charts import WaterfallRow
from dfma.assembly_rate.questions import ABSENT
from dfma.finding import Verdict

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.assembly_rate.improvement import Step
    from dfma.components.type_plan import PlanPoint
    from dfma.model.building import BuildingModel
    from dfma.report import ReviewReport
    from dfma.rules.rule import RuleRun
    from dfma.text import Catalogue


def verdict_totals(runs: Iterable[RuleRun]) -> dict[str, int]:
    """Verdicts of all rules on all elements, side by side."""
    total: Counter[Verdict] = Counter()
    for run in runs:
        total.update(run.counts)
    return {verdict.name.lower(): total[verdict] for verdict in Verdict}


def kind_table(model: BuildingModel) -> list[dict[str, Any]]:
    """Pieces by kind and casting; parts of a piece, openings and spaces are not counted."""
    table = pl.concat([model.elements.select("role"), model.recognition], how="horizontal")
    return (
        table.filter((pl.col("role") == "element") & pl.col("piece").is_null() & (pl.col("kind") != "opening"))
        .group_by("kind", "casting")
        .agg(pl.len().alias("count"), pl.col("kind_confidence").mean().alias("confidence"))
        .sort("count", "kind", "casting", descending=[True, False, False])
        .to_dicts()
    )


def match_groups(report: ReviewReport) -> list[dict[str, Any]]:
    """Elements whose best candidate and gaps are the same, in one row, the most frequent first."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for matches in report.matches or ():
        best = matches.candidates[0] if matches.candidates else None
        gaps = tuple(sorted((name, round(gap)) for name, gap in best.gaps_mm.items())) if best else ()
        key = (matches.kind, best.designation if best else None, gaps)
        groups.setdefault(key, []).append(matches.element)
    by_element = {matches.element: matches for matches in report.matches or ()}
    rows = [
        {
            "kind": kind,
            "elements": elements,
            "gaps": dict(gaps),
            "example": by_element[elements[0]],
            "best": by_element[elements[0]].candidates[0] if designation else None,
        }
        for (kind, designation, gaps), elements in groups.items()
    ]
    return sorted(rows, key=lambda row: (row["best"] is None, -len(row["elements"]), row["elements"][0]))


def front_marks(report: ReviewReport, words: Catalogue) -> list[tuple[str, float, float]]:
    """Label, total change in metres and number of types of each point that is offered, for the plot."""
    front = report.standardisation.front if report.standardisation else ()
    return [
        (words.say_key("report.front.mark", mm=point.max_change_mm, types=point.types), point.total_change_mm / 1000,
         point.types)
        for point in front
    ]  # fmt: skip


def front_rows(report: ReviewReport) -> list[dict[str, Any]]:
    """Every point with what changes at it: pieces that change alike in one row, the most frequent first."""
    plan = report.standardisation.plan if report.standardisation else ()
    kinds = report.model.recognition["kind"]
    return [{"point": point, "changes": _alike(point, kinds) if point.offered else []} for point in plan]


def _alike(point: PlanPoint, kinds: pl.Series) -> list[dict[str, Any]]:
    sizes = [f"{name}{end}_mm" for end in ("_from", "") for name in ("length", "width", "height")]
    changed = point.assignment.filter(pl.col("change_mm") > 0)
    return (
        changed.with_columns(kinds.gather(changed["row"]).alias("kind"))
        .group_by("kind", *sizes, "type", maintain_order=True)
        .agg(pl.col("row").first(), pl.len().alias("count"), pl.col("concrete").sum())
        .sort("count", *sizes, descending=[True] + [False] * len(sizes), maintain_order=True)
        .to_dicts()
    )


def rate_rows(rate: AssemblyRate | None, words: Catalogue) -> list[WaterfallRow]:
    """The items for the waterfall."""
    items = rate.items if rate else ()
    return [
        WaterfallRow(
            label=words.say(item.title), low=item.score_low, high=item.score_high,
            most=0.0 if item.origin == "absent" else item.most, origin=words.say_key(f"rate.origin.{item.origin}"),
        )
        for item in items
    ]  # fmt: skip


def cheapest_steps(rate: AssemblyRate | None, most: int) -> list[Step]:
    """The cheapest steps per point, one per item."""
    first: dict[str, Step] = {}
    for step in rate.improvement.steps if rate and rate.improvement else ():
        first.setdefault(step.item, step)
    return list(first.values())[:most]


def grade_text(rate: AssemblyRate, words: Catalogue) -> str:
    """The grade, or every grade that is still possible."""
    said = [_grade(grade, words) for grade in rate.grades_possible]
    if len(said) == 1:
        return said[0]
    return words.say_key("report.rate.grades", low=said[0], high=said[-1])


def building_rates(rate: AssemblyRate | None, words: Catalogue) -> list[dict[str, str]]:
    """Name, rate and grade of each building of the file."""
    return [
        {
            "name": one.building_name or one.building or "",
            "rate": rate_text(one, words),
            "grade": grade_text(one, words),
        }
        for one in ((rate, *rate.others) if rate else ())
    ]


def stated_text(value: bool | float | str, words: Catalogue) -> str:
    """An answer in words: yes, no, a number, or the word that was chosen."""
    if isinstance(value, bool):
        return words.say_key("report.rate.yes" if value else "report.rate.no")
    if value == ABSENT:
        return words.say_key("rate.origin.absent")
    return f"{value:g}" if isinstance(value, float) else value


def _grade(grade: str | None, words: Catalogue) -> str:
    """In words where the catalogue has them; a scheme from a file may name grades of its own."""
    key = "rate.grade.none" if grade is None else f"rate.grade.{grade}"
    return words.say_key(key) if key in words else str(grade)


def rate_text(rate: AssemblyRate | None, words: Catalogue) -> str:
    """The rate, or the range in which it is proven to lie, or that it is unknown."""
    if rate is None or (rate.rate is None and rate.rate_low is None):
        return words.say_key("report.rate.unknown")
    if rate.rate is not None:
        return f"{rate.rate:.0f} %"
    return f"{rate.rate_low:.0f}–{rate.rate_high:.0f} %"
