from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.tree_nodes import GROUPINGS, ROOT, Nodes, build_nodes, find
from dfma.model.building import BuildingModel
from tests.builders import building, row_of


def outline(nodes: Nodes, model: BuildingModel, node: int = ROOT) -> list[object]:
    """The tree as nested lists: code of a group or GlobalId of an element, then what is below it."""
    result: list[object] = []
    for place in range(nodes.child_count(node)):
        child = nodes.child(node, place)
        row = nodes.row(child)
        name = nodes.groups[child].code if row is None else model.elements["guid"][row]
        result.append([name, *outline(nodes, model, child)])
    return result


def test_storeys_come_from_the_lowest_up_and_parts_under_their_wholes(model: BuildingModel) -> None:
    first, second = (row_of(model, f"storey:{name}") for name in ("1F", "2F"))
    assert outline(build_nodes(model, "storey"), model) == [
        [first, ["wall_panel_exterior", ["wall", ["plate"]]], ["composite_slab", ["slab"]]],
        [second, ["beam", ["beam"]]],
        [None, ["column", ["column"]]],
    ]


def test_groups_count_elements_but_not_their_parts(model: BuildingModel) -> None:
    groups = build_nodes(model, "storey").groups
    assert [(group.code, group.size) for group in groups if group.column == "kind"] == [
        ("wall_panel_exterior", 1),
        ("composite_slab", 1),
        ("beam", 1),
        ("column", 1),
    ]
    assert [group.size for group in groups if group.column == "storey"] == [2, 1, 1]


def test_search_keeps_the_whole_of_a_part_that_was_found(model: BuildingModel) -> None:
    nodes = build_nodes(model, "type", "plate")
    assert outline(nodes, model) == [["wall_panel_exterior", ["YWQ", ["wall", ["plate"]]]]]


def test_search_wants_all_words_and_knows_kinds_by_their_names(model: BuildingModel) -> None:
    names = {"beam": "Beam", "column": "Stanchion"}
    assert model.guids(list(np.flatnonzero(find(model, "stanchion", names)))) == ["column"]
    assert model.guids(list(np.flatnonzero(find(model, "panel C30", {})))) == ["wall"]
    assert not find(model, "panel C40", {}).any()


def test_an_empty_model_has_an_empty_tree() -> None:
    nodes = build_nodes(building([]), "storey")
    assert nodes.child_count(ROOT) == 0


THINGS = st.lists(
    st.tuples(
        st.sampled_from(["beam", "wall", "column"]),
        st.sampled_from(["1F", "2F", None]),
        st.one_of(st.none(), st.integers(0, 30)),
    ),
    max_size=30,
)


@pytest.mark.parametrize("grouping", list(GROUPINGS))
@settings(deadline=None)  # a busy machine is no failure of the tree
@given(things=THINGS, search=st.sampled_from(["", "1", "beam", "nothing of the kind"]))
def test_every_element_stands_once_and_children_know_their_parent(
    grouping: str, things: list[tuple[str, str | None, int | None]], search: str
) -> None:
    made = []
    for number, (kind, storey, whole) in enumerate(things):
        thing = {"guid": f"g{number}", "kind": kind, "name": f"{kind} {number}"}
        if storey:
            thing["storey"] = storey
        if whole is not None and whole < number:
            thing["whole"] = f"g{whole}"
        made.append(thing)
    model = building(made, storeys={"1F": 0.0, "2F": 3.0})
    nodes = build_nodes(model, grouping, search)

    seen: list[int] = []

    def walk(node: int) -> None:
        for place in range(nodes.child_count(node)):
            child = nodes.child(node, place)
            assert nodes.parent[child] == node
            assert nodes.place[child] == place
            seen.append(child)
            walk(child)

    walk(ROOT)
    assert sorted(seen) == list(range(len(nodes.parent)))
    rows = [row for node in seen if (row := nodes.row(node)) is not None]
    assert set(rows) >= set(np.flatnonzero(find(model, search, {})))
    assert all(nodes.node_of_row[nodes.row(node)] == node for node in seen if nodes.row(node) is not None)
