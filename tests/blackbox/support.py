"""What the black-box tests share: a sandbox around the program, and tokens made at run time.

The program under test is $AEGIS, or build/release/aegis. Nothing in these files looks like a live
credential: a token's prefix is put together from pieces, its body drawn from a seeded generator.
"""

import atexit
import json
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
AEGIS = os.path.abspath(os.environ.get("AEGIS") or REPOSITORY / "build/release/aegis")
TIMEOUT = 60  # seconds; a run that takes as long hangs

CLEAN, FINDINGS, USAGE, INCOMPLETE, INTERNAL = range(5)

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


# --- tokens ----------------------------------------------------------------------------------------


def body(seed, length, alphabet=BASE62):
    """`length` characters of the alphabet, the same ones for the same seed."""
    source = random.Random(f"aegis {seed}")
    return "".join(source.choice(alphabet) for _ in range(length))


def crc32_base62(text):
    number, digits = zlib.crc32(text.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits.rjust(6, "0")


def github_token(seed=0, kind="p"):
    """A token of GitHub's form with a checksum that is right: nothing but its checksum to go by."""
    text = body(seed, 30)
    return "gh" + kind + "_" + text + crc32_base62(text)


def stripe_key(seed=0):
    return "sk" + "_li" + "ve_" + body(f"stripe {seed}", 24)


def placeholder_key():
    """Of Stripe's form, but plainly a stand-in: low confidence."""
    return "sk" + "_li" + "ve_" + "1234567890" + "abcdefghijklmn"


def longest_leak(text, token):
    """The longest part of `token` without its prefix that stands in `text`, if it has eight characters."""
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    secret = token[token.rfind("_") + 1 :]
    for size in range(len(secret), 7, -1):
        for i in range(len(secret) - size + 1):
            if secret[i : i + size] in text:
                return secret[i : i + size]
    return ""


# --- the sandbox -----------------------------------------------------------------------------------


_templates = {}  # by the flags of `git init`: made once, then copied


class Run:
    """What a program did."""

    def __init__(self, words, code, out, err):
        self.words = [str(word) for word in words]
        self.code = code
        self.raw_out = out
        self.raw_err = err

    @property
    def out(self):
        return self.raw_out.decode("utf-8", "surrogateescape")

    @property
    def err(self):
        return self.raw_err.decode("utf-8", "surrogateescape")

    def json(self):
        return json.loads(self.raw_out.decode("utf-8"))

    @property
    def findings(self):
        return self.json()["findings"]

    @property
    def summary(self):
        return self.json()["summary"]

    def __str__(self):
        return (
            f"\n$ {' '.join(self.words)!a}\n=> {self.code}\n"
            f"--- stdout\n{ascii(self.out[:3000])}\n--- stderr\n{ascii(self.err[:3000])}"
        )


class Sandbox:
    """A folder of its own, with a home, and an environment that the machine's settings do not reach."""

    def __init__(self):
        self.top = Path(tempfile.mkdtemp(prefix="aegis-test-"))
        self.work = self.top / "work"
        self.work.mkdir()
        home = self.top / "home"
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "TMPDIR": str(self.top),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_EDITOR": "true",
        }
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            folder = home / name.lower()
            folder.mkdir(parents=True)
            self.env[f"XDG_{name}_HOME"] = str(folder)
        for who in ("AUTHOR", "COMMITTER"):
            self.env[f"GIT_{who}_NAME"] = "Test"
            self.env[f"GIT_{who}_EMAIL"] = "test@example.invalid"
            self.env[f"GIT_{who}_DATE"] = "2026-01-02T03:04:05Z"
        (home / ".gitconfig").write_text(
            "[init]\n\tdefaultBranch = main\n\ttemplateDir =\n[core]\n\tfsync = none\n[gc]\n\tauto = 0\n[protocol \"file\"]\n\tallow = always\n[advice]\n\tdetachedHead = false\n"
        )

    def close(self):
        shutil.rmtree(self.top, ignore_errors=True)

    def path(self, name="."):
        return self.work / name

    def write(self, name, content=""):
        """A file below the work folder, with the folders above it. Gives its path."""
        if isinstance(name, bytes):
            path = os.path.join(os.fsencode(self.work), name)
        else:
            path = os.fspath(self.work / name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path

    def socket(self, name):
        """A socket, of whatever length the path is. A folder holds it when the name is short."""
        listener = socket.socket(socket.AF_UNIX)
        before = os.getcwd()
        os.chdir(self.work)
        try:
            listener.bind(name)
        finally:
            os.chdir(before)
            listener.close()

    def run(self, words, cwd=None, stdin=b"", env=None, limits=None, check=False):
        """Runs a program to its end. `env` adds to the sandbox's; None as a value takes one out.

        `limits` are pairs of a resource and its limit."""
        variables = dict(self.env)
        for name, value in (env or {}).items():
            if value is None:
                variables.pop(name, None)
            else:
                variables[name] = os.fspath(value)

        def set_limits():
            for which, most in limits:
                resource.setrlimit(which, (most, most))

        done = subprocess.run(
            words,
            cwd=cwd or self.work,
            env=variables,
            capture_output=True,
            timeout=TIMEOUT,
            preexec_fn=set_limits if limits else None,
            **({"stdin": stdin} if hasattr(stdin, "fileno") else {"input": _bytes(stdin)}),
        )
        run = Run(words, done.returncode, done.stdout, done.stderr)
        if check and run.code != 0:
            raise AssertionError(f"must succeed: {run}")
        return run

    def aegis(self, *args, **kwargs):
        return self.run([AEGIS, *args], **kwargs)

    def aegis_and_peak(self, *args):
        """A run, and the most megabytes of memory that it took, files that it maps included."""
        script = (
            "import resource,subprocess,sys\n"
            "code = subprocess.run(sys.argv[1:]).returncode\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)\n"
            "sys.exit(code)\n"
        )
        run = self.run([sys.executable, "-c", script, AEGIS, *args])
        return run, int(run.err.split()[-1])

    def git(self, *args, **kwargs):
        """Runs git, which must succeed."""
        return self.run(["git", *args], check=True, **kwargs)

    def try_git(self, *args, **kwargs):
        return self.run(["git", *args], **kwargs)

    def repository(self, *init_flags):
        """Makes the work folder a repository with one commit."""
        if init_flags not in _templates:
            first = Sandbox()
            atexit.register(first.close)
            first.git("init", "-q", *init_flags)
            first.commit({"README": "a project\n"})
            _templates[init_flags] = first.work
        shutil.copytree(_templates[init_flags], self.work, dirs_exist_ok=True, symlinks=True)
        self.git("update-index", "-q", "--refresh")

    def stage(self, files):
        for name, content in files.items():
            self.write(name, content)
        self.git("add", "-f", "--", *files)

    def commit(self, files, message="a commit"):
        self.stage(files)
        self.git("commit", "-q", "--no-verify", "-m", message)


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


class AegisTest(unittest.TestCase):
    """A test with a sandbox, `self.box`."""

    def setUp(self):
        self.box = Sandbox()
        self.addCleanup(self.box.close)

    def assert_code(self, code, run):
        self.assertEqual(run.code, code, run)

    def assert_clean(self, run):
        self.assert_code(CLEAN, run)

    def assert_found(self, run, count=1, path=None):
        """`run` was a run with --format json; it found `count` secrets, all in `path` if one is given."""
        self.assert_code(FINDINGS, run)
        found = run.findings
        self.assertEqual(len(found), count, run)
        if path is not None:
            self.assertEqual({finding["file"] for finding in found}, {path}, run)

    def assert_says(self, text, *words):
        for word in words:
            self.assertIn(word.lower(), text.lower())

    def assert_no_leak(self, run, *tokens):
        self.assertEqual(self.leaks_of(run, *tokens), [])

    def leaks_of(self, run, *tokens):
        """A line for each token of which a part stands in what `run` wrote."""
        streams = (("stdout", run.raw_out), ("stderr", run.raw_err))
        return [
            f"{len(leak)} of {len(token)} characters on {name} of {' '.join(run.words[1:])}"
            for token in tokens
            for name, text in streams
            if (leak := longest_leak(text, token))
        ]


class HistoryCase(AegisTest):
    """A test of a repository's past, in a repository with one commit."""

    tokens = ()  # which no report may show

    def setUp(self):
        super().setUp()
        self.box.repository()

    def history(self, *args, **kwargs):
        return self.box.aegis("history", "--format", "json", *args, **kwargs)

    def head(self, revision="HEAD"):
        return self.box.git("rev-parse", revision).out.strip()

    def loose(self, oid):
        """Where the object lies when it is loose."""
        return self.box.path(".git/objects") / oid[:2] / oid[2:]

    def commit_at(self, date, files, message="a commit"):
        self.box.stage(files)
        when = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        self.box.git("commit", "-q", "--allow-empty", "-m", message, env=when)
        return self.head()

    def one(self, run, complete=None):
        """The one finding of `run`, of which may be asked whether it is complete."""
        self.assert_found(run)
        if complete is not None:
            self.assertEqual(run.summary["complete"], complete, run)
        self.assert_no_leak(run, *self.tokens)
        return run.findings[0]

    def assert_skipped(self, run, *words):
        """Some one skipped thing says all of `words`."""
        self.assertFalse(run.summary["complete"], run)
        lines = [f"{s['path']}: {s['reason']}" for s in run.summary["skipped"]]
        self.assertTrue(any(all(word in line for word in words) for line in lines), (words, run))


def main():
    if not os.access(AEGIS, os.X_OK):
        sys.exit(f"no program at {AEGIS}; build it, or set AEGIS")
    unittest.main(verbosity=1)
