"""Baselines: making, keeping and using them, in every command."""

import os
import resource
import stat

from support import CLEAN, FINDINGS, INCOMPLETE, INTERNAL, USAGE, AegisTest, body, github_token, main, stripe_key

NAME = ".aegisbaseline"
PASSWORD = "pass" + "word"


def weak_line(seed=0):
    return f'{PASSWORD} = "{body(f"weak {seed}", 14)}"\n'


class BaselineTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.token = github_token("base")
        self.box.commit({"app.py": f"token = '{self.token}'\n", "ops/db.env": weak_line()})

    def baseline(self, verb, *args, code=CLEAN, **kwargs):
        run = self.box.aegis("baseline", verb, *args, **kwargs)
        self.assert_code(code, run)
        self.assert_no_leak(run, self.token)
        return run

    def text(self, name=NAME):
        return self.box.path(name).read_text()

    def entries(self, name=NAME):
        return [line for line in self.text(name).splitlines() if not line.startswith("#")]

    def assert_covered(self, *words, **kwargs):
        run = self.box.aegis(*words, "-f", "json", **kwargs)
        self.assert_clean(run)
        self.assertGreater(run.summary["baselined"], 0, run)
        return run

    def test_what_was_found_is_reported_no_more_and_counted(self):
        self.baseline("create")
        run = self.assert_covered("history")
        self.assertEqual(run.summary["baselined"], len(self.entries()))
        self.assert_covered("scan", ".")
        self.assertIn("in the baseline", self.box.aegis("history").err)

    def test_the_file_is_sorted_without_places_times_and_secrets(self):
        self.baseline("create")
        first = self.text()
        lines = first.splitlines()
        self.assertEqual(lines, sorted(lines))
        self.assertNotIn(self.token[4:20], first)
        self.assertNotIn("2026", first)
        os.remove(self.box.path(NAME))
        self.box.commit({"app.py": f"\n\n\n  token = '{self.token}'\n"}, "moves the line")
        self.baseline("create")
        self.assertEqual(self.text(), first)
        self.assert_clean(self.box.aegis("scan", NAME))
        self.assertEqual(stat.S_IMODE(os.stat(self.box.path(NAME)).st_mode), 0o644)

    def test_a_new_secret_in_the_place_of_an_old_one_is_found(self):
        self.baseline("create")
        self.box.stage({"app.py": f"token = '{github_token('other')}'\n"})
        self.assert_found(self.box.aegis("staged", "-f", "json"), 1, "app.py")

    def test_a_password_is_known_by_its_line_and_not_by_itself(self):
        self.baseline("create")
        self.box.commit({"ops/db.env": "# a new first line\n" + weak_line()})
        self.assert_covered("history")
        self.box.commit({"ops/db.env": "# a new first line\n" + weak_line(1)})
        self.assertIn("generic-password", self.text())
        self.assert_covered("scan", "ops")

    def test_staged_range_and_stdin_use_it(self):
        self.baseline("create")
        self.box.commit({NAME: self.text()}, "a baseline")
        base = self.box.git("rev-parse", "HEAD").out.strip()
        self.box.stage({"moved/app.py": f"other = '{self.token}'\n"})
        self.assert_covered("staged")
        self.box.git("commit", "-q", "-m", "moves it")
        self.assert_covered("range", f"{base}..HEAD")
        self.assert_covered("stdin", "--baseline", NAME, stdin=f"t = {self.token}\n")
        self.assert_code(FINDINGS, self.box.aegis("stdin", stdin=f"t = {self.token}\n"))

    def test_a_range_cannot_bring_its_own(self):
        base = self.box.git("rev-parse", "HEAD").out.strip()
        self.box.commit({"new.py": f"k = '{github_token('new')}'\n"})
        self.baseline("create")
        self.box.commit({NAME: self.text()}, "hides it")
        for words in ([], ["--baseline", NAME], ["--baseline", f"./x/../{NAME}"]):
            run = self.box.aegis("range", f"{base}..HEAD", "-f", "json", *words)
            self.assert_found(run, 1, "new.py")
        os.rename(self.box.path(NAME), self.box.top / "leads out")
        os.symlink(self.box.top / "leads out", self.box.path(NAME))
        run = self.box.aegis("range", f"{base}..HEAD", "-f", "json", "--baseline", NAME)
        self.assert_found(run, 1, "new.py")
        os.rename(self.box.top / "leads out", self.box.path(NAME))
        outside = self.box.top / "own"
        outside.write_text(self.text())
        self.assert_covered("range", f"{base}..HEAD", "--baseline", outside)
        notes = self.box.aegis("range", f"{base}..HEAD", "-f", "json").summary["notes"]
        self.assertTrue(any(NAME in note for note in notes), notes)

    def test_rebase_and_squash_change_nothing(self):
        self.baseline("create")
        before = self.text()
        self.box.git("commit", "-q", "--amend", "-m", "another message")
        self.assert_covered("history", "--reachable")
        self.baseline("update")
        self.assertEqual(self.text(), before)

    def test_update_adds_what_is_new_and_keeps_notes(self):
        self.baseline("create")
        noted = [line + " # rotated" if "github" in line else line for line in self.entries()]
        self.box.write(NAME, "# aegis baseline 1\n# ours\n" + "\n".join(reversed(noted)) + "\n")
        self.box.commit({"pay.py": f"k = '{stripe_key(1)}'\n"})
        run = self.baseline("update")
        self.assertIn("1 new", run.out)
        self.assertIn("# rotated", self.text())
        self.assertIn("# ours", self.text())
        self.assertIn("pay.py", self.text())
        lines = self.entries()
        self.assertEqual(lines, sorted(lines))

    def test_prune_drops_what_is_found_no_more(self):
        self.baseline("create")
        kept = self.entries()
        gone = "0" * 32 + " github-token old.py # a note"
        self.box.write(NAME, "\n".join([gone, *kept]) + "\n")
        self.assert_says(self.box.aegis("history").err, "1 entry matches nothing any more")
        self.assertIn("1 dropped", self.baseline("prune").out)
        self.assertEqual(self.entries(), kept)

    def test_prune_after_an_incomplete_scan_drops_nothing(self):
        self.baseline("create")
        self.box.write(NAME, self.text() + "0" * 32 + " github-token old.py\n")
        before = self.text()
        blob = self.box.git("rev-parse", "HEAD:README").out.strip()
        os.remove(self.box.path(".git/objects") / blob[:2] / blob[2:])
        run = self.baseline("prune", code=INCOMPLETE)
        self.assert_says(run.err, "nothing was dropped", blob[:7])
        self.assertEqual(self.text(), before)
        self.baseline("update", code=INCOMPLETE)

    def test_the_union_of_two_branches_is_valid(self):
        self.box.write(".gitattributes", f"{NAME} merge=union\n")
        self.baseline("create")
        self.box.commit({".gitattributes": f"{NAME} merge=union\n", NAME: self.text()})
        for branch, seed in (("one", 1), ("two", 2)):
            self.box.git("checkout", "-q", "-b", branch, "main")
            self.box.commit({f"{branch}.py": f"k = '{github_token(seed)}'\n"})
            self.baseline("update")
            self.box.commit({NAME: self.text()}, "baseline")
        self.box.git("merge", "-q", "-m", "both", "one")
        self.assert_covered("history", "--strict")
        self.assert_covered("scan", ".")

    def test_create_keeps_what_is_there_and_update_needs_it(self):
        self.assert_says(self.baseline("update", code=USAGE).err, "baseline create")
        self.assert_says(self.baseline("prune", code=USAGE).err, "baseline create")
        self.baseline("create")
        self.assert_says(self.baseline("create", code=USAGE).err, "baseline update")

    def test_what_aegisignore_names_is_not_in_it(self):
        prints = [f["fingerprint"] for f in self.box.aegis("history", "-f", "json").findings]
        self.box.write(".aegisignore", f"finding:{prints[0]}  # a test\n")
        self.baseline("create")
        self.assertEqual(len(self.entries()), len(prints) - 1)

    def test_a_thousand_and_more_of_one_rule_are_all_in_it(self):
        text = "".join(f"k{i} = '{github_token(i)}'\n" for i in range(1100))
        self.box.commit({"many.py": text})
        self.baseline("create")
        self.assert_covered("history")

    def test_all_places_of_one_password_are_in_it(self):
        self.box.commit({f"copy{i}.env": weak_line() for i in range(5)})
        self.baseline("create")
        self.assert_covered("history")

    def test_a_folder_in_no_repository(self):
        folder = self.box.top / "plain"
        folder.mkdir()
        (folder / "a.txt").write_text(f"t = {self.token}\n")
        self.baseline("create", cwd=folder)
        self.assert_covered("scan", ".", cwd=folder)
        (folder / "a.txt").write_text("nothing\n")
        self.assertIn("1 dropped", self.baseline("prune", cwd=folder).out)

    def test_a_bare_repository_names_its_file(self):
        self.box.git("clone", "-q", "--bare", ".", self.box.top / "bare.git")
        file = self.box.top / "base"
        self.baseline("create", self.box.top / "bare.git", "--baseline", file)
        self.assert_covered("history", self.box.top / "bare.git", "--baseline", file)

    def test_a_user_s_own_secret_is_in_none(self):
        self.box.write("known.env", "A=" + self.token + "\n")
        os.chmod(self.box.path("known.env"), 0o600)
        self.baseline("create")
        run = self.box.aegis("scan", "app.py", "-f", "json", "--known", "known.env")
        self.assert_found(run, 1)


class HostileBaselineTest(AegisTest):
    def scan(self, *args, **kwargs):
        return self.box.aegis("scan", ".", *args, **kwargs)

    def test_a_file_that_is_none_is_an_error_that_names_it_its_line_and_a_remedy(self):
        key = "a" * 32
        for text, words in (
            (b"nonsense\n", ("line 1", "is no entry", "aegis baseline update")),
            (f"{key} r p\n<<<<<<< HEAD\n".encode(), ("line 2", "merge conflict", "both sides")),
            (b"# aegis baseline 9\n", ("line 1", "version")),
            (b"\xff\xfe#\0 \0a\0", ("line 1", "no entry")),
            (bytes(range(256)), ("line 1", "no entry")),
            (b'[{"Description": "x"}]', ("line 1", "no entry")),
        ):
            with self.subTest(text=text[:20]):
                self.box.write(NAME, text)
                run = self.scan()
                self.assert_code(USAGE, run)
                self.assert_says(run.err, NAME, *words)

    def test_crlf_and_a_byte_order_mark_are_taken(self):
        self.box.write(NAME, b"\xef\xbb\xbf# aegis baseline 1\r\n" + b"a" * 32 + b" r p # n\r\n\r\n")
        self.assert_clean(self.scan())

    def test_what_is_no_regular_file_is_an_error_at_once(self):
        os.mkfifo(self.box.path("fifo"))
        os.mkdir(self.box.path("folder"))
        os.symlink("fifo", self.box.path("link"))
        os.symlink("none", self.box.path("dangling"))
        for name in ("fifo", "folder", "link", "dangling", "none", "/dev/zero"):
            with self.subTest(name=name):
                for words in (["scan", "."], ["stdin"]):
                    self.assert_code(USAGE, self.box.aegis(*words, "--baseline", name))
        os.rename(self.box.path("link"), self.box.path(NAME))
        self.assert_code(USAGE, self.scan())

    def test_a_link_to_a_file_is_followed_and_stays_one(self):
        self.box.write("sub/a", f"t = {github_token(1)}\n")
        self.box.write("base", "")
        os.symlink("base", self.box.path(NAME))
        self.assert_clean(self.box.aegis("baseline", "update"))
        self.assertTrue(os.path.islink(self.box.path(NAME)))
        self.assertIn("sub/a", self.box.path("base").read_text())

    def test_one_that_is_too_large_is_an_error(self):
        with open(self.box.path("big"), "wb") as file:
            file.truncate(65 << 20)
        run = self.scan("--baseline", "big")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "big", "larger")

    def test_many_entries_and_each_of_them_twice(self):
        lines = "".join(f"{i:032x} rule path/{i % 97}\n" for i in range(200_000))
        self.box.write(NAME, lines + lines)
        self.assert_clean(self.scan())

    def test_a_full_disk_loses_nothing(self):
        self.box.write("a", f"t = {github_token(1)}\n" * 3)
        self.box.write(NAME, "# aegis baseline 1\n# mine\n")
        limits = [(resource.RLIMIT_FSIZE, 10)]
        run = self.box.aegis("baseline", "update", limits=limits)
        self.assert_code(INTERNAL, run)
        self.assert_says(run.err, NAME)
        self.assertEqual(self.box.path(NAME).read_text(), "# aegis baseline 1\n# mine\n")
        self.assertEqual(sorted(os.listdir(self.box.work)), sorted([NAME, "a"]))

    def test_a_report_on_a_full_device_is_an_error(self):
        self.box.write("a", f"t = {github_token(1)}\n")
        for words in (["-o", "/dev/full"], ["--also", "json=/dev/full"]):
            run = self.scan(*words)
            self.assert_code(INTERNAL, run)
            self.assert_says(run.err, "/dev/full", "1 findings were not reported")

    def test_a_path_that_would_be_a_line_of_its_own(self):
        name = "a # b\n" + "f" * 32 + " r x"
        self.box.write(name, f"t = {github_token(1)}\n")
        self.assert_clean(self.box.aegis("baseline", "create"))
        self.assertEqual(len(self.box.path(NAME).read_text().splitlines()), 2)
        self.assert_clean(self.scan())


if __name__ == "__main__":
    main()
