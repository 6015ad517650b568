"""`aegis history` beside a multi-pack-index: it is asked for packs that are gone, and hides nothing."""

import hashlib
import os
import random

from history_damage_support import LINE, SEED, TOKEN, DamageTest
from support import CLEAN, INCOMPLETE, main


class MultiPackIndexTest(DamageTest):
    tokens = (TOKEN,)

    def test_a_multi_pack_index_tells_of_a_gone_pack_that_nothing_else_asks_for(self):
        self.box.commit({"a": "x\n"})
        self.box.git("repack", "-adq")
        blob = self.box.run(["git", "hash-object", "-w", "--stdin"], stdin=LINE.encode()).out.strip()
        stem = self.box.path(".git/objects/pack/pack")
        name = self.box.run(["git", "pack-objects", "-q", str(stem)], stdin=blob.encode() + b"\n").out.strip()
        self.box.git("prune-packed", "-q")
        self.box.git("multi-pack-index", "write")
        self.assert_found(self.history())
        for ending in (".pack", ".idx"):
            self.box.path(f".git/objects/pack/pack-{name}{ending}").unlink()
        run = self.history()
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "objects", f"multi-pack-index: names pack-{name}, which is not there")
        self.box.path(".git/objects/pack/multi-pack-index").unlink()
        self.assert_code(CLEAN, self.history())

    def test_a_multi_pack_index_changes_nothing_as_git_writes_it(self):
        for i in range(3):
            self.box.commit({f"f{i}": LINE if i == 1 else f"{i}\n" * 50})
            self.box.git("repack", "-dq")
        expected = self.history()
        self.assert_found(expected)
        midx = self.box.path(".git/objects/pack/multi-pack-index")
        for command in (["multi-pack-index", "write"], ["multi-pack-index", "write", "--bitmap"],
                        ["repack", "-dq", "--geometric=2", "--write-midx"],
                        ["repack", "-adq", "--write-midx", "--write-bitmap-index"],
                        ["multi-pack-index", "repack"], ["multi-pack-index", "expire"]):
            self.box.git(*command)
            self.assertTrue(midx.exists(), command)
            self.assertEqual(self.history().out, expected.out, command)

    def test_a_multi_pack_index_that_is_damaged_or_lies_hides_nothing(self):
        print(f"SEED={SEED}")
        dice = random.Random(SEED)
        for i in range(3):
            self.box.commit({f"f{i}": LINE if i == 1 else f"{i}\n" * 50})
            self.box.git("repack", "-dq")
        expected = self.history()
        self.box.git("multi-pack-index", "write")
        midx = self.box.path(".git/objects/pack/multi-pack-index")
        sound = midx.read_bytes()
        os.chmod(midx, 0o644)
        toc = {sound[at:at + 4]: int.from_bytes(sound[at + 4:at + 12], "big")
               for at in range(12, 12 + 12 * sound[6], 12)}

        def with_right_checksum(body):
            return body + hashlib.sha1(body).digest()

        offsets = bytearray(sound[:-20])
        offsets[toc[b"OOFF"]:] = bytes(len(offsets) - toc[b"OOFF"])
        names = bytearray(sound[:-20])
        names[toc[b"OIDL"]:toc[b"OOFF"]] = bytes(toc[b"OOFF"] - toc[b"OIDL"])
        unknown = sound[:12] + sound[12:].replace(b"OOFF", b"XXXX", 1)
        for lie in (with_right_checksum(bytes(offsets)), with_right_checksum(bytes(names)), unknown,
                    sound[:-1] + b"x", b"", sound[:12], b"MIDX" + b"\xff" * 200):
            midx.write_bytes(lie)
            self.assertEqual(self.history().out, expected.out, lie[:40])
        for _ in range(30):
            damaged = bytearray(sound)
            for _ in range(dice.randrange(1, 4)):
                damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
            midx.write_bytes(damaged[: dice.choice([len(damaged), dice.randrange(len(damaged))])])
            run = self.history()
            self.assert_found(run)
            # A name of a pack may have been changed into another one.
            self.assertTrue(run.out == expected.out or "multi-pack-index: names" in run.out, run)

    def test_a_multi_pack_index_in_parts(self):
        self.box.commit({"a": LINE})
        self.box.git("repack", "-adq")
        self.box.git("multi-pack-index", "write")
        whole = self.box.path(".git/objects/pack/multi-pack-index")
        folder = self.box.path(".git/objects/pack/multi-pack-index.d")
        folder.mkdir()
        part = "0" * 40
        (folder / "multi-pack-index-chain").write_text(part + "\n../../x\n")
        gone = whole.read_bytes().replace(b"pack-", b"gone-")
        whole.rename(folder / f"multi-pack-index-{part}.midx")
        expected = self.history()
        self.assert_found(expected)
        self.assertTrue(expected.summary["complete"], expected)
        os.chmod(folder / f"multi-pack-index-{part}.midx", 0o644)
        (folder / f"multi-pack-index-{part}.midx").write_bytes(gone)
        run = self.history()
        self.assert_found(run)
        self.assert_skipped(run, "objects", "multi-pack-index: names gone-")


if __name__ == "__main__":
    main()
