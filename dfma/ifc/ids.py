"""Check a model by an IDS 1.0 file. The engine is ifctester; the results are the same `RuleRun`s as those of rules."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dfma.errors import UserError
from dfma.finding import Clause, Evidence, Finding, Origin, Severity, Verdict
from dfma.ifc.ids_file import read_ids
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress, Progress
from dfma.rules.rule import RuleRun
from dfma.text import Text, text

if TYPE_CHECKING:
    from ifcopenshell import entity_instance, file
    from ifctester.facet import Facet
    from ifctester.ids import Specification

_CHECK_EVERY = 100
"""Entities between two looks at whether the person asked to stop."""
_NOTHING_THERE = ("NOVALUE", "NOPSET", "FALSEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Miss:
    """A requirement that an entity does not meet."""

    entity: entity_instance
    facet: Facet
    place: int
    reason: Mapping[str, Any]


def run_ids(model: BuildingModel, path: Path, progress: Progress | None = None) -> tuple[RuleRun, ...]:
    """One `RuleRun` for each specification of the file, in its order.

    The specifications are run on the file that the model was read from. Raises UserError when that file or the IDS file
    cannot be read, or when the IFC file is no longer the one that was opened; Cancelled when the person asked to stop.
    """
    progress = progress or NoProgress()
    specifications = _sound(path)
    ifc = _received(model, progress)
    rows = dict(zip(model.elements["step_id"].to_list(), range(model.elements.height), strict=True))
    runs = []
    with _fresh_caches():
        for done, specification in enumerate(specifications):
            progress.check()
            progress.report(text("ids.running", name=specification.name), done, len(specifications))
            source = f"ids:{path.name}#{specification.identifier or specification.name or done + 1}"
            runs.append(_run(specification, ifc, rows, source, path.name, progress))
    return tuple(runs)


def _sound(path: Path) -> list[Specification]:
    """The specifications of a file, when all of them can be met."""
    from dfma.ifc.ids_audit import unsound

    specifications: list[Specification] = read_ids(path).specifications
    for specification in specifications:
        if (why := unsound(specification)) is not None:
            raise UserError(text("ids.unsound", path=str(path), why=why))
    return specifications


@contextmanager
def _fresh_caches() -> Iterator[None]:
    """ifctester remembers the property sets of entities; what it holds of a file that is closed crashes the process."""
    from ifctester import facet

    def forget() -> None:
        facet.get_pset.cache_clear()
        facet.get_psets.cache_clear()

    forget()
    try:
        yield
    finally:
        forget()


def _received(model: BuildingModel, progress: Progress) -> file:
    """The file of the model, parsed in full: facets read most of it, and they trust the number of its attributes."""
    import ifcopenshell

    from dfma.ifc.open_file import readable

    with readable(Path(model.source.path), progress) as source:
        if source.sha256 != model.source.sha256:
            raise UserError(text("ids.file_changed", path=model.source.path))
        return ifcopenshell.open(source.path, format=".ifc")


def _run(
    specification: Specification, ifc: file, rows: Mapping[int, int], source: str, document: str, progress: Progress
) -> RuleRun:
    from dfma.ifc.ids_values import tolerant

    started = time.perf_counter()
    title = text("ids.title", name=specification.name)
    clause = Clause(document=document, number=specification.name, confidence="verified")
    verdicts = np.full(len(rows), Verdict.NOT_APPLICABLE, np.int8)
    for facet in (*specification.applicability, *specification.requirements):
        if type(facet).__name__ in ("Attribute", "Property"):
            facet.value = tolerant(facet.value)
    applicable = list(_applicable(specification, ifc, progress))
    misses = list(_misses(specification, applicable, progress))
    failed = {miss.entity.id() for miss in misses}
    outside = [entity for entity in applicable if entity.id() not in rows]
    for entity in applicable:
        if (row := rows.get(entity.id())) is not None:
            verdicts[row] = Verdict.FAILED if entity.id() in failed else Verdict.PASSED
    findings = [_finding(miss, specification, source, clause) for miss in misses]
    whole = Verdict.FAILED if any(entity.id() in failed for entity in outside) else None
    if not applicable:
        whole = Verdict.FAILED if specification.minOccurs else Verdict.NOT_APPLICABLE
    elif outside and whole is None:
        whole = Verdict.PASSED
    if not applicable and specification.minOccurs:
        findings.append(_nothing(specification, source, clause))
    return RuleRun(
        rule_id=source,
        title=title,
        verdicts=verdicts,
        whole=whole,
        findings=tuple(findings),
        clause=clause,
        changes=_other_schema(specification, ifc),
        seconds=time.perf_counter() - started,
    )


def _other_schema(specification: Specification, ifc: file) -> tuple[Text, ...]:
    """A specification written for other schemas is run all the same, as the official cases want it, and says so."""
    if ifc.schema_identifier in specification.ifcVersion:
        return ()
    return (text("ids.other_schema", wanted=tuple(specification.ifcVersion), found=ifc.schema_identifier),)


def _applicable(specification: Specification, ifc: file, progress: Progress) -> Iterator[entity_instance]:
    """Entities that the specification is about, in the order of the file."""
    entities: Sequence[entity_instance] | None = None
    for facet in specification.applicability:
        progress.check()
        entities = facet.filter(ifc, entities)
    yield from sorted(entities or (), key=lambda entity: entity.id())


def _misses(specification: Specification, applicable: Sequence[entity_instance], progress: Progress) -> Iterator[_Miss]:
    prohibited = specification.maxOccurs == 0
    for done, entity in enumerate(applicable):
        if done % _CHECK_EVERY == 0:
            progress.check()
        if prohibited:
            yield _Miss(entity=entity, facet=specification.applicability[0], place=0, reason={"type": "UNWANTED"})
            continue
        for place, facet in enumerate(specification.requirements, start=1):
            result = facet(entity)
            if not (result.is_pass or _left_out(facet, result.reason)):
                yield _Miss(entity=entity, facet=facet, place=place, reason=result.reason)


def _left_out(facet: Facet, reason: Mapping[str, Any]) -> bool:
    """ifctester 0.9.0 fails an optional attribute that is null; IDS 1.0 lets it pass (an empty string fails)."""
    optional = getattr(facet, "cardinality", "required") == "optional"
    return optional and reason["type"] == "FALSEY" and reason["actual"] is None


def _finding(miss: _Miss, specification: Specification, source: str, clause: Clause) -> Finding:
    why = miss.reason["type"]
    found = None if why in ("UNWANTED", "PROHIBITED", *_NOTHING_THERE) else _plain(miss.reason.get("actual"))
    expected = _expected(miss.facet, why)
    guid = getattr(miss.entity, "GlobalId", None)
    return Finding(
        source=source,
        severity=Severity.ERROR,
        message=text(
            f"ids.finding.{_SENTENCES[why]}",
            element=getattr(miss.entity, "Name", None) or guid or f"#{miss.entity.id()}",
            ifc_class=miss.entity.is_a(),
            what=_what(miss.facet),
            found=found,
            expected=expected or text("ids.value.any"),
            specification=specification.name,
        ),
        elements=(guid,) if guid else (),
        subject=f"{miss.place}" if guid else f"{miss.place} #{miss.entity.id()}",
        clause=clause,
        evidence=Evidence(expected=expected, found=found),
        origin=Origin.IDS,
        suggestion=_advice(miss.facet, specification),
    )


def _nothing(specification: Specification, source: str, clause: Clause) -> Finding:
    return Finding(
        source=source,
        severity=Severity.ERROR,
        message=text("ids.finding.nothing", specification=specification.name),
        clause=clause,
        origin=Origin.IDS,
        suggestion=text("ids.advice", words=specification.instructions) if specification.instructions else None,
    )


def _advice(facet: Facet, specification: Specification) -> Text | None:
    """What the author of the file says how to meet the requirement, in their own words."""
    words = getattr(facet, "instructions", None) or specification.instructions
    return text("ids.advice", words=words) if words else None


def _what(facet: Facet) -> Text:
    from dfma.ifc.ids_values import spoken

    kind = type(facet).__name__
    if kind == "Property":
        return text("ids.what.property", set=spoken(facet.propertySet), name=spoken(facet.baseName))
    if kind == "Attribute":
        return text("ids.what.attribute", name=spoken(facet.name))
    if kind == "Classification":
        return text("ids.what.classification", system=spoken(facet.system) or text("ids.value.any"))
    return text(f"ids.what.{kind.lower()}")


def _expected(facet: Facet, why: str) -> Text | str | None:
    from dfma.ifc.ids_values import spoken

    if why == "DATATYPE":
        return str(facet.dataType)
    if why == "SYSTEM":
        return spoken(facet.system)
    if why in ("NAME", "ENTITY"):
        return spoken(facet.name)
    if why == "PREDEFINEDTYPE":
        return spoken(facet.predefinedType)
    return spoken(getattr(facet, "value", None))


def _plain(found: Any) -> str | None:
    if isinstance(found, list | tuple | set | frozenset):
        return ", ".join(sorted(str(one) for one in found if one is not None)) or None
    return None if found is None else str(found)


_SENTENCES = {
    "NOVALUE": "missing",
    "NOPSET": "missing",
    "FALSEY": "missing",
    "VALUE": "value",
    "SYSTEM": "value",
    "NAME": "value",
    "ENTITY": "value",
    "PREDEFINEDTYPE": "value",
    "DATATYPE": "type",
    "PROHIBITED": "prohibited",
    "UNWANTED": "unwanted",
}
"""Reasons of ifctester, by the sentence that says them."""
