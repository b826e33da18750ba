from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from dfma.components.catalogue import FixedCatalogue, make_catalogue, read_component, seed_catalogue, seed_descriptions
from dfma.components.duplicates import near_duplicates


def catalogue(descriptions: list[dict[str, Any]]) -> FixedCatalogue:
    return make_catalogue("test", {one["id"]: read_component(one) for one in descriptions})


def slab(name: str, lengths: list[float], *, width: float = 1200, document: str = "A") -> dict[str, Any]:
    return {
        "id": name,
        "kind": "hollow_core_slab",
        "names": {"en": name},
        "document": document,
        "designation": f"{name}-{{length}}",
        "fields": {"length": {"unit": "mm", "digits": [1, 5], "decimals": True}},
        "parameters": {"length": lengths},
        "sizes": {"fabrication": {"length": "length", "width": width, "height": 120}},
        "provenance": {"*": ["made up", "own"]},
    }


def test_two_ids_for_the_same_sizes_are_found() -> None:
    (pair,) = near_duplicates(catalogue([slab("P", [3600, 4200]), slab("Q", [3603, 4200, 5000], document="B")]))
    assert (pair.one, pair.other, pair.share, pair.greatest_gap_mm) == ("P", "Q", 1.0, 3.0)
    assert pair.pairs == (("P-3600", "Q-3603"), ("P-4200", "Q-4200"))
    assert not pair.same_document


def test_components_that_share_a_few_sizes_are_two_products() -> None:
    assert near_duplicates(catalogue([slab("P", [3600, 4200, 4800]), slab("Q", [3600, 5000, 5200])])) == ()


def test_another_width_is_another_product() -> None:
    assert near_duplicates(catalogue([slab("P", [3600]), slab("Q", [3600], width=1206)])) == ()


def moved(description: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same component under another name, entered by somebody else with sizes up to 3 mm off."""
    copy = deepcopy(description)
    copy["id"] = copy["id"] + "X"
    copy["document"] = "Supplier's list"
    copy["designation"] = copy["designation"].replace(description["id"], copy["id"], 1)
    for sizes in copy["sizes"].values():
        for name, rule in sizes.items():
            terms = rule if isinstance(rule, list) else [rule]
            if all(isinstance(term, str | int | float) for term in terms):
                sizes[name] = [*terms, chance.choice([-3, 0, 3])]
    return copy


def test_of_twenty_injected_duplicates_at_least_nineteen_are_found() -> None:
    usable = [one for one in seed_descriptions() if one.get("sizes") and (one.get("parameters") or one.get("rows"))]
    chance = random.Random(7)
    copies = [moved(description, chance) for description in chance.sample(usable, 20)]
    united = near_duplicates(catalogue([*usable, *copies]))
    found = {(pair.one, pair.other) for pair in united}
    assert sum((copy["id"].removesuffix("X"), copy["id"]) in found for copy in copies) >= 19
    # What is reported beside them are components that one document tells apart, and copies of these.
    own = {(pair.one, pair.other) for pair in near_duplicates(seed_catalogue())}
    assert all(pair.same_document for pair in near_duplicates(seed_catalogue()))
    assert {(one.removesuffix("X"), other.removesuffix("X")) for one, other in found} <= {
        *own,
        *((other, one) for one, other in own),
        *((copy["id"].removesuffix("X"),) * 2 for copy in copies),
    }
