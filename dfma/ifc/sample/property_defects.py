"""Defects of one stated value each, from the table `defects.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dfma.ifc.sample.building import Building
from dfma.ifc.sample.pieces import Thing
from dfma.text import Value
from dfma.yaml_data import read_yaml

TABLE = Path(__file__).parent / "defects.yaml"
_ONLY_WITH_STAIR = "storey-03"
"""Storey that has flights whatever the height of the building: the topmost has none."""

Change = Callable[[Building, str], tuple[Building, tuple[str, ...], Value, Value]]


def property_defects() -> tuple[tuple[str, str, Change], ...]:
    """Key, rule and change of each entry of the table."""
    return tuple((entry["key"], entry["row"], _change(entry)) for entry in read_yaml(TABLE))


def _change(entry: Mapping[str, Any]) -> Change:
    def change(building: Building, storey: str) -> tuple[Building, tuple[str, ...], Value, Value]:
        path = f"{_ONLY_WITH_STAIR if entry.get('low') else storey}/{entry['path']}"
        thing = building.things[path]
        changed = replace(thing, sets=_sets(thing, entry))
        if entry.get("tag"):
            changed = replace(changed, tag=None)
        if entry.get("material"):
            changed = replace(changed, material=None)
        before, after = _said(thing, entry), _said(changed, entry)
        if before == after:
            raise ValueError(f"{entry['key']}: nothing of {path} was changed")
        return building.changed(changed), (path,), before, after

    return change


def _sets(thing: Thing, entry: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    gone, values = set(entry.get("without", ())), entry.get("values", {})
    sets = {
        name: {key: values.get(key, value) for key, value in own.items() if key not in gone}
        for name, own in thing.sets.items()
    }
    for name, own in entry.get("more", {}).items():
        sets[name] = {**sets.get(name, {}), **own}
    return sets


def _said(thing: Thing, entry: Mapping[str, Any]) -> Value:
    """The first of the properties that the entry is about, as a sentence has it; None where it is not there."""
    names = [
        *entry.get("without", ()),
        *entry.get("values", {}),
        *(n for own in entry.get("more", {}).values() for n in own),
    ]
    for own in thing.sets.values():
        for name in names:
            if name in own:
                value = getattr(own[name], "value", own[name])
                return value if isinstance(value, str | int | float) else str(value)
    return None
