"""`aegis watch` killed at any point: nothing is lost, and nothing is an incident twice."""

import os
import random
import signal
import subprocess
import time

from support import AEGIS, github_token, main
from watch_support import WatchTest

SEED = int(os.environ.get("AEGIS_TEST_SEED", "20261125"))
ROUNDS = 40


class Kill(WatchTest):
    def test_anywhere(self):
        chance = random.Random(SEED)
        told, journal = self.box.top / "told", self.box.top / "journal.md"
        self.repository("a")
        self.repository("b")
        self.configure(alerts=[{"name": "ops", "command": ["sh", "-c", f"cat >> {told}"]}], journal=str(journal))
        began = time.monotonic()
        self.watch()
        longest = time.monotonic() - began
        for i in range(ROUNDS):
            self.commit(chance.choice("ab"), {f"f{i}.py": f"token = {github_token(f'kill {i}')}\n"})
            process = subprocess.Popen(
                [AEGIS, "watch"], cwd=self.box.work, env=self.box.env, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0, 1.2 * longest))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        last = self.watch()
        said = last.json()
        places = [incident["place"].split(":")[0] for incident in said["open"]]
        self.assertEqual(sorted(places), sorted(f"f{i}.py" for i in range(ROUNDS)), f"seed {SEED}")
        self.assertEqual((said["problems"], said["untold"]), ([], []), f"seed {SEED}")
        entries = [line for line in journal.read_text().splitlines() if line.startswith("<!-- aegis ")]
        self.assertEqual(len(entries), len(set(entries)), f"seed {SEED}")
        self.assertEqual(len(entries), ROUNDS, f"seed {SEED}")
        self.assertTrue(all(f"f{i}.py" in told.read_text() or "more" in told.read_text() for i in range(ROUNDS)))


if __name__ == "__main__":
    main()
