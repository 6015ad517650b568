"""`aegis range` as pre-push and pre-receive."""

import os

from range_support import LINE, OTHER, TOKEN, RangeTest
from support import AEGIS, CLEAN, INCOMPLETE, USAGE, main


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

    def test_a_push_that_takes_too_long_is_stopped(self):
        self.hook(self.remote, "pre-receive", "--pre-receive --deadline 1e-9")
        self.box.commit({"a": "clean\n"})
        run = self.box.try_git("push", "origin", "main", "main:b", "main:refs/tags/t")
        self.assertNotEqual(run.code, 0, run)
        self.assert_says(run.err, "incomplete", "2 of 2", "time for this run was over")
        self.assertEqual(self.box.git("-C", self.remote, "for-each-ref").out, "")

    def test_a_push_that_takes_too_long_is_let_pass_with_a_warning_where_asked_for(self):
        self.hook(self.remote, "pre-receive", "--pre-receive --deadline 1e-9 --on-incomplete=warn")
        self.box.commit({"a": LINE})
        run = self.box.git("push", "origin", "main", "main:b")
        self.assert_says(run.err, "incomplete", "2 of 2", "warning", "let pass")
        self.assertEqual(len(self.box.git("-C", self.remote, "for-each-ref").out.splitlines()), 2)

    def test_what_is_found_is_stopped_whatever_else_is_incomplete(self):
        self.pushes("main")
        line = f"{self.id('HEAD')} {{}} refs/heads/main\n{'0' * 40} {'1' * 40} refs/heads/x\n"
        self.box.commit({"a": LINE})
        text = line.format(self.id())
        at_remote = {"cwd": self.remote, "env": {"GIT_ALTERNATE_OBJECT_DIRECTORIES": self.box.path(".git/objects")}}
        for policy in ("block", "warn"):
            run = self.range("--pre-receive", f"--on-incomplete={policy}", stdin=text, **at_remote)
            self.assert_found(run, 1, "a")
            self.assertFalse(run.summary["complete"])
        self.box.git("reset", "-q", "--hard", "HEAD~1")
        self.box.commit({"a": "clean\n"})
        text = line.format(self.id())
        for words, code in (([], INCOMPLETE), (["--on-incomplete=block"], INCOMPLETE), (["--on-incomplete=warn"], CLEAN)):
            run = self.range("--pre-receive", *words, stdin=text, **at_remote)
            self.assert_code(code, run)
            self.assertFalse(run.summary["complete"], run)

    def test_a_policy_about_what_is_incomplete_lets_no_mistake_pass(self):
        self.assert_code(USAGE, self.range("--pre-receive", "--on-incomplete=warn", stdin="nonsense\n"))
        self.assert_code(USAGE, self.range("--pre-receive", "--on-incomplete=perhaps", stdin=""))
        self.assert_code(USAGE, self.range("HEAD", "--on-incomplete=warn"))
        self.assert_code(USAGE, self.range("HEAD", "--deadline=-1"))

    def test_a_deadline_that_is_kept_changes_nothing(self):
        self.box.commit({"a": LINE})
        at_ease = self.range("HEAD")
        self.assertEqual(self.range("HEAD", "--deadline", "600").out, at_ease.out)
        self.assertEqual(self.range("HEAD", "--deadline", "0").out, at_ease.out)
        self.assert_code(INCOMPLETE, self.range("HEAD", "--deadline", "1e-9"))

    def test_a_huge_push(self):
        """A thousand commits over three thousand files, a secret in one of them, and refs of every kind."""
        self.hook(self.remote, "pre-receive", "--pre-receive")
        self.pushes("main")
        stream = [f"reset refs/heads/big\nfrom {self.id()}\n"]
        for i in range(1000):
            stream.append(f"commit refs/heads/big\ncommitter T <t@example.invalid> {1767000000 + i} +0000\ndata 1\nx\n")
            for j in range(3):
                text = f"file {i} {j}\n" + (LINE if (i, j) == (617, 1) else "")
                stream.append(f"M 644 inline d{i % 50}/f{i}-{j}\ndata {len(text)}\n{text}\n")
        self.box.run(["git", "fast-import", "--quiet"], stdin="".join(stream), check=True)
        self.box.git("tag", "-a", "-m", "annotated", "v2", "big")
        run = self.is_stopped("big", "v2", "big~500:refs/heads/half", ":refs/heads/gone")
        self.assertIn("d17/f617-1", run.err)
        self.pushes("big~400:refs/heads/half")
        self.pushes(":half", "big~500:refs/heads/other")
        self.is_stopped("big", ":other")

    def test_a_local_pre_push_is_judged_by_the_work_tree(self):
        """Who pushes owns the work tree, and may leave the hook out altogether: CI judges by what was before."""
        self.hook(self.box.path(".git"), "pre-push", '--pre-push --remote "$1"')
        self.pushes("main")
        self.box.commit({"a": LINE, ".aegisignore": "a\n"})
        self.pushes("main")
        self.assert_clean(self.range("HEAD", "--not", "--remotes=none"))
        self.assert_found(self.range("HEAD~1..HEAD"), 1, "a")

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
