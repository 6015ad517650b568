"""`aegis history`: everything that a repository has ever held."""

import os
import shutil
import subprocess
import time

from support import FINDINGS, INCOMPLETE, USAGE, HistoryCase, github_token, main

TOKEN = github_token("history")
OTHER = github_token("another")
LINE = f"token = {TOKEN}\n"


class HistoryTest(HistoryCase):
    tokens = (TOKEN, OTHER)


class WhereTest(HistoryTest):
    def test_nothing_to_find(self):
        self.assert_clean(self.history())

    def test_a_secret_that_is_still_there(self):
        commit = self.commit_at("2026-02-03T04:05:06Z", {"conf/a.ini": "x\n" + LINE})
        finding = self.one(self.history())
        self.assertEqual((finding["file"], finding["line"]), ("conf/a.ini", 2))
        self.assertEqual(finding["commit"], commit)
        self.assertEqual(finding["author"], "Test")
        self.assertTrue(finding["in_head"])
        self.assertEqual(finding["refs"]["some"], ["refs/heads/main"])

    def test_a_secret_that_was_taken_away(self):
        commit = self.commit_at("2026-02-03T04:05:06Z", {"a": LINE})
        self.commit_at("2026-02-05T04:05:06Z", {"a": "gone\n"})
        finding = self.one(self.history())
        self.assertEqual(finding["commit"], commit)
        self.assertFalse(finding["in_head"])
        self.assertTrue(finding["exposed"]["since"].startswith("2026-02-03"), finding)
        self.assertTrue(finding["exposed"]["until"].startswith("2026-02-05"), finding)

    def test_many_versions_are_one_finding(self):
        text = "".join(f"line {i}\n" for i in range(200))
        first = self.commit_at("2026-02-01T00:00:00Z", {"a": text + LINE})
        for i in range(12):
            self.commit_at(f"2026-02-02T00:00:{i:02}Z", {"a": text + f"more {i}\n" + LINE})
        for repack in (False, True):
            if repack:
                self.box.git("repack", "-adfq", "--depth=50", "--window=100")
            finding = self.one(self.history())
            self.assertEqual(finding["commit"], first)
            self.assertEqual(finding["other_places"]["count"], 12)

    def test_what_a_flood_cuts_off_is_counted(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": "".join(f"t = {github_token(i)}\n" for i in range(1010))})
        run = self.history()
        self.assert_found(run, 1000)
        self.assertEqual([(row["path"], row["more"]) for row in run.summary["truncated"]], [("a", 10)])

    def test_a_rename_keeps_the_first_path(self):
        first = self.commit_at("2026-02-01T00:00:00Z", {"old/a": LINE})
        self.box.git("mv", "old/a", "b")
        self.box.git("commit", "-qm", "move")
        finding = self.one(self.history())
        self.assertEqual((finding["file"], finding["commit"]), ("old/a", first))

    def test_only_in_a_merge(self):
        self.box.git("checkout", "-qb", "side")
        self.commit_at("2026-02-01T00:00:00Z", {"side": "x\n"})
        self.box.git("checkout", "-q", "main")
        self.commit_at("2026-02-01T00:00:01Z", {"main": "x\n"})
        self.box.git("merge", "-q", "--no-commit", "side")
        self.box.stage({"evil": LINE})
        self.box.git("commit", "-qm", "merge")
        self.assertEqual(self.one(self.history())["commit"], self.head())

    def test_a_commit_message(self):
        self.box.stage({"a": "x\n"})
        self.box.git("commit", "-qm", "subject\n\nuse " + TOKEN)
        finding = self.one(self.history())
        self.assertTrue(finding["file"].startswith("<commit "), finding)
        self.assertEqual(finding["commit"], self.head())

    def test_a_tag_message_and_a_note(self):
        self.box.git("tag", "-am", "use " + TOKEN, "v1")
        self.assertEqual(self.one(self.history())["file"], "<tag v1>")
        self.box.git("notes", "add", "-m", "and " + OTHER)
        self.assertEqual(len(self.history().findings), 2)

    def test_stash_reflog_and_what_hangs_in_the_air(self):
        self.box.write("README", LINE)
        self.box.git("stash", "-q")
        self.one(self.history())
        self.box.git("stash", "drop", "-q")
        self.one(self.history())
        self.assert_clean(self.history("--reachable"))
        self.box.git("hash-object", "-w", "--stdin", stdin=f"token = {OTHER}\n")
        found = self.history().findings
        self.assertEqual(len(found), 2)
        self.assertTrue(any(f["file"].startswith("<blob ") for f in found), found)

    def test_a_file_whose_name_alone_makes_it_suspect(self):
        password = "Xk9" + "vQ2mLp8w"
        self.commit_at("2026-02-01T00:00:00Z", {"home/.pgpass": f"db.internal:5432:app:me:{password}\n"})
        run = self.history()
        self.assert_found(run, path="home/.pgpass")
        self.commit_at("2026-02-01T00:00:01Z", {"list.txt": f"db.internal:5432:app:me:{password}x\n"})
        self.assertEqual(len(self.history().findings), 1)

    def test_utf_16_symbolic_links_and_attributes(self):
        self.box.stage({"wide": LINE.encode("utf-16")})
        self.box.git("commit", "-qm", "wide")
        self.one(self.history())
        os.symlink("/x/" + OTHER, self.box.path("link"))
        self.box.write(".gitattributes", "* -diff\n")
        self.box.git("add", "-A")
        self.box.git("commit", "-qm", "link")
        self.assertEqual(len(self.history().findings), 2)

    def test_pushed_or_not(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        self.assertNotIn("pushed", self.one(self.history()))
        self.box.git("init", "-q", "--bare", "../remote")
        self.box.git("remote", "add", "origin", "../remote")
        self.box.git("push", "-q", "origin", "main")
        self.assertTrue(self.one(self.history())["pushed"])
        self.commit_at("2026-02-02T00:00:00Z", {"b": f"token = {OTHER}\n"})
        pushed = {f["file"]: f["pushed"] for f in self.history().findings}
        self.assertEqual(pushed, {"a": True, "b": False})


class ArgumentsTest(HistoryTest):
    def test_what_follows_a_list_is_the_repository(self):
        """And not one more of the list: it was, and the repository around was scanned in its place."""
        self.box.git("init", "-q", "../other")
        self.box.write("../other/a", LINE)
        self.box.git("-C", "../other", "add", "a")
        self.box.git("-C", "../other", "commit", "-qm", "x")
        store = self.box.write("../store/db.env", "DB_PASSWORD=" + "tr0ub" + "adour&3xyz\n")
        os.chmod(store, 0o600)
        rules = self.box.write("../r.json", """{ "provider": "acme", "name": "Acme", "rotate": "https://acme.example/",
          "rules": [ { "id": "acme-key", "what": "key", "severity": "high", "shape": "acme_{base62:32}" } ] }""")
        for words in (("--known", store), ("--rules", rules), ("--also", "sarif=../report"), ("--rules=" + rules,)):
            self.one(self.history(*words, "../other"))
            self.one(self.box.aegis("scan", "--format", "json", *words, "../other/a"))


class ScopeTest(HistoryTest):
    def test_since(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        self.commit_at("2026-03-01T00:00:00Z", {"b": f"token = {OTHER}\n"})
        self.assertEqual(len(self.history().findings), 2)
        self.assertEqual(self.one(self.history("--since", "2026-02-15"))["file"], "b")
        self.assert_clean(self.history("--since", "2026-03-01T00:00:01Z"))
        self.assert_code(USAGE, self.history("--since", "yesterday"))

    def test_branch(self):
        self.box.git("checkout", "-qb", "side")
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        self.assert_clean(self.history("--branch", "main"))
        self.one(self.history("--branch", "side"))
        self.assert_code(INCOMPLETE, self.history("--branch", "nowhere"))

    def test_bare_worktree_and_subfolder(self):
        self.commit_at("2026-02-01T00:00:00Z", {"sub/a": LINE})
        self.box.git("clone", "-q", "--bare", ".", "../bare")
        self.box.git("worktree", "add", "-q", "../tree", "-b", "other")
        for path in ("../bare", "../tree", "sub"):
            self.assertEqual(self.one(self.history(path))["file"], "sub/a", path)

    def test_ignore_rules(self):
        self.commit_at("2026-02-01T00:00:00Z", {"fixtures/a": LINE})
        self.box.write(".aegisignore", "fixtures/\n")
        run = self.history()
        self.assert_clean(run)
        self.commit_at("2026-02-02T00:00:00Z", {"b": LINE})
        self.assertEqual(self.one(self.history())["file"], "b")

    def test_no_repository(self):
        self.assertIn(self.history("/").code, (USAGE, INCOMPLETE))

    def test_an_empty_repository(self):
        self.box.git("init", "-q", "../empty")
        self.assert_clean(self.history("../empty"))


class GapTest(HistoryTest):
    def test_shallow_clone(self):
        for i in range(3):
            self.commit_at(f"2026-02-01T00:00:0{i}Z", {"a": f"{i}\n"})
        self.box.git("clone", "-q", "--depth=1", "file://" + str(self.box.work), "../shallow")
        run = self.history("../shallow")
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.out, "shallow", "--unshallow")

    def test_partial_clone(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": "1\n"})
        self.box.git("config", "uploadpack.allowFilter", "true")
        self.box.git("clone", "-q", "--bare", "--filter=blob:none", "file://" + str(self.box.work), "../partial")
        run = self.history("../partial")
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.out, "is missing", "partial clone")

    def test_missing_and_damaged_objects(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE, "b": "b\n", "c": "c\n"})
        objects = self.box.path(".git/objects")
        for name, content in (("b", None), ("c", b"not zlib")):
            oid = self.head("HEAD:" + name)
            path = objects / oid[:2] / oid[2:]
            os.chmod(path, 0o644)
            os.unlink(path)
            if content:
                path.write_bytes(content)
        run = self.history()
        self.assert_code(FINDINGS, run)
        self.assertEqual(len(run.summary["skipped"]), 2, run)
        self.assertFalse(run.summary["complete"])

    def test_a_fifo_among_the_objects(self):
        folder = self.box.path(".git/objects/aa")
        folder.mkdir(exist_ok=True)
        os.mkfifo(folder / ("b" * 38))
        self.assert_code(INCOMPLETE, self.history())

    def test_alternates_and_quarantine(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        self.box.git("clone", "-q", "--shared", ".", "../shared")
        self.one(self.history("../shared"))
        other = self.box.work.parent / "quarantine"
        shutil.move(self.box.path(".git/objects"), other)
        os.makedirs(self.box.path(".git/objects/pack"))
        env = {"GIT_OBJECT_DIRECTORY": self.box.path(".git/objects"), "GIT_ALTERNATE_OBJECT_DIRECTORIES": other}
        self.one(self.history(env=env))

    def test_cruft_packs(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        self.box.git("reset", "-q", "--hard", "HEAD~")
        self.box.git("reflog", "expire", "--expire=now", "--all")
        self.box.git("gc", "-q", "--cruft", "--prune=never")
        self.one(self.history())


class SameTest(HistoryTest):
    def test_any_number_of_jobs_prints_the_same(self):
        for i in range(20):
            token = github_token(f"jobs {i % 5}")
            self.commit_at(f"2026-02-01T00:00:{i:02}Z", {f"d{i % 3}/f": f"{i}\n" * i + f"token = {token}\n"})
        self.box.git("repack", "-adfq")
        outs = {self.box.aegis("history", "--format", form, "-j", jobs).out
                for form in ("jsonl",) for jobs in ("1", "2", "5")}
        self.assertEqual(len(outs), 1)

    def test_formats(self):
        self.commit_at("2026-02-01T00:00:00Z", {"a": LINE})
        for form in ("text", "json", "jsonl", "sarif"):
            run = self.box.aegis("history", "--format", form)
            self.assert_code(FINDINGS, run)
            self.assert_no_leak(run, TOKEN)

    def test_a_repack_during_the_scan_hides_nothing(self):
        for i in range(30):
            self.commit_at(f"2026-02-01T00:00:{i:02}Z", {"f": f"{i}\n" * 100})
        self.commit_at("2026-02-02T00:00:00Z", {"f": LINE})
        script = "while :; do git repack -adq; git unpack-objects -rq < .git/objects/pack/*.pack; done"
        with subprocess.Popen(["sh", "-c", script], cwd=self.box.work, env=self.box.env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as repack:
            until = time.monotonic() + 3
            while time.monotonic() < until:
                self.assertEqual(self.history().code, FINDINGS)
            repack.kill()


if __name__ == "__main__":
    main()
