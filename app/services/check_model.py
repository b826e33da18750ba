"""Check a model: the rules of all packs, and IDS files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import catalogue
from dfma.rules.coverage import coverage_map
from dfma.rules.pack import load_packs, rules_of, texts_of
from dfma.rules.run import run_rules
from dfma.text import LANGUAGES

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress
    from dfma.rules.coverage import CoverageRow
    from dfma.rules.rule import RuleRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the rules said, and the sentences that packs from outside brought along (language → key → template)."""

    runs: tuple[RuleRun, ...]
    texts: Mapping[str, Mapping[str, str]]
    coverage: tuple[CoverageRow, ...]
    """What became of each row of the table of depth rules."""


def check_model(
    model: BuildingModel,
    settings: Settings,
    progress: Progress,
    *,
    packs: tuple[Path, ...] = (),
    ids: tuple[Path, ...] = (),
    context: BuildingModel | None = None,
    schema: bool = False,
) -> Checked:
    """One `RuleRun` per rule of the packs that ship, of the folders named, and per specification of the IDS files.

    `context`: a second model, such as that of the MEP engineer, for the rules that ask for it.
    `schema`: one run more, which holds the file itself against the schema of IFC.

    Raises UserError when a pack or an IDS file cannot be read.
    """
    loaded = load_packs([*settings.rule_packs, *packs])
    runs = run_rules(
        model,
        rules_of(loaded),
        stage=settings.stage,
        overrides=settings.rules,
        context=context,
        progress=progress,
    )
    for path in (*ids, *(path for pack in loaded for path in pack.ids_files)):
        from dfma.ifc.ids import run_ids

        runs += run_ids(model, path, progress)
    if schema:
        from app.services.check_schema import check_schema

        runs += (check_schema(model, progress),)
    texts = {language: texts_of(loaded, catalogue(language)) for language in LANGUAGES}
    return Checked(runs=runs, texts=texts, coverage=coverage_map(rules_of(loaded), runs))
