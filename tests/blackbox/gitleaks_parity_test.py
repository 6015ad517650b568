"""`aegis gitleaks` beside gitleaks itself: runs where $GITLEAKS and $GITLEAKS_TOML name the program and its default
configuration, and is skipped elsewhere."""

import os
import subprocess
import sys
import unittest

from support import AEGIS, REPOSITORY, main


@unittest.skipUnless(os.environ.get("GITLEAKS") and os.environ.get("GITLEAKS_TOML"), "no gitleaks to compare with")
class ParityTest(unittest.TestCase):
    def test_both_find_the_same(self):
        done = subprocess.run(
            [sys.executable, REPOSITORY / "benchmarks/gitleaks_compare.py"],
            env={**os.environ, "AEGIS": AEGIS},
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
