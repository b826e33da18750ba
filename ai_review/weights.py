"""The weights that the assistant runs on: where they come from, under which licence, and that they are unchanged."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dfma.errors import UserError
from dfma.text import text
from dfma.yaml_data import read_yaml

_TABLE = Path(__file__).parent / "data" / "weights.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One set of weights, as a package ships it."""

    name: str
    """As it is named in reports."""
    package: str
    """Import package that holds the files."""
    distribution: str
    version: str
    licence: str
    upstream: str
    """The model that the files were made from, and by whom."""
    dimension: int
    files: tuple[tuple[str, str], ...]
    """Path inside the package, sha256."""

    @property
    def fingerprint(self) -> str:
        """Short identity of the content, for caches and reports."""
        return hashlib.sha256("".join(digest for _, digest in self.files).encode()).hexdigest()[:12]

    def folder(self) -> Path:
        """Where the package is installed; the package itself is not imported."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise UserError(text("encoder.weights.missing", package=self.distribution, version=self.version))
        return Path(spec.submodule_search_locations[0])

    def check(self) -> None:
        """Compare every file with its sha256. Raises UserError when one is missing or another one."""
        folder = self.folder()
        for relative, digest in self.files:
            path = folder / relative
            if not path.is_file():
                raise UserError(text("encoder.weights.missing", package=self.distribution, version=self.version))
            if sha256_of(path) != digest:
                raise UserError(
                    text("encoder.weights.changed", file=path.name, package=self.distribution, version=self.version)
                )


@cache
def packaged_weights() -> Weights:
    """The weights that every installation has."""
    table = read_yaml(_TABLE)
    return Weights(**{**table, "files": tuple((entry["path"], entry["sha256"]) for entry in table["files"])})


def sha256_of(path: Path) -> str:
    """Digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
