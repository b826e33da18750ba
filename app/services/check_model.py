"""Check a model: the rules of all packs, and IDS files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dfma.rules.pack import load_packs
from dfma.rules.run import run_rules

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress
    from dfma.rules.rule import RuleRun


def check_model(
    model: BuildingModel,
    settings: Settings,
    progress: Progress,
    *,
    packs: tuple[Path, ...] = (),
    ids: tuple[Path, ...] = (),
) -> tuple[RuleRun, ...]:
    """One `RuleRun` per rule of the packs that ship, of the folders named, and per specification of the IDS files.

    Raises UserError when a pack or an IDS file cannot be read.
    """
    loaded = load_packs([*settings.rule_packs, *packs])
    rules = tuple(rule for pack in loaded for rule in pack.rules)
    runs = run_rules(model, rules, stage=settings.stage, overrides=settings.rules, progress=progress)
    for path in ids:
        from dfma.ifc.ids import run_ids

        runs += run_ids(model, path, progress)
    return runs
