"""Reports for people and programs: text, JSON, JSON lines, SARIF."""

import json
import os
import re
import subprocess
import sys

from output_support import FORMATS, LINE, OutputTest, TOKEN
from support import CLEAN, FINDINGS, TIMEOUT, github_token, main, stripe_key

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


class Formats(OutputTest):
    def setUp(self):
        super().setUp()
        self.box.write("top/a", "x\n" + LINE)
        self.box.write("top/b", f"k: {stripe_key('b')}\n")

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


if __name__ == "__main__":
    main()
