"""`aegis hooks install --global`: hooks for all repositories of a user, which leave theirs as they are."""

import os

from support import AEGIS, CLEAN, FINDINGS, USAGE, AegisTest, github_token, main

TOKEN = github_token("global")
LINE = f"token = {TOKEN}\n"


class GlobalHooksTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.folder = self.box.top / "home" / "data" / "aegis" / "hooks"

    def hooks(self, verb, *words, code=CLEAN, **kwargs):
        run = self.box.aegis("hooks", verb, "--global", *words, **kwargs)
        self.assert_code(code, run)
        return run

    def configured(self):
        return self.box.try_git("config", "--global", "--get", "core.hooksPath").out.strip()

    def own_hook(self, name, text, folder=None):
        path = (folder or self.box.path(".git/hooks")) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + text + "\n")
        path.chmod(0o755)

    def commit(self, files, cwd=None):
        self.box.stage(files)
        return self.box.try_git("commit", "-q", "-m", "x", cwd=cwd)

    def test_every_repository_is_covered_there_and_to_come(self):
        self.hooks("install")
        self.assertEqual(self.configured(), str(self.folder))
        run = self.commit({"a": LINE})
        self.assertNotEqual(run.code, 0, run)
        self.assert_says(run.out + run.err, "github-token")
        self.assert_no_leak(run, TOKEN)
        new = self.box.top / "new"
        self.box.git("init", "-q", new)
        (new / "b").write_text(LINE)
        self.box.git("-C", new, "add", "b")
        self.assertNotEqual(self.box.try_git("-C", new, "commit", "-q", "-m", "x").code, 0)

    def test_own_hooks_of_every_kind_run_with_their_words_and_input(self):
        log = self.box.top / "log"
        for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout", "pre-rebase",
                     "post-index-change"):
            self.own_hook(name, f'echo "{name} $#" >>{log}')
        self.own_hook("pre-push", f'echo "pre-push $# $(cat)" >>{log}')
        self.own_hook("post-rewrite", f'echo "post-rewrite $1 $(cat | wc -l)" >>{log}')
        self.own_hook("reference-transaction", f'echo "transaction $1 $(cat | wc -l)" >>{log}')
        before = self.run_through(log, "one")
        self.hooks("install", "--hooks", "pre-commit,pre-push,commit-msg")
        after = self.run_through(log, "two")
        self.assertEqual(before, after)
        for word in ("pre-commit", "commit-msg", "post-commit", "post-checkout", "pre-push", "post-rewrite", "transaction"):
            self.assertIn(word, " ".join(after))

    def run_through(self, log, name):
        """A commit, an amendment, a branch and a push; gives which hooks ran, and with what."""
        log.write_text("")
        remote = self.box.top / f"{name}.git"
        self.box.git("init", "-q", "--bare", remote)
        self.assertEqual(self.commit({name: "clean\n"}).code, 0)
        self.box.git("commit", "-q", "--amend", "-m", "y")
        self.box.git("checkout", "-q", "-b", name)
        self.box.git("push", "-q", remote, f"HEAD:refs/heads/x")
        lines = log.read_text().splitlines()
        return [" ".join(w for w in line.split() if len(w) < 40 and "refs/" not in w) for line in lines]

    def test_an_own_hook_that_says_no_is_heard(self):
        self.hooks("install")
        self.own_hook("pre-commit", "echo not today; exit 3")
        run = self.commit({"a": "clean\n"})
        self.assertNotEqual(run.code, 0)
        self.assertIn("not today", run.out + run.err)
        self.own_hook("pre-commit", "exit 0")
        self.assertEqual(self.commit({"a": "clean\n"}).code, 0)
        self.assertNotEqual(self.commit({"a": LINE}).code, 0)
        self.box.path(".git/hooks/pre-commit").chmod(0o644)
        self.own_hook("pre-rebase", "exit 1")
        self.assertNotEqual(self.box.try_git("rebase", "--force-rebase", "HEAD~1").code, 0)

    def test_worktrees_and_bare_repositories(self):
        log = self.box.top / "log"
        self.own_hook("pre-commit", f"echo own >>{log}")
        self.hooks("install")
        tree = self.box.top / "tree"
        self.box.git("worktree", "add", "-q", "-b", "side", tree)
        (tree / "a").write_text(LINE)
        self.box.git("-C", tree, "add", "a")
        self.assertNotEqual(self.box.try_git("-C", tree, "commit", "-q", "-m", "x").code, 0)
        self.assertEqual(log.read_text(), "own\n")
        bare = self.box.top / "bare.git"
        self.box.git("init", "-q", "--bare", bare)
        for name in ("pre-receive", "update", "post-receive", "post-update"):
            self.own_hook(name, f"echo {name} >>{log}", bare / "hooks")
        self.box.git("push", "-q", bare, "main")
        self.assertEqual(log.read_text().split(), ["own", "pre-receive", "update", "post-receive", "post-update"])

    def test_a_push_into_a_checkout_works_as_before(self):
        other = self.box.top / "other"
        self.box.git("clone", "-q", ".", other)
        self.box.git("-C", other, "config", "receive.denyCurrentBranch", "updateInstead")
        self.hooks("install")
        self.box.git("commit", "-q", "--allow-empty", "-m", "x")
        self.assertEqual(self.commit({"new": "clean\n"}).code, 0)
        self.box.git("push", "-q", other, "main")
        self.assertTrue((other / "new").exists())
        (other / "new").write_text("changed there\n")
        self.assertEqual(self.commit({"new": "again\n"}).code, 0)
        self.assertNotEqual(self.box.try_git("push", "-q", other, "main").code, 0)
        self.assertEqual((other / "new").read_text(), "changed there\n")

    def test_a_repository_with_aegis_of_its_own_is_scanned_once(self):
        self.box.aegis("hooks", "install", check=True)
        self.hooks("install")
        run = self.commit({"a": LINE})
        self.assertEqual((run.out + run.err).count("(github-token)"), 1, run)
        # What one repository is to do stays with it.
        self.box.aegis("hooks", "install", "--hooks", "pre-push", check=True)
        self.assertIn("everywhere='pass'", (self.folder / "pre-push").read_text())
        self.assertTrue(self.box.path(".git/hooks/pre-push").exists())
        self.box.aegis("hooks", "uninstall", "--hooks", "pre-push", check=True)
        self.assertFalse(self.box.path(".git/hooks/pre-push").exists())

    def test_doctor_tries_it_and_says_when_not(self):
        run = self.hooks("doctor", code=FINDINGS)
        self.assert_says(run.out, "FAILED", "install --global")
        self.hooks("install")
        run = self.hooks("doctor")
        self.assert_says(run.out, "own hooks run", "is stopped")
        self.assertNotIn("FAILED", run.out)
        here = self.box.aegis("hooks", "doctor")
        self.assert_clean(here)
        (self.folder / "post-commit").unlink()
        self.assert_says(self.hooks("doctor", code=FINDINGS).out, "FAILED  the repository's own hooks run")

    def test_uninstall_leaves_nothing(self):
        self.assert_says(self.hooks("uninstall").out, "no aegis hooks")
        self.hooks("install")
        self.hooks("install", "--hooks", "pre-push")
        self.assert_says(self.hooks("status").out, "not installed", "pre-commit runs the repository's own hook only")
        self.hooks("uninstall")
        self.assertEqual(self.configured(), "")
        self.assertFalse(self.folder.exists())
        self.assertEqual(self.commit({"a": LINE}).code, 0)

    def test_a_folder_that_the_user_has_already_is_added_to(self):
        mine = self.box.top / "mine"
        log = self.box.top / "log"
        self.own_hook("pre-commit", f"echo mine >>{log}", mine)
        self.box.git("config", "--global", "core.hooksPath", mine)
        self.hooks("install")
        self.assertEqual(self.configured(), str(mine))
        self.assertNotEqual(self.commit({"a": LINE}).code, 0)
        self.assertEqual(log.read_text(), "mine\n")
        self.hooks("uninstall")
        self.assertEqual(sorted(os.listdir(mine)), ["pre-commit"])
        self.assertEqual(self.commit({"a": LINE}).code, 0)

    def test_a_repository_that_names_its_own_folder_keeps_it(self):
        self.hooks("install")
        self.own_hook("pre-commit", "exit 0", self.box.path(".husky"))
        self.box.git("config", "core.hooksPath", ".husky")
        self.assertEqual(self.commit({"a": LINE}).code, 0)
        self.assert_code(FINDINGS, self.box.aegis("hooks", "doctor"))

    def test_a_configuration_that_cannot_be_written_is_named(self):
        run = self.hooks("install", code=USAGE, env={"GIT_CONFIG_GLOBAL": "/dev/full/x"})
        self.assert_says(run.err, "git config --global")
        self.assertEqual(self.configured(), "")

    def test_a_program_in_a_folder_with_quotes(self):
        folder = self.box.top / "it's here"
        folder.mkdir()
        os.symlink(AEGIS, folder / "aegis")
        self.box.run([folder / "aegis", "hooks", "install", "--global"], check=True)
        self.assertNotEqual(self.commit({"a": LINE}).code, 0)


if __name__ == "__main__":
    main()
