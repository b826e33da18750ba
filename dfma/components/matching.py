"""Which standard component could each element be, by how many millimetres does it miss, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from dfma.components.catalogue import ComponentCatalogue
from dfma.components.component import DIMENSIONS
from dfma.components.designation import Designation, find_designation
from dfma.components.explain import Fit, differing, explain, nearest_change, why_not
from dfma.components.forms import KindForms
from dfma.components.grades import concrete_grade, element_grades
from dfma.components.scoring import (
    PARTS,
    Floats,
    Ints,
    best_forms,
    closeness,
    opening_gaps,
    piece_shapes,
    score_parts,
    size_gaps,
)
from dfma.components.signature import matching_rules, pieces
from dfma.model.building import BuildingModel
from dfma.model.properties import find_property
from dfma.progress import NoProgress, Progress
from dfma.text import Text, text

_OPENING_GAPS = ("opening_width", "opening_height", "opening2_width", "opening2_height")
_SILENT = 0.5
"""Part of a score that the component or the model says nothing of."""
_BEYOND = 3
"""Candidates looked at beyond those shown, since name, volume and place of an opening may change the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One component that an element could be."""

    component: str
    """Id of the component."""
    revision: int
    designation: str
    """As the series writes it; `?` stands for what a shape cannot tell."""
    form: str
    """Which size of the component was met: nominal, fabrication …"""
    score: float
    """0 … 1"""
    parts: Mapping[str, float]
    """The parts of the score, each 0 … 1: size, thickness, openings, kind, volume, designation, grade, lifting."""
    gaps_mm: Mapping[str, float]
    """Element minus component, per dimension that both know."""
    confidence: str
    """How far the component's sizes can be trusted (`verified` … `own`)."""
    rotated: bool
    """Length and width had to change places."""
    reasons: tuple[Text, ...]
    why_not: Text | None
    """What this candidate loses to the best one by; None for the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationCheck:
    """What the element's own name says, against its shape."""

    code: str
    agrees: bool | None
    """None when the sizes behind the code are not known."""
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementMatches:
    """All that matching says of one element."""

    element: str
    """GlobalId"""
    kind: str
    candidates: tuple[Match, ...] = ()
    """Components that the element could become, the best first; empty when it is too far from every one."""
    nearest: tuple[Match, ...] = ()
    """Where there is no candidate: the components that come nearest."""
    no_match: Text | None = None
    """Why there is no candidate, and what the nearest change would be."""
    designation: DesignationCheck | None = None


def match_components(
    model: BuildingModel,
    catalogue: ComponentCatalogue,
    progress: Progress | None = None,
    *,
    lifting_limit: float | None = None,
) -> tuple[ElementMatches, ...]:
    """Match every piece of a kind that factories make, unless it is known to be made on site; in row order.

    `lifting_limit`: kilograms that the site's crane lifts where it has to; None asks for the usual one.
    """
    progress = progress or NoProgress()
    rules = matching_rules()
    kinds = {kind for component in catalogue.components.values() for kind in (component.kind, *component.also_kinds)}
    compared = pl.col("kind").is_in([*kinds, *rules["factory_kinds"]]) & ~pl.col("casting").is_in(rules["not_compared"])
    table = _with_grade_and_mass(pieces(model).filter(compared), model)
    limit = matching_rules()["lifting"]["most_kg"] if lifting_limit is None else lifting_limit
    named = read_designations(model, table["row"], catalogue)
    guids = model.elements["guid"]
    found: dict[int, ElementMatches] = {}
    for (kind, material), group in table.group_by("kind", "material", maintain_order=True):
        progress.report(text("components.step.match"), len(found), table.height)
        progress.check()
        designations = [named.get(row) for row in group["row"]]
        forms = KindForms(str(kind), material and str(material), catalogue, filter(None, designations))
        for row, said in _match_group(group, designations, forms, limit, progress):
            found[row] = ElementMatches(element=guids[row], kind=str(kind), **said)
    return tuple(found[row] for row in sorted(found))


def _with_grade_and_mass(table: pl.DataFrame, model: BuildingModel) -> pl.DataFrame:
    """Pieces with `grade` (MPa of concrete) and `mass` (kg); null where the model does not say."""
    grades = element_grades(model)
    return table.with_columns(
        pl.Series("grade", [grades.get(row) for row in table["row"]], pl.Float64),
        model.measures["mass"].gather(table["row"]).alias("mass"),
    )


def read_designations(model: BuildingModel, rows: pl.Series, catalogue: ComponentCatalogue) -> dict[int, Designation]:
    """The designation of a known series that an element's mark, name, type or property carries, by row."""
    rules = matching_rules()
    grammars = [component.grammar for component in catalogue.components.values() if component.sizes]
    asked = pl.col("row").is_in(rows.implode())
    elements = model.elements.filter(asked)
    written = [elements.select("row", pl.col(name).alias("name")) for name in rules["designation_columns"]]
    said = find_property(model.properties, rules["designation_properties"]).filter(asked)
    names = pl.concat([*written, said.select("row", pl.col("value").alias("name"))]).drop_nulls()
    read = {name: find_designation(name, grammars) for name in names["name"].unique().to_list()}
    found: dict[int, Designation] = {}
    for row, name in names.iter_rows():
        designation, earlier = read[name], found.get(row)
        if designation and (earlier is None or _says_more(designation, earlier)):
            found[row] = designation
    return found


def _says_more(one: Designation, other: Designation) -> bool:
    """The same code, continued (by the overhangs of an outer leaf, say)."""
    return one.series == other.series and len(one.code) > len(other.code) and one.code.startswith(other.code)


def _match_group(
    group: pl.DataFrame, named: list[Designation | None], forms: KindForms, lifting_limit: float, progress: Progress
) -> list[tuple[int, dict[str, Any]]]:
    """Row and result of each piece of one kind and material; pieces alike in all that counts are matched once."""
    if not forms.table.height:
        return [(row, {"no_match": _no_component(forms)}) for row in group["row"]]
    codes = pl.Series("code", [designation.code if designation else None for designation in named], pl.String)
    counted = group.with_columns(codes, _opening_count(forms))
    sizes = [name for name in counted.columns if name.endswith("_mm")]
    alike = [pl.col(sizes).round(1), pl.col("opening_count", "opening_kind", "volume", "code", "grade", "mass")]
    grouped = counted.with_columns((pl.struct(*alike).rank("dense") - 1).alias("group"), place=pl.int_range(pl.len()))
    unique = grouped.unique("group", keep="first").sort("group")
    results = _Matcher(unique, [named[place] for place in unique["place"]], forms, lifting_limit).results(progress)
    return [(row, results[number]) for row, number in grouped.select("row", "group").iter_rows()]


def _no_component(forms: KindForms) -> Text:
    kind = Text(f"kind.{forms.kind}")
    if forms.material is None:
        return text("match.none.no_component", kind=kind)
    return text("match.none.no_component_of", kind=kind, material=Text(f"components.material.{forms.material}"))


def _opening_count(forms: KindForms) -> pl.Expr:
    """Openings of a piece, or -1 where its shape is cut out but the file names no opening."""
    if not forms.draws_openings:
        return pl.col("openings").alias("opening_count")
    hidden = (pl.col("openings") == 0) & (pl.col("fullness") < 1 - matching_rules()["cut_out_share"])
    return pl.when(hidden).then(-1).otherwise(pl.col("openings")).alias("opening_count")


class _Matcher:
    """The distinct pieces of one kind held against the forms of that kind."""

    def __init__(
        self, table: pl.DataFrame, named: list[Designation | None], forms: KindForms, lifting_limit: float
    ) -> None:
        self.lifting_limit = lifting_limit
        self.records = table.to_dicts()
        self.named = named
        self.meant = [forms.variant_of(designation) for designation in named]
        """Variant that the piece's own name means."""
        self.forms = forms
        self.pieces, self.swapped = piece_shapes(table, forms.pair)
        self.weights: Mapping[str, float] = matching_rules()["weights"]

    def results(self, progress: Progress) -> list[dict[str, Any]]:
        """What `ElementMatches` holds beside element and kind, per piece."""
        keep = matching_rules()["candidates"]
        _, form, parts = best_forms(self.pieces, *self.forms.offered, self.forms.weighing, keep + _BEYOND)
        every = range(len(self.records))
        fits = self._fits(np.repeat(every, form.shape[1]), form.ravel(), parts.reshape(-1, len(PARTS)))
        own = self._own_fits(np.array([number for number in every if self.meant[number] is not None], np.int64))
        unknown = np.isnan(self.pieces.low).sum(axis=1) > 1
        results = []
        for piece in every:
            if piece % 256 == 0:
                progress.check()
            if unknown[piece]:
                results.append({"no_match": text("match.none.size_unknown")})
            else:
                shown = fits[piece * form.shape[1] : (piece + 1) * form.shape[1]]
                results.append(self._result(piece, shown, own.get(piece), keep))
        return results

    def _result(self, piece: int, fits: list[Fit], own: Fit | None, keep: int) -> dict[str, Any]:
        if own is not None and not any(fit.named for fit in fits):
            fits = [*fits, own]
        ranked = sorted(fits, key=lambda fit: -fit.score)
        near = [fit for fit in ranked if fit.is_near()][:keep]
        check = self._check(piece, own)
        if near:
            return {"candidates": _matches(near), "designation": check}
        if not ranked:
            return {"no_match": _no_component(self.forms), "designation": check}
        nearest = ranked[:keep]
        return {"nearest": _matches(nearest), "no_match": nearest_change(nearest[0]), "designation": check}

    def _own_fits(self, pieces: Ints) -> dict[int, Fit]:
        """Those pieces held against the variant that their own name means."""
        pairs = [(piece, form) for piece in pieces for form in self.forms.forms_of(self.meant[piece] or 0)]
        if not pairs:
            return {}
        piece, form = np.array(pairs, np.int64).T
        parts = score_parts(self.pieces.take(piece), self.forms.shapes.take(form), self.forms.weighing)
        best: dict[int, Fit] = {}
        for fit, number in zip(self._fits(piece, form, parts), piece.tolist(), strict=True):
            if number not in best or fit.score > best[number].score:
                best[number] = fit
        return best

    def _fits(self, pieces: Ints, forms: Ints, parts: Floats) -> list[Fit]:
        """Pairs of pieces and forms, with all that explains them."""
        one, other = self.pieces.take(pieces), self.forms.shapes.take(forms)
        gaps = np.round(np.concatenate([size_gaps(one, other), opening_gaps(one, other)], axis=1), 3) + 0.0
        known = ~np.isnan(gaps)
        rows = zip(pieces.tolist(), forms.tolist(), parts.tolist(), gaps.tolist(), known.tolist(), strict=True)
        return [
            self._fit(piece, form, part, self._named_gaps(piece, values, told))
            for piece, form, part, values, told in rows
        ]

    def _fit(self, piece: int, number: int, parts: list[float], gaps: Mapping[str, float]) -> Fit:
        form, record, designation = self.forms.records[number], self.records[piece], self.named[piece]
        meant = self.meant[piece]
        named = None if meant is None else self.forms.variant_number[number] == meant
        scores = dict(zip(PARTS, parts, strict=True))
        place_gap = _place_gap(record, form)
        if form["openings"] and record["opening_count"] == form["openings"]:
            half = self.forms.weighing.opening_half
            placed = _SILENT if place_gap is None else float(closeness(np.array([place_gap]), half)[0])
            scores["openings"] = (2 * scores["openings"] + placed) / 3
        comparable = form["form"] == "fabrication" and form["volume"] and record["volume"]
        share = record["volume"] / form["volume"] if comparable else None
        scores["volume"] = _SILENT if share is None else min(share, 1 / share)
        scores["designation"] = _SILENT if named is None else float(named)
        component, mass = self.forms.component(number), _mass(record, form)
        scores["grade"] = _grade_score(record["grade"], component.grades)
        scores["lifting"] = _SILENT if mass is None else float(mass <= self.lifting_limit)
        thickness = self.forms.thickness
        return Fit(
            component=component,
            designation=designation.code if named and designation else form["designation"],
            form=form["form"],
            gaps=gaps,
            thickness=None if thickness is None else DIMENSIONS[thickness],
            openings=(record["opening_count"], form["openings"]),
            place_gap=place_gap,
            draws_openings=self.forms.draws_openings,
            volume_share=share,
            grade=record["grade"],
            mass=mass,
            lifting_limit=self.lifting_limit,
            off_centre=_off_centre(record, self.forms.weighing.limits["opening"]["exact"]),
            rotated=bool(self.swapped[piece] != self.forms.swapped[number]),
            own_kind=bool(self.forms.shapes.kinds[number]),
            kind=self.forms.kind,
            material=self.forms.material,
            named=named,
            parts=scores,
            score=sum(self.weights[part] * scores[part] for part in self.weights),
        )

    def _named_gaps(self, piece: int, gaps: list[float], known: list[bool]) -> dict[str, float]:
        """Gaps that are known, under the names that the dimensions have on the piece."""
        names = [*DIMENSIONS, *_OPENING_GAPS]
        if self.forms.pair is not None and self.swapped[piece]:
            first, second = self.forms.pair
            names[first], names[second] = names[second], names[first]
            told = {name: gap for name, gap, is_known in zip(names, gaps, known, strict=True) if is_known}
            return {name: told[name] for name in (*DIMENSIONS, *_OPENING_GAPS) if name in told}
        return {name: gap for name, gap, is_known in zip(names, gaps, known, strict=True) if is_known}

    def _check(self, piece: int, own: Fit | None) -> DesignationCheck | None:
        """The piece's name against its shape."""
        designation = self.named[piece]
        if designation is None:
            return None
        code, kind = designation.code, Text(f"kind.{self.forms.kind}")
        if designation.series not in self.forms.components:
            message = text("match.name.other_kind", code=code, kind=kind)
            return DesignationCheck(code=code, agrees=False, message=message)
        if own is None:
            return DesignationCheck(code=code, agrees=None, message=text("match.name.sizes_unknown", code=code))
        form = Text(f"components.form.{own.form}")
        if own.is_exact():
            return DesignationCheck(code=code, agrees=True, message=text("match.name.agrees", code=code, form=form))
        message = text("match.name.differs", code=code, form=form, gaps=differing(own))
        return DesignationCheck(code=code, agrees=False, message=message)


def _place_gap(record: Mapping[str, Any], form: Mapping[str, Any]) -> float | None:
    """How far the opening of a piece is from the middle or the end, where the component has it."""
    left, right, place = record["opening1_left_mm"], record["opening1_right_mm"], form["opening_place"]
    if left is None or place is None:
        return None
    return float(right - left) / 2 if place == "middle" else float(left)


def _off_centre(record: Mapping[str, Any], exact: float) -> bool:
    """The piece's widest opening is not in the middle, so that its mirror image is another piece."""
    left, right = record["opening1_left_mm"], record["opening1_right_mm"]
    return left is not None and abs(right - left) / 2 > exact


def _mass(record: Mapping[str, Any], form: Mapping[str, Any]) -> float | None:
    """Kilograms of the component where its series tells, else of the piece as drawn."""
    if form["mass"] is not None:
        return float(form["mass"])
    if form["mass_per_m"] is not None and record["length_mm"] is not None:
        return float(form["mass_per_m"] * record["length_mm"] / 1000)
    mass: float | None = record["mass"]
    return mass


def _grade_score(grade: float | None, offered: Sequence[str]) -> float:
    """1 where the component comes in the piece's concrete grade, less where only in a stronger one, 0 in none."""
    strengths = [strength for name in offered if (strength := concrete_grade(name)) is not None]
    if grade is None or not strengths:
        return _SILENT
    return 1.0 if grade in strengths else 0.7 if max(strengths) > grade else 0.0


def _matches(fits: list[Fit]) -> tuple[Match, ...]:
    winner = fits[0]
    return tuple(
        Match(
            component=fit.component.id,
            revision=fit.component.revision,
            designation=fit.designation,
            form=fit.form,
            score=fit.score,
            parts=fit.parts,
            gaps_mm=fit.gaps,
            confidence=fit.component.trust(f"sizes.{fit.form}").confidence,
            rotated=fit.rotated,
            reasons=explain(fit),
            why_not=None if fit is winner else why_not(fit, winner),
        )
        for fit in fits
    )
