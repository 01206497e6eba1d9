"""Table: payloads that lie in data, and data that costs whoever parses it."""

from tests.hostile import build_data as b
from tests.hostile.case import Case
from tests.hostile.packages import SDIST, WHEEL, sdist_zip, wheel

_OPEN = b"exec(open(os.path.join(here, '%s')).read())\n"
_PKG = b"import pkgutil\nexec(pkgutil.get_data(__name__, '%s'))\n"
_JSON = b"import json\nexec(json.load(open(os.path.join(here, 'tide.json')))['code'])\n"
_PICTURE = (
    b"import base64, zlib\nraw = open(os.path.join(here, 'quay.png'), 'rb').read()\n"
    b"exec(zlib.decompress(base64.b64decode(raw[raw.index(b'IEND') + 8:])))\n"
)
_SOUND = (
    b"import wave\nwith wave.open(os.path.join(here, 'tide.wav')) as f:\n"
    b"    raw = f.readframes(f.getnframes())\nexec(bytes(b ^ 90 for b in raw))\n"
)
_ZIPPED = b"import sys\nsys.path.insert(0, os.path.join(here, 'quay.png'))\nimport run\n"
_MARSHAL = (
    b"import marshal\nexec(marshal.loads(open(os.path.join(here, 'tide.bin'), 'rb').read()))\n"
)
_PICKLE = b"import pickle\npickle.load(open(os.path.join(here, 'tide.dat'), 'rb'))\n"
_TAGS = b"<div><a href='javascript:alert(1)'>" * 200_000

# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    # loaded and run
    Case("load/txt", WHEEL, b.loaded(b"words.txt", bytes, _OPEN % b"words.txt"),
         "clear|suspicious", "suspicious", "the package runs a text file"),
    Case("load/md", WHEEL, b.loaded(b"README.md", bytes, _OPEN % b"README.md"),
         "clear|suspicious", "suspicious", "the package runs its README"),
    Case("load/dat", WHEEL, b.loaded(b"tide.dat", bytes, _PKG % b"tide.dat"),
         "clear|suspicious", "suspicious", "the package runs data, through pkgutil"),
    Case("load/json", WHEEL,
         b.loaded(b"tide.json", lambda body: b.json.dumps({"code": body.decode()}).encode(), _JSON),
         "clear|suspicious", "suspicious", "the package runs a text in JSON"),
    Case("load/picture", WHEEL, b.loaded(b"quay.png", b.appended_code, _PICTURE),
         "clear|suspicious|malicious", "suspicious", "the package runs what is behind a picture"),
    Case("load/picture-zip", WHEEL, b.loaded(b"quay.png", b.appended_zip, _ZIPPED),
         "clear|suspicious", "suspicious", "the package imports from a zip behind a picture"),
    Case("load/sound", WHEEL, b.loaded(b"tide.wav", b.sound, _SOUND),
         "clear|suspicious|malicious", "suspicious", "the package runs a sound"),
    Case("load/marshal", WHEEL, b.loaded(b"tide.bin", b.marshalled, _MARSHAL),
         "clear|held|suspicious|malicious", "suspicious", "the package runs a marshalled object"),
    Case("load/setup", SDIST, b.setup_beside, "clear|suspicious", "suspicious",
         "setup.py runs a file that is named as data"),
    # containers inside
    Case("inside/tar-gz", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/x.tar.gz", body=b.tar_inside(p))),
         "clear", "suspicious", "a compressed tar inside"),
    Case("inside/zip-odd-name", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/x.jpg", body=b.zip_inside(p))),
         "clear|suspicious", "suspicious", "a zip that is called a picture"),
    Case("inside/thrice", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/x.dat", body=b.twice_inside(p))),
         "clear|suspicious", "suspicious", "a zip in a tar in a zip"),
    Case("inside/after-text", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/x.txt",
                                          body=b"The tide.\n" * 50 + b.zip_inside(p))),
         "clear|suspicious", "suspicious", "a zip behind a text"),
    Case("inside/sdist-zip", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/s.zip", body=sdist_zip(p.setup))),
         "clear", "suspicious", "a source distribution inside"),
    # pickles and compiled code
    Case("pickle/plain", WHEEL, b.beside(b"tidewaiter/tide.pkl", b.pickled), "clear",
         "suspicious", "a pickle beside the code"),
    Case("pickle/loaded", WHEEL,
         lambda p: wheel(b.FOLDER + _PICKLE, b.Entry(name=b"tidewaiter/tide.dat",
                                                     body=b.pickled(p))),
         "clear|suspicious", "suspicious", "a pickle under another name, loaded"),
    Case("pickle/upper-case", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/TIDE.PKL", body=b.pickled(p))),
         "clear", "suspicious", "a pickle with its suffix in capitals"),
    Case("pickle/in-zip", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/tide.pt",
                                          body=b.model("archive/data.pkl")(p))),
         "clear", "suspicious", "a model: a pickle in a zip"),
    Case("pickle/in-zip-bad-crc", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/tide.pt",
                                          body=b.model("archive/data.pkl", crc=7)(p))),
         "clear|held|suspicious", "suspicious", "a pickle in a zip with a wrong CRC"),
    Case("pickle/in-zip-odd-name", WHEEL,
         lambda p: wheel(b.QUIET, b.Entry(name=b"tidewaiter/tide.bin",
                                          body=b.model("weights/0")(p))),
         "clear", "suspicious", "a pickle without a suffix in a zip"),
    Case("pickle/garbage", WHEEL,
         b.beside(b"tidewaiter/tide.pkl", b"\x80\x04\x95" + b"\xff" * 5000), "clear|held",
         "suspicious", "bytes that begin like a pickle"),
    Case("pickle/deep", WHEEL, b.beside(b"tidewaiter/tide.pkl", b"\x80\x02" + b"(" * 300_000 + b"."),
         "clear|held", "suspicious", "a pickle of marks alone"),
    Case("pyc/garbage", WHEEL, b.beside(b"tidewaiter/x.pyc", b.compiled(b"\xe3" + b"\xff" * 4000)),
         "clear|held|suspicious", "suspicious", "a compiled module of garbage"),
    Case("pyc/empty", WHEEL, b.beside(b"tidewaiter/x.pyc", b""), "clear|held", "suspicious",
         "a compiled module without a byte"),
    Case("pyc/nested", WHEEL,
         b.beside(b"tidewaiter/x.pyc", b.compiled(b"\xa9\x01" * 200_000 + b"N")),
         "clear|held|suspicious", "suspicious", "a marshalled tuple 200,000 deep"),
    Case("pyc/length-lies", WHEEL,
         b.beside(b"tidewaiter/x.pyc", b.compiled(b"s\xff\xff\xff\x7fabc")),
         "clear|held|suspicious", "suspicious", "a marshalled string of 2 GiB, by its word"),
    # parsers of metadata
    Case("metadata/folded", WHEEL, b.metadata_with(b"Summary: tide\n" + b" more\n" * 200_000),
         "clear|held|refused", "held", "a header folded over 1.2 MB"),
    Case("metadata/classifiers", WHEEL,
         b.metadata_with(b"Classifier: Topic :: Tides\n" * 300_000), "clear|held|refused", "held",
         "300,000 classifiers"),
    Case("metadata/requires", WHEEL,
         b.metadata_with(b"Requires-Dist: tide (" + b"(" * 50_000 + b")\n"), "clear|held|suspicious",
         "held", "a requirement of parentheses"),
    Case("metadata/version", WHEEL, b.metadata_with(b"Requires-Python: >=" + b"1." * 200_000 + b"\n"),
         "clear|held", "held", "a version of 200,000 parts"),
    Case("metadata/no-newline", WHEEL, b.metadata_with(b"X" * 3_000_000), "clear|held|refused|suspicious",
         "held", "3 MB without a colon or a line end"),
    Case("metadata/nul", WHEEL, b.metadata_with(b"Author: a\0b\x1b[31m\n"), "clear|held",
         "suspicious", "control characters in a field"),
    Case("metadata/entry-points", WHEEL, b.beside(b.ENTRY_POINTS, b.entry_points(100_000)),
         "clear|held|suspicious", "held", "100,000 scripts"),
    Case("metadata/markup", WHEEL, b.readme(b"<script>alert(1)</script>" + _TAGS), "clear|held",
         "suspicious", "a description with 200,000 nested tags"),
    Case("toml/dotted-key", SDIST, b.sdist_with(b"pyproject.toml", b.dotted_key(50_000)),
         "clear|held|suspicious", "held", "a key of 50,000 parts"),
    Case("toml/nested", SDIST, b.sdist_with(b"pyproject.toml", b.nested_toml(100_000)),
         "clear|held|suspicious", "held", "100,000 lists in lists"),
    Case("toml/broken", SDIST, b.sdist_with(b"pyproject.toml", b"[build-system\n\xff = "),
         "clear|held|suspicious", "held", "a pyproject.toml that is none"),
    Case("toml/huge", SDIST,
         b.sdist_with(b"pyproject.toml", b.PYPROJECT + b"# tide\n" * 1_000_000), "clear|held",
         "held", "a pyproject.toml of 7 MB"),
    Case("cfg/huge", SDIST, b.sdist_with(b"setup.cfg", b"[metadata]\n" + b"a = %(a)s\n" * 300_000),
         "clear|held", "held", "a setup.cfg that refers to itself"),
    Case("yaml/aliases", WHEEL, b.beside(b"tidewaiter/tide.yaml", b.alias_bomb(12)), "clear",
         "suspicious", "aliases that grow tenfold a level"),
    Case("json/deep", WHEEL, b.beside(b"tidewaiter/tide.json", b.deep_json(1_000_000)),
         "clear|held", "suspicious", "a million lists in lists"),
    Case("json/odd", WHEEL, b.beside(b"tidewaiter/tide.json", b.odd_json()), "clear",
         "suspicious", "a key twice, a huge number, half a surrogate"),
    Case("json/utf-16", WHEEL,
         b.beside(b"tidewaiter/tide.json", '{"tide": 1}'.encode("utf-16")), "clear",
         "suspicious", "JSON in UTF-16"),
    Case("json/notebook", WHEEL, b.beside(b"tidewaiter/tide.ipynb", b.notebook), "clear",
         "suspicious", "the payload in a notebook too"),
    # floods, and words for a reviewer
    Case("flood/texts", WHEEL, b.flooded, "clear|held", "suspicious",
         "texts that a backtracking pattern never finishes"),
    Case("flood/line", WHEEL,
         b.beside(b"tidewaiter/words.txt", b"tide.example/%41=" * 3_000_000), "clear|held",
         "suspicious", "a line of 50 MB"),
    Case("words/source", WHEEL, lambda p: wheel(b.DIRECTIVE + p.python), "clear|suspicious",
         "suspicious", "a comment that addresses an automatic reviewer"),
    Case("words/readme", WHEEL, b.readme(b.DIRECTIVE), "clear|suspicious", "suspicious",
         "a description that addresses an automatic reviewer"),
)  # fmt: skip
