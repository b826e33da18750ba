from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.bootstrap import catalogue
from app.ui.library.sheet import Group, name_of, sheet
from dfma.components.catalogue import read_component, seed_catalogue
from dfma.components.variant import typical_variant
from dfma.text import LANGUAGES
from tests.component_library.places import beam

SEED = seed_catalogue().components
EN = catalogue("en")


def groups(component: Any, language: str = "en") -> dict[str, Group]:
    return {group.name: group for group in sheet(component, typical_variant(component), catalogue(language))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SEED)
def test_every_series_can_be_shown_in_both_languages(name: str, language: str) -> None:
    for group in groups(SEED[name], language).values():
        assert f"ui.library.group.{group.name}" in catalogue(language)
        for label, value in group.rows:
            assert label
            assert value
            assert "⟨" not in label + value


def test_what_is_not_verified_says_so() -> None:
    described = beam("XL")
    own = read_component(described)
    verified = read_component(described | {"provenance": {"*": ["seen", "verified"]}})
    assert all("(to be confirmed)" in value for _, value in groups(own)["sizes"].rows)
    assert not any("(to be confirmed)" in value for _, value in groups(verified)["sizes"].rows)


def test_what_nobody_stated_is_not_shown() -> None:
    shown = groups(replace(SEED["DBS1"], plants=(), certificates=(), mould=None, carbon=None, cost=None))
    assert not {"plants", "certificates", "making"} & shown.keys()


def test_what_a_firm_states_is_shown() -> None:
    component = read_component(
        beam("XL")
        | {
            "plants": [
                {"name": "East", "longitude": 121.5, "latitude": 31.2, "radius_km": 150, "lead_time_days": 20,
                 "price": {"amount": 3200, "per": "m3"}},
            ],
            "certificates": [{"document": "QS 1", "issuer": "TÜV", "expires": dt.date(2027, 1, 31)}],
            "mould": {"adapts": {}, "cost": 40000, "uses": 120},
        }
    )  # fmt: skip
    shown = groups(component)
    ((name, told),) = shown["plants"].rows
    assert name == "East"
    assert "3,200 CNY per m³" in told
    assert "delivers 150 km" in told
    assert shown["certificates"].rows == (("QS 1", "TÜV · 2027-01-31"),)
    assert dict(shown["making"].rows) == {"Mould": "40,000 CNY", "Castings per mould": "120"}


def test_a_component_without_a_name_in_this_language_keeps_the_other() -> None:
    assert name_of(replace(SEED["DBS1"], names={"zh_CN": "X"}), EN) == "X"


def test_a_joint_says_which_bounds_it_has() -> None:
    joints = [
        {"where": "ends", "least_mm": 20, "greatest_mm": 20, "clause": "A"},
        {"where": "top", "least_mm": 15, "greatest_mm": 30, "clause": "B"},
        {"where": "sides", "least_mm": 200, "clause": "C"},
        {"where": "face", "greatest_mm": 25, "clause": "D"},
    ]
    told = [value for _, value in groups(read_component(beam("XL") | {"joints": joints}))["joints"].rows]
    starts = ["20 mm · A", "15–30 mm · B", "at least 200 mm · C", "at most 25 mm · D"]
    assert all(value.startswith(start) for value, start in zip(told, starts, strict=True))
