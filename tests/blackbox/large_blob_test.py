"""Blobs that are too large to be held: `aegis history`, `aegis range` and `aegis staged` stream them."""

import subprocess

from support import FINDINGS, HistoryCase, github_token, main

FIRST, MIDDLE, LAST = (github_token(f"large {where}") for where in ("first", "middle", "last"))
LINE = b"%07d the quick brown fox jumps over the lazy dog, again and again, until it is tired\n"
BLOCK = b"".join(LINE % i for i in range(190))  # within what deflate looks back, so the pack is small
MOST = 300  # megabytes, of all memory, where only what is not a mapped pack would have to count


class LargeBlobs(HistoryCase):
    tokens = (FIRST, MIDDLE, LAST)

    def commit_large(self, half):
        """A commit with one file: a token, half its blocks, a token, the other half, a token. git never holds it."""
        lines = [f"token = {token}\n".encode() for token in self.tokens]
        size = sum(map(len, lines)) + 2 * half * len(BLOCK)
        self.box.git("config", "core.compression", "1")
        process = subprocess.Popen(
            ["git", "fast-import", "--quiet"], cwd=self.box.work, env=self.box.env, stdin=subprocess.PIPE
        )
        with process.stdin as pipe:
            pipe.write(b"commit refs/heads/main\ncommitter Test <test@example.invalid> 1767323045 +0000\n")
            pipe.write(b"data 9\na commit\n\nfrom refs/heads/main^0\nM 100644 inline large\ndata %d\n" % size)
            for line in lines[:2]:
                pipe.write(line)
                for _ in range(half):
                    pipe.write(BLOCK)
            pipe.write(lines[2] + b"\n")
        self.assertEqual(process.wait(), 0)
        return size

    def test_a_blob_of_more_than_two_gigabytes(self):
        size = self.commit_large(half=(1 << 30) // len(BLOCK) + 1)
        self.assertGreater(size, 1 << 31)
        for command in (["history"], ["range", "HEAD^..HEAD"]):
            with self.subTest(command):
                run, peak = self.box.aegis_and_peak(*command, "-f", "json")
                self.assert_code(FINDINGS, run)
                self.assertTrue(run.summary["complete"], run)
                offsets = sorted(finding["offset"] for finding in run.findings)
                self.assertEqual(offsets, [8, (size - len(FIRST) - 9) // 2 + 8, size - len(LAST) - 1])
                self.assertLess(peak, MOST)
                self.assert_no_leak(run, *self.tokens)

    def test_a_staged_blob_that_is_loose(self):
        before = BLOCK * ((40 << 20) // len(BLOCK))
        self.box.stage({"large": before + f"token = {LAST}\n".encode() + BLOCK})
        self.assertTrue(self.loose(self.head(":large")).exists())
        run, peak = self.box.aegis_and_peak("staged", "-j1", "-f", "json")
        self.assert_found(run)
        self.assertEqual(run.findings[0]["offset"], len(before) + 8)
        self.assertLess(peak, 40)

    def test_a_large_blob_that_is_cut_short_is_listed(self):
        self.box.stage({"large": f"token = {FIRST}\n".encode() + BLOCK * ((40 << 20) // len(BLOCK))})
        path = self.loose(self.head(":large"))
        path.chmod(0o644)
        with open(path, "r+b") as file:
            file.truncate(path.stat().st_size // 2)
        run = self.box.aegis("staged", "-f", "json")
        self.assert_found(run)
        self.assert_skipped(run, "large", "cut short")


if __name__ == "__main__":
    main()
