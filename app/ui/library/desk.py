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
        self._is_reading = False

    @property
    def url(self) -> str | None:
        """The library of the settings; None: the standard series."""
        return self._settings().library

    def open(self) -> None:
        """Read the library, also again when others may have worked with it; then make it searchable by meaning."""
        if self._is_reading:
            return
        self._is_reading = True
        url, actor, encoder = self.url, self._actor, self._encoder

        def work(progress: Progress) -> _Read:
            progress.report(text("ui.library.job.open"))
            return _read(read_snapshot(url, actor), encoder, progress)

        job = self._jobs.start(text("ui.library.job.open"), work, self._take, self.failed.emit)
        job.ended.connect(self._stop_reading)

    def search(self, query: LibraryQuery) -> Sequence[LibraryHit]:
        """Components that fit, the best first."""
        return self._index.search(query, _MOST_HITS) if self._index is not None else ()

    def act(self, verb: str, does: Callable[[Library], object]) -> None:
        """Do something in the library, and look again."""
        url, actor, encoder = self.url, self._actor, self._encoder

        def work(progress: Progress) -> _Read:
            progress.report(text("ui.library.job.act"))
            with open_library(url, actor) as library:
                does(library)
                return _read(snapshot_of(library), encoder, progress)

        def take(read: _Read) -> None:
            self._take(read)
            self.done.emit(verb)

        self._jobs.start(text("ui.library.job.act"), work, take, self.failed.emit)

    @property
    def by_meaning(self) -> bool:
        """Whether the encoder is ready; until then words are compared."""
        return self._encoder is not None

    def _stop_reading(self) -> None:
        self._is_reading = False

    def _take(self, read: _Read) -> None:
        self.snapshot, self._index = read.snapshot, read.index
        self.changed.emit()
        if not self.by_meaning:
            self._sharpen(read.snapshot)

    def _sharpen(self, snapshot: Snapshot) -> None:
        settings = self._settings()

        def work(progress: Progress) -> tuple[TextEncoder, LibraryIndex]:
            progress.report(text("ui.library.job.encode"))
            encoder = self._load_encoder(settings)
            return encoder, _index(snapshot, encoder).warmed(progress)

        def take(made: tuple[TextEncoder, LibraryIndex]) -> None:
            self._encoder, index = made
            # Whoever did something meanwhile has a newer snapshot; its index follows, from vectors that are known.
            self._index = index if self.snapshot is snapshot else _index(self.snapshot, self._encoder)
            self.sharper.emit()

        self._jobs.start(text("ui.library.job.encode"), work, take, self.failed.emit)


def _read(snapshot: Snapshot, encoder: TextEncoder | None, progress: Progress) -> _Read:
    """With the index ready, so that the window does not wait for it. Texts that the encoder knows cost nothing."""
    progress.check()
    return _Read(snapshot, _index(snapshot, encoder).warmed(progress))


def _index(snapshot: Snapshot, encoder: TextEncoder | None = None) -> LibraryIndex:
    return LibraryIndex(snapshot.catalogue, [catalogue(language) for language in LANGUAGES], encoder)
