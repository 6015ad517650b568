"""The formats of build servers, read with strict parsers as their consumers read them."""

import csv
import io
import json
import os
import re
import xml.etree.ElementTree as xml

from support import FINDINGS, INCOMPLETE, INTERNAL, USAGE, AegisTest, github_token, main, stripe_key

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schema", "gitlab-secret-detection.json")

# Names that would break out of each format.
HOSTILE = [
    "a,b:c.txt",
    "=cmd.txt",
    "100%25.txt",
    "a\n::add-mask::x",
    "<b>&\"'.txt",
    "a|b`c`.txt",
    "x\x1b]0;t\x07.txt",
    "##[group]x",
    b"raw\xff\xfe.txt",
    "rtl\u202e.txt",
    "\ufffe.txt",
]
FOUND = len(HOSTILE) + 1  # the last one in the author's name
FORMATS = ("github", "gitlab", "codequality", "junit", "csv", "markdown")


def unescaped(text):
    """As the runner reads a command's data and properties."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def workflow_commands(text):
    """What the runner of GitHub Actions would obey: commands at the beginning of a line, spaces aside."""
    for line in re.split(r"\r\n|\n|\r", text):
        line = line.lstrip()
        if not line.startswith("::"):
            if "##[" in line:
                raise AssertionError(f"an old command: {line!a}")
            continue
        head, _, data = line[2:].partition("::")
        name, _, rest = head.partition(" ")
        pairs = dict(pair.split("=", 1) for pair in rest.split(",")) if rest else {}
        yield name, {key: unescaped(value) for key, value in pairs.items()}, unescaped(data)


class FormatsTest(AegisTest):
    def hostile_repository(self):
        """A range of one commit per hostile name, by a hostile author."""
        self.box.repository()
        who = {"GIT_AUTHOR_NAME": "Eve\x1b[2J ::set-env =1+1 </failure> " + github_token(1)}
        for i, name in enumerate(HOSTILE):
            self.box.write(name, f'token = "{github_token(i)}"\n')
        self.box.git("add", "-A")
        self.box.git("commit", "-q", "-m", "]]> ::error::x", env=who)

    def scan(self, format_, *more):
        return self.box.aegis("range", "HEAD^..HEAD", "--format", format_, *more)

    def test_github_commands_are_annotations_and_nothing_else(self):
        self.hostile_repository()
        run = self.scan("github")
        self.assert_code(FINDINGS, run)
        commands = list(workflow_commands(run.out + run.err))
        self.assertEqual(len(commands), 10, run)
        for name, properties, data in commands:
            self.assertEqual(name, "error")
            self.assertEqual(
                list(properties), ["file", "line", "endLine", "col", "endColumn", "title"]
            )
            place = (properties["line"], properties["col"])
            self.assertIn(place, (("1", "10"), ("3", "40")))  # in a file, in the author's name
            self.assertIn("finding:", data)

    def test_github_commands_name_files_as_they_are(self):
        for name in ("a,b:c.txt", "100%25.txt", "é.txt"):
            self.box.write("tree/" + name, stripe_key())
        run = self.box.aegis("scan", "tree", "-f", "github")
        files = {properties["file"] for _, properties, _ in workflow_commands(run.out)}
        self.assertEqual(files, {"tree/a,b:c.txt", "tree/100%25.txt", "tree/é.txt"})

    def test_gitlab_report_is_valid(self):
        self.hostile_repository()
        run = self.scan("gitlab")
        report = run.json()
        self.assertEqual(len(report["vulnerabilities"]), FOUND, run)
        self.assert_valid(run)
        for row in report["vulnerabilities"]:
            self.assertRegex(row["location"]["commit"]["sha"], "^[0-9a-f]{40}$")
            self.assertEqual(row["severity"], "Critical")
            self.assertNotIn("raw_source_code_extract", row)

    def test_gitlab_report_of_what_is_in_no_commit_is_valid(self):
        self.box.write("a.txt", stripe_key())
        run = self.box.aegis("scan", "a.txt", "missing.txt", "-f", "gitlab")
        self.assert_valid(run)
        self.assertEqual(run.json()["scan"]["status"], "failure")

    def assert_valid(self, run):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        with open(SCHEMA, encoding="utf-8") as file:
            validator = jsonschema.Draft7Validator(json.load(file))
        self.assertEqual([error.message for error in validator.iter_errors(run.json())], [])

    def test_code_quality_report_has_what_gitlab_asks_for(self):
        self.hostile_repository()
        issues = self.scan("codequality").json()
        self.assertEqual(len(issues), FOUND)
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), FOUND)
        self.assertEqual({issue["location"]["lines"]["begin"] for issue in issues}, {1, 3})
        for issue in issues:
            self.assertEqual(
                list(issue), ["description", "check_name", "fingerprint", "severity", "location"]
            )
            self.assertIn(issue["severity"], ("info", "minor", "major", "critical", "blocker"))

    def test_junit_counts_are_those_of_its_tests(self):
        self.hostile_repository()
        self.box.write("a.txt", stripe_key())
        for run in (
            self.scan("junit"),
            self.box.aegis("scan", "a.txt", "missing", "-f", "junit"),
            self.box.aegis("scan", "README", "-f", "junit"),
        ):
            root = xml.fromstring(run.raw_out)
            self.assertEqual(root.tag, "testsuites")
            (suite,) = root
            cases = suite.findall("testcase")
            self.assertEqual(int(suite.get("tests")), len(cases))
            self.assertGreater(len(cases), 0)
            self.assertEqual(int(suite.get("failures")), len(suite.findall("*/failure")))
            self.assertEqual(int(suite.get("errors")), len(suite.findall("*/error")))
            self.assertEqual(len({(c.get("classname"), c.get("name")) for c in cases}), len(cases))

    def test_csv_records_have_the_fields_of_the_header(self):
        self.hostile_repository()
        text = self.scan("csv").raw_out.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="more"))
        self.assertEqual(len(rows), FOUND)
        for row in rows:
            self.assertNotIn("more", row)
            self.assertNotIn(None, row.values())
            self.assertFalse([v for v in row.values() if v[:1] in "=+-@" and v], row)
        self.assertIn("a,b:c.txt", {row["file"] for row in rows})

    def test_markdown_has_a_row_for_each_finding(self):
        self.hostile_repository()
        run = self.scan("markdown")
        rows = [line for line in run.out.splitlines() if line.startswith("| critical ")]
        self.assertEqual(len(rows), FOUND, run)
        for row in rows:
            self.assertEqual(len(re.findall(r"(?<!\\)\|", row)), 7, row)
            self.assertNotRegex(row, r"(?<!\\)[<`]")

    def test_no_format_holds_a_secret(self):
        self.hostile_repository()
        tokens = [github_token(i) for i in range(len(HOSTILE))]
        for format_ in FORMATS:
            with self.subTest(format_):
                self.assert_no_leak(self.scan(format_), *tokens)

    def test_every_format_lists_what_was_not_scanned(self):
        self.box.write("a.txt", "nothing\n")
        for format_ in FORMATS:
            with self.subTest(format_):
                run = self.box.aegis("scan", "a.txt", "gone.txt", "-f", format_)
                self.assert_code(INCOMPLETE, run)
                self.assertIn("gone", run.out)
                self.assertIn("not scanned", run.out.lower().replace("-", " "))


class AlsoTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.write("a.txt", stripe_key())

    def test_one_run_writes_several_reports(self):
        run = self.box.aegis(
            "scan", "a.txt", "-f", "github", "--also", "sarif=a.sarif", "--also", "jsonl=a.jsonl"
        )
        self.assert_code(FINDINGS, run)
        self.assertIn("::error ", run.out)
        sarif = json.loads(self.box.path("a.sarif").read_text())
        self.assertEqual(len(sarif["runs"][0]["results"]), 1)
        self.assertEqual(len(self.box.path("a.jsonl").read_text().splitlines()), 2)

    def test_a_report_is_for_its_owner_only(self):
        self.box.aegis("scan", "a.txt", "--also", "json=a.json")
        self.assertEqual(self.box.path("a.json").stat().st_mode & 0o777, 0o600)

    def test_a_wrong_word_is_wrong_usage(self):
        for word in ("sarif", "sarif=", "=x", "xml=x"):
            with self.subTest(word):
                run = self.box.aegis("scan", "a.txt", "--also", word)
                self.assert_code(USAGE, run)
                self.assert_says(run.err, "--also", "format=file")

    def test_a_report_that_cannot_be_written_is_an_error(self):
        for place in ("/dev/full", "no/such/folder/a.json"):
            with self.subTest(place):
                run = self.box.aegis("scan", "a.txt", "--also", f"json={place}")
                self.assert_code(INTERNAL, run)
                self.assert_says(run.err, "1 findings were not reported")


if __name__ == "__main__":
    main()
