"""Recall and false alarms of the rules on the flawed and the clean sample building, per rule.

    python tests/benchmarks/seeded_defects.py

A defect is found when its rule fails on one of its elements, or says of it that something is missing. Everything that a
rule says of the clean building is a false alarm; advice is counted by itself: the sample repeats its sizes less than
the superseded indicators advise, and has heavy panels.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from dfma.finding import Severity  # noqa: E402 - the packages beside this folder come first
from tests.app.services.test_seeded_defects import ROWS, RULES, checked  # noqa: E402
from tests.app.services.test_seeded_defects import found as is_found  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "clean").mkdir()
        (Path(folder) / "flawed").mkdir()
        clean = checked(Path(folder) / "clean", flawed=False)
        flawed = checked(Path(folder) / "flawed", flawed=True)
    about = [defect for defect in flawed.defects if defect.rule in ROWS]
    seeded = Counter(ROWS[defect.rule] for defect in about)
    found = Counter(ROWS[defect.rule] for defect in about if is_found(flawed, defect))
    blocking = [f for run in clean.runs.values() for f in run.findings if f.severity is not Severity.ADVICE]
    advice = [f for run in clean.runs.values() for f in run.findings if f.severity is Severity.ADVICE]
    alarms = Counter(finding.source for finding in (*blocking, *advice))
    print("| rule | seeded | found | said of the clean building |\n|---|---|---|---|")
    for rule in RULES:
        if seeded[rule.id] or alarms[rule.id]:
            print(f"| {rule.id} | {seeded[rule.id]} | {found[rule.id]} | {alarms[rule.id]} |")
    print(
        f"\n{len(seeded)} rules with {len(about)} seeded defects: recall {found.total() / len(about):.3f}; on the "
        f"clean building {len(blocking)} errors and warnings, {len(advice)} pieces of advice"
    )


if __name__ == "__main__":
    main()
