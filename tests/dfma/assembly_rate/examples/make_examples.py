"""Writes the three worked examples beside this file: `python make_examples.py`.

Everything in them was worked by hand: which element counts where (the columns of ones), and the formulas. Nothing of
the program is used here, so the sheets can prove it wrong. They open in any spreadsheet program, which fills in the
numbers; the test evaluates the formulas itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

HERE = Path(__file__).parent
ELEMENTS = [
    "element", "class", "kind", "casting", "bearing", "external", "length", "width", "height", "x", "y", "top",
    "touches", "covered", "volume", "face", "plan",
    "q1a counts", "q1a whole", "q1b counts", "q2a counts", "q2a whole", "q2c counts", "q2c whole",
]  # fmt: skip
"""Lengths in metres. `covered`: m² in plan that a slab above has counted already. The ones were decided by hand."""
ITEMS = [
    "item",
    "group",
    "from %",
    "to %",
    "points from",
    "points to",
    "counted",
    "whole",
    "ratio %",
    "points",
    "absent",
]
TABLE = [  # table 4.0.1, as collected
    ("q1a", "Q1", 35, 80, 20, 30), ("q1b", "Q1", 70, 80, 10, 20),
    ("q2a", "Q2", 80, 80, 5, 5), ("q2b", "Q2", 50, 80, 2, 5),
    ("q2c", "Q2", 50, 50, 5, 5), ("q2d", "Q2", 50, 80, 2, 5), ("full_fitout", "Q3", 100, 100, 6, 6),
    ("q3a", "Q3", 70, 70, 6, 6), ("q3b", "Q3", 70, 90, 3, 6),
    ("q3c", "Q3", 70, 90, 3, 6), ("q3d", "Q3", 50, 70, 4, 6),
]  # fmt: skip
MEASURED = {"q1a": ("volume", "O", "R", "S"), "q1b": ("plan", "Q", "T", None), "q2a": ("face", "P", "U", "V"),
            "q2c": ("face", "P", "W", "X")}  # fmt: skip
"""Item: what it is measured by, the column of that amount, of what counts, of what else is in the whole."""

Row = tuple[Any, ...]


def element(
    name: str,
    kind: str,
    casting: str,
    size: tuple[float, float, float],
    at: tuple[float, float, float] | None = None,
    *,
    bearing: bool | None = None,
    external: bool | None = None,
    touches: str = "",
    covered: float = 0,
    ones: str = "",
) -> Row:
    """One line; `ones` names the columns in which it counts, such as "q1a+" (counts) and "q2c-" (whole only)."""
    ifc_class = {"column": "IfcColumn", "beam": "IfcBeam", "stair_flight": "IfcStairFlight"}.get(
        kind, "IfcSlab" if "slab" in kind or kind == "balcony" else "IfcWall"
    )
    flags = tuple(int(mark in ones.split()) for mark in ("q1a+", "q1a-", "q1b+", "q2a+", "q2a-", "q2c+", "q2c-"))
    return (name, ifc_class, kind, casting, bearing, external, *size, *(at or (None,) * 3), touches, covered, *flags)


HOUSING = [
    element("w1", "wall_panel_interior", "precast", (3.6, 0.2, 2.74), bearing=True, ones="q1a+"),
    element("w2", "wall_panel_interior", "precast", (4.2, 0.2, 2.74), bearing=True, ones="q1a+"),
    element("w3", "wall_panel_exterior", "precast", (3.9, 0.2, 2.74), bearing=True, external=True, ones="q1a+"),
    # A strip of 0.5 m between two panels may count (4.0.3); one of 0.8 m may not.
    element("strip", "wall", "cast_in_place", (0.5, 0.2, 2.74), bearing=True, touches="w1 w2", ones="q1a+"),
    element("wide", "wall", "cast_in_place", (0.8, 0.2, 2.74), bearing=True, touches="w2 w3", ones="q1a-"),
    element("core", "wall", "cast_in_place", (7.3, 0.25, 2.9), bearing=True, ones="q1a-"),
    element("s1", "composite_slab", "precast", (6.0, 3.3, 0.06), (0, 0, 3.0), ones="q1b+"),
    element("s2", "composite_slab", "precast", (6.0, 3.3, 0.06), (0, 3.3, 3.0), ones="q1b+"),
    element("s3", "solid_slab", "cast_in_place", (6.0, 1.8, 0.13), (0, 6.6, 3.0)),
    element("stair", "stair_flight", "precast", (2.6, 1.2, 1.5), (6.0, 0, 3.0), ones="q1b+"),
    element("balcony", "balcony", "precast", (3.0, 1.4, 0.13), (6.0, 3.3, 3.0), ones="q1b+"),
    element("b1", "beam", "precast", (6.0, 0.2, 0.4), (0, 3.2, 2.94), covered=1.2),
    element("e1", "wall_panel_exterior", "precast", (5.2, 0.16, 2.8), bearing=False, external=True, ones="q2a+"),
    element("e2", "wall", "masonry", (1.1, 0.2, 2.8), bearing=False, external=True, ones="q2a-"),
    element("p1", "partition_panel", "precast", (7.5, 0.1, 2.6), bearing=False, external=False, ones="q2c+"),
    element("p2", "wall", "masonry", (4.4, 0.1, 2.6), bearing=False, external=False, ones="q2c-"),
]
OFFICE = [
    *(element(f"c{n}", "column", "precast", (3.9, 0.6, 0.6), ones="q1a+") for n in range(6)),
    *(element(f"k{n}", "column", "cast_in_place", (3.9, 0.7, 0.7), ones="q1a-") for n in range(2)),
    *(
        element(f"h{n}", "hollow_core_slab", "precast", (8.4, 1.2, 0.2), (0, 1.2 * n, 4.2), ones="q1b+")
        for n in range(6)
    ),
    element("deck", "composite_slab", "steel", (8.4, 2.0, 0.12), (0, 7.2, 4.2), ones="q1b+"),
    element("site", "solid_slab", "cast_in_place", (8.4, 1.8, 0.12), (0, 9.2, 4.2)),
    element("edge", "beam", "precast", (8.4, 0.4, 0.7), (0, -0.4, 4.2), ones="q1b+"),
    element("facade", "curtain_wall", "unknown", (26.0, 0.2, 3.9), external=True, ones="q2a+"),
    element("back", "wall", "masonry", (6.4, 0.2, 3.9), bearing=False, external=True, ones="q2a-"),
    element("light", "wall", "steel", (9.0, 0.1, 3.2), bearing=False, external=False, ones="q2c+"),
    element("brick", "wall", "masonry", (9.5, 0.1, 3.2), bearing=False, external=False, ones="q2c-"),
]
SCHOOL = [
    *(element(f"c{n}", "column", "cast_in_place", (3.6, 0.5, 0.5), ones="q1a-") for n in range(7)),
    *(element(f"p{n}", "column", "precast", (3.6, 0.5, 0.5), ones="q1a+") for n in range(3)),
    element("s1", "composite_slab", "precast", (9.0, 6.0, 0.06), (0, 0, 3.9), ones="q1b+"),
    element("s2", "composite_slab", "precast", (9.0, 1.9, 0.06), (0, 6, 3.9), ones="q1b+"),
    element("s3", "solid_slab", "cast_in_place", (9.0, 2.1, 0.12), (0, 7.9, 3.9)),
    element("e1", "wall", "masonry", (18.0, 0.2, 3.6), bearing=False, external=True, ones="q2a-"),
    element("i1", "partition_panel", "precast", (10.0, 0.1, 3.6), bearing=False, external=False, ones="q2c+"),
    element("i2", "wall", "masonry", (10.0, 0.1, 3.6), bearing=False, external=False, ones="q2c-"),
]
EXAMPLES = {
    "shear_wall_housing": (
        HOUSING, 60.0,
        {"q2b": 72, "q2d": 0, "full_fitout": 100, "q3a": 74, "q3b": 83, "q3c": 70, "q3d": 62.5},
    ),
    "frame_office": (
        OFFICE, 108.0,
        {"q2b": 55, "q2d": 64, "full_fitout": 100, "q3a": 40, "q3b": None, "q3c": 95, "q3d": 49.9},
    ),
    "cast_school": (SCHOOL, 90.0, {"q2b": 0, "q2d": 20, "full_fitout": 0, "q3a": 0, "q3b": None, "q3c": 60, "q3d": 50}),
}  # fmt: skip
"""Name: elements, floor area in m², and what is stated in percent (None: the building has no such rooms)."""


def write(name: str, elements: list[Row], floor_area: float, stated: dict[str, float | None]) -> None:
    """One workbook: elements, items, rate."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "elements"
    sheet.append(ELEMENTS)
    for number, line in enumerate(elements, start=2):
        amounts = (f"=G{number}*H{number}*I{number}", f"=G{number}*I{number}", f"=G{number}*H{number}-N{number}")
        if line[2] == "column":  # its length stands upright
            amounts = (amounts[0], amounts[1], f"=H{number}*I{number}")
        sheet.append([*line[:14], *amounts, *line[14:]])
    last = len(elements) + 1
    _items(book.create_sheet("items"), last, floor_area, stated)
    _rate(book.create_sheet("rate"))
    book.save(HERE / f"{name}.xlsx")


def _items(sheet: Any, last: int, floor_area: float, stated: dict[str, float | None]) -> None:
    sheet.append(ITEMS)
    for row, (item, group, low, high, least, most) in enumerate(TABLE, start=2):
        counted = whole = None
        ratio: Any = stated.get(item)
        if item in MEASURED:
            _, amount, counts, rest = MEASURED[item]
            counted = f"=SUMPRODUCT(elements!{amount}2:{amount}{last},elements!{counts}2:{counts}{last})"
            whole = f"=G{row}+SUMPRODUCT(elements!{amount}2:{amount}{last},elements!{rest}2:{rest}{last})"
            whole = whole if rest else floor_area
            ratio = f"=MIN(G{row}/H{row},1)*100"
        line = f"ROUND(E{row}+(I{row}-C{row})/(D{row}-C{row})*(F{row}-E{row}),1)"
        reached = f"F{row}" if low == high else f"IF(I{row}>=D{row},F{row},{line})"
        absent = int(item in stated and stated[item] is None)
        points = 0 if absent else f"=IF(I{row}<C{row},0,{reached})"
        sheet.append([item, group, low, high, least, most, counted, whole, ratio, points, absent])


def _rate(sheet: Any) -> None:
    for line in (
        ["Q1", "=SUM(items!J2:J3)"],
        ["Q2", "=SUM(items!J4:J7)"],
        ["Q3", "=SUM(items!J8:J12)"],
        ["Q4", "=SUMPRODUCT(items!F2:F12,items!K2:K12)"],
        ["exact", "=SUM(B1:B3)/(100-B4)*100"],
        ["rate", "=ROUND(B5,0)"],
        ["held", "=AND(B1>=20,B2>=10,items!J8>=6,B6>=50,items!I2>=35)"],
        ["grade", '=IF(B7,IF(B6>=91,"AAA",IF(B6>=76,"AA",IF(B6>=60,"A","basic"))),"none")'],
    ):
        sheet.append(line)


if __name__ == "__main__":
    for example, (elements, area, stated) in EXAMPLES.items():
        write(example, elements, area, stated)
