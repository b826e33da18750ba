"""Whether a description makes a component, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import prod

from component_library.revisions import Description, make_revision
from dfma.components.catalogue import read_component
from dfma.components.component import Component
from dfma.errors import UserError
from dfma.text import text

MOST_VALUES = 100_000
MOST_VARIANTS = 100_000
"""Of one component; a range mistyped by a few zeros would fill the memory of everybody who opens the library."""


def check_description(description: Description) -> Component:
    """The component of a description that is to be kept. Raises UserError when it is none."""
    component = read_description(description)
    with _told(description):
        make_revision(description)
        component.variants()
    return component


def read_description(description: Description) -> Component:
    """The component of a description that is kept already. Raises UserError when this program cannot read it."""
    with _told(description):
        if not isinstance(description["id"], str) or not description["id"].strip():
            raise TypeError("id")
        _check_size(description)
        if count_variants(description) > MOST_VARIANTS:
            raise ValueError(f"variants > {MOST_VARIANTS}")
        return read_component(description)


@contextmanager
def _told(description: Description) -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        name = description.get("id") if isinstance(description, Mapping) else None
        reason = f"{type(error).__name__}: {error}"
        raise UserError(text("library.description.wrong", component=str(name), reason=reason)) from error


def _check_size(description: Description) -> None:
    """YAML may name one part a million times over; written out it would fill the memory."""
    waiting: list[object] = [description]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    raise ValueError(f"values > {MOST_VALUES}")


def count_variants(description: Description) -> float:
    """How many combinations of values the parameters have at most."""
    return prod(_count(values) for values in description.get("parameters", {}).values())


def _count(values: object) -> float:
    if isinstance(values, Mapping):
        return abs(float(values["to"] - values["from"]) / float(values["step"])) + 1
    return len(values)  # type: ignore[arg-type]
