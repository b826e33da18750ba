"""Packs: folders of rules. What ships with the program, what other packages bring, and a firm's own folders.

A pack that is a Python package lists its rules in `RULES`: a `Rule` value for one written in Python, an id for one that
stands in its `rules.yaml`. That list is the table of contents; what is not in it is refused. A folder from outside
holds data only (`rules.yaml` and IDS files); no code of it is ever run.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from dfma.errors import UserError
from dfma.finding import Clause, Severity
from dfma.rules.declared import compile_rule
from dfma.rules.depth_table import blocks_at_most, demand
from dfma.rules.rule import Consumer, Parameter, Rule, Stage
from dfma.text import LANGUAGES, Catalogue, Text, read_templates, text
from dfma.yaml_data import read_yaml

ENTRY_POINTS = "dougong.rule_packs"
_RULE_TEXTS = ("title", "about", "fix")
_KEYS = {"id", "row", "stage", "consumers", "severity", "clause", "parameters", "applies_to", "requires", "texts"}
_LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Rules that belong together, with their texts."""

    name: str
    version: str
    rules: tuple[Rule, ...]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language → key → template; to be added to the catalogues of the program."""
    ids_files: tuple[Path, ...] = ()
    """IDS files of the folder; `dfma.ifc.ids` runs them."""

    @property
    def title(self) -> Text:
        return Text(f"pack.{self.name}")


def load_packs(folders: Iterable[Path] = ()) -> tuple[Pack, ...]:
    """All packs: built in, of installed packages, and of these folders, in this order.

    Raises UserError naming the pack and the rule when one is not sound or an id is used twice.
    """
    from dfma.rules.packs import PACKS

    packs = [read_package(importlib.import_module(f"dfma.rules.packs.{name}")) for name in PACKS]
    packs += [read_package(point.load()) for point in sorted(entry_points(group=ENTRY_POINTS))]
    packs += [read_folder(folder) for folder in folders]
    _refuse_twice([(rule.id, pack.name) for pack in packs for rule in pack.rules])
    _refuse_twice([(pack.name, pack.name) for pack in packs])
    return tuple(packs)


def rules_of(packs: Iterable[Pack]) -> tuple[Rule, ...]:
    """The rules of several packs, in order."""
    return tuple(rule for pack in packs for rule in pack.rules)


def texts_of(packs: Iterable[Pack], catalogue: Catalogue) -> dict[str, str]:
    """Templates of packs that the catalogue does not have yet, in its language; a pack cannot replace what is there."""
    templates: dict[str, str] = {}
    for pack in packs:
        templates |= pack.texts.get(catalogue.language, {})
    return {key: template for key, template in templates.items() if key not in catalogue}


def read_package(package: ModuleType) -> Pack:
    """A pack that is a Python package with `NAME`, `VERSION` and `RULES`."""
    folder = Path(str(package.__file__)).parent
    declared = {entry["id"]: entry for entry in _entries(folder / "rules.yaml", package.NAME)}
    listed = [rule if isinstance(rule, str) else rule.id for rule in package.RULES]
    if unlisted := declared.keys() - set(listed):
        raise _broken(package.NAME, min(unlisted), "it is not in the table of contents RULES")
    rules = []
    for rule in package.RULES:
        if isinstance(rule, str) and rule not in declared:
            raise _broken(package.NAME, rule, "it is in RULES but not in rules.yaml")
        rules.append(_declared(declared[rule], package.NAME) if isinstance(rule, str) else rule)
    texts = {language: read_templates(folder / "locale" / f"{language}.yaml") for language in LANGUAGES}
    return _checked(
        Pack(
            name=package.NAME,
            version=package.VERSION,
            rules=tuple(replace(rule, pack=package.NAME) for rule in rules),
            texts=texts,
        )
    )


def read_folder(folder: Path) -> Pack:
    """A folder from outside: `rules.yaml` with the texts of each rule in it, and IDS files. Data only."""
    if not folder.is_dir():
        raise UserError(text("rules.pack.no_folder", path=str(folder)))
    name = folder.name
    entries = _entries(folder / "rules.yaml", name)
    rules = tuple(replace(_declared(entry, name), pack=name) for entry in entries)
    texts: dict[str, dict[str, str]] = {language: {f"pack.{name}": name} for language in LANGUAGES}
    for entry in entries:
        for language in LANGUAGES:
            said = entry.get("texts", {}).get(language, {})
            texts[language] |= {f"rule.{entry['id']}.{part}": str(said[part]) for part in _RULE_TEXTS if part in said}
    ids_files = tuple(sorted(folder.glob("*.ids")))
    if not rules and not ids_files:
        raise UserError(text("rules.pack.empty", path=str(folder)))
    return _checked(Pack(name=name, version="", rules=rules, texts=texts, ids_files=ids_files))


def _entries(path: Path, pack: str) -> list[dict[str, Any]]:
    """Entries of a `rules.yaml`, of which only the outer form is known to be sound."""
    if not path.exists():
        return []
    if path.stat().st_size > _LARGEST_FILE:
        raise UserError(text("rules.pack.unreadable", path=str(path)))
    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        raise UserError(text("rules.pack.unreadable", path=str(path))) from None
    entries = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and "id" in entry for entry in entries):
        raise UserError(text("rules.pack.unreadable", path=str(path)))
    _refuse_twice([(str(entry["id"]), pack) for entry in entries])
    return entries


def _declared(entry: Mapping[str, Any], pack: str) -> Rule:
    """A rule from its entry. Whatever is wrong with the entry is said with the names of pack and rule."""
    rule_id = str(entry["id"])
    if unknown := entry.keys() - _KEYS:
        raise _broken(pack, rule_id, f"unknown keys {', '.join(sorted(map(str, unknown)))}")
    try:
        parameters = {
            name: Parameter(default=_setting(given["default"]), unit=given.get("unit"))
            for name, given in entry.get("parameters", {}).items()
        }
        evaluate = compile_rule(entry["applies_to"], entry["requires"], tuple(parameters))
        if "row" in entry:
            return demand(entry["row"]).rule(rule_id, evaluate, parameters)
        clause = Clause(
            document=str(entry["clause"]["document"]),
            number=str(entry["clause"].get("number", "")),
            confidence=str(entry["clause"].get("confidence", "own")),
            modal=entry["clause"].get("modal"),
        )
        return Rule(
            id=rule_id,
            source_row=None,
            stage=Stage(entry["stage"]),
            consumers=tuple(Consumer(name) for name in entry["consumers"]),
            severity=blocks_at_most(Severity(entry["severity"]), clause),
            clause=clause,
            parameters=parameters,
            evaluate=evaluate,
        )
    except KeyError as error:
        raise _broken(pack, rule_id, f"{error.args[0]} is missing") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise _broken(pack, rule_id, str(error)) from None


def _setting(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if not isinstance(value, str | bool | int | float):
        raise TypeError(f"a parameter cannot be {value!r}")
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _checked(pack: Pack) -> Pack:
    """The pack, when every rule has its texts in both languages."""
    for rule in pack.rules:
        for language in LANGUAGES:
            missing = [part for part in _RULE_TEXTS if not pack.texts[language].get(f"rule.{rule.id}.{part}")]
            if missing:
                raise _broken(pack.name, rule.id, f"no {', '.join(missing)} in {language}")
    return pack


def _refuse_twice(ids: Sequence[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for rule_id, pack in ids:
        if rule_id in seen:
            raise UserError(text("rules.pack.twice", rule=rule_id, first=seen[rule_id], second=pack))
        seen[rule_id] = pack


def _broken(pack: str, rule_id: str, why: str) -> UserError:
    return UserError(text("rules.pack.broken", pack=pack, rule=rule_id, why=why))
