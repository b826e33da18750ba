"""A thin bar, one line of text, and a button to stop: all that long work takes of the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from app.ui.jobs import Job, Jobs, Step
from app.ui.theme import GRID, Theme
from app.ui.words import Words

_BAR_WIDTH = 180


class ProgressLine(QWidget):
    """Follows the running job; not there while nothing runs."""

    cancel_wanted = Signal()

    def __init__(self, jobs: Jobs, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._words, self._theme = jobs, words, theme
        self.text = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.cancel = QToolButton(autoRaise=True)
        self.cancel.clicked.connect(self._cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, GRID, 0)
        layout.setSpacing(2 * GRID)
        for widget in (self.text, self.bar, self.cancel):
            layout.addWidget(widget)
        jobs.started.connect(self._started)
        jobs.idle.connect(self.hide)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._step: Step | None = None
        self._say()
        self.hide()

    def _started(self, job: Job) -> None:
        job.progressed.connect(self._progressed)
        self._progressed(job.step)
        self.cancel.setEnabled(True)
        self.show()

    def _progressed(self, step: Step) -> None:
        self._step = step
        # No moving bar while the total is not known: an animation repaints the whole window again and again, which on
        # machines without a graphics card costs more than the work that it speaks of.
        self.bar.setVisible(step.total > 0)
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(min(step.done, step.total))
        self._say_step()

    def _cancelled(self) -> None:
        self.cancel.setEnabled(False)
        self.text.setText(self._words("ui.progress.stopping"))
        self.cancel_wanted.emit()

    def _say_step(self) -> None:
        if self._step is None:
            return
        sentence = self._words.say(self._step.what)
        if self._step.total:
            counts = {"done": f"{self._step.done:,}", "total": f"{self._step.total:,}"}
            sentence = self._words("ui.progress.counted", what=sentence, **counts)
        self.text.setText(sentence)

    def _say(self) -> None:
        self.cancel.setText(self._words("ui.progress.cancel"))
        self.cancel.setToolTip(self._words("ui.progress.cancel.tip"))
        self.cancel.setIcon(self._theme.icon("mdi6.close"))
        self._say_step()
