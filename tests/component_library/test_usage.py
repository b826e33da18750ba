"""Where-used and dashboard say what the records say."""

from __future__ import annotations

from pathlib import Path

from component_library.usage import MOST_ELEMENTS, ComponentUse, Usage, usage_data
from tests.component_library.places import Place, beam, make_sqlite


def usage(project: str, *uses: tuple[str, int], pieces: int = 10, hits: int = 8) -> Usage:
    components = tuple(
        ComponentUse(
            component=name, revision="0" * 64, count=count, elements=tuple(f"{project}-{n}" for n in range(count))
        )
        for name, count in uses
    )
    return Usage(
        project=project, name=f"Project {project}", model="m", pieces=pieces, hits=hits, types=4, components=components
    )


def test_where_used_names_projects_elements_and_cost(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam(mould={"cost": 50000, "uses": 4}))
        library.add(beam("KL"))
        library.record_usage(usage("A", ("YL", 9), ("KL", 1)))
        library.record_usage(usage("B", ("YL", 2)))
        assert [(use.name, use.count, use.moulds, use.cost_of_change) for use in library.where_used("YL")] == [
            ("Project A", 9, 3, 150000), ("Project B", 2, 1, 50000),
        ]  # fmt: skip
        assert library.where_used("YL")[1].elements == ("B-0", "B-1")
        assert [use.cost_of_change for use in library.where_used("KL")] == [None]
        library.record_usage(usage("A"))
        assert [use.project for use in library.where_used("YL")] == ["B"]


def test_the_dashboard_equals_the_records(tmp_path: Path) -> None:
    with make_sqlite(tmp_path).library("lin") as library:
        empty = library.dashboard()
        assert (empty.projects, empty.hit_rate, empty.reuse_rate, empty.types_per_project) == (0, None, None, None)
        library.add(beam())
        library.record_usage(usage("A", ("YL", 4), ("KL", 2)))
        library.record_usage(usage("B", ("YL", 2), pieces=30, hits=4))
        figures = library.dashboard()
        assert figures.components == {"draft": 1}
        assert (figures.projects, figures.pieces, figures.types_per_project) == (2, 40, 4)
        assert (figures.hit_rate, figures.use_rate, figures.reuse_rate) == (12 / 40, 8 / 40, 6 / 8)
        assert figures.most_used == (("YL", 2, 6), ("KL", 1, 2))


def test_a_large_model_is_counted_without_its_elements() -> None:
    (kept,) = usage_data(usage("A", ("YL", MOST_ELEMENTS + 1)))["components"]
    assert (kept["count"], kept["elements"]) == (MOST_ELEMENTS + 1, [])
