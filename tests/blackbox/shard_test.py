"""`--shard I/N`: the parts together find what the whole finds, each thing once."""

import os
import random

from support import FINDINGS, USAGE, AegisTest, HistoryCase, github_token, main

SEED = int(os.environ.get("AEGIS_TEST_SEED", "20261124"))
COUNTS = (1, 2, 3, 7)
LINES = [f"token = {github_token(f'shard {i}')}\n" for i in range(12)]
PASSWORD = "Xk9" + "vQ2mLp8w"


def key_text(seed):
    """What looks like a private key, over several lines."""
    source = random.Random(seed)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = ["MII" + "".join(source.choice(letters) for _ in range(61))]
    body += ["".join(source.choice(letters) for _ in range(64)) for _ in range(24)]
    name = "RSA PRIVATE " + "KEY-----"
    return "\n".join(["-----BEGIN " + name, *body, "-----END " + name, ""])


class Parts:
    def compare(self, *args, counts=COUNTS):
        """Runs the whole and all parts. Gives the whole run, and the part with the fewest documents in each count."""
        whole = self.box.aegis(*args, "--format", "json")
        least = {}
        for count in counts:
            parts = [self.box.aegis(*args, "--format", "json", "--shard", f"{i}/{count}") for i in range(1, count + 1)]
            found = [str(finding) for part in parts for finding in part.findings]
            self.assertEqual(sorted(found), sorted(map(str, whole.findings)), (count, whole))
            for what in ("scanned", "bytes"):
                self.assertEqual(sum(part.summary[what] for part in parts), whole.summary[what], (count, what))
            skipped = {str(skip) for part in parts for skip in part.summary["skipped"]}
            self.assertEqual(skipped, set(map(str, whole.summary["skipped"])), count)
            self.assertEqual({part.code for part in parts if part.findings}, {FINDINGS} if found else set())
            least[count] = min(part.summary["scanned"] for part in parts)
        return whole, least


class HistoryTest(Parts, HistoryCase):
    def setUp(self):
        super().setUp()
        self.day = 0

    def commit(self, files, message="a commit"):
        self.day += 1
        self.commit_at(f"2026-02-{self.day // 24 + 1:02}T{self.day % 24:02}:00:00Z", files, message)

    def grow(self, dice, steps):
        """Some history: secrets that come, move, are copied and go, in clear and in other forms."""
        for step in range(steps):
            text = [f"line {i} of {dice.randrange(50)}\n" for i in range(dice.randrange(120))]
            for line in dice.sample(LINES, dice.randrange(3)):
                text.insert(dice.randrange(len(text) + 1), line)
            name = f"d{dice.randrange(3)}/f{dice.randrange(6)}"
            what = dice.randrange(8)
            if what == 0:
                self.commit({name + ".txt": "".join(text).encode("utf-16")})
            elif what == 1:
                self.commit({}, "a message\n\n" + dice.choice(LINES))
            elif what == 2:
                self.commit({f"home{step % 2}/.pgpass": f"db.internal:5432:app:me:{PASSWORD}\n", name: PASSWORD + "\n"})
            elif what == 3:
                self.commit({f"keys/{step}.txt": key_text(step % 3), "id_rsa": key_text(step % 3)})
            elif what == 4:
                self.box.git("tag", "-f", "-am", "use " + dice.choice(LINES), f"t{dice.randrange(4)}")
            else:
                self.commit({name: "".join(text)})

    def test_generated_histories(self):
        print(f"AEGIS_TEST_SEED={SEED}")
        dice = random.Random(SEED)
        for round in range(3):
            self.grow(dice, 25)
            if round > 0:
                self.box.git("repack", "-adfq", "--depth=50", "--window=50")
            whole, least = self.compare("history", f"-j{round + 1}")
            self.assertGreater(len(whole.findings), 8)
            self.assertGreater(least[2], whole.summary["scanned"] / 4)
        self.compare("history", "--reachable", counts=(3,))
        self.compare("history", "--since", "2026-02-02", counts=(3,))
        self.compare("history", "--confidence", "low", counts=(2,))

    def test_one_secret_in_many_objects_is_one_part_s(self):
        for i in range(20):
            self.commit({f"f{i}": f"{i}\n" + LINES[0]})
        run, _ = self.compare("history")
        self.assertEqual(run.findings[0]["other_places"]["count"], 19)

    def test_other_packs_of_the_same_objects(self):
        """One part of a repository with loose objects, another of a packed clone of it."""
        self.grow(random.Random(1), 20)
        self.box.git("clone", "-q", "--mirror", ".", "../mirror")
        self.box.git("repack", "-adfq", cwd=self.box.path("../mirror"))
        whole = self.box.aegis("history", "--format", "json", "--reachable", "../mirror")
        found = []
        for part, where in (("1/3", "../mirror"), ("2/3", "."), ("3/3", "../mirror")):
            found += self.box.aegis("history", "--format", "json", "--reachable", "--shard", part, where).findings
        places = [sorted((f["rule"], f["file"], f["line"], f["commit"]) for f in fs) for fs in (found, whole.findings)]
        self.assertEqual(*places)

    def test_known_secrets(self):
        value = "tr0ub" + "adour&3xyz"
        store = self.box.write("../store/db.env", f"DB_PASSWORD={value}\n")
        os.chmod(store, 0o600)
        for i in range(12):
            self.commit({f"f{i}": f"{i}\n{value}\n", f"g{i}": f"{i} dHIwdWJ" + "hZG91ciYzeHl6" + f" {i}\n"})
        whole, _ = self.compare("history", "--known", store)
        self.assertGreater(len(whole.findings), 0)

    def test_damage_is_told_by_some_part(self):
        self.commit({"a": LINES[0], "b": LINES[1], "c": "c\n"})
        oid = self.box.git("rev-parse", "HEAD:c").out.strip()
        path = self.box.path(f".git/objects/{oid[:2]}/{oid[2:]}")
        os.chmod(path, 0o644)
        path.write_bytes(b"no zlib")
        whole, _ = self.compare("history")
        self.assertFalse(whole.summary["complete"])

    def test_a_clean_part_says_that_it_is_one(self):
        run = self.box.aegis("history", "--shard", "1/2")
        self.assert_clean(run)
        self.assert_says(run.err, "part 1/2")

    def test_refused(self):
        for words in (("0/2",), ("3/2",), ("1",), ("1/0",), ("1/2x",), ("-1/2",), ("1/2", "--state", "../state")):
            self.assert_code(USAGE, self.box.aegis("history", "--shard", *words))


class ScanTest(Parts, AegisTest):
    def test_files(self):
        for i in range(60):
            self.box.write(f"d{i % 4}/f{i}", f"{i}\n" + (LINES[i % 12] if i % 3 == 0 else ""))
        self.box.write(".aegisignore", "d1/\n")
        whole, least = self.compare("scan", ".")
        self.assertGreater(len(whole.findings), 10)
        self.assertGreater(least[2], 10)

    def test_files_that_cannot_be_read(self):
        self.box.write("a", LINES[0])
        os.mkfifo(self.box.path("fifo"))
        whole, _ = self.compare("scan", ".")
        self.assertEqual(len(whole.summary["skipped"]), 1)


if __name__ == "__main__":
    main()
