"""One self-contained page without script: opens on a phone, prints, and runs nothing."""

from collections.abc import Iterable, Iterator

from pratique.escape import html as shown
from pratique.model import Limitation, Location, Review
from pratique.report.order import Shown, ordered

FULL = 4
"""Findings that are open; the rest unfold."""
FINDINGS = 200
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--bad:#b3261e;--warn:#9a5b00;--ok:#1b6e3c}
@media (prefers-color-scheme:dark){:root{--bad:#ff8a80;--warn:#ffb74d;--ok:#81c995}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.1rem;margin:0}h2{font-size:1rem;margin:1.2rem 0 .4rem}
article{border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0}
header{display:flex;flex-wrap:wrap;gap:.6rem;align-items:baseline}
.class{font-weight:700;text-transform:uppercase;letter-spacing:.04em}
.malicious,.suspicious,.critical,.high{color:var(--bad)}
.held,.refused,.medium{color:var(--warn)}.clear{color:var(--ok)}
.why{margin:.5rem 0;font-size:1.05rem}
.finding{border-left:.25rem solid currentColor;padding:.1rem .8rem;margin:.8rem 0}
.finding>*{color:CanvasText}.finding .sev{color:inherit;font-weight:700}
code,pre{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);padding:.5rem;border-radius:.3rem;white-space:pre-wrap;margin:.3rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem}
dl{margin:.6rem 0;font-size:.9rem}.also{font-size:.85rem;opacity:.8;overflow-wrap:anywhere}
h1,.why{overflow-wrap:anywhere}@media(max-width:30rem){body{padding:.4rem}article{padding:.7rem}}
dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer;margin:.4rem 0}ul{padding-left:1.2rem;margin:.3rem 0}
""".replace("\n", "")


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield the page piece by piece."""
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>pratique: review</title><style>{STYLE}</style></head><body><main>\n"
    )
    for review in reviews:
        yield "".join(_article(review))
    yield "</main></body></html>\n"


def _article(review: Review) -> Iterator[str]:
    artifact, verdict = review.artifact, review.verdict
    yield f'<article><header><span class="class {verdict.classification}">'
    yield f"{verdict.classification}</span>"
    yield f"<h1>{shown(artifact.purl or artifact.filename)}</h1></header>"
    if verdict.reason:
        yield f'<p class="why">{shown(verdict.reason)}</p>'
    found = ordered(review)
    for one in found[:FULL]:
        yield from _finding(one)
    if len(found) > FULL:
        yield f"<details><summary>{len(found) - FULL} more findings</summary>"
        for one in found[FULL:FINDINGS]:
            yield from _finding(one)
        yield "</details>"
    if review.limitations:
        yield "<h2>Not looked at as it should be</h2><ul>"
        for limitation in review.limitations[:200]:
            yield _limitation(limitation)
        yield "</ul>"
    yield from _facts(review)
    yield "</article>\n"


def _finding(one: Shown) -> Iterator[str]:
    finding = one.finding
    when = "" if finding.activation == "unknown" else f"{finding.activation}, "
    yield f'<section class="finding {finding.severity}"><div><span class="sev">'
    yield f"{finding.severity}</span> This package {shown(finding.summary)}.</div>"
    yield f"<div><code>{place(finding.location)}</code></div>"
    if finding.snippet:
        yield f"<pre>{shown(finding.snippet)}</pre>"
    if one.values:
        cells = "</code></li><li><code>".join(shown(value) for value in one.values[:12])
        yield f"<ul><li><code>{cells}</code></li></ul>"
    yield f'<div class="also">{when}{finding.confidence} confidence, {shown(finding.rule)}'
    yield "".join(f", {shown(rule)}" for rule in one.also[:12]) + "</div></section>"


def _limitation(limitation: Limitation) -> str:
    member = f" <code>{shown(limitation.member)}</code>" if limitation.member else ""
    return (
        f"<li>{limitation.effect}: <code>{shown(limitation.code)}</code>{member} "
        f"{shown(limitation.detail)}</li>"
    )


def place(location: Location) -> str:
    """Return `member:line (in layer)` as HTML."""
    line = f":{location.line}" if location.line else ""
    layer = f" (in {shown(location.layer)})" if location.layer else ""
    return f"{shown(location.member)}{line}{layer}"


def _facts(review: Review) -> Iterator[str]:
    coverage = review.coverage
    rows = (
        ("file", review.artifact.filename),
        ("sha256", review.artifact.sha256),
        ("score", f"{review.score.value:.2f}"),
        ("members", f"{coverage.analysed} of {coverage.listed} looked at"),
        ("bytes", f"{coverage.accounted:,} of {coverage.size:,} accounted for"),
        ("limits met", ", ".join(coverage.fired) or "none"),
        ("proof", review.verdict.proof or "none"),
    )
    yield "<dl>"
    for name, value in rows:
        yield f"<dt>{name}</dt><dd>{shown(value)}</dd>"
    yield "</dl>"
    if review.triggers:
        yield "<details><summary>What makes its code run</summary><ul>"
        for trigger in review.triggers[:200]:
            target = f" → <code>{shown(trigger.target or trigger.command)}</code>"
            yield f"<li>{trigger.activation}: {shown(trigger.kind)} "
            yield f"<code>{shown(trigger.member)}</code>{target}</li>"
        yield "</ul></details>"
