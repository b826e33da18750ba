"""What to say, apart from how a language says it.

Logic makes a `Text` (a key and values). A `Catalogue` of one language turns it into a sentence at the edge of the
program. Each package keeps its sentences in `locale/<language>.yaml`: a flat table from key to template.

A template is a format string with two additions for the values in braces:

- `{n:plural|element|elements}` chooses a word by number (Chinese templates simply do not use it);
- a value that is itself a `Text` is said in the same language first, and a tuple is said as a list.

Values come from files that strangers wrote, templates may come from rule packs that strangers wrote: a template can
only name a value, never reach into one (`{name.attribute}` and `{name[0]}` are refused).
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from dfma.yaml_data import read_yaml

Value: TypeAlias = "str | int | float | bool | None | Text | tuple[Value, ...]"

LANGUAGES = ("zh_CN", "en")
_LIST_SEPARATOR = {"zh_CN": "\u3001", "en": ", "}


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence before translation: the key of a template and the values to fill it with."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]


def text(key: str, /, **values: Value) -> Text:
    """Make a `Text`; values keep the order of their names, so that equal sentences are equal values."""
    return Text(key, tuple(sorted(values.items())))


class Catalogue:
    """All templates of one language."""

    def __init__(self, language: str, templates: Mapping[str, str]) -> None:
        self.language = language
        self._templates = templates
        self._formatter = _Formatter(self)

    def __contains__(self, key: str) -> bool:
        return key in self._templates

    def __iter__(self) -> Iterator[str]:
        return iter(self._templates)

    def say(self, what: Text) -> str:
        """Return the sentence. A key that no catalogue knows is shown as `⟨key⟩`, which tests refuse."""
        template = self._templates.get(what.key)
        if template is None:
            return f"⟨{what.key}⟩"
        return self._formatter.vformat(template, (), dict(what.values))

    def say_key(self, key: str, /, **values: Value) -> str:
        """Say the template of a key directly."""
        return self.say(text(key, **values))

    def extended(self, templates: Mapping[str, str]) -> Catalogue:
        """Return a catalogue with more templates; a key said twice is refused."""
        return Catalogue(self.language, _united([self._templates, templates]))


def load_catalogue(language: str, folders: Iterable[Path]) -> Catalogue:
    """Read `<language>.yaml` of each folder. Raises ValueError when two folders explain the same key."""
    return Catalogue(language, _united([read_templates(folder / f"{language}.yaml") for folder in folders]))


def read_templates(path: Path) -> dict[str, str]:
    """Read one flat table of templates."""
    return read_yaml(path) or {}


def _united(tables: Sequence[Mapping[str, str]]) -> dict[str, str]:
    united: dict[str, str] = {}
    for table in tables:
        if twice := united.keys() & table.keys():
            raise ValueError(f"keys explained twice: {sorted(twice)[:5]}")
        united.update(table)
    return united


class _Formatter(string.Formatter):
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def get_field(self, field_name: str, args: Sequence[object], kwargs: Mapping[str, object]) -> tuple[object, str]:
        if "." in field_name or "[" in field_name:
            raise ValueError(f"a template may name a value, not reach into it: {{{field_name}}}")
        return kwargs.get(field_name), field_name

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec.startswith("plural|"):
            _, one, many = format_spec.split("|")
            return one if value == 1 else many
        if isinstance(value, Text):
            return self._catalogue.say(value)
        if isinstance(value, tuple):
            return _LIST_SEPARATOR[self._catalogue.language].join(
                self.format_field(item, format_spec) for item in value
            )
        if value is None:
            return "–"
        if isinstance(value, str | bool):
            return str(value)
        return format(value, format_spec)
