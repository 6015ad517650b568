"""`aegis range`: what a range of commits adds, whatever shape the history has and whoever asks."""

import json
import os
import shutil

from support import (
    AEGIS, CLEAN, FINDINGS, INCOMPLETE, USAGE, AegisTest, body, github_token, longest_leak, main,
)

TOKEN = github_token("range")
OTHER = github_token("range, another")
LINE = f"token = {TOKEN}\n"
OTHER_LINE = f"token = {OTHER}\n"


class RangeTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository(*self.init_flags())

    def init_flags(self):
        return ()

    def range(self, *words, **kwargs):
        return self.box.aegis("range", "--format", "json", *words, **kwargs)

    def id(self, revision="HEAD"):
        return self.box.git("rev-parse", revision).out.strip()

    def remove(self, name):
        self.box.git("rm", "-q", name)
        self.box.git("commit", "-q", "-m", f"without {name}")


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


class Texts(RangeTest):
    def test_a_commit_message(self):
        self.box.git("commit", "-q", "--allow-empty", "-m", f"subject\n\nuse {TOKEN}")
        run = self.range("HEAD^!")
        self.assert_found(run)
        self.assertIn(self.id()[:12], run.findings[0]["file"])
        self.assert_no_leak(run, TOKEN)

    def test_an_author_who_is_called_like_a_secret(self):
        self.box.commit({"a": OTHER_LINE})
        self.box.git("commit", "-q", "--amend", "--no-edit", f"--author={TOKEN} \x1b[31m <{TOKEN}@x>")
        for name in ("text", "json", "jsonl", "sarif"):
            run = self.box.aegis("range", "--format", name, "HEAD^!")
            self.assert_code(FINDINGS, run)
            self.assert_no_leak(run, TOKEN, OTHER)
            self.assertNotIn("\x1b", run.out)

    def test_an_annotated_tag(self):
        self.box.git("tag", "-a", "-m", f"release\n\n{TOKEN}", "v1")
        run = self.range("v1", "--not", "HEAD")
        self.assert_found(run, path="<tag v1>")
        self.assert_clean(self.range("HEAD", "--not", "--tags"))
        self.assert_found(self.range("--all", "--not", "HEAD"))
        self.assert_clean(self.range("--all", "--not", "v1"))

    def test_a_tag_of_a_tag_of_a_blob_and_a_tag_of_a_tree(self):
        blob = self.box.git("hash-object", "-w", "--stdin", stdin=LINE).out.strip()
        self.box.git("tag", "-a", "-m", "inner", "inner", blob)
        self.box.git("tag", "-a", "-m", "outer", "outer", "inner")
        self.assert_found(self.range("outer"), path="<outer>")
        tree = self.box.git("mktree", stdin=f"100644 blob {blob}\tinside\n").out.strip()
        self.box.git("tag", "light", tree)
        self.assert_found(self.range("light", "--not", "HEAD"), path="inside")

    def test_hostile_commits(self):
        tree = self.id("HEAD^{tree}")
        texts = [
            b"tree %s\n\n%s" % (tree.encode(), LINE.encode()),
            b"tree %s\nauthor \x1b]0;x\x07\nfoo %s\n" % (tree.encode(), TOKEN.encode()),
            b"tree %s\nauthor A <a> 99999999999999999999 +0000\n\n\0\xff%s" % (tree.encode(), LINE.encode()),
        ]
        for text in texts:
            with self.subTest(text):
                words = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
                commit = self.box.git(*words, stdin=text).out.strip()
                run = self.range(commit, "--not", "HEAD")
                self.assert_code(FINDINGS, run)
                self.assertEqual(run.findings[0]["commit"], commit)
                self.assert_no_leak(run, TOKEN)
        for text in (b"", b"tree zzzz\n", b"tree %s\nparent x\n" % tree.encode()):
            commit = self.box.git(
                "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=text).out.strip()
            run = self.range(commit)
            self.assert_code(INCOMPLETE, run)
            self.assertEqual(len(run.summary["skipped"]), 1, run)

    def test_the_text_of_a_malformed_commit_is_scanned(self):
        for text in (f"tree zzzz\n\n{LINE}", LINE, f"tree {self.id('HEAD^{tree}')}\nparent x\n\n{LINE}"):
            words = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
            commit = self.box.git(*words, stdin=text).out.strip()
            run = self.range(commit)
            self.assert_found(run, path=f"<commit {commit[:12]}>")
            self.assertEqual(len(run.summary["skipped"]), 1, run)
            self.assert_no_leak(run, TOKEN)


class Shapes(RangeTest):
    def test_a_merge_that_brings_what_neither_side_has(self):
        self.box.git("checkout", "-q", "-b", "side")
        self.box.commit({"a": "side\n"})
        self.box.git("checkout", "-q", "main")
        self.box.commit({"b": "main\n"})
        base = self.id()
        self.box.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.box.stage({"b": "main\n" + LINE})
        self.box.git("commit", "-q", "-m", "evil")
        run = self.range(f"{base}..HEAD")
        self.assert_found(run, path="b")
        self.assertEqual(run.findings[0]["commit"], self.id())

    def test_a_merge_brings_what_its_side_brought(self):
        base = self.id()
        self.box.git("checkout", "-q", "-b", "side")
        self.box.commit({"a": LINE})
        side = self.id()
        self.box.git("checkout", "-q", "main")
        self.box.commit({"b": "main\n"})
        self.box.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        run = self.range(f"{base}..HEAD")
        self.assert_found(run, path="a")
        self.assertEqual(run.findings[0]["commit"], side)
        self.assert_found(self.range("HEAD^1..HEAD"), path="a")
        self.assert_clean(self.range("HEAD^1..HEAD", "^side"))

    def test_an_octopus(self):
        for i in range(5):
            self.box.git("checkout", "-q", "-b", f"b{i}", "main")
            self.box.commit({f"f{i}": "x\n"})
        self.box.git("checkout", "-q", "main")
        self.box.git("merge", "-q", "-m", "octopus", *(f"b{i}" for i in range(5)))
        self.box.stage({"f3": "x\n" + LINE})
        self.box.git("commit", "-q", "--amend", "--no-edit")
        run = self.range("HEAD", "--not", "main~1", *(f"b{i}" for i in range(5)))
        self.assert_found(run, path="f3")

    def test_a_merge_of_two_renames(self):
        self.box.commit({"a": LINE + "x\n" * 5})
        base = self.id()
        self.box.git("checkout", "-q", "-b", "side")
        self.box.git("mv", "a", "d-a")
        self.box.git("commit", "-q", "-m", "moved")
        self.box.git("checkout", "-q", "main")
        self.box.commit({"b": "x\n"})
        self.box.git("merge", "-q", "-m", "merge", "side")
        self.assert_clean(self.range(f"{base}..HEAD"))

    def test_renames(self):
        self.box.commit({"d/a": LINE + "x\n" * 9})
        self.box.git("mv", "d/a", "elsewhere")
        self.box.git("commit", "-q", "-m", "moved")
        self.assert_clean(self.range("HEAD^!"))
        os.makedirs(self.box.path("e"))
        self.box.git("mv", "elsewhere", "e/elsewhere")
        self.box.commit({"e/elsewhere": LINE + "y\n" * 9})
        self.assert_clean(self.range("HEAD^!"))
        self.box.commit({"copy": LINE})
        self.assert_found(self.range("HEAD^!"), path="copy")

    def test_attributes_hide_nothing(self):
        self.box.commit({".gitattributes": "* -diff binary\n*.x filter=none -text\n"})
        self.box.commit({"a": LINE, "b.x": b"\0\0" + OTHER_LINE.encode()})
        self.assert_found(self.range("HEAD^!"), 2)

    def test_utf16(self):
        self.box.commit({"a.txt": LINE.encode("utf-16")})
        self.assert_found(self.range("HEAD^!"), path="a.txt")

    def test_a_submodule_is_no_content(self):
        self.box.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
        self.box.git("commit", "-q", "-m", "submodule")
        self.assert_clean(self.range("HEAD^!"))

    def test_a_link_and_a_change_of_type(self):
        os.symlink("/srv/" + TOKEN, self.box.path("link"))
        self.box.git("add", "link")
        self.box.git("commit", "-q", "-m", "link")
        self.assert_code(FINDINGS, self.range("HEAD^!"))
        self.remove("link")
        self.box.commit({"link/inside": LINE})
        self.assert_found(self.range("HEAD^!"), path="link/inside")

    def test_replace_refs_and_grafts_hide_nothing(self):
        self.box.commit({"a": LINE})
        bad = self.id()
        self.box.commit({"b": "x\n"})
        clean = self.box.git("commit-tree", "-p", "HEAD~2", "-m", "clean", "HEAD~2^{tree}").out.strip()
        self.box.git("replace", bad, clean)
        self.assert_found(self.range("HEAD~2..HEAD"), path="a")
        self.box.git("replace", "-d", bad)
        self.box.write(".git/info/grafts", f"{self.id()} {self.id('HEAD~2')}\n")
        self.assert_found(self.range("HEAD", f"^{self.id('HEAD')}~2"), path="a")

    def test_dates_that_lie(self):
        base = self.id()
        for i, date in enumerate(("2040-01-01", "1971-01-01", "2030-01-01", "1980-01-01")):
            date += "T00:00:00Z"
            self.box.stage({f"f{i}": f"token = {github_token(i)}\n"})
            self.box.git("commit", "-q", "-m", str(i), env={"GIT_COMMITTER_DATE": date})
        self.assert_found(self.range(f"{base}..HEAD"), 4)
        self.assert_found(self.range("HEAD~1..HEAD"), 1)


class Sha256(Basics):
    def init_flags(self):
        return ("--object-format=sha256",)


class WorktreeAndBare(RangeTest):
    def test_a_linked_worktree(self):
        self.box.git("worktree", "add", "-q", "-b", "w", self.box.top / "w")
        self.box.write("../w/a", LINE)
        where = self.box.top / "w"
        self.box.git("add", "a", cwd=where)
        self.box.git("commit", "-q", "-m", "a", cwd=where)
        self.assert_found(self.range("main..HEAD", cwd=where), path="a")
        self.assert_found(self.range("HEAD..w"), path="a")

    def test_a_bare_repository(self):
        self.box.commit({"a": LINE})
        self.box.git("clone", "-q", "--bare", ".", self.box.top / "bare")
        self.assert_found(self.range("HEAD~1..HEAD", cwd=self.box.top / "bare"), path="a")


class Gaps(RangeTest):
    """Whatever is not there is told of, with the fix, and never clean."""

    def test_an_unknown_base(self):
        for base in ("1" * 40, "nothing", "origin/main", "HEAD~9"):
            for words in ([f"{base}..HEAD"], [f"{base}...HEAD"], ["HEAD", f"^{base}"]):
                run = self.range(*words)
                self.assert_code(INCOMPLETE, run)
                self.assertEqual(run.raw_out, b"")
                self.assert_says(run.err, "aegis:", base if "~" in base else "git fetch")

    def test_what_is_no_revision(self):
        for word in ("a b..HEAD", "HEAD~x", "HEAD^{/x}", "HEAD:README", "--nonsense", "HEAD@{yesterday}", "", "-x"):
            run = self.range("HEAD", word)
            self.assert_code(USAGE, run)
        self.assert_code(USAGE, self.range())
        for word in ("..HEAD", "...HEAD", "..", "..."):
            self.assert_code(USAGE, self.range(word))
        self.assert_code(USAGE, self.range("HEAD", "--remote", "origin"))
        self.assert_code(INCOMPLETE, self.range(f"{'0' * 40}..HEAD"))

    def test_a_shallow_clone(self):
        for i in range(4):
            self.box.commit({"a": f"{i}\n"})
        self.box.git("clone", "-q", "--depth", "2", f"file://{self.box.work}", self.box.top / "clone")
        where = self.box.top / "clone"
        for words in (["HEAD~3..HEAD"], [f"{self.id('HEAD~3')}..HEAD"], ["HEAD~2...HEAD"]):
            run = self.range(*words, cwd=where)
            self.assert_code(INCOMPLETE, run)
            self.assert_says(run.err, "git fetch --unshallow", "fetch-depth: 0")
        self.assert_clean(self.range("HEAD~1..HEAD", cwd=where))
        run = self.range("HEAD", cwd=where)
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.summary["skipped"][0]["reason"], "--unshallow")

    def test_a_shallow_clone_scans_its_oldest_commit_whole(self):
        self.box.commit({"a": LINE})
        self.box.commit({"b": "x\n"})
        self.box.git("clone", "-q", "--depth", "1", f"file://{self.box.work}", self.box.top / "clone")
        run = self.range("HEAD", cwd=self.box.top / "clone")
        self.assert_found(run, path="a")
        self.assertFalse(run.summary["complete"])

    def test_unrelated_histories_have_no_merge_base(self):
        self.box.git("checkout", "-q", "--orphan", "new")
        self.box.commit({"b": "x\n"})
        run = self.range("main...new")
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.err, "no merge base")
        self.assert_clean(self.range("main..new"))

    def test_a_partial_clone(self):
        self.box.git("config", "uploadpack.allowFilter", "true")
        self.box.commit({"a": "x\n"})
        self.box.commit({"a": "y\n"})
        self.box.git(
            "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{self.box.work}",
            self.box.top / "clone")
        run = self.range("HEAD~1..HEAD", cwd=self.box.top / "clone")
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.summary["skipped"][0]["reason"], "partial clone")
        self.assertEqual(run.summary["skipped"][0]["path"], "a")

    def test_a_missing_tree_blob_or_commit(self):
        self.box.commit({"d/a": "x\n"})
        self.box.commit({"d/a": "y\n", "e": LINE})
        objects = (self.id("HEAD:d/a"), self.id("HEAD:d"), self.id("HEAD^{tree}"), self.id("HEAD"))
        for name in objects:
            path = self.box.path(f".git/objects/{name[:2]}/{name[2:]}")
            kept = path.read_bytes()
            path.unlink()
            run = self.range(f"{self.id('main')}", "--not", self.id("main") and "main@{1}")
            self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
            if run.raw_out:
                self.assertFalse(run.summary["complete"])
            path.write_bytes(kept)
        self.assert_found(self.range("HEAD^!"), path="e")

    def test_ambiguous_names(self):
        self.box.commit({"a": LINE})
        self.box.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
        self.assert_found(self.range("origin/main..HEAD"))
        self.box.git("tag", "origin/main", "HEAD")
        run = self.range("origin/main..HEAD")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "refs/tags/origin/main", "refs/remotes/origin/main")

    def test_an_empty_repository(self):
        self.box.git("init", "-q", "empty")
        self.assert_clean(self.range("--all", cwd=self.box.path("empty")))
        self.assert_code(INCOMPLETE, self.range("HEAD", cwd=self.box.path("empty")))

    def test_refs_that_are_not_there(self):
        self.assert_code(INCOMPLETE, self.range("--branches=nothing"))
        self.assert_code(USAGE, self.range("--branches=m*"))
        self.assert_code(USAGE, self.range("--branches=../../x"))
        self.assert_clean(self.range("HEAD", "--not", "--remotes=nothing"))

    def test_no_repository(self):
        os.makedirs(self.box.top / "nothing")
        self.assert_code(INCOMPLETE, self.range("A..B", cwd=self.box.top / "nothing"))

    def test_a_broken_ref_among_all(self):
        self.box.write(".git/refs/heads/broken", "nonsense\n")
        self.assert_code(INCOMPLETE, self.range("--all"))
        self.box.commit({"a": LINE})
        self.assert_found(self.range("HEAD", "--not", "HEAD~1", "--branches=broken"))


class Hooked(RangeTest):
    """A real push, through the hook, to a repository beside."""

    def setUp(self):
        super().setUp()
        self.remote = self.box.top / "remote.git"
        self.box.git("init", "-q", "--bare", self.remote)
        self.box.git("remote", "add", "origin", self.remote)

    def hook(self, folder, name, words):
        path = os.path.join(folder, "hooks", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\nexec {AEGIS} range {words}\n")
        os.chmod(path, 0o755)

    def pushes(self, *words):
        return self.box.git("push", "-q", "origin", *words)

    def is_stopped(self, *words):
        run = self.box.try_git("push", "origin", *words)
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("github-token", run.out + run.err)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run

    def scenario(self):
        self.pushes("main")
        self.box.commit({"a": LINE})
        self.is_stopped("main")  # a branch that is there
        self.is_stopped("HEAD:refs/heads/new")  # one that is new
        self.box.git("tag", "light")
        self.is_stopped("light")
        self.remove("a")
        self.is_stopped("main")  # added and removed
        self.box.git("reset", "-q", "--hard", "HEAD~2")
        self.box.git("tag", "-d", "light")
        self.box.commit({"b": "clean\n"})
        self.pushes("main")
        self.pushes("main:other")
        self.box.git("tag", "-a", "-m", f"see {TOKEN}", "v1")
        self.is_stopped("v1")
        self.is_stopped("--tags")
        self.box.git("tag", "-d", "v1")
        self.box.git("reset", "-q", "--hard", "HEAD~1")
        self.box.commit({"c": "another\n"})
        self.pushes("+main")  # forced
        self.box.commit({"d": LINE})
        self.is_stopped("+main:other")
        self.pushes(":other")  # deleted
        self.box.git("reset", "-q", "--hard", "HEAD~1")
        self.pushes("main", "main:x", "main:refs/for/y")

    def test_pre_push(self):
        self.hook(self.box.path(".git"), "pre-push", '--pre-push --remote "$1"')
        self.scenario()

    def test_pre_receive(self):
        self.hook(self.remote, "pre-receive", "--pre-receive")
        self.scenario()

    def test_what_is_pushed_makes_no_exceptions_for_itself(self):
        self.hook(self.remote, "pre-receive", "--pre-receive")
        self.pushes("main")
        self.box.commit({".aegisignore": "a\n"})
        self.pushes("main:side")
        self.box.commit({"a": LINE})
        self.is_stopped("main")
        self.is_stopped("main:side")
        self.pushes("main^:main")
        self.pushes("main")

    def test_pre_receive_of_a_push_that_is_unpacked(self):
        self.box.git("-C", self.remote, "config", "receive.unpackLimit", "10000")
        self.hook(self.remote, "pre-receive", "--pre-receive")
        self.scenario()

    def test_pre_receive_of_a_push_that_stays_packed(self):
        self.box.git("-C", self.remote, "config", "receive.unpackLimit", "1")
        self.hook(self.remote, "pre-receive", "--pre-receive")
        self.scenario()

    def test_pre_push_after_somebody_else_pushed(self):
        self.hook(self.box.path(".git"), "pre-push", '--pre-push --remote "$1"')
        self.pushes("main")
        other = self.box.top / "other"
        self.box.git("clone", "-q", self.remote, other)
        self.box.git("commit", "-q", "--allow-empty", "-m", "theirs", cwd=other)
        self.box.git("push", "-q", "origin", "main", cwd=other)
        self.box.commit({"a": LINE})
        self.is_stopped("+main")
        self.box.git("reset", "-q", "--hard", "HEAD~1")
        self.box.commit({"a": "clean\n"})
        run = self.box.git("push", "origin", "+main")
        self.assert_says(run.err, "is not here")

    def test_pre_push_to_another_remote(self):
        self.box.commit({"a": LINE})
        self.pushes("main")
        self.box.git("init", "-q", "--bare", self.box.top / "public.git")
        self.box.git("remote", "add", "public", self.box.top / "public.git")
        self.hook(self.box.path(".git"), "pre-push", '--pre-push --remote "$1"')
        run = self.box.try_git("push", "public", "main")
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("github-token", run.out + run.err)

    def test_standard_input_that_git_would_not_give(self):
        for flag in ("--pre-push", "--pre-receive"):
            for text in ("nonsense\n", "\n", f"{'1' * 40} x\n", f"{self.id()} {self.id()[:39]} refs/heads/x\n"):
                self.assert_code(USAGE, self.range(flag, stdin=text))
            self.assert_clean(self.range(flag, stdin=""))
        self.assert_code(USAGE, self.range("--pre-push", "--pre-receive"))

    def test_objects_that_are_not_there(self):
        line = f"{self.id()} {'1' * 40} refs/heads/main\n"
        self.assert_code(INCOMPLETE, self.range("--pre-receive", stdin=line))


if __name__ == "__main__":
    main()
