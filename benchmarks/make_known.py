#!/usr/bin/env python3
"""Makes a store of secrets that belong to nobody, to measure what known secrets cost.

    make_known.py FOLDER COUNT [--short]

Writes COUNT values, always the same ones, to files of environment variables below FOLDER, 500 a file. They are what
people keep: tokens with and without a prefix (45 of 100), keys in hex (20), UUIDs (10), passwords of 10 to 16
characters with signs among them (15), URLs with a password (5), base64 (5). With --short every value is a password of
8 to 15 characters: the worst case, since none has a stretch of 16 characters that the scan looks for anyway.
"""
import argparse
import base64
import pathlib
import random
import string
import uuid

LETTERS = string.ascii_letters + string.digits
SIGNS = "!#%&*+-/:=?@^_~"
A_FILE = 500


def drawn(source, alphabet, length):
    return "".join(source.choice(alphabet) for _ in range(length))


def password(source, least, most):
    return drawn(source, LETTERS * 3 + SIGNS * 2, source.randint(least, most))


def value(source):
    kind = source.randrange(100)
    if kind < 45:
        prefix = source.choice(("", "", f"{drawn(source, string.ascii_lowercase, 3)}_"))
        return prefix + drawn(source, LETTERS, source.randint(20, 64))
    if kind < 65:
        return drawn(source, "0123456789abcdef", source.choice((32, 40, 64)))
    if kind < 75:
        return str(uuid.UUID(int=source.getrandbits(128), version=4))
    if kind < 90:
        return password(source, 10, 16)
    if kind < 95:
        return f"postgres://app:{drawn(source, LETTERS, 16)}@db.invalid/{drawn(source, string.ascii_lowercase, 6)}"
    return base64.b64encode(source.randbytes(source.choice((24, 32, 48)))).decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    source = random.Random(20261124)
    options.folder.mkdir(mode=0o700, parents=True)
    for begin in range(0, options.count, A_FILE):
        lines = []
        for i in range(begin, min(begin + A_FILE, options.count)):
            drawn_value = password(source, 8, 15) if options.short else value(source)
            lines.append(f"SERVICE_{i}_TOKEN='{drawn_value}'\n")
        path = options.folder / f"store{begin // A_FILE}.env"
        path.touch(mode=0o600)
        path.write_text("".join(lines))


if __name__ == "__main__":
    main()
