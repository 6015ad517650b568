#!/usr/bin/env python3
"""Times what a coding agent waits for: aegis agent, beside `git --version` and `true`, in turns.

    agent_hook.py [--aegis PATH] [--rounds N] [--out FILE.json]

Five calls are timed: a command that passes, one that is blocked, a file of 100 KB that is written, an output of 30 KB
that holds no secret, and the first again with a store of 100 known secrets. Each round runs every program once, so that a
slow moment of the machine hits all of them alike. Columns are wall-clock milliseconds from starting a program to its
end: the least, the median, the largest; and the median over the rounds of this program's time / git's.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
COMMON = {"session_id": "s", "transcript_path": "/t", "cwd": "/nowhere", "permission_mode": "default"}


def source_text(size):
    """Text of this repository, which holds no secret."""
    parts = [path.read_text() for path in sorted((REPOSITORY / "scanner").rglob("*.cc"))]
    return "".join(parts)[:size]


def calls():
    tool = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_use_id": "t"}
    passes = COMMON | tool | {"tool_input": {"command": "cd src && npm test -- --watch=false 2>&1 | tail -20"}}
    return {
        "passes": passes,
        "blocked": COMMON | tool | {"tool_input": {"command": "cat .env"}},
        "write": COMMON | tool | {
            "tool_name": "Write", "tool_input": {"file_path": "/nowhere/a.cc", "content": source_text(100_000)}},
        "output": COMMON | tool | {
            "hook_event_name": "PostToolUse", "tool_input": {"command": "x"},
            "tool_response": {"stdout": source_text(30_000), "stderr": ""}},
        "passes, 100 known": passes,
    }


def store(home):
    """A configuration that names a store of 100 secrets; gives the environment that has it."""
    secrets, config = home / ".secure", home / "config" / "aegis"
    secrets.mkdir(mode=0o700)
    config.mkdir(parents=True)
    source = random.Random(7)
    for number in range(10):
        lines = [f"SECRET_{i}={source.randbytes(16).hex()}\n" for i in range(10)]
        (secrets / f"{number}.env").write_text("".join(lines))
        (secrets / f"{number}.env").chmod(0o600)
    (config / "config.json").write_text(json.dumps({"known": {"from": [str(secrets)]}}))
    (config / "config.json").chmod(0o600)
    return {"XDG_CONFIG_HOME": str(home / "config")}


def timed(argv, text, env):
    before = time.perf_counter()
    subprocess.run(argv, input=text, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - before) * 1000


def measure(aegis, rounds):
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        bare = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_CONFIG_HOME": folder + "/none"}
        known = bare | store(home)
        rows = {name: ([aegis, "agent"], json.dumps(said).encode(), known if "known" in name else bare)
                for name, said in calls().items()}
        rows["git --version"] = (["git", "--version"], b"", bare)
        rows["true"] = (["true"], b"", bare)
        results = {name: [] for name in rows}
        for round_number in range(rounds + 2):
            for name, (argv, text, env) in rows.items():
                spent = timed(argv, text, env)
                if round_number >= 2:
                    results[name].append(round(spent, 3))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aegis", default=str(REPOSITORY / "build/release/aegis"))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    results = measure(os.path.abspath(options.aegis), options.rounds)
    print(f"{'':20}{'min':>8}{'median':>8}{'max':>8}{'x git':>8}")
    for name, times in results.items():
        ratio = statistics.median(a / b for a, b in zip(times, results["git --version"]))
        print(f"{name:20}{min(times):8.2f}{statistics.median(times):8.2f}{max(times):8.2f}{ratio:8.2f}")
    if options.out:
        facts = {"benchmark": "agent_hook", "load_before_and_after": [load, os.getloadavg()[0]], "ms": results}
        options.out.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
