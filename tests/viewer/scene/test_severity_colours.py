"""What is found of a piece shows on its parts, since the piece itself may have no shape."""

from __future__ import annotations

from dfma.finding import Finding, Origin, Severity
from dfma.text import text
from tests.builders import building
from viewer.scene.appearance import MODEL, SEVERITY_COLOURS, by_severity


def test_parts_show_the_finding_of_their_piece_and_are_not_counted_twice() -> None:
    model = building(
        [
            {"guid": "piece", "class": "IfcElementAssembly", "kind": "column"},
            {"guid": "body", "class": "IfcColumn", "kind": "column", "whole": "piece", "piece": "piece"},
            {"guid": "other", "class": "IfcColumn", "kind": "column"},
        ]
    )
    finding = Finding(
        source="X", severity=Severity.WARNING, message=text("kind.wall"), elements=("piece",), origin=Origin.RULE
    )
    shown = by_severity(model, [finding])
    colour = {guid: tuple(shown.colour[row, :3]) for row, guid in enumerate(model.elements["guid"])}
    assert colour["body"] == SEVERITY_COLOURS[Severity.WARNING]
    assert colour["other"] == MODEL
    assert [entry.count for entry in shown.legend] == [1, 2]
