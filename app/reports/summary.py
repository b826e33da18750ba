"""The report in a screenful, for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.reports.figures import building_rates, cheapest_steps, grade_text, kind_table, rate_text, verdict_totals
from dfma.finding import Severity
from dfma.rules.coverage import counts
from dfma.text import Text, text

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.components.type_plan import PlanPoint, Standardisation
    from dfma.model.changes import Applied
    from dfma.report import ReviewReport
    from dfma.text import Catalogue

KINDS_SHOWN = 12
GROUPS_SHOWN = 12
STEPS_SHOWN = 3


def summary(report: ReviewReport, words: Catalogue) -> str:
    """What a person wants to read first; the files hold the rest."""
    return "\n".join([*_model_lines(report, words), *_finding_lines(report, words), *_result_lines(report, words)])


def _model_lines(report: ReviewReport, words: Catalogue) -> list[str]:
    model, kinds = report.model, kind_table(report.model)
    elements = model.elements.filter(model.elements["role"] == "element").height
    precast = sum(row["count"] for row in kinds if row["casting"] == "precast")
    skipped = len(model.skipped)
    head = words.say_key(
        "summary.model", elements=elements, schema=model.source.schema, precast=precast, skipped=skipped
    )
    lines = [head, *(words.say(note) for note in model.source.notes)]
    for row in kinds[:KINDS_SHOWN]:
        kind, casting = Text(f"kind.{row['kind']}"), Text(f"casting.{row['casting']}")
        lines.append(words.say_key("summary.kind", count=row["count"], kind=kind, casting=casting))
    return lines


def _finding_lines(report: ReviewReport, words: Catalogue) -> list[str]:
    lines = []
    if report.runs is not None:
        lines.append(words.say_key("summary.verdicts", rules=len(report.runs), **verdict_totals(report.runs)))
    if report.coverage is not None:
        counted = {became.value: count for became, count in counts(report.coverage).items()}
        lines.append(words.say_key("summary.coverage", rows=len(report.coverage), **counted))
    if report.runs is None and report.assistant is None:
        return lines
    found = Counter(finding.severity.value for finding in report.findings)
    lines.append(words.say_key("summary.findings", **{severity.value: found[severity.value] for severity in Severity}))
    titles = {run.rule_id: run.title for run in report.runs or ()}
    groups = Counter((finding.severity, finding.source) for finding in report.findings)
    for (severity, source), count in list(groups.items())[:GROUPS_SHOWN]:
        title = titles.get(source) or Text(f"source.{source}")
        said = Text(f"severity.{severity.value}")
        lines.append(words.say_key("summary.group", severity=said, source=source, title=title, count=count))
    return lines


def _applied_lines(applied: Applied, words: Catalogue) -> list[str]:
    lines = [
        words.say_key(
            "summary.applied", path=applied.path, typed=len(applied.typed),
            made=applied.types_made, changed=applied.entities_changed, added=applied.entities_added,
        )
    ]  # fmt: skip
    reasons = Counter(words.say(one.reason) for one in applied.not_applied)
    shown = reasons.most_common(GROUPS_SHOWN)
    lines += [words.say_key("summary.not_applied", count=count, reason=reason) for reason, count in shown]
    if more := sum(reasons.values()) - sum(count for _, count in shown):
        lines.append(words.say_key("summary.not_applied_more", count=more))
    return lines + (_resized_lines(applied, words) if applied.plan_types is not None else [])


def _resized_lines(applied: Applied, words: Catalogue) -> list[str]:
    """How many pieces have the size of the plan, and why others have not."""
    lines = [
        words.say_key(
            "summary.resized", resized=len(applied.resized), moved=len(applied.moved), refused=len(applied.not_resized),
            named=len(applied.still_named),
        )
    ]  # fmt: skip
    reasons = Counter(words.say(one.reason) for one in applied.not_resized)
    lines += [words.say_key("summary.not_resized", count=n, reason=reason) for reason, n in reasons.most_common()]
    return lines


def _result_lines(report: ReviewReport, words: Catalogue) -> list[str]:
    lines = []
    if report.matches is not None and report.standardisation is not None:
        matched = sum(1 for matches in report.matches if matches.candidates)
        types = report.standardisation.types_before
        lines.append(words.say_key("summary.matches", matched=matched, asked=len(report.matches), types=types))
        lines += _front_lines(report.standardisation, words)
    if report.applied is not None:
        lines += _applied_lines(report.applied, words)
    if report.assembly_rate is not None:
        lines += _rate_lines(report.assembly_rate, words)
    return lines


def _building_lines(rate: AssemblyRate, words: Catalogue) -> list[str]:
    """Each building of a file that holds several."""
    return [words.say_key("summary.rate.building", **one) for one in building_rates(rate, words)] if rate.others else []


def _front_lines(standardisation: Standardisation, words: Catalogue) -> list[str]:
    """The plans that are offered, and the one that was asked for."""
    lines = [_point_line("summary.front.point", point, standardisation, words) for point in standardisation.front]
    if standardisation.chosen is not None:
        lines.append(_point_line("summary.front.chosen", standardisation.chosen, standardisation, words))
    return lines


def _point_line(key: str, point: PlanPoint, standardisation: Standardisation, words: Catalogue) -> str:
    unit = standardisation.currency or Text("summary.front.units")
    if not point.changed:
        return words.say_key(f"{key}.unchanged", types=point.types, cost=point.cost, unit=unit)
    return words.say_key(
        key, types=point.types, mm=point.greatest_change_mm, permitted=point.max_change_mm, changed=point.changed,
        cost=point.cost, unit=unit, proof=proof(point),
    )  # fmt: skip


def proof(point: PlanPoint) -> Text:
    """What is proven of what was sought at a point."""
    if point.goal == "fewest_types":
        key = "summary.front.fewest" if point.optimal else "summary.front.fewest_gap"
        return text(key, bound=point.bound)
    return text("summary.front.cheapest" if point.optimal else "summary.front.cheapest_gap", bound=point.cost_bound)


def _rate_lines(rate: AssemblyRate, words: Catalogue) -> list[str]:
    """The rate or its range, the grade, what is missing and from whom, and the cheapest next points."""
    said, grade = rate_text(rate, words), grade_text(rate, words)
    lines = [words.say_key("summary.rate", scheme=rate.document, rate=said, grade=grade)]
    lines += _building_lines(rate, words)
    lines += [words.say_key("summary.rate.missing", missing=missing) for missing in rate.missing]
    steps = cheapest_steps(rate, STEPS_SHOWN)
    lines += [words.say_key("summary.rate.next", step=step.text, rate=step.rate) for step in steps]
    return lines
