"""Small figures as SVG, readable in greyscale, with their numbers written beside the marks."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

VERDICT_COLOURS = {"passed": "#7fa88f", "failed": "#c0562f", "not_checkable": "#d9b44a", "not_applicable": "#d5d8dc"}
_INK = "#2f3437"
_BAR = "#5b7c99"
_PALE = "#c9d3dc"


def verdict_bar(counts: dict[str, int], labels: dict[str, str], width: int = 220) -> Markup:
    """Passed, failed and not checkable side by side; what a rule does not apply to is said in the key, not drawn."""
    drawn = [name for name in VERDICT_COLOURS if name != "not_applicable"]
    total = sum(counts[name] for name in drawn)
    parts, x = [], 0.0
    for name in drawn:
        colour, share = VERDICT_COLOURS[name], width * counts[name] / total if total else 0.0
        title = escape(f"{labels[name]}: {counts[name]}")
        parts.append(f'<rect x="{x:.1f}" width="{share:.1f}" height="12" fill="{colour}"><title>{title}</title></rect>')
        x += share
    return _svg(width, 12, parts)


def bars(rows: Sequence[tuple[str, float]], *, unit: str = "", width: int = 640) -> Markup:
    """Horizontal bars, one per row, with label and number."""
    greatest = max((value for _, value in rows), default=0) or 1
    label_width, number_width, step = 190, 70, 22
    parts = []
    for index, (label, value) in enumerate(rows):
        y = index * step
        length = (width - label_width - number_width) * value / greatest
        parts.append(f'<text x="{label_width - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<rect x="{label_width}" y="{y + 3}" width="{length:.1f}" height="15" fill="{_BAR}"/>')
        parts.append(f'<text x="{label_width + length + 6:.1f}" y="{y + 14}">{value:,.6g}{escape(unit)}</text>')
    return _svg(width, step * len(rows), parts)


def waterfall(rows: Sequence[tuple[str, float | None, float]], *, width: int = 640) -> Markup:
    """Points reached, item by item, each bar starting where the last one ended; the pale part is what was possible.

    Rows are (label, points or None where unknown, most points).
    """
    most = sum(row[2] for row in rows) or 1
    label_width, number_width, step = 250, 90, 22
    scale = (width - label_width - number_width) / most
    parts, reached = [], 0.0
    for index, (label, points, possible) in enumerate(rows):
        y, x = index * step, label_width + reached * scale
        parts.append(f'<text x="{label_width - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>')
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{possible * scale:.1f}" height="15" fill="{_PALE}" '
            f'{"stroke-dasharray=" + chr(34) + "3 2" + chr(34) if points is None else ""} stroke="{_BAR}"/>'
        )
        if points:
            parts.append(f'<rect x="{x:.1f}" y="{y + 3}" width="{points * scale:.1f}" height="15" fill="{_BAR}"/>')
        number = "?" if points is None else f"{points:.1f}"
        parts.append(f'<text x="{x + possible * scale + 6:.1f}" y="{y + 14}">{number} / {possible:g}</text>')
        reached += points or 0.0
    return _svg(width, step * len(rows), parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> Markup:
    body = "".join(parts)
    return Markup(  # noqa: S704 - every label was escaped where it was put in
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="12" fill="{_INK}">{body}</svg>'
    )
