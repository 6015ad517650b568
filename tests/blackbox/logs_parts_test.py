"""`aegis logs` in parts, --range and --shard, and its masked copies."""

import gzip
import json
import os
import random
import subprocess

from logs_support import OTHER, PACKERS, TOKEN, LogsTest, docker, journal_entry, line, noise
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, USAGE, github_token, main

SEED = int(os.environ.get("SEED", "20261125"))


class Ranges(LogsTest):
    def setUp(self):
        super().setUp()
        self.text = "".join(noise(random.Random(i).randrange(40), i) + line(github_token(i), i) for i in range(20))
        self.box.write("a.log", self.text)
        self.whole = self.logs("--every", "a.log").findings
        self.assertEqual(len(self.whole), 20)

    def ranges(self, cuts):
        found = []
        for begin, end in zip([0] + cuts, cuts + [""]):
            run = self.logs("--range", f"{begin}:{end}", "a.log")
            self.assertIn(run.code, (CLEAN, FINDINGS), run)
            found += run.findings
        return found

    def test_parts_give_what_the_whole_gives_wherever_they_are_cut(self):
        print(f"SEED={SEED}")
        source = random.Random(SEED)
        for _ in range(6):
            cuts = sorted(source.randrange(len(self.text)) for _ in range(3))
            self.assertEqual(self.ranges(cuts), self.whole, cuts)

    def test_a_cut_within_a_secret_and_at_its_borders(self):
        at = self.text.index(github_token(7))
        for cut in (at - 1, at, at + 1, at + 20, at + 40, at + 41):
            self.assertEqual(self.ranges([cut]), self.whole, cut)

    def test_one_that_is_no_range(self):
        for words in ("5", "a:b", "9:5", "1:2:3", "-1:5", ":99999999999999999999"):
            self.assert_code(USAGE, self.logs("--range", words, "a.log"))

    def test_a_range_behind_the_end(self):
        self.assert_clean(self.logs("--range", f"{len(self.text)}:", "a.log"))

    def test_of_several_logs_or_a_compressed_one(self):
        self.assert_code(USAGE, self.logs("--range", "0:5", "a.log", "b.log"))
        self.assert_code(USAGE, self.logs("--range", "0:5", "*.log*"))
        self.box.write("b.gz", gzip.compress(line(TOKEN).encode()))
        self.assert_code(INCOMPLETE, self.logs("--range", "0:5", "b.gz"))


class Shards(LogsTest):
    def test_shards_give_what_the_whole_gives(self):
        for i in range(12):
            text = noise(20) + line(github_token(i), i)
            self.box.write(f"log/{i}.log", text)
            self.box.write(f"log/{i}.log.1.gz", gzip.compress(line(github_token(100 + i)).encode()))
        whole = self.logs("--every", "log").findings
        self.assertEqual(len(whole), 24)
        for count in (2, 3, 5):
            parts = [self.logs("--shard", f"{i + 1}/{count}", "log") for i in range(count)]
            found = [finding for part in parts for finding in part.findings]
            self.assertEqual(sorted(found, key=str), sorted(whole, key=str))
            self.assertEqual(sum(part.summary["bytes"] for part in parts), self.logs("log").summary["bytes"])

    def test_a_part_says_that_it_is_one(self):
        self.box.write("a.log", noise(1))
        run = self.logs("--shard", "1/2", "a.log")
        self.assertIn("is part 1/2; other parts hold the rest", run.summary["notes"])

    def test_one_that_is_no_shard(self):
        for words in ("0/2", "3/2", "1", "a/b"):
            self.assert_code(USAGE, self.logs("--shard", words, "x"))

    def test_with_a_state(self):
        self.assert_code(USAGE, self.logs("--shard", "1/2", "--state", "s", "x"))


class Masks(LogsTest):
    def mask(self, text, *args, name="a.log"):
        data = text if isinstance(text, bytes) else text.encode()
        self.box.write(name, data)
        run = self.box.aegis("logs", "--mask", "clean.log", name, *args)
        self.assert_code(FINDINGS, run)
        self.assert_no_leak(run, TOKEN, OTHER)
        return self.box.path("clean.log").read_bytes()

    def test_a_copy_is_as_long_and_has_stars_for_secrets(self):
        text = noise(3) + line(TOKEN) + noise(2) + line(OTHER) + line(TOKEN)
        copy = self.mask(text)
        expected = text.replace(TOKEN, "*" * len(TOKEN)).replace(OTHER, "*" * len(OTHER))
        self.assertEqual(copy.decode(), expected)
        self.assertEqual(self.box.path("a.log").read_text(), text)
        self.assertEqual(os.stat(self.box.path("clean.log")).st_mode & 0o777, 0o600)

    def test_it_does_not_depend_on_blocks(self):
        text = noise(30) + line(TOKEN) + noise(900) + line(OTHER)
        expected = self.mask(text)
        for size in ("1000", "41", "65536"):
            self.assertEqual(self.mask(text, "--chunk-size", size), expected)

    def test_colours_within_a_secret_stay(self):
        copy = self.mask(f"a {TOKEN[:9]}\x1b[1m{TOKEN[9:]}\n").decode()
        self.assertEqual(copy, f"a {'*' * 9}\x1b[1m{'*' * (len(TOKEN) - 9)}\n")

    def test_records_stay_json(self):
        copy = self.mask(docker("x " + TOKEN[:15], end="") + docker(TOKEN[15:] + " y")).decode()
        self.assertEqual(copy, docker("x " + "*" * 15, end="") + docker("*" * (len(TOKEN) - 15) + " y"))
        before = b"\x1b[1mlogin "
        entry = json.loads(self.mask(journal_entry(before + TOKEN.encode())))
        self.assertEqual(bytes(entry["MESSAGE"][: len(before)]), before)
        self.assertTrue(set(entry["MESSAGE"][len(before) :]) <= {9, 42, 142})

    def test_of_a_compressed_log(self):
        for ending, pack in PACKERS.items():
            copy = self.mask(pack((noise(5) + line(TOKEN)).encode()), name=f"a.log.{ending}")
            self.assertEqual(copy.decode(), noise(5) + line("*" * len(TOKEN)))

    def test_to_standard_output(self):
        run = self.box.aegis("logs", "--mask", "-", "-", stdin=line(TOKEN))
        self.assert_code(FINDINGS, run)
        self.assertEqual(run.out, line("*" * len(TOKEN)))
        report = self.box.aegis("logs", "--mask", "-", "-o", "report.txt", "-", stdin=line(TOKEN))
        self.assert_code(FINDINGS, report)
        self.assertIn("-:1", self.box.path("report.txt").read_text())

    def test_a_clean_log_is_copied_too(self):
        self.box.write("a.log", noise(9))
        self.assert_clean(self.box.aegis("logs", "--mask", "b.log", "a.log"))
        self.assertEqual(self.box.path("b.log").read_text(), noise(9))

    def test_a_log_with_a_hole(self):
        path = self.box.write("a.log", line(TOKEN))
        os.truncate(path, 50_000_000)
        with open(path, "ab") as file:
            file.write(line(OTHER).encode())
        run = self.box.aegis("logs", "--mask", "b.log", "a.log")
        self.assert_code(FINDINGS, run)
        copy = self.box.path("b.log")
        self.assertEqual(copy.stat().st_size, os.path.getsize(path))
        with open(copy, "rb") as file:
            self.assertTrue(file.read().endswith(line("*" * len(OTHER)).encode()))

    def test_never_over_its_input(self):
        path = self.box.write("a.log", line(TOKEN))
        os.link(path, self.box.path("b.log"))
        os.symlink("a.log", self.box.path("c.log"))
        for name in ("a.log", "b.log", "c.log", "./a.log"):
            run = self.box.aegis("logs", "--mask", name, "a.log")
            self.assert_code(USAGE, run)
            self.assert_says(run.err, "the log itself")
            self.assertEqual(self.box.path("a.log").read_text(), line(TOKEN))

    def test_never_partial(self):
        whole = gzip.compress((line(TOKEN) + noise(60_000)).encode())
        self.box.write("a.log.gz", whole[:-30])
        run = self.box.aegis("logs", "--mask", "b.log", "a.log.gz")
        self.assertIn(run.code, (FINDINGS, INCOMPLETE))
        self.assert_says(run.err, "no copy is made")
        self.assertEqual(sorted(os.listdir(self.box.path())), ["a.log.gz"])

    def test_not_of_several_logs_or_none(self):
        self.box.write("a.log", line(TOKEN))
        for words in (("a.log", "b.log"), ("*.log",), (".",)):
            self.assert_code(USAGE, self.box.aegis("logs", "--mask", "c.log", *words))
        self.assert_code(INCOMPLETE, self.box.aegis("logs", "--mask", "c.log", "none.log"))
        self.box.write(".aegisignore", "a.log\n")
        self.box.aegis("logs", "--mask", "c.log", "a.log")
        self.assertFalse(self.box.path("c.log").exists())

    def test_no_room_for_the_copy(self):
        self.box.write("a.log", line(TOKEN))
        run = self.box.aegis("logs", "--mask", "none/b.log", "a.log")
        self.assert_code(USAGE, run)
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [AEGIS, "logs", "--mask", "-", "a.log"],
                cwd=self.box.work,
                stdout=full,
                stderr=subprocess.PIPE,
                env=self.box.env,
            )
        self.assertNotEqual(done.returncode, CLEAN)
        self.assertIn(b"--mask", done.stderr)


if __name__ == "__main__":
    main()
