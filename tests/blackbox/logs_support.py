"""What the tests of `aegis logs` share: lines of many kinds of logs with a token in them."""

import base64
import bz2
import gzip
import json
import lzma
import subprocess

from support import AegisTest, github_token

TOKEN = github_token("logs")
OTHER = github_token("another log")

PACKERS = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": lambda data: subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout,
}


def line(token, second=0, minute=0, word="login"):
    """Of a service's log; times grow with `minute` and `second`."""
    return f"2026-11-20T10:{minute:02}:{second:02}Z INFO app: {word} with {token} ok\n"


def noise(count, first=0):
    return "".join(f"2026-11-20T09:00:00Z INFO app: request {first + i} took {i % 97} ms\n" for i in range(count))


def docker(text, time="2026-11-20T10:00:00.5Z", stream="stdout", end="\n"):
    """A record of Docker's json-file driver; `end` is empty where the runtime cut the line."""
    return json.dumps({"log": text + end, "stream": stream, "time": time}, separators=(",", ":")) + "\n"


def cri(text, tag="F", stream="stdout", time="2026-11-20T10:00:00.5Z"):
    return f"{time} {stream} {tag} {text}\n"


def journal_entry(message, **fields):
    """As `journalctl -o json --all` writes it; bytes become a list of numbers."""
    entry = {"__CURSOR": "s=1;i=1", "__REALTIME_TIMESTAMP": "1795514400000000", "_SYSTEMD_UNIT": "shop.service"}
    entry.update(fields)
    entry["MESSAGE"] = list(message) if isinstance(message, bytes) else message
    return json.dumps(entry, separators=(",", ":")) + "\n"


class LogsTest(AegisTest):
    def logs(self, *args, **kwargs):
        return self.box.aegis("logs", "--format", "json", *args, **kwargs)

    def one(self, run):
        """The one finding of a run."""
        self.assert_found(run)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run.findings[0]

    def of_text(self, text, name="a.log", *args):
        """The one finding in a log of this text."""
        self.box.write(name, text)
        return self.one(self.logs(name, *args))

    def assert_skipped(self, run, path, *words):
        reasons = [skipped["reason"] for skipped in run.summary["skipped"] if skipped["path"] == path]
        self.assertTrue(any(all(word in reason for word in words) for reason in reasons), run)


def basic(token):
    """As HTTP's basic authentication writes it."""
    return base64.b64encode(f"deploy:{token}".encode()).decode()
