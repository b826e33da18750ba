"""How much CP-SAT may do, counted in its own deterministic seconds; a person who asks to stop is heard meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dfma.progress import Cancelled, NoProgress, Progress

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_PER_CALL, _PER_VARIABLE = 0.002, 1.5e-5
"""Deterministic seconds that making a model counts as; the solver counts its own search only."""
_ASK_EVERY = 0.1
"""Seconds between two questions whether to stop."""


@dataclass(slots=True)
class Effort:
    """What solving may still take, in deterministic seconds."""

    left: float
    progress: Progress = field(default_factory=NoProgress)
    most_at_once: float = 2.0

    @property
    def is_spent(self) -> bool:
        """The solver is not asked any more."""
        return self.left <= 0

    @contextmanager
    def share(self, part: float, most_at_once: float | None = None) -> Iterator[Effort]:
        """A part of what is left, for one stage; what the stage leaves stays."""
        given = self.left * part
        own = Effort(given, self.progress, self.most_at_once if most_at_once is None else most_at_once)
        yield own
        self.left -= given - own.left

    def run(self, problem: cp_model.CpModel) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve as far as the effort goes. Raises `Cancelled` when a person asked to stop."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = min(self.most_at_once, self.left)
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = 1
        with _stopped_on_request(solver, self.progress):
            status = solver.solve(problem)
        self.progress.check()
        self.left -= solver.response_proto.deterministic_time + _PER_CALL + _PER_VARIABLE * len(problem.proto.variables)
        return solver, status


@contextmanager
def _stopped_on_request(solver: cp_model.CpSolver, progress: Progress) -> Iterator[None]:
    """The solver calls nobody while it searches, so a second thread asks for it."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(_ASK_EVERY):
            try:
                progress.check()
            except Cancelled:
                solver.stop_search()
                return

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()
