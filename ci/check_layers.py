#!/usr/bin/env python3
"""Checks the architecture: who may include whom, and what the style guide forbids everywhere.

    ci/check_layers.py [ROOT]

Prints a line `file:line: what is wrong` for each breach; the exit status is 1 when there is one. The tables below
are the architecture. To change it, change them, in a commit of its own that says why.
"""
import pathlib
import re
import sys

# What each folder of scanner/ may include, itself apart. Lowest first.
LAYERS = {
    "base": "",
    "decode": "base",
    "decompress": "base",
    "state": "base",
    "rule": "base",
    "source": "base",
    "git": "base source",
    "finding": "base rule source",
    "detect": "base decode rule source finding",
    "known": "base rule source finding detect",
    "hooks": "base",
    "agent": "base rule source finding detect",
    "report": "base rule source finding",
    "incident": "base state",
    "alert": "base incident",
    "watch": "base state report incident alert",
    "scan": "base state decode rule source git finding detect report",
    "gitleaks": "base rule source git finding detect report scan",
    "logs": "base decode decompress state rule source finding detect report scan",
    "cli": "base state decode rule source git finding detect known report scan gitleaks hooks agent alert incident watch logs",
    "rulec": "base rule detect",
}

# Each third-party header is named in one layer; the rest of the program sees that layer's own types. zlib's is named in
# two that have nothing else in common: git's objects and gzip's files.
THIRD_PARTY = {
    r"hs(/.*|_.*)?\.h": "detect",
    r"nlohmann/.*": "base",
    r"CLI/.*": "cli",
    r"re2/.*": "gitleaks",
    r"toml\+\+/.*": "gitleaks",
    r"libdeflate\.h": "git",
    r"zlib\.h": "git decompress",
    r"zstd(_errors)?\.h|lzma\.h|bzlib\.h": "decompress",
    r"(sha1|sha2|sha256|sha512|md4|md5|rmd160)\.h": "base",
    r"sqlite3\.h": "incident",
    r"catch2/.*": "tests",
    r"benchmark/.*": "benchmarks",
}
# Tests read what the program writes, with the library that it writes it with, and write what it reads.
ALSO_IN_TESTS = {r"nlohmann/.*", r"zlib\.h", r"zstd(_errors)?\.h|lzma\.h|bzlib\.h"}

INCLUDE = re.compile(r'\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')
TOKEN = re.compile(
    r"""(?P<include>^[ \t]*\#[ \t]*include[^\n]*)
      | //[^\n]* | /\*.*?\*/                                # comments
      | R"(?P<raw>[^(\s]*)\(.*?\)(?P=raw)"                  # raw strings
      | "(\\.|[^"\\\n])*" | (?<![0-9a-fA-F])'(\\.|[^'\\\n])*'  # strings and characters, not 1'000
    """, re.DOTALL | re.MULTILINE | re.VERBOSE)
MUTEX = re.compile(r"\b(pthread_mutex\w*|std::(\w*mutex|\w*_lock|lock_guard|condition_variable\w*))\b")
MUTEX_FILE = "scanner/base/work_queue.h"


def without_comments(text):
    """The text without comments and the contents of literals, line for line. Includes stay whole."""
    def kept(match):
        token = match.group()
        return token if match["include"] else "\n" * token.count("\n")
    return TOKEN.sub(kept, text)


def place_of(path):
    """The layer that a file belongs to, or the top folder where it is in none."""
    parts = pathlib.PurePosixPath(path).parts
    return parts[1] if parts[0] == "scanner" and len(parts) > 2 else parts[0]


def third_party_breach(header, path):
    place = place_of(path)
    for pattern, home in THIRD_PARTY.items():
        if not re.fullmatch(pattern, header) or place in home.split():
            continue
        if place == "tests" and pattern in ALSO_IN_TESTS:
            continue
        return f"<{header}> may be included in {'/ and '.join(home.split())}/ only"
    return None


def include_breach(include, path):
    header = include.group(2) or include.group(3)
    if include.group(2):
        if header == "regex" and path.startswith("scanner/"):
            return "std::regex takes exponential time on hostile input: write a shape or a scanner"
        return third_party_breach(header, path)
    if not header.startswith(("scanner/", "tests/", "benchmarks/")):
        return f'"{header}": write it from the top of the repository, or in <> where it is not ours'
    place, other = place_of(path), place_of(header)
    if not path.startswith("scanner/"):
        return None
    if not header.startswith("scanner/"):
        return f"the program may not include {other}/"
    if other not in LAYERS:
        return f"{other} is no layer; the table in ci/check_layers.py has none of that name"
    if other != place and other not in LAYERS[place].split():
        return f"{place} may not include {other}; it may include: {LAYERS[place] or 'nothing'}"
    return None


def line_breach(line, path):
    include = INCLUDE.match(line)
    if include:
        return include_breach(include, path)
    if path.endswith(".h") and re.search(r"\busing\s+namespace\b", line):
        return "no `using namespace` in a header"
    if path.startswith("scanner/") and path != MUTEX_FILE and MUTEX.search(line):
        return f"no mutex outside {MUTEX_FILE}: threads share only what is const"
    return None


def check_file(path, text):
    """The breaches of one file, as (line number, message). `path` is from the top of the repository."""
    breaches = []
    if path.startswith("scanner/") and place_of(path) not in LAYERS:
        breaches.append((1, f"{place_of(path)} is no layer; add it to the table in ci/check_layers.py"))
        return breaches
    lines = without_comments(text).splitlines()
    if path.endswith(".h") and "#pragma once" not in lines:
        breaches.append((1, "no #pragma once"))
    for number, line in enumerate(lines, 1):
        message = line_breach(line, path)
        if message:
            breaches.append((number, message))
    return breaches


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1])
    files = sorted(
        path for top in ("scanner", "tests", "benchmarks") for end in ("h", "cc", "inc")
        for path in (root / top).rglob(f"*.{end}")
    )
    breaches = 0
    for file in files:
        path = file.relative_to(root).as_posix()
        for number, message in check_file(path, file.read_text()):
            print(f"{path}:{number}: {message}")
            breaches += 1
    print(f"{len(files)} files, {breaches} breaches", file=sys.stderr)
    return 1 if breaches or not files else 0


if __name__ == "__main__":
    sys.exit(main())
