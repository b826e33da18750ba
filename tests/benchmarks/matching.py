"""How often matching finds the component that a piece was drawn from, on a labelled set of perturbed library variants.

    python tests/benchmarks/matching.py [--pieces N] [--markdown FILE]

What the set is and what a fair label is: `tests/dfma/components/perturbed.py`. Printed per kind and per change, for
the series that were used for tuning (one half, one seed) and for those that were held out (the other half, other
seeds): recall among the first and the first three candidates over the clear pieces; the same over all pieces beside
what a perfect matcher could reach; and on pieces of no component how many are offered one. `--markdown` writes the
same tables to a file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402 - the packages beside this folder come first

from dfma.components.catalogue import seed_catalogue  # noqa: E402
from tests.dfma.components.perturbed import distractor_set, halves, judge, perturbed_set, recall_table  # noqa: E402

TUNED_SEED, HELD_OUT_SEEDS = 1, (103, 104)
"""The failures of seed 101 were read before closeness became flat at its top, so that seed is not reported."""


ABOUT = """# How well matching finds components

Made by `python tests/benchmarks/matching.py --markdown docs/matching.md`. A piece is one form of one variant of the
library, moved by up to ±30 mm in every dimension (rolled sections ±2 mm), mirrored, turned, renamed in four
languages or nameless, under a wrong class, its openings shifted; no name carries a designation. A piece is
**clear** when only one variant made for its kind lies within that reach of it; over all pieces the **ceiling** is
what a perfect matcher could expect. How it is drawn: `tests/dfma/components/perturbed.py`. Series and seeds that
are held out had no part in tuning.

Target: 0.93 among the first, 0.98 among the first three, over the clear pieces of the series held out. It holds
where the kind is given, and where it has to be recognised for every change but "nameless", where it is missed by far;
"renamed" reaches it narrowly, as some names are ones that recognition does not know. The halves are every other
series in the order of the catalogue.

## What is missed, and why

- **Series of one size.** Plan, nominal size and opening of several series are the same (parapets J1, J2, Q1, Q2;
  planks DBS1, DBS2, DBD at nominal size; balconies). A shape does not tell them apart: they are all offered, and
  the catalogue's order decides which comes first, so that "all @1" may be 0 for one of them and 1 for another.
- **Planks drawn with their topping** agree with every span and width between made and nominal size; three
  candidates are fewer than the variants that agree.
- **Strips of partition walls** are met at every multiple of their width: a wall of ten strips of 600 is one of
  twenty of 300.
- **Nameless pieces** (kind recognised): shape alone calls a balcony, an air-conditioning slab and a parapet a slab
  or a wall, and a bathroom unit a block. They are then compared with components of that kind.
- **Pieces of no component** that are recognised as another kind may meet a component of that kind by chance.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pieces", type=int, default=1000)
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    catalogue = seed_catalogue()
    tuned, held_out = halves(catalogue)
    sections: list[tuple[str, pl.DataFrame]] = []
    parts = (("Series used for tuning", tuned, (TUNED_SEED,)), ("Series held out", held_out, HELD_OUT_SEEDS))
    for title, components, seeds in parts:
        for recognised in (False, True):
            how = "kind recognised by the program" if recognised else "kind given"
            sets = [perturbed_set(catalogue, components, arguments.pieces, s, recognised=recognised) for s in seeds]
            rows = pl.concat([judge(one, catalogue) for one in sets])
            sections += [(f"{title}, {how}: per {by}", recall_table(rows, by)) for by in ("kind", "change", "form")]
    for recognised in (False, True):
        how = "kind recognised by the program" if recognised else "kind given"
        rows = judge(distractor_set(catalogue, arguments.pieces, HELD_OUT_SEEDS[0], recognised=recognised), catalogue)
        wrong = rows.group_by("kind").agg(pl.len().alias("pieces"), pl.col("offered").mean().round(3)).sort("kind")
        sections.append((f"Pieces of no component, {how}: share that is offered one", wrong))
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, tbl_hide_dataframe_shape=True,
                   tbl_hide_column_data_types=True, tbl_formatting="MARKDOWN"):  # fmt: skip
        text = "\n\n".join(f"### {title}\n\n{rows}" for title, rows in sections) + "\n"
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(f"{ABOUT}\n## Tables\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
