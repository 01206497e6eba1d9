"""What holds for any input: facts or a limitation, no clear without proof, no way to hide."""

import io
import itertools
import random
import tarfile
import zipfile

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pratique.model import Coverage, Limitation, Review, Verdict
from pratique.review import Reviewer
from pratique.verdict import decide, score
from tests.hostile.judging import inspection, judged
from tests.hostile.packages import (
    JAR,
    NPM,
    SDIST,
    SDIST_ZIP,
    WHEEL,
    crate,
    jar,
    npm,
    sdist,
    sdist_files,
    sdist_zip,
    wheel,
    wheel_entries,
)
from tests.hostile.payload import HARMLESS, SIGNAL
from tests.hostile.zipforge import Entry

UPLOADS = {
    WHEEL: wheel(SIGNAL.python),
    SDIST: sdist(SIGNAL.setup),
    SDIST_ZIP: sdist_zip(SIGNAL.setup),
    NPM: npm(SIGNAL),
    "tidewaiter-1.0.0.crate": crate(SIGNAL),
    JAR: jar(SIGNAL),
}
QUIET = {WHEEL: wheel(HARMLESS.python), SDIST: sdist(HARMLESS.setup)}
MANY = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer() as made:
        yield made


# -- any input


@MANY
@given(st.binary(max_size=3000), st.sampled_from(sorted(UPLOADS)))
def test_any_bytes_are_read_and_never_complete(data, filename):
    if data:
        found = inspection(data, filename)
        assert found.limitations or not found.coverage.complete


@MANY
@given(st.data())
def test_a_mangled_archive_gives_facts_or_a_limitation(reviewer, data):
    filename = data.draw(st.sampled_from(sorted(UPLOADS)))
    mangled = bytearray(UPLOADS[filename])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(mangled) - 1))
        match data.draw(st.sampled_from("flip zero cut copy drop".split())):
            case "flip":
                mangled[at] ^= 1 << data.draw(st.integers(0, 7))
            case "zero":
                mangled[at : at + 4] = bytes(4)
            case "cut":
                del mangled[max(at, 1) :]
            case "copy":
                mangled[at:at] = mangled[at // 2 : at // 2 + 64]
            case "drop":
                del mangled[at : at + 16]
        if not mangled:
            return
    review = judged(reviewer, bytes(mangled), filename)
    if review.verdict.classification == "clear":
        assert review.coverage.complete
        assert {member.sha256 for member in review.members if member.size}
        assert filename in {JAR, NPM, "tidewaiter-1.0.0.crate"} or review.findings == ()


@pytest.mark.parametrize("filename", [WHEEL, SDIST, SDIST_ZIP])
def test_flipped_bytes_never_clear_the_known_signal(reviewer, filename):
    whole = UPLOADS[filename]
    generator = random.Random(filename)
    for _ in range(300):
        at = generator.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[at] ^= 1 << generator.randrange(8)
        review = judged(reviewer, bytes(flipped), filename)
        assert review.verdict.classification != "clear", at


@pytest.mark.parametrize("filename", [WHEEL, SDIST])
def test_flipped_bytes_clear_only_what_every_reader_sees_alike(reviewer, filename):
    whole = QUIET[filename]
    plain = _contents(whole, filename)
    generator = random.Random(filename)
    for _ in range(400):
        at = generator.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[at] ^= 1 << generator.randrange(8)
        review = judged(reviewer, bytes(flipped), filename)
        if review.verdict.classification == "clear":
            assert _contents(bytes(flipped), filename) == plain, at


@pytest.mark.parametrize("filename", sorted(UPLOADS))
def test_what_is_cut_is_never_clear(reviewer, filename):
    whole = UPLOADS[filename]
    for length in itertools.chain(range(1, len(whole), 97), range(len(whole) - 24, len(whole))):
        review = judged(reviewer, whole[:length], filename)
        assert review.verdict.classification != "clear", length


# -- the proof


def test_a_clear_verdict_needs_a_proof():
    with pytest.raises(ValueError, match="proof"):
        Verdict(classification="clear", reason="nothing found")


@MANY
@given(
    st.builds(
        Coverage,
        sha256=st.sampled_from(["a" * 64, "", "a" * 63]),
        size=st.integers(0, 3),
        accounted=st.integers(0, 3),
        listed=st.integers(0, 3),
        analysed=st.integers(0, 3),
        fired=st.sampled_from([(), ("members",)]),
    )
)
def test_only_complete_coverage_is_ever_clear(coverage):
    verdict = decide((), score((), ()), (), coverage)
    assert (verdict.classification == "clear") is coverage.complete
    forged = Verdict(classification="clear", proof=coverage.digest())
    if not coverage.complete:
        with pytest.raises(ValueError, match="proof"):
            _record(forged, coverage)


@pytest.mark.parametrize("effect", ["hold", "refuse"])
def test_no_clear_beside_a_hold(effect):
    coverage = Coverage(sha256="a" * 64, size=1, accounted=1, listed=1, analysed=1)
    forged = Verdict(classification="clear", proof=coverage.digest())
    assert _record(forged, coverage).verdict.classification == "clear"
    limitation = Limitation(code="tide", effect=effect)
    with pytest.raises(ValueError, match="hold"):
        _record(forged, coverage, limitation)
    with pytest.raises(ValueError, match="proof"):
        _record(Verdict(classification="clear", proof="b" * 64), coverage)


def test_a_forged_record_cannot_even_be_decoded(reviewer):
    review = judged(reviewer, wheel(SIGNAL.python) + b"x", WHEEL)
    plain = msgspec.json.decode(msgspec.json.encode(review))
    plain["verdict"] |= {"classification": "clear", "proof": review.coverage.digest()}
    with pytest.raises(msgspec.ValidationError, match=r"proof|hold"):
        msgspec.json.decode(msgspec.json.encode(plain), type=Review)


def _record(verdict: Verdict, coverage: Coverage, *limitations: Limitation) -> Review:
    artifact = inspection_artifact()
    return Review(
        artifact=artifact,
        verdict=verdict,
        score=score((), ()),
        coverage=coverage,
        limitations=limitations,
    )


def inspection_artifact():
    from pratique.ecosystems import identify

    return identify(WHEEL)[1]


# -- metamorphic


@pytest.mark.parametrize("payload", [HARMLESS, SIGNAL], ids=["harmless", "signal"])
def test_a_wheel_repacked_gets_the_same_verdict(reviewer, payload):
    entries = wheel_entries(payload.python)
    from tests.hostile.packages import record
    from tests.hostile.zipforge import archive

    entries.append(record(entries))
    verdicts = set()
    for method in (0, 8):
        for order in (1, -1):
            forms = [
                Entry(name=e.name, body=e.body, method=method, local={"date": 0x5000 + order},
                      central={"date": 0x5000 + order})
                for e in entries[::order]
            ]  # fmt: skip
            review = judged(reviewer, archive(forms), WHEEL)
            verdicts.add((review.verdict.classification, review.verdict.codes, review.score.value))
    assert len(verdicts) == 1, verdicts


@pytest.mark.parametrize("payload", [HARMLESS, SIGNAL], ids=["harmless", "signal"])
def test_an_sdist_repacked_gets_the_same_verdict(reviewer, payload):
    verdicts = set()
    for order in (1, -1):
        for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
            out = io.BytesIO()
            with tarfile.open(fileobj=out, mode="w:gz", format=form) as file:
                for item in sdist_files(payload.setup)[::order]:
                    info = tarfile.TarInfo(item.name.decode())
                    info.size, info.mtime = len(item.body), 1_600_000_000 + order
                    file.addfile(info, io.BytesIO(item.body))
            review = judged(reviewer, out.getvalue(), SDIST)
            verdicts.add((review.verdict.classification, review.verdict.codes, review.score.value))
    assert len(verdicts) == 1, verdicts


@MANY
@given(st.text(max_size=300), st.sampled_from(["core_more.py", "data.json", "notes.txt", "t.js"]))
def test_a_harmless_file_more_never_lowers_the_score(reviewer, text, name):
    before = judged(reviewer, wheel(SIGNAL.python), WHEEL)
    more = Entry(name=f"tidewaiter/{name}".encode(), body=f"# {text!r}\n".encode())
    after = judged(reviewer, wheel(SIGNAL.python, more), WHEEL)
    assert after.score.value >= before.score.value
    assert after.verdict.classification == before.verdict.classification


def test_two_runs_say_the_same_bytes(tmp_path):
    from pratique.ecosystems import identify
    from pratique.model import Fetched

    answers: dict[str, set[bytes]] = {}
    for _ in range(2):
        with Reviewer() as fresh:
            for filename, data in UPLOADS.items():
                path = tmp_path / filename
                path.write_bytes(data)
                artifact = identify(filename, data[:65536])[1]
                review = fresh.review(Fetched(artifact=artifact, path=str(path)))
                answers.setdefault(filename, set()).add(msgspec.json.encode(review))
    assert {name for name, said in answers.items() if len(said) > 1} == set()


def test_the_same_bytes_under_another_name_get_no_better_verdict(reviewer):
    for name in ("tidewaiter-1.0.zip", "tidewaiter.bin", "tidewaiter-1.0.tar.gz", "x.jar"):
        review = judged(reviewer, wheel(SIGNAL.python), name)
        assert review.verdict.classification in {"suspicious", "malicious"}, name


def _contents(data: bytes, filename: str) -> object:
    """Return what a reader of the standard library takes out of an archive; None for nothing."""
    try:
        if filename.endswith(".whl"):
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                return {info.filename: file.read(info) for info in file.infolist()}
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as file:
            return {
                info.name: opened.read()
                for info in file
                if info.isfile() and (opened := file.extractfile(info))
            }
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
    ):
        return None
