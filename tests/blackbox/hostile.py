"""Git objects that no git writes: loose ones of any bytes, and packs entry by entry.

Names are SHA-1. Nothing is checked: that is what it is for."""

import hashlib
import os
import struct
import zlib

COMMIT, TREE, BLOB, TAG, OFFSET_DELTA, NAMED_DELTA = 1, 2, 3, 4, 6, 7
TYPES = {"commit": COMMIT, "tree": TREE, "blob": BLOB, "tag": TAG}


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


# --- loose objects ---------------------------------------------------------------------------------


def object_bytes(kind, body):
    """What an object's name is the hash of."""
    return b"%s %d\0" % (kind.encode(), len(body)) + body


def name_of(kind, body):
    return hashlib.sha1(object_bytes(kind, _bytes(body))).hexdigest()


def write_loose(box, oid, raw):
    """A file of these very bytes where the object `oid` is looked for. Gives its path."""
    folder = box.path(".git/objects") / oid[:2]
    folder.mkdir(exist_ok=True)
    path = folder / oid[2:]
    if path.exists():
        os.chmod(path, 0o644)
    path.write_bytes(raw)
    return path


def put(box, kind, body):
    """A sound loose object of any body. Gives its name."""
    body = _bytes(body)
    oid = name_of(kind, body)
    write_loose(box, oid, zlib.compress(object_bytes(kind, body), 1))
    return oid


def tree(*entries):
    """A tree's body. An entry is (mode, name, object)."""
    return b"".join(b"%s %s\0" % (_bytes(mode), _bytes(name)) + bytes.fromhex(oid) for mode, name, oid in entries)


WHO = "A <a@example.invalid> 1767323045 +0000"


def commit(tree_oid, *parents, message="made by hand\n", who=WHO):
    lines = [f"tree {tree_oid}"] + [f"parent {p}" for p in parents] + [f"author {who}", f"committer {who}"]
    return "\n".join(lines) + "\n\n" + message


def put_commit(box, files, *parents, ref=None, **kwargs):
    """A commit of `files`, a dict of names in one folder. Gives its name; `ref` is made to lead to it."""
    entries = [("100644", name, put(box, "blob", text)) for name, text in sorted(files.items())]
    oid = put(box, "commit", commit(put(box, "tree", tree(*entries)), *parents, **kwargs))
    if ref:
        box.write(".git/" + ref, oid + "\n")
    return oid


# --- deltas ----------------------------------------------------------------------------------------


def size_bytes(size):
    out = bytearray()
    while size > 127:
        out.append(size & 127 | 128)
        size >>= 7
    return bytes(out + bytes([size]))


def copy(offset, length):
    return b"\xff" + struct.pack("<I", offset) + struct.pack("<I", length)[:3]


def insert(text):
    text = _bytes(text)
    return b"".join(bytes([len(text[i : i + 127])]) + text[i : i + 127] for i in range(0, len(text), 127))


def delta(base_size, result_size, *instructions):
    return size_bytes(base_size) + size_bytes(result_size) + b"".join(instructions)


# --- packs -----------------------------------------------------------------------------------------


class Pack:
    """Entries are added in order; each gives its offset. `write` makes pack and index."""

    def __init__(self):
        self.entries = []  # (name, offset)
        self.body = bytearray(b"PACK" + struct.pack(">II", 2, 0))
        self.ends = []

    def add_raw(self, name, raw):
        offset = len(self.body)
        self.body += raw
        self.entries.append((name, offset))
        self.ends.append(len(self.body))
        return offset

    def add_entry(self, name, code, size, base, compressed):
        byte, rest = code << 4 | size & 15, size >> 4
        header = bytearray()
        while rest:
            header.append(byte | 128)
            byte, rest = rest & 127, rest >> 7
        header.append(byte)
        return self.add_raw(name, bytes(header) + base + compressed)

    def add(self, kind, body, name=None, declared=None):
        body = _bytes(body)
        size = len(body) if declared is None else declared
        return self.add_entry(name or name_of(kind, body), TYPES[kind], size, b"", zlib.compress(body, 1))

    def add_offset_delta(self, name, base_offset, instructions):
        distance = len(self.body) - base_offset
        out = bytearray([distance & 127])
        while distance := distance >> 7:
            distance -= 1
            out.insert(0, 128 | distance & 127)
        return self.add_entry(name, OFFSET_DELTA, len(instructions), bytes(out), zlib.compress(instructions, 1))

    def add_named_delta(self, name, base, instructions):
        compressed = zlib.compress(instructions, 1)
        return self.add_entry(name, NAMED_DELTA, len(instructions), bytes.fromhex(base), compressed)

    def pack_bytes(self):
        body = self.body[:]
        body[8:12] = struct.pack(">I", len(self.entries))
        return bytes(body) + hashlib.sha1(body).digest()

    def index_bytes(self):
        pack = self.pack_bytes()
        starts = dict(zip((offset for _, offset in self.entries), self.ends))
        rows = sorted((bytes.fromhex(name), offset) for name, offset in self.entries)
        fanout = b"".join(struct.pack(">I", sum(row[0][0] <= first for row in rows)) for first in range(256))
        names = b"".join(name for name, _ in rows)
        sums = b"".join(struct.pack(">I", zlib.crc32(self.body[at : starts[at]])) for _, at in rows)
        offsets = b"".join(struct.pack(">I", at) for _, at in rows)
        index = b"\377tOc" + struct.pack(">I", 2) + fanout + names + sums + offsets + pack[-20:]
        return index + hashlib.sha1(index).digest()

    def write(self, box, stem="hand"):
        """Gives the two paths."""
        folder = box.path(".git/objects/pack")
        folder.mkdir(exist_ok=True)
        paths = folder / f"pack-{stem}.pack", folder / f"pack-{stem}.idx"
        paths[0].write_bytes(self.pack_bytes())
        paths[1].write_bytes(self.index_bytes())
        return paths


def large_pack(box):
    """Some gigabytes that take next to no room: many objects of one text. Gives the pack's path."""
    text = b"lorem ipsum dolor sit amet\n" * 2_000_000
    compressed = zlib.compress(text, 1)
    pack = Pack()
    for i in range(60):
        pack.add_entry(f"{i + 1:02x}" * 20, BLOB, len(text), b"", compressed)
    return pack.write(box)[0]
