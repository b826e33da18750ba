"""What a description may say beside sizes: read as values, refused with the key that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import polars as pl
import pytest
import yaml

from dfma.components.catalogue import read_component, seed_catalogue, seed_descriptions
from dfma.components.content import Factor, Joint, Range

# Prices, plants and certificates are made up: the seed has none.
DESCRIPTION: dict[str, Any] = yaml.safe_load("""
id: X
kind: composite_slab
names: {en: Plank, zh_CN: X}
document: made up
grades: [C30, C40]
designation: "X-{span}{width}"
fields: {span: {unit: dm, digits: 2}, width: {unit: dm, digits: 2}}
parameters: {span: [3000, 3600], width: [1200]}
sizes: {fabrication: {length: [span, -180], width: width, height: 60}}
volume: box
mass: volume * 2500
connectors: [{names: {en: Lifting point, zh_CN: X}, where: top, count: "max(4, span / 900)"}]
joints: [{where: sides, least_mm: 200, greatest_mm: 300, clause: "JGJ 1-2014 6.6.6"}]
mould: {adapts: {span: {from: 2700, to: 4200, step: 100}}, cost: 18000, uses: 150}
plants:
  - {name: A, longitude: 114.3, latitude: 30.6, price: {amount: 2900, per: m3}, lead_time_days: 21, radius_km: 150}
certificates: [{document: CN-1, issuer: House B, expires: 2027-03-31}, {document: CN-2, issuer: House B}]
carbon: {amount: 310, per: m3}
cost: {amount: 950, per: piece}
documents: [{title: Sheet, reference: "https://example.org/x.pdf"}]
classification: [{system: S, code: 1-2, name: N, uri: "https://example.org/1"}]
provenance: {"*": [made up, own], mould: [the works, own], mould.cost: [an offer, verified]}
""")


def test_everything_that_is_said_is_kept() -> None:
    component = read_component(DESCRIPTION)
    assert (component.grade, component.grades) == ("C30", ("C30", "C40"))
    assert component.joints == (Joint(where="sides", least_mm=200, greatest_mm=300, clause="JGJ 1-2014 6.6.6"),)
    assert component.mould is not None
    assert component.mould.adapts == {"span": Range(low=2700, high=4200, step=100)}
    assert (component.mould.cost, component.mould.uses) == (18000, 150)
    assert component.plants[0].price == Factor(amount=2900, per="m3")
    assert [one.expires for one in component.certificates] == [date(2027, 3, 31), None]
    assert component.connectors[0].count is not None
    assert component.connectors[0].count.value({"span": 4500.0}) == 5
    assert component.classification[0].uri == "https://example.org/1"


def test_each_number_has_its_own_source_or_that_of_what_it_belongs_to() -> None:
    component = read_component(DESCRIPTION)
    assert component.trust("mould.cost").source == "an offer"
    assert component.trust("mould.uses").source == "the works"
    assert component.trust("plants.0.price").source == "made up"


def test_volume_and_mass_follow_the_parameters() -> None:
    variants = read_component(DESCRIPTION).variants()
    assert variants["volume"].to_list() == pytest.approx([2.82 * 1.2 * 0.06, 3.42 * 1.2 * 0.06])
    assert variants["mass"].to_list() == pytest.approx([volume * 2500 for volume in variants["volume"]])
    assert variants["mass_per_m"].null_count() == variants.height


def test_what_is_not_said_is_unknown() -> None:
    short = {key: DESCRIPTION[key] for key in ("id", "kind", "names", "document", "designation", "fields", "parameters",
                                               "sizes", "provenance")}  # fmt: skip
    component = read_component(short)
    assert (component.mould, component.cost, component.carbon, component.plants) == (None, None, None, ())
    assert component.variants().select(pl.col("volume", "mass").null_count()).row(0) == (2, 2)


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    *parents, last = path.split(".")

    def change(description: dict[str, Any]) -> None:
        place: Any = description
        for parent in parents:
            place = place[int(parent) if parent.isdigit() else parent]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("prize", 3, "unknown key prize"),
        ("kind", "castle", "kind: unknown castle"),
        ("status", "famous", "status is 'famous'"),
        ("joints.0.least_mm", 400, r"joints\.0: least_mm 400 is more"),
        ("joints.0.where", "inside", r"joints\.0: where is 'inside'"),
        ("connectors.0.count", "span /", r"connectors\.0: count: .* missing"),
        ("connectors.0.count", "height", r"connectors\.0\.count: height is no parameter"),
        ("mass", "volume * density", "mass: density is no parameter"),
        ("volume", "span ** 2", "volume: "),
        ("mould.adapts", {"height": {"from": 1, "to": 2}}, r"mould\.adapts: height is no parameter"),
        ("mould.uses", 0, "mould: uses: 0 is not more than nought"),
        ("plants.0.latitude", 130, r"plants\.0: no place on earth"),
        ("plants.0.price", {"amount": "cheap", "per": "m3"}, r"plants\.0: price: a number is expected"),
        ("certificates.0.expires", "soon", r"certificates\.0: expires: "),
        ("carbon.per", "floor", "carbon: per is 'floor'"),
        ("cost.amount", float("nan"), "cost: a number is expected"),
        ("classification.0.uri", "javascript:alert(1)", r"classification\.0: uri is no address"),
        ("plants", {"name": "one"}, "plants: a list is expected"),
        ("documents", ["a title"], r"documents\.0: a mapping is expected"),
        ("provenance.mould", ["the works", "certain"], r"provenance\.mould: confidence is 'certain'"),
        ("parameters.span", {"from": 0, "to": 1e12, "step": 1}, r"parameters\.span: .* is no series"),
        ("parameters.span", {"from": 3000, "to": 0, "step": 300}, r"parameters\.span: .* is no series"),
        ("parameters", {"span": list(range(400)), "width": list(range(400))}, "parameters: more than 100000"),
        ("sizes.fabrication.length", ["depth", 3], r"sizes\.fabrication\.length: depth is no parameter"),
    ],
)
def test_what_is_wrong_is_refused_by_its_key(path: str, value: object, message: str) -> None:
    description = deepcopy(DESCRIPTION)
    put(path, value)(description)
    with pytest.raises(ValueError, match=message):
        read_component(description)


def test_the_seed_invents_no_firm_data() -> None:
    for component in seed_catalogue().components.values():
        assert not component.plants
        assert not component.certificates
        assert component.cost is None
        assert component.mould is None or component.mould.cost is None


def test_descriptions_of_the_seed_are_the_seed() -> None:
    read = [read_component(description) for description in seed_descriptions()]
    assert [component.id for component in read] == list(seed_catalogue().components)
    assert seed_catalogue().version.startswith("seed-")
