from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.ui.main_window import MainWindow
from app.ui.panels.candidates import Candidates
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.components.decided import MatchDecision, Verdict
from dfma.components.matching import ElementMatches, Match
from dfma.model.changes import Applied, NotApplied
from dfma.text import text

RANKING_MS = 20_000


def match(name: str, score: float) -> Match:
    return Match(
        component=name, revision=1, designation=f"{name}-1", form="nominal", score=score, parts={},
        gaps_mm={"length": 10.0}, confidence="own", rotated=False, reasons=(), why_not=None,
    )  # fmt: skip


def found_for(element: str) -> ElementMatches:
    candidates = (match("A", 0.9), match("B", 0.8))
    return ElementMatches(element=element, kind="wall_panel_exterior", candidates=candidates)


def said(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def matched(opened: MainWindow) -> MainWindow:
    """The window with two candidates for the wall, which is selected."""
    opened.work.session.keep(matches=(found_for("wall"), found_for("slab")))
    opened._report_changed("suggest")
    opened.selection.select(opened.lookup.rows_of(["wall"]), None)
    return opened


def cards(window: MainWindow) -> Candidates:
    return window.inspector.widget().findChildren(Candidates)[0]


def decide(window: MainWindow, qtbot: object, designation: str, verdict: Verdict, why: str = "") -> None:
    shown = cards(window)
    button = shown.verdicts[designation, verdict]
    button.parentWidget().findChild(QLineEdit).setText(why)
    with qtbot.waitSignal(window.work.ranked, timeout=RANKING_MS):
        button.click()


def test_a_rejection_ranks_again_and_stands_on_the_card_with_its_reason(matched: MainWindow, qtbot: object) -> None:
    decide(matched, qtbot, "A-1", Verdict.REJECTED, "no mould for it")
    (wall, _) = matched.work.report.matches
    assert [one.designation for one in wall.candidates] == ["B-1"]
    assert "no mould for it" in said(cards(matched))
    assert not cards(matched).verdicts["A-1", Verdict.REJECTED].isEnabled()
    assert "B-1" in matched.lists.matches.model.text_of(wall).upper()


def test_deciding_again_takes_it_back(matched: MainWindow, qtbot: object) -> None:
    decide(matched, qtbot, "A-1", Verdict.REJECTED)
    decide(matched, qtbot, "A-1", Verdict.ACCEPTED)
    assert [one.designation for one in matched.work.report.matches[0].candidates] == ["A-1", "B-1"]
    assert "Accepted by" in said(cards(matched))


def test_two_decisions_in_a_row_both_hold(matched: MainWindow, qtbot: object) -> None:
    cards(matched).verdicts["A-1", Verdict.REJECTED].click()
    cards(matched).verdicts["B-1", Verdict.REJECTED].click()
    qtbot.waitUntil(lambda: not matched.jobs.busy, timeout=RANKING_MS)
    assert matched.work.report.matches[0].candidates == ()


def test_a_card_without_a_decision_offers_both(words: Words, theme: Theme, qtbot: object) -> None:
    shown = Candidates(found_for("wall"), {}, words, theme)
    qtbot.addWidget(shown)
    assert all(button.isEnabled() for button in shown.verdicts.values())
    assert len(shown.verdicts) == 4


def test_every_candidate_with_a_decision_is_shown(words: Words, theme: Theme, qtbot: object) -> None:
    many = ElementMatches(
        element="wall", kind="beam", candidates=tuple(match(name, 0.5) for name in "ABCDE"), nearest=(match("F", 0.1),)
    )
    decision = MatchDecision(
        element="wall", component="F", designation="F-1", verdict=Verdict.REJECTED, who="me", when="2026-01-01",
        kind="beam", gaps_mm={},
    )  # fmt: skip
    shown = Candidates(many, {("wall", "F", "F-1"): decision}, words, theme)
    qtbot.addWidget(shown)
    assert [name for name, verdict in shown.verdicts if verdict is Verdict.ACCEPTED] == ["A-1", "B-1", "C-1", "F-1"]


def test_applying_needs_something_accepted(matched: MainWindow, qtbot: object, tmp_path: Path) -> None:
    assert matched.commands["apply_copy"].isEnabled()
    with qtbot.waitSignal(matched.work.failed, timeout=RANKING_MS):
        matched.work.apply(tmp_path / "copy.ifc")
    assert "Nothing has been chosen yet" in matched.banner.text.text()
    assert not (tmp_path / "copy.ifc").exists()


def test_what_was_not_applied_is_said_with_its_reason(matched: MainWindow) -> None:
    why = text("app.choices.none")
    matched.work.applied.emit(
        Applied(
            path="copy.ifc",
            typed=("wall",),
            types_made=1,
            types_reused=0,
            not_applied=(NotApplied(element="slab", reason=why), NotApplied(element="beam", reason=why)),
            entities_changed=1,
            entities_added=1,
        )
    )
    said = "Written to copy.ifc: 1 piece carries its accepted component. Not applied to 2: "
    assert matched.banner.text.text().startswith(said)
    assert "(2)" in matched.banner.text.text()
