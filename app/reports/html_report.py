"""The report as one HTML file that opens from disk with no network: figures, tables and the building in 3D."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.reports import charts
from app.reports.figures import (
    building_rates,
    cheapest_steps,
    front_marks,
    front_rows,
    grade_text,
    kind_table,
    match_groups,
    rate_rows,
    rate_text,
    stated_text,
    verdict_totals,
)
from app.reports.indicators import repetition_page
from app.reports.splits import split_page
from dfma.finding import Severity, Verdict
from dfma.rules.coverage import counts
from dfma.text import Text

if TYPE_CHECKING:
    from dfma.finding import Evidence, Finding
    from dfma.report import ReviewReport
    from dfma.text import Catalogue

SHOWN_PER_GROUP = 40
"""Lines of one source, and elements of one line, that are spelled out; the JSON report holds all of them."""


def write_html(report: ReviewReport, folder: Path, words: Catalogue) -> Path:
    """Write `index.html` into the folder (beside, then renamed) and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path, fresh = folder / "index.html", folder / "index.html.new"
    fresh.write_text(html_report(report, words), encoding="utf-8")
    fresh.replace(path)
    return path


def html_report(report: ReviewReport, words: Catalogue) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = words.say
    environment.globals |= {"t": words.say_key, "charts": charts, "Severity": Severity, "Verdict": Verdict}
    return environment.get_template("report.html.j2").render(
        report=report,
        model=report.model,
        language=words.language,
        view=view_fragment(report, words),
        severities={severity: _count(report.findings, severity) for severity in Severity},
        verdicts=verdict_totals(report.runs or ()),
        covered={became.value: count for became, count in counts(report.coverage or ()).items()},
        verdict_words={verdict.name.lower(): words.say_key(f"verdict.{verdict.name.lower()}") for verdict in Verdict},
        groups=finding_groups(report, words),
        places=places(report),
        shown=SHOWN_PER_GROUP,
        shown_value=lambda value, unit: words.say(value) if isinstance(value, Text) else measure(value, unit),
        run_counts=lambda run: {verdict.name.lower(): count for verdict, count in run.counts.items()},
        kinds=kind_table(report.model),
        matches=match_groups(report),
        front_marks=front_marks(report, words),
        front_rows=front_rows(report),
        line_names=line_names(report),
        guids=report.model.elements["guid"],
        rate_text=rate_text(report.assembly_rate, words),
        rate_rows=rate_rows(report.assembly_rate, words),
        rate_grade=grade_text(report.assembly_rate, words) if report.assembly_rate else "",
        rate_buildings=building_rates(report.assembly_rate, words),
        rate_titles={question.id: question.title for question in report.assembly_rate.questions}
        if report.assembly_rate
        else {},
        stated_value=lambda value: stated_text(value, words),
        rate_steps=cheapest_steps(report.assembly_rate, SHOWN_PER_GROUP),
        **repetition_page(report),
        **split_page(report),
    )


def view_fragment(report: ReviewReport, words: Catalogue) -> Markup | None:
    """The building in 3D, coloured by the gravest finding; None when the model has no shapes."""
    if not len(report.model.geometry.instance_row):
        return None
    from viewer.export_html import html_view_fragment
    from viewer.scene.appearance import by_severity

    appearance = by_severity(report.model, report.findings)
    fragment = html_view_fragment(report.model, appearance=appearance, findings=report.findings, catalogue=words)
    return Markup(fragment)  # noqa: S704 - escapes itself


def finding_groups(report: ReviewReport, words: Catalogue) -> list[dict[str, Any]]:
    """Findings by source, the weightiest first, each group with its rule's title and clause."""
    titles = {run.rule_id: run.title for run in report.runs or ()}
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.source].append(finding)
    return [
        {
            "source": source,
            "title": titles.get(source) or (Text(f"source.{source}") if f"source.{source}" in words else None),
            "severity": findings[0].severity,
            "origin": findings[0].origin,
            "clause": findings[0].clause,
            "suggestion": findings[0].suggestion,
            "count": len(findings),
            "rows": same_evidence(findings),
        }
        for source, findings in groups.items()
    ]


def same_evidence(findings: list[Finding]) -> list[list[Finding]]:
    """Findings that expect and found the same, together, the most frequent first: they read as one line."""
    alike: dict[tuple[Any, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        evidence = finding.evidence
        alike[finding.message.key, finding.subject, evidence.expected, _shown(evidence), evidence.unit].append(finding)
    return sorted(alike.values(), key=len, reverse=True)


def _shown(evidence: Evidence) -> object:
    """What was found, to the precision that the page shows."""
    return measure(evidence.found, evidence.unit) if isinstance(evidence.found, float) else evidence.found


def places(report: ReviewReport) -> dict[str, str]:
    """Mark (or name) and storey of each element that a finding or a match names, for people."""
    named = {guid for finding in report.findings for guid in finding.elements}
    named |= {matches.element for matches in report.matches or ()}
    storeys = dict(report.model.storeys.select("row", "name").iter_rows())
    rows = report.model.elements.filter(pl.col("guid").is_in(list(named))).select("guid", "mark", "name", "storey")
    return {
        guid: " · ".join(part for part in (mark or name or guid, storeys.get(storey)) if part)
        for guid, mark, name, storey in rows.iter_rows()
    }


def line_names(report: ReviewReport) -> list[str]:
    """What people call the rows that must close: the marks of the pieces at both ends, and the storey."""
    elements = report.model.elements
    called = elements["mark"].fill_null(elements["name"]).fill_null(elements["guid"])
    storeys = dict(report.model.storeys.select("row", "name").iter_rows())
    lines = report.standardisation.lines if report.standardisation else ()
    return [
        " · ".join(
            part for part in (f"{called[line.rows[0]]} … {called[line.rows[-1]]}", storeys.get(line.storey)) if part
        )
        for line in lines
    ]


def measure(value: float | str | None, unit: str | None) -> str:
    """A number of evidence as an engineer writes it: lengths in millimetres, masses in tonnes."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    factor, shown, digits = {"m": (1000, "mm", 0), "kg": (0.001, "t", 2)}.get(unit or "", (1, unit or "", 3))
    number = f"{value * factor:,.{digits}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {shown}".strip()


def _count(findings: tuple[Finding, ...], severity: Severity) -> int:
    return sum(1 for finding in findings if finding.severity is severity)
