"""`aegis gitleaks`: gitleaks' commands, flags, configuration and exit codes"""

import base64
import csv
import io
import json
import os
import xml.etree.ElementTree

from gitleaks_support import GitleaksTest, acme_key
from support import CLEAN, INCOMPLETE, INTERNAL, github_token, main

KEY = acme_key("a")
LINE = f"x = {KEY}\n"


class DirTest(GitleaksTest):
    def test_it_finds_and_shows_no_secret(self):
        self.box.write("sub/a.txt", "one\n" + LINE)
        run = self.gitleaks("dir", ".", "-v", "-r", "report.json")
        self.assert_code(1, run)
        [leak] = json.loads(self.box.path("report.json").read_text())
        self.assertEqual(leak["Fingerprint"], "sub/a.txt:acme-key:2")
        self.assertEqual((leak["StartColumn"], leak["EndColumn"]), (5, 30))
        self.assertEqual((leak["Match"], leak["Secret"]), ("REDACTED", "REDACTED"))
        self.assertIn("sub/a.txt:acme-key:2", run.out)
        self.assert_no_leak(run, KEY)
        self.assertNotIn(KEY, self.box.path("report.json").read_text())

    def test_nothing_found(self):
        self.box.write("a.txt", "nothing\n")
        run = self.gitleaks("dir", ".")
        self.assert_clean(run)
        self.assertIn("no leaks found", run.err)
        self.assertEqual(self.report("dir", ".", code=0), [])

    def test_paths_that_are_allowed_are_left_out(self):
        for name in ("vendor/a.txt", "x/vendor/b/c.txt", "generated/d.txt", "e.txt"):
            self.box.write(name, LINE)
        self.assertEqual(self.found("dir", "."), ["e.txt:acme-key:1"])

    def test_a_generic_rule_gives_way(self):
        self.box.write("a.txt", f'secret = "{KEY}"\n')
        self.assertEqual(self.found("dir", "."), ["a.txt:acme-key:1"])

    def test_a_file_is_found_by_its_name(self):
        self.box.write("a.jks", "\xfe\xed")
        [leak] = self.report("dir", ".")
        self.assertEqual(leak["Fingerprint"], "a.jks:key-store:0")
        self.assertEqual(leak["Match"], "file detected: a.jks")

    def test_two_secrets_in_one_match_are_both_cut_out(self):
        other = acme_key("b")
        self.config.write_text(self.config.read_text() + "\n[[rules]]\nid = 'pair'\nregex = '''pair (\\w+) \\w+'''\n")
        self.box.write("a.txt", f"pair {KEY} {other}\n")
        run = self.gitleaks("dir", ".", "-r", "-", "-f", "json")
        self.assert_no_leak(run, KEY, other)
        matches = {leak["RuleID"]: leak["Match"] for leak in json.loads(run.out)}
        self.assertEqual(matches["pair"], "pair REDACTED REDACTED")

    def test_what_is_encoded(self):
        self.box.write("a.txt", "v = " + base64.b64encode(base64.b64encode(LINE.encode())).decode() + "\n")
        [leak] = self.report("dir", ".")
        self.assertEqual(leak["Tags"], ["acme", "decoded:base64", "decode-depth:2"])
        self.assert_clean(self.gitleaks("dir", ".", "--max-decode-depth", "1"))

    def test_a_large_file_is_found_in_wherever_the_secret_stands(self):
        size = 3 * 1024 * 1024
        text = ("a line of text\n" * (size // 15)).encode()
        for place in (0, 1024 * 1024 - 12, size // 2, len(text)):
            at = text.rfind(b"\n", 0, place) + 1
            self.box.write("a.txt", text[:at] + LINE.encode() + text[at:])
            [leak] = self.report("dir", ".")
            self.assertEqual(leak["StartLine"], text[:at].count(b"\n") + 1)
            self.assertEqual(leak["StartColumn"], 5)

    def test_bytes_that_are_no_utf8(self):
        self.box.write("a.bin", b"\xff\xfe\x00\n\xc3" + LINE.encode() + b"\x80")
        [leak] = self.report("dir", ".")
        self.assertEqual((leak["StartLine"], leak["StartColumn"]), (2, 6))

    def test_what_cannot_be_read_is_never_clean(self):
        os.mkfifo(self.box.path("pipe"))
        run = self.gitleaks("dir", ".")
        self.assert_code(INCOMPLETE, run)
        self.assertIn("not scanned: pipe", run.err)
        self.assert_code(INCOMPLETE, self.gitleaks("dir", ".", "--exit-code", "0"))
        self.assert_code(INCOMPLETE, self.gitleaks("dir", "nowhere"))

    def test_exit_codes(self):
        self.box.write("a.txt", LINE)
        self.assert_code(7, self.gitleaks("dir", ".", "--exit-code", "7"))
        self.assert_code(0, self.gitleaks("dir", ".", "--exit-code=0"))
        self.assert_code(126, self.gitleaks("dir", ".", "--no-such-flag"))
        self.assert_code(1, self.gitleaks("nonsense"))
        self.assert_code(1, self.gitleaks("dir", ".", "--max-archive-depth", "1"))

    def test_a_report_that_cannot_be_written(self):
        self.box.write("a.txt", LINE)
        for path in ("/dev/full", "no/such/folder/report.json"):
            run = self.gitleaks("dir", ".", "-f", "json", "-r", path)
            self.assert_code(INTERNAL, run)
            self.assertIn(path.split("/")[-1], run.err)

    def test_files_that_are_too_large_are_left_out_when_asked(self):
        self.box.write("a.txt", LINE + "x" * 1_000_000)
        self.assert_code(1, self.gitleaks("dir", "."))
        run = self.gitleaks("dir", ".", "--max-target-megabytes", "1")
        self.assert_clean(run)
        self.assertIn("1 files are larger", run.err)

    def test_exceptions(self):
        self.box.write("a.txt", LINE + f"y = {KEY} # gitleaks:allow\n")
        self.assertEqual(self.found("dir", "."), ["a.txt:acme-key:1"])
        self.assertEqual(len(self.found("dir", ".", "--ignore-gitleaks-allow")), 2)
        self.box.write(".gitleaksignore", "# why\na.txt:acme-key:1\n")
        self.assert_clean(self.gitleaks("dir", "."))
        self.box.path(".gitleaksignore").rename(self.box.top / "elsewhere")
        self.assert_clean(self.gitleaks("dir", ".", "-i", self.box.top / "elsewhere"))

    def test_a_report_is_a_baseline(self):
        self.box.write("a.txt", LINE)
        self.gitleaks("dir", ".", "-r", "known.json")
        self.assert_clean(self.gitleaks("dir", ".", "-b", "known.json"))
        self.box.write("a.txt", f"x = {acme_key('another')}\n" * 2)
        self.assertIn("a.txt:acme-key:2", self.found("dir", ".", "-b", "known.json"))
        run = self.gitleaks("dir", ".", "-b", "a.txt")
        self.assert_code(1, run)
        self.assertIn("--baseline-path: a.txt", run.err)

    def test_only_rules_that_are_asked_for(self):
        self.box.write("a.txt", LINE)
        self.box.write("b.jks", "x")
        self.assertEqual(self.found("dir", ".", "--enable-rule", "key-store"), ["b.jks:key-store:0"])
        self.assert_code(1, self.gitleaks("dir", ".", "--enable-rule", "none"))

    def test_the_report_is_the_same_for_many_files(self):
        for i in range(300):
            self.box.write(f"d{i % 7}/f{i}.txt", f"{acme_key(i)}\n" * (i % 3))
        reports = {self.gitleaks("dir", ".", "-r", "-", "-f", "json").out for _ in range(3)}
        self.assertEqual(len(reports), 1)
        self.assertEqual(len(json.loads(reports.pop())), 300)


class ConfigTest(GitleaksTest):
    def test_where_it_comes_from(self):
        self.box.write("a.txt", LINE)
        by_path = {"GITLEAKS_CONFIG": self.config}
        by_text = {"GITLEAKS_CONFIG_TOML": self.config.read_text()}
        for env in (by_path, by_text):
            self.assert_code(1, self.gitleaks("dir", ".", config=False, env=env))
        self.box.write(".gitleaks.toml", self.config.read_text() + f"# {KEY}\n")
        self.assertEqual(self.found("dir", ".", config=False), ["a.txt:acme-key:1"])

    def test_what_it_extends(self):
        self.box.write("a.txt", LINE)
        self.box.write("base.toml", self.config.read_text())
        self.box.write("own.toml", "[extend]\npath = 'base.toml'\ndisabledRules = ['acme-key']\n")
        self.assert_clean(self.gitleaks("dir", "a.txt", "-c", "own.toml", config=False))
        self.box.write("own.toml", "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'acme-key'\n[[rules.allowlists]]\npaths = ['a.txt']\n")
        self.assert_clean(self.gitleaks("dir", "a.txt", "-c", "own.toml", config=False))
        self.box.write("own.toml", "[extend]\npath = 'own.toml'\n")
        run = self.gitleaks("dir", "a.txt", "-c", "own.toml", config=False)
        self.assert_code(1, run)

    def test_what_is_wrong_with_it(self):
        for text, words in (
            ("[[rules]\n", "line 1"),
            ("[[rules]]\nid = 'x'\nregex = '('\n", "rule x: regex"),
            ("[[rules]]\nid = 'x'\nregex = 'a{1001}'\n", "rule x: regex"),
            ("[[rules]]\nid = 'x'\nregex = '(?=a)'\n", "rule x: regex"),
            ("x = " + "[" * 5000 + "\n", "line 1"),
        ):
            self.config.write_text(text)
            run = self.gitleaks("dir", ".")
            self.assert_code(1, run)
            self.assertIn(str(self.config) + ": " + words, run.err)
        run = self.gitleaks("dir", ".", "-c", "none.toml", config=False)
        self.assert_code(1, run)

    def test_ten_thousand_rules(self):
        rule = "[[rules]]\nid = 'r{0}'\nregex = '''\\b(k{0}_[a-z0-9]{{20}})\\b'''\nkeywords = ['k{0}_']\n"
        self.config.write_text("".join(rule.format(i) for i in range(10_000)))
        self.box.write("a.txt", "k777_" + "a1" * 10 + "\n")
        self.assertEqual(self.found("dir", "."), ["a.txt:r777:1"])

    def test_a_file_that_is_far_too_large(self):
        self.config.write_bytes(b"#" * (17 << 20))
        run = self.gitleaks("dir", ".")
        self.assert_code(1, run)

    def test_a_regex_that_would_take_forever_elsewhere(self):
        self.config.write_text("[[rules]]\nid = 'r'\nregex = '''^(a+)+$|(a*)*b(x|y)'''\n")
        self.box.write("a.txt", "a" * 500_000 + "!")
        self.assert_clean(self.gitleaks("dir", "."))


class OwnRulesTest(GitleaksTest):
    """Aegis' own rules stand in for gitleaks' default configuration."""

    def setUp(self):
        super().setUp()
        self.token = github_token("own rules")
        self.box.write("src/a.txt", f"x\ntoken = {self.token}\n")

    def with_config(self, text, code=1):
        self.box.write(".gitleaks.toml", text)
        run = self.gitleaks("dir", ".", "-f", "json", "-r", "-", config=False)
        self.assert_code(code, run)
        self.assert_no_leak(run, self.token)
        return [leak["Fingerprint"] for leak in json.loads(run.out)]

    def test_without_a_configuration(self):
        [leak] = self.report("dir", ".", config=False)
        self.assertEqual(leak["Fingerprint"], "src/a.txt:github-token:2")
        self.assertEqual((leak["StartColumn"], leak["EndColumn"]), (9, 49))

    def test_beside_rules_of_the_configuration(self):
        self.box.write("b.txt", LINE)
        found = self.with_config("[extend]\nuseDefault = true\n" + self.config.read_text())
        self.assertEqual(found, ["b.txt:acme-key:1", "src/a.txt:github-token:2"])

    def test_exceptions_go_by_the_names_of_gitleaks(self):
        self.box.write(".gitleaksignore", "src/a.txt:github-pat:2\n")
        self.assert_clean(self.gitleaks("dir", ".", config=False))
        self.box.write(".gitleaksignore", "src/a.txt:github-token:2\n")
        self.assert_clean(self.gitleaks("dir", ".", config=False))

    def test_rules_are_disabled_by_all_of_their_names(self):
        extend = "[extend]\nuseDefault = true\ndisabledRules = "
        self.assertEqual(len(self.with_config(extend + "['github-pat']\n")), 1)
        self.with_config(extend + "['github-pat', 'github-oauth', 'github-app-token']\n", code=0)
        self.with_config(extend + "['github-token']\n", code=0)

    def test_allowlists(self):
        extend = "[extend]\nuseDefault = true\n"
        for text in (
            "[[allowlists]]\npaths = ['^src/']\n",
            "[[allowlists]]\nregexes = ['^ghp_']\n",
            "[[allowlists]]\ntargetRules = ['github-pat']\npaths = ['^src/']\n",
            "[[rules]]\nid = 'github-pat'\n[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['token =']\n",
        ):
            self.with_config(extend + text, code=0)
        self.assertEqual(len(self.with_config(extend + "[[rules]]\nid = 'jwt'\n[rules.allowlist]\npaths = ['^src/']\n")), 1)

    def test_only_rules_that_are_asked_for(self):
        self.assertEqual(len(self.report("dir", ".", "--enable-rule=github-pat", config=False)), 1)
        self.assert_clean(self.gitleaks("dir", ".", "--enable-rule=jwt", config=False))

    def test_in_commits(self):
        self.box.repository()
        self.box.commit({"src/a.txt": f"x\ntoken = {self.token}\n"}, message=f"the {self.token}")
        run = self.gitleaks("git", ".", "-f", "json", "-r", "-", config=False)
        self.assert_code(1, run)
        self.assert_no_leak(run, self.token)
        [leak] = [leak for leak in json.loads(run.out) if leak["File"] == "src/a.txt"]
        self.assertEqual(leak["Message"], "the REDACTED")


class GitTest(GitleaksTest):
    def setUp(self):
        super().setUp()
        self.box.repository()

    def test_commits(self):
        self.box.commit({"a.txt": "one\n" + LINE}, message="add it\n\nand say why")
        self.box.commit({"a.txt": "one\n" + LINE + "three\n"}, message="touch it")
        [leak] = self.report("git", ".")
        commit = self.box.git("rev-parse", "HEAD~1").out.strip()
        self.assertEqual(leak["Fingerprint"], f"{commit}:a.txt:acme-key:2")
        self.assertEqual(leak["Commit"], commit)
        self.assertEqual((leak["Author"], leak["Email"]), ("Test", "test@example.invalid"))
        self.assertEqual(leak["Date"], "2026-01-02T03:04:05Z")
        self.assertEqual(leak["Message"], "add it\n\nand say why")
        self.assertEqual(self.found("detect", "--source", "."), [leak["Fingerprint"]])
        self.box.write(".gitleaksignore", leak["Fingerprint"] + "\n")
        self.assert_clean(self.gitleaks("git", "."))

    def test_a_range(self):
        self.box.commit({"a.txt": LINE})
        self.box.commit({"b.txt": LINE})
        [found] = self.found("git", ".", "--log-opts=HEAD~1..HEAD")
        self.assertIn(":b.txt:", found)
        [found] = self.found("git", ".", "--log-opts", "--no-merges --first-parent HEAD~1^..HEAD~1")
        self.assertIn(":a.txt:", found)
        run = self.gitleaks("git", ".", "--log-opts=--since=2020-01-01")
        self.assert_code(1, run)
        self.assertIn("--since", run.err)

    def test_staged(self):
        self.box.commit({"a.txt": "old\n"})
        self.box.stage({"a.txt": "old\n" + LINE})
        self.box.write("b.txt", LINE)
        for words in (("git", "--pre-commit", "--staged"), ("protect", "--staged")):
            [leak] = self.report(*words)
            self.assertEqual(leak["Fingerprint"], "a.txt:acme-key:2")
            self.assertEqual((leak["Commit"], leak["Date"]), ("", "0001-01-01T00:00:00Z"))

    def test_what_is_no_repository_is_never_clean(self):
        run = self.gitleaks("git", self.box.top)
        self.assert_code(INCOMPLETE, run)

    def test_a_secret_in_a_message(self):
        self.box.commit({"a.txt": LINE}, message=f"add {KEY}")
        run = self.gitleaks("git", ".", "-r", "-", "-f", "json")
        self.assert_no_leak(run, KEY)
        [leak] = [leak for leak in json.loads(run.out) if leak["File"] == "a.txt"]
        self.assertEqual(leak["Message"], "add REDACTED")


class StdinTest(GitleaksTest):
    def test_it_finds(self):
        [leak] = self.report("stdin", stdin="x\n" + LINE)
        self.assertEqual((leak["File"], leak["Fingerprint"]), ("", ":acme-key:2"))
        self.assertEqual(self.found("detect", "--pipe", stdin=LINE), [":acme-key:1"])

    def test_it_is_clean(self):
        self.assert_code(CLEAN, self.gitleaks("stdin", stdin="nothing"))


class FormatsTest(GitleaksTest):
    def setUp(self):
        super().setUp()
        self.box.write('a,"b"<\x01>\n.txt', LINE * 2)

    def render(self, form):
        run = self.gitleaks("dir", ".", "-r", "-", "-f", form)
        self.assert_code(1, run)
        self.assert_no_leak(run, KEY)
        self.assertNotIn("\x01", run.out)
        return run.out

    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.render("csv"))))
        self.assertEqual([row["StartLine"] for row in rows], ["1", "2"])
        self.assertEqual(rows[0]["Tags"], "acme")

    def test_junit(self):
        suite = xml.etree.ElementTree.fromstring(self.render("junit")).find("testsuite")
        self.assertEqual(suite.attrib["failures"], "2")
        self.assertEqual(json.loads(suite.find("testcase/failure").text)["RuleID"], "acme-key")

    def test_sarif(self):
        [run] = json.loads(self.render("sarif"))["runs"]
        self.assertEqual(len(run["tool"]["driver"]["rules"]), 3)
        self.assertEqual(len(run["results"]), 2)

    def test_the_name_gives_the_format(self):
        for name in ("r.json", "r.csv", "r.sarif"):
            self.gitleaks("dir", ".", "-r", self.box.top / name)
            self.assertTrue((self.box.top / name).exists())
        self.assert_code(1, self.gitleaks("dir", ".", "-r", "r.txt"))


if __name__ == "__main__":
    main()
