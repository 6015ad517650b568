"""`aegis staged`: which bytes of the index are scanned, and what is new in them."""

import os

from staged_support import LINE, StagedTest, TOKEN
from support import INCOMPLETE, github_token, main


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


if __name__ == "__main__":
    main()
