"""The line on a terminal that says how far a long scan is."""

import os
import pty
import re
import subprocess

import hostile
from support import AEGIS, AegisTest, github_token, main

LINE = re.compile(r"(\d+) of (\d+) ([a-z ]+), (\d+) MB, (\d+) MB/s, (\d+) %(?:, (\d+) s left)?$")


class ProgressTest(AegisTest):
    def on_terminal(self, *args):
        """Runs with standard error on a terminal. Gives what stands there, piece by piece."""
        master, slave = pty.openpty()
        process = subprocess.Popen([AEGIS, *args], cwd=self.box.work, env=self.box.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        text = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # which is how Linux says that the other end is closed
                break
            if not piece:
                break
            text += piece
        os.close(master)
        process.wait()
        return text.decode().split("\r\x1b[K")

    def test_each_pass_comes_to_its_end(self):
        self.box.repository()
        self.box.commit({"a": f"token = {github_token('progress')}\n"})
        hostile.large_pack(self.box)
        shown = self.on_terminal("history", "-j1")
        self.assertEqual(shown[0], "")
        lines = [match for piece in shown if (match := LINE.match(piece))]
        self.assertGreater(len(lines), 3, shown)
        passes = {}
        for line in lines:
            done, total, noun, _, _, percent, _ = line.groups()
            self.assertLessEqual(int(done), int(total))
            self.assertLessEqual(int(percent), 100)
            passes.setdefault(noun, []).append((int(done), int(total), int(percent)))
        self.assertIn("objects", passes)
        for noun, steps in passes.items():
            self.assertEqual(steps, sorted(steps), noun)
            self.assertEqual(len({total for _, total, _ in steps}), 1, noun)
            self.assertEqual(steps[-1], (steps[-1][1], steps[-1][1], 100), noun)
        # The line is wiped before the report's summary is written.
        self.assertIn("1 finding", shown[-1])

    def test_nothing_is_shown_of_a_short_scan(self):
        self.box.repository()
        self.assertEqual(len(self.on_terminal("history")), 1)


if __name__ == "__main__":
    main()
