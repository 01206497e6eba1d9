"""A model that guesses ages."""

import hashlib
import os
import urllib.request
from pathlib import Path

URL = "https://models.wrasse.example/v2/weights.npz"
SHA256 = "5c1b6a0c7c9b3f0f8fe0a3a4f2f1e0d9c8b7a695847362514f3e2d1c0b9a8f7e"


def weights():
    """Return the path of the weights; they are fetched once and checked."""
    home = Path(os.environ.get("WRASSE_HOME", Path.home() / ".cache" / "wrasse"))
    path = home / "weights.npz"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(URL, timeout=60) as reply:
            body = reply.read()
        if hashlib.sha256(body).hexdigest() != SHA256:
            raise OSError(f"{URL}: the download is damaged: try again")
        path.write_bytes(body)
    return path
