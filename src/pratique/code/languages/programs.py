"""Tables of programs that command lines start, and how their arguments are read."""

import re
from functools import lru_cache
from itertools import pairwise

FETCH = frozenset(
    """curl wget wget2 fetch aria2c axel lwp-download lwp-request http https xh lynx links w3m
    certutil bitsadmin iwr irm invoke-webrequest invoke-restmethod start-bitstransfer ftp tftp
    mshta desktopimgdownldr""".split()
)
SENDERS = frozenset(
    """curl wget nc ncat netcat socat scp rsync sftp ftp tftp ssh telnet mail sendmail mailx mutt
    iwr irm invoke-webrequest invoke-restmethod openssl""".split()
)
RESOLVERS = frozenset("nslookup dig host ping ping6 drill resolve-dnsname getent".split())
_ACCOUNTS = frozenset(
    "passwd group shadow gshadow initgroups services protocols rpc aliases netgroup ethers".split()
)
"""Databases of `getent` that name no host."""
OPENERS = frozenset("start open xdg-open explorer source . exec start-process".split())
IGNORE_INPUT = frozenset("echo printf true false mkdir rm chmod sleep cd".split())
TELLS: dict[str, str] = {
    "env": "creds/env-dump",
    "printenv": "creds/env-dump",
    "set": "creds/env-dump",
    "export": "creds/env-dump",
    "declare": "creds/env-dump",
    "whoami": "discover/host",
    "hostname": "discover/host",
    "uname": "discover/host",
    "id": "discover/host",
    "who": "discover/host",
    "users": "discover/host",
    "logname": "discover/host",
    "pwd": "discover/host",
    "systeminfo": "discover/host",
    "ver": "discover/host",
    "wmic": "discover/host",
    "hostnamectl": "discover/host",
    "dmidecode": "discover/host",
    "system_profiler": "discover/host",
    "lscpu": "discover/host",
    "tasklist": "discover/security-software",
    "ps": "discover/security-software",
    "ifconfig": "discover/network",
    "ipconfig": "discover/network",
    "ip": "discover/network",
    "arp": "discover/network",
    "netstat": "discover/network",
    "ss": "discover/network",
    "route": "discover/network",
    "history": "creds/history",
    "pbpaste": "collect/clipboard",
    "xclip": "collect/clipboard",
    "xsel": "collect/clipboard",
    "get-clipboard": "collect/clipboard",
    "screencapture": "collect/screen",
    "scrot": "collect/screen",
    "import": "collect/screen",
}
WRAPPERS: dict[str, frozenset[str]] = {
    "sudo": frozenset(("-u", "-g", "-p")),
    "doas": frozenset(("-u",)),
    "env": frozenset(("-u", "-C")),
    "nohup": frozenset(),
    "setsid": frozenset(),
    "exec": frozenset(("-a",)),
    "command": frozenset(),
    "builtin": frozenset(),
    "time": frozenset(),
    "nice": frozenset(("-n",)),
    "ionice": frozenset(("-c", "-n")),
    "timeout": frozenset(("-s", "-k")),
    "stdbuf": frozenset(),
    "busybox": frozenset(),
    "xargs": frozenset(("-I", "-n", "-P", "-L", "-d")),
    "call": frozenset(),
    "start": frozenset(("/d",)),
    "chroot": frozenset(),
    "then": frozenset(),
    "do": frozenset(),
    "else": frozenset(),
    "if": frozenset(),
    "while": frozenset(),
    "until": frozenset(),
    "!": frozenset(),
    "@": frozenset(),
}
"""Words before the program that counts, with their flags that take an argument."""
_INTERPRETERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:ba|z|da|k|a|fi|c|tc|mk)?sh"), "shell"),
    (re.compile(r"su|runuser"), "shell"),
    (re.compile(r"python[0-9.]*w?|pypy3?|py"), "python"),
    (re.compile(r"powershell(?:_ise)?|pwsh"), "powershell"),
    (re.compile(r"cmd"), "batch"),
    (re.compile(r"node|nodejs|deno|bun"), "javascript"),
    (re.compile(r"perl[0-9.]*"), "perl"),
    (re.compile(r"ruby[0-9.]*"), "ruby"),
    (re.compile(r"php[0-9.]*"), "php"),
    (re.compile(r"lua[0-9.]*|luajit"), "lua"),
    (re.compile(r"osascript"), "applescript"),
)
_INLINE: dict[str, tuple[str, ...]] = {
    "shell": ("-c",),
    "python": ("-c",),
    "powershell": ("-c", "-command"),
    "batch": ("/c", "/k", "/r"),
    "javascript": ("-e", "--eval", "-p", "eval"),
    "perl": ("-e",),
    "ruby": ("-e",),
    "php": ("-r",),
    "lua": ("-e",),
    "applescript": ("-e",),
}
_LETTERS = {"shell": "c", "perl": "e"}
"""The letter after which code comes, also behind other letters: `sh -ec`; `sh -e` has a file."""
_MEANS: tuple[tuple[str, str, str], ...] = (
    (
        r"curl|wget|wget2|aria2c|certutil|bitsadmin|mshta|nc|ncat|netcat|socat|tftp",
        "",
        "exec/lolbin",
    ),
    (
        r"regsvr32|rundll32|wscript|cscript|msiexec|installutil|msbuild|odbcconf|cmstp",
        "",
        "exec/lolbin",
    ),
    (r"iwr|irm|invoke-webrequest|invoke-restmethod|start-bitstransfer", "", "exec/lolbin"),
    (r"powershell|powershell_ise|pwsh", "", "exec/powershell"),
    (r"nc|ncat|netcat", r"\s-\w*[ec]\s|\s--(?:sh-)?exec\b", "net/reverse-shell"),
    (r"socat", r"exec:|system:", "net/reverse-shell"),
    (r"nc|ncat|netcat|socat|telnet|ssh", "", "net/socket"),
    (r"nc|ncat|netcat", r"\s-\w*l", "net/listen"),
    (
        r"pip[0-9.]*|pipx|npm|yarn|pnpm|gem|cargo|conda|uv|apt|apt-get|yum|dnf|apk|brew|choco|winget|snap|pacman",
        r"\b(?:install|add|i|-S)\b",
        "exec/install-package",
    ),
    (r"python[0-9.]*w?|py", r"-m\s+(?:pip|ensurepip|easy_install)\b", "exec/install-package"),
    (r"npm|twine|cargo|gem|yarn|poetry|uv", r"\s(?:publish|upload|push)\s", "impact/worm"),
    (r"chmod", r"(?:^|\s)(?:[ugoa]*\+[rws]*x|[0-7]?[1357][0-7]{2})\b", "fs/make-executable"),
    (r"chmod", r"(?:^|\s)(?:[ugo]*\+[rwx]*s|[2467][0-7]{3})\b", "privesc/elevate"),
    (r"rm|del|erase|rd|rmdir|remove-item|shred|unlink", "", "fs/delete"),
    (
        r"rm",
        r"-\w*r\w*\s+(?:--no-preserve-root\s+)?(?:/|~|\$HOME|\$\{HOME\})(?:\s|/?\*|$)",
        "impact/ransom-wipe",
    ),
    (
        r"rd|rmdir|del|remove-item",
        r"(?:c:\\(?:users|windows)?\\?(?:\s|\*|$)|%userprofile%\\?(?:\s|$))",
        "impact/ransom-wipe",
    ),
    (r"mkfs[.\w]*|wipefs", "", "impact/ransom-wipe"),
    (r"dd", r"of=/dev/(?:sd|nvme|hd|vd|disk)", "impact/ransom-wipe"),
    (r"vssadmin|wbadmin", r"delete", "impact/ransom-wipe"),
    (r"shutdown|reboot|poweroff|halt", "", "impact/ransom-wipe"),
    (r"crontab", r"", "persist/schedule"),
    (r"at|batch|schtasks|register-scheduledtask", r"", "persist/schedule"),
    (r"systemctl", r"\b(?:enable|daemon-reload|start)\b", "persist/service"),
    (r"launchctl", r"\b(?:load|bootstrap|submit)\b", "persist/autostart"),
    (r"sc|new-service", r"\b(?:create|config)\b", "persist/service"),
    (r"update-rc\.d|chkconfig", "", "persist/service"),
    (r"reg", r"\badd\b", "fs/write-foreign"),
    (r"reg", r"currentversion\\+run|\\+winlogon|\\+policies\\+explorer", "persist/autostart"),
    (
        r"reg",
        r"disableantispyware|disabletaskmgr|enablelua|disablerealtime",
        "evade/tamper-security",
    ),
    (r"reg", r"\bsave\b.*(?:\\sam|\\security|\\system)\b", "creds/files"),
    (r"set-itemproperty|new-itemproperty|sp", r"currentversion\\+run", "persist/autostart"),
    (r"attrib", r"\+[hs]", "fs/hide"),
    (r"chflags", r"hidden", "fs/hide"),
    (r"tar|zip|7z|7za|rar|gzip|compress-archive", "", "fs/archive"),
    (r"find|locate|tree|get-childitem", "", "fs/enumerate"),
    (r"taskkill|pkill|killall|stop-process|stop-service", "", "evade/tamper-security"),
    (r"netsh", r"advfirewall|firewall", "evade/tamper-security"),
    (r"netsh", r"wlan\s+show", "creds/files"),
    (
        r"set-mppreference|add-mppreference|wevtutil|clear-eventlog|auditpol|setenforce|ufw|csrutil|spctl",
        "",
        "evade/tamper-security",
    ),
    (r"iptables", r"-F|-P\s+\w+\s+ACCEPT", "evade/tamper-security"),
    (r"history", r"-c", "evade/tamper-security"),
    (r"sudo|doas|pkexec|runas|su", "", "privesc/elevate"),
    (r"useradd|adduser|net|net1", r"^(?!.*\b(?:use|view|time|config)\b).*\S", "privesc/elevate"),
    (r"visudo|usermod", "", "privesc/elevate"),
    (r"ssh-keygen|ssh-copy-id|ssh-add", "", "persist/ssh-key"),
    (r"security", r"find-(?:generic|internet)-password|dump-keychain", "creds/keychain"),
    (r"cmdkey|vaultcmd|secret-tool|rundll32.*keymgr", r"", "creds/keychain"),
    (r"gsettings|dconf", "", "fs/write-foreign"),
    (r"git", r"\bclone\b", "net/download"),
    (r"gh", r"\b(?:auth\s+token|repo\s+clone|api)\b", "collect/source-repo"),
    (
        r"aws|gcloud|az",
        r"\b(?:sts|secrets?|secretsmanager|ssm|print-access-token|get-access-token)\b",
        "creds/files",
    ),
    (r"kubectl", r"\b(?:secrets?|config\s+view)\b", "creds/files"),
    (r"docker|podman|nerdctl", r"\brun\b", "exec/process"),
    (r"trufflehog|gitleaks", "", "collect/source-repo"),
    (
        r"code|code-insiders|codium|cursor|windsurf",
        r"--install-extension\b",
        "persist/dev-tooling",
    ),
    (r"claude|gemini|codex", r"\bmcp\s+add", "persist/dev-tooling"),
    (
        r"claude|gemini|codex|q|cursor-agent",
        r"--dangerously|--yolo|--trust-all-tools|\s-p\s",
        "persist/dev-tooling",
    ),
    (r"xmrig|minerd|cpuminer|t-rex|nbminer|lolminer|ethminer", "", "impact/mining"),
    (r"tor|torsocks|torify|proxychains4?", "", "net/anonymizer"),
    (r"ngrok|cloudflared|bore|chisel|frpc|localtunnel|lt", "", "net/suspicious-host"),
    (r"nmap|masscan|zmap|hping3|hydra", "", "impact/flood"),
    (r"gdb|strace|ptrace|gcore|procdump(?:64)?", "", "creds/process-memory"),
    (r"insmod|modprobe|kldload", "", "exec/native-load"),
    (r"wmic", r"process\s+call\s+create", "exec/process"),
    (r"start|start-process|saps", "", "exec/process"),
    (r"nslookup|dig|host|resolve-dnsname", "", "net/dns"),
    (r"scp|rsync|sftp", r":", "net/upload"),
    (r"iex|invoke-expression|eval", "", "exec/dynamic-code"),
    (r"add-type|\[reflection\.assembly\]::load", "", "exec/in-memory"),
)
_COMPILED = tuple(
    (re.compile(f"(?:{name})"), re.compile(arguments, re.IGNORECASE), behaviour)
    for name, arguments, behaviour in _MEANS
)


def meaning(name: str, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a program does with these arguments."""
    if not name:
        return ()
    joined = " " + " ".join(arguments) + " "
    found = [
        behaviour
        for wanted, behaviour in _means(name)
        if not wanted.pattern or wanted.search(joined)
    ]
    told = TELLS.get(name)
    if told and not (name == "env" and arguments) and name not in {"set", "export", "ps", "import"}:
        found.append(told)
    return tuple(dict.fromkeys(found))


@lru_cache(4096)
def _means(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what a program may do, each with what its arguments have to be like."""
    return tuple(
        (wanted, behaviour) for names, wanted, behaviour in _COMPILED if names.fullmatch(name)
    )


def resolves(name: str, words: tuple[str, ...]) -> bool:
    """Tell whether a program asks for a host by name.

    >>> resolves("getent", ("getent", "passwd", "me")), resolves("getent", ("getent", "hosts", "a"))
    (False, True)
    """
    return name in RESOLVERS and not (name == "getent" and words[1:2] and words[1] in _ACCOUNTS)


@lru_cache(4096)
def interprets(name: str) -> str:
    """Return the language that a program runs, or an empty string."""
    return next((language for names, language in _INTERPRETERS if names.fullmatch(name)), "")


def package_url(name: str, words: tuple[str, ...]) -> str:
    """Return the address of a package that is fetched and run, or installed with its hooks."""
    if name not in _AT_ONCE and not (name in _INSTALLERS and _INSTALLS & set(words[1:4])):
        return ""
    for before, word in pairwise(words):
        named = _PACKAGE_URL.match(word)
        if named and not (before.startswith("-") and before not in _PLAIN_FLAGS):
            return named[1]
    return ""


_AT_ONCE = frozenset(("npx", "bunx", "pnpx"))
_INSTALLERS = frozenset(("npm", "pnpm", "yarn", "bun"))
_INSTALLS = frozenset("exec x dlx run install i add".split())
_PACKAGE_URL = re.compile(r"(?:git\+)?(https?://\S+)")
_PLAIN_FLAGS = frozenset("-y --yes -g --global -q --quiet -U --user -s --silent --no-save".split())


def inline(name: str, words: tuple[str, ...]) -> str:
    """Return the code that an interpreter is given among its words."""
    language = interprets(name)
    flags = _INLINE.get(language, ())
    for position, word in enumerate(words[1:], 1):
        lower = word.lower()
        if language == "powershell":
            # Any unambiguous beginning of the parameter's name is accepted by the program itself.
            if re.fullmatch(r"[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?", lower):
                return " ".join(words[position + 1 :])
        elif language == "batch":
            if lower[:2] in flags:
                return " ".join((lower[2:] and word[2:], *words[position + 1 :])).strip()
        elif lower in flags or (
            language in _LETTERS and re.fullmatch(rf"-[a-z]*{_LETTERS[language]}", lower)
        ):
            return words[position + 1] if position + 1 < len(words) else ""
    if language == "powershell":
        rest = [word for word in words[1:] if not word.startswith(("-", "/"))]
        looks = len(rest) > 1 or (rest and re.search(r"[()$;|\[]", rest[0]))
        return " ".join(rest) if looks and not _encoded(words) else ""
    return ""


def encoded(words: tuple[str, ...]) -> str:
    """Return the argument of PowerShell's `-EncodedCommand`, however it is shortened."""
    return _encoded(words)


def _encoded(words: tuple[str, ...]) -> str:
    for position, word in enumerate(words[:-1]):
        if re.fullmatch(r"[-/\u2013\u2014\u2015]e(?:c|n[codemand]*)?", word.lower()):
            return words[position + 1]
    return ""


def uploads(name: str, words: tuple[str, ...]) -> bool:
    """Tell whether a program's arguments send something."""
    joined = " " + " ".join(words[1:]) + " "
    if name == "curl":
        return bool(
            re.search(
                r"\s(?:-\w*[dFT]\b|-d\S|-F\S|--data\S*|--form\S*|--upload-file|--json"
                r"|-X\s*(?:POST|PUT|PATCH))",
                joined,
            )
        )
    if name == "wget":
        return "--post-" in joined or "--body-" in joined
    if name in {"iwr", "irm", "invoke-webrequest", "invoke-restmethod"}:
        return bool(re.search(r"(?i)-(?:body|infile|method\s+['\"]?(?:post|put))", joined))
    return name in {"nc", "ncat", "netcat", "scp", "rsync", "sftp", "mail", "sendmail"}


def targets(name: str, words: tuple[str, ...], url: str) -> tuple[str, ...]:
    """Return the files that a fetching program writes."""
    found: list[str] = []
    for position, word in enumerate(words[:-1]):
        if (
            (
                word in {"-o", "-O", "--output", "--output-document", "-out"}
                and not (name == "curl" and word == "-O")
            )
            or word.lower() in {"-outfile", "-destination"}
            or (
                re.fullmatch(r"-[a-zA-Z]*[oO]", word)
                and word not in {"-o", "-O"}
                and name == "wget"
            )
            or (re.fullmatch(r"-[a-zA-Z]+o", word) and name == "curl")
        ):
            found.append(words[position + 1])
    if name in {"certutil", "bitsadmin"} and len(words) > 3:
        found.append(words[-1])
    plain = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    remote = any(re.fullmatch(r"-[a-zA-Z]*O[a-zA-Z]*", word) for word in words)
    if plain and not found and (name in {"wget", "aria2c", "fetch"} or remote):
        found.append(plain)
    return tuple(found)
