"""`aegis history` of object stores that are damaged, forged, or change while they are read.

What can be read is scanned; what cannot is listed, and the run is incomplete, never clean."""

import json
import os
import pty
import random
import resource
import shutil
import struct
import subprocess
import time
import zlib

import hostile
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, HistoryCase, github_token, main

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


class Bombs(DamageTest):
    def limited(self):
        """In little memory; a gigabyte of zeros is not held."""
        return self.history("-j1", limits=[(resource.RLIMIT_AS, 700 << 20)])

    def zeros(self, size, end=b""):
        deflate, parts = zlib.compressobj(9), []
        for _ in range(size >> 20):
            parts.append(deflate.compress(bytes(1 << 20)))
        return b"".join(parts) + deflate.compress(end) + deflate.flush()

    def test_a_megabyte_that_is_a_gigabyte_of_zeros(self):
        end = b"\n" + LINE.encode()
        pack = hostile.Pack()
        pack.add_entry("1" * 40, hostile.BLOB, (1 << 30) + len(end), b"", self.zeros(1 << 30, end))
        pack.write(self.box)
        self.assert_found(self.limited(), 1)

    def test_a_loose_object_of_a_gigabyte_of_zeros(self):
        size = 1 << 30
        deflate = zlib.compressobj(9)
        parts = [deflate.compress(b"blob %d\0" % (size + len(LINE)))]
        parts += [deflate.compress(bytes(1 << 20)) for _ in range(size >> 20)]
        parts.append(deflate.compress(LINE.encode()) + deflate.flush())
        hostile.write_loose(self.box, "1" * 40, b"".join(parts))
        self.assert_found(self.limited(), 1)

    def test_a_delta_that_makes_gigabytes_of_kilobytes(self):
        pack = hostile.Pack()
        base = pack.add("blob", bytes(1 << 24), name="1" * 40)
        for digit, count in (("2", 256), ("3", 4096)):
            steps = hostile.copy(0, 0xFFFFFF) * count
            pack.add_offset_delta(digit * 40, base, hostile.delta(1 << 24, 0xFFFFFF * count, steps))
        pack.add("blob", LINE)
        pack.write(self.box)
        run = self.limited()
        self.assert_found(run, 1)
        self.assert_skipped(run, "2" * 40, "larger than")

    def test_a_delta_of_millions_of_steps(self):
        pack = hostile.Pack()
        base = pack.add("blob", "ab", name="1" * 40)
        pack.add_offset_delta("2" * 40, base, hostile.delta(2, 30_000_000, b"\x91\x01\x01" * 30_000_000))
        pack.add("blob", LINE)
        pack.write(self.box)
        self.assert_found(self.limited(), 1)

    def test_large_bases_with_many_branches(self):
        """Each a few bytes in the pack, megabytes in memory."""
        pack = hostile.Pack()
        size = 1 << 23
        before = pack.add("blob", bytes(size), name="f" * 40)
        for i in range(400):
            for j in range(2):
                here = pack.add_offset_delta(f"{i:036x}{j:04x}", before,
                                             hostile.delta(size, size, hostile.copy(0, size - 3), hostile.insert(f"{j:03}")))
            before = here
        pack.add("blob", LINE)
        _, index = pack.write(self.box)
        self.assert_found(self.limited(), 1)
        index.unlink()
        self.assert_found(self.limited(), 1)


class Loose(DamageTest):
    def test_what_is_not_exactly_one_sound_object(self):
        sound = zlib.compress(b"blob 5\x0012345")
        for name, raw in (
            ("cut short", sound[:-1]), ("empty", b""), ("one byte", b"x"), ("junk behind", sound + b"junk"),
            ("too long", zlib.compress(b"blob 4\x0012345")), ("too short", zlib.compress(b"blob 6\x0012345")),
            ("size that overflows", zlib.compress(b"blob 99999999999999999999\x0012345")),
            ("size beyond reason", zlib.compress(b"blob 1099511627776\x0012345")),
            ("unknown type", zlib.compress(b"blub 5\x0012345")), ("no header", zlib.compress(b"x" * 99)),
            ("as in packs", b"\x35" + sound),
        ):
            with self.subTest(name):
                path = hostile.write_loose(self.box, "1" * 40, raw)
                hostile.put(self.box, "blob", LINE)
                run = self.history()
                self.assert_found(run, 1)
                self.assert_skipped(run, "1" * 40, str(path))
                path.unlink()

    def test_what_is_no_regular_file(self):
        hostile.put(self.box, "blob", LINE)
        path = self.box.path(".git/objects/11") / ("1" * 38)
        path.parent.mkdir(exist_ok=True)
        for make in (os.mkfifo, os.mkdir, lambda p: os.symlink("/dev/zero", p), lambda p: os.symlink("/nowhere", p)):
            make(path)
            run = self.history()
            self.assert_found(run, 1)
            self.assert_skipped(run, "1" * 40)
            os.rmdir(path) if path.is_dir() else path.unlink()
        self.box.socket(".git/objects/11/" + "1" * 38)
        self.assert_skipped(self.history(), "1" * 40)

    def test_a_folder_of_objects_that_is_none(self):
        hostile.put(self.box, "blob", LINE)
        for name in ("11", "pack", "info"):
            path = self.box.path(".git/objects/" + name)
            shutil.rmtree(path, ignore_errors=True)
            os.mkfifo(path)
            self.assert_found(self.history(), 1)
            path.unlink()


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
