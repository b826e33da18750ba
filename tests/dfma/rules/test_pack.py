"""Packs: those that ship are sound, those from outside are data, and what is wrong is said with its place."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from dfma.errors import UserError
from dfma.finding import Severity, Verdict
from dfma.rules.pack import load_packs, read_folder, rules_of, texts_of
from dfma.rules.run import run_rules
from dfma.text import LANGUAGES
from tests.builders import building
from tests.dfma.rules.test_rule_examples import CATALOGUES

TEXTS = """
  texts:
    en: {title: Fire rating, about: Walls say their fire rating., fix: Add it.}
    zh_CN: {title: 耐火极限, about: 墙体应给出耐火极限。, fix: 请补充。}
"""
RULE = f"""
rules:
- id: FIRM-1
  stage: construction
  consumers: [operation]
  severity: error
  clause: {{document: House standard, number: "3.2"}}
  parameters: {{hours: {{default: 2, unit: "1"}}}}
  applies_to: {{kind: [wall]}}
  requires: [{{property: [Pset_WallCommon, FireRating], present: true}}]
{textwrap.indent(TEXTS.strip(chr(10)), "")}
"""


def folder(tmp_path: Path, rules: str) -> Path:
    pack = tmp_path / "house"
    pack.mkdir()
    (pack / "rules.yaml").write_text(rules, encoding="utf-8")
    return pack


def test_the_packs_that_ship_are_sound() -> None:
    packs = load_packs()
    rules = rules_of(packs)
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.pack
        assert rule.severity is not Severity.ERROR or rule.clause.verified
        assert rule.source_row is None or rule.id.rsplit("-", 1)[1] == rule.source_row.removeprefix("DR")
    for language in LANGUAGES:
        assert all(pack.title.key in CATALOGUES[language] for pack in packs)


def test_a_folder_from_outside_adds_rules_and_texts(tmp_path: Path) -> None:
    pack = read_folder(folder(tmp_path, RULE))
    (rule,) = pack.rules
    assert rule.severity is Severity.WARNING  # what nobody verified does not block
    model = building(
        [
            {"guid": "a", "kind": "wall", "properties": {"Pset_WallCommon": {"FireRating": "REI 120"}}},
            {"guid": "b", "kind": "wall", "name": "W2"},
        ]
    )
    (run,) = run_rules(model, pack.rules)
    assert run.verdicts.tolist()[1:] == [Verdict.PASSED, Verdict.FAILED]
    said = CATALOGUES["zh_CN"].extended(texts_of([pack], CATALOGUES["zh_CN"]))
    assert said.say(rule.title) == "耐火极限"
    assert "W2" in said.say(run.findings[0].message)


def test_a_pack_cannot_replace_the_texts_of_the_program(tmp_path: Path) -> None:
    pack = read_folder(folder(tmp_path, RULE.replace("FIRM-1", "DEP-022")))
    assert "rule.DEP-022.title" not in texts_of([pack], CATALOGUES["en"])


def test_an_id_that_is_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        load_packs([folder(tmp_path, RULE.replace("FIRM-1", "DEP-022"))])
    assert refused.value.message.key == "rules.pack.twice"
    assert refused.value.message["rule"] == "DEP-022"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("present: true", "absent: true", "name exactly one of"),
        ("property: [Pset_WallCommon, FireRating]", "concept: fire", "no concept 'fire'"),
        ("property: [Pset_WallCommon, FireRating]", "property: FireRating", "[set, name]"),
        ("property: [Pset_WallCommon, FireRating]", "python: os.system", "name exactly one of"),
        ("present: true", "at_least: $minutes", "$minutes"),
        ("kind: [wall]", "kind: [walls]", "walls"),
        ("kind: [wall]", "kinds: [wall]", "kinds"),
        ("stage: construction", "stage: someday", "someday"),
        ("severity: error", "severity: fatal", "fatal"),
        ("requires: [{property: [Pset_WallCommon, FireRating], present: true}]", "requires: []", "require something"),
        ("applies_to: {kind: [wall]}", "note: none", "note"),
        ("    zh_CN: {title: 耐火极限, about: 墙体应给出耐火极限。, fix: 请补充。}", "", "zh_CN"),
        ("default: 2", "default: {a: 1}", "parameter"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(tmp_path: Path, before: str, after: str, why: str) -> None:
    assert before in RULE
    with pytest.raises(UserError) as refused:
        read_folder(folder(tmp_path, RULE.replace(before, after)))
    assert refused.value.message.key == "rules.pack.broken"
    assert refused.value.message["rule"] == "FIRM-1"
    assert why in str(refused.value.message["why"])


@pytest.mark.parametrize(
    "content", ["", "- 1", "rules: 3", "rules: [{}]", "a: [", "!!python/object/apply:os.system [ls]"]
)
def test_what_is_no_list_of_rules_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UserError) as refused:
        read_folder(folder(tmp_path, content))
    assert refused.value.message.key == "rules.pack.unreadable"


def test_an_empty_folder_and_a_missing_one(tmp_path: Path) -> None:
    for path, key in ((tmp_path, "rules.pack.empty"), (tmp_path / "none", "rules.pack.no_folder")):
        with pytest.raises(UserError) as refused:
            read_folder(path)
        assert refused.value.message.key == key


def test_ids_files_of_a_folder_are_listed(tmp_path: Path) -> None:
    (tmp_path / "delivery.ids").write_text("<ids/>", encoding="utf-8")
    assert [path.name for path in read_folder(tmp_path).ids_files] == ["delivery.ids"]
