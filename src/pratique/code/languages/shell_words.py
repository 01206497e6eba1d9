"""The words of POSIX shell: quotes, substitutions, redirections and here-documents.

Unfinished constructs end with the text; what depends on the machine stays as it is written.
"""

import re
from collections.abc import Iterator

from pratique.code.languages.commands import MAX_COMMANDS, Command, Pipeline

MAX_DEPTH = 8
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_BLANKS = re.compile(r"\$\{IFS\}|\$IFS\b(?:\$\d)?")
"""What stands for a blank where none may be written."""
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_REDIRECT = re.compile(r"\d*(<<<|<<-?|>>|&>>?|>\||>&|<&|<>|>|<)")


class Parser:
    """A bounded reader of shell words; never fails, reads on behind what it does not know."""

    def __init__(self, text: str, variables: dict[str, str], depth: int = 0) -> None:
        self.text = _BLANKS.sub(" ", text) if "IFS" in text else text
        self.position = 0
        self.line = 1
        self.variables = variables
        self.depth = depth
        self.skipped = 0
        """Lines of here-documents that were read ahead."""

    def run(self) -> Iterator[Pipeline]:
        """Yield the pipelines in their order."""
        count = 0
        pipeline: list[Command] = []
        while self.position < len(self.text) and count < MAX_COMMANDS:
            command, end = self._command()
            if command is not None:
                pipeline.append(command)
                count += 1
            if end not in {"|", "|&"} and pipeline:
                yield tuple(pipeline)
                pipeline = []
        if pipeline:
            yield tuple(pipeline)

    def _command(self) -> tuple[Command | None, str]:
        start, line = self.position, self.line
        words: list[str] = []
        reads: list[str] = []
        writes: list[str] = []
        inputs: list[str] = []
        inner: list[Pipeline] = []
        end = ""
        while self.position < len(self.text):
            self._blanks()
            end = self._separator()
            if end:
                break
            redirect = _REDIRECT.match(self.text, self.position)
            if redirect:
                self.position = redirect.end()
                self._blanks()
                process = self.text.startswith("(", self.position)
                target = self._word(inner) if not process else self._process(inner)
                self._redirect(redirect[1], target, reads, writes, inputs)
                continue
            before = self.position
            words.append(self._word(inner))
            if self.position == before:
                self.position += 1
        text = self.text[start : self.position].strip(" \t\n;|&")
        while len(words) > 1 or (words and not words[0]):
            assigned = _ASSIGNED.fullmatch(words[0])
            if words[0] and not assigned:
                break
            words.pop(0)
        if len(words) == 1 and (assigned := _ASSIGNED.fullmatch(words[0])):
            self.variables[assigned[1]] = assigned[2][:4096]
            words = [] if not inner else words
        if not words and not inner:
            return None, end
        command = Command(
            words=tuple(words),
            text=text[:4096],
            line=line,
            inputs=tuple(inputs),
            reads=tuple(reads),
            writes=tuple(writes),
            substitutions=tuple(inner),
            background=end == "&" and any(one.endswith("/dev/null") for one in writes),
        )
        return command, end

    def _redirect(
        self, sign: str, target: str, reads: list[str], writes: list[str], inputs: list[str]
    ) -> None:
        if sign.startswith("<<<"):
            inputs.append(target)
        elif sign.startswith("<<"):
            self._document(target, inputs)
        elif sign in {"<", "<&", "<>"}:
            reads.append(target)
        elif not target.isdecimal() and target != "-":
            writes.append(target)

    def _document(self, name: str, inputs: list[str]) -> None:
        """Read the body of a here-document now, and cut it out of what is still to come."""
        start = self.text.find("\n", self.position)
        if start < 0:
            return
        match = re.compile(rf"^[\t ]*{re.escape(name)}[ \t]*$", re.MULTILINE).search(
            self.text, start + 1
        )
        end = match.start() if match else len(self.text)
        inputs.append(self.text[start + 1 : end])
        self.skipped += self.text.count("\n", start + 1, end) + 1
        self.text = self.text[: start + 1] + self.text[match.end() + 1 if match else end :]

    def _blanks(self) -> None:
        text = self.text
        while self.position < len(text):
            letter = text[self.position]
            if letter in " \t\r":
                self.position += 1
            elif text.startswith("\\\n", self.position):
                self.position += 2
                self.line += 1
            elif letter == "#" and (self.position == 0 or text[self.position - 1] in " \t\n;"):
                end = text.find("\n", self.position)
                self.position = end if end >= 0 else len(text)
            else:
                return

    def _separator(self) -> str:
        text = self.text
        for sign in ("&&", "||", "|&", ";;", "|", ";", "&", "\n", "(", ")"):
            if text.startswith(sign, self.position):
                if sign == "&" and text.startswith("&>", self.position):
                    return ""
                self.position += len(sign)
                if sign == "\n":
                    self.line += 1 + self.skipped
                    self.skipped = 0
                return sign
        if re.compile(r"[{}](?=\s|$|;)").match(text, self.position):
            self.position += 1
            return ";"
        return ""

    def _word(self, inner: list[Pipeline]) -> str:
        parts: list[str] = []
        text = self.text
        while self.position < len(text):
            letter = text[self.position]
            if letter in " \t\r\n;|&()" or (letter in "<>" and not self._is_process()):
                break
            if letter in "<>":
                self.position += 1
                parts.append(self._process(inner))
            elif letter == "\\":
                following = text[self.position + 1 : self.position + 2]
                parts.append(following.strip("\n"))
                self.line += following == "\n"
                self.position += 2
            elif letter == "'":
                parts.append(self._until("'"))
            elif letter == '"':
                parts.append(self._quoted(inner))
            elif letter == "`":
                parts.append(self._substituted(self._until("`"), inner))
            elif letter == "$":
                parts.append(self._dollar(inner))
            else:
                end = re.compile(r"[\s;|&()<>\\'\"`$]").search(text, self.position + 1)
                stop = end.start() if end else len(text)
                parts.append(text[self.position : stop])
                self.position = stop
        return "".join(parts)[:65536]

    def _is_process(self) -> bool:
        return self.text.startswith(("<(", ">("), self.position)

    def _process(self, inner: list[Pipeline]) -> str:
        return self._substituted(self._balanced(), inner)

    def _until(self, mark: str) -> str:
        start = self.position + 1
        end = self.text.find(mark, start)
        end = end if end >= 0 else len(self.text)
        self.position = end + 1
        self.line += self.text.count("\n", start, end)
        return self.text[start:end]

    def _quoted(self, inner: list[Pipeline]) -> str:
        self.position += 1
        parts: list[str] = []
        text = self.text
        while self.position < len(text) and text[self.position] != '"':
            letter = text[self.position]
            if letter == "\\" and text[self.position + 1 : self.position + 2] in '"\\$`\n':
                parts.append(text[self.position + 1 : self.position + 2])
                self.position += 2
            elif letter == "$":
                parts.append(self._dollar(inner))
            elif letter == "`":
                parts.append(self._substituted(self._until("`"), inner))
            else:
                end = re.compile(r'[\\$`"]').search(text, self.position + 1)
                stop = end.start() if end else len(text)
                parts.append(text[self.position : stop])
                self.line += text.count("\n", self.position, stop)
                self.position = stop
        self.position += 1
        return "".join(parts)

    def _dollar(self, inner: list[Pipeline]) -> str:
        text = self.text
        if text.startswith("$((", self.position):
            self.position += 1
            return "$" + self._balanced()
        if text.startswith("$(", self.position):
            self.position += 1
            return self._substituted(self._balanced(), inner)
        if text.startswith("$'", self.position):
            self.position += 1
            return _ansi(self._until("'"))
        match = _VARIABLE.match(text, self.position)
        if match is None:
            brace = re.compile(r"\$\{[^}]{0,200}\}|\$.?").match(text, self.position)
            written = brace[0] if brace else "$"
            self.position += max(1, len(written))
            default = re.fullmatch(r"\$\{\w+:?[-=]([^}$`]*)\}", written)
            return default[1] if default else written
        self.position = match.end()
        return self.variables.get(match[1] or match[2], match[0])

    def _balanced(self) -> str:
        """Return what stands between this parenthesis and its partner."""
        start = self.position + 1
        level, position, quote = 0, self.position, ""
        while position < len(self.text):
            letter = self.text[position]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"":
                quote = letter
            elif letter == "(":
                level += 1
            elif letter == ")":
                level -= 1
                if not level:
                    break
            position += 1
        self.position = position + 1
        return self.text[start:position]

    def _substituted(self, text: str, inner: list[Pipeline]) -> str:
        if self.depth < MAX_DEPTH and len(inner) < 32:
            inner.extend(Parser(text, self.variables, self.depth + 1).run())
        return f"$({text[:200]})"


def _ansi(text: str) -> str:
    try:
        return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
