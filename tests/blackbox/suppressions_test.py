"""Lines of .aegisignore that have a reason, an owner and an end, and what becomes of stale ones."""

import os

from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, AegisTest, github_token, main

PAST, FUTURE = "2020-01-31", "9999-12-31"


class SuppressionTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.box.commit({"app.py": f"token = '{github_token('s')}'\n", "docs/a.md": f"x = '{github_token('t')}'\n"})
        self.prints = {f["file"]: f["fingerprint"] for f in self.box.aegis("history", "-f", "json").findings}
        self.finding = "finding:" + self.prints["app.py"]

    def ignore(self, *lines):
        self.box.write(".aegisignore", "\n".join(lines) + "\n")

    def scan(self, *args):
        return self.box.aegis("scan", ".", "-f", "json", *args)

    def stale(self, *words):
        return [(s.get("line", 0), s["reason"]) for s in self.box.aegis(*words, "-f", "json").summary["stale"]]

    def test_a_line_counts_until_its_day_is_over_and_is_then_reported(self):
        self.ignore("docs/", f"{self.finding} until={FUTURE} owner=ana  # a test")
        run = self.scan()
        self.assert_clean(run)
        self.assertEqual((run.summary["ignored"], run.summary["stale"]), (1, []))
        self.ignore("docs/", f"{self.finding} until={PAST} owner=ana  # a test")
        run = self.scan()
        self.assert_found(run, 1, "./app.py")
        line, reason = self.stale("scan", ".")[0]
        self.assertEqual(line, 2)
        self.assert_says(reason, PAST, "owner: ana", "renew")
        self.assert_says(self.box.aegis("scan", ".").err, ".aegisignore, line 2", "expired")

    def test_a_path_has_an_end_too(self):
        self.ignore(self.finding, f"path:docs/ until={FUTURE}")
        self.assert_clean(self.scan())
        self.ignore(self.finding, f"path:docs/ until={PAST}")
        self.assert_found(self.scan(), 1, "./docs/a.md")

    def test_what_is_expired_is_reported_by_every_command(self):
        self.ignore(f"{self.finding} until={PAST}")
        self.box.git("add", ".aegisignore")
        self.box.git("commit", "-q", "-m", "ignore")
        self.box.stage({"b": "x"})
        for words in (["staged"], ["scan", "docs"], ["history", "--reachable"], ["range", "HEAD^!", "--strict"]):
            with self.subTest(words=words):
                if words[0] == "range":
                    self.box.git("commit", "-q", "-m", "b")
                self.assertEqual([line for line, _ in self.stale(*words)], [1])

    def test_what_is_of_no_use_is_reported_where_everything_was_seen(self):
        self.ignore("docs/", self.finding, "finding:" + "0" * 32, "*.none", "!docs/keep")
        self.assertEqual([line for line, _ in self.stale("scan", ".")], [3, 4])
        self.assertEqual([line for line, _ in self.stale("history")], [3])
        for words in (["scan", "app.py"], ["scan", "docs", "app.py"], ["staged"], ["history", "--reachable"],
                      ["history", "--since", "2020-01-01"], ["scan", ".", "--shard", "1/2"]):
            with self.subTest(words=words):
                self.assertEqual(self.stale(*words), [])

    def test_what_was_not_seen_is_not_called_useless(self):
        self.ignore("docs/", self.finding, "finding:" + "0" * 32)
        os.mkfifo(self.box.path("fifo"))
        run = self.scan()
        self.assert_code(INCOMPLETE, run)
        self.assertEqual(run.summary["stale"], [])

    def test_a_line_that_does_less_than_the_one_before_is_of_no_use(self):
        self.ignore("docs/", "docs/a.md", self.finding, self.finding)
        self.assertEqual([line for line, _ in self.stale("scan", ".")], [2, 4])

    def test_strict_makes_what_is_stale_fail(self):
        cases = (
            ([f"{self.finding}  # why", "# generated", "docs/"], CLEAN, []),
            ([f"{self.finding}", "# generated", "docs/"], FINDINGS, [1]),
            ([f"{self.finding} # why", "docs/"], FINDINGS, [2]),
            ([f"{self.finding} # why", "path:docs/ owner=bo # why"], CLEAN, []),
            ([f"{self.finding} # why", "path:docs/ # why", "path:old/ # why"], FINDINGS, [3]),
            ([f"{self.finding} # why", "path:docs/ # why", f"path:old/ until={PAST} # why"], FINDINGS, [3]),
        )
        for lines, code, stale in cases:
            with self.subTest(lines=lines):
                self.ignore(*lines)
                self.assert_clean(self.scan())
                run = self.scan("--strict")
                self.assert_code(code, run)
                self.assertEqual([s["line"] for s in run.summary["stale"]], stale)

    def test_strict_says_what_to_do_in_every_format(self):
        self.ignore(self.finding, "docs/")
        for name in ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"):
            with self.subTest(format=name):
                run = self.box.aegis("scan", ".", "--strict", "-q", "-f", name)
                self.assert_code(FINDINGS, run)
                self.assert_says(run.out + run.err, "line 1" if name != "json" else '"line": 1', "gives no reason")

    def test_strict_of_a_baseline(self):
        self.assert_clean(self.box.aegis("baseline", "create"))
        self.assert_clean(self.box.aegis("history", "--strict"))
        with open(self.box.path(".aegisbaseline"), "a") as file:
            file.write("0" * 32 + " r p\n")
        self.assert_clean(self.box.aegis("history"))
        self.assert_code(FINDINGS, self.box.aegis("history", "--strict"))
        self.assert_clean(self.box.aegis("baseline", "prune"))
        self.assert_clean(self.box.aegis("history", "--strict"))

    def test_an_owner_that_is_a_token_is_not_shown(self):
        token = github_token("owner")
        self.ignore(f"{self.finding} until={PAST} owner={token}")
        run = self.scan("--strict")
        self.assert_no_leak(run, token)

    def test_a_line_that_cannot_be_understood_is_an_error(self):
        for line, words in (
            (f"{self.finding} until=tomorrow", ("until=2027-01-31",)),
            (f"{self.finding} untill={FUTURE}", ("until=YYYY-MM-DD", "owner=NAME")),
            ("finding:abc", ("32 hex digits",)),
            ("path:", ("takes a pattern",)),
            ("a\0b", ("NUL", "UTF-8")),
        ):
            with self.subTest(line=line):
                self.ignore("docs/", line)
                for words_of in (["scan", "."], ["staged"], ["history"]):
                    run = self.box.aegis(*words_of)
                    self.assert_code(USAGE, run)
                    self.assert_says(run.err, ".aegisignore", "line 2", *words)

    def test_hostile_files_are_errors_or_harmless_and_never_a_wait(self):
        path = self.box.path(".aegisignore")
        os.mkfifo(path)
        self.assert_code(USAGE, self.scan())
        os.unlink(path)
        os.symlink("fifo", self.box.path("link"))
        os.symlink("link", path)
        self.assert_code(USAGE, self.scan())
        os.unlink(path)
        self.box.write(".aegisignore", "a" * (5 << 20))
        self.assert_code(USAGE, self.scan())
        self.box.write(".aegisignore", b"\xef\xbb\xbf" + f"docs/\r\n{self.finding} # why\r\n".encode())
        self.assert_clean(self.scan())
        many = "".join(f"finding:{i:032x}\n" for i in range(90_000))
        self.box.write(".aegisignore", many)
        run = self.scan()
        self.assert_code(FINDINGS, run)
        self.assertLessEqual(len(run.summary["stale"]), 101)


if __name__ == "__main__":
    main()
