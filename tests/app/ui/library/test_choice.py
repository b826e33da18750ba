from __future__ import annotations

import pytest

from app.ui.library.choice import Choice, fit
from dfma.components.catalogue import seed_catalogue

SEED = seed_catalogue().components


@pytest.mark.parametrize("name", [name for name, component in SEED.items() if Choice(component).parameters])
def test_every_value_that_is_offered_can_be_chosen(name: str) -> None:
    choice = Choice(SEED[name])
    first = choice.typical()
    assert first is not None
    for parameter, values in choice.parameters.items():
        for value in (values[0], values[-1]):
            chosen = choice.with_value(first, parameter, value)
            assert chosen.values[parameter] == value
            assert chosen in choice.variants


def test_what_need_not_change_stays() -> None:
    choice = Choice(SEED["WQC1"])
    first = choice.typical()
    assert first is not None
    storey = next(value for value in choice.parameters["storey"] if value != first.values["storey"])
    chosen = choice.with_value(first, "storey", storey)
    assert chosen.values["width"] == first.values["width"]
    assert choice.with_value(chosen, "storey", first.values["storey"]).values["width"] == first.values["width"]


def test_a_designation_outside_the_list_is_a_variant_too() -> None:
    choice = Choice(SEED["DBS1"])
    found = choice.named("DBS1-67-3612-11")
    assert found is not None
    assert (found.designation, found.values["span"]) == ("DBS1-67-3612-11", 3600)
    assert choice.named("nonsense") == choice.named(None) == choice.typical()


def test_the_fit_is_by_how_much_the_piece_is_larger() -> None:
    variant = Choice(SEED["DBS1"]).named("DBS1-67-3612-11")
    assert variant is not None
    forms = variant.component.variant_of(variant.values)
    exact = forms.row(0, named=True)
    sizes = {"length": exact["length_high_mm"], "width": exact["width_low_mm"], "height": None}
    assert fit(variant, sizes).gaps_mm == {"length": 0, "width": 0}
    assert fit(variant, sizes | {"length": 9000.0}).gaps_mm["length"] == 9000 - forms["length_high_mm"].max()
