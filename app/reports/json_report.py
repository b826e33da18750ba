"""The report as JSON: the contract `dougong-report/1` that other tools rely on.

Lengths in metres, masses in kilograms, ratios 0…1, rates in percent; unknown is null, never 0. Messages of findings
stand in both languages; reasons are said in the language that was asked for. Same model, same report: the order of
everything is fixed and no time of day is in it.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from app.bootstrap import report_catalogue
from app.reports.indicators import repetition_tables
from app.reports.splits import split_tables
from dfma.rules.coverage import counts
from dfma.text import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.assembly_rate.improvement import Plan, Step
    from dfma.components.matching import ElementMatches
    from dfma.components.type_plan import PlanPoint, Standardisation
    from dfma.finding import Evidence, Finding
    from dfma.model.building import BuildingModel
    from dfma.model.changes import Applied, NotApplied
    from dfma.report import Decision, ReviewReport
    from dfma.rules.coverage import CoverageRow
    from dfma.rules.rule import RuleRun
    from dfma.text import Catalogue

SCHEMA_NAME = "dougong-report/1"
SCHEMA_PATH = Path(__file__).parent / "dougong-report-1.schema.json"

Json = dict[str, Any]
AllWords = tuple["Catalogue", ...]
"""The catalogues of all languages."""


def json_report(report: ReviewReport, language: str) -> str:
    """The report as a JSON text with a line break at the end."""
    return json.dumps(report_table(report, language), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_json(report: ReviewReport, path: Path, language: str) -> None:
    """The report as a JSON file."""
    write_text(json_report(report, language), path)


def write_text(content: str, path: Path) -> None:
    """Write beside, then rename: whoever waits for the file never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(content, encoding="utf-8")
    fresh.replace(path)


def report_table(report: ReviewReport, language: str) -> Json:
    """The report as nested dictionaries; only the parts that were computed are there."""
    all_words = tuple(report_catalogue(report, known) for known in LANGUAGES)
    words = all_words[LANGUAGES.index(language)]
    table: Json = {
        "schema": SCHEMA_NAME,
        "versions": dict(report.versions),
        "model": model_table(report.model, words),
        "stage": report.stage,
        "elements": element_tables(report.model),
    }
    if report.changed_settings:
        table["changed_settings"] = dict(report.changed_settings)
    if report.runs is not None:
        table["rules"] = [rule_table(run, words, all_words) for run in report.runs]
    if report.coverage is not None:
        table["coverage"] = coverage_table(report.coverage, words)
    if any(part is not None for part in (report.runs, report.library, report.assistant)):
        table["findings"] = [
            finding_table(finding, report.decisions.get(finding.key), all_words) for finding in report.findings
        ]
    if report.matches is not None:
        table["matches"] = [match_table(matches, words) for matches in report.matches]
    if report.standardisation is not None:
        table["standardisation"] = (
            standardisation_table(report.standardisation, report.model, words)
            | repetition_tables(report, words)
            | split_tables(report, words)
        )
    if report.assembly_rate is not None:
        table["assembly_rate"] = rate_table(report.assembly_rate, words)
    if report.applied is not None:
        table["applied"] = applied_table(report.applied, words)
    return table


def model_table(model: BuildingModel, words: Catalogue) -> Json:
    """The file, its storeys, and how many elements of each class it holds."""
    elements = model.elements.filter(pl.col("role") == "element")
    classes = elements.group_by("ifc_class").len().sort("ifc_class")
    return {
        "path": model.source.path,
        "sha256": model.source.sha256,
        "schema": model.source.schema,
        "header_schema": model.source.header_schema,
        "project": model.source.project,
        "authoring_tool": model.source.authoring_tool,
        "elements": elements.height,
        "storeys": model.storeys.select("guid", "name", "elevation", "height").to_dicts(),
        "classes": dict(classes.iter_rows()),
        "notes": [words.say(note) for note in model.source.notes],
        "skipped_shapes": [{"guid": shape.guid, "reason": words.say(shape.reason)} for shape in model.skipped],
    }


def element_tables(model: BuildingModel) -> list[Json]:
    """One table per IfcElement and per IfcSpace, in the order of the model."""
    guids = model.elements["guid"]
    storeys = dict(model.storeys.select("row", "name").iter_rows())
    columns = pl.concat(
        [
            model.elements.select("guid", "ifc_class", "name", "type_name", "mark", "material", "role", "storey"),
            model.recognition.select("kind", "kind_confidence", "casting", "casting_confidence", "piece"),
            model.measures.select("length", "width", "height", "volume", "volume_origin", "mass", "mass_origin"),
        ],
        how="horizontal",
    ).filter(pl.col("role").is_in(["element", "space"]))
    tables = []
    for row in columns.iter_rows(named=True):
        size = {name: _rounded(row.pop(name)) for name in ("length", "width", "height")}
        piece, storey = row.pop("piece"), row.pop("storey")
        del row["role"]
        row["kind_confidence"] = _rounded(row["kind_confidence"], 4)
        row["casting_confidence"] = _rounded(row["casting_confidence"], 4)
        row["volume"], row["mass"] = _rounded(row["volume"]), _rounded(row["mass"], 3)
        row["storey"] = storeys.get(storey)
        row["part_of"] = None if piece is None else guids[piece]
        row["size"] = None if all(value is None for value in size.values()) else size
        tables.append(row)
    return tables


def rule_table(run: RuleRun, words: Catalogue, all_words: AllWords) -> Json:
    """One rule: its clause, how many elements got each verdict, and why some could not be checked."""
    return {
        "id": run.rule_id,
        "title": both(run.title, all_words),
        "clause": _clause(run.clause),
        "verdicts": {verdict.name.lower(): count for verdict, count in run.counts.items()},
        "reason": None if run.reason is None else words.say(run.reason),
        "not_checkable": [{"reason": words.say(gap.reason), "elements": len(gap.rows)} for gap in run.gaps],
        "changes": [words.say(change) for change in run.changes],
        "error": None if run.error is None else words.say(run.error),
    }


def coverage_table(coverage: tuple[CoverageRow, ...], words: Catalogue) -> Json:
    """What became of each row of the table of depth rules; the counts sum up to all rows."""
    return {
        "counts": {became.value: count for became, count in counts(coverage).items()},
        "rows": [
            {
                "row": row.demand.row,
                "title": words.say(row.demand.title),
                "clause": _clause(row.demand.clause),
                "stage": row.demand.stage,
                "rule": row.rule_id,
                "coverage": row.coverage.value,
                "reason": None if row.reason is None else words.say(row.reason),
            }
            for row in coverage
        ],
    }


def finding_table(finding: Finding, decision: Decision | None, all_words: AllWords) -> Json:
    """One finding with its evidence in numbers and what a person decided about it."""
    return {
        "key": finding.key,
        "source": finding.source,
        "origin": finding.origin.value,
        "severity": finding.severity.value,
        "message": both(finding.message, all_words),
        "elements": list(finding.elements),
        "sheets": list(finding.sheets),
        "clause": _clause(finding.clause),
        "evidence": evidence_table(finding.evidence, all_words),
        "confidence": _rounded(finding.confidence, 4),
        "suggestion": None if finding.suggestion is None else both(finding.suggestion, all_words),
        "decision": None
        if decision is None
        else {"outcome": decision.outcome.value, "who": decision.who, "when": decision.when, "why": decision.why},
    }


def evidence_table(evidence: Evidence, all_words: AllWords) -> Json:
    """Expected and found, with unit and places, where the source gave them."""
    table: Json = {}
    for name in ("expected", "found"):
        value = getattr(evidence, name)
        if value is not None:
            table[name] = both(value, all_words) if isinstance(value, Text) else _finite(value)
    if evidence.unit is not None:
        table["unit"] = evidence.unit
    if evidence.points:
        table["points"] = [[_rounded(coordinate) for coordinate in point] for point in evidence.points]
    if evidence.page is not None:
        table["page"] = {"sheet": evidence.page.sheet, "page": evidence.page.page, "box": list(evidence.page.box)}
    return table


def match_table(matches: ElementMatches, words: Catalogue) -> Json:
    """The candidates for one element, the best first."""
    return {
        "element": matches.element,
        "no_match": None if matches.no_match is None else words.say(matches.no_match),
        "nearest": [match.designation for match in matches.nearest],
        "name_check": _name_check(matches, words),
        "candidates": [
            {
                "component": match.component,
                "revision": match.revision,
                "designation": match.designation,
                "score": _rounded(match.score, 4),
                "parts": {name: _rounded(part, 4) for name, part in match.parts.items()},
                "rotated": match.rotated,
                "gaps_mm": {name: _rounded(gap, 2) for name, gap in match.gaps_mm.items()},
                "reasons": [words.say(reason) for reason in match.reasons],
                "why_not": None if match.why_not is None else words.say(match.why_not),
            }
            for match in matches.candidates
        ],
    }


def _name_check(matches: ElementMatches, words: Catalogue) -> Json | None:
    """What the element's own name says of its type, against its shape."""
    check = matches.designation
    if check is None:
        return None
    return {"designation": check.code, "agrees": check.agrees, "message": words.say(check.message)}


def standardisation_table(standardisation: Standardisation, model: BuildingModel, words: Catalogue) -> Json:
    """How many types there are, and how few would do at each permitted change; what changes, element by element, at
    the points that are offered."""
    return {
        "types_before": standardisation.types_before,
        "types_before_mirrored_apart": standardisation.types_before_mirrored_apart,
        "types_before_by_kind": dict(standardisation.types_before_by_kind),
        "pieces": standardisation.pieces,
        "unknown": standardisation.unknown,
        "currency": standardisation.currency,
        "lines": [
            {"family": line.family, "elements": model.guids(list(line.rows)), "length_mm": line.length_mm}
            for line in standardisation.lines
        ],
        "plan": [
            {
                "goal": point.goal,
                "types": point.types,
                "max_change_mm": _rounded(point.max_change_mm, 2),
                "greatest_change_mm": _rounded(point.greatest_change_mm, 2),
                "cost": _rounded(point.cost, 4),
                "cost_of_types": _rounded(point.cost_of_types, 4),
                "cost_bound": _rounded(point.cost_bound, 4),
                "optimal": point.optimal,
                "bound": point.bound,
                "total_change_mm": _rounded(point.total_change_mm, 1),
                "changed": point.changed,
                "concrete_m3": _rounded(point.concrete, 4),
                "carbon_kg": _rounded(point.carbon, 1),
                "types_by_kind": dict(point.by_kind),
                "types_mirrored_apart": point.types_mirrored_apart,
                "types_unclosed": point.types_unclosed,
                "blocked_by_lines": list(point.blocked_by),
                "offered": point.offered,
                "why_not": None if point.why_not is None else words.say(point.why_not),
                "changes": change_tables(point, model) if point.offered else [],
                "joints": joint_tables(point, model) if point.offered else [],
            }
            for point in standardisation.plan
        ],
    }


def change_tables(point: PlanPoint, model: BuildingModel) -> list[Json]:
    """The elements that change at a point, with their sizes before and after, in metres."""
    changed = point.assignment.filter(pl.col("change_mm") > 0)
    sizes = ("length", "width", "height")
    return [
        {
            "element": guid,
            "type": row["type"],
            "from": {name: _rounded(row[f"{name}_from_mm"] / 1000) for name in sizes},
            "to": {name: _rounded(row[f"{name}_mm"] / 1000) for name in sizes},
            "concrete_m3": _rounded(row["concrete"]),
            "component": row["designation"],
        }
        for guid, row in zip(model.guids(changed["row"].to_list()), changed.iter_rows(named=True), strict=True)
    ]


def joint_tables(point: PlanPoint, model: BuildingModel) -> list[Json]:
    """The joints that change at a point."""
    changed = point.joints.filter((pl.col("new_gap_mm") - pl.col("gap_mm")).abs() > 1e-3)
    left, right = (model.guids(changed[end].to_list()) for end in ("left", "right"))
    return [
        {"line": row["line"], "between": [one, other], "sort": row["sort"],
         "from_mm": _rounded(row["gap_mm"], 2), "to_mm": _rounded(row["new_gap_mm"], 2)}
        for one, other, row in zip(left, right, changed.iter_rows(named=True), strict=True)
    ]  # fmt: skip


def applied_table(applied: Applied, words: Catalogue) -> Json:
    """What was written into a copy of the model, and what was not, because …"""

    def listed(those: Sequence[NotApplied]) -> list[Json]:
        return [{"element": one.element, "reason": words.say(one.reason)} for one in those]

    return {
        "path": applied.path,
        "typed": list(applied.typed),
        "types_made": applied.types_made,
        "types_reused": applied.types_reused,
        "entities_changed": applied.entities_changed,
        "entities_added": applied.entities_added,
        "not_applied": listed(applied.not_applied),
        "plan_types": applied.plan_types,
        "resized": list(applied.resized),
        "moved": list(applied.moved),
        "not_resized": listed(applied.not_resized),
        "still_named": listed(applied.still_named),
    }


def rate_table(rate: AssemblyRate, words: Catalogue) -> Json:
    """The assembly rate with every ratio traced to elements, and what is missing for the rest."""
    return {
        "scheme": rate.scheme,
        "building": rate.building,
        "others": [rate_table(other, words) for other in rate.others],
        "rate": _rounded(rate.rate, 2),
        "rate_low": _rounded(rate.rate_low, 2),
        "rate_high": _rounded(rate.rate_high, 2),
        "grade": rate.grade,
        "items": [
            {
                "id": item.id,
                "title": words.say(item.title),
                "origin": item.origin,
                "ratio": _rounded(item.ratio, 6),
                "ratio_low": _rounded(item.ratio_low, 6),
                "ratio_high": _rounded(item.ratio_high, 6),
                "score": _rounded(item.score, 2),
                "score_low": _rounded(item.score_low, 2),
                "score_high": _rounded(item.score_high, 2),
                "most": _rounded(item.most, 2),
                "unit": item.unit,
                "clause": _clause(item.clause),
                "numerator": _shares(item.numerator),
                "denominator": _shares(item.denominator),
                "doubts": {doubt.code: list(doubt.elements) for doubt in item.doubts},
                "elements": [guid for guid, _ in item.numerator],
            }
            for item in rate.items
        ],
        "prerequisites": [
            {"id": one.id, "title": words.say(one.title), "met": one.met, "at_least": one.at_least}
            for one in rate.prerequisites
        ],
        "missing": [words.say(missing) for missing in rate.missing],
        "notes": [words.say(note) for note in rate.notes],
        "questions": [
            {
                "id": question.id,
                "title": words.say(question.title),
                "need": words.say(question.need),
                "expects": question.expects,
                "items": list(question.items),
                "unit": question.unit,
                "may_be_absent": question.may_be_absent,
                "choices": list(question.choices),
            }
            for question in rate.questions
        ],
        "stated": [asdict(answer) for answer in rate.stated],
        "next_points": [_step(step, words) for step in rate.improvement.steps] if rate.improvement else [],
        "plans": [_plan(plan, words) for plan in rate.improvement.plans] if rate.improvement else [],
        "efforts": rate.improvement.efforts if rate.improvement else None,
    }


def _step(step: Step, words: Catalogue) -> Json:
    """One way to more points; `effort` is relative and no price."""
    return {
        "item": step.item,
        "text": words.say(step.text),
        "points": _rounded(step.points, 2),
        "rate": _rounded(step.rate, 2),
        "ratio_from": None if step.ratio_from is None else _rounded(step.ratio_from / 100),
        "ratio_to": None if step.ratio_to is None else _rounded(step.ratio_to / 100),
        "effort": _rounded(step.effort, 1),
        "elements": list(step.elements),
        "assumes": [words.say(assumed) for assumed in step.assumes],
    }


def _plan(plan: Plan, words: Catalogue) -> Json:
    return {
        "grade": plan.grade,
        "target": plan.target,
        "reached": plan.reached,
        "rate": _rounded(plan.rate, 2),
        "effort": _rounded(plan.effort, 1),
        "optimal": plan.optimal,
        "steps": [_step(step, words) for step in plan.steps],
    }


def _shares(shares: tuple[tuple[str, float], ...]) -> list[Json]:
    """Elements with their amounts; an amount that people stated belongs to no element."""
    return [{"element": guid or None, "amount": _rounded(amount, 4)} for guid, amount in shares]


def both(what: Text, all_words: AllWords) -> dict[str, str]:
    """A sentence in every language."""
    return {words.language: words.say(what) for words in all_words}


def _clause(clause: Any) -> Json | None:
    if clause is None:
        return None
    return {
        "document": clause.document,
        "number": clause.number,
        "confidence": clause.confidence,
        "modal": clause.modal,
    }


def _rounded(value: float | None, digits: int = 6) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _finite(value: str | float) -> str | float | None:
    return None if isinstance(value, float) and not math.isfinite(value) else value
