"""What there is to say about a component: groups of labels and values, in the language in use.

What nobody stated is left out, not filled in; what is not verified in its source says so beside the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.ui import amounts
from dfma.components.component import DIMENSIONS, Component
from dfma.components.content import Factor
from dfma.components.formula import Formula
from dfma.components.variant import Variant
from dfma.text import Catalogue

_VERIFIED = "verified"
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some labels and values under one heading."""

    name: str
    """Said as `ui.library.group.<name>`."""
    rows: tuple[tuple[str, str], ...]


def said(words: Catalogue, prefix: str, code: str) -> str:
    """The name of a code as it stands alone; the code itself where it has none."""
    key = f"{prefix}.{code}"
    name = words.say_key(key) if key in words else code
    return name[:1].upper() + name[1:]


def name_of(component: Component, words: Catalogue) -> str:
    """What people call it, in the language in use where it has a name in that."""
    return component.names.get(words.language) or next(iter(component.names.values()), component.id)


def sheet(component: Component, variant: Variant | None, words: Catalogue) -> tuple[Group, ...]:
    """Everything but drawings and history; groups without rows are left out."""
    groups = {
        "sizes": [*_sizes(component, variant, words), *_amounts(component, variant, words)],
        "material": _material(component, words),
        "joints": _joints(component, words),
        "connectors": _connectors(component, variant, words),
        "making": [*_mould(component, words), *_factors(component, words)],
        "plants": _plants(component, words),
        "certificates": _certificates(component, words),
        "papers": _papers(component),
        "provenance": _provenance(component, words),
    }
    return tuple(Group(name=name, rows=tuple(rows)) for name, rows in groups.items() if rows)


def _marked(value: str, component: Component, part: str, words: Catalogue) -> str:
    """A value, with a word of warning where its source was not seen."""
    if component.trust(part).confidence == _VERIFIED:
        return value
    return words.say_key("ui.library.unconfirmed", value=value)


def _sizes(component: Component, variant: Variant | None, words: Catalogue) -> Iterator[tuple[str, str]]:
    if variant is None:
        return
    for row in component.variant_of(variant.values).iter_rows(named=True):
        spans = [_span(row[f"{name}_low_mm"], row[f"{name}_high_mm"]) for name in DIMENSIONS]
        value = f"{' × '.join(spans)} mm"
        yield (
            said(words, "components.form", row["form"]),
            _marked(value, component, f"sizes.{row['form']}", words),
        )


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "?"
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def _amounts(component: Component, variant: Variant | None, words: Catalogue) -> Iterator[tuple[str, str]]:
    found = variant.amounts if variant is not None else {}
    written = {
        "volume": amounts.cubic_metres(found.get("volume")),
        "mass": amounts.weight(found.get("mass")),
        "mass_per_m": f"{found['mass_per_m']:,.1f} kg/m" if "mass_per_m" in found else None,
    }
    for name, value in written.items():
        if value is not None:
            yield said(words, "ui.library.amount", name), _marked(value, component, name, words)


def _material(component: Component, words: Catalogue) -> Rows:
    grades = component.grades or ((component.grade,) if component.grade else ())
    rows = [("material", said(words, "components.material", component.material) if component.material else "")]
    rows.append(("grades", _marked(", ".join(grades), component, "grade", words) if grades else ""))
    rows.append(("document", component.document))
    return [(words.say_key(f"ui.library.fact.{name}"), value) for name, value in rows if value]


def _joints(component: Component, words: Catalogue) -> Rows:
    rows = []
    for number, joint in enumerate(component.joints):
        width = _width(joint.least_mm, joint.greatest_mm, words)
        value = f"{width} · {joint.clause}" if joint.clause else width
        rows.append(
            (said(words, "components.place", joint.where), _marked(value, component, f"joints.{number}", words))
        )
    return rows


def _width(least: float | None, greatest: float | None, words: Catalogue) -> str:
    """One bound alone is said as such; what has none is left to the design."""
    if least is not None and greatest is not None:
        return f"{_span(least, greatest)} mm"
    if least is not None:
        return words.say_key("ui.library.at_least", mm=least)
    return words.say_key("ui.library.at_most", mm=greatest) if greatest is not None else words.say_key("ui.unknown")


def _connectors(component: Component, variant: Variant | None, words: Catalogue) -> Rows:
    rows = []
    for number, connector in enumerate(component.connectors):
        name = connector.names.get(words.language) or next(iter(connector.names.values()))
        count = _count(connector.count, variant)
        value = f"{name} × {count:g}" if count is not None else words.say_key("ui.library.by_design", name=name)
        part = f"connectors.{number}"
        rows.append((said(words, "components.place", connector.where), _marked(value, component, part, words)))
    return rows


def _count(formula: Formula | None, variant: Variant | None) -> float | None:
    if formula is None or variant is None:
        return None
    known = {name: np.array([value]) for name, value in (variant.values | variant.amounts).items()}
    return float(formula.evaluate(known, 1)[0]) if formula.names <= known.keys() else None


def _mould(component: Component, words: Catalogue) -> Rows:
    mould = component.mould
    if mould is None:
        return []
    rows = []
    for name, span in mould.adapts.items():
        step = words.say_key("ui.library.in_steps", step=span.step) if span.step else ""
        value = f"{span.low:g}–{span.high:g}{step}"
        label = words.say_key("ui.library.mould_adapts", parameter=said(words, "ui.library.parameter", name))
        rows.append((label, _marked(value, component, f"mould.adapts.{name}", words)))
    if mould.cost is not None:
        rows.append((words.say_key("ui.library.fact.mould_cost"), f"{mould.cost:,.0f} CNY"))
    if mould.uses is not None:
        rows.append((words.say_key("ui.library.fact.mould_uses"), f"{mould.uses:,}"))
    return rows


def _factors(component: Component, words: Catalogue) -> Rows:
    rows = []
    for name, unit, factor in (("carbon", "kg CO₂e", component.carbon), ("cost", "CNY", component.cost)):
        if factor is not None:
            value = _factor(factor, unit, words)
            rows.append((words.say_key(f"ui.library.fact.{name}"), _marked(value, component, name, words)))
    return rows


def _factor(factor: Factor, unit: str, words: Catalogue) -> str:
    per = words.say_key(f"components.per.{factor.per}")
    return words.say_key("ui.library.factor", amount=f"{factor.amount:,.6g} {unit}", per=per)


def _plants(component: Component, words: Catalogue) -> Rows:
    rows = []
    for number, plant in enumerate(component.plants):
        told = [f"{plant.longitude:.2f}°, {plant.latitude:.2f}°"]
        if plant.price is not None:
            told.append(_factor(plant.price, "CNY", words))
        if plant.lead_time_days is not None:
            told.append(words.say_key("ui.library.lead_time", days=plant.lead_time_days))
        if plant.radius_km is not None:
            told.append(words.say_key("ui.library.radius", km=plant.radius_km))
        rows.append((plant.name, _marked(" · ".join(told), component, f"plants.{number}", words)))
    return rows


def _certificates(component: Component, words: Catalogue) -> Rows:
    never = words.say_key("ui.library.no_expiry")
    return [
        (one.document, " · ".join((one.issuer, one.expires.isoformat() if one.expires else never)))
        for one in component.certificates
    ]


def _papers(component: Component) -> Rows:
    classes = [(one.system, " ".join(filter(None, (one.code, one.name, one.uri)))) for one in component.classification]
    return [*((one.title, one.reference) for one in component.documents), *classes]


def _provenance(component: Component, words: Catalogue) -> Rows:
    """Each part with where it comes from; first what most of it rests on."""
    parts: Mapping[str, object] = component.provenance
    order: Sequence[str] = sorted(parts, key=lambda part: (part != "*", part))
    return [
        (
            words.say_key("ui.library.all_else") if part == "*" else part,
            f"{component.provenance[part].source} – "
            + words.say_key(f"components.confidence.{component.provenance[part].confidence}"),
        )
        for part in order
    ]
