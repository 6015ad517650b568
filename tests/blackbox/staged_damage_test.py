"""`aegis staged` where something is damaged."""

import os
import shutil

from staged_support import LINE, StagedTest
from support import FINDINGS, INCOMPLETE, USAGE, main


class Damage(StagedTest):
    """What cannot be read is never called clean, and is named."""

    def assert_refused(self, *words):
        run = self.box.aegis("staged")
        self.assertIn(run.code, (USAGE, INCOMPLETE), run)
        self.assert_says(run.err, *words)
        return run

    def test_an_index_cut_short_anywhere(self):
        self.box.stage({f"f{i}": f"{i}\n" for i in range(5)})
        index = self.box.path(".git/index")
        whole = index.read_bytes()
        for size in [0, 1, 4, 11, 12, 40, 71, len(whole) // 2, len(whole) - 21, len(whole) - 20, len(whole) - 1]:
            with self.subTest(size=size):
                index.write_bytes(whole[:size])
                self.assert_refused("index")

    def test_an_index_with_a_flipped_bit(self):
        self.box.stage({f"f{i}": f"{i}\n" for i in range(5)})
        index = self.box.path(".git/index")
        whole = bytearray(index.read_bytes())
        whole[60] ^= 1
        index.write_bytes(whole)
        self.assert_refused()

    def test_an_index_that_is_a_fifo(self):
        index = self.box.path(".git/index")
        index.unlink()
        os.mkfifo(index)
        self.assert_refused("index")

    def test_an_index_that_is_a_folder(self):
        index = self.box.path(".git/index")
        index.unlink()
        index.mkdir()
        self.assert_refused("index")

    def test_a_missing_shared_index(self):
        self.box.git("update-index", "--split-index")
        for shared in self.box.path(".git").glob("sharedindex.*"):
            shared.unlink()
        self.assert_refused("sharedindex")

    def object_path(self, name):
        oid = self.box.git("rev-parse", name).out.strip()
        return self.box.path(f".git/objects/{oid[:2]}/{oid[2:]}")

    def test_a_staged_blob_that_is_missing(self):
        self.box.stage({"sub/a": LINE})
        self.object_path(":sub/a").unlink()
        self.assert_refused("sub/a")

    def test_a_staged_blob_that_is_cut_short_empty_or_a_fifo(self):
        self.box.stage({"sub/a": "x\n" * 200 + LINE})
        path = self.object_path(":sub/a")
        whole = path.read_bytes()
        os.chmod(path, 0o644)
        for size in (0, 1, 10, len(whole) // 2, len(whole) - 1):
            with self.subTest(size=size):
                path.write_bytes(whole[:size])
                run = self.box.aegis("staged")
                self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
        path.unlink()
        os.mkfifo(path)
        self.assert_refused("sub/a")

    def test_a_missing_tree_of_head(self):
        self.box.commit({"sub/a": LINE})
        self.object_path("HEAD:sub").unlink()
        self.box.stage({"sub/b": "clean\n"})
        run = self.box.aegis("staged")
        self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
        self.assert_says(run.err, "sub")

    def test_a_missing_commit_of_head(self):
        path = self.object_path("HEAD")
        self.box.stage({"a": "clean\n"})
        path.unlink()
        run = self.box.aegis("staged")
        self.assertIn(run.code, (FINDINGS, USAGE, INCOMPLETE), run)

    def test_a_head_that_cannot_be_understood(self):
        self.box.path(".git/HEAD").write_text("nonsense\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_head_that_points_in_a_circle(self):
        self.box.path(".git/HEAD").write_text("ref: refs/heads/x\n")
        self.box.path(".git/refs/heads/x").write_text("ref: HEAD\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_head_that_is_a_fifo(self):
        self.box.path(".git/HEAD").unlink()
        os.mkfifo(self.box.path(".git/HEAD"))
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_an_unknown_extension_is_named(self):
        self.box.git("config", "core.repositoryFormatVersion", "1")
        self.box.git("config", "extensions.strange", "true")
        self.assert_refused("strange")

    def test_reftable_is_named(self):
        self.box.git("config", "core.repositoryFormatVersion", "1")
        self.box.git("config", "extensions.refStorage", "reftable")
        self.assert_refused("reftable")

    def test_a_config_that_is_a_fifo(self):
        config = self.box.path(".git/config")
        config.unlink()
        os.mkfifo(config)
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_a_git_file_that_points_to_itself(self):
        shutil.rmtree(self.box.path(".git"))
        self.box.path(".git").write_text("gitdir: .git\n")
        self.assertNotEqual(self.box.aegis("staged").code, 0)

    def test_alternates_that_point_to_themselves(self):
        alternates = self.box.path(".git/objects/info/alternates")
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_text(f"{self.box.path('.git/objects')}\n")
        self.box.stage({"a": LINE})
        self.assert_code(FINDINGS, self.box.aegis("staged"))


if __name__ == "__main__":
    main()
