"""What a component is beside its sizes: joints, connectors, mould, plants, certificates, factors, classification.

All of it is optional in a description. What nobody stated is None or empty: unknown, never nought. Prices, plants and
certificates are data of a firm and do not come with the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from dfma.components.formula import Formula, read_formula

Made = TypeVar("Made")

STATUSES = ("draft", "in_review", "approved", "withdrawn")
CONFIDENCES = ("verified", "verified-part", "memory-high", "memory-low", "own")
"""From seen in a public source to our own proposal; what is not verified is shown as to be confirmed."""
PLACES = ("top", "bottom", "ends", "sides", "face", "wall_face")
"""Where connectors and joints of a piece are: its upper and lower side, both ends of its length, its long sides, its
broad face, the side at the building's wall."""
PER = ("piece", "m3", "m2", "m", "kg")
"""What a factor counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """Something cast in or fixed on that joins or lifts the piece."""

    names: Mapping[str, str]
    """By language."""
    where: str
    """One of PLACES."""
    count: Formula | None
    """How many, over the parameters; None where the document leaves it to the design."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """How wide the joint on one side of the piece may be; None where no limit is known."""

    where: str
    """One of PLACES."""
    least_mm: float | None
    greatest_mm: float | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Values from `low` to `high`, in steps where there are any."""

    low: float
    high: float
    step: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mould:
    """What the piece is cast in."""

    adapts: Mapping[str, Range]
    """Parameters that change without a new mould, and how far."""
    cost: float | None
    """CNY for one mould."""
    uses: int | None
    """Castings until it is worn out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A factory that makes the piece."""

    name: str
    longitude: float
    """Degrees east."""
    latitude: float
    """Degrees north."""
    price: Factor | None
    lead_time_days: float | None
    radius_km: float | None
    """How far it delivers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Proof of quality."""

    document: str
    issuer: str
    expires: date | None
    """None: does not expire, or is not known to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """An amount (kg CO2e or CNY) per unit of the piece."""

    amount: float
    per: str
    """One of PER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A drawing, manual or data sheet."""

    title: str
    reference: str
    """Address or number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A code of a classification system."""

    system: str
    code: str
    name: str
    uri: str | None


@contextmanager
def at(key: str) -> Iterator[None]:
    """Whatever is wrong inside is said with the key where it stands."""
    try:
        yield
    except KeyError as error:
        raise ValueError(f"{key}: {error.args[0]} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{key}: {error}") from error


def check_keys(description: Mapping[str, Any], known: Sequence[str]) -> None:
    """Raise ValueError for a key that nobody reads: most often a slip of the pen."""
    if unknown := [str(key) for key in description if key not in known]:
        raise ValueError(f"unknown key {unknown[0]}; known are {', '.join(known)}")


def read_each(description: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], Made]) -> tuple[Made, ...]:
    """The list under a key, each entry read; empty where the key is missing."""
    with at(key):
        entries = description.get(key, ())
        if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
            raise TypeError("a list is expected")
    made = []
    for number, entry in enumerate(entries):
        with at(f"{key}.{number}"):
            if not isinstance(entry, Mapping):
                raise TypeError("a mapping is expected")
            made.append(read(entry))
    return tuple(made)


def read_optional(description: Mapping[str, Any], key: str, read: Callable[[Any], Made]) -> Made | None:
    """What stands under a key, read; None where it is missing or null."""
    if description.get(key) is None:
        return None
    with at(key):
        return read(description[key])


def read_connector(entry: Mapping[str, Any]) -> Connector:
    check_keys(entry, ("names", "where", "count"))
    count = read_optional(entry, "count", read_formula)
    return Connector(names=dict(entry["names"]), where=_one_of(entry, "where", PLACES), count=count)


def read_joint(entry: Mapping[str, Any]) -> Joint:
    check_keys(entry, ("where", "least_mm", "greatest_mm", "clause"))
    least, greatest = (read_optional(entry, key, _at_least_nought) for key in ("least_mm", "greatest_mm"))
    if least is not None and greatest is not None and least > greatest:
        raise ValueError(f"least_mm {least:g} is more than greatest_mm {greatest:g}")
    where = _one_of(entry, "where", PLACES)
    return Joint(where=where, least_mm=least, greatest_mm=greatest, clause=str(entry["clause"]))


def read_range(entry: Mapping[str, Any]) -> Range:
    check_keys(entry, ("from", "to", "step"))
    low, high, step = float(entry["from"]), float(entry["to"]), read_optional(entry, "step", _positive)
    if low > high:
        raise ValueError(f"from {low:g} is more than to {high:g}")
    return Range(low=low, high=high, step=step)


def read_mould(entry: Mapping[str, Any]) -> Mould:
    check_keys(entry, ("adapts", "cost", "uses"))
    adapts = {}
    for name, values in entry.get("adapts", {}).items():
        with at(f"adapts.{name}"):
            adapts[name] = read_range(values)
    uses = read_optional(entry, "uses", _positive)
    cost = read_optional(entry, "cost", _at_least_nought)
    return Mould(adapts=adapts, cost=cost, uses=None if uses is None else int(uses))


def read_plant(entry: Mapping[str, Any]) -> Plant:
    check_keys(entry, ("name", "longitude", "latitude", "price", "lead_time_days", "radius_km"))
    longitude, latitude = float(entry["longitude"]), float(entry["latitude"])
    if not -180 <= longitude <= 180 or not -90 <= latitude <= 90:
        raise ValueError(f"no place on earth: longitude {longitude:g}, latitude {latitude:g}")
    return Plant(
        name=str(entry["name"]),
        longitude=longitude,
        latitude=latitude,
        price=read_optional(entry, "price", read_factor),
        lead_time_days=read_optional(entry, "lead_time_days", _at_least_nought),
        radius_km=read_optional(entry, "radius_km", _positive),
    )


def read_certificate(entry: Mapping[str, Any]) -> Certificate:
    check_keys(entry, ("document", "issuer", "expires"))
    expires = read_optional(entry, "expires", lambda day: date.fromisoformat(str(day)))
    return Certificate(document=str(entry["document"]), issuer=str(entry["issuer"]), expires=expires)


def read_factor(entry: Mapping[str, Any]) -> Factor:
    check_keys(entry, ("amount", "per"))
    return Factor(amount=_number(entry["amount"]), per=_one_of(entry, "per", PER))


def read_document(entry: Mapping[str, Any]) -> Document:
    check_keys(entry, ("title", "reference"))
    return Document(title=str(entry["title"]), reference=str(entry["reference"]))


def read_classification(entry: Mapping[str, Any]) -> Classification:
    check_keys(entry, ("system", "code", "name", "uri"))
    uri = entry.get("uri")
    if uri is not None and not str(uri).startswith(("https://", "http://", "urn:")):
        raise ValueError(f"uri is no address: {uri}")
    return Classification(
        system=str(entry["system"]), code=str(entry["code"]), name=str(entry.get("name", "")), uri=uri
    )


def _one_of(entry: Mapping[str, Any], key: str, choices: Sequence[str]) -> str:
    if entry[key] not in choices:
        raise ValueError(f"{key} is {entry[key]!r}, not one of {', '.join(choices)}")
    return str(entry[key])


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        raise ValueError(f"a number is expected, not {value!r}")
    return float(value)


def _at_least_nought(value: object) -> float:
    if (number := _number(value)) < 0:
        raise ValueError(f"{number:g} is less than nought")
    return number


def _positive(value: object) -> float:
    if (number := _number(value)) <= 0:
        raise ValueError(f"{number:g} is not more than nought")
    return number
