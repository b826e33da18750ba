"""Designations of standard components: one template per series both reads a code and writes it.

`"DBS1-{precast}{topping}-{span}{width}-{span_bars}{width_bars}[{adjusted}]"` names fields in braces; what stands in
square brackets may be missing; `~` is a hyphen that people leave out or write as a blank. A field is a number of so
many digits in a unit (`dm`, `cm`, `mm`), one of several choices, or a list of numbers.
Codes in names are read with the liberties that people take: blanks around separators, full-width letters, `*` or the
multiplication sign for `x`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "float | str | tuple[float, ...]"

MILLIMETRES = {"mm": 1, "cm": 10, "dm": 100}
UNKNOWN = "?"
"""Written for a field that nothing is known of."""

_SAME_LETTER = str.maketrans({"\u00d7": "x", "*": "x", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2206": "\u03b4"})
_PIECES = re.compile(r"\{(\w+)\}|(\[)|(\])|([^\[\]{}]+)")
_LONGEST = 300
_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9\u03b4])(?!-\d{4})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How one field of a designation is written."""

    name: str
    unit: str | None = None
    """`mm`, `cm` or `dm` of a number; None for choices."""
    digits: tuple[int, int] = (1, 1)
    """Least and greatest number of digits that are read; at least `pad` are written."""
    pad: int = 1
    decimals: bool = False
    choices: tuple[str, ...] = ()
    numbers: bool = False
    """A list of numbers with commas, as it stands."""

    @property
    def pattern(self) -> str:
        """Regular expression of the field, without a group."""
        if self.choices:
            return "|".join(re.escape(choice) for choice in sorted(self.choices, key=len, reverse=True))
        if self.numbers:
            return r"\d+(?:\s*,\s*\d+)*"
        if self.decimals:
            return r"\d+(?:\.\d+)?"
        return rf"\d{{{self.digits[0]},{self.digits[1]}}}"

    def read(self, written: str) -> Value:
        """Millimetres, the choice as the series spells it, or the numbers."""
        if self.choices:
            return next(choice for choice in self.choices if choice.casefold() == written.casefold())
        if self.numbers:
            return tuple(float(part) for part in written.split(","))
        return float(written) * MILLIMETRES[self.unit or "mm"]

    def write(self, value: Value | None) -> str:
        """The opposite of `read`. Raises ValueError for a value that the field cannot express."""
        if value is None:
            return UNKNOWN * self.pad
        if isinstance(value, tuple):
            return ",".join(f"{part:g}" for part in value)
        if isinstance(value, str):
            if value not in self.choices:
                raise ValueError(f"{self.name} is none of {self.choices}: {value}")
            return value
        count = value / MILLIMETRES[self.unit or "mm"]
        if self.decimals:
            return f"{count:g}"
        if count < 0 or count != int(count) or len(f"{int(count):0{self.pad}d}") > self.digits[1]:
            raise ValueError(f"{self.name} cannot be written in {self.digits[1]} digits of {self.unit}: {value} mm")
        return f"{int(count):0{self.pad}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """A code that was read: which series, with which values (lengths in millimetres)."""

    series: str
    values: tuple[tuple[str, Value], ...]
    code: str
    """Canonical spelling."""

    def get(self, name: str) -> Value | None:
        """One value, None when the code leaves it out."""
        return dict(self.values).get(name)


class Grammar:
    """Reads and writes the designations of one series."""

    def __init__(
        self, series: str, template: str, fields: Mapping[str, Field], *, whole_names_only: bool = False
    ) -> None:
        self.series = series
        self.template = template
        self.fields = fields
        self.whole_names_only = whole_names_only
        """A code so short that it would be found in unrelated words is only read when it is all there is."""
        self._pieces = tuple(_split(template))
        if unknown := {piece for kind, piece in self._pieces if kind == "field"} - fields.keys():
            raise ValueError(f"{series}: the template names fields that are not described: {sorted(unknown)}")
        pattern = self._pattern()
        self._whole = re.compile(pattern, re.IGNORECASE)
        self._inside = re.compile(_BEFORE + pattern + _AFTER, re.IGNORECASE)

    def parse(self, code: str) -> Designation | None:
        """Read a code that stands alone; None when it is not of this series."""
        found = self._whole.fullmatch(normalise(code))
        return self._designation(found) if found else None

    def find(self, name: str) -> Designation | None:
        """The first code of this series in an already normalised name."""
        if self.whole_names_only:
            return self.parse(name)
        found = self._inside.search(name)
        return self._designation(found) if found else None

    def write(self, values: Mapping[str, Value]) -> str:
        """Write a code. A field without a value becomes `?` per digit, an optional part without values is left out.

        Raises ValueError for a value that the series cannot express.
        """
        written: list[str] = []
        optional: list[str] = []
        inside = known = False
        for kind, piece in self._pieces:
            if kind == "open":
                optional, inside, known = [], True, False
            elif kind == "close":
                written += optional if known else []
                inside = False
            elif kind == "field":
                known = known or piece in values
                (optional if inside else written).append(self.fields[piece].write(values.get(piece)))
            else:
                (optional if inside else written).append(piece.replace("~", "-"))
        return "".join(written)

    def _designation(self, found: re.Match[str]) -> Designation:
        values = {
            name: self.fields[name].read(written) for name, written in found.groupdict().items() if written is not None
        }
        return Designation(series=self.series, values=tuple(values.items()), code=self.write(values))

    def _pattern(self) -> str:
        parts = {"open": "(?:", "close": ")?"}
        return "".join(
            parts.get(kind)
            or (f"(?P<{piece}>{self.fields[piece].pattern})" if kind == "field" else _literal_pattern(piece))
            for kind, piece in self._pieces
        )


def normalise(name: str) -> str:
    """Half-width letters, single blanks and one spelling of separators, so that codes look alike wherever they come
    from. A name is read up to a length that no code reaches: files come from strangers."""
    return " ".join(unicodedata.normalize("NFKC", name[:_LONGEST]).translate(_SAME_LETTER).split())


def find_designation(name: str, grammars: Iterable[Grammar]) -> Designation | None:
    """The longest code of any series in a name, the earlier series on a tie; None when there is none."""
    plain = normalise(name)
    if not any(character.isdigit() for character in plain):
        return None
    found = [designation for grammar in grammars if (designation := grammar.find(plain))]
    return max(found, key=lambda designation: len(designation.code), default=None)


def read_field(name: str, description: Mapping[str, object]) -> Field:
    """A field as the data file describes it. Raises ValueError for a description that makes no sense."""
    unit = description.get("unit")
    choices = description.get("choices", ())
    digits = description.get("digits", 1)
    if unit is not None and unit not in MILLIMETRES:
        raise ValueError(f"{name}: unknown unit {unit}")
    least, most = digits if isinstance(digits, Sequence) else (digits, digits)
    pad = description.get("pad", least)
    if not isinstance(choices, Sequence | Mapping) or not isinstance(least, int) or not isinstance(most, int):
        raise TypeError(f"{name}: choices must be a list, digits one or two whole numbers")
    return Field(
        name=name,
        unit=str(unit) if unit else None,
        digits=(least, most),
        pad=pad if isinstance(pad, int) else least,
        decimals=bool(description.get("decimals", False)),
        choices=tuple(str(choice) for choice in choices),
        numbers=bool(description.get("numbers", False)),
    )


def _split(template: str) -> Iterator[tuple[str, str]]:
    for field, opening, closing, literal in _PIECES.findall(template):
        if field:
            yield "field", field
        elif opening or closing:
            yield ("open" if opening else "close"), ""
        else:
            yield "literal", literal


def _literal_pattern(literal: str) -> str:
    """Blanks may stand around a separator."""
    lenient = {character: rf"\s*{re.escape(character)}\s*" for character in "-x,()"} | {
        " ": r"[\s+/]*",
        "~": r"\s*-?\s*",
    }
    return "".join(lenient.get(character) or re.escape(character) for character in literal)
