"""Rules about dwellings have to know what a building is used for."""

from __future__ import annotations

import numpy as np

from dfma.rules.facts import Facts, chosen
from dfma.rules.judgement import Judge


def use_of(facts: Facts) -> set[str]:
    """Uses that the buildings or the project of a file state."""
    use = facts.concept("building_use")
    speakers = facts.ifc_class("IfcProject", "IfcSite", "IfcBuilding") & use.understood
    return {word for word in (use.words[row] for row in chosen(speakers).tolist()) if word is not None}


def only_dwellings(facts: Facts, judge: Judge) -> None:
    """Leave out rows of buildings with another use; those of buildings that do not say it are not checkable."""
    use = facts.concept("building_use")
    projects = chosen(facts.ifc_class("IfcProject") & use.present)
    rows = judge.open_rows
    for building in np.unique(facts.building_of[rows]).tolist():
        here = rows[facts.building_of[rows] == building]
        speaker = building if building >= 0 and use.present[building] else int(projects[0]) if len(projects) else -1
        if speaker < 0:
            judge.cannot_check(here, use.missing)
        elif not use.understood[speaker]:
            judge.cannot_check(here, use.not_understood(speaker))
        elif use.words[speaker] != "dwelling":
            judge.does_not_apply(here)
