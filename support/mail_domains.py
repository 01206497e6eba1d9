"""Regenerate the list of throw-away mail domains in src/pratique/identity/lists.

    python support/mail_domains.py PATH/TO/disposable_email_blocklist.conf REVISION

The source is `disposable-email-domains/disposable-email-domains` (CC0).
"""

import sys
from pathlib import Path

LISTS = Path(__file__).resolve().parent.parent / "src" / "pratique" / "identity" / "lists"


def main() -> None:
    """Write the list."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").lower().split()
    head = (
        "# Mail domains that hand out throw-away addresses: disposable-email-domains (CC0), "
        f"{sys.argv[2]}.\n# Regenerate with support/mail_domains.py.\n"
    )
    body = "\n".join(sorted(set(lines)))
    (LISTS / "disposable-mail.txt").write_text(f"{head}{body}\n", encoding="utf-8")
    print(f"{len(set(lines))} domains")


if __name__ == "__main__":
    main()
