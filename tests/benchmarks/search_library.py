"""How long a question to a library of 10,000 components takes, with the packaged encoder.

    python -m tests.benchmarks.search_library [--components 10000]

The components are made up; their names are those of the seed, numbered. Processor time in seconds: of making the
catalogue, of the index (all texts encoded, once per text and computer), and the median of the questions.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from itertools import cycle, islice

from app.bootstrap import catalogue, text_encoder
from app.services.search_library import LibraryIndex, LibraryQuery
from app.settings import Settings
from dfma.components.catalogue import make_catalogue, seed_catalogue

QUESTIONS = (
    LibraryQuery(words="hollow core 77"),
    LibraryQuery(words="\u7a7a\u5fc3\u677f"),
    LibraryQuery(words="WAND", kind="wall_panel_interior"),
    LibraryQuery(words="stair", sizes_mm=(("length", 2000, 4000),)),
    LibraryQuery(kind="composite_slab", sizes_mm=(("length", 3400, 3500), ("width", 900, 1000))),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--components", type=int, default=10_000)
    count = arguments.parse_args().components
    seed = list(seed_catalogue().components.values())
    copies = {
        f"{one.id}-{n}": replace(
            one,
            id=f"{one.id}-{n}",
            names={language: f"{name} {n}" for language, name in one.names.items()},
            rows=one.rows[:3],
            parameters={name: values[:1] for name, values in one.parameters.items()},
        )
        for n, one in enumerate(islice(cycle(seed), count))
    }
    started = time.process_time()
    library = make_catalogue("benchmark", copies)
    made = time.process_time()
    index = LibraryIndex(library, [catalogue("zh_CN"), catalogue("en")], text_encoder(Settings())).warmed()
    warm = time.process_time()
    print(f"{count} components, {library.variants.height} variants")
    print(f"catalogue {made - started:.1f}, index {warm - made:.1f}")
    for question in QUESTIONS:
        seconds = []
        for _ in range(5):
            begun = time.process_time()
            hits = index.search(question)
            seconds.append(time.process_time() - begun)
        print(f"  {statistics.median(seconds):.3f}  {len(hits)} hits  {question}")


if __name__ == "__main__":
    main()
