"""`aegis logs` where the machine, the logs or whoever writes them are against it."""

import array
import fcntl
import gzip
import os
import resource
import signal
import subprocess
import termios

from logs_support import OTHER, TOKEN, LogsTest, docker, line, noise
from support import AEGIS, FINDINGS, INCOMPLETE, INTERNAL, github_token, main

MOST = 64  # megabytes of memory


class Signals(LogsTest):
    def start(self, *args):
        return subprocess.Popen(
            [AEGIS, "logs", "-f", "jsonl", *args], cwd=self.box.work, env=self.box.env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def interrupted(self, number, *args):
        """The report of a run that reads a pipe, got a token from it, and then a signal."""
        run = self.start(*args, "-")
        run.stdin.write((noise(3) + line(TOKEN)).encode())
        run.stdin.flush()
        # Once the pipe is empty the program has read what was in it.
        while unread(run.stdin) > 0:
            pass
        run.send_signal(number)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 128 + number, err)
        self.assertIn(b"interrupted", out + err)
        return out

    def test_a_signal_ends_the_run_with_a_report_of_what_was_scanned(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            out = self.interrupted(number)
            self.assertIn(b"github-token", out)
            self.assertIn(b'"complete":false', out.replace(b" ", b""))

    def test_an_interrupted_mask_is_no_copy(self):
        self.interrupted(signal.SIGTERM, "--mask", "copy.log")
        self.assertEqual(os.listdir(self.box.work), [])

    def test_a_reader_that_has_had_enough(self):
        self.box.write("a.log", line(TOKEN) * 10)
        reading, writing = os.pipe()
        os.close(reading)
        run = subprocess.run([AEGIS, "logs", "a.log"], cwd=self.box.work, env=self.box.env, stdout=writing, timeout=60)
        os.close(writing)
        self.assertEqual(run.returncode, FINDINGS)


def unread(pipe):
    """How many bytes of a pipe its reader has not taken yet."""
    size = array.array("i", [0])
    fcntl.ioctl(pipe.fileno(), termios.FIONREAD, size)
    return size[0]


class Machine(LogsTest):
    def test_a_full_disk(self):
        self.box.write("a.log", line(TOKEN))
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [AEGIS, "logs", "a.log"], cwd=self.box.work, env=self.box.env, stdout=full, stderr=subprocess.PIPE
            )
        self.assertEqual(run.returncode, INTERNAL)
        self.assertIn(b"1 finding", run.stderr)

    def test_little_of_everything(self):
        self.box.write("a.log", noise(20_000) + line(TOKEN))
        limits = [(resource.RLIMIT_NOFILE, 16), (resource.RLIMIT_STACK, 256 * 1024)]
        self.one(self.logs("a.log", limits=limits, env={"HOME": None, "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}))

    def test_closed_standard_streams(self):
        self.box.write("a.log", line(TOKEN))
        for words in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
            run = self.box.run(["sh", "-c", f'"$0" logs a.log {words}', AEGIS])
            self.assertIn(run.code, (FINDINGS, INTERNAL), run)

    def test_what_is_no_file(self):
        os.mkfifo(self.box.path("fifo"))
        self.box.socket("socket")
        for name in ("fifo", "socket", "/dev/zero"):
            run = self.logs(name)
            self.assert_code(INCOMPLETE, run)
            self.assert_skipped(run, name, "")

    def test_links_in_a_folder_are_not_followed_and_those_that_are_named_are(self):
        self.box.write("elsewhere", line(TOKEN))
        self.box.path("log").mkdir()
        os.symlink("../elsewhere", self.box.path("log/a.log"))
        self.assertEqual(len(self.logs("log").findings), 0)
        self.one(self.logs("log/a.log"))

    def test_names_with_anything_in_them(self):
        names = [b"new\nline.log", b"\x1b[31m.log", b"\xff\xfe.log", b"-f.log", b"a*[b].log"]
        for name in names:
            self.box.write(name, line(TOKEN))
        run = self.logs("--every", ".")
        self.assert_found(run, len(names))
        text = self.box.aegis("logs", "--every", ".")
        self.assertNotIn(b"\x1b", text.raw_out + text.raw_err)

    def test_a_credential_in_a_logs_name(self):
        self.box.write(f"{TOKEN}.log", line(OTHER))
        run = self.logs(f"{TOKEN}.log")
        self.assert_code(FINDINGS, run)
        self.assertEqual(self.leaks_of(run, OTHER), [])
        self.assertNotIn(TOKEN, run.out + run.err)


class Content(LogsTest):
    def peak(self, *args):
        run, megabytes = self.box.aegis_and_peak("logs", "-f", "json", *args)
        self.assertLessEqual(megabytes, MOST)
        return run

    def test_memory_does_not_grow_with_the_log(self):
        part = noise(200_000).encode()
        with open(self.box.path("a.log"), "wb") as file:
            for _ in range(15):
                file.write(part)
            file.write(line(TOKEN).encode())
        self.one(self.peak("a.log"))

    def test_one_line_of_many_megabytes(self):
        self.box.write("a.log", "x " * 20_000_000 + TOKEN)
        found = self.one(self.peak("a.log"))
        self.assertEqual((found["line"], found["column"]), (1, 40_000_001))

    def test_nothing_but_line_ends(self):
        self.box.write("a.log", "\n" * 20_000_000 + TOKEN)
        self.assertEqual(self.one(self.peak("a.log"))["line"], 20_000_001)

    def test_a_file_of_a_terabyte_with_nothing_in_it(self):
        path = self.box.write("a.log", line(OTHER))
        try:
            os.truncate(path, 1 << 40)
        except OSError:
            self.skipTest("the file system has no such files")
        with open(path, "ab") as file:
            file.write(line(TOKEN).encode())
        run = self.peak("a.log")
        self.assert_found(run, 2)
        self.assertEqual(run.findings[1]["line"], 2)

    def test_a_bomb(self):
        self.box.write("a.log.gz", gzip.compress(bytes(200_000_000) + line(TOKEN).encode()))
        self.one(self.peak("a.log.gz"))

    def test_nuls_and_bytes_that_are_no_text(self):
        every = bytes(range(256)) * 200
        self.box.write("a.log", every + b"\n" + line(TOKEN).encode() + every)
        self.one(self.logs("a.log"))
        self.box.write("b.log", ("\ufeff" + line(TOKEN)).encode("utf-16-le"))
        self.one(self.logs("b.log"))

    def test_a_secret_at_every_place_around_a_blocks_border(self):
        size = 5000
        for at in range(size - len(TOKEN) - 2, size + 3, 3):
            self.box.write("a.log", "y" * (at - 1) + " " + TOKEN + "\n" + noise(300))
            found = self.one(self.logs("a.log", "--chunk-size", str(size)))
            self.assertEqual(found["offset"], at)

    def test_a_flood_of_secrets_is_cut_off_said_and_gone_on_with(self):
        tokens = "".join(f"{github_token(i)}\n" for i in range(11_000))
        self.box.write("a.log", tokens)
        run = self.logs("a.log", "--chunk-size", "20000")
        self.assert_code(FINDINGS, run)
        self.assert_skipped(run, "a.log", "more secrets than one run reports")
        state = self.box.top / "state"
        found = 0
        for _ in range(3):
            found += len(self.logs("--state", state, "a.log", "--chunk-size", "20000").findings)
        self.assertEqual(found, 11_000)

    def test_the_same_secret_a_hundred_thousand_times(self):
        self.box.write("a.log", line(TOKEN) * 100_000)
        self.assertEqual(self.one(self.peak("a.log"))["count"], 100_000)

    def test_deep_json_and_endless_records(self):
        self.box.write("a.log", '{"a":' * 100_000 + '"' + TOKEN + '"' + "}" * 100_000 + "\n")
        self.one(self.peak("a.log"))
        self.box.write("b.log", docker("x" * 100, end="") * 100_000 + docker(TOKEN))
        self.one(self.peak("b.log"))
        self.box.write("c.log", "\\" * 5_000_000 + "\n" + "\x1b[" * 1_000_000 + "\n" + TOKEN + "\n")
        self.one(self.peak("c.log"))


if __name__ == "__main__":
    main()
