"""`aegis range`: what a range of commits adds."""

import json
import os

from range_support import LINE, OTHER, OTHER_LINE, TOKEN, RangeTest
from support import FINDINGS, INCOMPLETE, USAGE, body, github_token, main


class Basics(RangeTest):
    def test_a_secret_that_a_commit_adds(self):
        self.box.commit({"a": "clean\n"})
        self.box.commit({"b/c": LINE}, "adds it")
        run = self.range("HEAD~2..HEAD")
        self.assert_found(run, path="b/c")
        finding = run.findings[0]
        self.assertEqual(finding["commit"], self.id())
        self.assertEqual(finding["author"], "Test")
        self.assertEqual(finding["email"], "test@example.invalid")
        self.assertEqual(finding["date"], "2026-01-02T03:04:05+00:00")
        self.assertEqual(finding["blob"], self.id("HEAD:b/c"))
        self.assertEqual(finding["line"], 1)
        self.assert_no_leak(run, TOKEN)

    def test_the_same_run_in_every_format(self):
        self.box.commit({"a": LINE})
        for name in ("text", "jsonl", "sarif"):
            run = self.box.aegis("range", "--format", name, "HEAD~1..HEAD")
            self.assert_code(FINDINGS, run)
            self.assert_says(run.out, self.id()[:12], "test@example.invalid", "2026-01-02T03:04:05")
            self.assert_no_leak(run, TOKEN)

    def test_one_commit_adds_and_a_later_one_removes(self):
        self.box.commit({"a": LINE})
        run = self.range("HEAD~1..HEAD")
        self.assertTrue(run.findings[0]["in_head"], run)
        self.remove("a")
        run = self.range("HEAD~2..HEAD")
        self.assert_found(run, path="a")
        self.assertFalse(run.findings[0]["in_head"], run)
        self.assert_clean(self.range("HEAD~1..HEAD"))

    def test_what_was_pushed(self):
        self.box.commit({"d/a": LINE}, f"says {OTHER}")
        self.assertFalse(any("pushed" in finding for finding in self.range("HEAD^!").findings))
        self.box.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
        self.assertEqual([finding["pushed"] for finding in self.range("HEAD^!").findings], [False] * 2)
        self.box.commit({"d/a": "moved\n" + LINE + "\n"})
        self.box.git("update-ref", "refs/remotes/origin/main", "HEAD")
        run = self.range("HEAD~1^!")
        self.assertEqual([finding["pushed"] for finding in run.findings], [True] * 2)
        self.assertEqual([finding.get("in_head") for finding in run.findings], [None, True])
        run = self.box.aegis("range", "HEAD~1^!")
        self.assert_says(run.out, "still: in HEAD; pushed")
        self.box.git("tag", "-a", "-m", TOKEN, "v1")
        run = self.range("v1", "^HEAD")
        self.assert_found(run, path="<tag v1>")
        self.assertFalse({"pushed", "in_head"} & set(run.findings[0]))

    def test_what_the_base_holds_is_not_new(self):
        self.box.commit({"a": LINE})
        self.box.commit({"a": "above\n" + LINE + "below\n"})
        self.assert_clean(self.range("HEAD~1..HEAD"))

    def test_the_same_line_in_several_commits_is_one_finding(self):
        self.box.commit({"a": LINE})
        first = self.id()
        self.box.commit({"a": "x\n"})
        self.box.commit({"a": LINE + "more\n"})
        self.box.commit({"a": "y\n"})
        self.box.commit({"a": "again\n" + LINE})
        run = self.range("HEAD~5..HEAD")
        self.assert_found(run)
        self.assertEqual(run.findings[0]["commit"], first)
        run = self.range("HEAD~2..HEAD")
        self.assert_found(run)
        self.assertEqual(run.findings[0]["commit"], self.id())

    def test_a_secret_that_is_exchanged_in_place_is_another(self):
        self.box.commit({"a": LINE})
        self.box.commit({"a": OTHER_LINE})
        self.assert_found(self.range("HEAD~2..HEAD"), 2)

    def test_a_line_that_comes_back_is_new_again(self):
        self.box.commit({"a": LINE})
        self.box.commit({"a": "gone\n"})
        self.box.commit({"a": LINE})
        self.assert_found(self.range("HEAD~1..HEAD"))
        self.assert_found(self.range("HEAD~2..HEAD"))

    def test_an_empty_range_is_clean_and_says_so(self):
        for words in (["HEAD..HEAD"], ["HEAD", "^HEAD"], ["--tags"], ["HEAD", "--not", "--all"]):
            run = self.box.aegis("range", *words)
            self.assert_clean(run)
            self.assert_says(run.err, "empty")
        run = self.range("HEAD..HEAD")
        self.assertTrue(any("empty" in note for note in run.summary["notes"]))

    def test_the_root_commit(self):
        self.box.git("checkout", "-q", "--orphan", "new")
        self.box.commit({"a": LINE})
        self.assert_found(self.range("HEAD"), path="a")
        self.assert_found(self.range("main..new"), path="a")

    def test_ways_to_say_it(self):
        self.box.commit({"a": "x\n"})
        self.box.git("branch", "base")
        self.box.git("tag", "v1")
        self.box.git("tag", "-a", "-m", "one", "annotated")
        self.box.commit({"b": LINE})
        self.box.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
        short = self.id("base")[:10]
        for words in (
            "base..main", "base..", "v1..HEAD", "annotated..@", f"{short}..HEAD", "HEAD^!", "main ^base",
            "^base main", "HEAD~1..HEAD", "main --not base", "--not base --not main", "base...main",
            "HEAD --not --remotes", "--not --remotes", "--all ^base", "--branches=main --not --tags",
            "HEAD@{1}..HEAD", "--branches --not --remotes=origin", "refs/tags/v1..refs/heads/main",
            "origin/main..main", "HEAD^^{commit}..HEAD",
        ):
            with self.subTest(words):
                run = self.range(*words.split())
                self.assert_found(run, path="b")
                self.assertEqual(run.findings[0]["commit"], self.id())

    def test_flags_may_stand_anywhere(self):
        self.box.commit({"b": LINE})
        run = self.box.aegis("range", "HEAD", "-f", "json", "--not", "-j", "2", "HEAD~1")
        self.assert_found(run, path="b")

    def test_branches_that_are_called_like_commands(self):
        self.box.git("branch", "scan")
        self.box.commit({"b": LINE})
        for name in ("staged", "range", "stdin", "rules", "hooks"):
            self.box.git("branch", name)
            self.assert_found(self.range(name, "^scan"), path="b")
            self.assert_found(self.range("^scan", name), path="b")

    def test_jobs_do_not_change_the_report(self):
        for i in range(40):
            self.box.write(f"f{i % 7}", f"{i}\n" + (f"token = {github_token(i)}\n" if i % 3 == 0 else ""))
            self.box.git("add", "-A")
            self.box.git("commit", "-q", "-m", str(i))
        reports = {self.range("HEAD~39..HEAD", "-j", jobs).raw_out for jobs in "1248"}
        self.assertEqual(len(reports), 1)
        self.assertGreater(len(json.loads(reports.pop())["findings"]), 10)

    def test_the_ignore_file_from_before_the_range_is_heeded(self):
        self.box.commit({"a": LINE})
        fingerprint = self.range("HEAD^!").findings[0]["fingerprint"]
        self.box.git("reset", "-q", "--hard", "HEAD^")
        self.box.commit({".aegisignore": f"finding:{fingerprint}\n"})
        base = self.id()
        self.box.commit({"a": LINE})
        self.box.git("rm", "-q", ".aegisignore")
        self.box.git("commit", "-q", "-m", "without it")
        run = self.range(f"{base}..HEAD")
        self.assert_clean(run)
        self.assertEqual(run.summary["ignored"], 1)
        self.assert_says(" ".join(run.summary["notes"]), base[:12])

    def test_a_range_makes_no_exceptions_for_itself(self):
        base = self.id()
        self.box.commit({".aegisignore": "a\n", ".aegis.json": '{"disabled_rules": ["github-token"]}\n', "a": LINE})
        for words in (("HEAD^!",), (f"{base}..HEAD",), (f"{base}...HEAD",), ("HEAD", "--not", base)):
            run = self.range(*words, "--trust-config")
            self.assert_found(run)
            self.assertTrue(any(".aegisignore" in note for note in run.summary["notes"]), run)
        self.box.commit({"b": "x\n"})
        self.assertEqual(len(self.range("HEAD^!", "--trust-config").summary["notes"]), 1)
        # With nothing, or more than one thing, before it, the work tree decides.
        self.assert_clean(self.range("HEAD"))
        self.box.git("branch", "other", base)
        self.box.git("branch", "more", self.id("HEAD^"))
        self.assert_clean(self.range("HEAD", "--not", "other", "more"))

    def test_rules_from_before_the_range(self):
        token = "acme_live_" + body("acme", 32)
        rule = """{ "provider": "acme", "name": "Acme", "rotate": "https://acme.example/",
          "rules": [ { "id": "acme-key", "what": "key", "severity": "high", "shape": "%s_live_{base62:32}" } ] }"""
        for place, config in (("tools/rules.json", "tools/rules.json"), ("rules/b.json", "rules"), ("c.json", "./c.json")):
            with self.subTest(config):
                self.box.commit({place: rule % "acme", ".aegis.json": json.dumps({"rules": [config]})})
                self.box.commit({place: rule % "none", "a" + place: f"x {token}\n"})
                run = self.range("HEAD^!")
                self.assert_found(run, path="a" + place)
                self.assertEqual(run.findings[0]["rule"], "acme-key")
        self.box.commit({".aegis.json": '{"rules": ["not/there.json"]}'})
        self.assert_clean(self.range("HEAD^!"))
        self.box.commit({"b": "x\n"})
        run = self.range("HEAD^!")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "not/there.json", self.id("HEAD^"))
        self.box.git("rm", "-q", ".aegis.json")
        os.symlink("elsewhere", self.box.path(".aegis.json"))
        self.box.git("add", "-A")
        self.box.git("commit", "-q", "-m", "a link")
        self.box.commit({"c": "x\n"})
        self.assert_code(INCOMPLETE, self.range("HEAD^!"))

    def test_a_folder_that_also_stands_at_an_ignored_path(self):
        self.box.commit({".aegisignore": "a/\nz/\n"})
        self.box.commit({f"{name}/d/key": LINE for name in "amz"})
        self.assert_found(self.range("HEAD^!"), path="m/d/key")

    def test_what_is_moved_out_of_an_ignored_path_is_new(self):
        self.box.commit({".aegisignore": "hidden/\n"})
        self.box.commit({"hidden/key": LINE, "hidden/deep/other": OTHER_LINE})
        os.makedirs(self.box.path("src"))
        self.box.git("mv", "hidden/key", "src/key")
        self.box.write("src/other", OTHER_LINE + "more\n")
        self.box.git("rm", "-q", "hidden/deep/other")
        self.box.git("add", "-A", "src")
        run = self.box.aegis("staged", "--format", "json")
        self.assert_found(run, 2)
        self.box.git("commit", "-q", "-m", "moved")
        self.assert_found(self.range("HEAD~2..HEAD"), 2)

    def test_a_tree_bomb(self):
        self.box.commit({"0/key": LINE})
        tree = self.id("HEAD^{tree}")
        for i in range(12):
            tree = self.box.git(
                "mktree", stdin="".join(f"040000 tree {tree}\t{i}\n" for i in range(10))).out.strip()
        bomb = self.box.git("commit-tree", "-m", "bomb", tree).out.strip()
        run = self.range("--chunk-size", "65536", "-j", "2", bomb)
        self.assert_code(FINDINGS, run)
        self.assertFalse(run.summary["complete"])

    def test_a_rebase_does_not_change_a_fingerprint(self):
        self.box.commit({"a": LINE}, f"message with {OTHER}")
        before = {f["fingerprint"] for f in self.range("HEAD^!").findings}
        self.box.git("commit", "-q", "--amend", "--no-edit", "--date", "2020-01-01T00:00:00Z")
        self.assertEqual({f["fingerprint"] for f in self.range("HEAD^!").findings}, before)
        self.assertEqual(len(before), 2)

    def test_below_the_top_of_the_work_tree(self):
        self.box.commit({"d/a": LINE})
        self.assert_found(self.range("HEAD^!", cwd=self.box.path("d")), path="d/a")


class Sha256(Basics):
    def init_flags(self):
        return ("--object-format=sha256",)


if __name__ == "__main__":
    main()
