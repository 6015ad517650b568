"""`aegis scan`: files and folders, whatever they are, and the files that steer a scan."""

import base64
import hashlib
import json
import os
import resource
import subprocess
import sys

from support import (
    AEGIS,
    CLEAN,
    FINDINGS,
    INCOMPLETE,
    USAGE,
    AegisTest,
    body,
    github_token,
    main,
    placeholder_key,
    stripe_key,
)

TOKEN = github_token("scan")
LINE = f"token = {TOKEN}\n"
ACME = "acme" + "sk_"


def acme_token(seed=0):
    return ACME + body(f"acme {seed}", 30)


def acme_rules(**changes):
    """A rule file of a provider that the built-in rules do not know, one key a line."""
    rule = {"id": "acme-secret-key", "what": "secret key", "severity": "critical", "shape": ACME + "{base62:30}"}
    rule.update(changes)
    rule = {key: value for key, value in rule.items() if value is not None}
    file = {"provider": "acme", "name": "Acme", "rotate": "https://acme.invalid/keys", "rules": [rule]}
    return json.dumps(file, indent=2) + "\n"


class ScanTest(AegisTest):
    def scan(self, *args, **kwargs):
        return self.box.aegis("scan", "--format", "json", *args, **kwargs)

    def places(self, run):
        return sorted((f["file"], f["line"], f["column"]) for f in run.findings)

    def assert_incomplete(self, run, *paths):
        self.assert_code(INCOMPLETE, run)
        self.assertFalse(run.summary["complete"])
        self.assertEqual(sorted(s["path"] for s in run.summary["skipped"]), sorted(paths), run)
        self.assertTrue(all(s["reason"] for s in run.summary["skipped"]))


class Files(ScanTest):
    def test_one_file(self):
        self.box.write("a", "x\n\n" + LINE)
        run = self.scan("a")
        self.assert_found(run, 1, "a")
        self.assertEqual(self.places(run), [("a", 3, 9)])

    def test_several_files(self):
        for name in "abc":
            self.box.write(name, LINE)
        self.assertEqual([p[0] for p in self.places(self.scan("a", "c"))], ["a", "c"])

    def test_a_folder_and_what_is_nested_in_it(self):
        self.box.write("top/a", LINE)
        self.box.write("top/b/c/d/e", LINE)
        self.box.write("top/.hidden/f", LINE)
        self.box.write("other", LINE)
        run = self.scan("top")
        self.assertEqual([p[0] for p in self.places(run)], ["top/.hidden/f", "top/a", "top/b/c/d/e"])
        self.assertEqual(run.summary["scanned"], 3)

    def test_a_folder_with_a_slash_and_the_dot(self):
        self.box.write("top/a", LINE)
        self.assert_found(self.scan("top/"), 1, "top/a")
        self.assert_found(self.scan("."), 1)

    def test_many_files(self):
        for i in range(1000):
            self.box.write(f"d{i % 7}/f{i}", LINE if i % 100 == 0 else f"{i}\n")
        run = self.scan(".")
        self.assert_found(run, 10)
        self.assertEqual(run.summary["scanned"], 1000)

    def test_a_folder_nested_five_hundred_deep(self):
        os.makedirs(self.box.path("d"))
        before = os.getcwd()
        os.chdir(self.box.path("d"))
        try:
            for _ in range(500):
                os.mkdir("d" * 20)
                os.chdir("d" * 20)
            with open("a", "w") as file:
                file.write(LINE)
        finally:
            os.chdir(before)
        run = self.scan("d")
        self.assertNotEqual(run.code, CLEAN, run)
        subprocess.run(["rm", "-rf", self.box.path("d")], check=True)

    def test_a_clean_file(self):
        self.box.write("a", "nothing here\n")
        run = self.scan("a")
        self.assert_clean(run)
        self.assertEqual(run.summary["bytes"], 13)

    def test_an_empty_file(self):
        self.box.write("a")
        run = self.scan("a")
        self.assert_clean(run)
        self.assertEqual((run.summary["scanned"], run.summary["bytes"]), (1, 0))

    def test_an_empty_folder_says_that_there_is_nothing(self):
        self.box.path("top").mkdir()
        run = self.box.aegis("scan", "top")
        self.assert_clean(run)
        self.assert_says(run.err, "nothing")

    def test_a_token_alone_in_a_file(self):
        self.box.write("a", TOKEN)
        self.assert_found(self.scan("a"), 1, "a")

    def test_a_file_named_like_a_flag(self):
        self.box.write("--json", LINE)
        self.assert_found(self.scan("--", "--json"), 1, "--json")

    def test_a_file_given_twice_and_within_its_folder(self):
        self.box.write("top/a", LINE)
        self.assert_found(self.scan("top", "top/a"), 1, "top/a")
        self.assert_found(self.scan("top/a", "top/a"), 1, "top/a")

    def test_hidden_git_files_are_scanned_and_objects_are_not(self):
        self.box.repository()
        self.box.write(".git/config", f"[remote]\n url = {TOKEN}\n")
        run = self.scan(".")
        self.assert_found(run, 1, "./.git/config")
        self.assertGreaterEqual(run.summary["excluded"], 1)


class Unscannable(ScanTest):
    """What is no regular file, or not there, is named, and the run is incomplete."""

    def test_a_fifo(self):
        os.mkfifo(self.box.path("fifo"))
        self.assert_incomplete(self.scan("fifo"), "fifo")

    def test_a_fifo_in_a_folder(self):
        self.box.write("top/a", "x\n")
        os.mkfifo(self.box.path("top/fifo"))
        self.assert_incomplete(self.scan("top"), "top/fifo")

    def test_a_socket(self):
        self.box.socket("sock")
        self.assert_incomplete(self.scan("sock"), "sock")

    def test_a_device(self):
        self.assert_incomplete(self.scan("/dev/zero"), "/dev/zero")

    def test_a_path_that_is_not_there(self):
        self.assert_incomplete(self.scan("vanished"), "vanished")

    def test_a_dangling_link_as_an_argument(self):
        os.symlink("vanished", self.box.path("link"))
        self.assert_incomplete(self.scan("link"), "link")

    def test_a_link_to_itself_as_an_argument(self):
        os.symlink("link", self.box.path("link"))
        self.assert_incomplete(self.scan("link"), "link")

    def test_a_file_that_cannot_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root reads everything")
        os.chmod(self.box.write("a", LINE), 0)
        self.assert_incomplete(self.scan("a"), "a")

    def test_a_file_taken_for_a_folder(self):
        self.box.write("a", LINE)
        self.assert_incomplete(self.scan("a/b"), "a/b")

    def test_findings_weigh_more_and_both_are_listed(self):
        self.box.write("a", LINE)
        run = self.scan("a", "vanished")
        self.assert_found(run, 1, "a")
        self.assertEqual(len(run.summary["skipped"]), 1)
        text = self.box.aegis("scan", "a", "vanished")
        self.assert_says(text.err, "vanished", "incomplete")

    def test_a_link_in_a_folder_is_not_followed(self):
        self.box.write("outside", LINE)
        self.box.write("top/a", "x\n")
        os.symlink("../outside", self.box.path("top/link"))
        os.symlink("..", self.box.path("top/up"))
        os.symlink("loop", self.box.path("top/loop"))
        self.assert_clean(self.scan("top"))

    def test_a_link_as_an_argument_is_followed(self):
        self.box.write("real/a", LINE)
        os.symlink("real/a", self.box.path("to-file"))
        os.symlink("real", self.box.path("to-folder"))
        self.assert_found(self.scan("to-file"), 1, "to-file")
        self.assert_found(self.scan("to-folder"), 1, "to-folder/a")

    def test_files_of_proc_say_no_size_and_are_read(self):
        run = self.scan("/proc/self/status")
        self.assert_clean(run)
        self.assertGreater(run.summary["bytes"], 0)


class Names(ScanTest):
    def test_a_name_that_is_not_utf8(self):
        self.box.write(b"top/caf\xe9\xff", LINE)
        run = self.scan("top")
        self.assert_found(run, 1)
        self.assertEqual(base64.b64decode(run.findings[0]["raw_path"]), b"top/caf\xe9\xff")

    def test_a_name_with_a_newline_and_an_escape(self):
        name = "top/a\nb\x1b]0;x\x07c"
        self.box.write(name, LINE)
        self.assertEqual(self.scan("top").findings[0]["file"], name)
        text = self.box.aegis("scan", "top")
        self.assertIn("top/a\\x0ab\\x1b]0;x\\x07c:1:9", text.out)
        self.assertNotIn("\x1b", text.out + text.err)

    def test_a_skipped_name_is_escaped_as_well(self):
        run = self.box.aegis("scan", "no\nsuch\x1b[31m")
        self.assert_code(INCOMPLETE, run)
        self.assertIn("no\\x0asuch\\x1b[31m", run.err)
        self.assertNotIn("\x1b", run.err)


class Sizes(ScanTest):
    def peak_of_children(self, path):
        """The most memory, in MB, that a scan of `path` took, and what it found."""
        script = (
            "import json,resource,subprocess,sys\n"
            "done = subprocess.run(sys.argv[1:], capture_output=True)\n"
            "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
            "print(json.dumps([done.returncode, peak, json.loads(done.stdout)]))\n"
        )
        run = self.box.run(
            [sys.executable, "-c", script, AEGIS, "scan", "-f", "json", "-j2", path], check=True
        )
        return run.json()

    def test_a_token_at_the_end_of_64_megabytes_in_little_memory(self):
        size = 64 << 20
        line = b"the quick brown fox jumps over the lazy dog, again and again\n"
        path = self.box.write("big", (line * (size // len(line) + 1))[:size] + b"\n" + LINE.encode())
        code, peak, report = self.peak_of_children(path)
        self.assertEqual(code, FINDINGS)
        self.assertEqual([f["offset"] for f in report["findings"]], [size + 1 + LINE.index(TOKEN)])
        self.assertLess(peak, 150)

    def test_a_token_at_the_end_of_a_line_of_50_megabytes(self):
        size = 50 << 20
        path = self.box.write("line", b"some words, " * (size // 12) + TOKEN.encode())
        code, peak, report = self.peak_of_children(path)
        self.assertEqual(code, FINDINGS)
        found = report["findings"][0]
        self.assertEqual((found["line"], found["column"]), (1, size // 12 * 12 + 1))
        self.assertLess(peak, 150)

    def test_many_newlines_are_counted(self):
        self.box.write("lines", "\n" * 9_999_999 + LINE)
        self.assertEqual(self.places(self.scan("lines")), [("lines", 10_000_000, 9)])

    def test_a_sparse_file_of_zeros(self):
        path = self.box.write("sparse", "")
        os.truncate(path, 48 << 20)
        with open(path, "ab") as file:
            file.write(TOKEN.encode())
        self.assert_found(self.scan(path), 1)

    def test_a_token_across_every_part_of_a_chunk_border(self):
        """At each offset around the border, one finding, exactly there."""
        core = 70_000
        for distance in [*range(-60, 20), -4096, -4095, 1000, 32768, 32767]:
            self.box.write(f"b{distance + 5000:05}", " " * (core + distance) + TOKEN + "\n" + " " * core)
        for chunk in (core, core // 2):
            run = self.scan(".", "--chunk-size", str(chunk))
            wrong = {
                f["file"]: f["offset"]
                for f in run.findings
                if f["offset"] != core + int(f["file"].rsplit("b", 1)[1]) - 5000
            }
            self.assertEqual(wrong, {})
            self.assert_found(run, 85)

    def test_a_named_value_across_a_chunk_border(self):
        core = 70_000
        value = body("named", 40)
        for distance in range(-80, 20, 3):
            text = " " * (core + distance - 1) + f'\nDEPLOY_SECRET_TOKEN = "{value}"\n' + " \n" * core
            self.box.write(f"b{distance + 5000:05}", text)
        expected = self.scan(".", "-j1")
        self.assert_found(expected, 34)
        self.assertEqual(self.scan(".", "-j1", "--chunk-size", str(core)).out, expected.out)

    def corpus(self):
        for i in range(40):
            lines = []
            for j in range(60 * (i % 9) + 3):
                seed = f"{i} {j}"
                lines.append(f"line {j} of {i}: {body(seed, 10)}\n")
                if j % 29 == 5:
                    lines.append(f"a = '{github_token(seed)}'; b = \"{stripe_key(seed)}\"\n")
                if j % 31 == 7:
                    lines.append(f"  password: {body('pw' + seed, 14)}  # {j}\n")
                if j % 97 == 8:
                    lines.append("x" * 9000 + "\n")
            self.box.write(f"c/d{i % 3}/f{i}", "".join(lines))

    def test_reports_are_the_same_for_any_number_of_jobs_and_any_chunk_size(self):
        self.corpus()
        expected = self.scan("c", "-j1")
        self.assert_code(FINDINGS, expected)
        self.assertGreater(len(expected.findings), 200)
        for flags in (["-j2"], ["-j8"], ["-j1", "--chunk-size", "65536"], ["-j8", "--chunk-size", "70000"],
                      ["-j3", "--chunk-size", "1000003"], ["-j2", "--chunk-size", "4099"]):
            with self.subTest(flags=flags):
                self.assertEqual(self.scan("c", *flags).out, expected.out)

    def test_explanations_are_the_same_for_any_number_of_jobs_and_any_chunk_size(self):
        self.corpus()
        expected = self.scan("c", "-j1", "--explain")
        for flags in (["-j8"], ["-j2", "--chunk-size", "4099"]):
            with self.subTest(flags=flags):
                self.assertEqual(self.scan("c", "--explain", *flags).out, expected.out)

    def test_so_many_explanations_are_the_same_for_any_number_of_jobs(self):
        for name in "abcd":
            self.box.write(f"e/{name}", (placeholder_key() + "\n") * 4_000)
        expected = self.scan("e", "-j1", "--explain")
        self.assertEqual(len(self.scan("e", "-j4", "--explain").json()["explained"]), len(expected.json()["explained"]))

    def test_ten_thousand_stand_ins_do_not_hide_a_secret(self):
        """What is found and dropped for low confidence does not use up the limit of a file, or the run
        is incomplete."""
        self.box.write("a", (placeholder_key() + "\n") * 10_050 + LINE)
        run = self.scan("a")
        self.assertNotEqual(run.code, CLEAN, run)

    def test_of_a_flood_the_first_thousand_of_each_rule_are_listed(self):
        """That there are more, and how many, is said in every format; another rule's finding behind them is listed,
        and the report is the same for any number of threads and any chunks."""
        self.box.write("a", "".join(github_token(i) + "\n" for i in range(5_050)) + f"key = {stripe_key()}\n")
        run = self.scan("a")
        self.assertEqual(run.code, FINDINGS, run)
        self.assertTrue(run.summary["complete"])
        self.assertEqual(len(run.findings), 1_001)
        self.assertNotEqual(run.findings[-1]["rule"], "github-token")
        truncated = [{"path": "a", "rule": "github-token", "reported": 1_000, "more": 4_050}]
        self.assertEqual([dict(row, path="a") for row in run.summary["truncated"]], truncated)
        self.assertEqual(self.scan("a", "-j4", "--chunk-size", "4099").out, run.out)
        for form in ("text", "jsonl", "sarif", "github", "gitlab", "codequality", "junit", "csv", "markdown"):
            with self.subTest(form=form):
                text = self.box.aegis("scan", "a", "-f", form)
                self.assertEqual(text.code, FINDINGS)
                self.assertIn("4050", text.out + text.err)

    def test_a_flood_of_matches_ends(self):
        self.box.write("a", 'secret_key="' * 100_000)
        run = self.scan("a")
        self.assertIn(run.code, (CLEAN, FINDINGS, INCOMPLETE), run)


class Floods(ScanTest):
    """Text that is full of candidates takes time in proportion to its size, not to its square."""

    def seconds(self, line_of, lines):
        path = self.box.write("flood", "".join(line_of(i) for i in range(lines)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = self.scan("-j1", path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertIn(run.code, (CLEAN, FINDINGS), run)
        return after.ru_utime - before.ru_utime

    def assert_in_proportion(self, line_of, lines=7_000):
        few, many = self.seconds(line_of, lines), self.seconds(line_of, 4 * lines)
        self.assertLess(many, 6 * few + 0.15, f"{few:.2f} s for {lines} lines, {many:.2f} s for {4 * lines}")

    def test_a_list_of_md5_sums(self):
        self.assert_in_proportion(lambda i: f"{body(i, 32, '0123456789abcdef')}  file-{i}\n")

    def test_tokens(self):
        self.assert_in_proportion(lambda i: github_token(i) + "\n")

    def test_named_tokens_with_a_wrong_checksum(self):
        self.assert_in_proportion(lambda i: f"token = {github_token(i)[:-1]}{'10'[github_token(i)[-1] == '1']}\n")

    def test_named_halves_of_pairs(self):
        self.assert_in_proportion(lambda i: f"aws_secret_access_key = {body(i, 40)}\n")


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


class Rules(ScanTest):
    """--rules"""

    def setUp(self):
        super().setUp()
        self.box.write("a", f"x\nx = {acme_token()}\n")

    def with_rules(self, text, name="acme.json", **kwargs):
        self.box.write(name, text)
        return self.scan("a", "--rules", name, **kwargs)

    def test_a_good_rule_is_used(self):
        run = self.with_rules(acme_rules())
        self.assertIn(("acme-secret-key", 2), [(f["rule"], f["line"]) for f in run.findings])
        self.assert_no_leak(run, acme_token())

    def test_a_documented_example_does_not_come_back_under_a_generic_name(self):
        known = hashlib.sha256(acme_token().encode()).hexdigest()
        self.box.write("a", f'secret_key = "{acme_token()}"\n')
        run = self.with_rules(acme_rules(**{"not": [known]}))
        self.assertEqual([f["rule"] for f in run.findings], [])

    def test_rules_of_the_scanned_repository_make_no_other_rule_blind(self):
        """Neither by a hash of `not`, nor by low confidence, unless the user trusts the configuration."""
        known = hashlib.sha256(acme_token().encode()).hexdigest()
        for changes in ({"not": [known]}, {"confidence": "low"}):
            with self.subTest(changes=changes):
                self.box.write("r/a", f'secret_key = "{acme_token()}"\n')
                self.box.write("r/acme.json", acme_rules(**changes))
                self.box.write("r/.aegis.json", '{"rules": ["acme.json"]}')
                self.assertEqual([f["line"] for f in self.scan("r/a").findings], [1])
        self.box.write("r/acme.json", acme_rules(**{"not": [known]}))
        self.assertEqual(self.scan("r/a", "--trust-config").findings, [])

    def test_a_folder_of_rules_is_used(self):
        self.box.write("more/acme.json", acme_rules())
        run = self.scan("a", "--rules", "more")
        self.assertIn("acme-secret-key", [f["rule"] for f in run.findings])

    def test_the_second_run_says_the_same_from_the_cache(self):
        first = self.with_rules(acme_rules())
        self.assertEqual(self.with_rules(acme_rules()).out, first.out)

    def assert_blames(self, run, *words):
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "acme.json", "acme-secret-key", *words)

    def line_of(self, text, part):
        return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)

    def assert_blamed_at(self, text, part, *words):
        run = self.with_rules(text)
        self.assert_blames(run, f"{self.line_of(text, part)}", *words)

    def test_an_unknown_key(self):
        text = acme_rules(shapes="x")
        self.assert_blamed_at(text, '"shapes"', "shapes")

    def test_an_unknown_key_of_the_file(self):
        file = json.loads(acme_rules())
        file["rotates"] = "x"
        run = self.with_rules(json.dumps(file, indent=2))
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "acme.json", "rotates")

    def test_an_id_that_stands_twice(self):
        file = json.loads(acme_rules())
        file["rules"].append(dict(file["rules"][0], shape=ACME + "{hex:40}"))
        self.assert_blames(self.with_rules(json.dumps(file, indent=2)))

    def test_an_id_of_a_built_in_rule(self):
        text = acme_rules().replace("acme-secret-key", "github-token").replace('"acme"', '"github"')
        run = self.with_rules(text)
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "github-token")

    def test_a_pattern_without_bound(self):
        for pattern in (ACME + "[a-z]+", ACME + ".*", ACME + "x{3,}", ACME + "(a|b)*"):
            with self.subTest(pattern=pattern):
                self.assert_blamed_at(acme_rules(shape=None, pattern=pattern), "acme-secret-key")

    def test_a_pattern_that_matches_the_empty_string(self):
        self.assert_blames(self.with_rules(acme_rules(shape=None, pattern="(acmesk)?")))

    def test_a_shape_that_matches_the_empty_string(self):
        self.assert_blames(self.with_rules(acme_rules(shape="(acmesk)?")))

    def test_a_bad_shape(self):
        for shape in (ACME + "{base62:30", ACME + "{nothing:3}", ACME + "{hex}", ACME + "{hex:5,3}", ACME + "(a",
                      ACME + "{hex:-1}", ACME + "{hex:99999999999999999999}", ACME + "a)", "{base62:3}"):
            with self.subTest(shape=shape):
                self.assert_blamed_at(acme_rules(shape=shape), "acme-secret-key")

    def test_a_shape_longer_than_can_be_matched(self):
        self.assert_blames(self.with_rules(acme_rules(shape=ACME + "{hex:5000}")))

    def test_a_pattern_that_explodes_ends_soon(self):
        for pattern in ("acmesk([a-z]|bc{1,9}d){1,3200}", "acmesk" + "(a|b)" * 300, "acmesk" + "x?" * 4000,
                        "acmesk(((a{1,50}){1,50}){1,50}){1,50}"):
            with self.subTest(pattern=pattern[:40]):
                run = self.with_rules(acme_rules(shape=None, pattern=pattern))
                self.assertIn(run.code, (CLEAN, FINDINGS, USAGE), run)

    def test_missing_and_wrong_fields(self):
        for changes in ({"what": None}, {"shape": None}, {"severity": "awful"}, {"check": "none-such"}, {"near": "x"},
                        {"entropy": 9}, {"pattern": "x"}, {"not": ["00"]}, {"with": {}}):
            with self.subTest(changes=changes):
                self.assert_blames(self.with_rules(acme_rules(**changes)))

    def test_what_is_no_rule_file(self):
        for text in ("", "{}", "[]", "{", '{"provider": "acme"}', "\0", '{"provider": "acme", "name": "x", "rules": []}'):
            with self.subTest(text=text):
                run = self.with_rules(text)
                self.assert_code(USAGE, run)
                self.assert_says(run.err, "acme.json")

    def test_deep_json_is_no_crash(self):
        self.assert_code(USAGE, self.with_rules("[" * 200_000))

    def test_a_file_that_is_not_there(self):
        run = self.scan("a", "--rules", "none.json")
        self.assertIn(run.code, (USAGE, INCOMPLETE), run)
        self.assert_says(run.err, "none.json")


class Cache(ScanTest):
    """Where compiled rules are kept."""

    def setUp(self):
        super().setUp()
        self.box.write("a", f"x = {acme_token()}\n")
        self.box.write("acme.json", acme_rules())
        self.folder = self.box.top / "home/cache/aegis"

    def entries(self):
        return sorted(p.name for p in self.folder.iterdir()) if self.folder.is_dir() else []

    def assert_works(self, **kwargs):
        run = self.scan("a", "--rules", "acme.json", **kwargs)
        self.assertIn("acme-secret-key", [f["rule"] for f in run.findings])

    def test_it_is_private_and_holds_one_entry(self):
        self.assert_works()
        self.assert_works()
        self.assertEqual(len(self.entries()), 1)
        self.assertEqual(self.folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual((self.folder / self.entries()[0]).stat().st_mode & 0o777, 0o600)

    def test_a_folder_open_to_others_is_not_used(self):
        self.folder.mkdir()
        for mode in (0o777, 0o750, 0o701):
            os.chmod(self.folder, mode)
            self.assert_works()
            self.assertEqual(self.entries(), [])

    def test_a_link_in_its_place_is_not_used(self):
        elsewhere = self.box.top / "elsewhere"
        elsewhere.mkdir(mode=0o700)
        os.symlink(elsewhere, self.folder)
        self.assert_works()
        self.assertEqual(list(elsewhere.iterdir()), [])

    def test_a_damaged_entry_is_not_used(self):
        self.assert_works()
        entry = self.folder / self.entries()[0]
        whole = entry.read_bytes()
        for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
            entry.write_bytes(whole[:size])
            self.assert_works()

    def test_an_entry_that_others_may_write_is_not_read(self):
        self.assert_works()
        entry = self.folder / self.entries()[0]
        entry.write_bytes(b"nonsense")
        os.chmod(entry, 0o666)
        self.assert_works()

    def test_no_home_and_no_cache_are_no_hindrance(self):
        self.assert_works(env={"HOME": None, "XDG_CACHE_HOME": None})
        self.assert_works(env={"XDG_CACHE_HOME": "/nonexistent/cache"})

    def test_the_working_folder_is_never_taken_for_a_cache(self):
        self.assert_works(env={"HOME": "", "XDG_CACHE_HOME": "relative"})
        self.assertFalse(self.box.path("relative").exists())

    def test_built_in_rules_need_no_cache(self):
        self.assert_code(CLEAN, self.scan("acme.json"))
        self.assertEqual(self.entries(), [])


if __name__ == "__main__":
    main()
