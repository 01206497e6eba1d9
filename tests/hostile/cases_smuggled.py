"""Table: payloads in what no reader calls a file, or under names that do not say what runs them."""

from tests.hostile import build_smuggled as b
from tests.hostile import tarforge as t
from tests.hostile.build_zip_names import named
from tests.hostile.case import Case
from tests.hostile.packages import CRATE, NPM, SDIST, WHEEL

# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    Case("smuggled/extra-field", WHEEL, b.extra_field, "clear|held", "suspicious",
         "the payload in an extra field that nobody knows"),
    Case("smuggled/extra-times", WHEEL, b.extra_known, "clear|held", "suspicious",
         "the payload in the extra field for times"),
    Case("smuggled/entry-comment", WHEEL, b.commented, "clear", "suspicious",
         "an entry with a comment, which no RECORD lists"),
    Case("smuggled/pax-comment", SDIST, b.pax_value(b"comment"), "clear|held", "suspicious",
         "the payload in the comment of a PAX header"),
    Case("smuggled/pax-global-comment", SDIST, b.pax_value(b"comment", t.GLOBAL), "clear|held",
         "suspicious", "the same in a global one"),
    Case("smuggled/pax-owner", SDIST, b.pax_value(b"uname"), "clear|held", "suspicious",
         "the payload as the name of an owner"),
    Case("smuggled/stream-name", SDIST, b.stream_name, "clear|held", "suspicious",
         "the payload as the name in a gzip header"),
    # found elsewhere by some reader
    Case("smuggled/local-unsigned", WHEEL, b.local(signature=0), "refused|suspicious",
         "suspicious", "a local header without its signature"),
    Case("smuggled/local-name-length", WHEEL, b.local(name_length=3), "refused|suspicious",
         "suspicious", "a local name that is said to be shorter"),
    Case("smuggled/local-extra-length", WHEEL, b.local(extra_length=40), "refused|suspicious",
         "suspicious", "a local extra field that is said to be longer"),
    Case("smuggled/unsized", SDIST, b.unsized, "held|refused", "suspicious",
         "a member without a size, its bytes where a header should be"),
    # numbers, floods of what is to be said
    Case("smuggled/size-enormous", SDIST, b.numbered("size", t.base256(1 << 87)),
         "held|refused", "suspicious", "a size of 27 digits"),
    Case("smuggled/time-enormous", SDIST, b.numbered("mtime", t.base256(1 << 87)),
         "clear|held|refused", "suspicious", "a time of 27 digits"),
    Case("smuggled/behind-each", WHEEL, b.trailing_again, "refused", "suspicious",
         "heavy: 1,500 entries that share their bytes, each with a container behind it"),
    Case("smuggled/zips-of-tricks", WHEEL, b.zips_of_tricks, "clear|held|suspicious", "suspicious",
         "1,000 zips inside, each with something to be said"),
    # names that do not say what runs them
    Case("smuggled/source-as-wheel", WHEEL, b.source_as_wheel, "refused", "suspicious",
         "a module under a wheel's name: analysed as what it is"),
    Case("smuggled/two-dots", WHEEL, named(b".."), "held|refused", "suspicious",
         "a file that is called `..`"),
    Case("smuggled/dot-behind", WHEEL, named(b"tidewaiter/a.py."), "held|refused", "suspicious",
         "a module on systems that drop the dot"),
    Case("smuggled/space-behind", WHEEL, named(b"tidewaiter/a.py "), "held|refused", "suspicious",
         "a module on systems that drop the space"),
    Case("smuggled/stream-behind", WHEEL, named(b"tidewaiter/a.py:x"), "held|refused",
         "suspicious", "a module on systems that know streams"),
    Case("npm/main-text", NPM, b.main_text, "clear", "suspicious",
         "the main file is called a text"),
    Case("npm/gyp-capitals", NPM, b.gyp_in_capitals, "clear|held|suspicious", "suspicious",
         "a build file in capitals, which some file systems find"),
    Case("crate/build-text", CRATE, b.build_text, "clear", "suspicious",
         "the build script is called a text"),
)  # fmt: skip
