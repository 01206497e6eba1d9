"""What programs do that a command line starts, whichever shell the line is written for.

The shells' readers (`shell.py`, `batch.py`, `powershell.py`) take a text apart into pipelines of
`Command`; here each program gets its meaning, and pipes, substitutions and files that are fetched
and then run become chains. Nothing is executed or expanded but what the text itself says.
"""

import re
from collections.abc import Iterator

import msgspec

from pratique.code import marks
from pratique.code.languages import programs
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Fact, Location, Value

MAX_COMMANDS = 2_000
_URL = re.compile(r"(?:https?|ftp|tcp|wss?)://[^\s\"'<>|;)]+", re.IGNORECASE)
_NULL = frozenset(("/dev/null", "nul", "$null"))


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One program with its words, as far as the text says them."""

    words: tuple[str, ...]
    text: str = ""
    line: int = 0
    inputs: tuple[str, ...] = ()
    """What is fed to it: the text of a here-document or here-string."""
    reads: tuple[str, ...] = ()
    """Files that are redirected to its input."""
    writes: tuple[str, ...] = ()
    """Files that its output is redirected to."""
    substitutions: "tuple[tuple[Command, ...], ...]" = ()
    """Pipelines whose output stands among its words."""
    background: bool = False

    @property
    def urls(self) -> tuple[str, ...]:
        """URLs among the words, with known variables put in."""
        return tuple(url[:512] for url in _URL.findall(" ".join(self.words))[:4])

    @property
    def program(self) -> str:
        """The program's name, without its folder and `.exe`, in lower case."""
        if not self.words:
            return ""
        first = self.words[0]
        name = first[max(first.rfind("/"), first.rfind("\\")) + 1 :].lower()
        return name.removesuffix(".exe").removesuffix(".cmd").removesuffix(".bat")


Pipeline = tuple[Command, ...]


class Meaning:
    """Follows the commands of one text and yields their facts."""

    def __init__(
        self, language: str, location: Location, activation: Activation, budget: Budget
    ) -> None:
        self.language = language
        self.location = location
        self.activation = activation
        self.budget = budget
        self.fetched: dict[str, str] = {}
        """Files that hold what came from the network, and from where."""
        self.count = 0
        self.whole = ""
        """The text of the pipeline that is being read."""

    def pipeline(self, pipeline: Pipeline) -> Iterator[Fact | Script]:
        """Yield what one pipeline does, from its first command to its last."""
        carried: frozenset[str] = frozenset()
        whole = " | ".join(command.text for command in pipeline)[:1024]
        for command in pipeline:
            self.whole = whole
            self.count += 1
            if self.count > MAX_COMMANDS or not self.budget.spend("steps", 1 + len(command.words)):
                return
            inner: frozenset[str] = frozenset()
            for substitution in command.substitutions:
                yield from self.pipeline(substitution)
                self.whole = whole
                output: frozenset[str] = frozenset()
                for part in substitution:
                    output = self.gives(unwrapped(part), output)
                inner |= output
            plain = unwrapped(command)
            yield from self._command(plain, command)
            yield from self._flow(plain, carried, inner)
            carried = self.gives(plain, carried | inner)

    def gives(self, command: Command, carried: frozenset[str]) -> frozenset[str]:
        """Return what the output of a command is made of, as behaviours and `decoded`."""
        name = command.program
        found = set(carried) if name not in programs.IGNORE_INPUT else set()
        if name in programs.FETCH and command.urls:
            found.add("net/download")
        if name in programs.TELLS:
            found.add(programs.TELLS[name])
        if _decodes(command):
            found.add("decoded")
        for word in (*command.words[1:], *command.reads):
            found.update(_secrets(word))
            if word in self.fetched:
                found.add("net/download")
        return frozenset(found)

    def fact(self, behaviour: str, command: Command, values: tuple[Value, ...]) -> Fact:
        """Return a fact about a command."""
        return Fact(
            behaviour=behaviour,
            location=self._at(command),
            activation=self.activation,
            language=self.language,
            symbol=f"{self.language}.{command.program}"[:80],
            values=tuple(dict.fromkeys(values)),
            snippet=command.text[:240],
        )

    def chain(
        self,
        behaviour: str,
        command: Command,
        via: tuple[str, str],
        values: tuple[Value, ...] = (),
    ) -> Fact:
        """Return a chain that ends in a command."""
        text = Value("command", self.whole or command.text[:1024])
        named = (*command.urls, *_URL.findall(text.text)[:4])
        urls = tuple(Value("url", url[:512]) for url in named)
        fact = self.fact(behaviour, command, (*values, text, *urls))
        return msgspec.structs.replace(fact, via=via, trail=(fact.location, fact.location))

    def _command(self, command: Command, written: Command) -> Iterator[Fact | Script]:
        name = command.program
        text = Value("command", written.text[:1024])
        urls = tuple(Value("url", url) for url in command.urls)
        for behaviour in programs.meaning(name, command.words[1:]):
            yield self.fact(behaviour, command, (text, *urls))
        if written.background or _silenced(written):
            yield self.fact("exec/silent", written, (text,))
        if name in programs.FETCH and urls:
            yield self.fact("net/download", command, (text, *urls))
            for file in programs.targets(name, command.words, urls[-1].text) + command.writes:
                self.fetched[file] = urls[0].text
        if package := programs.package_url(name, command.words):
            yield self.fact("net/download", command, (text, Value("url", package[:512])))
            yield self.chain("exec/download-run", command, ("net/download", "exec/process"))
        if name in programs.SENDERS and programs.uploads(name, command.words):
            yield self.fact("net/upload", command, (text, *urls))
        for file in command.writes:
            yield from self._write(file, command)
        yield from self._run_file(command, written)
        yield from self._interpreted(command)

    def _flow(
        self, command: Command, carried: frozenset[str], inner: frozenset[str]
    ) -> Iterator[Fact]:
        name = command.program
        text = Value("command", self.whole or command.text[:1024])
        runs = programs.interprets(name)
        piped = carried | inner if runs and not _has_script(command) else frozenset[str]()
        if inner and (runs or name in {"eval", "invoke-expression"}):
            piped |= inner
        if "net/download" in piped:
            yield self.chain("exec/download-run", command, ("net/download", "exec/shell"))
        if "decoded" in piped:
            yield self.fact("obfus/encoded-exec", command, (text,))
        yield from self._leaves(command, carried, inner, text)

    def _leaves(
        self, command: Command, carried: frozenset[str], inner: frozenset[str], text: Value
    ) -> Iterator[Fact]:
        name = command.program
        sends = name in programs.SENDERS or name in programs.FETCH
        if not sends and not programs.resolves(name, command.words):
            return
        reaching = set(carried | inner)
        if sends and programs.uploads(name, command.words):
            for word in (*command.words[1:], *command.reads):
                reaching.update(_secrets(word))
        stolen = sorted(one for one in reaching if one.startswith(("creds/", "discover/")))
        if not stolen:
            return
        if not sends:
            if inner:
                yield self.fact("net/exfil-dns", command, (text,))
                yield self.chain("net/exfil-chain", command, (stolen[0], "net/dns"))
            return
        host = _URL.search(" ".join(command.words))
        if inner and host and re.search(r"[$`(]", host[0].split("/")[2]):
            yield self.fact("net/exfil-dns", command, (text,))
        yield self.chain("net/exfil-chain", command, (stolen[0], "net/upload"))

    def _write(self, file: str, command: Command) -> Iterator[Fact]:
        if file.lower() in _NULL or file.startswith(("&", "/dev/")):
            return
        yield self.fact("fs/write", command, (Value("path", file[:512]),))
        for found in marks.classify(file):
            if not found.weak and found.behaviour.startswith(("persist/", "hook/", "fs/")):
                yield self.fact(found.behaviour, command, (found.value,))

    def _run_file(self, command: Command, written: Command) -> Iterator[Fact]:
        """Tell that a file is run which came from the network."""
        name = command.program
        if name in {"chmod", "attrib"}:
            for word in command.words[1:]:
                if word in self.fetched:
                    yield self.fact("fs/make-executable", command, (Value("path", word),))
            return
        candidates = dict.fromkeys(command.words[:1])
        if programs.interprets(name) or name in programs.OPENERS:
            candidates.update(dict.fromkeys(command.words[1:]))
        for word in candidates:
            bare = _bare(word)
            for file, url in self.fetched.items():
                if bare and bare == _bare(file):
                    values = (Value("url", url), Value("path", file[:512]))
                    via = ("net/download", "exec/process")
                    yield self.chain("exec/download-run", written, via, values)
                    break

    def _interpreted(self, command: Command) -> Iterator[Script]:
        """Hand code that stands in the words to the reader of its language."""
        name = command.program
        language = programs.interprets(name)
        if not language and name != "eval":
            return
        code = programs.inline(name, command.words) if language else " ".join(command.words[1:])
        if not code and command.inputs and not _has_script(command):
            code = "\n".join(command.inputs)
        if code:
            yield Script(
                language=language or self.language,
                text=code,
                location=self._at(command),
                activation=self.activation,
            )

    def _at(self, command: Command) -> Location:
        if self.location.line or not command.line:
            return self.location
        return msgspec.structs.replace(self.location, line=command.line)


def _secrets(word: str) -> set[str]:
    """Return what a file name among the words gives away."""
    if len(word) < 4:
        return set()
    return {
        one.behaviour
        for one in marks.classify(word)
        if one.behaviour.startswith("creds/") and not one.weak
    }


def _bare(file: str) -> str:
    return file.removeprefix("./").removeprefix(".\\").lower()


def unwrapped(command: Command) -> Command:
    """Take away what stands before the program that counts: sudo, env, nohup, assignments."""
    words = list(command.words)
    while len(words) > 1:
        name = re.split(r"[/\\]", words[0])[-1].lower()
        if name in programs.WRAPPERS:
            words.pop(0)
            takes = programs.WRAPPERS[name]
            signs = ("-", "/") if name == "start" else ("-",)
            while words and (words[0].startswith(signs) or re.match(r"\w+=", words[0])):
                flag = words.pop(0)
                if flag in takes and words:
                    words.pop(0)
            if name == "timeout" and words:
                words.pop(0)
        elif re.match(r"^[A-Za-z_]\w*=", words[0]):
            words.pop(0)
        else:
            break
    if tuple(words) == command.words or not words:
        return command
    return msgspec.structs.replace(command, words=tuple(words))


def _silenced(command: Command) -> bool:
    """Tell whether a command is started so that nobody notices it."""
    name = command.program
    if name in {"nohup", "setsid", "disown"}:
        return True
    words = {word.lower() for word in command.words}
    if name == "start" and ("/b" in words or "/min" in words):
        return True
    return name in {"powershell", "pwsh"} and bool(
        re.search(r"(?i)\s-w[a-z]*\s+(?:hidden|1\b|h[a-z]*)", command.text)
    )


def _decodes(command: Command) -> bool:
    words = command.words[1:]
    name = command.program
    if name in {"base64", "gbase64", "base32", "basenc"}:
        return any(word in {"-d", "-D", "--decode", "-di", "-id"} for word in words)
    if name == "openssl":
        return "-d" in words
    if name in {"xxd", "uudecode"}:
        return name == "uudecode" or any(word.startswith("-r") for word in words)
    return name == "rev"


def _has_script(command: Command) -> bool:
    """Tell whether an interpreter is given its program as a file or text, not through a pipe."""
    words = command.words[1:]
    if not words or words[-1] == "-" or "-s" in words:
        return False
    if any(word.lower() in {"-c", "-e", "/c", "/k", "--command", "-command"} for word in words):
        return True
    return any(not word.startswith("-") for word in words) and not command.substitutions
