"""`aegis staged`: what is about to be committed, in every way that git can be asked to commit."""

import os
import shutil
import stat

from support import FINDINGS, INCOMPLETE, USAGE, AegisTest, github_token, longest_leak, main

TOKEN = github_token("staged")
LINE = f"token = {TOKEN}\n"


class StagedTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()

    def staged(self, **kwargs):
        return self.box.aegis("staged", "--format", "json", **kwargs)


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


class Content(StagedTest):
    """Which bytes of the index are scanned."""

    def test_nothing_staged(self):
        run = self.staged()
        self.assert_clean(run)
        self.assertTrue(run.summary["complete"])

    def test_a_new_file(self):
        self.box.stage({"sub/a": "x\n" + LINE})
        run = self.staged()
        self.assert_found(run, 1, "sub/a")
        self.assertEqual((run.findings[0]["line"], run.findings[0]["column"]), (2, 9))

    def test_paths_are_below_the_top_from_a_subdirectory_too(self):
        self.box.stage({"sub/a": LINE})
        self.assert_found(self.staged(cwd=self.box.path("sub")), 1, "sub/a")

    def test_a_secret_only_in_the_worktree_is_not_reported(self):
        self.box.stage({"a": "clean\n"})
        self.box.write("a", LINE)
        self.box.write("untracked", LINE)
        self.assert_clean(self.staged())

    def test_a_staged_secret_removed_from_the_worktree_is_reported(self):
        self.box.stage({"a": LINE})
        self.box.write("a", "clean\n")
        self.assert_found(self.staged(), 1, "a")

    def test_a_staged_file_deleted_from_the_worktree_is_reported(self):
        self.box.stage({"a": LINE})
        self.box.path("a").unlink()
        self.assert_found(self.staged(), 1, "a")

    def test_an_old_line_is_not_reported_again(self):
        self.box.commit({"a": "one\n" + LINE + "three\n"})
        self.box.stage({"a": "1\n" + LINE + "3\n"})
        self.assert_clean(self.staged())

    def test_an_old_line_that_moved_is_not_reported_again(self):
        self.box.commit({"a": LINE + "one\n"})
        self.box.stage({"a": "\n" * 500 + LINE + "one\n"})
        self.assert_clean(self.staged())

    def test_a_new_secret_beside_an_old_one_is_reported_alone(self):
        self.box.commit({"a": LINE})
        self.box.stage({"a": LINE + f"other = {github_token('new')}\n"})
        run = self.staged()
        self.assert_found(run, 1, "a")
        self.assertEqual(run.findings[0]["line"], 2)

    def test_an_old_secret_on_an_edited_line_is_reported(self):
        self.box.commit({"a": LINE})
        self.box.stage({"a": "new_" + LINE})
        self.assert_found(self.staged(), 1, "a")

    def test_a_new_line_that_is_part_of_an_old_one_is_reported(self):
        self.box.commit({"a": f"new_{LINE[:-1]} and more\n"})
        self.box.stage({"a": LINE})
        self.assert_found(self.staged(), 1, "a")

    def test_an_old_line_at_the_end_that_got_its_newline_is_not_reported_again(self):
        self.box.commit({"a": "x\n" + LINE[:-1]})
        self.box.stage({"a": "x\n" + LINE})
        self.assert_clean(self.staged())

    def test_an_old_line_in_utf16_is_not_reported_again(self):
        mark = b"\xff\xfe"
        self.box.commit({"a": mark + ("one\n" + LINE).encode("utf-16-le")})
        self.box.stage({"a": mark + ("two\n" + LINE).encode("utf-16-le")})
        self.assert_clean(self.staged())

    def test_a_file_moved_and_edited_reports_what_is_new(self):
        self.box.commit({"old/a": LINE + "x\n" * 20})
        self.box.git("mv", "old", "new")
        self.box.stage({"new/a": LINE + "y\n" * 20 + f"z = {github_token('moved')}\n"})
        run = self.staged()
        self.assert_found(run, 1, "new/a")
        self.assertEqual(run.findings[0]["line"], 22)

    def test_an_old_secret_in_another_file_is_reported(self):
        self.box.commit({"a": LINE})
        self.box.stage({"b/other": "x\n" + LINE})
        self.assert_found(self.staged(), 1, "b/other")

    def test_a_rename_without_change_is_not_reported(self):
        self.box.commit({"a": LINE})
        self.box.git("mv", "a", "b")
        self.assert_clean(self.staged())

    def test_a_deletion_is_not_reported(self):
        self.box.commit({"a": LINE})
        self.box.git("rm", "-q", "a")
        self.assert_clean(self.staged())

    def test_the_removal_of_a_secret_is_not_reported(self):
        self.box.commit({"a": LINE + "x\n"})
        self.box.stage({"a": "x\n"})
        self.assert_clean(self.staged())

    def test_a_change_of_mode_is_not_reported(self):
        self.box.commit({"a": LINE})
        self.box.git("update-index", "--chmod=+x", "a")
        self.assert_clean(self.staged())

    def test_intent_to_add_is_ignored(self):
        self.box.write("a", LINE)
        self.box.git("add", "-N", "a")
        self.assert_clean(self.staged())

    def test_color_ui_always_hides_nothing(self):
        self.box.git("config", "color.ui", "always")
        self.box.stage({"a": LINE})
        self.assert_found(self.staged(), 1, "a")

    def test_the_attribute_minus_diff_hides_nothing(self):
        self.box.stage({".gitattributes": "* -diff\n", "a": LINE})
        self.assert_found(self.staged(), 1, "a")

    def test_an_external_diff_driver_hides_nothing_and_is_not_run(self):
        mark = self.box.top / "ran"
        driver = self.box.write("driver", f"#!/bin/sh\ntouch {mark}\n")
        os.chmod(driver, 0o755)
        self.box.git("config", "diff.external", driver)
        self.box.git("config", "diff.mine.textconv", driver)
        self.box.git("config", "core.fsmonitor", driver)
        self.box.stage({".gitattributes": "* diff=mine\n", "a": LINE})
        mark.unlink(missing_ok=True)  # git itself asks the fsmonitor
        self.assert_found(self.staged(env={"GIT_EXTERNAL_DIFF": driver}), 1, "a")
        self.assertFalse(mark.exists())

    def test_a_clean_filter_decides_what_is_scanned(self):
        self.box.git("config", "filter.x.clean", "sed /token/d")
        self.box.stage({".gitattributes": "*.x filter=x\n", "a.x": "x\n" + LINE})
        self.assert_clean(self.staged())

    def test_utf16_little_endian(self):
        self.box.stage({"a": b"\xff\xfe" + LINE.encode("utf-16-le")})
        self.assert_found(self.staged(), 1, "a")

    def test_utf16_big_endian(self):
        self.box.stage({"a": b"\xfe\xff" + LINE.encode("utf-16-be")})
        self.assert_found(self.staged(), 1, "a")

    def test_a_binary_file(self):
        self.box.stage({"a.bin": b"\x7fELF\0\0\1\2\xff\xfe\0" + TOKEN.encode() + b"\0\0\1"})
        self.assert_found(self.staged(), 1, "a.bin")

    def test_a_symlink_whose_target_is_a_secret(self):
        os.symlink(TOKEN, self.box.path("link"))
        self.box.git("add", "link")
        self.assert_found(self.staged(), 1, "link")

    def test_a_symlink_is_not_followed(self):
        self.box.write("../outside", LINE)
        os.symlink("../outside", self.box.path("link"))
        self.box.git("add", "link")
        self.assert_clean(self.staged())

    def test_a_symlink_that_became_a_file(self):
        os.symlink("README", self.box.path("thing"))
        self.box.git("add", "thing")
        self.box.git("commit", "-q", "-m", "x")
        self.box.path("thing").unlink()
        self.box.stage({"thing": LINE})
        self.assert_found(self.staged(), 1, "thing")

    def test_a_submodule_is_no_content(self):
        commit = self.box.git("rev-parse", "HEAD").out.strip()
        self.box.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
        self.assert_clean(self.staged())

    def test_assume_unchanged_and_skip_worktree_hide_nothing(self):
        self.box.stage({"a": LINE, "b": LINE})
        self.box.git("update-index", "--assume-unchanged", "a")
        self.box.git("update-index", "--skip-worktree", "b")
        self.assert_found(self.staged(), 2)

    def test_hostile_names_are_scanned(self):
        names = ["with space", "-dash", "new\nline", "esc\x1b[31m", 'quo"te', "ü"]
        self.box.stage({name: LINE for name in names})
        run = self.staged()
        self.assert_found(run, len(names))
        self.assertEqual(sorted(f["file"] for f in run.findings), sorted(names))

    def test_a_name_that_is_not_utf8(self):
        self.box.write(b"caf\xe9", LINE)
        self.box.git("add", b"caf\xe9")
        run = self.staged()
        self.assert_found(run, 1)
        self.assertIn("raw_path", run.findings[0])

    def test_ten_thousand_old_secrets_do_not_hide_a_new_one(self):
        """The limit on findings of one file counts those that are reported, or the run is incomplete."""
        old = "".join(f"t{i} = {github_token(i)}\n" for i in range(10_050))
        self.box.commit({"a": old})
        self.box.stage({"a": old + LINE})
        self.assertNotEqual(self.staged().code, 0)

    def test_aegisignore_of_the_top_counts(self):
        self.box.stage({".aegisignore": "docs/\n", "docs/a": LINE, "src/docs.txt": LINE})
        run = self.staged()
        self.assert_found(run, 1, "src/docs.txt")
        self.assertEqual(run.summary["excluded"], 1)

    def test_a_finding_has_the_blob(self):
        self.box.stage({"a": LINE})
        blob = self.box.git("rev-parse", ":a").out.strip()
        self.assertEqual(self.staged().findings[0]["blob"], blob)

    def test_fingerprints_are_those_of_scan(self):
        self.box.stage({"sub/a": LINE})
        scanned = self.box.aegis("scan", "-f", "json", "sub", cwd=self.box.work)
        self.assert_found(scanned, 1)
        self.assertEqual(self.staged().findings[0]["fingerprint"], scanned.findings[0]["fingerprint"])


class Merging(StagedTest):
    def setUp(self):
        super().setUp()
        self.box.commit({"a": "base\n"})
        self.box.git("checkout", "-q", "-b", "side")
        self.box.commit({"a": "side\n", "from-side": LINE})
        self.box.git("checkout", "-q", "main")

    def test_what_comes_from_the_other_side_is_not_new(self):
        self.box.commit({"main": "x\n"})
        self.box.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.assert_clean(self.staged())

    def test_what_the_merge_itself_adds_is_new(self):
        self.box.commit({"main": "x\n"})
        self.box.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.box.stage({"evil": f"x = {github_token('evil')}\n"})
        self.assert_found(self.staged(), 1, "evil")

    def test_a_conflict_is_incomplete_and_named(self):
        self.box.commit({"a": "main\n"})
        self.box.try_git("merge", "-q", "side")
        run = self.staged()
        self.assert_code(INCOMPLETE, run)
        self.assertEqual([s["path"] for s in run.summary["skipped"]], ["a"])
        self.assertFalse(run.summary["complete"])
        self.assert_says(self.box.aegis("staged").err, "a:", "incomplete")

    def test_a_resolved_conflict_is_scanned(self):
        self.box.commit({"a": "main\n"})
        self.box.try_git("merge", "-q", "side")
        self.box.stage({"a": f"x = {github_token('both')}\n"})
        self.assert_found(self.staged(), 1, "a")

    def test_findings_weigh_more_than_a_conflict(self):
        self.box.commit({"a": "main\n"})
        self.box.try_git("merge", "-q", "side")
        self.box.stage({"b": f"x = {github_token('b')}\n"})
        run = self.staged()
        self.assert_found(run, 1, "b")
        self.assertEqual(len(run.summary["skipped"]), 1)


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


class Damage(StagedTest):
    """What cannot be read is never called clean, and is named."""

    def assert_refused(self, *words):
        run = self.box.aegis("staged")
        self.assertIn(run.code, (USAGE, INCOMPLETE), run)
        self.assert_says(run.err, *words)
        return run

    def test_an_index_cut_short_anywhere(self):
        self.box.stage({f"f{i}": f"{i}\n" for i in range(5)})
        index = self.box.path(".git/index")
        whole = index.read_bytes()
        for size in [0, 1, 4, 11, 12, 40, 71, len(whole) // 2, len(whole) - 21, len(whole) - 20, len(whole) - 1]:
            with self.subTest(size=size):
                index.write_bytes(whole[:size])
                self.assert_refused("index")

    def test_an_index_with_a_flipped_bit(self):
        self.box.stage({f"f{i}": f"{i}\n" for i in range(5)})
        index = self.box.path(".git/index")
        whole = bytearray(index.read_bytes())
        whole[60] ^= 1
        index.write_bytes(whole)
        self.assert_refused()

    def test_an_index_that_is_a_fifo(self):
        index = self.box.path(".git/index")
        index.unlink()
        os.mkfifo(index)
        self.assert_refused("index")

    def test_an_index_that_is_a_folder(self):
        index = self.box.path(".git/index")
        index.unlink()
        index.mkdir()
        self.assert_refused("index")

    def test_a_missing_shared_index(self):
        self.box.git("update-index", "--split-index")
        for shared in self.box.path(".git").glob("sharedindex.*"):
            shared.unlink()
        self.assert_refused("sharedindex")

    def object_path(self, name):
        oid = self.box.git("rev-parse", name).out.strip()
        return self.box.path(f".git/objects/{oid[:2]}/{oid[2:]}")

    def test_a_staged_blob_that_is_missing(self):
        self.box.stage({"sub/a": LINE})
        self.object_path(":sub/a").unlink()
        self.assert_refused("sub/a")

    def test_a_staged_blob_that_is_cut_short_empty_or_a_fifo(self):
        self.box.stage({"sub/a": "x\n" * 200 + LINE})
        path = self.object_path(":sub/a")
        whole = path.read_bytes()
        os.chmod(path, 0o644)
        for size in (0, 1, 10, len(whole) // 2, len(whole) - 1):
            with self.subTest(size=size):
                path.write_bytes(whole[:size])
                run = self.box.aegis("staged")
                self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
        path.unlink()
        os.mkfifo(path)
        self.assert_refused("sub/a")

    def test_a_missing_tree_of_head(self):
        self.box.commit({"sub/a": LINE})
        self.object_path("HEAD:sub").unlink()
        self.box.stage({"sub/b": "clean\n"})
        run = self.box.aegis("staged")
        self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
        self.assert_says(run.err, "sub")

    def test_a_missing_commit_of_head(self):
        path = self.object_path("HEAD")
        self.box.stage({"a": "clean\n"})
        path.unlink()
        run = self.box.aegis("staged")
        self.assertIn(run.code, (FINDINGS, USAGE, INCOMPLETE), run)

    def test_a_head_that_cannot_be_understood(self):
        self.box.path(".git/HEAD").write_text("nonsense\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_head_that_points_in_a_circle(self):
        self.box.path(".git/HEAD").write_text("ref: refs/heads/x\n")
        self.box.path(".git/refs/heads/x").write_text("ref: HEAD\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_head_that_is_a_fifo(self):
        self.box.path(".git/HEAD").unlink()
        os.mkfifo(self.box.path(".git/HEAD"))
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_an_unknown_extension_is_named(self):
        self.box.git("config", "core.repositoryFormatVersion", "1")
        self.box.git("config", "extensions.strange", "true")
        self.assert_refused("strange")

    def test_reftable_is_named(self):
        self.box.git("config", "core.repositoryFormatVersion", "1")
        self.box.git("config", "extensions.refStorage", "reftable")
        self.assert_refused("reftable")

    def test_a_config_that_is_a_fifo(self):
        config = self.box.path(".git/config")
        config.unlink()
        os.mkfifo(config)
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_git_file_that_points_to_itself(self):
        shutil.rmtree(self.box.path(".git"))
        self.box.path(".git").write_text("gitdir: .git\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_alternates_that_point_to_themselves(self):
        alternates = self.box.path(".git/objects/info/alternates")
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_text(f"{self.box.path('.git/objects')}\n")
        self.box.stage({"a": LINE})
        self.assert_code(FINDINGS, self.box.aegis("staged"))


if __name__ == "__main__":
    main()
