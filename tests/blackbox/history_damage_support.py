"""What the tests of damaged object stores share."""

import os
import time

from support import HistoryCase, github_token

TOKEN = github_token("damage")
OTHER = github_token("more damage")
LINE = f"token = {TOKEN}\n"
SEED = int(os.environ.get("AEGIS_TEST_SEED", "20261124"))


class DamageTest(HistoryCase):
    tokens = (TOKEN, OTHER)

    def history(self, *args, **kwargs):
        began = time.monotonic()
        run = super().history(*args, **kwargs)
        self.assertLess(time.monotonic() - began, 50)
        self.assert_no_leak(run, *self.tokens)
        return run

    def packs(self, ending="pack"):
        return sorted(self.box.path(".git/objects/pack").glob("*." + ending))

    def pack(self, ending="pack"):
        """The one file of that kind, made writable."""
        (path,) = self.packs(ending)
        os.chmod(path, 0o644)
        return path

    def versions(self, count=30, last=LINE):
        """A file with many versions, packed as deltas; all but one of them are clean."""
        text = [f"line {i * 7919}\n" for i in range(200)]
        for i in range(count):
            text[i * 5 % 200] = f"changed {i}\n"
            self.box.commit({"f": "".join(text)})
        self.box.commit({"f": "".join(text) + last, "g": f"token = {OTHER}\n"})
        self.box.git("repack", "-adfq", "--depth=50", "--window=50")
