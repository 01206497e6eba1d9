"""Choose benign artifacts that no rule was ever held against: ``python -m support.corpora_fresh``.

Other applications and another year of Home Assistant than ``pypi-benign`` came from, and none of
its projects. Scored, then read: the first figure over it, dated, is the honest one.
"""

from collections.abc import Mapping
from hashlib import sha256
from itertools import chain, zip_longest

from bench.corpus_lock import Entry, load, write
from support import corpora_npm
from support.corpora_closures import Pins, closure, homes, normal
from support.corpora_pypi import choose, entry_of, lists_of, measured, options, trimmed

APPLICATIONS = (
    "buildbot",
    "octoprint",
    "mlflow",
    "kinto",
    "invenio-app",
    "dagster-webserver",
    "jupyterhub",
)
UNSEEN = (
    "prefect", "streamlit", "wagtail", "datasette", "great-expectations", "pyramid-debugtoolbar",
    "aiogram", "celery[redis]", "scrapy", "locust", "kedro", "mkdocs-material", "sphinx-book-theme",
    "dask[complete]", "spacy", "gradio", "chainlit", "textual-dev", "ansible-lint", "zeep",
    "pymodbus[all]",
)  # fmt: skip
LATEST = (
    "Products.CMFPlone", "spyder", "llama-index", "streamlink[decompress]", "yt-dlp[default]",
    "trytond", "qiskit-ibm-runtime", "mopidy", "gallery-dl", "searxng", "kivy[base]", "nipype",
    "thefuck", "devpi-server", "sasview", "frigidaire", "crewai", "borgmatic",
)  # fmt: skip
NODE_APPLICATIONS = {
    "f": ("@angular/cli", "fastify-cli", "sails"),
    "g": ("netlify-cli",),
    "h": ("ghost-cli", "sails-disk", "hexo"),
    "i": ("gatsby-cli", "nx", "standard-version", "cordova"),
}
LATER_APPLICATIONS = {
    "j": ("node-red", "homebridge", "signalk-server"),
    "k": ("ember-cli", "yo", "bower"),
    "l": ("renovate",),
    "m": ("parse-server", "appium"),
    "n": ("@wordpress/scripts", "@storybook/cli", "karma", "grunt"),
    "o": ("generator-jhipster", "@ionic/cli", "snyk"),
}
LATEST_APPLICATIONS = {
    "p": ("@docusaurus/core", "@docusaurus/preset-classic", "@11ty/eleventy"),
    "q": ("directus",),
    "r": ("expo", "react-native"),
    "s": ("hubot", "@loopback/cli", "zigbee2mqtt", "statsd"),
    "t": ("cypress", "detox", "webdriverio"),
    "u": ("aws-cdk", "wrangler", "pouchdb-server"),
}
NEXT_APPLICATIONS = {
    "v": ("nuxt", "@backstage/cli"),
    "w": ("truffle", "nativescript", "@microsoft/rush"),
    "x": ("testcafe", "lighthouse", "pa11y", "gulp@4"),
    "y": ("prisma", "sequelize-cli", "@feathersjs/cli"),
}
LAST_APPLICATIONS = {
    "z": ("remix", "svelte-check", "parcel@2", "ts-jest"),
    "aa": ("mocha", "nyc", "ava", "tap@16", "sharp-cli"),
    "ab": ("n8n-workflow", "@sanity/cli", "@medusajs/medusa-cli", "vuepress", "@quasar/cli"),
    "ac": ("socket.io", "bullmq", "typeorm", "mongoose", "pino-pretty"),
    "ad": ("http-server", "live-server", "browser-sync", "localtunnel"),
}
MOST = 900
"""Projects of one such corpus at the most; some closures hold more than that."""
HOMES = (("2021.6.6", "3.8"), ("0.110.7", "3.7"))


def candidates() -> Pins:
    """Take the pins of every closure in turn, each project once, none of another corpus."""
    taken = {normal(one.name) for name in ("pypi-benign", "pypi-hard") for one in load(name)}
    sources = [homes(*home) for home in HOMES]
    sources.append(tuple(chain.from_iterable(map(closure, APPLICATIONS))))
    pins: dict[str, str] = {}
    for pin in chain.from_iterable(zip_longest(*sources)):
        if pin is not None and normal(pin[0]) not in taken:
            pins.setdefault(*pin)
    return tuple(pins.items())


def tarballs(applications: Mapping[str, tuple[str, ...]], *known: str) -> tuple[Entry, ...]:
    """Take one version of each project in closures of npm, none that a known corpus has."""
    taken = {entry.name for name in known for entry in load(name)}
    newest: dict[str, tuple[str, str]] = {}
    for (name, version), integrity in corpora_npm.pins(applications).items():
        if name not in taken and (
            name not in newest or corpora_npm.order(version) > corpora_npm.order(newest[name][0])
        ):
            newest[name] = version, integrity
    found = []
    for name in sorted(newest, key=lambda name: sha256(name.encode()).digest())[:MOST]:
        version, integrity = newest[name]
        file = corpora_npm.tarball(integrity)
        if file is not None and file.stat().st_size <= corpora_npm.LARGEST:
            found.append(corpora_npm.entry_of(name, version, file))
    return tuple(sorted(found, key=lambda entry: entry.name))


def both(applications: tuple[str, ...], *known: str) -> tuple[Entry, ...]:
    """Take the sdist and the wheel of every project in the closures that no known corpus has."""
    taken = {normal(entry.name) for name in known for entry in load(name)}
    pins: dict[str, str] = {}
    for name, version in chain.from_iterable(map(closure, applications)):
        if normal(name) not in taken:
            pins.setdefault(name, version)
    lists = lists_of(tuple(pins.items()))
    wanted = [
        entry_of(name, file)
        for name, version in pins.items()
        for file in options(lists[name], version)
    ]
    return tuple(sorted(measured(wanted), key=lambda entry: (entry.name, entry.filename)))


def main() -> None:
    """Write the locks of npm's five and of ``pypi-fresh``, ``pypi-unseen``, ``pypi-latest``."""
    corpora_npm.install(NODE_APPLICATIONS | LATER_APPLICATIONS)
    corpora_npm.install(LATEST_APPLICATIONS | NEXT_APPLICATIONS | LAST_APPLICATIONS)
    write("npm-fresh", tarballs(NODE_APPLICATIONS, "npm-benign"))
    write("npm-later", tarballs(LATER_APPLICATIONS, "npm-benign", "npm-fresh"))
    known = ("npm-benign", "npm-fresh", "npm-later")
    write("npm-latest", tarballs(LATEST_APPLICATIONS, *known))
    write("npm-next", tarballs(NEXT_APPLICATIONS, *known, "npm-latest"))
    write("npm-last", tarballs(LAST_APPLICATIONS, *known, "npm-latest", "npm-next"))
    pins = candidates()
    lists = lists_of(pins)
    chosen = choose(pins, lists)
    entries = measured(entry_of(name, file) for name in chosen for file in chosen[name])
    write("pypi-fresh", trimmed(entries))
    known = ("pypi-benign", "pypi-hard", "pypi-fresh")
    write("pypi-unseen", both(UNSEEN, *known))
    write("pypi-latest", trimmed(both(LATEST, *known, "pypi-unseen", "pypi-later")))


if __name__ == "__main__":
    main()
