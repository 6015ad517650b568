"""Where reports go: files, pipes, terminals."""

import json
import os
import pty
import subprocess

from output_support import FORMATS, LINE, OutputTest, TOKEN
from support import AEGIS, FINDINGS, INTERNAL, TIMEOUT, USAGE, github_token, main


class Files(OutputTest):
    """-o"""

    def setUp(self):
        super().setUp()
        self.box.write("a", LINE)

    def test_the_report_is_in_the_file_alone(self):
        run = self.scan("-f", "json", "-o", "report", "a")
        self.assert_code(FINDINGS, run)
        self.assertEqual(run.out, "")
        report = self.box.path("report")
        self.assertEqual(len(json.loads(report.read_text())["findings"]), 1)
        self.assertEqual(report.stat().st_mode & 0o777, 0o600)

    def test_an_old_report_is_replaced_whole(self):
        self.box.write("report", "x" * 100_000)
        os.chmod(self.box.path("report"), 0o644)
        self.scan("-f", "jsonl", "-o", "report", "a")
        report = self.box.path("report")
        self.assertEqual(len(report.read_text().splitlines()), 2)
        self.assertEqual(report.stat().st_mode & 0o777, 0o600)

    def test_nothing_else_is_left_beside_it(self):
        self.scan("-o", "out/../report", "a")
        self.scan("-o", "report", "a")
        self.assertEqual(sorted(os.listdir(self.box.work)), ["a", "report"])

    def test_a_full_device_is_an_internal_error(self):
        for flags in (["-o", "/dev/full"], ["-f", "json", "-o", "/dev/full"]):
            run = self.scan(*flags, "a")
            self.assert_code(INTERNAL, run)
            self.assert_says(run.err, "/dev/full", "not reported")

    def test_stdout_on_a_full_device_is_an_internal_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([AEGIS, "scan", "a"], cwd=self.box.work, stdout=full, stderr=subprocess.PIPE,
                                  env=self.box.env, timeout=TIMEOUT)
        self.assertEqual(done.returncode, INTERNAL, done.stderr)

    def test_help_on_a_full_device_is_an_internal_error(self):
        with open("/dev/full", "wb") as full:
            for words in (["--help"], ["rules", "list"]):
                done = subprocess.run([AEGIS, *words], stdout=full, stderr=subprocess.PIPE, timeout=TIMEOUT)
                self.assertEqual(done.returncode, INTERNAL, words)

    def test_a_folder_that_is_not_there_is_an_error(self):
        run = self.scan("-o", "none/report", "a")
        self.assertIn(run.code, (USAGE, INTERNAL), run)
        self.assert_says(run.err, "none/report")

    def test_a_folder_in_its_place_is_an_error(self):
        self.box.path("report").mkdir()
        run = self.scan("-o", "report", "a")
        self.assertIn(run.code, (USAGE, INTERNAL), run)

    def test_a_pipe_that_nobody_reads_does_not_yield_clean(self):
        for form in FORMATS:
            with self.subTest(format=form):
                reader, writer = os.pipe()
                os.close(reader)
                done = subprocess.run([AEGIS, "scan", "-f", form, "a"], cwd=self.box.work, stdout=writer,
                                      stderr=subprocess.PIPE, env=self.box.env, timeout=TIMEOUT)
                os.close(writer)
                self.assertEqual(done.returncode, FINDINGS, done.stderr)

    def test_a_reader_that_leaves_early_does_not_yield_clean(self):
        self.box.write("many", "".join(github_token(i) + "\n" for i in range(3000)))
        done = subprocess.run(["bash", "-c", '"$0" scan many | head -n1 >/dev/null; exit "${PIPESTATUS[0]}"', AEGIS],
                              cwd=self.box.work, env=self.box.env, capture_output=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, FINDINGS, done.stderr)

    def test_stderr_that_nobody_reads_changes_nothing(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([AEGIS, "scan", "a"], cwd=self.box.work, stdout=subprocess.PIPE, stderr=writer,
                              env=self.box.env, timeout=TIMEOUT)
        os.close(writer)
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn(b"github-token", done.stdout)


class Terminal(OutputTest):
    def setUp(self):
        super().setUp()
        self.box.write("a", LINE)

    def on_terminal(self, *args, env=None):
        """Runs with standard output on a pseudo-terminal; gives the code and what was shown."""
        main_end, other_end = pty.openpty()
        child = subprocess.Popen([AEGIS, *args], cwd=self.box.work, stdin=subprocess.DEVNULL, stdout=other_end,
                                 stderr=other_end, env={**self.box.env, "TERM": "xterm", **(env or {})})
        os.close(other_end)
        shown = b""
        while True:
            try:
                part = os.read(main_end, 65536)
            except OSError:  # EIO: the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(main_end)
        return child.wait(TIMEOUT), shown.decode()

    def test_a_pipe_gets_no_colour(self):
        run = self.scan("a", env={"TERM": "xterm", "CLICOLOR_FORCE": "", "COLORTERM": "truecolor"})
        self.assertNotIn("\x1b", run.out + run.err)

    def test_a_terminal_gets_colour(self):
        code, shown = self.on_terminal("scan", "a")
        self.assertEqual(code, FINDINGS)
        self.assertIn("\x1b[", shown)
        self.assertNotIn(TOKEN[4:14], shown)

    def test_no_color_is_heeded(self):
        code, shown = self.on_terminal("scan", "a", env={"NO_COLOR": "1"})
        self.assertEqual(code, FINDINGS)
        self.assertNotIn("\x1b[", shown)

    def test_an_empty_no_color_says_nothing(self):
        self.assertIn("\x1b[", self.on_terminal("scan", "a", env={"NO_COLOR": ""})[1])

    def test_json_gets_no_colour(self):
        code, shown = self.on_terminal("scan", "-f", "json", "a")
        self.assertEqual(len(json.loads(shown)["findings"]), 1)

    def test_show_secrets_shows_them(self):
        code, shown = self.on_terminal("scan", "--show-secrets", "a")
        self.assertEqual(code, FINDINGS)
        self.assertIn(TOKEN, shown)

    def test_a_hostile_line_reaches_no_terminal(self):
        self.box.write("b", b"\x1b]0;owned\x07 " + LINE.encode())
        code, shown = self.on_terminal("scan", "--show-secrets", "b")
        self.assertEqual(code, FINDINGS)
        self.assertNotIn("\x1b]", shown)


if __name__ == "__main__":
    main()
