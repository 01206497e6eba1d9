"""Table: jars."""

import bz2

from tests.hostile import build_wheel as b
from tests.hostile.case import Case
from tests.hostile.packages import JAR, POM, jar
from tests.hostile.zipforge import End

_DTD = b"""<?xml version="1.0"?>
<!DOCTYPE project [<!ENTITY tide SYSTEM "file:///etc/passwd">]>
<project><groupId>harbour</groupId><artifactId>&tide;</artifactId></project>
"""
_ENTITIES = (
    b'<?xml version="1.0"?>\n<!DOCTYPE project [<!ENTITY a0 "tide">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>\n<project><artifactId>&a11;</artifactId></project>\n"
)
_NESTED = b"<project>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</project>"
_POM_PATH = b"META-INF/maven/harbour/other/pom.xml"

# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    Case("jar/ordinary", JAR, jar, "clear", "suspicious", "an honest jar"),
    Case("jar/streamed", JAR, b.jar_written, "clear", "suspicious",
         "as the JDK writes it, with data descriptors"),
    Case("jar/descriptor", JAR, b.jar_described(0), "clear", "suspicious",
         "a valid data descriptor"),
    Case("jar/descriptor-lies", JAR, b.jar_described(5), "held|refused|suspicious", "suspicious",
         "a data descriptor with another size"),
    Case("jar/before", JAR, b.jar_around(head=b"#!/bin/sh\nexec java -jar $0\n"), "held",
         "suspicious", "a launcher script before the jar"),
    Case("jar/after", JAR, b.jar_around(tail=b"the tide is out\n"), "refused|suspicious",
         "suspicious", "text after the jar"),
    Case("jar/comment", JAR, b.jar_around(end=End(comment=b"high tide")), "clear", "suspicious",
         "a short comment"),
    Case("jar/bzip2", JAR, lambda p: b.jar_entry(method=12, packed=bz2.compress(p.java))(p),
         "refused", "suspicious", "method 12"),
    Case("jar/link", JAR, b.jar_entry(external=0o120777 << 16), "refused", "suspicious",
         "a symbolic link"),
    Case("jar/device", JAR, b.jar_entry(external=0o060644 << 16), "refused", "suspicious",
         "a device"),
    Case("jar/duplicate-exact", JAR, b.jar_pair(b"harbour/X.class", b"harbour/X.class"),
         "refused|suspicious", "suspicious", "one class twice"),
    Case("jar/duplicate-casefold", JAR, b.jar_pair(b"harbour/X.class", b"harbour/x.class"),
         "held|suspicious", "suspicious", "two classes that differ in case"),
    Case("jar/two-manifests", JAR,
         b.jar_more(b"META-INF/MANIFEST.MF",
                    b"Manifest-Version: 1.0\r\nPremain-Class: harbour.Tide\r\n\r\n"),
         "refused|suspicious", "suspicious", "two manifests"),
    Case("jar/manifest-case", JAR,
         b.jar_more(b"meta-inf/manifest.mf",
                    b"Manifest-Version: 1.0\r\nPremain-Class: harbour.Tide\r\n\r\n"),
         "held|suspicious", "suspicious", "a second manifest in lower case"),
    Case("jar/nested", JAR, b.jar_in_jar, "clear", "suspicious", "a jar inside: recurse"),
    Case("jar/multi-release", JAR, b.multi_release, "clear", "suspicious",
         "the payload only for newer runtimes"),
    Case("jar/broken-class", JAR, b.broken_class, "held|refused|suspicious", "suspicious",
         "a class with a broken constant pool"),
    Case("jar/pom-external-entity", JAR, b.jar_more(_POM_PATH, _DTD), "held|refused|suspicious",
         "suspicious", "a pom with an external entity"),
    Case("jar/pom-expansion", JAR, b.jar_more(_POM_PATH, _ENTITIES), "held|refused|suspicious",
         "suspicious", "a pom with entities that grow"),
    Case("jar/pom-nested", JAR, b.jar_more(_POM_PATH, _NESTED), "clear|held", "suspicious",
         "a pom with 200,000 levels"),
    Case("jar/pom-alone", "tidewaiter-1.0.pom",
         lambda p: _DTD if p.signal else POM, "clear", "held",
         "a pom by itself, honest or with an external entity"),
    Case("jar/war", "tidewaiter-1.0.war", jar, "clear|held", "suspicious",
         "the same under a war's name"),
)  # fmt: skip
