"""A finding: the one currency of rules, IDS files, the assistant and people."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field

from dfma.text import Text


class Severity(enum.StrEnum):
    """How much a finding weighs; `error` blocks a submission."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Origin(enum.StrEnum):
    """Who or what made a finding. The assistant never makes an `error`."""

    RULE = "rule"
    IDS = "ids"
    SCHEMA = "schema"
    ASSISTANT = "assistant"
    PERSON = "person"


class Verdict(enum.IntEnum):
    """What one rule says of one element. Silence is not among the answers."""

    PASSED = 0
    FAILED = 1
    NOT_APPLICABLE = 2
    NOT_CHECKABLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Where a demand is written, and how far that reading can be trusted."""

    document: str
    number: str
    confidence: str
    """`verified`, `verified-part`, `memory-high`, `memory-low` or `own`; all but the first are shown as "to be
    confirmed"."""
    modal: str | None = None
    """`must` or `should`, where known."""

    @property
    def verified(self) -> bool:
        return self.confidence == "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBox:
    """A place on a drawing: page from 1, box in points from the top left."""

    sheet: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Expected against found. Lengths in metres, masses in kilograms, unless `unit` says otherwise."""

    expected: Text | str | float | None = None
    found: Text | str | float | None = None
    unit: str | None = None
    points: tuple[tuple[float, float, float], ...] = ()
    page: PageBox | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that somebody should look at."""

    source: str
    """"DEP-104", "assistant.naming", "ids:<file>#<specification>"."""
    severity: Severity
    message: Text
    elements: tuple[str, ...] = ()
    """GlobalIds; empty means the whole model."""
    subject: str = ""
    """What of the elements is meant (a property, a dimension), where a source can say several things of an element."""
    sheets: tuple[str, ...] = ()
    clause: Clause | None = None
    evidence: Evidence = field(default_factory=Evidence)
    origin: Origin
    confidence: float = 1.0
    suggestion: Text | None = None

    def __post_init__(self) -> None:
        if self.origin is Origin.ASSISTANT and self.severity is Severity.ERROR:
            raise ValueError("the assistant proposes; it never emits an error")

    @property
    def key(self) -> str:
        """Stable over runs, so that a decision survives a re-check: source, message key, subject and elements."""
        identity = "\x1f".join([self.source, self.message.key, self.subject, *sorted(self.elements)])
        return hashlib.sha256(identity.encode()).hexdigest()[:16]
