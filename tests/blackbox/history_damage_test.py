"""`aegis history` of packs and indexes that are damaged or forged.

What can be read is scanned; what cannot is listed, and the run is incomplete, never clean."""

import os
import random
import resource
import shutil

import hostile
from history_damage_support import LINE, SEED, DamageTest
from support import CLEAN, FINDINGS, INCOMPLETE, main


class Indexes(DamageTest):
    def test_a_pack_without_a_sound_index_is_read_all_the_same(self):
        self.versions()
        expected = [(f["rule"], f["commit"], f["file"], f["line"]) for f in self.history().findings]
        self.assertEqual(len(expected), 2)
        index = self.pack("idx")
        sound = index.read_bytes()
        count = int.from_bytes(sound[8 + 1020 : 8 + 1024], "big")
        offsets = 8 + 1024 + 24 * count
        for name, damaged in (
            ("missing", None),
            ("empty", b""),
            ("cut short", sound[: len(sound) // 2]),
            ("fanout that falls", sound[: 8 + 400] + b"\xff" * 4 + sound[8 + 404 :]),
            ("a foreign checksum", sound[:-40] + bytes(20) + sound[-20:]),
            ("junk", bytes(random.Random(1).randbytes(5000))),
        ):
            with self.subTest(name):
                index.unlink()
                if damaged is not None:
                    index.write_bytes(damaged)
                run = self.history()
                self.assertEqual([(f["rule"], f["commit"], f["file"], f["line"]) for f in run.findings], expected)
                self.assert_skipped(run, str(self.pack()), f"{count} objects were found in the pack itself")
                self.assertEqual(len(run.summary["skipped"]), 1, run)
                self.assert_code(FINDINGS, self.box.aegis("range", "HEAD"))
                if not index.exists():
                    index.touch()
        for name, damaged in (
            ("offsets beyond the end", b"\x7f\xff\xff\xff" * count),
            ("places of large offsets that are none", b"\x80\xff\xff\xff" * count),
            ("all the same offset", sound[offsets : offsets + 4] * count),
            ("one offset twice", sound[offsets + 4 : offsets + 8] + sound[offsets + 4 : offsets + 4 * count]),
        ):
            with self.subTest(name):
                index.write_bytes(sound[:offsets] + damaged + sound[offsets + 4 * count :])
                run = self.history()
                self.assertEqual([(f["rule"], f["commit"], f["file"], f["line"]) for f in run.findings], expected)
                self.assert_skipped(run, str(self.pack()), f"{count} objects were found in the pack itself")

    def test_names_out_of_order(self):
        """No look-up by name can be relied on then, but every entry is there to be read."""
        self.versions()
        index = self.pack("idx")
        sound = index.read_bytes()
        count = int.from_bytes(sound[8 + 1020 : 8 + 1024], "big")
        names = [sound[1032 + 20 * i : 1052 + 20 * i] for i in range(count)]
        pack = self.pack()
        whole = pack.read_bytes()
        for damage in (None, len(whole) // 2):
            random.Random(SEED).shuffle(names)
            index.write_bytes(sound[:1032] + b"".join(names) + sound[1032 + 20 * count :])
            if damage:
                pack.write_bytes(whole[:damage] + b"junk" + whole[damage + 4 :])
            run = self.history()
            self.assertFalse(run.summary["complete"])
            self.assertIn(run.code, (FINDINGS, INCOMPLETE))
            if not damage:
                self.assert_found(run, 2)

    def test_a_pack_without_an_index_for_either_hash(self):
        for kind in ("sha1", "sha256"):
            self.box.git("init", "-q", f"--object-format={kind}", kind)
            top = self.box.path(kind)
            for i in range(5):
                self.box.write(f"{kind}/f", f"{i}\n" * 300 + LINE)
                self.box.git("add", ".", cwd=top)
                self.box.git("commit", "-qm", "x", cwd=top)
            self.box.git("repack", "-adfq", cwd=top)
            for index in (top / ".git/objects/pack").glob("*.idx"):
                index.unlink()
            run = self.history(kind)
            self.assert_found(run, 1, "f")
            self.assert_skipped(run, "has no index", "git index-pack")

    def test_deltas_that_name_their_bases_without_an_index(self):
        self.versions()
        listed = self.box.git("rev-list", "--all", "--objects").out
        names = "\n".join(line.split()[0] for line in listed.splitlines())
        done = self.box.git("pack-objects", "--no-reuse-delta", "--window=50", "../named", stdin=names)
        packed = self.box.work.parent / f"named-{done.out.strip()}.pack"
        for path in self.packs("*"):
            path.unlink()
        shutil.copy(packed, self.box.path(".git/objects/pack/odd name.pack"))
        shutil.rmtree(self.box.path(".git/logs"))
        run = self.history()
        self.assert_found(run, 2)
        self.assertEqual(len(run.summary["skipped"]), 1, run)

    def test_a_staged_file_does_not_wait_for_a_pack_that_it_does_not_need(self):
        self.versions()
        self.box.git("checkout", "-q", "--orphan", "other")
        self.box.git("rm", "-rqf", ".")
        self.pack("idx").unlink()
        self.box.stage({"new": "x\n"})
        self.assert_code(CLEAN, self.box.aegis("staged"))

    def test_a_pack_of_any_name_is_read(self):
        """As git does, whatever its files are called."""
        self.versions()
        for name in ("other", ".tmp-12-pack-x", "pack-\x1b[31m", "tmp_pack_x"):
            for ending in ("pack", "idx"):
                os.rename(self.pack(ending), self.box.path(f".git/objects/pack/{name}.{ending}"))
            self.box.git("cat-file", "-e", "HEAD")
            run = self.history()
            self.assert_found(run, 2)
            self.assertTrue(run.summary["complete"], run)

    def test_an_index_without_its_pack(self):
        self.versions()
        self.pack().unlink()
        run = self.history()
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, ".idx", "its pack is missing")

    def test_leftovers_of_git_are_passed_over(self):
        self.versions()
        folder = self.box.path(".git/objects/pack")
        stem = self.pack().stem
        for name in ("tmp_pack_Ab12Cd", "tmp_idx_Ab12Cd", ".tmp-99-pack-x.pack", stem + ".keep", stem + ".promisor",
                     stem + ".mtimes", stem + ".rev", stem + ".bitmap", "multi-pack-index", "pack-x.lock"):
            (folder / name).write_bytes(b"junk")
        run = self.history()
        self.assert_found(run, 2)
        self.assertTrue(run.summary["complete"], run)


class Packs(DamageTest):
    def test_a_pack_cut_short_anywhere(self):
        self.versions()
        path = self.pack()
        sound = path.read_bytes()
        for n in range(0, len(sound), max(1, len(sound) // 40)):
            path.write_bytes(sound[:n])
            run = self.history()
            self.assertFalse(run.summary["complete"], (n, run))
            self.assertIn(run.code, (FINDINGS, INCOMPLETE), (n, run))

    def test_a_pack_cut_short_gives_what_lies_before_the_cut(self):
        pack = hostile.Pack()
        blobs = [pack.add("blob", f"{i}\n" * 50 + (LINE if i == 3 else "")) for i in range(10)]
        path, _ = pack.write(self.box)
        path.write_bytes(path.read_bytes()[: blobs[6] + 5])
        run = self.history()
        self.assert_found(run, 1)
        self.assert_skipped(run, "damaged from offset " + str(blobs[6]))

    def test_a_header_that_lies(self):
        self.versions()
        path = self.pack()
        sound = path.read_bytes()
        for name, damaged in (
            ("count", sound[:8] + b"\0\0\0\1" + sound[12:]),
            ("a count beyond reason", sound[:8] + b"\xff\xff\xff\xff" + sound[12:]),
            ("magic", b"KCAP" + sound[4:]),
            ("version", sound[:4] + b"\0\0\0\x09" + sound[8:]),
            ("trailer", sound[:-20] + bytes(20)),
            ("more behind it", sound + b"junk"),
        ):
            with self.subTest(name):
                path.write_bytes(damaged)
                run = self.history()
                self.assert_found(run, 2)
                self.assert_skipped(run, str(path))

    def test_flipped_bytes(self):
        """Nothing that git can still read may be lost without a word."""
        self.versions(10)
        path = self.pack()
        sound = path.read_bytes()
        source = random.Random(SEED)
        names = [line.split()[0] for line in self.box.git("cat-file", "--batch-all-objects", "--batch-check").out.splitlines()]
        before = self.contents(names)
        for i in range(50):
            at = source.randrange(12, len(sound) - 20)
            flipped = bytearray(sound)
            flipped[at] ^= 1 << source.randrange(8)
            path.write_bytes(flipped)
            run = self.history()
            after = self.contents(names) if len(run.findings) < 2 or run.summary["complete"] else None
            with self.subTest(AEGIS_TEST_SEED=SEED, flip=i, at=at):
                self.assertIn(run.code, (FINDINGS, INCOMPLETE))
                self.assertFalse(run.summary["complete"] and after != before, run)

    def contents(self, names):
        return {name: self.box.try_git("cat-file", "-p", name).raw_out for name in names}

    def test_what_cannot_be_read_of_a_sound_index(self):
        pack = hostile.Pack()
        pack.add("blob", LINE)
        base = pack.add("blob", "base")
        huge = pack.add("blob", "small", name="1" * 40, declared=1 << 40)
        pack.add("blob", "small", name="2" * 40, declared=(1 << 60) - 1)
        pack.add("blob", "small", name="3" * 40, declared=2)
        pack.add_offset_delta("4" * 40, huge, hostile.delta(5, 6, hostile.copy(0, 5), hostile.insert("x")))
        pack.add_named_delta("5" * 40, "6" * 40, hostile.delta(4, 4, hostile.copy(0, 4)))
        pack.add_named_delta("6" * 40, "5" * 40, hostile.delta(4, 4, hostile.copy(0, 4)))
        pack.add_named_delta("7" * 40, "7" * 40, hostile.delta(4, 4, hostile.copy(0, 4)))
        pack.add_named_delta("8" * 40, "9" * 40, hostile.delta(4, 4, hostile.copy(0, 4)))
        pack.add_offset_delta("a" * 40, base, hostile.delta(4, 1 << 40, hostile.copy(0, 4)))
        pack.add_offset_delta("b" * 40, base, hostile.delta(3, 3, hostile.copy(0, 3)))
        pack.add_offset_delta("c" * 40, base, hostile.delta(4, 9, hostile.copy(2, 9)))
        pack.add_raw("d" * 40, b"\x00junk")
        pack.add_raw("e" * 40, b"\x50junk")
        pack.write(self.box)
        run = self.history(limits=[(resource.RLIMIT_AS, 1 << 30)])
        self.assert_found(run, 1)
        self.assertEqual({s["path"].removeprefix("object ") for s in run.summary["skipped"]},
                         {"objects"} | {c * 40 for c in "12345678abcde"}, run)

    def test_ten_thousand_deltas_upon_one_another(self):
        """Depth first, last ones first, and all named by their bases: whichever way they are walked."""
        count, pack = 10_000, hostile.Pack()
        texts = [f"{i}\n" for i in range(count)]
        names = [hostile.name_of("blob", text) for text in texts]
        for i in range(count - 1, 0, -1):
            instructions = hostile.delta(len(texts[i - 1]), len(texts[i]), hostile.insert(texts[i]))
            pack.add_named_delta(names[i], names[i - 1], instructions)
        pack.add("blob", texts[0])
        pack.add("blob", LINE)
        _, index = pack.write(self.box)
        for step in ("with its index", "without"):
            run = self.history()
            self.assert_found(run, 1)
            self.assertGreaterEqual(run.summary["scanned"], count, step)
            self.assertEqual(run.summary["complete"], step == "with its index")
            index.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
