"""Schemes of assembly rates: which items there are, what they give, what must hold. All of it data.

A scheme ships with the program or comes from a file; a file of one's own brings its texts along (`texts`: language →
key → sentence), to be added to the catalogues as those of a rule pack are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeGuard

import yaml

from dfma.errors import UserError
from dfma.finding import Clause
from dfma.model.recognition import CASTINGS, KINDS
from dfma.text import LANGUAGES, Text, text
from dfma.yaml_data import read_yaml

_FOLDER = Path(__file__).parent / "schemes"
_LARGEST_FILE = 1_000_000
AMOUNTS = ("volume", "face_area", "plan_area")
DIMENSIONS = ("length", "width", "height", "rise", "side")
"""Of an element: its sizes, how far it reaches up (`rise`), the lesser of its sizes in plan (`side`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoCounted:
    """Cast-in-place parts that count as precast: narrow enough and touching enough precast pieces."""

    id: str
    kinds: tuple[str, ...]
    castings: tuple[str, ...]
    dimension: str
    at_most: float | str | None
    """Metres, or another dimension of the same part; None where `no_higher_than` says it."""
    touches: tuple[str, ...]
    """Kinds of the precast pieces that it must touch."""
    touching: int
    """How many of them."""
    no_higher_than: tuple[str, ...] = ()
    """Kinds of which it must touch one, precast or not, that has at least its own `dimension`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How an item is computed from the model."""

    amount: str
    """One of AMOUNTS."""
    kinds: tuple[str, ...]
    bearing: bool | None = None
    """Only load-bearing (True) or only other elements (False)."""
    external: bool | None = None
    counted: tuple[str, ...] = ()
    """Castings that count."""
    counted_kinds: tuple[str, ...] = ()
    """Kinds that count whatever their casting."""
    not_counted: tuple[str, ...] = ()
    """Castings that belong to the whole only; a known casting in neither list is not asked about at all."""
    out_of: str = "members"
    """`members`: the counted and the not counted together; `floor_area`: all floors."""
    also_counted: tuple[AlsoCounted, ...] = ()
    not_detected: tuple[str, ...] = ()
    """Parts that the scheme lets count, but that no model tells apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the scoring table."""

    id: str
    group: str
    question: str
    """Under this name (or the item's id) an answer states the item."""
    points: tuple[float, float]
    ratio: tuple[float, float] | None
    """Percent at which points begin and end; None for yes or no."""
    may_be_absent: bool
    full_when: Mapping[str, tuple[str, ...]]
    """Other answers that give all points: question → values."""
    clause: Clause
    measure: Measure | None
    title: Text
    need: Text
    """What is needed to know the item, and from whom."""

    @property
    def most(self) -> float:
        return self.points[1]

    def points_at(self, ratio: float, decimals: int) -> float:
        """Points at a ratio in percent: none below the range, all above it, a line between, rounded half up."""
        if self.ratio is None:
            raise ValueError(f"{self.id} is answered by yes or no")
        low, high = self.ratio
        # Nine decimals: a sum of parts that ought to be the threshold itself is not below it.
        exact = Decimal(str(round(ratio, 9)))
        if exact < Decimal(str(low)):
            return 0.0
        if exact >= Decimal(str(high)):
            return self.points[1]
        least, most = (Decimal(str(points)) for points in self.points)
        return rounded(
            least + (exact - Decimal(str(low))) / (Decimal(str(high)) - Decimal(str(low))) * (most - least), decimals
        )

    def rungs(self, decimals: int) -> tuple[tuple[Fraction, float], ...]:
        """Every number of points that the item can give above none, with the ratio in percent from which it is given;
        rising. Rounded points make stairs of the line. An item of yes or no has one rung at 100."""
        least, most = (Fraction(str(points)) for points in self.points)
        low, high = (Fraction(str(ratio)) for ratio in self.ratio or (100.0, 100.0))
        if low == high:
            return ((high, self.most),)
        step, first = Fraction(1, 10**decimals), Fraction(str(rounded(Decimal(str(self.points[0])), decimals)))
        given = [first + number * step for number in range(math.ceil((most - first) / step) + 1)]
        # Half up: from half a step below a number on, that number is given.
        rungs = [(low, first)] + [(_where(points - step / 2, least, most, low, high), points) for points in given[1:]]
        below = [(max(ratio, low), points) for ratio, points in rungs if ratio < high and points <= most]
        top = [(high, most)] if below[-1][1] < most else []
        return tuple((ratio, float(points)) for ratio, points in [*below, *top])


def _where(points: Fraction, least: Fraction, most: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """The ratio at which the line from `least` to `most` reaches these points; the end where it is level."""
    return low + (points - least) / (most - least) * (high - low) if most > least else high


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """Something that must reach a number: a group, an item's points, an item's ratio, or the rate."""

    id: str
    subject: str
    """group | item | ratio_of | rate"""
    of: str
    """Id of the group or item; empty for the rate."""
    at_least: float
    clause: Clause
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme of evaluation."""

    id: str
    document: str
    total: float
    rate_decimals: int
    points_decimals: int
    clause: Clause
    group_most: Mapping[str, float]
    items: tuple[Item, ...]
    prerequisites: tuple[Prerequisite, ...]
    grades: tuple[tuple[str, float], ...]
    """(grade, rate from which), rising."""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language → key → sentence, of a scheme from a file."""

    def percent(self, points: float, absent: float) -> float:
        """The rate before rounding: points out of those that the building could have."""
        return points / (self.total - absent) * 100

    def rate(self, points: float, absent: float) -> float:
        """The rate as the scheme states it, rounded half up."""
        share = Decimal(str(round(points, 9))) / (Decimal(str(self.total)) - Decimal(str(absent))) * 100
        return rounded(share, self.rate_decimals)

    def grade_at(self, rate: float) -> str | None:
        """The grade of a rate, when all prerequisites are met."""
        return next((grade for grade, least in reversed(self.grades) if rate >= least), None)


def rounded(value: Decimal, decimals: int) -> float:
    """Rounded half up, as schemes mean it."""
    return float(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def shipped_schemes() -> tuple[str, ...]:
    """Ids of the schemes that ship with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load_scheme(name: str | Path) -> Scheme:
    """A scheme by id, or from a YAML file.

    Raises UserError when there is no such scheme, or with what is wrong in it.
    """
    path = _FOLDER / f"{name}.yaml" if str(name) in shipped_schemes() else Path(name)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        raise UserError(text("rate.scheme.unknown", scheme=str(name), known=shipped_schemes()))
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError(text("rate.scheme.unreadable", path=str(path)))
        table = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise UserError(text("rate.scheme.unreadable", path=str(path))) from None
    if not isinstance(table, dict):
        raise UserError(text("rate.scheme.unreadable", path=str(path)))
    return _Reader(path).scheme(table)


class _Reader:
    """Turns the table into values; every fault is said with the place where it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def scheme(self, table: Mapping[str, Any]) -> Scheme:
        """The whole scheme."""
        name = str(self._take(table, "id", str, "scheme"))
        if name in shipped_schemes() and self.path.parent != _FOLDER:
            self._wrong("id", f"{name} ships with the program; choose another id")
        document = self._take(table, "document", str, name)
        groups = {
            group: self._number(entry, "most", group)
            for group, entry in self._take(table, "groups", dict, name).items()
        }
        items = tuple(self._item(entry, name, document, groups) for entry in self._take(table, "items", list, name))
        rounding = self._take(table, "rounding", dict, name)
        self._unique((item.id for item in items), "items")
        self._unique((item.question for item in items), "question")
        grades = tuple(
            (str(self._take(entry, "grade", str, "grades")), self._number(entry, "from", "grades"))
            for entry in self._take(table, "grades", list, name)
        )
        self._roundable(items, groups, int(self._number(rounding, "points", "rounding")))
        if [least for _, least in grades] != sorted({least for _, least in grades}):
            self._wrong("grades", "the rates must rise")
        return Scheme(
            id=name, document=document, total=self._number(table, "total", name), group_most=groups, items=items,
            rate_decimals=int(self._number(rounding, "rate", "rounding")),
            points_decimals=int(self._number(rounding, "points", "rounding")),
            clause=self._clause(table, name, document), grades=grades, texts=self._texts(table),
            prerequisites=tuple(
                self._prerequisite(entry, name, document, {item.id for item in items}, groups)
                for entry in self._take(table, "prerequisites", list, name)
            ),
        )  # fmt: skip

    def _roundable(self, items: Iterable[Item], groups: Mapping[str, float], decimals: int) -> None:
        """Points that rounding would change could not be given as they stand."""
        given = [(item.id, points) for item in items for points in item.points] + list(groups.items())
        for place, points in given:
            if rounded(Decimal(str(points)), decimals) != points:
                self._wrong(place, f"{points:g} points have more decimals than rounding.points = {decimals}")

    def _item(self, entry: Mapping[str, Any], scheme: str, document: str, groups: Mapping[str, float]) -> Item:
        name = str(self._take(entry, "id", str, "items"))
        points, ratio = self._span(entry, "points", name), None
        if "ratio" in entry:
            ratio = self._span(entry, "ratio", name)
        if self._take(entry, "group", str, name) not in groups:
            self._wrong(name, f"no group {entry['group']}")
        key = f"rate.{scheme}.{name}"
        question = self._take(entry, "question", str, name) if "question" in entry else name
        measure = self._measure(entry["measure"], name) if "measure" in entry else None
        return Item(
            id=name, group=entry["group"], question=question, points=points, ratio=ratio,
            may_be_absent=bool(entry.get("may_be_absent", False)), clause=self._clause(entry, name, document),
            full_when={asked: self._names(entry["full_when"], asked, name) for asked in entry.get("full_when", {})},
            measure=measure, title=Text(key), need=Text(f"{key}.need"),
        )  # fmt: skip

    def _measure(self, entry: Mapping[str, Any], item: str) -> Measure:
        amount = self._take(entry, "amount", str, item)
        out_of = entry.get("out_of", "members")
        if amount not in AMOUNTS or out_of not in ("members", "floor_area"):
            self._wrong(item, f"amount must be one of {', '.join(AMOUNTS)}; out_of members or floor_area")
        return Measure(
            amount=amount, out_of=out_of, kinds=self._names(entry, "kinds", item, KINDS),
            bearing=self._flag(entry, "bearing", item), external=self._flag(entry, "external", item),
            counted=self._names(entry, "counted", item, CASTINGS),
            counted_kinds=self._names(entry, "counted_kinds", item, KINDS) if "counted_kinds" in entry else (),
            not_counted=self._names(entry, "not_counted", item, CASTINGS),
            also_counted=tuple(self._also(part, item) for part in entry.get("also_counted", ())),
            not_detected=self._names(entry, "not_detected", item) if "not_detected" in entry else (),
        )  # fmt: skip

    def _also(self, entry: Mapping[str, Any], item: str) -> AlsoCounted:
        dimension = self._take(entry, "dimension", str, item)
        if dimension not in DIMENSIONS:
            self._wrong(item, f"dimension must be one of {', '.join(DIMENSIONS)}")
        limit = entry.get("at_most")
        if limit is None and "no_higher_than" not in entry:
            self._wrong(item, "also_counted needs at_most or no_higher_than")
        if not (limit is None or _is_number(limit) or (isinstance(limit, str) and limit in DIMENSIONS)):
            self._wrong(item, f"at_most must be a number or one of {', '.join(DIMENSIONS)}")
        return AlsoCounted(
            id=self._take(entry, "id", str, item), kinds=self._names(entry, "kinds", item, KINDS), dimension=dimension,
            castings=self._names(entry, "castings", item, CASTINGS), at_most=limit,
            touches=self._names(entry, "touches", item, KINDS), touching=int(self._number(entry, "touching", item)),
            no_higher_than=self._names(entry, "no_higher_than", item, KINDS) if "no_higher_than" in entry else (),
        )  # fmt: skip

    def _prerequisite(
        self, entry: Mapping[str, Any], scheme: str, document: str, items: set[str], groups: Mapping[str, float]
    ) -> Prerequisite:
        name = str(self._take(entry, "id", str, "prerequisites"))
        known: Mapping[str, Iterable[str]] = {"group": groups, "item": items, "ratio_of": items, "rate": ("True",)}
        subject = next((subject for subject in known if subject in entry), None)
        if subject is None or self._word(entry[subject], name) not in known[subject]:
            self._wrong(name, "needs one of group, item, ratio_of or rate, and it must exist")
        return Prerequisite(
            id=name, subject=str(subject), of="" if subject == "rate" else str(entry[str(subject)]),
            at_least=self._number(entry, "at_least", name), clause=self._clause(entry, name, document),
            title=Text(f"rate.{scheme}.{name}"),
        )  # fmt: skip

    def _clause(self, entry: Mapping[str, Any], place: str, document: str) -> Clause:
        clause = self._take(entry, "clause", dict, place)
        return Clause(
            document=document,
            number=self._word(clause.get("number", ""), place),
            confidence=self._take(clause, "confidence", str, place),
        )

    def _texts(self, table: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
        texts = table.get("texts", {})
        if not isinstance(texts, dict) or not all(isinstance(words, dict) for words in texts.values()):
            self._wrong("texts", "a table of sentences per language is expected")
        own = f"rate.{table['id']}."
        sentences = [pair for words in texts.values() for pair in words.items()]
        if not all(str(key).startswith(own) and isinstance(said, str) and "{" not in said for key, said in sentences):
            self._wrong("texts", f"plain sentences are expected, under keys that begin with {own}")
        if texts and len({frozenset(texts.get(language, {})) for language in LANGUAGES}) != 1:
            self._wrong("texts", f"the same keys are needed in {' and '.join(LANGUAGES)}")
        return texts if isinstance(texts, dict) else {}

    def _span(self, entry: Mapping[str, Any], key: str, place: str) -> tuple[float, float]:
        """One number, or two that rise."""
        value = entry.get(key)
        numbers = [
            float(number) for number in (value if isinstance(value, list) else [value, value]) if _is_number(number)
        ]
        if len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1]:
            self._wrong(place, f"{key} must be a number or two that rise")
        return numbers[0], numbers[1]

    def _names(
        self, entry: Mapping[str, Any], key: str, place: str, known: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        names = self._take(entry, key, list, place)
        if unknown := [
            self._word(name, place)
            for name in names
            if not isinstance(name, str) or (known is not None and name not in known)
        ]:
            self._wrong(place, f"{key}: {', '.join(unknown)}")
        return tuple(names)

    def _word(self, value: object, place: str) -> str:
        """A plain value as a word; never a nested one, which a hostile file can make endless."""
        if not isinstance(value, str | int | float):
            self._wrong(place, "a plain value is expected")
        return str(value)

    def _flag(self, entry: Mapping[str, Any], key: str, place: str) -> bool | None:
        return bool(self._take(entry, key, bool, place)) if key in entry else None

    def _number(self, entry: Mapping[str, Any], key: str, place: str) -> float:
        value = entry.get(key) if isinstance(entry, Mapping) else None
        if not _is_number(value):
            self._wrong(place, f"{key} must be a number")
        return float(value)

    def _take(self, entry: Mapping[str, Any], key: str, kind: type, place: str) -> Any:
        value = entry.get(key) if isinstance(entry, Mapping) else None
        if not isinstance(value, kind):
            self._wrong(place, f"{key} is missing or no {kind.__name__}")
        return value

    def _unique(self, names: Iterable[str], what: str) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self._wrong(what, f"{name} stands twice")
            seen.add(name)

    def _wrong(self, place: str, reason: str) -> NoReturn:
        raise UserError(text("rate.scheme.wrong", path=str(self.path), place=place, reason=reason))


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
