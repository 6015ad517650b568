"""Exit codes, and surroundings that are short of something."""

import os
import resource
import subprocess

from support import (
    AEGIS,
    CLEAN,
    FINDINGS,
    INCOMPLETE,
    INTERNAL,
    TIMEOUT,
    USAGE,
    AegisTest,
    github_token,
    main,
    placeholder_key,
)

TOKEN = github_token("errors")
LINE = f"token = {TOKEN}\n"


class UsageTest(AegisTest):
    def test_wrong_usage(self):
        for words in (
            [],
            ["nonsense"],
            ["--nonsense"],
            ["scan"],
            ["scan", "--nonsense", "a"],
            ["scan", "-f", "xml", "a"],
            ["scan", "--confidence", "total", "a"],
            ["scan", "-j", "many", "a"],
            ["scan", "-j", "-1", "a"],
            ["scan", "--chunk-size", "-5", "a"],
            ["scan", "-o"],
            ["staged", "a"],
            ["stdin", "a"],
            ["stdin", "--name"],
            ["rules"],
            ["rules", "show"],
            ["rules", "check"],
            ["hooks"],
            ["hooks", "nonsense"],
            ["scan", "staged", "--nope"],
        ):
            with self.subTest(words=words):
                self.box.write("a", "x\n")
                run = self.box.aegis(*words)
                self.assert_code(USAGE, run)
                self.assertEqual(run.out, "")
                self.assertTrue(run.err.startswith("aegis: "), run)

    def test_a_hostile_flag_is_escaped(self):
        run = self.box.aegis("scan", "--x\x1b]0;owned\x07")
        self.assert_code(USAGE, run)
        self.assertNotIn("\x1b", run.err)

    def test_help_and_version(self):
        for words in (["--help"], ["-h"], ["scan", "--help"], ["rules", "--help"], ["hooks", "install", "--help"]):
            with self.subTest(words=words):
                run = self.box.aegis(*words)
                self.assert_clean(run)
                self.assert_says(run.out, "usage")
        self.assertRegex(self.box.aegis("--version").out, r"^aegis \d+\.\d+\.\d+\S*\n$")

    def test_help_names_the_exit_codes(self):
        self.assert_says(self.box.aegis("--help").out, "0 clean", "1 findings", "2 usage", "3 incomplete", "4 internal")

    def test_help_of_a_command_is_about_that_command(self):
        self.assert_says(self.box.aegis("scan", "--help").out, "--format", "--show-secrets")

    def test_jobs_beyond_reason(self):
        self.box.write("a", LINE)
        run = self.box.aegis("scan", "-j", "500", "a")
        self.assertIn(run.code, (FINDINGS, USAGE, INCOMPLETE, INTERNAL), run)

    def test_chunks_beyond_reason(self):
        self.box.write("a", LINE)
        for size in ("1", "18446744073709551615", "1000000000000"):
            run = self.box.aegis("scan", "--chunk-size", size, "a")
            self.assertIn(run.code, (FINDINGS, USAGE, INCOMPLETE, INTERNAL), run)


class SurroundingsTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.write("a", LINE)

    def shell(self, line):
        done = subprocess.run(["sh", "-c", line, AEGIS], cwd=self.box.work, env=self.box.env, capture_output=True,
                              timeout=TIMEOUT)
        return done

    def test_closed_standard_input(self):
        self.assertEqual(self.shell('"$0" scan a <&-').returncode, FINDINGS)
        self.assertIn(self.shell('"$0" stdin <&-').returncode, (CLEAN, INCOMPLETE))

    def test_closed_standard_output_is_never_clean(self):
        self.assertIn(self.shell('"$0" scan a >&-').returncode, (FINDINGS, INTERNAL))

    def test_closed_standard_error(self):
        done = self.shell('"$0" scan a 2>&-')
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn(b"github-token", done.stdout)

    def test_all_closed(self):
        self.assertIn(self.shell('"$0" scan a <&- >&- 2>&-').returncode, (FINDINGS, INTERNAL))

    def test_with_closed_descriptors_no_file_is_written_into(self):
        before = self.box.path("a").read_bytes()
        self.box.repository()
        self.box.stage({"b": LINE})
        index = self.box.path(".git/index").read_bytes()
        for line in ('"$0" staged <&- >&- 2>&-', '"$0" scan . <&- >&- 2>&-', '"$0" staged 2>&-'):
            self.shell(line)
        self.assertEqual(self.box.path("a").read_bytes(), before)
        self.assertEqual(self.box.path(".git/index").read_bytes(), index)

    def test_sixteen_descriptors(self):
        for i in range(50):
            self.box.write(f"d{i}/e/f/g", LINE)
        run = self.box.aegis("scan", "-f", "json", ".", limits=[(resource.RLIMIT_NOFILE, 16)])
        self.assert_found(run, 51)
        self.assertEqual(run.summary["skipped"], [])

    def test_sixteen_descriptors_when_staged(self):
        self.box.repository()
        for i in range(20):
            self.box.commit({"f": f"{i}\n"})
            self.box.git("repack", "-dq")
        self.box.stage({"b": LINE})
        run = self.box.aegis("staged", "-f", "json", limits=[(resource.RLIMIT_NOFILE, 16)])
        self.assert_found(run, 1, "b")

    def test_too_few_descriptors_are_never_clean(self):
        for most in (3, 4, 5):
            run = self.box.aegis("scan", "a", limits=[(resource.RLIMIT_NOFILE, most)])
            self.assertIn(run.code, (FINDINGS, INCOMPLETE, INTERNAL, 127), run)  # 127: the loader's

    def test_a_small_stack(self):
        self.box.write("deep", '{"a":' * 20_000 + LINE)
        run = self.box.aegis("scan", "-f", "json", "-j2", ".", limits=[(resource.RLIMIT_STACK, 256 << 10)])
        self.assert_found(run, 2)

    def test_little_memory_is_no_crash(self):
        """Either it suffices, or the program says so with its own exit code."""
        self.box.write("big", "x y z\n" * 2_000_000 + LINE)
        for most in (24, 32, 48, 64, 96, 128):
            with self.subTest(megabytes=most):
                run = self.box.aegis("scan", "-j2", "big", limits=[(resource.RLIMIT_AS, most << 20)])
                self.assertIn(run.code, (FINDINGS, INCOMPLETE, INTERNAL, 127), run)

    def test_threads_that_cannot_be_started_are_no_crash(self):
        run = self.box.aegis("scan", "-j", "100", "a", limits=[(resource.RLIMIT_AS, 400 << 20)])
        self.assertIn(run.code, (FINDINGS, USAGE, INCOMPLETE, INTERNAL), run)

    def test_a_file_size_limit_is_no_crash(self):
        run = self.box.aegis("scan", "-o", "report", "a", limits=[(resource.RLIMIT_FSIZE, 10)])
        self.assert_code(INTERNAL, run)
        self.assertFalse(self.box.path("report").exists())
        self.assertEqual(os.listdir(self.box.work), ["a"])

    def test_home_unset(self):
        names = {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}
        self.assert_found(self.box.aegis("scan", "-f", "json", "a", env=names), 1)
        self.box.repository()
        self.box.stage({"b": LINE})
        self.assert_found(self.box.aegis("staged", "-f", "json", env=names), 1, "b")

    def test_an_empty_environment(self):
        run = self.box.aegis("scan", "a", env={name: None for name in self.box.env})
        self.assert_code(FINDINGS, run)

    def test_any_language(self):
        expected = self.box.aegis("scan", "a")
        for language in ("C", "POSIX", "tr_TR.UTF-8", "de_DE.UTF-8", "nonsense"):
            run = self.box.aegis("scan", "a", env={"LANG": language, "LC_ALL": language})
            self.assertEqual((run.code, run.out, run.err), (expected.code, expected.out, expected.err))

    def test_a_working_folder_that_has_gone(self):
        folder = self.box.path("gone")
        folder.mkdir()
        done = subprocess.run(["sh", "-c", 'cd "$1" && rmdir "$1" && exec "$0" staged', AEGIS, folder],
                              env=self.box.env, capture_output=True, timeout=TIMEOUT)
        self.assertNotEqual(done.returncode, CLEAN)

    def test_a_termination_signal_is_not_clean(self):
        child = subprocess.Popen([AEGIS, "stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=self.box.env)
        child.stdin.write(LINE.encode())
        child.stdin.flush()
        child.terminate()
        child.communicate(timeout=TIMEOUT)
        self.assertNotEqual(child.returncode, CLEAN)


class TellingTest(AegisTest):
    """--stats and --explain"""

    def test_stats_counts_each_stage(self):
        self.box.write("a", LINE)
        run = self.box.aegis("scan", "--stats", "a")
        self.assert_code(FINDINGS, run)
        self.assert_says(run.err, "prefilter", "confirm", "judge", "1 findings", "GB/s")
        self.assertNotIn("prefilter", run.out)

    def test_stats_leave_a_json_report_whole(self):
        self.box.write("a", LINE)
        self.assert_found(self.box.aegis("scan", "--stats", "-f", "json", "a"), 1)

    def test_explain_says_which_filter_dropped_what(self):
        wrong = TOKEN[:-1] + ("0" if TOKEN[-1] != "0" else "1")
        self.box.write("a", f"x\n{placeholder_key()}\nv = {wrong}\nw = {TOKEN} # aegis:allow\n")
        run = self.box.aegis("scan", "--explain", "a")
        self.assert_clean(run)
        self.assertRegex(run.err, r"(?m)^a:2:\d+ stripe-secret-key: dropped by .*placeholder")
        self.assertRegex(run.err, r"(?m)^a:3:5 github-token: dropped by .*checksum")
        self.assertRegex(run.err, r"(?m)^a:4:5 github-token: dropped by .*aegis:allow")
        self.assert_no_leak(run, TOKEN)

    def test_explain_says_that_a_line_is_old(self):
        self.box.repository()
        self.box.commit({"a": LINE})
        self.box.stage({"a": LINE + "x\n"})
        run = self.box.aegis("staged", "--explain")
        self.assert_clean(run)
        self.assert_says(run.err, "a:1:9", "github-token", "not new")

    def test_explain_is_part_of_json(self):
        self.box.write("a", placeholder_key() + "\n")
        report = self.box.aegis("scan", "--explain", "-f", "json", "a").json()
        self.assertIn("stripe-secret-key", [e["rule"] for e in report["explained"]])

    def test_without_explain_nothing_is_said_of_what_was_dropped(self):
        self.box.write("a", placeholder_key() + "\n")
        run = self.box.aegis("scan", "a")
        self.assertNotIn("dropped", run.out + run.err)

    def test_low_confidence_is_shown_when_asked_for(self):
        self.box.write("a", placeholder_key() + "\n")
        run = self.box.aegis("scan", "--confidence", "low", "-f", "json", "a")
        self.assert_found(run, 1)
        self.assertEqual(run.findings[0]["confidence"], "low")
        self.assertTrue(run.findings[0]["doubt"])


if __name__ == "__main__":
    main()
