"""The catalogue's tables, one step a version; a step that was released is never edited."""

STEPS: tuple[str, ...] = (
    """
create table meta (name text primary key, value text not null) without rowid;
create table samples (
    sha256 text primary key, ecosystem text not null, name text not null, version text not null,
    first_seen text not null, stored integer not null, record blob not null) without rowid;
create index samples_name on samples (ecosystem, name, version);
create table claims (
    id integer primary key, sha256 text not null, source text not null, mark text not null unique,
    label text not null, record blob not null);
create index claims_sample on claims (sha256);
create table packages (
    source text not null, id text not null, purl text not null, record blob not null,
    primary key (source, id)) without rowid;
create index packages_purl on packages (purl);
create table frozen (
    sha256 text primary key, engine text not null, kind text not null, behaviours text not null,
    shingles integer not null, tokens blob not null, facts blob not null, rest blob not null,
    held text not null);
create table evidence (id integer primary key, sha256 text not null, record blob not null);
create index evidence_sample on evidence (sha256);
create table campaigns (id text primary key, named_by text not null, record blob not null)
    without rowid;
create table joins (
    sha256 text primary key, campaign text not null, record blob not null) without rowid;
create index joins_campaign on joins (campaign);
create table decisions (id integer primary key, at text not null, record blob not null);
create table pairs (bad text primary key, record blob not null) without rowid;
create table snapshots (
    sha256 text not null, taken text not null, record blob not null,
    primary key (sha256, taken)) without rowid;
create table splits (name text primary key, record blob not null) without rowid;
create table imported (
    source text not null, item text not null, digest text not null, outcome text not null,
    primary key (source, item)) without rowid;
create table audit (
    id integer primary key, at text not null, who text not null, sha256 text not null,
    why text not null);
""",
)
