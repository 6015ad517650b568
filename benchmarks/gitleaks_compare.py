#!/usr/bin/env python3
"""Compares `aegis gitleaks` with gitleaks itself, finding by finding.

    GITLEAKS=program GITLEAKS_TOML=its/config/gitleaks.toml [AEGIS=program] benchmarks/gitleaks_compare.py [TREE...]

Makes a tree in which every rule of the configuration has secrets that are drawn from its regex (a fixed seed), in the
surroundings in which secrets stand; then lets both scan it, and the trees that are named, with the same configuration.
Prints how many findings both have, a line for each that only one has, and the times. The exit status is 1 when there
is a difference.

A finding is a rule, a file, a first line and an entropy: secrets themselves are redacted.
"""

import base64
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.parse
from pathlib import Path

try:
    from re import _constants as kinds
    from re import _parser as parser
except ImportError:  # before Python 3.11
    import sre_constants as kinds
    import sre_parse as parser

SEED = 20261125
SAMPLES = 6  # of each rule and alternative length
POSIX = {"alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "digit": "0-9", "word": "A-Za-z0-9_", "xdigit": "0-9a-fA-F",
         "lower": "a-z", "upper": "A-Z", "punct": "!-/", "space": " "}

Found = collections.namedtuple("Found", "rule file line entropy")


# --- drawing texts from a regex --------------------------------------------------------------------


def for_python(regex):
    """The regex as Python reads it. Flags go: what is drawn is in the case that is written."""
    regex = re.sub(r"\[:(\w+):\]", lambda m: POSIX[m[1]], regex)
    regex = re.sub(r"\(\?-?[a-zA-Z]+\)", "", regex)
    regex = re.sub(r"\(\?[a-zA-Z]*-?[a-zA-Z]*:", "(?:", regex)
    return regex.replace(r"\z", r"\Z")


class Drawer:
    """Draws texts that a regex matches."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def draw(self, regex):
        return self.sequence(parser.parse(for_python(regex)))

    def sequence(self, items):
        return "".join(self.item(kind, value) for kind, value in items)

    def item(self, kind, value):
        if kind == kinds.LITERAL:
            return chr(value)
        if kind == kinds.NOT_LITERAL:
            return "x" if value != ord("x") else "y"
        if kind == kinds.ANY:
            return self.random.choice("abcdefghij0123456789")
        if kind == kinds.IN:
            return self.one_of(value)
        if kind == kinds.BRANCH:
            return self.sequence(self.random.choice(value[1]))
        if kind == kinds.SUBPATTERN:
            return self.sequence(value[3])
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            least, most, inner = value
            most = min(most if most != kinds.MAXREPEAT else least + 8, least + 20)
            return "".join(self.sequence(inner) for _ in range(self.random.randint(least, most)))
        return ""  # an anchor

    def one_of(self, items):
        negated = items[0][0] == kinds.NEGATE
        letters = set()
        for kind, value in items:
            if kind == kinds.LITERAL:
                letters.add(chr(value))
            elif kind == kinds.RANGE:
                letters.update(map(chr, range(value[0], min(value[1], 0x7F) + 1)))
            elif kind == kinds.CATEGORY:
                letters.update(self.category(value))
        if negated:
            letters = (set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789_") - letters) or (set("-.:;") - letters)
        return self.random.choice(sorted(letters))

    @staticmethod
    def category(value):
        digits, word = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        return {kinds.CATEGORY_DIGIT: digits, kinds.CATEGORY_WORD: word, kinds.CATEGORY_SPACE: " ",
                kinds.CATEGORY_NOT_SPACE: word, kinds.CATEGORY_NOT_WORD: "-", kinds.CATEGORY_NOT_DIGIT: "abc"}[value]


SURROUNDINGS = {
    "plain.txt": "{0}\n",
    "settings.ini": "[main]\nname = x\nvalue = {0}\n",
    "app.py": "import os\n\nTOKEN = '{0}'  # the value\n",
    "data.json": '{{\n  "name": "x",\n  "value": "{0}"\n}}\n',
    "conf.yaml": "a:\n  - b: {0}\n",
    "run.sh": "export VALUE={0}\n",
    "url.txt": "see https://example.com/?value={0}&x=1\n",
    "log.txt": "2026-11-25T00:00:00Z INFO value={0} done\n",
}


def encodings(text):
    raw = text.encode()
    return {
        "base64": base64.b64encode(raw).decode(),
        "base64url": base64.urlsafe_b64encode(raw).decode(),
        "hex": raw.hex(),
        "percent": urllib.parse.quote(text, safe=""),
        "percent_all": "".join(f"%{byte:02X}" for byte in raw),
        "unicode": "".join(f"\\u{ord(c):04x}" for c in text),
        "base64_twice": base64.b64encode(base64.b64encode(raw)).decode(),
    }


def make_tree(config, folder):
    """A folder a rule; the file's name says how the secret stands there."""
    for rule in config["rules"]:
        top = folder / rule["id"]
        top.mkdir()
        if "regex" not in rule:
            (top / f"a{rule['path'].replace(chr(92), '').strip('^$()?:').split('|')[0][-4:]}").write_text("x\n")
            continue
        drawer = Drawer(f"{SEED} {rule['id']}")
        for i in range(SAMPLES):
            text = drawer.draw(rule["regex"])
            for name, around in SURROUNDINGS.items():
                (top / f"{i}_{name}").write_text(around.format(text))
            for name, coded in encodings(text).items():
                (top / f"{i}_coded_{name}.txt").write_text(f"value = {coded}\nend\n")
        if "path" in rule:
            (top / Drawer(SEED).draw(rule["path"]).strip("/").replace("/", "_")).write_text(text + "\n")


# --- both programs ---------------------------------------------------------------------------------


def scan(words, toml, tree):
    """The findings of `words dir`, and the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        started = time.monotonic()
        done = subprocess.run([*words, "dir", ".", "-c", toml, "-f", "json", "-r", report, "--no-banner"], cwd=tree,
                              capture_output=True, text=True)
        seconds = time.monotonic() - started
        if not report.exists():
            sys.exit(f"{words[0]}: no report; exit code {done.returncode}\n{done.stderr}")
        leaks = json.loads(report.read_text())
    found = collections.Counter()
    for leak in leaks:
        found[Found(leak["RuleID"], leak["File"], leak["StartLine"], round(leak["Entropy"], 4))] += 1
    return found, seconds


def compare(gitleaks, aegis, toml, tree):
    """Prints the differences, and gives their number."""
    theirs, their_time = scan([gitleaks], toml, tree)
    ours, our_time = scan([aegis, "gitleaks"], toml, tree)
    missed, more = set(theirs) - set(ours), set(ours) - set(theirs)
    print(f"{tree}: {len(set(theirs) & set(ours))} findings of both, {len(missed)} of gitleaks alone, "
          f"{len(more)} of aegis alone; {their_time:.2f} s and {our_time:.2f} s")
    for word, found in (("gitleaks alone", missed), ("aegis alone", more)):
        for one in sorted(found):
            print(f"  {word}: {one.rule} in {one.file}:{one.line} (entropy {one.entropy})")
    return len(missed) + len(more)


def main():
    gitleaks, toml = os.environ.get("GITLEAKS"), os.environ.get("GITLEAKS_TOML")
    if not gitleaks or not toml:
        print("skipped: set GITLEAKS to the program and GITLEAKS_TOML to its default configuration")
        return 0
    root = Path(__file__).resolve().parents[1]
    aegis = os.path.abspath(os.environ.get("AEGIS") or root / "build/release/aegis")
    toml = os.path.abspath(toml)
    config = tomllib.loads(Path(toml).read_text())
    with tempfile.TemporaryDirectory(prefix="labelled-") as folder:
        make_tree(config, Path(folder))
        differences = compare(gitleaks, aegis, toml, Path(folder))
    for tree in sys.argv[1:]:
        differences += compare(gitleaks, aegis, toml, Path(tree))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
