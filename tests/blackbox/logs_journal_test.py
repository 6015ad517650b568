"""`aegis logs --journal`, with a program in the place of journalctl that plays its part."""

import os
import signal
import subprocess

from logs_support import OTHER, TOKEN, LogsTest, journal_entry
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, main

# Gives the entries of a file from the cursor on that it is asked for, and writes down how it was called.
PROGRAM = """#!/usr/bin/python3
import os, re, sys
folder = os.path.dirname(os.path.abspath(__file__))
with open(folder + "/calls", "a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
lines = open(folder + "/entries").read().splitlines(True)
after = [word.split("=", 1)[1] for word in sys.argv if word.startswith("--after-cursor=")]
if os.path.exists(folder + "/says"):
    sys.stderr.write(open(folder + "/says").read())
if after:
    at = [i for i, line in enumerate(lines) if f'"__CURSOR":"{after[0]}"' in line]
    if not at:
        sys.exit("Failed to seek to cursor: Invalid argument")
    lines = lines[at[0] + 1 :]
sys.stdout.write("".join(lines))
"""


TIME = 1_795_514_400  # of all entries


def entry(number, message, **fields):
    return journal_entry(message, __CURSOR=f"s=1;i={number};t={TIME * 10**6:x};x=1", **fields)


class LiveJournal(LogsTest):
    def setUp(self):
        super().setUp()
        self.bin = self.box.top / "bin"
        self.bin.mkdir()
        program = self.bin / "journalctl"
        program.write_text(PROGRAM)
        program.chmod(0o755)
        self.env = {"PATH": f"{self.bin}:{self.box.env['PATH']}"}
        self.entries()

    def entries(self, *lines):
        (self.bin / "entries").write_text("".join(lines))

    def journal(self, *args):
        run = self.logs("--journal", *args, env=self.env)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run

    def calls(self):
        return (self.bin / "calls").read_text().splitlines()

    def test_all_entries_in_full(self):
        self.entries(entry(1, "hello"), entry(2, f"login with {TOKEN}"))
        found = self.one(self.journal())
        self.assertEqual((found["file"], found["line"], found["unit"]), ("journal", 2, "shop.service"))
        self.assertEqual(self.calls(), ["--output=json --all --no-pager"])

    def test_a_state_goes_on_behind_the_last_entry(self):
        state = self.box.top / "state"
        self.entries(entry(1, "hello"), entry(2, f"login with {TOKEN}"))
        self.assert_found(self.journal("--state", state))
        self.assert_clean(self.journal("--state", state))
        self.entries(entry(1, "hello"), entry(2, "x"), entry(3, f"login with {OTHER}"), entry(4, "bye"))
        run = self.journal("--state", state)
        self.assert_found(run)
        self.assertEqual(run.findings[0]["line"], 1)
        self.assert_clean(self.journal("--state", state))
        self.assertIn("--after-cursor=s=1;i=4;", self.calls()[-1])

    def test_an_entry_that_the_journal_has_no_more_is_stood_in_for_by_its_time(self):
        state = self.box.top / "state"
        self.entries(entry(1, "hello"))
        self.journal("--state", state)
        self.entries(entry(7, f"login with {TOKEN}"))
        self.assert_found(self.journal("--state", state))
        self.assertIn(f"--since=@{TIME}", self.calls()[-1])

    def test_what_journalctl_complains_of_makes_the_run_incomplete(self):
        (self.bin / "says").write_text("Hint: You are currently not seeing messages from other users.\n")
        self.entries(entry(1, f"login with {TOKEN}"))
        run = self.journal()
        self.assert_code(FINDINGS, run)
        self.assert_skipped(run, "journal", "not seeing messages")

    def test_a_journal_without_an_entry_is_said(self):
        run = self.journal()
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "journal", "no entry")

    def test_a_program_that_fails_or_is_not_there(self):
        (self.bin / "journalctl").write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
        run = self.journal()
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "journal", "journalctl failed", "broken")
        self.env = {"PATH": str(self.box.path())}
        run = self.journal()
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "journal", "cannot start journalctl")

    def test_paths_with_the_flag_are_its_output_and_nothing_is_run(self):
        self.box.write("journal.json", entry(1, b"\x1b[1m login with " + TOKEN.encode()))
        found = self.one(self.journal("journal.json"))
        self.assertEqual(found["file"], "journal.json")
        self.assertFalse((self.bin / "calls").exists())

    def test_a_signal_ends_the_program_too(self):
        fifo = self.box.top / "fifo"
        os.mkfifo(fifo)
        (self.bin / "journalctl").write_text(f"#!/bin/sh\necho $$ > {fifo}\nexec tail -f /dev/null\n")
        run = subprocess.Popen(
            [AEGIS, "logs", "--journal"], cwd=self.box.work, env={**self.box.env, **self.env},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        program = int(fifo.read_text())
        run.send_signal(signal.SIGTERM)
        _, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 128 + signal.SIGTERM, err)
        self.assertIn(b"interrupted", err)
        self.assertRaises(ProcessLookupError, os.kill, program, 0)


if __name__ == "__main__":
    main()
