"""Why a component fits a piece, what it loses by, what would have to change: as texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dfma.components.component import Component
from dfma.components.grades import concrete_grade
from dfma.components.signature import gap_limits, matching_rules
from dfma.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One piece held against one form of one variant; lengths in millimetres."""

    component: Component
    designation: str
    """With all that the piece's own name adds, when the name means this variant."""
    form: str
    gaps: Mapping[str, float]
    """Piece minus form per dimension that both know; openings as `opening_width` ….."""
    thickness: str | None
    """Which dimension is the thickness."""
    openings: tuple[int, int]
    """Of the piece (-1: not known) and of the component."""
    place_gap: float | None
    """How far the opening is from where the component has it."""
    draws_openings: bool
    volume_share: float | None
    """Volume of the piece over that of the component."""
    grade: float | None
    """Concrete grade of the piece, MPa on cubes."""
    mass: float | None
    """Kilograms that would be lifted."""
    lifting_limit: float
    off_centre: bool
    """An opening stands to one side, so that the piece and its mirror image differ."""
    rotated: bool
    own_kind: bool
    kind: str
    material: str | None
    """Family of the piece's material, where the file names one."""
    named: bool | None
    """The piece's name means this variant (True), another one (False), or none (None)."""
    parts: Mapping[str, float]
    score: float

    def is_near(self) -> bool:
        """Near enough to adapt the piece to the component."""
        return self._within("near") and (self.same_openings or not self.draws_openings)

    def is_exact(self) -> bool:
        """Equal within fabrication tolerance."""
        return self._within("exact") and (self.same_openings or not self.draws_openings)

    @property
    def same_openings(self) -> bool:
        return self.openings[0] in (-1, self.openings[1])

    def _within(self, limit: str) -> bool:
        return all(abs(gap) <= _limits(self, name)[limit] for name, gap in self.gaps.items())


def explain(fit: Fit) -> tuple[Text, ...]:
    """The reasons for a candidate, the weightiest first; always three or more."""
    reasons = [_sizes(fit), *_thickness(fit), *_openings(fit), *_name(fit)]
    if fit.rotated:
        reasons.append(text("match.reason.rotated"))
    kind = Text(f"kind.{fit.kind}")
    own = Text(f"kind.{fit.component.kind}")
    reasons.append(
        text("match.reason.kind", kind=kind) if fit.own_kind else text("match.reason.other_kind", kind=kind, own=own)
    )
    if fit.material is not None and fit.component.material is not None:
        reasons.append(text("match.reason.material", material=Text(f"components.material.{fit.material}")))
    if fit.volume_share is not None:
        reasons.append(text("match.reason.volume", share=fit.volume_share * 100))
    reasons += [*_grade(fit), *_lifting(fit)]
    trust = fit.component.trust(f"sizes.{fit.form}")
    reasons.append(
        text(
            "match.reason.document",
            document=fit.component.document,
            confidence=Text(f"components.confidence.{trust.confidence}"),
        )
    )
    return tuple(reasons)


def why_not(fit: Fit, winner: Fit) -> Text:
    """What a candidate loses to the best one by: the part of the score where it loses most."""
    weights = matching_rules()["weights"]
    loss = {part: weights[part] * (winner.parts[part] - fit.parts[part]) for part in weights}
    part = max(loss, key=lambda name: loss[name])
    if loss[part] <= 0.0005:
        return text("match.why_not.equal", winner=winner.designation)
    if part in ("size", "thickness"):
        worse = _worse(fit, winner, part)
        return text("match.why_not.size", winner=winner.designation, gaps=tuple(gap_text(*gap) for gap in worse))
    if part == "openings":
        return text("match.why_not.openings", winner=winner.designation, here=fit.openings[1], there=winner.openings[1])
    return text(f"match.why_not.{part}", winner=winner.designation)


def nearest_change(fit: Fit) -> Text:
    """What would have to change for the piece to become this component."""
    changes = [
        text("match.change.size", dimension=Text(f"dimension.{name}"), by=-gap)
        for name, gap in fit.gaps.items()
        if abs(gap) > _limits(fit, name)["exact"]
    ]
    if not fit.same_openings and fit.draws_openings:
        changes.append(text("match.change.openings", have=fit.openings[0], need=fit.openings[1]))
    return text("match.none.nearest", designation=fit.designation, changes=tuple(changes))


def differing(fit: Fit) -> tuple[Text, ...]:
    """The gaps that exceed fabrication tolerance, and openings that differ in number."""
    gaps = [gap_text(name, gap) for name, gap in fit.gaps.items() if abs(gap) > _limits(fit, name)["exact"]]
    if not fit.same_openings and fit.draws_openings:
        gaps.append(text("match.change.openings", have=fit.openings[0], need=fit.openings[1]))
    return tuple(gaps)


def gap_text(name: str, gap: float) -> Text:
    """ "length +35 mm"."""
    return text("match.gap", dimension=Text(f"dimension.{name}"), gap=gap + 0.0)


def _sizes(fit: Fit) -> Text:
    gaps = {name: gap for name, gap in fit.gaps.items() if name != fit.thickness and not name.startswith("opening")}
    form = Text(f"components.form.{fit.form}")
    if all(abs(gap) <= _limits(fit, name)["exact"] for name, gap in gaps.items()):
        names = tuple(Text(f"dimension.{name}") for name in gaps)
        return text("match.reason.same_size", form=form, dimensions=names)
    return text("match.reason.size", form=form, gaps=tuple(gap_text(*gap) for gap in gaps.items()))


def _thickness(fit: Fit) -> Iterable[Text]:
    if fit.thickness is None:
        return
    gap = fit.gaps.get(fit.thickness)
    if gap is None:
        yield text("match.reason.thickness_unknown")
    elif abs(gap) <= _limits(fit, fit.thickness)["exact"]:
        yield text("match.reason.same_thickness")
    else:
        yield text("match.reason.thickness", gap=gap)


def _openings(fit: Fit) -> Iterable[Text]:
    have, need = fit.openings
    if not fit.draws_openings:
        if have > 0:
            yield text("match.reason.openings_not_in_series", have=have)
        return
    if have < 0:
        yield text("match.reason.openings_unknown")
    elif have != need:
        yield text("match.change.openings", have=have, need=need)
    elif have == 0:
        yield text("match.reason.no_openings")
    else:
        gaps = tuple(gap_text(name, gap) for name, gap in fit.gaps.items() if name.startswith("opening"))
        yield text("match.reason.openings", have=have, gaps=gaps)
    if fit.place_gap is not None:
        yield text("match.reason.opening_place", gap=fit.place_gap)
    if fit.off_centre and have == need:
        yield text("match.reason.either_hand")


def _name(fit: Fit) -> Iterable[Text]:
    if fit.named is not None:
        yield text("match.reason.named" if fit.named else "match.reason.named_other")


def _grade(fit: Fit) -> Iterable[Text]:
    strengths = [strength for name in fit.component.grades if (strength := concrete_grade(name)) is not None]
    if fit.grade is None or not strengths:
        return
    same = fit.grade in strengths
    yield text(
        "match.reason.same_grade" if same else "match.reason.grade", grade=fit.grade, offered=fit.component.grades
    )


def _lifting(fit: Fit) -> Iterable[Text]:
    if fit.mass is not None:
        key = "match.reason.lifted" if fit.mass <= fit.lifting_limit else "match.reason.too_heavy"
        yield text(key, mass=fit.mass / 1000, limit=fit.lifting_limit / 1000)


def _worse(fit: Fit, winner: Fit, part: str) -> list[tuple[str, float]]:
    """The dimensions in which a candidate misses by more than the winner."""
    concerned = {name: gap for name, gap in fit.gaps.items() if (name == fit.thickness) == (part == "thickness")}
    return [
        (name, gap)
        for name, gap in concerned.items()
        if not name.startswith("opening") and abs(gap) > abs(winner.gaps.get(name, 0.0)) + 0.05
    ] or list(concerned.items())


def _limits(fit: Fit, name: str) -> Mapping[str, float]:
    gaps = gap_limits(fit.kind)
    if name.startswith("opening"):
        return gaps["opening"]
    return gaps["thickness" if name == fit.thickness else "size"]
