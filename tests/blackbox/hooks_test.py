"""`aegis hooks`, and the hook itself."""

import os
import shutil

from support import AEGIS, REPOSITORY, USAGE, AegisTest, github_token, main

LINE = f"token = {github_token('hooks')}\n"


class HooksTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.hook = self.box.path(".git/hooks/pre-commit")
        self.before = self.box.path(".git/hooks/pre-commit.before-aegis")

    def hooks(self, word, **kwargs):
        run = self.box.aegis("hooks", word, **kwargs)
        self.assert_code(0, run)
        return run

    def script(self, text, path=None):
        path = path or self.hook
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(path, 0o755)

    def commit(self, content, **kwargs):
        self.box.stage({"a": content})
        return self.box.try_git("commit", "-q", "-m", "x", **kwargs)

    def test_installed_it_can_be_run(self):
        run = self.hooks("install")
        self.assert_says(run.out, "installed", "pre-commit")
        self.assertTrue(os.access(self.hook, os.X_OK))

    def test_it_stops_a_credential_and_lets_the_rest_pass(self):
        self.hooks("install")
        stopped = self.commit(LINE)
        self.assertNotEqual(stopped.code, 0)
        self.assert_says(stopped.err, "a:1:9", "github-token")
        self.assert_no_leak(stopped, github_token("hooks"))
        passed = self.commit("clean\n")
        self.assertEqual(passed.code, 0, passed)

    def test_it_stops_what_is_incomplete(self):
        self.hooks("install")
        self.box.stage({"a": "clean\n"})
        oid = self.box.git("rev-parse", ":a").out.strip()
        path = self.box.path(f".git/objects/{oid[:2]}/{oid[2:]}")
        os.chmod(path, 0o644)
        path.write_bytes(b"nonsense")
        run = self.box.try_git("commit", "-q", "-m", "x")
        self.assertNotEqual(run.code, 0)
        self.assert_says(run.err, "incomplete")

    def test_no_verify_goes_round_it(self):
        self.hooks("install")
        self.box.stage({"a": LINE})
        self.box.git("commit", "-q", "--no-verify", "-m", "x")

    def test_status_tells_the_three_states_apart(self):
        self.assert_says(self.hooks("status").out, "not installed")
        self.script("exit 0")
        self.assert_says(self.hooks("status").out, "another hook")
        self.hooks("install")
        said = self.hooks("status").out
        self.assertTrue(said.startswith("installed"), said)
        self.assert_says(said, "before-aegis")
        os.chmod(self.hook, 0o644)
        self.assert_says(self.hooks("status").out, "not executable")

    def test_uninstall_removes_it(self):
        self.hooks("install")
        self.hooks("uninstall")
        self.assertFalse(self.hook.exists())
        self.assertEqual(self.commit(LINE).code, 0)

    def test_uninstall_leaves_another_hook_alone(self):
        self.script("exit 0")
        text = self.hook.read_text()
        self.hooks("uninstall")
        self.assertEqual(self.hook.read_text(), text)

    def test_uninstall_where_there_is_nothing(self):
        self.assert_says(self.hooks("uninstall").out, "nothing done")

    def test_a_hook_that_is_there_is_kept_and_put_back(self):
        self.script("echo mine")
        text = self.hook.read_text()
        self.hooks("install")
        self.assertEqual(self.before.read_text(), text)
        self.hooks("uninstall")
        self.assertEqual(self.hook.read_text(), text)
        self.assertTrue(os.access(self.hook, os.X_OK))
        self.assertFalse(self.before.exists())

    def test_the_kept_hook_runs_first(self):
        self.script("echo mine ran >&2")
        self.hooks("install")
        run = self.commit(LINE)
        self.assertNotEqual(run.code, 0)
        self.assertLess(run.err.index("mine ran"), run.err.index("github-token"))

    def test_the_kept_hook_stops_a_commit(self):
        self.script("echo not today >&2; exit 7")
        self.hooks("install")
        run = self.commit("clean\n")
        self.assertNotEqual(run.code, 0)
        self.assert_says(run.err, "not today")

    def test_a_kept_hook_that_changes_the_index_is_scanned(self):
        """What the first hook stages is in the commit, so it is scanned."""
        self.script(f"echo 'x = {github_token('late')}' > late; git add late")
        self.hooks("install")
        self.assertNotEqual(self.commit("clean\n").code, 0)

    def test_a_kept_hook_without_the_right_to_run_is_not_run(self):
        self.script("exit 7")
        os.chmod(self.hook, 0o644)
        self.hooks("install")
        self.assertEqual(self.commit("clean\n").code, 0)

    def test_a_kept_hook_that_is_a_link_is_kept_as_one(self):
        target = self.box.top / "shared-hook"
        self.script("echo shared ran >&2", target)
        self.hook.parent.mkdir(exist_ok=True)
        os.symlink(target, self.hook)
        self.hooks("install")
        self.assertNotIn("Aegis", target.read_text())
        self.assert_says(self.commit("clean\n").err, "shared ran")

    def test_installed_twice_is_installed_once(self):
        self.script("echo mine ran >&2")
        self.hooks("install")
        text = self.hook.read_text()
        self.hooks("install")
        self.assertEqual(self.hook.read_text(), text)
        self.assertIn("mine ran", self.before.read_text())
        self.assertEqual(self.commit("clean\n").err.count("mine ran"), 1)

    def test_nothing_that_was_kept_is_overwritten(self):
        self.script("echo first")
        self.hooks("install")
        self.script("echo second")
        run = self.box.aegis("hooks", "install")
        self.assert_code(USAGE, run)
        self.assertIn("first", self.before.read_text())
        self.assertIn("second", self.hook.read_text())

    def test_core_hooks_path_is_honoured(self):
        for path in ("my hooks", str(self.box.top / "its hooks")):
            with self.subTest(path=path):
                self.box.git("config", "core.hooksPath", path)
                os.makedirs(self.box.path(path), exist_ok=True)
                self.hooks("install")
                self.assertTrue(self.box.path(path).joinpath("pre-commit").exists())
                self.assertFalse(self.hook.exists())
                self.assertNotEqual(self.commit(LINE).code, 0)

    def test_from_a_subdirectory(self):
        self.box.path("sub/deep").mkdir(parents=True)
        self.hooks("install", cwd=self.box.path("sub/deep"))
        self.assertTrue(self.hook.exists())

    def test_from_a_linked_worktree_it_counts_for_all(self):
        self.box.git("worktree", "add", "-q", "../linked", "-b", "linked")
        self.hooks("install", cwd=self.box.top / "linked")
        self.assertNotEqual(self.commit(LINE).code, 0)

    def test_in_a_repository_with_git_s_own_templates(self):
        folder = self.box.top / "other"
        self.box.git("init", "-q", "--template=/usr/share/git-core/templates", str(folder))
        self.hooks("install", cwd=folder)
        self.assertTrue((folder / ".git/hooks/pre-commit").exists())

    def test_outside_a_repository(self):
        for word in ("install", "uninstall", "status"):
            run = self.box.aegis("hooks", word, cwd=self.box.top)
            self.assert_code(USAGE, run)
            self.assert_says(run.err, "repository")

    def test_without_git_on_the_path(self):
        run = self.box.aegis("hooks", "install", env={"PATH": "/nonexistent"})
        self.assertNotEqual(run.code, 0, run)
        self.assertFalse(self.hook.exists())

    def test_a_program_that_has_gone_stops_the_commit(self):
        program = self.box.top / "bin/aegis"
        program.parent.mkdir()
        shutil.copy(AEGIS, program)
        self.box.run([program, "hooks", "install"], check=True)
        program.unlink()
        run = self.commit("clean\n")
        self.assertNotEqual(run.code, 0)
        self.assert_says(run.err, "program not found", "PATH")

    def test_a_program_that_has_moved_is_found_on_the_path(self):
        program = self.box.top / "bin dir's/aegis"
        program.parent.mkdir()
        shutil.copy(AEGIS, program)
        self.box.run([program, "hooks", "install"], check=True)
        self.assertEqual(self.commit("clean\n").code, 0)
        moved = self.box.top / "moved"
        moved.mkdir()
        program.rename(moved / "aegis")
        path = {"PATH": f"{moved}:{self.box.env['PATH']}"}
        self.assertNotEqual(self.commit(LINE, env=path).code, 0)
        self.assertEqual(self.commit("clean again\n", env=path).code, 0)

    def test_the_script_of_the_repository_is_what_is_installed(self):
        self.hooks("install")
        shipped = (REPOSITORY / "githooks/aegis-hook").read_text()
        installed = self.hook.read_text().replace(f"aegis='{os.path.realpath(AEGIS)}'", "aegis=''")
        self.assertEqual(installed, shipped)


if __name__ == "__main__":
    main()
