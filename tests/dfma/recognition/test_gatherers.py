"""A whole that only gathers things of its own kind is no further thing of that kind."""

from __future__ import annotations

from dfma.recognition.recognise import recognise
from tests.builders import building


def test_a_stair_of_two_flights_is_no_third_flight() -> None:
    model = building(
        [
            {"guid": "stair", "class": "IfcStair", "name": "LT1"},
            {"guid": "up", "class": "IfcStairFlight", "whole": "stair", "name": "ST-30-25"},
            {"guid": "on", "class": "IfcStairFlight", "whole": "stair", "name": "ST-30-25"},
            {"guid": "lone", "class": "IfcStair", "name": "LT2"},
        ]
    )
    kinds = dict(zip(model.elements["guid"], recognise(model)["kind"], strict=True))
    assert (kinds["stair"], kinds["up"], kinds["on"], kinds["lone"]) == (
        "other",
        "stair_flight",
        "stair_flight",
        "stair_flight",
    )
