"""The files that steer a scan: .aegisignore and .aegis.json."""

import json
import os

from scan_support import LINE, ScanTest, acme_rules, acme_token
from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, main


class IgnoreFiles(ScanTest):
    def ignore(self, text):
        self.box.write(".aegisignore", text)

    def found(self, *args):
        return [place[0] for place in self.places(self.scan(*(args or (".",))))]

    def setUp(self):
        super().setUp()
        for name in ("a.txt", "docs/a.txt", "docs/b.md", "src/docs/c.md", "src/a.log"):
            self.box.write(name, LINE)

    def test_a_folder(self):
        self.ignore("docs/\n")
        self.assertEqual(self.found(), ["./a.txt", "./src/a.log"])
        self.assertEqual(self.scan(".").summary["excluded"], 2)

    def test_an_anchored_folder(self):
        self.ignore("/docs/\n")
        self.assertEqual(self.found(), ["./a.txt", "./src/a.log", "./src/docs/c.md"])

    def test_a_glob_at_any_depth(self):
        self.ignore("*.md\n")
        self.assertEqual(self.found(), ["./a.txt", "./docs/a.txt", "./src/a.log"])

    def test_two_stars(self):
        self.ignore("src/**/*.md\n**/a.txt\n")
        self.assertEqual(self.found(), ["./docs/b.md", "./src/a.log"])

    def test_negation(self):
        self.ignore("*.txt\n!docs/a.txt\n")
        self.assertEqual(self.found(), ["./docs/a.txt", "./docs/b.md", "./src/a.log", "./src/docs/c.md"])

    def test_a_comment_and_blank_lines(self):
        self.ignore("# *.txt\n\n   \n")
        self.assertEqual(len(self.found()), 5)

    def test_crlf(self):
        self.ignore("*.md\r\nsrc/\r\n")
        self.assertEqual(self.found(), ["./a.txt", "./docs/a.txt"])

    def test_a_file_named_on_the_command_line(self):
        self.ignore("docs/\n")
        run = self.scan("docs/a.txt")
        self.assertIn(run.code, (CLEAN, FINDINGS))
        self.assertEqual(run.code == CLEAN, run.summary["excluded"] == 1, "an exclusion is counted")

    def test_it_counts_from_the_top_of_the_work_tree(self):
        self.box.git("init", "-q")
        self.ignore("/docs/a.txt\n")
        self.assertEqual(self.found("docs"), ["docs/b.md"])

    def test_a_finding_by_its_fingerprint(self):
        prints = {f["file"]: f["fingerprint"] for f in self.scan(".").findings}
        self.assertEqual(len(set(prints.values())), 5)
        self.ignore(f"finding:{prints['./a.txt']}  # known\nfinding:{prints['./src/a.log']}#x\n")
        self.assertEqual(self.found(), ["./docs/a.txt", "./docs/b.md", "./src/docs/c.md"])
        self.assertEqual(self.scan(".").summary["ignored"], 2)

    def test_a_fingerprint_stays_when_lines_move_and_when_the_secret_changes(self):
        before = self.scan("a.txt").findings[0]["fingerprint"]
        self.box.write("a.txt", "more\n" * 9 + LINE)
        self.assertEqual(self.scan("a.txt").findings[0]["fingerprint"], before)

    def test_a_bad_fingerprint_is_an_error_with_its_line(self):
        for line in ("finding:", "finding:xyz", "finding:" + "0" * 31, "finding:" + "A" * 32, "finding: " + "0" * 32):
            with self.subTest(line=line):
                self.ignore("# first\n" + line + "\n")
                run = self.scan(".")
                self.assert_code(USAGE, run)
                self.assert_says(run.err, ".aegisignore", "line 2")

    def test_one_that_is_no_regular_file_is_an_error(self):
        os.mkfifo(self.box.path(".aegisignore"))
        run = self.scan(".")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, ".aegisignore")


class Config(ScanTest):
    def config(self, text):
        self.box.write(".aegis.json", text if isinstance(text, str) else json.dumps(text))

    def setUp(self):
        super().setUp()
        self.box.write("a", f"x = {acme_token()}\n{LINE}")

    def rules_found(self, *args):
        return sorted(f["rule"] for f in self.scan("a", *args).findings)

    def test_an_unknown_key_is_an_error_with_its_line(self):
        self.config('{\n  "rules": [],\n  "rulez": []\n}\n')
        run = self.scan("a")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, ".aegis.json", "rulez", "line 3")

    def test_what_is_no_json_is_an_error(self):
        for text in ("", "{", "[]", "null", '{"rules": 3}', '{"rules": [3]}', '{"rules": "x"}', "\xff\xfe"):
            with self.subTest(text=text):
                self.config(text)
                run = self.scan("a")
                self.assert_code(USAGE, run)
                self.assert_says(run.err, ".aegis.json")

    def test_comments_are_taken(self):
        self.config('// why\n{ /* none */ "rules": [] }\n')
        self.assert_code(FINDINGS, self.scan("a"))

    def test_its_rules_are_used(self):
        self.box.write("tools/acme.json", acme_rules())
        self.config({"rules": ["tools/acme.json"]})
        self.assertIn("acme-secret-key", self.rules_found())
        self.assertIn("github-token", self.rules_found())

    def test_its_rules_are_used_when_staged(self):
        self.box.repository()
        self.box.write("tools/acme.json", acme_rules())
        self.config({"rules": ["tools"]})
        self.box.stage({"b": f"x = {acme_token()}\n"})
        run = self.box.aegis("staged", "-f", "json")
        self.assertIn("acme-secret-key", [f["rule"] for f in run.findings])

    def test_rules_that_are_not_there_are_an_error(self):
        self.config({"rules": ["tools/none.json"]})
        run = self.scan("a")
        self.assertIn(run.code, (USAGE, INCOMPLETE), run)
        self.assert_says(run.err, "none.json")

    def test_rules_outside_its_folder_are_an_error(self):
        for path in ("/etc/passwd", "../x.json", "a/../../x.json", ""):
            with self.subTest(path=path):
                self.config({"rules": [path]})
                self.assert_code(USAGE, self.scan("a"))

    def test_it_switches_nothing_off_unless_trusted(self):
        self.config({"disabled_rules": ["github-token"]})
        run = self.scan("a")
        self.assertIn("github-token", [f["rule"] for f in run.findings])
        self.assert_says(" ".join(run.summary["notes"]), "--trust-config")
        self.assertNotIn("github-token", self.rules_found("--trust-config"))

    def test_it_switches_off_no_unknown_rule(self):
        self.config({"disabled_rules": ["no-such-rule"]})
        for flags in ([], ["--trust-config"]):
            run = self.scan("a", *flags)
            self.assert_code(USAGE, run)
            self.assert_says(run.err, "no-such-rule", ".aegis.json")


if __name__ == "__main__":
    main()
