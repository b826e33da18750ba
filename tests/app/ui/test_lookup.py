from __future__ import annotations

from app.ui.lookup import Lookup
from tests.builders import building, row_of


def test_rows_of_guids_leave_out_strangers(lookup: Lookup) -> None:
    assert lookup.rows_of(["slab", "nobody", "wall"]) == [row_of(lookup.model, "slab"), row_of(lookup.model, "wall")]


def test_with_parts_goes_to_any_depth() -> None:
    model = building([{"guid": "a"}, {"guid": "b", "whole": "a"}, {"guid": "c", "whole": "b"}, {"guid": "d"}])
    lookup = Lookup(model)
    assert model.guids(lookup.with_parts([row_of(model, "a")])) == ["a", "b", "c"]
    assert lookup.with_parts([]) == []


def test_outermost_ends_even_where_wholes_run_in_a_circle() -> None:
    model = building([{"guid": "a", "whole": "b"}, {"guid": "b", "whole": "a"}, {"guid": "c", "whole": "a"}])
    assert Lookup(model).outermost(row_of(model, "c")) in (row_of(model, "a"), row_of(model, "b"))
    assert set(Lookup(model).with_parts([row_of(model, "a")])) >= {row_of(model, "b"), row_of(model, "c")}


def test_titles_fall_back_from_mark_to_name_to_class(lookup: Lookup) -> None:
    title = [lookup.title(row_of(lookup.model, guid)) for guid in ("wall", "beam")]
    assert title == ["YWQ1 · Panel one", "Beam"]
    bare = building([{"guid": "x", "class": "IfcWall"}])
    assert Lookup(bare).title(row_of(bare, "x")) == "IfcWall x"


def test_storey_is_none_where_the_file_gives_none(lookup: Lookup) -> None:
    assert lookup.storey(row_of(lookup.model, "wall")) == "1F"
    assert lookup.storey(row_of(lookup.model, "column")) is None
