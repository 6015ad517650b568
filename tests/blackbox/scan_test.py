"""`aegis scan`: files and folders, whatever they are."""

import base64
import os
import subprocess

from scan_support import LINE, TOKEN, ScanTest
from support import CLEAN, INCOMPLETE, main


class Files(ScanTest):
    def test_one_file(self):
        self.box.write("a", "x\n\n" + LINE)
        run = self.scan("a")
        self.assert_found(run, 1, "a")
        self.assertEqual(self.places(run), [("a", 3, 9)])

    def test_several_files(self):
        for name in "abc":
            self.box.write(name, LINE)
        self.assertEqual([p[0] for p in self.places(self.scan("a", "c"))], ["a", "c"])

    def test_a_folder_and_what_is_nested_in_it(self):
        self.box.write("top/a", LINE)
        self.box.write("top/b/c/d/e", LINE)
        self.box.write("top/.hidden/f", LINE)
        self.box.write("other", LINE)
        run = self.scan("top")
        self.assertEqual([p[0] for p in self.places(run)], ["top/.hidden/f", "top/a", "top/b/c/d/e"])
        self.assertEqual(run.summary["scanned"], 3)

    def test_a_folder_with_a_slash_and_the_dot(self):
        self.box.write("top/a", LINE)
        self.assert_found(self.scan("top/"), 1, "top/a")
        self.assert_found(self.scan("."), 1)

    def test_many_files(self):
        for i in range(1000):
            self.box.write(f"d{i % 7}/f{i}", LINE if i % 100 == 0 else f"{i}\n")
        run = self.scan(".")
        self.assert_found(run, 10)
        self.assertEqual(run.summary["scanned"], 1000)

    def test_a_folder_nested_five_hundred_deep(self):
        os.makedirs(self.box.path("d"))
        before = os.getcwd()
        os.chdir(self.box.path("d"))
        try:
            for _ in range(500):
                os.mkdir("d" * 20)
                os.chdir("d" * 20)
            with open("a", "w") as file:
                file.write(LINE)
        finally:
            os.chdir(before)
        run = self.scan("d")
        self.assertNotEqual(run.code, CLEAN, run)
        subprocess.run(["rm", "-rf", self.box.path("d")], check=True)

    def test_a_clean_file(self):
        self.box.write("a", "nothing here\n")
        run = self.scan("a")
        self.assert_clean(run)
        self.assertEqual(run.summary["bytes"], 13)

    def test_an_empty_file(self):
        self.box.write("a")
        run = self.scan("a")
        self.assert_clean(run)
        self.assertEqual((run.summary["scanned"], run.summary["bytes"]), (1, 0))

    def test_an_empty_folder_says_that_there_is_nothing(self):
        self.box.path("top").mkdir()
        run = self.box.aegis("scan", "top")
        self.assert_clean(run)
        self.assert_says(run.err, "nothing")

    def test_a_token_alone_in_a_file(self):
        self.box.write("a", TOKEN)
        self.assert_found(self.scan("a"), 1, "a")

    def test_a_file_named_like_a_flag(self):
        self.box.write("--json", LINE)
        self.assert_found(self.scan("--", "--json"), 1, "--json")

    def test_a_file_given_twice_and_within_its_folder(self):
        self.box.write("top/a", LINE)
        self.assert_found(self.scan("top", "top/a"), 1, "top/a")
        self.assert_found(self.scan("top/a", "top/a"), 1, "top/a")

    def test_hidden_git_files_are_scanned_and_objects_are_not(self):
        self.box.repository()
        self.box.write(".git/config", f"[remote]\n url = {TOKEN}\n")
        run = self.scan(".")
        self.assert_found(run, 1, "./.git/config")
        self.assertGreaterEqual(run.summary["excluded"], 1)


class Unscannable(ScanTest):
    """What is no regular file, or not there, is named, and the run is incomplete."""

    def test_a_fifo(self):
        os.mkfifo(self.box.path("fifo"))
        self.assert_incomplete(self.scan("fifo"), "fifo")

    def test_a_fifo_in_a_folder(self):
        self.box.write("top/a", "x\n")
        os.mkfifo(self.box.path("top/fifo"))
        self.assert_incomplete(self.scan("top"), "top/fifo")

    def test_a_socket(self):
        self.box.socket("sock")
        self.assert_incomplete(self.scan("sock"), "sock")

    def test_a_device(self):
        self.assert_incomplete(self.scan("/dev/zero"), "/dev/zero")

    def test_a_path_that_is_not_there(self):
        self.assert_incomplete(self.scan("vanished"), "vanished")

    def test_a_dangling_link_as_an_argument(self):
        os.symlink("vanished", self.box.path("link"))
        self.assert_incomplete(self.scan("link"), "link")

    def test_a_link_to_itself_as_an_argument(self):
        os.symlink("link", self.box.path("link"))
        self.assert_incomplete(self.scan("link"), "link")

    def test_a_file_that_cannot_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root reads everything")
        os.chmod(self.box.write("a", LINE), 0)
        self.assert_incomplete(self.scan("a"), "a")

    def test_a_file_taken_for_a_folder(self):
        self.box.write("a", LINE)
        self.assert_incomplete(self.scan("a/b"), "a/b")

    def test_findings_weigh_more_and_both_are_listed(self):
        self.box.write("a", LINE)
        run = self.scan("a", "vanished")
        self.assert_found(run, 1, "a")
        self.assertEqual(len(run.summary["skipped"]), 1)
        text = self.box.aegis("scan", "a", "vanished")
        self.assert_says(text.err, "vanished", "incomplete")

    def test_a_link_in_a_folder_is_not_followed(self):
        self.box.write("outside", LINE)
        self.box.write("top/a", "x\n")
        os.symlink("../outside", self.box.path("top/link"))
        os.symlink("..", self.box.path("top/up"))
        os.symlink("loop", self.box.path("top/loop"))
        self.assert_clean(self.scan("top"))

    def test_a_link_as_an_argument_is_followed(self):
        self.box.write("real/a", LINE)
        os.symlink("real/a", self.box.path("to-file"))
        os.symlink("real", self.box.path("to-folder"))
        self.assert_found(self.scan("to-file"), 1, "to-file")
        self.assert_found(self.scan("to-folder"), 1, "to-folder/a")

    def test_files_of_proc_say_no_size_and_are_read(self):
        run = self.scan("/proc/self/status")
        self.assert_clean(run)
        self.assertGreater(run.summary["bytes"], 0)


class Names(ScanTest):
    def test_a_name_that_is_not_utf8(self):
        self.box.write(b"top/caf\xe9\xff", LINE)
        run = self.scan("top")
        self.assert_found(run, 1)
        self.assertEqual(base64.b64decode(run.findings[0]["raw_path"]), b"top/caf\xe9\xff")

    def test_a_name_with_a_newline_and_an_escape(self):
        name = "top/a\nb\x1b]0;x\x07c"
        self.box.write(name, LINE)
        self.assertEqual(self.scan("top").findings[0]["file"], name)
        text = self.box.aegis("scan", "top")
        self.assertIn("top/a\\x0ab\\x1b]0;x\\x07c:1:9", text.out)
        self.assertNotIn("\x1b", text.out + text.err)

    def test_a_skipped_name_is_escaped_as_well(self):
        run = self.box.aegis("scan", "no\nsuch\x1b[31m")
        self.assert_code(INCOMPLETE, run)
        self.assertIn("no\\x0asuch\\x1b[31m", run.err)
        self.assertNotIn("\x1b", run.err)


if __name__ == "__main__":
    main()
