"""`aegis history` of entries that are not what their checksums say, and of differing copies of one object."""

import json
import os
import pty
import struct
import subprocess
import zlib

import hostile
from history_damage_support import LINE, OTHER, TOKEN, DamageTest
from support import AEGIS, FINDINGS, body, main


class Entries(DamageTest):
    """What compressed data holds is checked by itself. The rest of an entry only its index can check."""

    def flip(self, path, at, value):
        os.chmod(path, 0o644)
        data = bytearray(path.read_bytes())
        data[at] ^= value
        path.write_bytes(data)

    def test_an_entry_of_another_type(self):
        pack = hostile.Pack()
        at = pack.add("blob", LINE)
        pack.add("blob", f"token = {OTHER}\n")
        path, _ = pack.write(self.box)
        self.assert_found(self.history(), 2)
        self.flip(path, at, (hostile.BLOB ^ hostile.TREE) << 4)
        run = self.history()
        self.assert_found(run, 1)
        self.assert_skipped(run, hostile.name_of("blob", LINE), "checksum")

    def test_a_delta_upon_another_base(self):
        pack = hostile.Pack()
        first = pack.add("blob", "token = " + "x" * 100)
        second = pack.add("blob", "xxxxxxx " + "y" * 100)
        body = "token = " + TOKEN + "x" * 60
        delta = hostile.delta(108, len(body), hostile.copy(0, 8), hostile.insert(TOKEN), hostile.copy(8, 60))
        compressed, at = zlib.compress(delta), len(pack.body)
        pack.add_entry(hostile.name_of("blob", body), hostile.OFFSET_DELTA, len(delta), bytes([at - first]), compressed)
        path, _ = pack.write(self.box)
        whole = path.read_bytes()
        self.assertTrue(self.history().summary["complete"])
        # Two bytes of header where the size takes more than four bits.
        self.flip(path, at + 2 if len(delta) > 15 else at + 1, (at - first) ^ (at - second))
        self.assertNotEqual(path.read_bytes(), whole)
        run = self.history()
        self.assert_skipped(run, hostile.name_of("blob", body), "checksum")

    def test_a_pack_that_is_cut_short_while_it_is_read(self):
        self.box.commit({"a": LINE})
        pack = hostile.large_pack(self.box)
        master, slave = pty.openpty()
        process = subprocess.Popen([AEGIS, "history", "-j1", "--format", "json"], cwd=self.box.work, env=self.box.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        self.assertIn(b" MB", os.read(master, 1000))  # it is on its way
        os.truncate(pack, pack.stat().st_size // 2)
        with self.assertRaises(OSError):  # which is how Linux says that the other end is closed
            while os.read(master, 1000):
                pass
        os.close(master)
        report = json.loads(process.stdout.read())
        process.stdout.close()
        self.assertEqual(process.wait(), FINDINGS)
        reasons = [skip["reason"] for skip in report["summary"]["skipped"]]
        self.assertTrue(any("cut short while it was read" in reason for reason in reasons), reasons)
        self.assertGreater(len(reasons), 10)
        self.assertEqual(len(report["findings"]), 1)

    def test_a_pack_of_more_than_four_gibibytes(self):
        """All but its ends is a hole."""
        pack = hostile.Pack()
        pack.add("blob", LINE)
        pack.add("blob", "x\n")
        far = (5 << 30) - 12
        index, rows = pack.index_bytes(), sorted((bytes.fromhex(name), at) for name, at in pack.entries)
        large = b"".join(struct.pack(">Q", at + far) for _, at in rows)
        places = b"".join(struct.pack(">I", 1 << 31 | i) for i in range(len(rows)))
        offsets = len(index) - 40 - 4 * len(rows)
        folder = self.box.path(".git/objects/pack")
        folder.mkdir(exist_ok=True)
        (folder / "pack-far.idx").write_bytes(index[:offsets] + places + large + index[-40:])
        body = pack.pack_bytes()
        with open(folder / "pack-far.pack", "wb") as file:
            file.write(body[:12])
            file.seek(far + 12)
            file.write(body[12:])
        run = self.history()
        self.assert_found(run)
        self.assertTrue(run.summary["complete"], run)

    def test_a_multi_pack_index_that_names_a_pack_that_is_gone(self):
        self.box.commit({"a": LINE})
        self.box.git("repack", "-dq")
        self.box.commit({"b": f"token = {OTHER}\n"})
        self.box.git("repack", "-dq")
        self.box.git("multi-pack-index", "write")
        expected = self.history()
        self.assert_found(expected, 2)
        self.box.path(".git/objects/pack/multi-pack-index").rename(self.box.path("midx"))
        self.assertEqual(self.history().out, expected.out)
        self.box.path("midx").rename(self.box.path(".git/objects/pack/multi-pack-index"))
        blob = self.box.git("rev-parse", "HEAD:b").out.strip()
        for path in self.packs():
            if blob in self.box.git("verify-pack", "-v", path).out:
                path.with_suffix(".idx").unlink()
                path.unlink()
        run = self.history()
        self.assert_code(FINDINGS, run)
        self.assert_skipped(run, self.box.git("rev-parse", "HEAD").out.strip(), "missing")
        self.assert_skipped(run, "objects", "multi-pack-index: names pack-")


class Copies(DamageTest):
    def test_copies_that_differ_are_all_scanned(self):
        """Which of them git shows depends on the times of files."""
        clean = hostile.Pack()
        clean.add("blob", "nothing here\n", name="1" * 40)
        forged = hostile.Pack()
        forged.add("blob", LINE, name="1" * 40)
        for first, second in ((clean, forged), (forged, clean)):
            first.write(self.box, "a")
            second.write(self.box, "b")
            self.assert_found(self.history(), 1)
            self.assert_found(self.history("-j3"), 1)
        for path in self.packs("*b*"):
            path.unlink()
        clean.write(self.box, "a")
        hostile.write_loose(self.box, "1" * 40, zlib.compress(hostile.object_bytes("blob", LINE.encode())))
        self.assert_found(self.history(), 1)

    def test_copies_that_are_equal_are_one_finding(self):
        self.box.commit({"a": LINE})
        self.box.git("repack", "-q")
        self.box.git("clone", "-q", "--shared", ".", "../shared")
        self.box.git("repack", "-aq", cwd=self.box.path("../shared"))
        run = self.history("../shared")
        self.assert_found(run, 1)
        self.assertNotIn("other_places", run.findings[0])

    def test_what_is_damaged_in_one_place_is_read_in_another(self):
        blob = hostile.put(self.box, "blob", LINE)
        for name in ("a", "z"):
            bad = hostile.Pack()
            bad.add_entry(blob, hostile.BLOB, len(LINE), b"", b"no zlib at all")
            bad.write(self.box, name)
        run = self.history()
        self.assert_found(run, 1)
        self.assertTrue(run.summary["complete"], run)


if __name__ == "__main__":
    main()
