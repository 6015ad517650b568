"""The hooks for the pre-commit framework, run by the framework itself."""

import os
import shutil

from support import AEGIS, REPOSITORY, AegisTest, github_token, main

TOKEN = github_token("framework")


class FrameworkTest(AegisTest):
    """A repository whose .pre-commit-config.yaml names the hooks of this project."""

    def setUp(self):
        super().setUp()
        folder = self.box.top / "bin"
        folder.mkdir()
        os.symlink(AEGIS, folder / "aegis")
        self.box.env["PATH"] = f"{folder}:{self.box.env['PATH']}"
        hooks = self.box.top / "hooks"
        hooks.mkdir()
        shutil.copy(REPOSITORY / ".pre-commit-hooks.yaml", hooks)
        self.box.git("init", "-q", cwd=hooks)
        self.box.git("add", ".", cwd=hooks)
        self.box.git("commit", "-qm", "hooks", cwd=hooks)
        revision = self.box.git("rev-parse", "HEAD", cwd=hooks).out.strip()
        self.box.repository()
        self.box.commit(
            {
                ".pre-commit-config.yaml": f"repos:\n- repo: {hooks}\n  rev: {revision}\n"
                "  hooks: [{id: aegis}, {id: aegis-pre-push}]\n"
            }
        )
        for kind in ("pre-commit", "pre-push", "pre-merge-commit"):
            self.box.run(["pre-commit", "install", "-t", kind], check=True)

    def commit(self, content, *flags):
        self.box.stage({"a.py": content})
        return self.box.try_git("commit", "-qm", "x", *flags)

    def test_a_commit(self):
        run = self.commit(f'token = "{TOKEN}"\n')
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("a.py:1:10", run.out + run.err)
        self.assert_no_leak(run, TOKEN)
        self.assert_code(0, self.commit("token = None\n"))

    def test_a_secret_only_in_the_work_tree(self):
        self.box.stage({"a.py": "token = None\n"})
        self.box.write("a.py", f'token = "{TOKEN}"\n')
        self.assert_code(0, self.box.try_git("commit", "-qm", "x"))

    def test_a_push(self):
        remote = self.box.top / "remote.git"
        self.box.git("init", "-q", "--bare", str(remote))
        self.box.git("remote", "add", "origin", str(remote))
        first = self.box.try_git("push", "-q", "origin", "main")
        self.assert_code(0, first)
        self.commit(f'token = "{TOKEN}"\n', "--no-verify")
        self.commit("token = None\n")
        run = self.box.try_git("push", "-q", "origin", "main")
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("a.py:1:10", run.out + run.err)
        self.assert_no_leak(run, TOKEN)
        topic = self.box.try_git("push", "-q", "origin", "main:topic")
        self.assertNotEqual(topic.code, 0, topic)
        self.assertEqual(self.box.git("rev-parse", "main~2", cwd=self.box.work).out, self.remote_head(remote))

    def test_the_first_push_of_a_history_with_a_secret(self):
        remote = self.box.top / "remote.git"
        self.box.git("init", "-q", "--bare", str(remote))
        self.box.git("remote", "add", "origin", str(remote))
        self.commit(f'token = "{TOKEN}"\n', "--no-verify")
        run = self.box.try_git("push", "-q", "origin", "main")
        self.assertNotEqual(run.code, 0, run)
        self.assertIn("a.py:1:10", run.out + run.err)

    def remote_head(self, remote):
        return self.box.git("rev-parse", "main", cwd=remote).out


if __name__ == "__main__":
    main()
