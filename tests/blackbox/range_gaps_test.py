"""`aegis range` where something is missing or unknown."""

import os

from range_support import LINE, RangeTest
from support import FINDINGS, INCOMPLETE, USAGE, main


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


if __name__ == "__main__":
    main()
