"""Records in which everything that an uploader writes is hostile."""

from pratique.model import (
    Artifact,
    Comparison,
    Coverage,
    Dependency,
    EntryPoint,
    Fact,
    Finding,
    Layer,
    Limitation,
    Location,
    Manifest,
    Member,
    MemberChange,
    Review,
    Score,
    TextChange,
    Trigger,
    Value,
    Verdict,
)

PLAIN = "tide"
ATTACKS = {
    "ansi": "\x1b[2J\x1b[31mCLEAR\x1b[0m\x1b]0;owned\x07\x9b1m",
    "lines": "a\nCLEAR      other 1.0  score 0.00\r\nb\x0bc\x0cd\x85e\u2028f\u2029g",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&lt;&#60;",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "url": "javascript:alert(1)//http://evil.invalid/?a=1#b data:text/html,<b>",
    "markdown": "[a](http://evil.invalid) ![b](http://evil.invalid/x.png) `c` **d** <e> |f|\n# g\n",
    "autolink": "www.evil.invalid http://evil.invalid/a admin@evil.invalid @everyone #1 GH-1",
    "formula": "=cmd|' /C calc'!A1",
    "bidi": "a\u202egpj.exe\u2066b\u2069\u200fc\u061cd",
    "hidden": "a\u200bb\ufeffc\u00add\u2060e\U000e0041f\ufe0fg\U000e0101h\u3164i\u2800j\u180ek",
    "surrogates": "\ue000\U0010fffd\ufffe\ufff9",
    "template": "{0} {{1}} %s %(a)s ${x} {% raw %} $(id) `id`",
    "long": "A" * 100_000,
    "closing": "</pre></code></li></ul></article></main></body></html><!-- ]]> --> -->",
    "fence": "```\n~~~\n    <b>\n---\n| a | b |\n",
}


def review(text: str) -> Review:
    """Return a record whose every name, snippet and metadata field is this text."""
    place = Location(member=text, line=7, layer=text)
    coverage = Coverage(
        sha256="a" * 64, size=5, accounted=4, listed=3, analysed=2, fired=("depth",)
    )
    finding = Finding(
        rule="exec/pipe-to-shell",
        summary=f"runs {text}",
        severity="high",
        confidence="medium",
        activation="import",
        location=place,
        evidence=(place, place),
        behaviours=("exec/shell",),
        attack=("T1059.004",),
        snippet=text,
        values=(text, text),
    )
    fact = Fact(
        behaviour="exec/shell",
        location=place,
        symbol=text,
        scope=text,
        values=(Value("command", text),),
        snippet=text,
        trail=(place,),
    )
    return Review(
        artifact=_artifact(text),
        verdict=Verdict(classification="suspicious", codes=("exec/pipe-to-shell",), reason=text),
        score=Score(value=0.75),
        findings=(finding,),
        limitations=(
            Limitation(code="zip-comment", effect="hold", member=text, detail=text),
            Limitation(code=text, effect="refuse", member=text, detail=text),
        ),
        coverage=coverage,
        triggers=(
            Trigger(kind=text, activation="install", member=text, target=text),
            Trigger(kind="postinstall", activation="install", member=text, command=text),
        ),
        facts=(fact,),
        layers=(Layer(location=place, language="python", size=9, sha256="b" * 64, text=text),),
        members=(Member(path=text, link=text, raw="6162"),),
        manifest=Manifest(
            name=text,
            version=text,
            summary=text,
            description=text,
            author=text,
            emails=(text,),
            urls=(text,),
            repository=text,
            dependencies=(Dependency(name=text, requirement=text, url=text),),
            entry_points=(EntryPoint(group=text, name=text, target=text),),
            requires=text,
        ),
    )


def comparison(text: str) -> Comparison:
    """Return a comparison in the same spirit."""
    fact = Fact(
        behaviour="net/http",
        location=Location(member=text, line=3),
        symbol=text,
        values=(Value("url", text), Value("host", text)),
        tags=("new",),
    )
    line = text.replace("\n", "\r")
    return Comparison(
        old=_artifact(text),
        new=_artifact(text),
        members=(
            MemberChange(kind="added", new=text, new_size=5),
            MemberChange(kind="moved", old=text, new=text),
        ),
        same=4,
        facts=(fact,),
        texts=(TextChange(old=text, new=text, hunks=(f"@@ -1 +1 @@\n-{line}\n+{line}\n {line}",)),),
        dependencies_added=(text,),
        dependencies_removed=(text,),
        triggers_added=(text,),
        triggers_removed=(text,),
    )


def _artifact(text: str) -> Artifact:
    return Artifact(
        ecosystem="pypi",
        kind="wheel",
        name=text,
        version=text,
        filename=text,
        purl=f"pkg:pypi/{text}",
        sha256="a" * 64,
        size=5,
    )
