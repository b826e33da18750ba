"""Small figures as SVG, readable in greyscale, with their numbers written beside the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup, escape

VERDICT_COLOURS = {"passed": "#7fa88f", "failed": "#c0562f", "not_checkable": "#d9b44a", "not_applicable": "#d5d8dc"}
_INK = "#2f3437"
_BAR = "#5b7c99"
_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#ffffff"/><line x1="0" y1="0" x2="0" y2="6" stroke="{_BAR}" stroke-width="2"/>'
    "</pattern></defs>"
)


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


def scatter(
    marks: Sequence[tuple[str, float, float]], across: str, up: str, *, width: int = 640, height: int = 300
) -> Markup:
    """Points of a front joined by a line, each with its label as a tip and its height beside it; axes named."""
    left, right, top, bottom = 60, 30, 24, 44
    farthest = max((x for _, x, _ in marks), default=0) or 1
    highest, lowest = max((y for *_, y in marks), default=1), min((y for *_, y in marks), default=0)
    rise = (height - top - bottom) / ((highest - lowest) or 1)
    places = [
        (left + x / farthest * (width - left - right), height - bottom - (y - lowest) * rise) for _, x, y in marks
    ]
    parts = [
        f'<path d="M{left} {top}V{height - bottom}H{width - right}" fill="none" stroke="{_BAR}"/>',
        f'<text x="{left}" y="{top - 10}">{escape(up)}</text>',
        f'<text x="{width - right}" y="{height - 8}" text-anchor="end">{escape(across)}</text>',
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in sorted(places))}" fill="none" stroke="{_BAR}"/>',
    ]
    for (label, far, high), (x, y) in zip(marks, places, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_BAR}"><title>{escape(label)}</title></circle>')
        parts.append(f'<text x="{x + 7:.1f}" y="{y - 5:.1f}">{high:g}</text>')
        parts.append(
            f'<text x="{x:.1f}" y="{height - bottom + 14}" text-anchor="middle" font-size="10">{far:,.3g}</text>'
        )
    return _svg(width, height, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallRow:
    """Points of one item: what is proven, what is still possible, and the most that it can give."""

    label: str
    low: float
    high: float
    most: float
    origin: str
    """Where the figure comes from, in a word."""

    @property
    def said(self) -> str:
        """The numbers beside the bar."""
        points = f"{self.low:.1f}" if self.low == self.high else f"{self.low:.1f}\u2013{self.high:.1f}"
        return f"{points} / {self.most:g}  {self.origin}"


def waterfall(rows: Sequence[WaterfallRow], *, width: int = 900) -> Markup:
    """Points item by item: each bar starts where the proven points of those above it end.

    Full: proven. Hatched: possible, not known. Outline: out of reach as things are. It reads in black and white too.
    """
    most = max(sum(row.most for row in rows), 1.0)
    label_width, number_width, step = 340, 150, 24
    scale = (width - label_width - number_width) / most
    parts, reached = [_HATCH], 0.0
    for index, row in enumerate(rows):
        y, x = index * step, label_width + reached * scale
        bars = (
            (row.most, "none", 1.0),
            (row.high if row.high > row.low else 0.0, "url(#hatch)", 0.8),
            (row.low, _BAR, 0.8),
        )
        parts.append(
            f'<text x="{label_width - 8}" y="{y + 15}" text-anchor="end">{escape(_short(row.label))}'
            f"<title>{escape(row.label)}</title></text>"
        )
        parts += [
            f'<rect x="{x:.1f}" y="{y + 3}" width="{points * scale:.1f}" height="16" fill="{fill}" stroke="{_BAR}" '
            f'stroke-width="{line}"/>'
            for points, fill, line in bars
            if points > 0
        ]
        parts.append(f'<text x="{x + row.most * scale + 6:.1f}" y="{y + 15}">{escape(row.said)}</text>')
        reached += row.low
        if index + 1 < len(rows):  # carries the sum over to the next bar
            over = label_width + reached * scale
            parts.append(f'<line x1="{over:.1f}" y1="{y + 3}" x2="{over:.1f}" y2="{y + step + 3}" stroke="{_INK}"/>')
    return _svg(width, step * len(rows), parts)


def _short(label: str, most: float = 48) -> str:
    """As much of a label as fits; wide characters count twice."""
    widths = accumulate(2 if ord(character) > 0x2E7F else 1 for character in label)
    fits = sum(1 for width in widths if width <= most)
    return label if fits == len(label) else f"{label[: fits - 1]}\u2026"


def _svg(width: float, height: float, parts: Sequence[str]) -> Markup:
    body = "".join(parts)
    return Markup(  # noqa: S704 - every label was escaped where it was put in
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="12" fill="{_INK}">{body}</svg>'
    )
