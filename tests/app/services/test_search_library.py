from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bootstrap import catalogue, text_encoder
from app.services.search_library import LibraryIndex, LibraryQuery
from app.settings import Settings
from dfma.components.catalogue import FixedCatalogue, make_catalogue, read_component, seed_catalogue
from dfma.progress import Progress

WORDS = [catalogue("zh_CN"), catalogue("en")]


class NoMeaning:
    """An encoder to which all texts are alike."""

    name = "none"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        return np.ones((len(texts), 4), np.float32) / 2

    def load(self) -> None:
        """Nothing to load."""


def slab(name: str, length: float, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "kind": "hollow_core_slab", "names": {"en": f"Slab {name}"}, "document": "A",
        "designation": f"{name}-{{length}}",
        "fields": {"length": {"unit": "mm", "digits": [1, 5]}}, "parameters": {"length": [length]},
        "sizes": {"fabrication": {"length": "length", "width": 1200, "height": 120}},
        "provenance": {"*": ["made up", "own"]}, **more,
    }  # fmt: skip


def plant(name: str, longitude: float, radius: float) -> dict[str, Any]:
    return {"name": name, "longitude": longitude, "latitude": 30.5, "radius_km": radius}


def library(*descriptions: dict[str, Any]) -> FixedCatalogue:
    return make_catalogue("test", {one["id"]: read_component(one) for one in descriptions})


def found(index: LibraryIndex, **query: Any) -> list[str]:
    return [hit.component for hit in index.search(LibraryQuery(**query), 5)]


@pytest.fixture(scope="module")
def seed() -> LibraryIndex:
    return LibraryIndex(seed_catalogue(), WORDS, text_encoder(Settings())).warmed()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("hollow core", {"hollow_core_slab"}),
        ("空心板", {"hollow_core_slab"}),
        ("GEWELF", {"hollow_core_slab"}),
        ("WAND", {"wall_panel_interior", "wall_panel_exterior", "partition_panel"}),
        ("Treppe", {"stair_flight"}),
        ("楼梯 stair", {"stair_flight"}),
        ("balkon", {"balcony"}),
        ("tunnel segment", {"tunnel_segment"}),
        ("卫生间", {"bathroom_pod"}),
    ],
)
def test_a_name_in_any_language_finds_the_component(seed: LibraryIndex, words: str, kinds: set[str]) -> None:
    (best, *_) = seed.search(LibraryQuery(words=words))
    assert seed_catalogue().components[best.component].kind in kinds


def test_a_designation_finds_its_series_first(seed: LibraryIndex) -> None:
    (best, *_) = seed.search(LibraryQuery(words="which is WQC1-3328-1214?"))
    assert (best.component, best.designation) == ("WQC1", "WQC1-3328-1214")


def test_sizes_find_what_has_a_variant_within_them(seed: LibraryIndex) -> None:
    hits = seed.search(LibraryQuery(kind="composite_slab", sizes_mm=(("length", 3400, 3500), ("width", 900, 1000))))
    assert [hit.component for hit in hits] == ["DBS1", "DBS2"]
    assert hits[0].designation == "DBS1-6?-3612-??"
    assert not seed.search(LibraryQuery(kind="composite_slab", sizes_mm=(("length", 99_000, 99_100),)))


def test_without_an_encoder_words_still_find() -> None:
    index = LibraryIndex(seed_catalogue(), WORDS)
    assert found(index, words="stair")[:2] == ["ST", "JT"]
    assert found(LibraryIndex(seed_catalogue(), WORDS, NoMeaning()), words="stair")[:2] == ["ST", "JT"]


def test_only_plants_that_deliver_count() -> None:
    near = slab("near", 3600, plants=[plant("Wuhan", 114.3, 150), plant("Far", 120.0, 10)])
    far = slab("far", 3600, plants=[plant("Shanghai", 121.5, 100)])
    index = LibraryIndex(library(near, far, slab("silent", 3600)), WORDS)
    (hit,) = index.search(LibraryQuery(site=(114.4, 30.5)))
    assert (hit.component, hit.plant) == ("near", "Wuhan")
    assert hit.distance_km == pytest.approx(9.58, abs=0.1)


def test_status_and_nothing_asked() -> None:
    index = LibraryIndex(library(slab("a", 1, status="draft"), slab("b", 2)), WORDS)
    assert found(index) == ["a", "b"]
    assert found(index, status="draft") == ["a"]
    assert found(index, words="zzzz qqqq") == []


def test_two_thousand_components_answer_within_60_ms() -> None:
    one = read_component(slab("K", 3500))
    many = {f"K{n}": replace(one, id=f"K{n}", names={"en": f"Slab K{n}"}) for n in range(2_000)}
    index = LibraryIndex(make_catalogue("test", many), WORDS, NoMeaning()).warmed()
    started = time.process_time()
    hits = index.search(LibraryQuery(words="slab K77", kind="hollow_core_slab", sizes_mm=(("length", 3000, 4000),)))
    assert time.process_time() - started < 0.06
    assert hits[0].component == "K77"
