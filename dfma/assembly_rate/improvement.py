"""What would raise an assembly rate: single steps, and the cheapest combinations for each grade. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from dfma.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Elements of one sort that are made otherwise."""

    kind: str
    casting: str
    """As it is now."""
    amount: float
    unit: str
    elements: tuple[str, ...]

    @property
    def text(self) -> Text:
        return text(
            "rate.next.part", amount=self.amount, unit=Text(f"rate.unit.{self.unit}"), kind=Text(f"kind.{self.kind}"),
            casting=Text(f"casting.{self.casting}"), n=len(self.elements),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One item raised."""

    item: str
    title: Text
    points: float
    """Points gained with this step, over all items."""
    rate: float
    """By how much the rate rises before rounding, in percent points."""
    ratio_from: float | None
    """Percent; None for yes or no."""
    ratio_to: float | None
    effort: float
    parts: tuple[Part, ...]
    """Empty where no elements are concerned, only what people state."""
    assumes: tuple[Text, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """All elements of the step."""
        return tuple(guid for part in self.parts for guid in part.elements)

    @property
    def text(self) -> Text:
        """What to do, in a sentence."""
        if self.ratio_to is None:
            return text("rate.next.yes", title=self.title, points=self.points)
        values = {"low": self.ratio_from, "high": self.ratio_to, "points": self.points}
        if not self.parts:
            return text("rate.next.raise", title=self.title, **values)
        return text("rate.next.change", title=self.title, parts=tuple(part.text for part in self.parts), **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The cheapest combination of steps for one grade."""

    grade: str
    target: float
    """The rate from which the grade is given."""
    reached: bool
    """False: no combination of the changes that are known of reaches it."""
    rate: float
    """The rate after all steps; where the grade is not reached, the most that is."""
    effort: float
    optimal: bool
    """Proven that not even a thousandth less effort does; else it is the best that was found."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """Steps by effort per point, the cheapest first, and a plan per grade not yet proven."""

    efforts: str
    """Id of the table of efforts."""
    assumes: tuple[Text, ...]
    steps: tuple[Step, ...]
    plans: tuple[Plan, ...]
