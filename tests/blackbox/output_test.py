"""Reports: every format, where it goes, what it never holds."""

import base64
import json
import os
import pty
import re
import subprocess
import sys

from support import AEGIS, CLEAN, FINDINGS, INTERNAL, TIMEOUT, USAGE, AegisTest, body, github_token, main, stripe_key

TOKEN = github_token("output")
LINE = f"token = {TOKEN}\n"
FORMATS = ("text", "json", "jsonl", "sarif")
SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schema", "sarif-2.1.0.json")
VALIDATE = """
import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(77)
schema, document = (json.load(open(name)) for name in sys.argv[1:])
kind = jsonschema.validators.validator_for(schema)
errors = [f"{list(e.absolute_path)}: {e.message[:300]}" for e in kind(schema).iter_errors(document)]
print("\\n".join(errors))
sys.exit(bool(errors))
"""
HOSTILE = [b"new\nline", b"esc\x1b[31m\x1b]0;title\x07", b"caf\xe9\xff", b"\xe2\x80\xaertl", b"a b%20#?&", b'q"\\\'<>',
           b"::error::x", b"##vso[task]x", b"{0}](http:x)", b"\xed\xa0\x80", b"\xf0\x9f\x94\x91", b"tab\t\x01\x7f\xc2\x9b"]


class OutputTest(AegisTest):
    def scan(self, *args, **kwargs):
        return self.box.aegis("scan", *args, **kwargs)

    def assert_valid_sarif(self, text):
        path = self.box.top / "report.sarif"
        path.write_text(text)
        for python in (sys.executable, "/usr/bin/python3"):
            if not os.access(python, os.X_OK):
                continue
            done = subprocess.run([python, "-c", VALIDATE, SCHEMA, path], capture_output=True, text=True, timeout=TIMEOUT)
            if done.returncode != 77:
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "\n", ""))
                return
        self.skipTest("no python with jsonschema")


class Formats(OutputTest):
    def setUp(self):
        super().setUp()
        self.box.write("top/a", "x\n" + LINE)
        self.box.write("top/b", f"k: {stripe_key('b')}\n")

    def test_text_says_what_where_and_what_to_do(self):
        run = self.scan("top")
        self.assert_code(FINDINGS, run)
        self.assertRegex(run.out, r"(?m)^top/a:2:9 .*GitHub.*\(github-token\)$")
        self.assertRegex(run.out, r"(?m)^  now: .*https://github.com/")
        self.assertRegex(run.out, r"finding:[0-9a-f]{32}\n")
        self.assertRegex(run.err, r"2 findings in 2 files")

    def test_the_caret_stands_below_the_secret(self):
        lines = self.scan("top/a").out.splitlines()
        at = next(i for i, line in enumerate(lines) if "^" in line)
        self.assertEqual(lines[at].index("^"), lines[at - 1].index("gh" + "p_"))

    def test_findings_go_to_stdout_and_all_else_to_stderr(self):
        run = self.scan("top/a", "vanished")
        self.assertNotIn("vanished", run.out)
        self.assertIn("vanished", run.err)

    def test_json_has_all_its_keys(self):
        report = self.scan("-f", "json", "top/a").json()
        self.assertEqual(set(report), {"version", "command", "findings", "summary"})
        finding = report["findings"][0]
        keys = "file line column end_line end_column rule provider severity confidence proof secret fingerprint"
        self.assertLessEqual(set(keys.split()), set(finding))
        self.assertEqual((finding["line"], finding["column"], finding["end_line"], finding["end_column"]),
                         (2, 9, 2, 9 + len(TOKEN)))
        self.assertEqual((finding["provider"], finding["severity"], finding["proof"]), ("github", "critical", "checksum"))
        self.assertRegex(finding["fingerprint"], "^[0-9a-f]{32}$")
        for absent in ("commit", "author", "date", "blob"):
            self.assertNotIn(absent, finding)

    def test_the_summary_has_all_its_keys(self):
        summary = self.scan("-f", "json", "top").summary
        self.assertLessEqual({"findings", "scanned", "bytes", "skipped", "complete"}, set(summary))
        size = sum(os.path.getsize(self.box.path("top") / name) for name in "ab")
        self.assertEqual((summary["findings"], summary["scanned"], summary["bytes"]), (2, 2, size))

    def test_jsonl_is_a_finding_a_line_and_a_summary(self):
        run = self.scan("-f", "jsonl", "top")
        lines = [json.loads(line) for line in run.out.splitlines()]
        self.assertEqual(len(lines), 3)
        self.assertEqual(list(lines[-1]), ["summary"])
        self.assertEqual(lines[:-1], self.scan("-f", "json", "top").findings)
        self.assertEqual(lines[-1]["summary"], self.scan("-f", "json", "top").summary)

    def test_jsonl_of_a_clean_run_is_a_summary_alone(self):
        self.box.write("clean", "x\n")
        run = self.scan("-f", "jsonl", "clean")
        self.assert_clean(run)
        self.assertEqual(list(json.loads(run.out)), ["summary"])

    def test_columns_count_bytes_or_characters_the_same_in_text_and_json(self):
        self.box.write("c", "äöü 🔑 " + LINE)
        found = self.scan("-f", "json", "c").findings[0]
        self.assertIn(f"c:{found['line']}:{found['column']} ", self.scan("c").out)

    def test_sarif_is_valid(self):
        run = self.scan("-f", "sarif", "top", "vanished")
        self.assert_code(FINDINGS, run)
        self.assert_valid_sarif(run.out)
        sarif = run.json()["runs"][0]
        self.assertEqual(len(sarif["results"]), 2)
        self.assertFalse(sarif["invocations"][0]["executionSuccessful"])
        for result in sarif["results"]:
            rule = sarif["tool"]["driver"]["rules"][result["ruleIndex"]]
            self.assertEqual(rule["id"], result["ruleId"])

    def test_sarif_of_nothing_is_valid(self):
        self.box.path("empty").mkdir()
        run = self.scan("-f", "sarif", "empty")
        self.assert_clean(run)
        self.assert_valid_sarif(run.out)
        self.assertEqual(run.json()["runs"][0]["results"], [])

    def test_sarif_columns_are_utf16_code_units(self):
        self.box.write("c", "ä🔑 " + TOKEN + "\n")
        region = self.scan("-f", "sarif", "c").json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual((region["startColumn"], region["endColumn"]), (5, 5 + len(TOKEN)))

    def test_quiet_says_nothing_of_a_clean_run(self):
        self.box.write("clean", "x\n")
        run = self.scan("-q", "clean")
        self.assertEqual((run.code, run.out, run.err), (CLEAN, "", ""))

    def test_quiet_keeps_findings_and_what_was_skipped(self):
        self.assertIn("github-token", self.scan("-q", "top").out)
        self.assertIn("vanished", self.scan("-q", "vanished").err)

    def test_hostile_names_in_every_format(self):
        for i, name in enumerate(HOSTILE):
            self.box.write(b"h/" + name, f"x = {github_token(i)}\n")
        for form in FORMATS:
            with self.subTest(format=form):
                run = self.scan("-f", form, "h")
                self.assert_code(FINDINGS, run)
                text = run.raw_out.decode("utf-8")
                bad = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text + run.raw_err.decode("utf-8"))
                self.assertEqual(bad, [])
                self.assertNotRegex(text, r"(?m)^\s*(::error|##vso\[)")
                if form == "json":
                    self.assertEqual(len(run.findings), len(HOSTILE))
                elif form == "jsonl":
                    self.assertEqual(len([json.loads(line) for line in text.splitlines()]), len(HOSTILE) + 1)
                elif form == "sarif":
                    self.assert_valid_sarif(text)

    def test_hostile_lines_in_text(self):
        self.box.write("c", b"\x1b[31m\x1b]52;c;x\x07\xff\xe2\x80\xae " + LINE.encode()[:-1] + b"\x1b[2J\r::error::\x9b\n")
        run = self.scan("c")
        self.assert_code(FINDINGS, run)
        self.assertIsNone(re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae|\xff", run.raw_out))

    def test_hostile_names_of_what_was_skipped(self):
        for form in FORMATS:
            with self.subTest(format=form):
                run = self.scan("-f", form, b"no\x1b[31m\n::error::\xff")
                self.assertNotIn("\x1b", run.raw_out.decode() + run.raw_err.decode())
                if form == "sarif":
                    self.assert_valid_sarif(run.out)


class Secrecy(OutputTest):
    """No format holds a secret, on stdout or stderr."""

    def assert_secret(self, *tokens, target="c"):
        leaks = []
        for flags in ([], ["--explain", "--confidence", "low"], ["--stats", "-j2"]):
            for form in FORMATS:
                run = self.scan("-f", form, *flags, target)
                self.assert_code(FINDINGS, run)
                leaks += self.leaks_of(run, *tokens)
        self.assertEqual(leaks, [], "\n" + "\n".join(leaks))

    def test_a_token(self):
        self.box.write("c", LINE)
        self.assert_secret(TOKEN)

    def test_two_tokens_on_a_line(self):
        other, third = github_token("other"), stripe_key("third")
        self.box.write("c", f"a {TOKEN} b {other} c {third}\n")
        self.assert_secret(TOKEN, other, third)

    def test_the_same_token_twice_on_a_line(self):
        self.box.write("c", f"{TOKEN} {TOKEN} x{TOKEN}\n")
        self.assert_secret(TOKEN)

    def test_a_short_password_repeated_on_its_line(self):
        password = body("short password", 11)
        self.box.write("c", f'password = "{password}"  # was {password}\n')
        self.assert_secret(password)

    def test_another_token_where_the_shown_line_is_cut(self):
        """The text report shows a piece of a long line; a token at the piece's end is cut out as well."""
        other = github_token("other")
        lines = [f"{TOKEN} {'.' * i} {other} {'-' * 300} {stripe_key(i)}" for i in range(0, 160, 3)]
        lines += [f"{'-' * 200} {other} {'.' * i} {TOKEN}" for i in range(0, 160, 3)]
        self.box.write("c", "\n\n".join(lines))
        self.assert_secret(TOKEN, other)

    def test_the_same_token_inside_other_text_where_the_shown_line_is_cut(self):
        """What is no finding of its own, but the same secret."""
        lines = [f"{TOKEN} {'.' * i} x{TOKEN} {'-' * 300}" for i in range(0, 160, 3)]
        lines += [f"{'-' * 200} x{TOKEN} {'.' * i} {TOKEN}" for i in range(0, 160, 3)]
        self.box.write("c", "\n\n".join(lines))
        self.assert_secret(TOKEN)

    def test_a_short_password_that_is_its_own_name(self):
        password = body("name password", 12)
        self.box.write("c", f'url = "postgres://admin:{password}@db.internal.corp/x?password={password}"\n')
        self.assert_secret(password)

    def test_a_token_in_the_name_of_its_file(self):
        self.box.write(f"d/{TOKEN}.txt", LINE)
        self.assert_secret(TOKEN, target="d")

    def test_a_token_in_the_name_of_a_file_with_another(self):
        other = github_token("other")
        self.box.write(f"d/{TOKEN}.txt", LINE + f"x = {other}\n")
        self.assert_secret(TOKEN, other, target="d")

    def test_a_token_with_an_allow_comment_in_an_explanation(self):
        other = github_token("other")
        self.box.write("c", LINE + f"x = {other}  # aegis:allow\n")
        self.assert_secret(TOKEN, other)

    def test_an_allowed_token_beside_one_that_is_not(self):
        other = stripe_key("beside")
        self.box.write("c", f"x = {TOKEN}, {other}  # aegis:allow=stripe-secret-key\n")
        self.assert_secret(TOKEN, other)

    def test_a_token_in_utf16(self):
        self.box.write("c", b"\xff\xfe" + LINE.encode("utf-16-le"))
        self.assert_secret(TOKEN)

    def test_a_private_key(self):
        lines = [base64.b64encode(body(i, 48).encode()).decode() for i in range(12)]
        kind = "RSA PRIVATE" + " KEY"
        self.box.write("c", "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""]))
        run = self.scan("-f", "text", "--confidence", "low", "--explain", "c")
        for line in lines:
            self.assertNotIn(line[4:20], run.out + run.err)

    def test_the_environment_and_arguments_are_not_echoed(self):
        run = self.scan("--nonsense", "c", env={"GITHUB_TOKEN": TOKEN})
        self.assert_no_leak(run, TOKEN)

    def test_show_secrets_is_refused_unless_to_a_terminal(self):
        self.box.write("c", LINE)
        for flags in ([], ["-o", "report"], ["-f", "json"]):
            run = self.scan("--show-secrets", *flags, "c")
            self.assert_code(USAGE, run)
            self.assertEqual(run.out, "")
            self.assert_says(run.err, "terminal")
        self.assertFalse(self.box.path("report").exists())


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
