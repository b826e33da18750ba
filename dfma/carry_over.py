"""Decisions of people follow the thing they were taken on into a revised model, whatever its GlobalId is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dfma.model.identity import identify

if TYPE_CHECKING:
    from dfma.finding import Finding
    from dfma.model.building import BuildingModel
    from dfma.report import Decision


def carried_decisions(
    old: BuildingModel, new: BuildingModel, findings: Iterable[Finding], decisions: Mapping[str, Decision]
) -> dict[str, Decision]:
    """Decisions on findings of `old` as decisions on the same findings of `new`, by key of the new finding.

    `findings` are those of the new model. A key is a hash and tells nothing of its elements, so each finding is asked
    how it would have been called in the old model. Decisions that already hold are not repeated.
    """
    pairs = identify(old, new)
    earlier = dict(
        zip(new.elements["guid"].gather(pairs["new_row"]), old.elements["guid"].gather(pairs["old_row"]), strict=True)
    )
    carried = {}
    for finding in findings:
        key = replace(finding, elements=tuple(earlier.get(guid, guid) for guid in finding.elements)).key
        if key != finding.key and key in decisions and finding.key not in decisions:
            carried[finding.key] = replace(decisions[key], finding_key=finding.key)
    return carried
