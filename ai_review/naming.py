"""Naming review: elements whose name, type name, class and recognised kind do not agree.

Elements that are equal in all four are one case, so a thousand equal elements are one finding. A name without a known
word is read by the encoder; its guess counts only when it is clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from ai_review.encoder import TextEncoder
from ai_review.kinds import KindGuess, name_kinds, wording
from ai_review.statements import Statement, contradict, said_by_class, said_by_texts
from dfma.finding import Evidence, Finding, Origin, Severity
from dfma.model.building import BuildingModel
from dfma.progress import Progress
from dfma.recognition.decide import SCHEME
from dfma.text import Text, text

SOURCE = "assistant.naming"
_ASIDE = ("IfcOpeningElement", "IfcVirtualElement", "IfcAnnotation", "IfcGrid", "IfcSpace")
_PROXIES = ("IfcBuildingElementProxy", "IfcProxy")
_SURE_GUESS = 0.9
_GUESS = 0.8
"""A guess never weighs more than this, so that it cannot stand against class and evidence together."""
_SURE_EVIDENCE = 0.75
_STRONG_CLASS = 0.65
"""From here on a class is used on purpose: walls, columns, stairs; not beams, members, plates."""
_CERTAIN_NAME = 0.85
_UNVOUCHED = 0.7
"""Factor on the confidence of a name that no other evidence supports."""
_CASE = ("name_pattern", "type_pattern", "ifc_class", "predefined_type", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Elements that are equal in name (but for numbers), type name, class and recognised kind."""

    name: str | None
    type_name: str | None
    ifc_class: str
    predefined_type: str | None
    kind: str
    kind_confidence: float
    """The least of them."""
    guids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the four parts of a case say; None where a part says nothing clear."""

    name: Statement | None
    type_name: Statement | None
    ifc_class: Statement | None
    evidence: Statement | None


def review_names(model: BuildingModel, encoder: TextEncoder, progress: Progress) -> tuple[Finding, ...]:
    """One finding for each case in which the parts contradict each other, the most elements first."""
    found = cases(model)
    known = said_by_texts([one for case in found for one in (case.name, case.type_name) if one])
    unknown = sorted({case.name for case in found if case.name and case.name not in known and wording(case.name)})
    guesses = {guess.name: guess for guess in name_kinds(unknown, encoder, progress)}
    findings = [finding for case in found for finding in _judge(case, _said(case, known, guesses))]
    return tuple(sorted(findings, key=lambda finding: (-len(finding.elements), finding.key)))


def cases(model: BuildingModel) -> tuple[Case, ...]:
    """The elements of a model by case; openings and what is put into a piece (inserts, layers) are left out."""
    numbers = r"\d+"
    table = (
        model.elements.join(model.recognition.select("row", "kind", "kind_confidence", "piece"), on="row")
        .filter(pl.col("role") == "element", ~pl.col("ifc_class").is_in(_ASIDE))
        .filter(pl.col("piece").is_null() | pl.col("kind").is_in(SCHEME["bodies"]))
        .with_columns(
            pl.col("name").str.replace_all(numbers, "#").alias("name_pattern"),
            pl.col("type_name").str.replace_all(numbers, "#").alias("type_pattern"),
        )
        .group_by(_CASE, maintain_order=True)
        .agg(pl.col("name", "type_name").min(), pl.col("kind_confidence").min(), pl.col("guid"))
    )
    return tuple(
        Case(
            name=row["name"],
            type_name=row["type_name"],
            ifc_class=row["ifc_class"],
            predefined_type=row["predefined_type"],
            kind=row["kind"],
            kind_confidence=row["kind_confidence"],
            guids=tuple(sorted(row["guid"])),
        )
        for row in table.iter_rows(named=True)
    )


def _said(case: Case, known: Mapping[str, Statement], guesses: Mapping[str, KindGuess]) -> Said:
    sure = case.kind != "other" and case.kind_confidence >= _SURE_EVIDENCE
    return Said(
        name=_of_name(case.name, known, guesses) if case.name else None,
        type_name=known.get(case.type_name) if case.type_name else None,
        ifc_class=said_by_class(case.ifc_class, case.predefined_type),
        evidence=Statement(kind=case.kind, weight=case.kind_confidence, word="") if sure else None,
    )


def _of_name(name: str, known: Mapping[str, Statement], guesses: Mapping[str, KindGuess]) -> Statement | None:
    if name in known:
        return known[name]
    guess = guesses.get(name)
    if guess is None or guess.kind in (None, "other") or guess.confidence < _SURE_GUESS:
        return None
    return Statement(kind=str(guess.kind), weight=min(guess.confidence, _GUESS), word=name)


def _judge(case: Case, said: Said) -> Iterator[Finding]:
    """At most one finding: the plainest contradiction of the case."""
    if said.name and said.type_name and contradict(said.name.kind, said.type_name.kind):
        confidence = min(said.name.weight, said.type_name.weight)
        yield _finding(case, said, "names", Severity.WARNING, confidence)
        return
    named = said.name or said.type_name
    if named and case.ifc_class in _PROXIES:
        yield _finding(case, said, "proxy", Severity.ADVICE, named.weight)
    elif named and said.ifc_class and contradict(named.kind, said.ifc_class.kind):
        vouched = _agrees(said.evidence, named)
        if _agrees(said.evidence, said.ifc_class) and named.weight < _CERTAIN_NAME:
            return  # a word by the way
        if not vouched and said.ifc_class.weight >= named.weight:
            return  # a class that is not chosen by accident, such as furniture for a cabinet with a door
        strong = vouched and said.ifc_class.weight >= _STRONG_CLASS
        confidence = named.weight if vouched else _UNVOUCHED * named.weight
        yield _finding(case, said, "class", Severity.WARNING if strong else Severity.ADVICE, confidence)
    elif named and said.evidence and contradict(named.kind, said.evidence.kind):
        yield _finding(case, said, "evidence", Severity.ADVICE, min(named.weight, said.evidence.weight))


def _agrees(one: Statement | None, other: Statement) -> bool:
    return one is not None and not contradict(one.kind, other.kind)


def _finding(case: Case, said: Said, what: str, severity: Severity, confidence: float) -> Finding:
    named = said.name or said.type_name
    return Finding(
        source=SOURCE,
        severity=severity,
        message=Text(
            f"assistant.naming.{what}",
            tuple(
                sorted(
                    {
                        "n": len(case.guids),
                        "name": case.name,
                        "type_name": case.type_name,
                        "ifc_class": case.ifc_class,
                        "kind": spoken(named.kind) if named else None,
                        "other": _other(said, what),
                    }.items()
                )
            ),
        ),
        elements=case.guids,
        evidence=Evidence(expected=_expected(said), found=_all_said(said)),
        origin=Origin.ASSISTANT,
        confidence=round(min(confidence, 0.95), 2),
        suggestion=Text(f"assistant.naming.fix.{_to_mend(said, what)}"),
    )


def _other(said: Said, what: str) -> Text | None:
    statement = {"names": said.type_name, "class": said.ifc_class, "evidence": said.evidence}.get(what)
    return spoken(statement.kind) if statement else None


def _to_mend(said: Said, what: str) -> str:
    """Which part stands against all evidence; `either` when that cannot be told."""
    if what == "proxy":
        return "class"
    if said.evidence is None:
        return "either"
    against = [
        part
        for part, statement in (("name", said.name), ("type", said.type_name), ("class", said.ifc_class))
        if statement and contradict(statement.kind, said.evidence.kind)
    ]
    return against[0] if len(against) == 1 else "either"


def _expected(said: Said) -> Text | None:
    return spoken(said.evidence.kind) if said.evidence else None


def _all_said(said: Said) -> Text:
    parts = (("name", said.name), ("type", said.type_name), ("class", said.ifc_class), ("evidence", said.evidence))
    return text(
        "assistant.naming.said",
        parts=tuple(
            Text(f"assistant.naming.said.{part}", (("kind", spoken(statement.kind)),))
            for part, statement in parts
            if statement
        ),
    )


def spoken(kind: str) -> Text:
    """A kind as a person says it."""
    return Text(f"assistant.{kind}") if kind in ("wall_panel", "slab") else Text(f"kind.{kind}")
