"""The worked examples: the program agrees with the spreadsheets beside it, item by item, to 0.1 %."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dfma.assembly_rate.calculate import calculate
from dfma.assembly_rate.scheme import load_scheme
from dfma.model.building import BuildingModel
from tests.builders import Thing, building
from tests.dfma.assembly_rate.examples.formulas import Sheets

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = sorted(FOLDER.glob("*.xlsx"))
TO = 0.001


def lines(book: Any, sheets: Sheets, sheet: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet by the heads of their columns, formulas worked out."""
    head = [cell.value for cell in book[sheet][1]]
    for row in book[sheet].iter_rows(min_row=2):
        yield {name: sheets.value(sheet, cell.coordinate) for name, cell in zip(head, row, strict=True)}


def model_of(elements: list[dict[str, Any]]) -> BuildingModel:
    """A model of what the first sheet lists; its ones, amounts and sums are not looked at."""
    things, touches = [], []
    for line in elements:
        sizes = {name: float(line[name]) for name in ("length", "width", "height")}
        stated = {"LoadBearing": line["bearing"], "IsExternal": line["external"]}
        thing: Thing = {
            "guid": line["element"], "class": line["class"], "kind": line["kind"], "casting": line["casting"],
            "storey": "1F", "measures": sizes | {"volume": sizes["length"] * sizes["width"] * sizes["height"]},
            "properties": {"Pset_Common": {name: value for name, value in stated.items() if value is not None}},
        }  # fmt: skip
        if line["x"] is not None:
            length, width, height = sizes["length"], sizes["width"], sizes["height"]
            centre = (line["x"] + length / 2, line["y"] + width / 2, line["top"] - height / 2)
            thing["box"] = (centre, (length, width, height))
        things.append(thing)
        touches += [("touches", line["element"], other) for other in (line["touches"] or "").split()]
    return building(things, storeys={"1F": 0.0}, relations=touches)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_program_agrees_with_the_spreadsheet(path: Path) -> None:
    book = load_workbook(path)
    sheets = Sheets(book)
    items = {line["item"]: line for line in lines(book, sheets, "items")}
    answers: dict[str, Any] = {name: line["ratio %"] for name, line in items.items() if line["whole"] is None}
    answers |= {name: "none" for name, line in items.items() if line["absent"]}
    answers["full_fitout"] = "yes" if answers["full_fitout"] else "no"
    answers["floor_area"] = items["q1b"]["whole"]
    rate = calculate(model_of(list(lines(book, sheets, "elements"))), load_scheme("gbt51129-2017"), answers)
    assert [item.id for item in rate.items] == list(items)
    for item in rate.items:
        by_hand = items[item.id]
        assert item.score == pytest.approx(by_hand["points"], rel=TO), item.id
        if by_hand["whole"] is not None:
            assert item.ratio == pytest.approx(by_hand["ratio %"] / 100, rel=TO), item.id
            assert sum(amount for _, amount in item.numerator) == pytest.approx(by_hand["counted"], rel=TO), item.id
            assert sum(amount for _, amount in item.denominator) == pytest.approx(by_hand["whole"], rel=TO), item.id
    result = {book["rate"][f"A{row}"].value: sheets.value("rate", f"B{row}") for row in range(1, 9)}
    assert {group.id: group.score for group in rate.groups} == pytest.approx({q: result[q] for q in ("Q1", "Q2", "Q3")})
    assert rate.absent == result["Q4"]
    assert rate.rate == result["rate"]
    assert (rate.grade or "none") == result["grade"]


def test_the_examples_are_three_and_different() -> None:
    results = [Sheets(load_workbook(path)).value("rate", "B8") for path in EXAMPLES]
    assert len(results) == 3
    assert len(set(results)) > 1
    assert "none" in results


def test_the_evaluator_knows_its_formulas() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "a"
    cells = {
        "A1": 2,
        "A2": 3,
        "B1": 10,
        "B2": "=A1*A2-1",
        "C1": "=SUMPRODUCT(A1:A2,B1:B2)",
        "C2": "=ROUND(2.45,1)",
        "D1": '=IF(AND(A1>=2,B2<6),"yes","no")',
        "D2": "=MIN(SUM(A1:B2)/4,a!A1)+(1-2)*3",
    }
    for cell, held in cells.items():
        book.active[cell] = held
    sheets = Sheets(book)
    assert (sheets.value("a", "C1"), sheets.value("a", "C2")) == (35, 2.5)
    assert sheets.value("a", "D2") == -1
    assert sheets.value("a", "D1") == "yes"
    book.active["D3"] = "=VLOOKUP(1,A1:A2,1)"
    with pytest.raises(KeyError):
        sheets.value("a", "D3")
