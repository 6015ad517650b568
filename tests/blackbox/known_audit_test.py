"""`aegis known audit`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from known_support import KnownTest, PLAIN
from support import CLEAN, FINDINGS, INCOMPLETE, main


class AuditTest(KnownTest):
    def audit(self, *args, **kwargs):
        return self.known("audit", "--from", self.store, "-f", "json", *args, **kwargs)

    def checks(self, run):
        return sorted((item["check"], os.path.basename(item["file"])) for item in run.json()["audit"])

    def own(self, run):
        """Without what stands on the machine itself."""
        return [one for one in self.checks(run) if one[0] != "outside"]

    def test_a_good_store(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        run = self.audit()
        self.assert_code(CLEAN, run)
        self.assertEqual(run.json()["audit"], [])

    def test_modes(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n", 0o644)
        self.store.chmod(0o755)
        run = self.audit("--allow-readable")
        self.assert_code(FINDINGS, run)
        self.assertEqual(self.own(run), [("mode", ".secure"), ("mode", "a.env")])
        self.assertEqual({item["remedy"] for item in run.json()["audit"]},
                         {"chmod 700 ~/.secure", "chmod 600 ~/.secure/a.env"})

    def test_age(self):
        path = self.keep("a.env", f"PLAIN={PLAIN}\n")
        when = time.time() - 100 * 86400
        os.utime(path, (when, when))
        self.assertEqual(self.own(self.audit()), [("age", "a.env")])
        self.assertEqual(self.own(self.audit("--max-age", "101")), [])

    def test_a_value_in_two_places(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.keep("b.json", json.dumps({"x": PLAIN}))
        run = self.audit()
        self.assertEqual(self.own(run), [("twice", "a.env")])
        self.assertIn("x in ~/.secure/b.json", run.out)

    def test_a_value_outside_the_store(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        home = self.box.top / "home"
        (home / ".bash_history").write_text(f"ls\nexport PGPASSWORD={PLAIN}\n")
        units = home / ".config" / "systemd" / "user"
        units.mkdir(parents=True)
        (units / "x.service").write_text(f"[Service]\nEnvironment=A={PLAIN}\n")
        run = self.audit()
        self.assert_code(FINDINGS, run)
        self.assertEqual(self.checks(run), [("outside", ".bash_history"), ("outside", "x.service")])
        item = run.json()["audit"][0]
        self.assertEqual((item["file"], item["line"], item["name"]),
                         ("~/.bash_history", 2, "PLAIN in ~/.secure/a.env"))
        self.assert_no_leak(run, PLAIN)

    def test_processes(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
                                 env={**self.box.env, "MY_VARIABLE": PLAIN})
        try:
            for _ in range(200):  # until it runs its own program
                if f"MY_VARIABLE={PLAIN}".encode() in Path(f"/proc/{child.pid}/environ").read_bytes():
                    break
            self.assertEqual(self.checks(self.audit()), [])
            run = self.audit("--processes")
        finally:
            child.communicate(b"\n")
        found = [item for item in run.json()["audit"] if str(child.pid) in item["file"]]
        self.assertEqual(len(found), 1, run)
        self.assertIn("MY_VARIABLE", found[0]["detail"])
        self.assert_no_leak(run, PLAIN)

    def test_text(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n", 0o600)
        (self.box.top / "home" / ".profile").write_text(f"A={PLAIN}\n")
        run = self.known("audit", "--from", self.store)
        self.assert_code(FINDINGS, run)
        self.assertIn("~/.profile:1  outside  PLAIN in ~/.secure/a.env stands outside the store\n  now: ", run.out)
        self.assert_no_leak(run, PLAIN)

    def test_what_could_not_be_read_is_told(self):
        self.keep("a.json", "{")
        run = self.audit()
        self.assert_code(INCOMPLETE, run)
        self.assertFalse(run.json()["complete"])
        self.assertEqual(run.json()["skipped"][0]["path"], "~/.secure/a.json")


if __name__ == "__main__":
    main()
