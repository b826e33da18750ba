"""Rules about dwellings have to know what a building is used for."""

from __future__ import annotations

import numpy as np

from dfma.rules.facts import Facts, chosen
from dfma.rules.judgement import Judge


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
