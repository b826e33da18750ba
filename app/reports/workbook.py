"""The report as a workbook, for those who sort, filter and sign off in a spreadsheet.

What stands in a cell comes from models of strangers: texts are written as texts, so that nothing that begins with an
equals sign can act as a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.reports.json_report import report_table

if TYPE_CHECKING:
    from dfma.report import ReviewReport
    from dfma.text import Catalogue

Json = dict[str, Any]
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""Name, headings and lines; names and headings are keys below `workbook.`."""

_NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000
"""Signs that fit a cell."""
_NARROW, _WIDE = 14, 60
_WIDE_COLUMNS = frozenset(["message", "title", "reason", "reasons", "suggestion", "clause", "value", "missing", "name"])


def write_workbook(report: ReviewReport, path: Path, words: Catalogue) -> Path:
    """Write the file (beside, then renamed) and return its path."""
    from openpyxl import Workbook

    table = report_table(report, words.language)
    book = Workbook(write_only=True)
    for name, headings, lines in _sheets(table, words):
        sheet = book.create_sheet(words.say_key(f"workbook.sheet.{name}"))
        _fill(sheet, headings, lines, words)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    book.save(fresh)
    fresh.replace(path)
    return path


def _fill(sheet: Any, headings: Sequence[str], lines: Iterable[Sequence[Any]], words: Catalogue) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if heading in _WIDE_COLUMNS else _NARROW
    head = [WriteOnlyCell(sheet, words.say_key(f"workbook.{heading}")) for heading in headings]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    count = 1
    for line in lines:
        count += 1
        sheet.append([_cell(sheet, value) for value in line])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count}"


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, int | float):
        return value
    cell = WriteOnlyCell(sheet, _NOT_IN_A_CELL.sub("", str(value))[:_LONGEST])
    cell.data_type = "s"
    return cell


def _sheets(table: Json, words: Catalogue) -> Iterable[Sheet]:
    """The parts that the report has."""
    yield "summary", ("fact", "value"), _summary(table, words)
    if "findings" in table:
        titles = {rule["id"]: rule["title"][words.language] for rule in table.get("rules", ())}
        names = {one["guid"]: one["mark"] or one["name"] for one in table["elements"]}
        yield (
            "findings",
            ("severity", "source", "title", "message", "element", "guid", "clause", "confidence", "decision", "who",
             "when", "why", "suggestion"),
            (_finding(one, titles, names, words) for one in table["findings"]),
        )  # fmt: skip
    if "rules" in table:
        yield (
            "rules",
            ("source", "title", "clause", "passed", "failed", "not_checkable", "not_applicable", "reason"),
            (_rule(rule, words) for rule in table["rules"]),
        )
    if "coverage" in table:
        yield (
            "coverage",
            ("row", "title", "clause", "stage", "source", "coverage", "reason"),
            (_coverage(row, words) for row in table["coverage"]["rows"]),
        )
    yield (
        "elements",
        ("guid", "class", "kind", "casting", "confidence", "storey", "mark", "name", "length", "width", "height",
         "volume", "mass"),
        (_element(one, words) for one in table["elements"]),
    )  # fmt: skip
    if "matches" in table:
        compared = ("guid", "designation", "score", "length_gap", "width_gap", "height_gap", "reasons")
        yield "matches", compared, (_match(one) for one in table["matches"])
    if "assembly_rate" in table:
        headings = ("row", "title", "ratio", "ratio_low", "ratio_high", "score", "score_low", "score_high", "clause")
        yield "rate", headings, (_item(item, words) for item in table["assembly_rate"]["items"])


def _summary(table: Json, words: Catalogue) -> Iterable[Sequence[Any]]:
    model = table["model"]
    for name in ("project", "path", "sha256", "schema", "authoring_tool", "elements"):
        yield words.say_key(f"workbook.fact.{name}"), model[name]
    yield words.say_key("workbook.fact.stage"), words.say_key(f"stage.{table['stage']}")
    for name, version in table["versions"].items():
        yield words.say_key("workbook.fact.version", of=name), _plain(version)
    for name, value in table.get("changed_settings", {}).items():
        yield words.say_key("workbook.fact.changed", setting=name), value
    for became, count in table.get("coverage", {}).get("counts", {}).items():
        said = words.say_key(f"coverage.{became}")
        yield words.say_key("workbook.fact.coverage", became=said), count
    rate = table.get("assembly_rate")
    if rate is not None:
        yield words.say_key("workbook.fact.rate_low"), rate["rate_low"]
        yield words.say_key("workbook.fact.rate_high"), rate["rate_high"]
        for missing in rate["missing"]:
            yield words.say_key("workbook.fact.missing"), missing


def _finding(finding: Json, titles: dict[str, str], names: dict[str, str], words: Catalogue) -> Sequence[Any]:
    language, decision, guids = words.language, finding["decision"] or {}, finding["elements"]
    suggestion = finding["suggestion"]
    outcome = decision.get("outcome")
    return (
        words.say_key(f"severity.{finding['severity']}"),
        finding["source"],
        titles.get(finding["source"], ""),
        finding["message"][language],
        ", ".join(filter(None, (names.get(guid) for guid in guids))),
        ", ".join(guids),
        _clause(finding["clause"], words),
        finding["confidence"],
        words.say_key(f"workbook.decided.{outcome or 'open'}"),
        decision.get("who"),
        decision.get("when"),
        decision.get("why"),
        suggestion[language] if suggestion else None,
    )


def _rule(rule: Json, words: Catalogue) -> Sequence[Any]:
    verdicts = rule["verdicts"]
    counted = [verdicts[name] for name in ("passed", "failed", "not_checkable", "not_applicable")]
    reason = rule["error"] or rule["reason"]
    return rule["id"], rule["title"][words.language], _clause(rule["clause"], words), *counted, reason


def _coverage(row: Json, words: Catalogue) -> Sequence[Any]:
    became, stage = words.say_key(f"coverage.{row['coverage']}"), words.say_key(f"stage.{row['stage']}")
    return row["row"], row["title"], _clause(row["clause"], words), stage, row["rule"], became, row["reason"]


def _element(one: Json, words: Catalogue) -> Sequence[Any]:
    size = one["size"] or {}
    return (
        one["guid"],
        one["ifc_class"],
        words.say_key(f"kind.{one['kind']}"),
        words.say_key(f"casting.{one['casting']}"),
        one["kind_confidence"],
        one["storey"],
        one["mark"],
        one["name"],
        *(size.get(name) for name in ("length", "width", "height")),
        one["volume"],
        one["mass"],
    )


def _match(one: Json) -> Sequence[Any]:
    best = one["candidates"][0] if one["candidates"] else None
    if best is None:
        return one["element"], None, None, None, None, None, one["no_match"]
    gaps = [best["gaps_mm"].get(name) for name in ("length", "width", "height")]
    return one["element"], best["designation"], best["score"], *gaps, "; ".join(best["reasons"])


def _item(item: Json, words: Catalogue) -> Sequence[Any]:
    ratios = [item[name] for name in ("ratio", "ratio_low", "ratio_high")]
    scores = [item[name] for name in ("score", "score_low", "score_high")]
    return item["id"], item["title"], *ratios, *scores, _clause(item["clause"], words)


def _clause(clause: Json | None, words: Catalogue) -> str | None:
    """Document and number, and whether the text is still to be looked at."""
    if clause is None:
        return None
    said = f"{clause['document']} {clause['number']}".strip()
    return said if clause["confidence"] == "verified" else f"{said} ({words.say_key('report.to_be_confirmed')})"


def _plain(value: Any) -> str:
    return ", ".join(f"{name} {of}" for name, of in value.items()) if isinstance(value, dict) else str(value)
