"""The list of the step Submit: what is still open, and the reports to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.found import Findings, Found
from app.ui.tables.findings import DECIDED
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.finding import Severity
from dfma.report import ReviewReport
from dfma.text import LANGUAGES

PARTS = ("runs", "matches", "assembly_rate", "assistant")


class SubmitPanel(QScrollArea):
    """On the left where the findings stand, on the right what to write and where."""

    write_wanted = Signal(object, object, bool, bool)
    """Folder, languages of the HTML report, whether to write JSON, whether to write a workbook."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._report: ReviewReport | None = None
        self._findings: Findings = ()
        self.setWidgetResizable(True)
        self.state = QLabel(wordWrap=True)
        self.state.setProperty("role", "heading")
        self.missing = QLabel(wordWrap=True)
        self.missing.setProperty("role", "small")
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(4 * GRID)
        self.folder = QLineEdit()
        self.choose = QPushButton()
        self.html = {language: QCheckBox(checked=language == words.language) for language in LANGUAGES}
        self.json, self.workbook = QCheckBox(checked=True), QCheckBox(checked=True)
        self.write = QPushButton()
        self.write.setProperty("primary", "true")
        self.write_title = QLabel()
        self.write_title.setProperty("role", "heading")
        self._written = QVBoxLayout()
        self._written.setSpacing(0)
        page = QWidget()
        sides = QHBoxLayout(page)
        sides.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        sides.setSpacing(8 * GRID)
        sides.addLayout(self._left(), 1)
        sides.addLayout(self._right(), 1)
        self.setWidget(page)
        self.choose.clicked.connect(self._choose)
        self.write.clicked.connect(self.tell)
        for box in (*self.html.values(), self.json, self.workbook):
            box.toggled.connect(self._say)
        words.changed.connect(self._say)
        self._say()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addWidget(self.state)
        column.addLayout(self._counts)
        column.addWidget(self.missing)
        column.addStretch()
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addWidget(self.write_title)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        column.addLayout(where)
        what = QHBoxLayout()
        what.setSpacing(4 * GRID)
        for box in (*self.html.values(), self.json, self.workbook):
            what.addWidget(box)
        what.addStretch()
        column.addLayout(what)
        column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._written)
        column.addStretch()
        return column

    def show_report(self, report: ReviewReport | None, found: Found) -> None:
        """Show where this report stands; another model gets a folder beside its file."""
        if report is not None and (self._report is None or report.model.source.path != self._report.model.source.path):
            source = Path(report.model.source.path)
            self.folder.setText(str(source.with_name(f"{source.stem}-report")))
            self.show_written(())
        self._report, self._findings = report, found.every or ()
        self._say()

    def show_written(self, files: Sequence[Path]) -> None:
        """Offer the files that were written."""
        while (item := self._written.takeAt(0)) is not None:
            item.widget().deleteLater()
        for file in files:
            button = QPushButton(self._theme.icon("mdi6.file-document-outline"), str(file))
            button.setProperty("flat", "true")
            button.setStyleSheet("text-align: left;")
            button.setToolTip(self._words("ui.submit.open_file"))
            button.clicked.connect(lambda _=False, file=file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))))
            self._written.addWidget(button)

    def tell(self) -> None:
        """Tell the window what to write."""
        languages = [language for language, box in self.html.items() if box.isChecked()]
        if self.write.isEnabled():
            self.write_wanted.emit(
                Path(self.folder.text()), languages, self.json.isChecked(), self.workbook.isChecked()
            )

    def allow(self, *, idle: bool) -> None:
        """Whether something else is running."""
        self._idle = idle
        self._say()

    _idle = True

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("ui.submit.choose.title"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _say(self) -> None:
        words = self._words
        self.write_title.setText(words("ui.submit.title"))
        self.folder.setAccessibleName(words("ui.submit.folder"))
        self.choose.setText(words("ui.submit.choose"))
        for language, box in self.html.items():
            box.setText(words(f"ui.submit.html.{language}"))
        self.json.setText(words("ui.submit.json"))
        self.workbook.setText(words("ui.submit.workbook"))
        self.write.setText(words("ui.submit.write"))
        anything = any(box.isChecked() for box in (*self.html.values(), self.json, self.workbook))
        self.write.setEnabled(self._report is not None and self._idle and anything)
        self._say_state()

    def _say_state(self) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            item.widget().deleteLater()
        if self._report is None:
            self.state.setText(self._words("ui.empty.no_model"))
            self.missing.clear()
            return
        undone = [part for part in PARTS if getattr(self._report, part) is None]
        names = tuple(self._words(f"ui.submit.part.{part}") for part in undone)
        self.missing.setText(self._words("ui.submit.undone", parts=names) if undone else "")
        if "runs" in undone:
            self.state.setText(self._words("ui.submit.not_checked"))
            return
        counted = Counter(
            (finding.severity, decision.outcome if (decision := self._report.decisions.get(finding.key)) else "open")
            for finding in self._findings
        )
        blocking = counted[Severity.ERROR, "open"]
        self.state.setText(self._words("ui.submit.blocked" if blocking else "ui.submit.free", n=blocking))
        self._fill(counted)

    def _fill(self, counted: Counter) -> None:
        for column, outcome in enumerate(DECIDED, start=1):
            self._counts.addWidget(_small(self._words(f"ui.decided.{outcome}")), 0, column)
        for row, severity in enumerate(Severity, start=1):
            self._counts.addWidget(QLabel(self._words.name("severity", severity)), row, 0)
            for column, outcome in enumerate(DECIDED, start=1):
                number = QLabel(f"{counted[severity, outcome]:,}", alignment=Qt.AlignmentFlag.AlignRight)
                self._counts.addWidget(number, row, column)


def _small(words: str) -> QLabel:
    label = QLabel(words, alignment=Qt.AlignmentFlag.AlignRight)
    label.setProperty("role", "small")
    return label
