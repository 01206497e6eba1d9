"""Table: what only wheels have, and files that are two things."""

import random

from tests.hostile import build_wheel as b
from tests.hostile.case import Case
from tests.hostile.packages import JAR, METADATA, SDIST, WHEEL
from tests.hostile.payload import Payload


def _noise(size: int, name: str) -> Case:
    def build(payload: Payload) -> bytes:
        return random.Random(size + payload.signal).randbytes(size)

    return Case(f"file/{name}", WHEEL, build, "held|refused", "held", f"{size} random bytes")


# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    Case("wheel/record-missing", WHEEL, b.without_record, "refused|suspicious", "suspicious",
         "no RECORD"),
    Case("wheel/record-ghost", WHEEL,
         b.record_lines(b"tidewaiter-1.0.dist-info/RECORD,,", b"tidewaiter/ghost.py,sha256=x,1"),
         "refused|suspicious", "suspicious", "RECORD lists a file that is not there"),
    Case("wheel/record-stale", WHEEL, b.record_stale, "refused|suspicious", "suspicious",
         "RECORD has another digest"),
    Case("wheel/record-unlisted", WHEEL, b.record_unlisted, "refused|suspicious", "suspicious",
         "a module that RECORD does not list"),
    Case("wheel/record-traversal", WHEEL,
         b.record_lines(b"tidewaiter-1.0.dist-info/RECORD,,",
                        b"../../../etc/cron.d/x,,\ntidewaiter-1.0.dist-info/RECORD,,"),
         "refused|suspicious", "suspicious", "RECORD names a file outside"),
    Case("wheel/metadata-other-name", WHEEL,
         b.metadata(METADATA.replace(b"Name: tidewaiter", b"Name: requests")),
         "held|refused|suspicious", "suspicious", "METADATA names another project"),
    Case("wheel/metadata-two-names", WHEEL,
         b.metadata(METADATA.replace(b"Name: tidewaiter", b"Name: tidewaiter\nName: requests")),
         "held|refused|suspicious", "suspicious", "METADATA has two names"),
    Case("wheel/metadata-other-version", WHEEL,
         b.metadata(METADATA.replace(b"Version: 1.0", b"Version: 9.9")),
         "held|refused|suspicious", "suspicious", "METADATA has another version"),
    Case("wheel/two-dist-info", WHEEL, b.second_dist_info(b"harbourmaster-2.0.dist-info/"),
         "held|refused|suspicious", "suspicious", "metadata of two projects"),
    Case("wheel/dist-info-case", WHEEL, b.second_dist_info(b"Tidewaiter-1.0.dist-info/"),
         "refused|suspicious", "suspicious", "a second one, differing in case"),
    Case("wheel/pth", WHEEL, b.start_up(b"tidewaiter.pth"), "suspicious", "suspicious",
         "a line that runs at every start"),
    Case("wheel/pth-data", WHEEL, b.start_up(b"tidewaiter-1.0.data/purelib/tidewaiter.pth"),
         "suspicious", "suspicious", "the same, put there by .data"),
    Case("wheel/sitecustomize", WHEEL, b.payload_file(b"sitecustomize.py"), "suspicious",
         "suspicious", "a module that runs at every start"),
    Case("wheel/data-purelib", WHEEL,
         b.payload_file(b"tidewaiter-1.0.data/purelib/tidewaiter/harbour.py"), "clear",
         "suspicious", "a module put there by .data"),
    Case("wheel/data-traversal", WHEEL,
         b.payload_file(b"tidewaiter-1.0.data/purelib/../../../x.py"),
         "held|refused|suspicious", "suspicious", ".data leads outside"),
    Case("wheel/data-unknown-scheme", WHEEL,
         b.payload_file(b"tidewaiter-1.0.data/startup/x.py"),
         "clear|held|refused|suspicious", "suspicious", ".data with a scheme that is none"),
    Case("wheel/data-other-project", WHEEL,
         b.payload_file(b"harbourmaster-2.0.data/purelib/x.py"),
         "clear|held|refused|suspicious", "suspicious", ".data of another project"),
    Case("wheel/entry-point-traversal", WHEEL,
         b.extra_file(b.DIST_INFO + b"entry_points.txt",
                      b"[console_scripts]\n../../../bin/ls = tidewaiter:tides\n"),
         "held|refused|suspicious", "suspicious", "a script whose name leads outside"),
    Case("wheel/entry-points", WHEEL,
         b.extra_file(b.DIST_INFO + b"entry_points.txt",
                      b"[console_scripts]\ntidewaiter = tidewaiter:tides\n"),
         "clear", "suspicious", "an honest script"),
    Case("wheel/pyc-only", WHEEL, b.compiled_only, "clear|held|suspicious", "suspicious",
         "a compiled module without source"),
    # two things at once, or none
    Case("file/tar-and-zip", WHEEL, b.tar_and_zip, "refused|suspicious", "suspicious",
         "a tar from the start, a wheel from the end"),
    Case("file/gzip-and-zip", SDIST, b.gzip_and_zip, "refused|suspicious", "suspicious",
         "an sdist from the start, a wheel from the end"),
    Case("file/class-and-jar", JAR, b.class_and_jar, "held|refused|suspicious", "suspicious",
         "a class from the start, a jar from the end"),
    Case("file/source-as-wheel", WHEEL, lambda p: p.python, "held|refused|suspicious", "held",
         "a module under a wheel's name"),
    Case("file/one-byte", WHEEL, lambda p: b"P" if p.signal else b"\0", "held|refused", "held",
         "one byte"),
    Case("file/empty", WHEEL, lambda _: b"", "held|refused", "held", "no bytes"),
    Case("file/empty-zip", WHEEL, lambda p: b.archive([]) + b"\0" * p.signal, "held|refused",
         "held", "a zip without entries"),
    _noise(300, "random-small"),
    _noise(100_000, "random"),
    Case("file/end-record-only", WHEEL, lambda p: p.python + b.archive([]),
         "held|refused|suspicious", "held", "text, then an end record"),
    Case("file/harmless-name", "tidewaiter.bin", lambda p: b.wheel(p.python),
         "clear|held|refused|suspicious", "suspicious", "a wheel under a name of no registry"),
)  # fmt: skip
