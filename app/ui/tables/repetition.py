"""How repetitive the building is: indicators of the standard, sizes off the module, repeated rooms and dwellings."""

from __future__ import annotations

from collections.abc import Callable

from app.reports.indicators import kind_word
from app.ui.selection import Selection
from app.ui.tables.drill import DrillPanel
from app.ui.tables.findings import clause_name
from app.ui.tables.rows import Column
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.components.indicators import Indicator
from dfma.components.module_grid import OffModule, module_rules
from dfma.components.repeated_rooms import Layout


def indicators_panel(selection: Selection, words: Words, theme: Theme) -> DrillPanel:
    """One row per indicator; a row selects the pieces that count."""

    def value(one: Indicator) -> str:
        return words("ui.unknown") if one.value is None else words(f"ui.indicators.value.{_unit(one)}", value=one.value)

    def against(one: Indicator) -> str:
        return "" if one.threshold is None else words(f"ui.indicators.value.{_unit(one)}", value=one.threshold)

    def reached(one: Indicator) -> str:
        if one.why_not is not None:
            return words.say(one.why_not)
        return "" if one.reached is None else words(f"ui.indicators.reached.{'yes' if one.reached else 'no'}")

    return DrillPanel(
        "indicators",
        [
            Column(id="indicator", say=lambda one: f"{one.id} {words.say(one.title)}", stretch=True),
            Column(id="kind", say=lambda one: words.name("kind", one.kind) if one.kind else "", width=150),
            Column(id="value", say=value, order=lambda one: one.value, number=True, width=104),
            Column(id="threshold", say=against, order=lambda one: one.threshold, number=True, width=104),
            Column(id="reached", say=reached, width=240),
            Column(
                id="considered", say=lambda one: f"{one.considered:,}", order=lambda one: one.considered, number=True,
                width=104,
            ),
            Column(
                id="clause", say=lambda one: clause_name(one.clause, words), width=170,
                colour=lambda _: theme.colour("secondary"),
            ),
        ],
        lambda one: one.elements,
        selection,
        words,
    )  # fmt: skip


def module_panel(selection: Selection, words: Words, theme: Theme) -> DrillPanel:
    """One row per size off the module."""
    clauses = {rule.id: rule.clause for rule in module_rules()}

    def dimension(one: OffModule) -> str:
        return words.name("dimension", one.dimension)

    return DrillPanel(
        "module",
        [
            Column(id="kind", say=lambda one: words.say(kind_word(one.kind)), width=170),
            Column(id="dimension", say=dimension, width=150),
            _millimetres("size", words, lambda one: one.size_mm, signed=False),
            _millimetres("nearest", words, lambda one: one.nearest_mm, signed=False),
            _millimetres("delta", words, lambda one: one.delta_mm, signed=True),
            Column(
                id="clause", say=lambda one: clause_name(clauses[one.rule], words), stretch=True,
                colour=lambda _: theme.colour("secondary"),
            ),
        ],
        lambda one: (one.element,),
        selection,
        words,
    )  # fmt: skip


def rooms_panel(selection: Selection, words: Words) -> DrillPanel:
    """One row per type of dwelling or room; a row selects all of its rooms."""

    def mirrored(one: Layout) -> int:
        return sum(instance.mirrored for instance in one.instances)

    return DrillPanel(
        "rooms",
        [
            Column(id="level", say=lambda one: words(f"ui.rooms.{one.level}"), width=112),
            Column(id="rooms", say=lambda one: one.name, stretch=True),
            Column(id="count", say=lambda one: f"{one.count:,}", order=lambda one: one.count, number=True, width=80),
            Column(id="mirrored", say=lambda one: f"{mirrored(one):,}", order=mirrored, number=True, width=104),
            Column(
                id="clear_size", say=lambda one: " × ".join(f"{side:,.2f}" for side in one.size),
                order=lambda one: one.area, number=True, width=190,
            ),
            Column(id="area", say=lambda one: f"{one.area:,.1f}", order=lambda one: one.area, number=True, width=104),
        ],
        lambda one: (room for instance in one.instances for room in instance.rooms),
        selection,
        words,
    )  # fmt: skip


def _unit(one: Indicator) -> str:
    return "share" if one.unit == "%" else "pieces"


def _millimetres(name: str, words: Words, value: Callable[[OffModule], float], *, signed: bool) -> Column[OffModule]:
    key = "ui.module.delta" if signed else "ui.plan.mm"
    return Column(id=name, say=lambda one: words(key, mm=value(one)), order=value, number=True, width=120)
