"""`aegis history` of objects that claim or become much more than they are, and of loose ones."""

import os
import resource
import shutil
import zlib

import hostile
from history_damage_support import LINE, DamageTest
from support import main


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


if __name__ == "__main__":
    main()
