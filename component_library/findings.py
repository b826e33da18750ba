"""What the library says of the components that a model uses: withdrawn ones, and certificates that have expired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from component_library.offer import component_of
from component_library.records import Record
from dfma.errors import UserError
from dfma.finding import Evidence, Finding, Origin, Severity
from dfma.text import Text, text

WITHDRAWN, EXPIRED, UNREADABLE = "library.withdrawn", "library.expired", "library.unreadable"


def library_findings(
    named: Mapping[str, Sequence[str]], records: Mapping[str, Record], on: date
) -> tuple[Finding, ...]:
    """Warnings about the components that elements name.

    Args:
        named: component → GlobalIds of the elements that name it.
        records: what the library holds.
        on: the day on which certificates must be valid.
    """
    findings: list[Finding] = []
    for component, elements in sorted(named.items()):
        record = records.get(component)
        if record is None or not elements:
            continue
        findings += _withdrawn(record, elements)
        findings += _expired(record, elements, on)
    return tuple(findings)


def unreadable_findings(left_out: Sequence[Text]) -> tuple[Finding, ...]:
    """Components that are approved but that this program cannot read are said, not silently missing."""
    return tuple(
        Finding(
            source=UNREADABLE,
            severity=Severity.ADVICE,
            message=message,
            subject=str(message["component"]),
            origin=Origin.RULE,
        )
        for message in left_out
    )


def _withdrawn(record: Record, elements: Sequence[str]) -> Iterator[Finding]:
    withdrawal = record.withdrawn
    if withdrawal is not None:
        yield _warning(
            WITHDRAWN,
            elements,
            text("library.finding.withdrawn", component=record.id, n=len(elements), reason=withdrawal.why),
            Evidence(expected=text("library.expected.offered"), found=f"{withdrawal.at[:10]} {withdrawal.who}"),
            subject=record.id,
        )


def _expired(record: Record, elements: Sequence[str], on: date) -> Iterator[Finding]:
    if record.released is None:
        return
    try:
        certificates = component_of(record, record.released).certificates
    except UserError:
        return  # a description of a newer program; `as_catalogue` tells of it
    for certificate in certificates:
        if certificate.expires is not None and certificate.expires < on:
            expires = certificate.expires.isoformat()
            yield _warning(
                EXPIRED,
                elements,
                text("library.finding.expired", component=record.id, document=certificate.document, expires=expires),
                Evidence(expected=text("library.expected.valid", day=on.isoformat()), found=expires),
                subject=f"{record.id} {certificate.document}",
            )


def _warning(source: str, elements: Sequence[str], message: Text, evidence: Evidence, subject: str = "") -> Finding:
    return Finding(
        source=source,
        severity=Severity.WARNING,
        message=message,
        elements=tuple(elements),
        subject=subject,
        evidence=evidence,
        origin=Origin.RULE,
    )
