"""`aegis range`: texts of commits, merges, renames, and other shapes of a history."""

import os

from range_support import LINE, OTHER, OTHER_LINE, TOKEN, RangeTest
from support import FINDINGS, INCOMPLETE, github_token, main


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


if __name__ == "__main__":
    main()
