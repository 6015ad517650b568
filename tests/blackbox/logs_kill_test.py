"""`aegis logs --state` killed anywhere, again and again, while logs grow and rotate: each secret is reported once.

    SEED=N POINTS=N    another run of it; both are printed
"""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import time

from logs_support import LogsTest, line, noise
from support import AEGIS, github_token, main, stripe_key

SEED = int(os.environ.get("SEED", "20261125"))
POINTS = int(os.environ.get("POINTS", "250"))


class Logs:
    """A log that a service writes and a logrotate takes away, in a folder."""

    def __init__(self, folder, source):
        self.folder = folder
        self.source = source
        self.planted = 0
        self.generations = 0
        self.half = ""  # of a line: what is written of it later
        self.log().write_text("")

    def log(self, ending=""):
        return self.folder / f"a.log{ending}"

    def write(self, text):
        with open(self.log(), "a") as file:
            file.write(text)

    def grow(self):
        text = self.half + noise(self.source.randrange(40), self.source.randrange(10**6))
        self.half = ""
        for _ in range(self.source.randrange(3)):
            self.planted += 1
            token = self.source.choice((github_token, stripe_key))(f"kill {self.planted}")
            text += line(token, self.planted % 60, word=f"login {self.planted}")
            if self.source.randrange(4) == 0:  # it is written again some time
                text += line(token, self.planted % 60, word="again")
        if text and self.source.randrange(3) == 0:
            cut = self.source.randrange(max(0, len(text) - 120), len(text))
            text, self.half = text[:cut], text[cut:]
        self.write(text)

    def rotate(self):
        """Numbers go up; the last but one is compressed, half of the time."""
        for number in range(self.generations, 0, -1):
            for ending in ("", ".gz"):
                if self.log(f".{number}{ending}").exists():
                    os.rename(self.log(f".{number}{ending}"), self.log(f".{number + 1}{ending}"))
        self.generations += 1
        if self.source.randrange(2):
            self.write(self.half)  # the rest of a line goes where its beginning went
            self.half = ""
            os.rename(self.log(), self.log(".1"))
            self.log().write_text("")
        else:
            self.write(self.half)
            self.half = ""
            shutil.copyfile(self.log(), self.log(".1"))
            os.truncate(self.log(), 0)
        if self.log(".2").exists() and self.source.randrange(2):
            packed = gzip.compress(self.log(".2").read_bytes())
            self.log(".2.gz").write_bytes(packed)
            os.unlink(self.log(".2"))

    def step(self):
        self.grow()
        if self.source.randrange(6) == 0:
            self.rotate()


class KillAnywhere(LogsTest):
    def start(self, *args):
        words = [AEGIS, "logs", "--state", self.box.top / "state", "-f", "jsonl", "-o", self.report, "--append"]
        words += ["--jobs", "2", "--chunk-size", "3000", "--commit-every", "4000", *args, "log/a.log*"]
        return subprocess.Popen(
            words, cwd=self.box.work, env=self.box.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def finish(self):
        begin = time.monotonic()
        run = self.start()
        _, err = run.communicate(timeout=60)
        self.assertIn(run.returncode, (0, 1, 3), err)
        return time.monotonic() - begin

    def kill(self, after):
        """Whether it was killed: it may have ended before."""
        run = self.start()
        try:
            run.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.communicate()
        return run.returncode == -signal.SIGKILL

    def reported(self):
        """Of each finding in the report its secret's name in the state."""
        lines = [json.loads(text) for text in self.report.read_text().splitlines()]
        return [entry["group"] for entry in lines if "group" in entry]

    def test_each_secret_is_reported_once(self):
        source = random.Random(SEED)
        folder = self.box.path("log")
        folder.mkdir()
        self.report = self.box.top / "report.jsonl"
        logs = Logs(folder, source)
        times = [self.finish() for _ in range(3)]
        killed = 0
        for _ in range(POINTS):
            logs.step()
            if source.randrange(10) == 0:
                times = times[-4:] + [self.finish()]
            else:
                killed += self.kill(source.uniform(0, 1.3 * sorted(times)[len(times) // 2]))
        logs.write(logs.half + "the end\n")
        self.finish()
        self.finish()
        groups = self.reported()
        print(f"SEED={SEED} POINTS={POINTS}: {killed} killed, {logs.generations} rotations, {logs.planted} secrets")
        self.assertEqual(len(groups), len(set(groups)), "some secret was reported twice")
        self.assertEqual(len(groups), logs.planted, "some secret was missed, or one found that is none")


if __name__ == "__main__":
    main()
