"""`aegis logs --state FILE`: only what is new, whatever becomes of the logs between runs."""

import os
import resource
import shutil
import subprocess

from logs_support import OTHER, PACKERS, TOKEN, LogsTest, docker, line, noise
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, USAGE, github_token, main

LONG_AGO = 1_700_000_000


class StateTest(LogsTest):
    def setUp(self):
        super().setUp()
        self.state = self.box.top / "state"

    def run_on(self, *words, quiet=True, **kwargs):
        """A run with the state. Logs count as written long ago, so that their last lines are whole."""
        if quiet:
            for folder, _, names in os.walk(self.box.work):
                for name in names:
                    path = os.path.join(folder, name)
                    if os.path.isfile(path) and not os.path.islink(path):
                        age = LONG_AGO + os.stat(path).st_mtime_ns % 1_000_000_000 / 1e9
                        os.utime(path, (age, age))
        run = self.logs("--state", self.state, *words, **kwargs)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run

    def append(self, name, text):
        with open(self.box.path(name), "ab") as file:
            file.write(text.encode())

    def assert_new(self, run, *seeds):
        """It reports these tokens, as many, and nothing else, completely."""
        self.assert_code(FINDINGS if seeds else CLEAN, run)
        self.assertTrue(run.summary["complete"], run)
        self.assertEqual(len(run.findings), len(seeds), run)

    def assert_read(self, run, least, most):
        self.assertTrue(least <= run.summary["bytes"] <= most, run)


class Growing(StateTest):
    def test_only_what_is_new_is_scanned_and_reported(self):
        self.box.write("a.log", noise(20_000) + line(TOKEN))
        self.assert_new(self.run_on("a.log"), TOKEN)
        again = self.run_on("a.log")
        self.assert_new(again)
        self.assert_read(again, 0, 0)
        self.append("a.log", noise(10) + line(OTHER))
        more = self.run_on("a.log")
        self.assert_new(more, OTHER)
        self.assert_read(more, 10, 40_000)
        self.assertEqual(more.findings[0]["line"], 20_012)

    def test_a_secret_that_was_reported_is_not_reported_again(self):
        self.box.write("a.log", line(TOKEN))
        self.assert_new(self.run_on("a.log"), TOKEN)
        self.append("a.log", noise(2000) + line(TOKEN))
        self.box.write("b.log", line(TOKEN))
        run = self.run_on("a.log", "b.log")
        self.assert_new(run)
        self.assertIn("1 secret reported before, seen again", run.summary["notes"])

    def test_a_secret_that_grows_over_runs_at_every_place(self):
        whole = noise(3) + line(TOKEN)
        at = whole.index(TOKEN)
        for cut in (at, at + 1, at + 20, at + len(TOKEN) - 1):
            with self.subTest(cut):
                self.state = self.box.top / f"state {cut}"
                self.box.write("a.log", whole[:cut])
                self.assert_new(self.run_on("a.log"))
                self.append("a.log", whole[cut:])
                run = self.run_on("a.log")
                self.assert_new(run, TOKEN)
                self.assertEqual(run.findings[0]["line"], 4)

    def test_a_half_written_last_line_is_looked_at_again(self):
        self.box.write("a.log", noise(2) + "password=" + TOKEN)
        held = self.run_on("a.log", quiet=False)
        self.assert_code(INCOMPLETE, held)
        self.assert_skipped(held, "a.log", "half-written")
        self.append("a.log", " ok\n")
        self.assert_new(self.run_on("a.log"), TOKEN)

    def test_a_last_line_without_an_end_that_nobody_writes_to_any_more(self):
        self.box.write("a.log", noise(2) + "password=" + TOKEN)
        self.assert_code(INCOMPLETE, self.run_on("a.log", quiet=False))
        self.assert_new(self.run_on("a.log"), TOKEN)
        self.assert_new(self.run_on("a.log"))

    def test_two_records_of_which_one_comes_later(self):
        self.box.write("a.log", docker("hello") + docker(TOKEN[:15], end=""))
        self.assert_new(self.run_on("a.log"))
        self.append("a.log", docker(TOKEN[15:]))
        self.assert_new(self.run_on("a.log"), TOKEN)

    def test_many_small_steps(self):
        text = "".join(noise(3, i) + line(github_token(i)) for i in range(12))
        found = 0
        self.box.write("a.log")
        for begin in range(0, len(text), 97):
            self.append("a.log", text[begin : begin + 97])
            found += len(self.run_on("a.log").findings)
        self.assertEqual(found, 12)


class Rotated(StateTest):
    def start(self, name="a.log"):
        self.box.write(name, noise(5000) + line(TOKEN))
        self.assert_new(self.run_on(name), TOKEN)
        self.append(name, noise(5, 7) + line(OTHER))

    def assert_rest_found(self, run, where):
        """What was written before the rotation, and what came after it."""
        self.assert_new(run, OTHER, "third")
        self.assertEqual([found["file"] for found in run.findings], where)
        self.assert_read(run, 10, 50_000)
        self.assert_new(self.run_on("a.log"))

    def third(self):
        return noise(2, 90) + line(github_token("third"))

    def test_by_renaming(self):
        self.start()
        os.rename(self.box.path("a.log"), self.box.path("a.log.1"))
        self.box.write("a.log", self.third())
        self.assert_rest_found(self.run_on("a.log"), ["a.log", "a.log.1"])

    def test_by_renaming_seen_through_a_pattern(self):
        self.start()
        os.rename(self.box.path("a.log"), self.box.path("a.log.1"))
        self.box.write("a.log", self.third())
        run = self.run_on("a.log*")
        self.assert_new(run, OTHER, "third")
        self.assert_read(run, 10, 50_000)

    def test_by_copying_and_truncating(self):
        self.start()
        shutil.copyfile(self.box.path("a.log"), self.box.path("a.log.1"))
        os.truncate(self.box.path("a.log"), 0)
        self.append("a.log", self.third())
        self.assert_rest_found(self.run_on("a.log"), ["a.log", "a.log.1"])

    def test_by_copying_and_truncating_and_growing_beyond_what_it_was(self):
        self.start()
        shutil.copyfile(self.box.path("a.log"), self.box.path("a.log.1"))
        os.truncate(self.box.path("a.log"), 0)
        self.append("a.log", self.third() + noise(9000, 100))
        run = self.run_on("a.log")
        self.assert_new(run, OTHER, "third")

    def test_with_the_date_in_the_name(self):
        self.start()
        os.rename(self.box.path("a.log"), self.box.path("a.log-20261125"))
        self.box.write("a.log", self.third())
        self.assert_rest_found(self.run_on("a.log"), ["a.log", "a.log-20261125"])

    def test_with_compression_before_the_next_run(self):
        for ending, pack in PACKERS.items():
            with self.subTest(ending):
                self.state = self.box.top / f"state {ending}"
                self.start()
                packed = self.box.path(f"a.log.1.{ending}")
                packed.write_bytes(pack(self.box.path("a.log").read_bytes()))
                os.unlink(self.box.path("a.log"))
                self.box.write("a.log", self.third())
                self.assert_rest_found(self.run_on("a.log"), ["a.log", f"a.log.1.{ending}"])
                os.unlink(packed)

    def test_twice_between_two_runs(self):
        self.start()
        os.rename(self.box.path("a.log"), self.box.path("a.log.2"))
        self.box.write("a.log.1", line(github_token("between")))
        self.box.write("a.log", self.third())
        self.assert_new(self.run_on("a.log*"), OTHER, "between", "third")

    def test_the_old_log_compressed_later_is_not_scanned_again(self):
        self.start()
        os.rename(self.box.path("a.log"), self.box.path("a.log.1"))
        self.box.write("a.log", self.third())
        self.run_on("a.log*")
        self.box.path("a.log.1.gz").write_bytes(PACKERS["gz"](self.box.path("a.log.1").read_bytes()))
        os.unlink(self.box.path("a.log.1"))
        run = self.run_on("a.log*")
        self.assert_new(run)
        self.assert_read(run, 0, 50_000)

    def test_generations_that_fall_off_the_end_are_no_alarm(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log*")
        for day in range(6):
            for number in (2, 1):
                if self.box.path(f"a.log.{number}").exists():
                    os.replace(self.box.path(f"a.log.{number}"), self.box.path(f"a.log.{number + 1}"))
            os.replace(self.box.path("a.log"), self.box.path("a.log.1"))
            self.box.path("a.log.3").unlink(missing_ok=True)
            self.box.write("a.log", line(github_token(day), day))
            self.assert_new(self.run_on("a.log*"), day)

    def test_content_that_is_not_found_again_is_said(self):
        self.start()
        self.box.write("new", self.third())
        os.replace(self.box.path("new"), self.box.path("a.log"))
        run = self.run_on("a.log")
        self.assert_code(FINDINGS, run)
        self.assertEqual(len(run.findings), 1)
        self.assert_skipped(run, "a.log", "rotated or truncated", "not scanned")
        self.assert_new(self.run_on("a.log"))

    def test_the_same_beginning_and_another_end(self):
        self.box.write("a.log", noise(200) + line(TOKEN))
        self.run_on("a.log")
        os.rename(self.box.path("a.log"), self.box.path("a.log.1"))
        self.box.write("a.log", noise(200) + line(OTHER) + noise(400, 300))
        self.assert_new(self.run_on("a.log"), OTHER)

    def test_an_inode_that_is_used_again(self):
        self.box.write("a.log", noise(300) + line(TOKEN))
        self.run_on("a.log")
        with open(self.box.path("a.log"), "r+b") as file:  # the same inode, content of another file
            file.truncate(0)
            file.write((noise(400, 5000) + line(OTHER)).encode())
        run = self.run_on("a.log")
        self.assertEqual(len(run.findings), 1)
        self.assertEqual(run.findings[0]["line"], 401)

    def test_a_hole_of_nuls_after_truncation_under_a_writers_hands(self):
        path = self.box.path("a.log")
        with open(path, "wb") as writer:
            writer.write((noise(400_000) + line(TOKEN)).encode())
            writer.flush()
            self.assert_new(self.run_on("a.log"), TOKEN)
            shutil.copyfile(path, self.box.path("a.log.1"))
            os.truncate(path, 0)
            writer.write(line(OTHER).encode())
        self.assertGreater(path.stat().st_size, 10_000_000)
        run = self.run_on("a.log")
        self.assert_new(run, OTHER)
        self.assert_new(self.run_on("a.log"))

    def test_a_log_that_is_gone_is_noted_once(self):
        for name in ("a.log", "b.log"):
            self.box.write(name, noise(1))
            self.run_on("*.log")
        os.unlink(self.box.path("a.log"))
        self.box.write("c.log", noise(2, 50))
        run = self.run_on("*.log")
        self.assert_new(run)
        self.assertTrue(any("a.log is gone" in note for note in run.summary["notes"]), run)
        self.assertEqual([n for n in self.run_on("*.log").summary["notes"] if "gone" in n], [])


class TheState(StateTest):
    def test_it_is_private_and_holds_no_secret(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log")
        self.assertEqual(os.stat(self.state).st_mode & 0o777, 0o600)
        content = self.state.read_bytes()
        self.assertNotIn(TOKEN[4:20].encode(), content)

    def test_one_that_is_damaged_is_said_and_everything_scanned_anew(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log")
        whole = self.state.read_bytes()
        for damaged in (b"", b"x", whole[:-1], whole[:50], whole[:-9] + b"x" + whole[-8:], whole + b"x"):
            with self.subTest(len(damaged)):
                self.state.write_bytes(damaged)
                run = self.run_on("a.log")
                self.assert_new(run, TOKEN)
                self.assertTrue(any("anew" in note for note in run.summary["notes"]), run)
                self.assert_new(self.run_on("a.log"))

    def test_one_that_is_rolled_back_repeats_what_came_after_it(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log")
        before = self.state.read_bytes()
        self.append("a.log", line(OTHER))
        self.assert_new(self.run_on("a.log"), OTHER)
        self.state.write_bytes(before)
        self.assert_new(self.run_on("a.log"), OTHER)

    def test_one_that_others_could_have_written_is_refused(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log")
        os.chmod(self.state, 0o666)
        run = self.run_on("a.log")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "chmod 600")

    def test_a_second_run_at_the_same_time_is_refused(self):
        reading, writing = os.pipe()
        first = subprocess.Popen(
            [AEGIS, "logs", "--state", self.state, "-"], cwd=self.box.work, env=self.box.env, stdin=reading,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            while not os.path.exists(f"{self.state}.lock"):
                pass
            self.box.write("a.log", line(TOKEN))
            codes = {self.run_on("a.log").code for _ in range(20)}
            self.assertIn(INCOMPLETE, codes)
        finally:
            os.close(writing)
            first.wait()
            os.close(reading)

    def test_a_disk_that_is_full_keeps_the_old_state_and_the_report(self):
        self.box.write("a.log", line(TOKEN))
        self.run_on("a.log")
        before = self.state.read_bytes()
        self.append("a.log", line(OTHER))
        run = self.run_on("a.log", limits=[(resource.RLIMIT_FSIZE, 64)])
        self.assert_code(4, run)
        self.assertEqual(self.state.read_bytes(), before)
        self.assertEqual(len(run.findings), 1)
        self.assert_new(self.run_on("a.log"), OTHER)

    def test_what_this_run_writes_is_left_out(self):
        self.box.write("log/a.log", line(TOKEN))
        for _ in range(3):
            run = self.box.aegis(
                "logs", "--state", "log/state", "-o", "log/report.json", "-f", "json", "--also", "sarif=log/r.sarif", "log"
            )
            self.assertIn(run.code, (CLEAN, FINDINGS), run)
        report = self.box.path("log/report.json").read_text()
        self.assertIn("is left out: this run writes it", report)

    def test_logs_that_are_not_named_this_time_stay_remembered(self):
        self.box.write("a.log", line(TOKEN))
        self.box.write("b.log", line(OTHER))
        self.assert_new(self.run_on("a.log"), TOKEN)
        self.assert_new(self.run_on("b.log"), OTHER)
        self.assert_read(self.run_on("a.log", "b.log"), 0, 0)


if __name__ == "__main__":
    main()
