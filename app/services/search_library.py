"""Find components by what they are called in any language, by designation, kind, size, plant and status.

The index is derived from the catalogue and never stored in the library: vectors of texts come from the local cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dfma.components.component import DIMENSIONS
from dfma.components.designation import find_designation
from dfma.progress import NoProgress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from ai_review.encoder import TextEncoder
    from ai_review.retrieval import Retriever
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.components.component import Component
    from dfma.components.content import Plant
    from dfma.progress import Progress
    from dfma.text import Catalogue

_EARTH_KM = 6371.0
_CLEARLY = 1.0
"""Standard deviations above the mean from which a component is worth showing for some words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryQuery:
    """What is asked; everything that is not given does not matter."""

    words: str = ""
    """A name in any language, a designation, or both."""
    kind: str | None = None
    status: str | None = None
    """draft | in_review | approved | withdrawn"""
    sizes_mm: tuple[tuple[str, float, float], ...] = ()
    """(dimension, least, greatest): some variant lies within all of them."""
    site: tuple[float, float] | None = None
    """Longitude and latitude in degrees: some plant delivers there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryHit:
    """One component that was found."""

    component: str
    score: float
    """Standard deviations above the mean of all components; 0 when no words were asked."""
    designation: str | None
    """The code in the question, or a variant of the sizes asked for."""
    plant: str | None
    """The nearest plant that delivers to the site."""
    distance_km: float | None


class LibraryIndex:
    """A catalogue ready to be searched."""

    def __init__(
        self, catalogue: ComponentCatalogue, words: Sequence[Catalogue], encoder: TextEncoder | None = None
    ) -> None:
        """`words` are catalogues of the languages in which kinds are called by their names."""
        self._catalogue = catalogue
        self._ids = list(catalogue.components)
        self._words = words
        self._encoder = encoder
        self._grammars = [component.grammar for component in catalogue.components.values()]

    def warmed(self, progress: Progress | None = None) -> LibraryIndex:
        """Itself, with all texts encoded and the encoder ready for questions; for a worker to call."""
        if self._encoder is not None:
            self._encoder.load()
        self._retriever.scores([""], progress or NoProgress())
        return self

    def search(self, query: LibraryQuery, count: int = 20) -> tuple[LibraryHit, ...]:
        """The best components, the best first; those that are equally good in the order of the catalogue."""
        asked = find_designation(query.words, self._grammars) if query.words else None
        places = self._within(query)
        scores = self._scores(query.words) if query.words.strip() else np.zeros(len(self._ids))
        if asked is not None:
            scores[self._ids.index(asked.series)] = np.inf
        if query.words.strip():
            places = [place for place in places if scores[place] >= _CLEARLY]
        best = sorted(places, key=lambda place: -scores[place])[:count]
        sized = self._variants_of_size(query)
        return tuple(
            self._hit(place, scores, asked.code if asked and asked.series == self._ids[place] else None, sized, query)
            for place in best
        )

    def _hit(
        self,
        place: int,
        scores: npt.NDArray[np.float64],
        code: str | None,
        sized: Mapping[str, str],
        query: LibraryQuery,
    ) -> LibraryHit:
        component = self._ids[place]
        plant, distance = _nearest(self._catalogue.components[component].plants, query.site)
        return LibraryHit(
            component=component,
            score=float(scores[place]),
            designation=code or sized.get(component),
            plant=plant,
            distance_km=distance,
        )

    def _within(self, query: LibraryQuery) -> list[int]:
        """Places of the components that everything but the words allows."""
        sized = self._variants_of_size(query)
        return [
            place
            for place, component in enumerate(self._catalogue.components.values())
            if (query.kind is None or query.kind in (component.kind, *component.also_kinds))
            and (query.status is None or query.status == component.status)
            and (not query.sizes_mm or component.id in sized)
            and (query.site is None or _nearest(component.plants, query.site)[0] is not None)
        ]

    def _variants_of_size(self, query: LibraryQuery) -> dict[str, str]:
        """Component → its first variant within the sizes asked for."""
        if not query.sizes_mm:
            return {}
        within = [
            (pl.col(f"{name}_low_mm") <= greatest) & (pl.col(f"{name}_high_mm") >= least)
            for name, least, greatest in query.sizes_mm
            if name in DIMENSIONS
        ]
        found = self._catalogue.variants.filter(*within).unique("component", keep="first", maintain_order=True)
        return dict(found.select("component", "designation").iter_rows())

    def _scores(self, words: str) -> npt.NDArray[np.float64]:
        """Small letters: encoders read a word in capitals as another word."""
        scores: npt.NDArray[np.float64] = self._retriever.scores([words.casefold()])[0]
        return scores

    @cached_property
    def _retriever(self) -> Retriever:
        from ai_review.glossary import glossary
        from ai_review.retrieval import Retriever

        texts = [self._text(component) for component in self._catalogue.components.values()]
        return Retriever(texts, self._encoder, glossary())

    def _text(self, component: Component) -> str:
        """What a component is called: its id, its names, its kind in each language, document and grades."""
        kinds = [words.say_key(f"kind.{component.kind}") for words in self._words]
        return " ".join([component.id, *component.names.values(), *kinds, component.document, *component.grades])


def _nearest(plants: Sequence[Plant], site: tuple[float, float] | None) -> tuple[str | None, float | None]:
    """Name and distance of the nearest plant that delivers to a site."""
    if site is None:
        return None, None
    away = [(_distance_km((plant.longitude, plant.latitude), site), plant) for plant in plants]
    reach = [(distance, plant.name) for distance, plant in away if plant.radius_km and distance <= plant.radius_km]
    if not reach:
        return None, None
    distance, name = min(reach)
    return name, distance


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle (haversine formula)."""
    (x1, y1), (x2, y2) = np.radians(one), np.radians(other)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    return float(2 * _EARTH_KM * np.arcsin(np.sqrt(half)))
