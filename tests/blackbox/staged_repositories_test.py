"""`aegis staged` in every kind of repository."""

import os
import stat

from staged_support import LINE
from support import INCOMPLETE, AegisTest, github_token, main


class Repositories(AegisTest):
    """Every kind of repository and index."""

    def staged(self, **kwargs):
        return self.box.aegis("staged", "--format", "json", **kwargs)

    def assert_finds_and_forgets(self):
        """A new secret is found; once committed, it is not."""
        self.box.commit({f"dir{i}/f{j}": f"{i} {j}\n" for i in range(3) for j in range(3)})
        self.box.stage({"dir1/f1": LINE})
        self.assert_found(self.staged(), 1, "dir1/f1")
        self.box.git("commit", "-q", "-m", "x")
        self.assert_clean(self.staged())
        self.box.stage({"dir1/new": f"x = {github_token('second')}\n"})
        self.assert_found(self.staged(), 1, "dir1/new")

    def test_an_empty_repository(self):
        self.box.git("init", "-q")
        self.assert_clean(self.staged())

    def test_an_unborn_branch(self):
        self.box.git("init", "-q")
        self.box.stage({"a": LINE})
        self.assert_found(self.staged(), 1, "a")

    def test_a_detached_head(self):
        self.box.repository()
        self.box.git("checkout", "-q", "--detach")
        self.assert_finds_and_forgets()

    def test_index_version_4(self):
        self.box.repository()
        self.box.git("config", "index.version", "4")
        self.box.git("update-index", "--index-version", "4")
        self.assert_finds_and_forgets()

    def test_a_split_index(self):
        self.box.repository()
        self.box.git("config", "core.splitIndex", "true")
        self.box.git("config", "splitIndex.maxPercentChange", "100")
        self.box.git("update-index", "--split-index")
        self.assert_finds_and_forgets()

    def test_a_sparse_index(self):
        self.box.repository()
        self.box.commit({"in/a": "x\n", "out/deep/b": LINE})
        self.box.git("sparse-checkout", "init", "--cone", "--sparse-index")
        self.box.git("sparse-checkout", "set", "in")
        self.assertIn("out/", self.box.git("ls-files", "--sparse").out)
        self.assert_clean(self.staged())
        self.box.stage({"in/a": f"x = {github_token('in')}\n"})
        self.assert_found(self.staged(), 1, "in/a")

    def test_an_untracked_cache_and_other_extensions(self):
        self.box.repository()
        self.box.git("config", "index.threads", "2")
        self.box.git("config", "feature.manyFiles", "true")
        self.box.git("update-index", "--force-untracked-cache")
        self.box.git("status")
        self.assert_finds_and_forgets()

    def test_a_sha256_repository(self):
        self.box.repository("--object-format=sha256")
        self.assert_finds_and_forgets()

    def test_a_sha256_repository_with_a_pack(self):
        self.box.repository("--object-format=sha256")
        self.assert_finds_and_forgets()
        self.box.git("repack", "-adq")
        self.assert_found(self.staged(), 1, "dir1/new")

    def test_packed_objects_and_refs(self):
        self.box.repository()
        self.box.commit({"a": LINE})
        self.box.git("gc", "-q")
        self.box.stage({"a": LINE + "x\n"})
        self.assert_clean(self.staged())

    def test_alternates(self):
        self.box.repository()
        self.box.commit({"a": LINE})
        clone = self.box.top / "clone"
        self.box.git("clone", "-q", "--shared", self.box.work, clone, cwd=self.box.top)
        (clone / "a").write_text(LINE + "more\n")
        self.box.git("add", "a", cwd=clone)
        self.assert_clean(self.staged(cwd=clone))
        (clone / "b").write_text(LINE + "b\n")
        self.box.git("add", "b", cwd=clone)
        self.assert_found(self.staged(cwd=clone), 1, "b")

    def test_a_linked_worktree(self):
        self.box.repository()
        self.box.git("worktree", "add", "-q", "../linked", "-b", "linked")
        linked = self.box.top / "linked"
        (linked / "a").write_text(LINE)
        self.box.git("add", "a", cwd=linked)
        self.assert_found(self.staged(cwd=linked), 1, "a")
        self.assert_clean(self.staged())

    def test_a_submodule(self):
        self.box.repository()
        origin = self.box.top / "origin"
        self.box.git("clone", "-q", self.box.work, origin, cwd=self.box.top)
        self.box.git("submodule", "--quiet", "add", str(origin), "sub")
        self.box.git("commit", "-q", "-m", "x")
        sub = self.box.path("sub")
        (sub / "a").write_text(LINE)
        self.box.git("add", "a", cwd=sub)
        self.assert_found(self.staged(cwd=sub), 1, "a")
        self.assert_clean(self.staged())

    def test_a_git_folder_elsewhere(self):
        self.box.git("init", "-q", "--separate-git-dir", "../elsewhere")
        self.assert_finds_and_forgets()

    def test_core_worktree(self):
        self.box.repository()
        self.box.git("config", "core.worktree", "../sub")
        self.box.path("sub").mkdir()
        self.box.write("sub/a", LINE)
        self.box.git("add", "a", cwd=self.box.path("sub"), env={"GIT_DIR": self.box.path(".git")})
        self.assert_found(self.staged(env={"GIT_DIR": ".git"}), 1, "a")

    def test_a_partial_clone_with_a_blob_missing_is_incomplete(self):
        self.box.repository()
        self.box.git("config", "remote.origin.promisor", "true")
        self.box.git("update-index", "--add", "--cacheinfo", f"100644,{'12' * 20},gone")
        run = self.staged()
        self.assert_code(INCOMPLETE, run)
        self.assertEqual([s["path"] for s in run.summary["skipped"]], ["gone"])

    def test_git_dir_and_work_tree_of_the_environment(self):
        self.box.repository()
        self.box.stage({"a": LINE})
        env = {"GIT_DIR": self.box.path(".git"), "GIT_WORK_TREE": "."}
        self.assert_found(self.staged(env=env), 1, "a")

    def test_git_index_file_relative_and_absolute(self):
        self.box.repository()
        index = self.box.path(".git/other")
        self.box.git("read-tree", "HEAD", env={"GIT_INDEX_FILE": index})
        self.box.write("a", LINE)
        self.box.git("add", "a", env={"GIT_INDEX_FILE": index})
        self.assert_clean(self.staged())
        for name in (index, ".git/other"):
            self.assert_found(self.staged(env={"GIT_INDEX_FILE": name}), 1, "a")

    def test_a_path_with_blanks_and_a_newline(self):
        folder = self.box.top / "a b\nc"
        folder.mkdir()
        self.box.git("init", "-q", cwd=folder)
        (folder / "a").write_text(LINE)
        self.box.git("add", "a", cwd=folder)
        self.assert_found(self.staged(cwd=folder), 1, "a")

    def test_not_a_repository(self):
        run = self.box.aegis("staged")
        self.assertNotEqual(run.code, 0)
        self.assert_says(run.err, "repository")
        self.assertEqual(run.out, "")

    def test_a_bare_repository_is_not_called_clean_in_silence(self):
        self.box.git("init", "-q", "--bare")
        run = self.staged()
        self.assertIn(run.code, (0, 2, 3), run)
        self.assertTrue(run.out + run.err)

    def test_nothing_is_written_in_the_repository(self):
        self.box.repository()
        self.box.stage({"a": LINE, "b": "clean\n"})
        before = self.listing()
        self.assert_found(self.staged(), 1)
        self.assertEqual(self.listing(), before)

    def listing(self):
        entries = []
        for folder, folders, files in os.walk(self.box.work):
            for name in folders + files + ["."]:
                info = os.lstat(os.path.join(folder, name))
                entries.append((folder, name, stat.filemode(info.st_mode), info.st_size, info.st_mtime_ns))
        return sorted(entries)

    def test_a_read_only_repository_can_be_scanned(self):
        self.box.repository()
        self.box.stage({"a": LINE})
        for folder, _, _ in os.walk(self.box.work):
            os.chmod(folder, 0o555)
        try:
            self.assert_found(self.staged(), 1)
        finally:
            for folder, _, _ in os.walk(self.box.work):
                os.chmod(folder, 0o755)


if __name__ == "__main__":
    main()
