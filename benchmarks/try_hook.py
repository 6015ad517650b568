#!/usr/bin/env python3
"""Installs the hook in clones of repositories and tries it: a commit with a planted credential must be
stopped with nothing lost, one without must pass.

    benchmarks/try_hook.py --aegis build/release/aegis LABEL=REPOSITORY [LABEL=REPOSITORY ...]

Prints a Markdown table. The planted credential is a GitHub token made at run time, with a right checksum;
it opens nothing.
"""
import argparse
import os
import pathlib
import random
import subprocess
import tempfile
import zlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def made_token(seed):
    body = "".join(random.Random(seed).choices(DIGITS, k=30))
    crc, tail = zlib.crc32(body.encode()), ""
    while crc:
        crc, digit = divmod(crc, 62)
        tail = DIGITS[digit] + tail
    return "gh" + "p_" + body + tail.rjust(6, "0")


def git(clone, *args):
    return subprocess.run(["git", "-C", clone, *args], capture_output=True, text=True)


def source_file(clone):
    """A tracked text file of the project's own language, by the commonest ending of source code."""
    endings = (".c", ".py", ".js", ".go", ".java", ".rs", ".php", ".rb", ".ts")
    names = [n for n in git(clone, "ls-files").stdout.splitlines() if n.endswith(endings)]
    return sorted(names, key=len)[0]


def try_hook(aegis, label, repository):
    with tempfile.TemporaryDirectory() as clone:
        subprocess.run(["git", "clone", "-q", repository, clone], check=True)
        for key, value in (("user.name", "Trial"), ("user.email", "trial@example.invalid")):
            git(clone, "config", key, value)
        subprocess.run([aegis, "hooks", "install"], cwd=clone, check=True, stdout=subprocess.DEVNULL)
        name, token = source_file(clone), made_token(label)
        path = pathlib.Path(clone, name)
        before, head = path.read_bytes(), git(clone, "rev-parse", "HEAD").stdout
        path.write_bytes(before + f'\ntoken = "{token}"\n'.encode())
        git(clone, "add", name)
        planted = git(clone, "commit", "-m", "planted")
        staged = git(clone, "diff", "--cached", "--name-only").stdout.split()
        said = planted.stdout + planted.stderr
        stopped = planted.returncode != 0 and git(clone, "rev-parse", "HEAD").stdout == head
        kept = staged == [name] and token.encode() in path.read_bytes()
        told = f"{name}:" in said and "rotate" in said and token not in said
        path.write_bytes(before + b"\n")
        git(clone, "add", name)
        clean = git(clone, "commit", "-m", "clean").returncode == 0
        words = ["stopped" if stopped else "NOT STOPPED", "kept" if kept else "LOST",
                 "says what to do" if told else "UNCLEAR", "passes" if clean else "BLOCKED"]
        return f"| {label} | {os.path.splitext(name)[1]} | " + " | ".join(words) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aegis", default="build/release/aegis")
    parser.add_argument("repositories", nargs="+", metavar="LABEL=REPOSITORY")
    arguments = parser.parse_args()
    print("| project | file | planted credential | staged change | message | clean commit |")
    print("|---|---|---|---|---|---|")
    for pair in arguments.repositories:
        label, repository = pair.split("=", 1)
        print(try_hook(os.path.abspath(arguments.aegis), label, repository), flush=True)


if __name__ == "__main__":
    main()
