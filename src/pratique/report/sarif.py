"""SARIF 2.1.0, for code-scanning pages and editors (OASIS standard, 2020)."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

import pratique
from pratique.escape import json as spelled
from pratique.escape import visible
from pratique.model import Finding, Limitation, Location, Review

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {"low": "note", "medium": "warning", "high": "error", "critical": "error"}
_SECURITY = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}

_Json = dict[str, Any]  # foreign JSON leaves here: SARIF's own shape, not ours


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one SARIF log with one run; every artifact's findings and limitations are results."""
    rules: dict[str, _Json] = {}
    results: list[_Json] = []
    for review in reviews:
        name = visible(review.artifact.filename)
        for finding in review.findings:
            rules.setdefault(visible(finding.rule), _rule(finding))
            results.append(_result(finding, name, review.artifact.sha256))
        for limitation in review.limitations:
            if limitation.effect != "note":
                code = visible(limitation.code, 60)
                rules.setdefault(code, {"id": code})
                results.append(_limited(limitation, name))
    driver = {
        "name": "pratique",
        "version": pratique.__version__,
        "rules": list(rules.values()),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield spelled(msgspec.json.format(msgspec.json.encode(log), indent=1).decode()) + "\n"


def _rule(finding: Finding) -> _Json:
    return {
        "id": visible(finding.rule),
        "shortDescription": {"text": f"This package {_said(finding.summary)}."},
        "defaultConfiguration": {"level": _LEVEL[finding.severity]},
        "properties": {
            "tags": ["security", *dict.fromkeys(finding.attack)],
            "precision": {"low": "low", "medium": "medium", "high": "high"}[finding.confidence],
            "security-severity": _SECURITY[finding.severity],
        },
    }


def _place(location: Location, archive: str, snippet: str = "") -> _Json:
    region: _Json = {"startLine": max(1, location.line)}
    if snippet:
        region["snippet"] = {"text": visible(snippet)}
    uri = f"{archive}/{visible(location.member)}" if location.member else archive
    physical = {"artifactLocation": {"uri": _uri(uri)}, "region": region}
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/!@+~,=-._").lstrip("/")


def _said(text: str) -> str:
    """Return text for a message, where SARIF gives brackets and braces a meaning (3.11.5-6)."""
    shown = visible(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return shown.replace("{", "{{").replace("}", "}}")


def _result(finding: Finding, archive: str, sha256: str) -> _Json:
    layer = f" (in {_said(finding.location.layer)})" if finding.location.layer else ""
    text = f"This package {_said(finding.summary)}{layer}."
    result: _Json = {
        "ruleId": visible(finding.rule),
        "level": "note" if finding.nursery else _LEVEL[finding.severity],
        "message": {"text": text},
        "locations": [_place(finding.location, archive, finding.snippet)],
        "partialFingerprints": {"artifact/sha256": sha256},
        "properties": {
            "activation": finding.activation,
            "confidence": finding.confidence,
            "values": [visible(value) for value in finding.values],
        },
    }
    if finding.evidence:
        places = [_place(one, archive) for one in _apart(finding.evidence)]
        result["relatedLocations"] = places
    return result


def _apart(locations: Iterable[Location]) -> Iterator[Location]:
    """Yield locations that differ in what SARIF says of them: its lists hold nothing twice."""
    seen: set[tuple[str, int]] = set()
    for one in locations:
        key = (visible(one.member), max(1, one.line))
        if key not in seen:
            seen.add(key)
            yield one


def _limited(limitation: Limitation, archive: str) -> _Json:
    location = Location(member=limitation.member)
    return {
        "ruleId": visible(limitation.code, 60),
        "kind": "review",
        "level": "none",
        "message": {"text": f"{limitation.effect}: {_said(limitation.detail or limitation.code)}"},
        "locations": [_place(location, archive)],
    }
