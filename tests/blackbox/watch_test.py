"""`aegis watch` and `aegis incidents`: what is looked at, recorded, and said."""

import fcntl
import os
import resource
import shutil

from support import CLEAN, FINDINGS, INCOMPLETE, INTERNAL, USAGE, main
from watch_support import LINE, OTHER_LINE, WatchTest


class Runs(WatchTest):
    def test_nothing_wrong_is_nothing_said(self):
        self.repository("a")
        self.configure()
        run = self.box.aegis("watch")
        self.assert_code(CLEAN, run)
        self.assertEqual((run.out, run.err), ("", ""))

    def test_a_secret_is_one_incident_however_often_it_is_seen(self):
        self.repository("a", {"app.py": LINE})
        self.configure()
        said = self.assert_ended(self.watch(), FINDINGS, new=1, still_open=1)
        self.assertEqual(said["new"][0]["rule"], "github-token")
        self.assertIn("app.py:1", said["new"][0]["place"])
        self.assert_ended(self.watch(), FINDINGS, new=0, still_open=1)
        self.commit("a", {"b.py": OTHER_LINE})
        said = self.assert_ended(self.watch(), FINDINGS, new=1, still_open=2)
        self.assertIn("b.py", said["new"][0]["place"])

    def test_what_a_person_says_of_it(self):
        self.repository("a", {"app.py": LINE, "b.py": OTHER_LINE})
        self.configure()
        self.assert_ended(self.watch(), FINDINGS, new=2, still_open=2)
        self.assert_code(CLEAN, self.incidents("ack", "1", "--note", "Ann is at it"))
        self.assert_ended(self.watch(), FINDINGS, still_open=1)
        self.assert_code(CLEAN, self.incidents("resolve", "1"))
        self.assert_code(CLEAN, self.incidents("ignore", "2", "--until", "2999-01-01"))
        self.assert_ended(self.watch(), CLEAN)
        self.assertIn("nothing is open", self.incidents("list").out)
        listed = self.incidents("list", "--all").out
        self.assert_says(listed, "#1  resolved", "#2  ignored until 2999-01-01")
        self.assert_says(self.incidents("show", "1").out, "found", "acknowledged: Ann is at it", "resolved")
        self.assert_code(CLEAN, self.incidents("reopen", "1"))
        self.assert_ended(self.watch(), FINDINGS, still_open=1)

    def test_what_goes_and_returns(self):
        self.repository("a")
        tip = self.git("a", "rev-parse", "HEAD").out.strip()
        self.commit("a", {"app.py": LINE})
        bad = self.git("a", "rev-parse", "HEAD").out.strip()
        self.configure()
        self.assert_ended(self.watch(), FINDINGS, new=1, still_open=1)
        self.git("a", "tag", "-f", "kept", tip)
        shutil.copytree(self.box.path("a"), self.box.top / "copy")
        self.git("a", "reset", "-q", "--hard", tip)
        self.git("a", "reflog", "expire", "--expire=now", "--all")
        self.git("a", "gc", "-q", "--prune=now")
        self.assertEqual(self.watch().json()["gone"], 1)
        self.assert_says(self.incidents("list", "--all").out, "#1  open, gone")
        self.git("a", "fetch", "-q", str(self.box.top / "copy"), bad)
        said = self.watch().json()
        self.assertEqual([incident["id"] for incident in said["new"]], [1])
        self.assert_says(self.incidents("show", "1").out, "found", "gone", "returned")

    def test_incidents_that_are_not_there(self):
        self.configure()
        self.assert_says(self.incidents("list").out, "has not run yet")
        self.assert_code(USAGE, self.incidents("show", "1"))
        self.repository("a", {"app.py": LINE})
        self.watch()
        for words in (["resolve", "7"], ["ignore", "1", "--until", "soon"], ["ignore", "1", "--until", "2001-01-01"]):
            self.assert_code(USAGE, self.incidents(*words))

    def test_status(self):
        self.repository("a", {"app.py": LINE})
        self.configure()
        self.assert_says(self.box.aegis("watch", "status").out, "not installed", "none yet")
        self.watch()
        said = self.box.aegis("watch", "status", "-f", "json").json()
        self.assertEqual((said["open"], said["last"]["code"]), (1, FINDINGS))
        self.assertEqual(said["last"]["coverage"][0]["source"], f"repository {self.box.path('a')}")
        self.assert_says(self.box.aegis("watch", "status").out, "incidents were open", "repository")

    def test_the_audit_of_known_secrets(self):
        store = self.box.top / "home" / ".secure"
        store.mkdir(mode=0o700)
        (store / "key.env").write_text(f"PGPASSWORD={OTHER_LINE.split()[2][8:28]}\n")
        (store / "key.env").chmod(0o644)
        (self.config.parent / "config.json").write_text('{"known": {"from": ["~/.secure"]}}')
        (self.config.parent / "config.json").chmod(0o600)
        self.configure(under=[], known=True)
        said = self.watch().json()
        self.assertIn("known-mode", [incident["rule"] for incident in said["new"]], said)
        first = [incident["id"] for incident in said["open"]]
        self.assertEqual([incident["id"] for incident in self.watch().json()["open"]], first)


class Sources(WatchTest):
    def covered(self, run):
        return [one["source"].removeprefix("repository ") for one in run.json()["coverage"]]

    def test_folders_globs_and_all_under_a_folder(self):
        for name in ("one", "deep/er/two", "deep/er/two/inner", "other/three"):
            self.repository(name)
        self.box.git("init", "-q", "--bare", "deep/bare.git")
        self.box.write("deep/no-repository/HEAD", "x")
        work = str(self.box.work)
        self.configure(repositories=[f"{work}/one", f"{work}/oth*/*"], under=[f"{work}/deep"])
        run = self.watch()
        expected = ["deep/bare.git", "deep/er/two", "deep/er/two/inner", "one", "other/three"]
        self.assertEqual(self.covered(run), [f"{work}/{name}" for name in expected])

    def test_an_object_store_counts_once_whatever_work_trees_it_has(self):
        self.repository("main", {"app.py": LINE})
        self.git("main", "worktree", "add", "-q", "../a-tree")
        self.box.path("link").symlink_to(self.box.path("main"))
        self.configure(repositories=[str(self.box.path("link"))])
        self.assertEqual(len(self.covered(self.watch())), 1)

    def test_submodules_are_repositories(self):
        self.repository("lib", {"x.py": LINE})
        self.repository("main")
        self.git("main", "submodule", "-q", "add", "../lib", "sub")
        shutil.rmtree(self.box.path("lib"))
        self.configure()
        said = self.watch().json()
        self.assertTrue(any(one["source"].endswith("main/sub") for one in said["new"]), said)

    def test_what_is_named_and_is_not_there(self):
        self.repository("a")
        work = str(self.box.work)
        self.box.write("file", "x")
        self.configure(repositories=[f"{work}/gone", f"{work}/a", f"{work}/none-*"], under=[f"{work}/nowhere"])
        said = self.assert_ended(self.watch(), INCOMPLETE, problems=4)
        self.assertEqual({p["what"] for p in said["problems"]}, {f"{work}/gone", f"{work}/none-*", f"{work}/nowhere"})

    def test_a_repository_that_vanishes_is_told_of_once(self):
        self.repository("a")
        self.repository("b", {"app.py": LINE})
        self.configure()
        self.watch()
        shutil.rmtree(self.box.path("a"))
        said = self.assert_ended(self.watch(), FINDINGS, still_open=1, problems=1)
        self.assertIn("no longer there", said["problems"][0]["why"])
        self.assert_ended(self.watch(), FINDINGS, still_open=1)

    def test_a_source_that_covers_less_than_half_is_an_alarm(self):
        self.repository("a", {f"file{i}": f"{i}\n" for i in range(40)})
        self.configure()
        self.assert_ended(self.watch(), CLEAN)
        shutil.rmtree(self.box.path("a"))
        self.repository("a")
        said = self.assert_ended(self.watch(), INCOMPLETE, problems=1)
        self.assert_says(said["problems"][0]["why"], "before", "now")

    def test_a_damaged_repository_costs_itself_alone(self):
        self.repository("a", {"app.py": LINE})
        self.repository("b", {"app.py": OTHER_LINE})
        blob = self.git("a", "rev-parse", "HEAD:app.py").out.strip()
        path = self.box.path(f"a/.git/objects/{blob[:2]}/{blob[2:]}")
        path.chmod(0o644)
        path.write_bytes(b"damaged")
        self.configure()
        said = self.assert_ended(self.watch(), FINDINGS, new=1, still_open=1, problems=1)
        self.assertIn("/b", said["new"][0]["source"])
        self.assert_says(said["problems"][0]["what"], "repository", "/a")

    def test_names_that_are_hostile(self):
        name = "a\x1b[2J\n## <!channel> @everyone"
        self.repository(name, {"b\x1b]0;x\x07.py": LINE})
        journal = self.box.top / "journal.md"
        self.configure(journal=str(journal))
        for run in (self.box.aegis("watch"), self.incidents("list"), self.incidents("show", "1")):
            self.assertNotIn("\x1b", run.out)
        text = journal.read_text()
        self.assertNotIn("\x1b", text)
        self.assertEqual(text.count("\n## "), 1)


class Trouble(WatchTest):
    def test_init_writes_a_configuration_once_and_it_is_valid(self):
        run = self.box.aegis("watch", "--init")
        self.assert_code(CLEAN, run)
        self.assert_code(CLEAN, self.watch())
        before = self.config.read_text()
        self.assert_code(USAGE, self.box.aegis("watch", "--init"))
        self.assertEqual(self.config.read_text(), before)
        self.assertEqual(self.config.stat().st_mode & 0o777, 0o600)

    def test_a_configuration_that_is_not_right_is_refused_with_its_line(self):
        self.assert_says(self.watch().err, "aegis watch --init")
        bad = {
            '{\n "repositorys": []\n}': ["line 2", "unknown key", "repositories"],
            '{"under": "x"}': ["must be a list"],
            '{"under": ["x"]}': ["must begin with /"],
            '{"deadline_minutes": 0}': ["from 1 to"],
            '{"confidence": "most"}': ["low, medium or high"],
            '{"alerts": [{"name": "a"}]}': ["needs one of"],
            '{"alerts": [{"discord": {"env": "X"}}]}': ["X is not set"],
            '{"alerts": [{"name": "a", "discord": "https://x"}]}': ["where the address is"],
            '{"alerts": [{"name": "a", "command": []}]}': ["the program"],
            '{"alerts": [{"name": "a", "command": ["x"]}, {"name": "a", "command": ["x"]}]}': ["two alerts"],
            "{": ["line 1"],
            "[]": ["must be an object"],
        }
        for text, words in bad.items():
            with self.subTest(text):
                self.config.write_text(text)
                self.config.chmod(0o600)
                run = self.watch()
                self.assert_code(USAGE, run)
                self.assert_says(run.err, str(self.config), *words)

    def test_a_configuration_that_others_may_write_is_refused(self):
        self.configure()
        self.config.chmod(0o666)
        run = self.watch()
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "others may write")

    def test_two_runs_at_once(self):
        self.repository("a")
        self.configure()
        self.watch()
        with open(self.state / "watch.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            run = self.watch()
            self.assert_code(INCOMPLETE, run)
            self.assert_says(run.err, "another run")
        self.assert_code(CLEAN, self.watch())

    def test_a_store_that_is_damaged_stops_no_scan(self):
        self.repository("a", {"app.py": LINE})
        self.configure()
        self.watch()
        for path in self.state.glob("incidents.db*"):
            path.write_bytes(b"x" * 5000)
        run = self.watch()
        self.assert_code(FINDINGS, run)
        said = run.json()
        self.assertEqual(len(said["unrecorded"]), 1)
        self.assert_says(said["problems"][0]["why"], "damaged", "move it away")
        (self.state / "incidents.db").unlink()
        for path in self.state.glob("incidents.db-*"):
            path.unlink()
        self.assert_ended(self.watch(), FINDINGS, new=1, still_open=1)

    def test_a_state_of_a_repository_that_is_damaged_is_made_anew(self):
        self.repository("a", {"app.py": LINE})
        self.configure()
        self.watch()
        for path in self.state.glob("history-*"):
            path.write_bytes(b"x")
        run = self.watch()
        self.assert_code(FINDINGS, run)
        self.assertEqual(len(run.json()["open"]), 1)

    def test_a_state_folder_that_cannot_be_made(self):
        self.repository("a", {"app.py": LINE})
        self.box.write("file", "x")
        self.configure(state=str(self.box.path("file/state")))
        run = self.watch()
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "cannot make the folder")

    def test_a_disk_that_is_full(self):
        self.repository("a", {"app.py": LINE})
        journal = self.box.top / "journal.md"
        self.configure(journal=str(journal))
        for most in (0, 200, 5000, 20000, 60000):
            run = self.box.aegis("watch", limits=[(resource.RLIMIT_FSIZE, most)])
            self.assertIn(run.code, (FINDINGS, INCOMPLETE, USAGE, INTERNAL), run)
            self.assert_says(run.out + run.err, "app.py" if run.code == FINDINGS else "cannot")
        said = self.watch().json()
        self.assertEqual((len(said["open"]), said["problems"], said["untold"]), (1, [], []))
        self.assertEqual(journal.read_text().count("\n## "), 1)

    def test_what_is_in_the_place_of_a_repository(self):
        self.repository("a", {"app.py": LINE})
        self.configure()
        slow = self.box.path("slow")
        slow.mkdir()
        os.mkfifo(slow / "HEAD")
        (slow / "objects").mkdir()
        (slow / "refs").mkdir()
        run = self.watch()  # a FIFO is no wait
        self.assert_code(FINDINGS, run)


if __name__ == "__main__":
    main()
