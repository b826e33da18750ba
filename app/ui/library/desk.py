"""What the panel asks of a library: looking, searching and acting, all through `Jobs`.

Each job opens the library for itself and closes it: a connection never passes from one thread to another. Searching is
possible by words as soon as the library was read, and by meaning when the encoder is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bootstrap import catalogue, text_encoder
from app.services.search_library import LibraryHit, LibraryIndex, LibraryQuery
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.library.snapshot import Snapshot, read_snapshot, snapshot_of
from component_library.library import Library, open_library
from dfma.progress import Progress
from dfma.text import LANGUAGES, text

if TYPE_CHECKING:
    from ai_review.encoder import TextEncoder

_MOST_HITS = 300


@dataclass(frozen=True, slots=True)
class _Read:
    snapshot: Snapshot
    index: LibraryIndex


class LibraryDesk(QObject):
    """Holds the last look at the library and its index."""

    changed = Signal()
    """There is another snapshot."""
    sharper = Signal()
    """The same questions may be answered better now."""
    done = Signal(str)
    """The verb of what was done."""
    failed = Signal(object)
    """A `Text`: what was refused, or what is not there."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        actor: str | None = None,
        load_encoder: Callable[[Settings], TextEncoder] = text_encoder,
    ) -> None:
        super().__init__(parent)
        self._settings, self._jobs, self._actor = settings, jobs, actor
        self._load_encoder = load_encoder
        self._encoder: TextEncoder | None = None
        self.snapshot: Snapshot | None = None
        self._index: LibraryIndex | None = None
        self.by_meaning = False

    @property
    def url(self) -> str | None:
        """The library of the settings; None: the standard series."""
        return self._settings().library

    def open(self) -> None:
        """Read the library, then make it searchable by meaning."""
        url, actor = self.url, self._actor

        def work(progress: Progress) -> _Read:
            progress.report(text("ui.library.job.open"))
            snapshot = read_snapshot(url, actor)
            progress.check()
            return _Read(snapshot, _index(snapshot).warmed(progress))

        self._jobs.start(text("ui.library.job.open"), work, self._take, self.failed.emit)

    def search(self, query: LibraryQuery) -> Sequence[LibraryHit]:
        """Components that fit, the best first."""
        return self._index.search(query, _MOST_HITS) if self._index is not None else ()

    def act(self, verb: str, does: Callable[[Library], object]) -> None:
        """Do something in the library, and look again."""
        url, actor = self.url, self._actor

        def work(progress: Progress) -> Snapshot:
            progress.report(text("ui.library.job.act"))
            with open_library(url, actor) as library:
                does(library)
                return snapshot_of(library)

        def take(snapshot: Snapshot) -> None:
            self._see(snapshot)
            self.done.emit(verb)

        self._jobs.start(text("ui.library.job.act"), work, take, self.failed.emit)

    def _take(self, read: _Read) -> None:
        self.snapshot, self._index, self.by_meaning = read.snapshot, read.index, False
        self.changed.emit()
        self._sharpen()

    def _see(self, snapshot: Snapshot) -> None:
        """What was said and approved does not change how components are called: the index is made anew, from vectors
        that are known already."""
        self.snapshot, self._index = snapshot, _index(snapshot, self._encoder if self.by_meaning else None)
        self.changed.emit()

    def _sharpen(self) -> None:
        snapshot, settings = self.snapshot, self._settings()

        def work(progress: Progress) -> tuple[TextEncoder, LibraryIndex]:
            progress.report(text("ui.library.job.encode"))
            encoder = self._encoder or self._load_encoder(settings)
            return encoder, _index(snapshot, encoder).warmed(progress)

        def take(made: tuple[TextEncoder, LibraryIndex]) -> None:
            self._encoder, index = made
            self.by_meaning = True
            if self.snapshot is snapshot:
                self._index = index
            else:
                self._index = _index(self.snapshot, self._encoder)
            self.sharper.emit()

        self._jobs.start(text("ui.library.job.encode"), work, take, self.failed.emit)


def _index(snapshot: Snapshot, encoder: TextEncoder | None = None) -> LibraryIndex:
    return LibraryIndex(snapshot.catalogue, [catalogue(language) for language in LANGUAGES], encoder)
