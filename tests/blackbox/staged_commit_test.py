"""`aegis staged` as a hook, in every way that git can be asked to commit."""

from staged_support import LINE, StagedTest, TOKEN
from support import longest_leak, main


class Hooked(StagedTest):
    """Through the installed hook, with the environment that git gives it."""

    def setUp(self):
        super().setUp()
        run = self.box.aegis("hooks", "install")
        self.assertEqual(run.code, 0, run)

    def assert_stops(self, *git_words, **kwargs):
        before = self.box.try_git("rev-parse", "-q", "--verify", "HEAD").out
        run = self.box.try_git(*git_words, **kwargs)
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("github-token", run.out + run.err)
        self.assertEqual(longest_leak(run.raw_err, TOKEN), "", run.words)  # -p shows the patch on stdout
        self.assertEqual(self.box.try_git("rev-parse", "-q", "--verify", "HEAD").out, before)

    def assert_passes(self, *git_words, **kwargs):
        before = self.box.try_git("rev-parse", "-q", "--verify", "HEAD").out
        run = self.box.git(*git_words, **kwargs)
        self.assertNotEqual(self.box.git("rev-parse", "HEAD").out, before, run)

    def test_plain_commit(self):
        self.box.stage({"a": LINE})
        self.assert_stops("commit", "-m", "x")

    def test_plain_commit_of_something_clean(self):
        self.box.stage({"a": "nothing\n"})
        self.assert_passes("commit", "-m", "x")

    def test_commit_all(self):
        self.box.write("README", LINE)
        self.assert_stops("commit", "-a", "-m", "x")

    def test_commit_all_of_something_clean(self):
        self.box.write("README", "another line\n")
        self.assert_passes("commit", "-a", "-m", "x")

    def test_commit_patch(self):
        self.box.write("README", LINE)
        self.assert_stops("commit", "-p", "-m", "x", stdin="y\n")

    def test_commit_patch_that_leaves_the_secret_out(self):
        self.box.commit({"long": "".join(f"{i}\n" for i in range(40))})
        lines = [f"{i}\n" for i in range(40)]
        lines[2], lines[35] = "two\n", LINE
        self.box.write("long", "".join(lines))
        self.assert_passes("commit", "-p", "-m", "x", stdin="y\nn\n")

    def test_commit_of_a_path(self):
        self.box.write("README", LINE)
        self.assert_stops("commit", "-m", "x", "README")

    def test_commit_of_another_path_than_the_staged_one(self):
        self.box.stage({"secret": LINE})
        self.box.write("README", "another line\n")
        self.assert_passes("commit", "-m", "x", "README")

    def test_commit_include(self):
        self.box.stage({"clean": "x\n"})
        self.box.write("README", LINE)
        self.assert_stops("commit", "-m", "x", "--include", "README")

    def test_amend(self):
        self.box.stage({"a": LINE})
        self.assert_stops("commit", "--amend", "-m", "x")

    def test_first_commit(self):
        self.box.git("checkout", "-q", "--orphan", "other")
        self.box.stage({"a": LINE})
        self.assert_stops("commit", "-m", "x")

    def test_first_commit_of_something_clean(self):
        self.box.git("checkout", "-q", "--orphan", "other")
        self.assert_passes("commit", "-m", "x")

    def test_commit_from_a_subdirectory(self):
        self.box.stage({"sub/deep/a": LINE})
        self.assert_stops("commit", "-m", "x", cwd=self.box.path("sub/deep"))

    def test_commit_all_from_a_subdirectory(self):
        self.box.commit({"sub/a": "x\n"})
        self.box.write("README", LINE)
        self.assert_stops("commit", "-a", "-m", "x", cwd=self.box.path("sub"))

    def test_commit_of_a_path_from_a_subdirectory(self):
        self.box.commit({"sub/a": "x\n"})
        self.box.write("sub/a", LINE)
        self.assert_stops("commit", "-m", "x", "a", cwd=self.box.path("sub"))

    def test_commit_with_dash_c_from_elsewhere(self):
        self.box.stage({"a": LINE})
        self.assert_stops("-C", self.box.work, "commit", "-m", "x", cwd=self.box.top)

    def test_commit_in_a_linked_worktree(self):
        self.box.git("worktree", "add", "-q", "../linked", "-b", "linked")
        linked = self.box.top / "linked"
        (linked / "a").write_text(LINE)
        self.box.git("add", "a", cwd=linked)
        self.assert_stops("commit", "-m", "x", cwd=linked)

    def test_commit_with_git_dir_and_work_tree(self):
        self.box.stage({"a": LINE})
        git_dir, tree = self.box.path(".git"), self.box.work
        self.assert_stops(f"--git-dir={git_dir}", f"--work-tree={tree}", "commit", "-m", "x", cwd=self.box.top)

    def test_commit_with_another_index(self):
        index = {"GIT_INDEX_FILE": ".git/other-index"}
        self.box.git("read-tree", "HEAD", env=index)
        self.box.write("a", LINE)
        self.box.git("add", "a", env=index)
        self.assert_stops("commit", "-m", "x", env=index)

    def test_commit_of_a_merge_that_was_held_back(self):
        self.box.git("checkout", "-q", "-b", "side")
        self.box.commit({"side": "x\n"})
        self.box.git("checkout", "-q", "main")
        self.box.commit({"main": "x\n"})
        self.box.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.box.stage({"evil": LINE})
        self.assert_stops("commit", "-m", "x")

    def test_commit_in_a_submodule(self):
        origin = self.box.top / "origin"
        self.box.git("clone", "-q", self.box.work, origin, cwd=self.box.top)
        self.box.git("submodule", "--quiet", "add", str(origin), "sub")
        sub = self.box.path("sub")
        run = self.box.aegis("hooks", "install", cwd=sub)
        self.assertEqual(run.code, 0, run)
        (sub / "a").write_text(LINE)
        self.box.git("add", "a", cwd=sub)
        self.assert_stops("commit", "-m", "x", cwd=sub)


if __name__ == "__main__":
    main()
