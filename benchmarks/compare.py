#!/usr/bin/env python3
"""Times aegis beside its peers, as whole programs, in one run on one machine.

    compare.py staged REPO     what a pre-commit hook costs: three small changes are staged in a clone of REPO
    compare.py range REPO      what a CI step costs: the last ten first-parent steps of REPO
    compare.py history REPO    what a scan of all that REPO has ever held costs
    compare.py again REPO      what a second one costs, with --state, after ten new commits
    compare.py scan TREE       what a scan of all files of a folder costs
    compare.py startup         what starting costs: every program prints its version

The programs take turns, A B C A B C ..., so that a slow moment of the machine hits all of them alike, and ratios are
taken within a round and only then summed up by their median. Warm-up rounds come first; they fill the caches and
measure memory. Nothing that a program prints is kept. An exit status stops nothing: it is a result, and most scanners
end with 1 when they find something. benchmarks/peers.sh installs the peers; one that is missing is left out, and said.

options
    --aegis PATH     the program to measure (build/release/aegis)
    --floor PATH     walk_floor (build/release/benchmarks/walk_floor; cmake -DAEGIS_BENCHMARKS=ON): a row of history
    --peers DIR      where peers.sh put the others ($PEERS, $XDG_CACHE_HOME/aegis-peers or ~/.cache/aegis-peers)
    --tools A,B,...  only these rows of the table, and aegis
    --rounds N       timed rounds (staged 20, range 10, history 3, again 10, scan 5, startup 50)
    --warmup N       rounds before them (staged 3, range 2, history 1, again 1, scan 1, startup 3); with 0 memory is not measured
    --label NAME     what REPO or TREE is called in the results, which hold no path and no host name
    --out FILE.json  every round, with versions and a description of the machine

columns
    exit             the exit statuses seen
    min median max   wall-clock milliseconds from starting the program to its end
    cpu              median of user and system time, its children included
    MiB              largest resident memory of the largest of its processes
    x aegis          median over the rounds of: this program's time / aegis's time in the same round

Fairness. REPO is cloned and TREE is copied without its .git, so that every program sees the same files and none of them
turns to history; history alone reads REPO as it is, for a clone has not all of its objects. Peers that check secrets
against their providers are told not to. A peer that comes as a Python wheel around a native program is started without
the wheel's wrapper. User and system git configuration is ignored.
"""
import argparse
import collections
import ctypes
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# A row of the table: its name, the program, and arguments in which {tree} and {files} are filled in.
Row = collections.namedtuple("Row", "name program arguments")

STAGED = (
    Row("git diff", "git", "diff --cached -U0"),
    Row("aegis", "aegis", "staged"),
    Row("gitleaks", "gitleaks", "git --no-banner --pre-commit --staged ."),
    Row("betterleaks", "betterleaks", "git --no-banner --staged -s ."),
    Row("kingfisher", "kingfisher", "scan . --staged --no-validate --no-update-check --quiet"),
    Row("detect-secrets", "detect-secrets-hook", "{files}"),
    Row("ripsecrets", "ripsecrets", "{files}"),
    Row("git-secrets", "git-secrets", "--pre_commit_hook --"),
)
RANGE = (
    Row("git diff-tree", "git", "diff-tree -p -r HEAD~10 HEAD"),
    Row("git log -p", "git", "log -p --no-color HEAD~10..HEAD"),
    Row("aegis", "aegis", "range HEAD~10..HEAD --format json"),
    Row("gitleaks", "gitleaks", "git --no-banner --log-opts=HEAD~10..HEAD ."),
    Row("betterleaks", "betterleaks", "git --no-banner --log-opts=HEAD~10..HEAD -s ."),
    Row("kingfisher", "kingfisher", "scan . --since-commit HEAD~10 --no-validate --no-update-check --quiet"),
)
HISTORY = (
    Row("inflate", "walk_floor", ". 2 inflate"),
    Row("git log -p", "git", "log -p --all --no-color"),
    Row("aegis", "aegis", "history . --jobs 2 --format json"),
    Row("gitleaks", "gitleaks", "git --no-banner ."),
    Row("betterleaks", "betterleaks", "git --no-banner -s ."),
    Row("kingfisher", "kingfisher", "scan . --no-validate --no-update-check --quiet"),
)
AGAIN = (
    Row("start-up", "aegis", "--version"),
    Row("aegis", "aegis", "history . --jobs 2 --format json --state {state}"),
)
SCAN = (
    Row("aegis", "aegis", "scan {tree} --format json"),
    Row("gitleaks", "gitleaks", "dir --no-banner {tree}"),
    Row("betterleaks", "betterleaks", "--no-banner -s {tree}"),
    Row("kingfisher", "kingfisher", "scan {tree} --no-validate --no-update-check --quiet"),
    Row("detect-secrets", "detect-secrets", "scan --all-files {tree}"),
    Row("ripsecrets", "ripsecrets", "{tree}"),
)
STARTUP = (
    Row("true", "true", ""),
    Row("aegis", "aegis", "--version"),
    Row("gitleaks", "gitleaks", "version"),
    Row("betterleaks", "betterleaks", "--version"),
    Row("kingfisher", "kingfisher", "--version"),
    Row("detect-secrets", "detect-secrets", "--version"),
    Row("ripsecrets", "ripsecrets", "--version"),
)
DEFAULTS = {  # rows, rounds, warm-ups
    "staged": (STAGED, 20, 3), "range": (RANGE, 10, 2), "history": (HISTORY, 3, 1), "again": (AGAIN, 10, 1),
    "scan": (SCAN, 5, 1), "startup": (STARTUP, 50, 3)}

SOURCE_SUFFIXES = {".c", ".cc", ".cpp", ".go", ".h", ".java", ".js", ".php", ".py", ".rb", ".rs", ".ts"}
SMALL_FILE = range(1_000, 50_000)
STAGED_FILES = 3

PR_SET_CHILD_SUBREAPER = 36
START_ORPHAN = 'exec 3<&0; { read -r _ <&3; exec "$@" </dev/null >/dev/null 2>&1 3<&-; } & echo $!'
TO_NOWHERE = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]


# --- measuring --------------------------------------------------------------------------------------------------------

def timed_run(argv, env):
    start = time.perf_counter_ns()
    pid = os.posix_spawn(argv[0], argv, env, file_actions=TO_NOWHERE)
    _, status, usage = os.wait4(pid, 0)
    wall_ms = (time.perf_counter_ns() - start) / 1e6
    return {
        "wall_ms": round(wall_ms, 3),
        "cpu_ms": round((usage.ru_utime + usage.ru_stime) * 1e3, 3),
        "exit": os.waitstatus_to_exitcode(status),
    }


def peak_kib(argv, env):
    """Largest resident set of the program.

    A process inherits the peak of the one that started it through exec, so a child of this interpreter never shows less
    than the interpreter itself. A shell therefore starts the program and leaves it to us, its "subreaper". The program
    waits until our end of the pipe is closed, lest it end first and the shell be the one that reaps it.
    """
    with subprocess.Popen(["/bin/sh", "-c", START_ORPHAN, "sh", *argv], env=env,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shell:
        pid = int(shell.stdout.readline())
        shell.wait()
    return os.wait4(pid, 0)[2].ru_maxrss


def measure(commands, env, rounds, warmup, reset):
    """Runs {name: argv} in turns, each after reset(); returns {name: {"peaks_kib": [...], "rounds": [...]}}."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    results = {name: {"peaks_kib": [], "rounds": []} for name in commands}
    for _ in range(warmup):
        for name, argv in commands.items():
            reset()
            results[name]["peaks_kib"].append(peak_kib(argv, env))
    for _ in range(rounds):
        for name, argv in commands.items():
            reset()
            results[name]["rounds"].append(timed_run(argv, env))
    return results


# --- programs ---------------------------------------------------------------------------------------------------------

def default_peers():
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("PEERS") or pathlib.Path(cache) / "aegis-peers")


def environment(peers):
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", LC_ALL="C.UTF-8")
    for who in ("AUTHOR", "COMMITTER"):  # without an identity kingfisher cannot scan what is staged, and ends with 0
        env.update({f"GIT_{who}_NAME": "benchmark", f"GIT_{who}_EMAIL": "benchmark@example.org"})
    env["PATH"] = f"{peers / 'bin'}:{env.get('PATH', os.defpath)}"
    return env


def locate(rows, aegis, floor, env):
    """Returns {program: path}; a program that is not there has no entry."""
    paths = {row.program: shutil.which(row.program, path=env["PATH"]) for row in rows}
    paths["aegis"] = str(aegis)
    paths["walk_floor"] = shutil.which(str(floor))
    return {program: path for program, path in paths.items() if path}


def fill(row, path, places):
    argv = [path]
    for word in row.arguments.split():
        argv += places.get(word, [word])
    return argv


def select(rows, tools):
    if not tools:
        return rows
    unknown = set(tools) - {row.name for row in rows}
    if unknown:
        sys.exit(f"compare.py: no such row: {', '.join(sorted(unknown))}")
    return tuple(row for row in rows if row.name in tools or row.name == "aegis")


# --- inputs -----------------------------------------------------------------------------------------------------------

def git(env, *arguments):
    done = subprocess.run(["git", *arguments], env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("compare.py: git failed, see above")
    return done.stdout


def small_sources(repo, env):
    """Tracked source files of ordinary size, spread over the repository, always the same ones."""
    tracked = [repo / name for name in git(env, "-C", str(repo), "ls-files", "-z").split("\0") if name]
    fit = [path for path in tracked if path.suffix in SOURCE_SUFFIXES and not path.is_symlink()
           and path.is_file() and path.stat().st_size in SMALL_FILE]
    if len(fit) < STAGED_FILES:
        sys.exit(f"compare.py: the repository has fewer than {STAGED_FILES} small source files")
    return [fit[len(fit) * (2 * i + 1) // (2 * STAGED_FILES)] for i in range(STAGED_FILES)]


def prepare_staged(origin, work, env):
    """Clones, stages a line in each of three files, and makes the clone the working directory."""
    repo = work / "repo"
    git(env, "clone", "--quiet", "--local", str(origin), str(repo))
    files = small_sources(repo, env)
    for path in files:
        with path.open("ab") as out:
            out.write(b"\nthis line is staged by the benchmark\n")
    git(env, "-C", str(repo), "add", "--", *map(str, files))
    if shutil.which("git-secrets", path=env["PATH"]):
        git(env, "-C", str(repo), "secrets", "--register-aws")
    os.chdir(repo)
    names = [str(path.relative_to(repo)) for path in files]
    return {"{files}": names}, {"files": names, "commit": head(repo, env)}


def prepare_range(origin, work, env):
    repo = work / "repo"
    git(env, "clone", "--quiet", "--local", str(origin), str(repo))
    os.chdir(repo)
    count = int(git(env, "rev-list", "--count", "HEAD~10..HEAD"))
    return {}, {"commits": count, "commit": head(repo, env)}


def prepare_history(origin, _work, env):
    os.chdir(origin)
    counted = git(env, "count-objects", "-v").split()
    return {}, {"objects": int(counted[counted.index("in-pack:") + 1]) + int(counted[1]), "commit": head(origin, env)}


def commit_to(repo, count, work, env):
    """Adds commits to a bare repository's HEAD, each of which changes the same text file."""
    env = {**env, "GIT_INDEX_FILE": str(work / "index")}
    git(env, "-C", str(repo), "read-tree", "HEAD")
    path = work / "file"
    text = ""
    for number in range(count):
        text += f"this line is of the benchmark's commit {number}\n"
        path.write_text(text)
        blob = git(env, "-C", str(repo), "hash-object", "-w", str(path)).strip()
        git(env, "-C", str(repo), "update-index", "--add", "--cacheinfo", f"100644,{blob},benchmark.txt")
        tree = git(env, "-C", str(repo), "write-tree").strip()
        commit = git(env, "-C", str(repo), "commit-tree", tree, "-p", "HEAD", "-m", f"commit {number}").strip()
        git(env, "-C", str(repo), "update-ref", "HEAD", commit)


def prepare_again(origin, work, env, aegis):
    """Scans a clone, then adds to it. Each run begins with what the first one has remembered."""
    repo = work / "repo"
    git(env, "clone", "--quiet", "--mirror", "--local", str(origin), str(repo))
    os.chdir(repo)
    state, kept = work / "state", work / "kept"
    subprocess.run([aegis, "history", ".", "--quiet", "--state", str(state)], env=env, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    state.rename(kept)
    commit_to(repo, 10, work, env)
    content = {"commits": 10, "state_bytes": kept.stat().st_size, "commit": head(repo, env)}
    return {"{state}": [str(state)]}, content, lambda: shutil.copy(kept, state)


def prepare_scan(origin, work, env):
    tree = work / "tree"
    shutil.copytree(origin, tree, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]
    os.chdir(work)
    return {"{tree}": [str(tree)]}, {"files": len(sizes), "bytes": sum(sizes), "commit": head(origin, env)}


def prepare_startup(_origin, work, _env):
    os.chdir(work)
    return {}, {}


PREPARE = {"staged": prepare_staged, "range": prepare_range, "history": prepare_history, "scan": prepare_scan,
           "startup": prepare_startup}


def head(repo, env):
    if not (repo / ".git").exists() and not (repo / "HEAD").exists():
        return None
    return git(env, "-C", str(repo), "rev-parse", "HEAD").strip()


# --- the machine ------------------------------------------------------------------------------------------------------

def cpu_model():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found.group(1) if found else platform.machine()


def machine():
    return {
        "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
        "kernel": f"{platform.system()} {platform.release()}",
        "distribution": platform.freedesktop_os_release()["PRETTY_NAME"],
        "python": platform.python_version(),
    }


def printed_version(path, env):
    run = subprocess.run([path, "--version"], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    found = re.search(r"\d+\.\d+[\w.+-]*", run.stdout + run.stderr)
    return found.group() if found else None


def gitleaks_version(path, _env):
    """Built by `go install`, gitleaks does not know its version, but Go's build record does."""
    found = re.search(rb"\tgithub\.com/zricethezav/gitleaks/v8\tv([\d.]+)", pathlib.Path(path).read_bytes())
    return found.group(1).decode() if found else None


def git_secrets_version(path, _env):
    """git-secrets prints none; peers.sh leaves the Debian package beside it."""
    packages = sorted(pathlib.Path(path).parent.parent.glob("debian/git-secrets_*.deb"))
    return packages[-1].name.split("_")[1] if packages else None


VERSION = {"gitleaks": gitleaks_version, "git-secrets": git_secrets_version}


def versions(paths, env):
    return {program: VERSION.get(program, printed_version)(path, env) for program, path in sorted(paths.items())}


# --- reporting --------------------------------------------------------------------------------------------------------

def column(result, key):
    return [one[key] for one in result["rounds"]]


def ratio(result, base):
    """Per-round quotients of two programs' wall-clock times."""
    return [ours / theirs for ours, theirs in zip(column(result, "wall_ms"), column(base, "wall_ms"))]


def line(name, result, aegis):
    wall = column(result, "wall_ms")
    peaks = result["peaks_kib"]
    return (
        name,
        ",".join(map(str, sorted(set(column(result, "exit"))))),
        f"{min(wall):.1f}",
        f"{statistics.median(wall):.1f}",
        f"{max(wall):.1f}",
        f"{statistics.median(column(result, 'cpu_ms')):.1f}",
        f"{max(peaks) / 1024:.1f}" if peaks else "-",
        f"{statistics.median(ratio(result, aegis)):.2f}",
    )


def print_table(results):
    rows = [("", "exit", "min ms", "median", "max", "cpu ms", "MiB", "x aegis")]
    rows += [line(name, result, results["aegis"]) for name, result in results.items()]
    widths = [max(map(len, cells)) for cells in zip(*rows)]
    for first, *rest in rows:
        print("  ".join([first.ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(rest, widths[1:])]))


def print_against_floors(results):
    for name in ("start-up", "inflate", "git diff", "git diff-tree", "git log -p"):
        if name in results:
            pairs = ratio(results["aegis"], results[name])
            print(f"aegis / {name}, pair by pair: median {statistics.median(pairs):.2f}, "
                  f"from {min(pairs):.2f} to {max(pairs):.2f}")


def report(options, facts, results):
    written = {row.name: f"{row.program} {row.arguments}".strip() for row in options.rows}
    return {
        "benchmark": options.benchmark,
        "label": options.label,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        **facts,
        "commands": [{"name": name, "command": written[name], **result} for name, result in results.items()],
    }


# --- the command line -------------------------------------------------------------------------------------------------

def parse_arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--aegis", type=pathlib.Path, default=root / "build/release/aegis")
    common.add_argument("--floor", type=pathlib.Path, default=root / "build/release/benchmarks/walk_floor")
    common.add_argument("--peers", type=pathlib.Path, default=default_peers())
    common.add_argument("--tools", type=lambda text: text.split(","), default=[])
    common.add_argument("--rounds", type=int)
    common.add_argument("--warmup", type=int)
    common.add_argument("--label", default="")
    common.add_argument("--out", type=pathlib.Path)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="benchmark", required=True)
    kinds.add_parser("staged", parents=[common]).add_argument("origin", metavar="REPO", type=pathlib.Path)
    kinds.add_parser("range", parents=[common]).add_argument("origin", metavar="REPO", type=pathlib.Path)
    kinds.add_parser("history", parents=[common]).add_argument("origin", metavar="REPO", type=pathlib.Path)
    kinds.add_parser("again", parents=[common]).add_argument("origin", metavar="REPO", type=pathlib.Path)
    kinds.add_parser("scan", parents=[common]).add_argument("origin", metavar="TREE", type=pathlib.Path)
    kinds.add_parser("startup", parents=[common]).set_defaults(origin=pathlib.Path())
    return settle(parser.parse_args())


def settle(options):
    """Fills in what depends on the benchmark; makes paths absolute, for the working directory will change."""
    rows, rounds, warmup = DEFAULTS[options.benchmark]
    options.rows = select(rows, options.tools)
    options.rounds = max(1, rounds if options.rounds is None else options.rounds)
    options.warmup = warmup if options.warmup is None else options.warmup
    for name in ("aegis", "floor", "peers", "origin", "out"):
        path = getattr(options, name)
        setattr(options, name, path and path.absolute())
    if not os.access(options.aegis, os.X_OK):
        sys.exit(f"compare.py: no program at {options.aegis}; build it, or give --aegis PATH")
    if not options.origin.is_dir():
        sys.exit(f"compare.py: no folder at {options.origin}")
    return options


def run(options, work):
    env = environment(options.peers)
    paths = locate(options.rows, options.aegis, options.floor, env)
    missing = [row.name for row in options.rows if row.program not in paths]
    if missing:
        print(f"left out, not installed: {', '.join(missing)}", file=sys.stderr)
    reset = lambda: None
    if options.benchmark == "again":
        places, content, reset = prepare_again(options.origin, work, env, paths["aegis"])
    else:
        places, content = PREPARE[options.benchmark](options.origin, work, env)
    commands = {row.name: fill(row, paths[row.program], places) for row in options.rows if row.program in paths}
    facts = {"input": content, "machine": machine(), "versions": versions(paths, env), "missing": missing}
    before = os.getloadavg()[0]
    results = measure(commands, env, options.rounds, options.warmup, reset)
    facts["load_before_and_after"] = [round(before, 2), round(os.getloadavg()[0], 2)]
    return results, report(options, facts, results)


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="aegis-compare-") as work:
        results, written = run(options, pathlib.Path(work))
        os.chdir("/")
    print_table(results)
    print_against_floors(results)
    if options.out:
        options.out.write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    main()
