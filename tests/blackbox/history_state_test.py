"""`aegis history --state FILE`: what a run with a memory says is what one without says."""

import hashlib
import os
import random
import zlib

from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, HistoryCase, body, github_token, main

TOKEN = github_token("state")
OTHER = github_token("another")
LINE = f"token = {TOKEN}\n"
SEED = int(os.environ.get("SEED", "20261124"))


class StateTest(HistoryCase):
    tokens = (TOKEN, OTHER)

    def setUp(self):
        super().setUp()
        self.state = self.box.work.parent / "state"
        self.day = 0

    def commit(self, files, message="a commit"):
        self.day += 1
        return self.commit_at(f"2026-02-01T00:{self.day // 60:02}:{self.day % 60:02}Z", files, message)

    def with_state(self, *args, **kwargs):
        return self.history("--state", self.state, *args, **kwargs)

    def check(self, *args):
        """Runs with the state and without, which must be alike, and gives the run and whether the state changed."""
        before = self.state_bytes()
        run = self.with_state(*args)
        self.assertIn(run.code, (CLEAN, FINDINGS, INCOMPLETE), run)
        self.assertEqual(run.out, self.history(*args).out)
        self.assert_no_leak(run, *self.tokens)
        return run, self.state_bytes() != before

    def state_bytes(self):
        return self.state.read_bytes() if self.state.exists() else b""


class SameTest(StateTest):
    def test_nothing_new(self):
        self.commit({"a": LINE})
        self.assertTrue(self.check()[1])
        run, grew = self.check()
        self.assertFalse(grew)
        self.assertEqual(len(run.findings), 1)
        self.assertEqual(self.state.stat().st_mode & 0o777, 0o600)

    def test_new_commits_and_a_secret_that_goes(self):
        self.commit({"a": LINE, "dir/b": "x\n"})
        self.check()
        self.commit({"dir/c": f"token = {OTHER}\n", "dir/d": LINE})
        self.assertEqual(len(self.check()[0].findings), 2)
        self.commit({"a": "gone\n", "dir/d": "gone\n"})
        self.assertEqual(len(self.check()[0].findings), 2)
        self.commit({"dir/e": LINE})
        self.check()

    def test_an_old_blob_at_a_new_path(self):
        self.commit({"a": LINE})
        self.check()
        self.box.git("mv", "a", "b")
        self.commit({})
        self.check()
        self.commit({"home/.pgpass": "db.internal:5432:app:me:" + "Xk9" + "vQ2mLp8w\n"})
        self.check()

    def test_branches_that_come_and_go(self):
        self.commit({"a": "x\n"})
        self.check()
        self.box.git("checkout", "-qb", "side")
        self.commit({"side": LINE})
        self.check()
        self.box.git("checkout", "-q", "main")
        self.commit({"main": "y\n"})
        self.check("--branch", "main")
        self.box.git("branch", "-qD", "side")
        self.check()
        self.check("--reachable")
        self.box.git("tag", "-am", "use " + OTHER, "v1")
        self.check()
        self.check("--since", "2026-02-01T00:00:03Z")

    def test_amended_commits_and_the_stash(self):
        self.commit({"a": LINE})
        self.check()
        self.box.stage({"a": f"token = {OTHER}\n"})
        self.box.git("commit", "-q", "--amend", "-m", "amended")
        self.check()
        self.box.write("a", LINE + "more\n")
        self.box.git("stash", "-q")
        self.check()
        self.box.git("stash", "drop", "-q")
        self.check()

    def test_commits_with_older_dates(self):
        self.day = 100
        self.commit({"a": LINE})
        self.check()
        self.day = 10
        self.box.git("checkout", "-q", "--orphan", "other")
        first = self.commit({"a": LINE})
        run, _ = self.check()
        self.assertEqual(run.findings[0]["commit"], first)

    def test_repacked_and_packed_with_what_is_new(self):
        for i in range(30):
            self.commit({"a": f"{i}\n" * i + LINE})
        self.check()
        self.box.git("repack", "-adq")
        self.assertFalse(self.check()[1])
        self.commit({"b": f"token = {OTHER}\n"})
        self.box.git("gc", "-q", "--prune=now")
        self.check()
        self.box.git("clone", "-q", "--mirror", ".", "../mirror")
        self.check("../mirror")

    def test_objects_that_are_pruned(self):
        self.commit({"a": "x\n"})
        self.commit({"b": LINE})
        self.check()
        self.box.git("reset", "-q", "--hard", "HEAD~")
        self.box.git("reflog", "expire", "--expire=now", "--all")
        self.box.git("gc", "-q", "--prune=now")
        self.assertEqual(self.check()[0].findings, [])

    def test_shallow_and_then_deepened(self):
        for i in range(4):
            self.commit({"a": f"{i}\n" + (LINE if i < 2 else "")})
        self.box.git("clone", "-q", "--depth=1", "file://" + str(self.box.work), "../shallow")
        self.check("../shallow")
        self.box.git("-C", "../shallow", "fetch", "-q", "--unshallow")
        self.assertEqual(len(self.check("../shallow")[0].findings), 1)

    def test_other_rules_confidence_and_exceptions(self):
        self.commit({"a": LINE, "fixtures/b": f"token = {OTHER}\n", "c": "acme_live_" + body("acme", 32) + "\n"})
        self.check()
        rules = self.box.write("../acme.json", '''{ "provider": "acme", "name": "Acme", "rotate": "https://acme.example/",
          "rules": [ { "id": "acme-secret-key", "what": "secret key", "severity": "critical",
                       "shape": "acme_(live|test)_{base62:32}" } ] }''')
        self.assertEqual(len(self.check("--rules", rules)[0].findings), 3)
        self.assertEqual(len(self.check()[0].findings), 2)
        self.check("--confidence", "low")
        self.check("--confidence", "high")
        self.box.write(".aegisignore", "fixtures/\n")
        self.assertEqual(len(self.check()[0].findings), 1)
        self.check("--explain")

    def rule_file(self, name, *rules):
        text = '{ "provider": "%s", "name": "%s", "rotate": "https://acme.example/", "rules": [ %s ] }'
        return self.box.write(f"../{name}.json", text % (name, name, ", ".join(rules)))

    def test_rules_that_are_added_and_taken_away(self):
        token = "acme_live_" + body("acme", 32)
        self.commit({"a": LINE, "b": f"{token}\n", "note.txt": "x\n", "c": f"password = {body('p', 20)} # {OTHER}\n"})
        self.commit({"b": "gone\n", "d": "data\n" * 50, "e/.pgpass": "db.internal:5432:app:me:" + "Xk9" + "vQ2mLp8w\n"})
        shape = '{ "id": "%s-key", "what": "key", "severity": "high", "shape": "acme_(live|test)_{base62:32}" }'
        one = self.rule_file("one", shape % "one")
        # It takes what another rule finds.
        two = self.rule_file("two", '{ "id": "two-key", "what": "key", "severity": "critical", "shape": "acme_live_{base62:32}" }')
        three = self.rule_file("three", '{ "id": "file-three", "what": "notes", "severity": "high", "file": ["note.txt"] }')
        sets = ([], [one], [one, two], [one, two, three], [one], [], [three], [three, two, one], [two])
        counts = []
        for rules in sets:
            words = [word for rule in rules for word in ("--rules", rule)]
            run, grew = self.check(*words)
            self.assertTrue(grew, rules)
            counts.append(len(run.findings))
            self.assertFalse(self.check(*words)[1])
            self.commit({"f": f"{len(counts)}\n"})
        self.assertEqual(counts[1:3], [counts[0] + 1] * 2)
        self.assertEqual(counts[3], counts[2] + 1)
        one = self.rule_file("one", (shape % "one").replace("live|test", "test|dead"))
        self.check("--rules", one)

    def test_a_higher_confidence_needs_nothing_to_be_read_again(self):
        self.commit({"a": LINE, "b": "b\n", "c": "sk" + "_li" + "ve_" + "1234567890" + "abcdefghijklmn\n"})
        self.assertEqual(len(self.check("--confidence", "low")[0].findings), 2)
        path = self.loose(self.head("HEAD:b"))
        honest = path.read_bytes()
        os.chmod(path, 0o644)
        path.write_bytes(b"not zlib")
        for level in ("medium", "high", "low"):
            self.assertTrue(self.with_state("--confidence", level).summary["complete"])
        path.write_bytes(honest)
        self.commit({"d": LINE})
        for level in ("high", "low", "medium"):
            self.check("--confidence", level)
        os.unlink(self.state)
        for level in ("high", "medium", "low", "high"):
            self.check("--confidence", level)

    def test_known_secrets_are_looked_for_in_everything_each_time(self):
        value, other = "tr0ub" + "adour&3xyz", "c0rrect" + "&h0rse9z"
        store = self.box.write("../store/db.env", f"DB_PASSWORD={value}\n")
        os.chmod(store, 0o600)
        self.commit({"a": LINE, "b": f"{value}\n", "dir/c": f"{other}\n"})
        self.check()
        self.assertEqual(len(self.check("--known", store)[0].findings), 2)
        self.assertFalse(self.check("--known", store)[1])
        self.box.write("../store/db.env", f"DB_PASSWORD={value}\nDB_OTHER={other}\n")
        self.assertEqual(len(self.check("--known", store)[0].findings), 3)
        self.commit({"d": f"{other}\n", "b": "gone\n"})
        self.check("--known", store)
        self.assertEqual(len(self.check()[0].findings), 1)
        for secret in (value, other):
            self.assertNotIn(secret.encode(), self.state.read_bytes())
            for hashed in (hashlib.sha1, hashlib.sha256):
                self.assertNotIn(hashed(secret.encode()).digest(), self.state.read_bytes())

    def test_sha256(self):
        self.box.git("init", "-q", "--object-format=sha256", "../wide")
        self.box.write("../wide/a", LINE)
        for i in range(3):
            self.box.git("-C", "../wide", "add", "-A")
            self.box.git("-C", "../wide", "commit", "-qm", str(i))
            self.check("../wide")
            self.box.write("../wide/b", f"{i}\n")

    def test_any_history(self):
        """Random work on a repository, a look after each piece of it."""
        print(f"SEED={SEED}")
        dice = random.Random(SEED)
        for step in range(40):
            what = dice.randrange(10)
            if what < 5:
                text = f"{step}\n" * dice.randrange(40)
                if dice.randrange(2):
                    text += f"token = {github_token(dice.randrange(5))}\n"
                self.day = dice.randrange(3000)
                self.commit({f"d{dice.randrange(3)}/f{dice.randrange(4)}": text + f"{step} {what}\n"})
            elif what == 5:
                self.box.run(["git", "checkout", "-q", "-B", f"b{dice.randrange(3)}", f"HEAD~{dice.randrange(2)}"])
            elif what == 6:
                self.box.run(["git", "merge", "-q", "-X", "ours", "-m", "m", f"b{dice.randrange(3)}"])
                self.box.run(["git", "merge", "--abort"])
            elif what == 7:
                self.box.git(*dice.choice([("repack", "-adq"), ("repack", "-q"), ("gc", "-q", "--prune=now")]))
            elif what == 8:
                self.box.git("tag", "-f", "-am", f"use {github_token(step)}", f"t{dice.randrange(3)}")
            else:
                self.box.run(["git", "branch", "-D", f"b{dice.randrange(3)}"])
            self.check("-j", str(dice.choice([1, 3])))


class DistrustTest(StateTest):
    def replace(self, oid, content):
        path = self.loose(oid)
        path.parent.mkdir(exist_ok=True)
        if path.exists():
            os.chmod(path, 0o644)
            os.unlink(path)
        path.write_bytes(content)

    def test_a_damaged_state(self):
        self.commit({"a": LINE})
        self.with_state()
        whole = self.state.read_bytes()
        for damaged in (whole[:-1], whole[:100], whole[:200] + b"\0" + whole[201:], b"aegis state history 99\n", b"junk"):
            self.state.write_bytes(damaged)
            run = self.with_state()
            self.assert_code(FINDINGS, run)
            self.assert_says(run.out, "everything was scanned, and it is replaced")
            self.assertEqual(self.state.read_bytes(), whole)
            self.check()

    def test_a_state_that_others_may_write(self):
        self.with_state()
        for mode in (0o620, 0o602, 0o644):
            os.chmod(self.state, mode)
            self.assert_code(USAGE, self.with_state())
        os.unlink(self.state)
        os.symlink("elsewhere", self.state)
        self.assert_code(USAGE, self.with_state())

    def test_a_forged_name_poisons_nothing(self):
        self.commit({"a": "harmless\n", "b": LINE})
        oid = self.head("HEAD:b")
        honest = self.loose(oid).read_bytes()
        self.replace(oid, zlib.compress(b"blob 9\0harmless\n"))
        self.assertEqual(self.check()[0].findings, [])
        self.replace(oid, honest)
        self.assertEqual(len(self.check()[0].findings), 1)

    def test_an_object_that_goes_missing_and_comes_back(self):
        self.commit({"a": LINE, "b": "b\n"})
        self.commit({"c": "c\n"})
        self.check()
        oid = self.head("HEAD:b")
        honest = self.loose(oid).read_bytes()
        os.chmod(self.loose(oid), 0o644)
        os.unlink(self.loose(oid))
        self.assertFalse(self.check()[0].summary["complete"])
        self.assertFalse(self.check()[0].summary["complete"])
        self.replace(oid, honest)
        self.assertTrue(self.check()[0].summary["complete"])

    def test_a_damaged_object_is_reported_again(self):
        self.commit({"a": LINE, "b": "b\n"})
        self.replace(self.head("HEAD:b"), b"not zlib")
        for _ in range(3):
            self.assertFalse(self.check()[0].summary["complete"])

    def test_no_secret_is_in_it(self):
        self.commit({"a": LINE, TOKEN: "x\n", "dir/" + TOKEN: f"token = {OTHER}\n"})
        for _ in range(2):
            self.check()
            if self.state.exists():
                for secret in (TOKEN, OTHER):
                    self.assertNotIn(secret.encode(), self.state.read_bytes())
                    for hashed in (hashlib.sha1, hashlib.sha256):
                        self.assertNotIn(hashed(secret.encode()).digest(), self.state.read_bytes())


if __name__ == "__main__":
    main()
