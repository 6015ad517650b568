"""`aegis stdin`"""

import os
import subprocess

from support import AEGIS, CLEAN, FINDINGS, TIMEOUT, AegisTest, github_token, main

TOKEN = github_token("stdin")
LINE = f"token = {TOKEN}\n"


class StdinTest(AegisTest):
    def stdin(self, text, *args, **kwargs):
        return self.box.aegis("stdin", "-f", "json", *args, stdin=text, **kwargs)

    def test_it_finds(self):
        run = self.stdin("x\n" + LINE)
        self.assert_found(run, 1, "<stdin>")
        self.assertEqual((run.findings[0]["line"], run.findings[0]["column"]), (2, 9))
        self.assert_no_leak(run, TOKEN)

    def test_it_is_clean(self):
        run = self.stdin("nothing here\n")
        self.assert_clean(run)
        self.assertEqual(run.summary["bytes"], 13)

    def test_a_name(self):
        self.assert_found(self.stdin(LINE, "--name", "build log"), 1, "build log")

    def test_a_hostile_name(self):
        run = self.box.aegis("stdin", "--name", "a\n\x1b[31m", stdin=LINE)
        self.assertIn("a\\x0a\\x1b[31m:1:9", run.out)

    def test_nothing_at_all(self):
        self.assert_clean(self.stdin(""))

    def test_binary(self):
        self.assert_found(self.stdin(bytes(range(256)) * 40 + b"\0" + TOKEN.encode() + b"\0" * 99), 1)

    def test_utf16(self):
        for mark, code in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le")):
            with self.subTest(code=code, mark=mark):
                self.assert_found(self.stdin(mark + ("word " * 50 + LINE).encode(code)), 1)

    def test_utf16_at_an_odd_offset(self):
        self.assert_found(self.stdin(b"x" * 33 + LINE.encode("utf-16-le")), 1)

    def test_a_token_without_a_last_newline(self):
        self.assert_found(self.stdin(TOKEN), 1)

    def test_crlf(self):
        run = self.stdin(f"a\r\n{TOKEN}\r\nb\r\n")
        self.assert_found(run, 1)
        self.assertEqual((run.findings[0]["line"], run.findings[0]["end_column"]), (2, 1 + len(TOKEN)))

    def test_20_megabytes(self):
        line = b"2026-01-02T03:04:05Z INFO service=web status=200 path=/index.html ms=12\n"
        count = (20 << 20) // len(line)
        run = self.stdin(line * count + LINE.encode() + line * 10)
        self.assert_found(run, 1)
        self.assertEqual(run.findings[0]["line"], count + 1)
        self.assertEqual(run.summary["bytes"], len(line) * (count + 10) + len(LINE))

    def test_a_pipe_that_gives_a_few_bytes_at_a_time(self):
        child = subprocess.Popen([AEGIS, "stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, env=self.box.env, bufsize=0)
        for i in range(0, len(LINE), 5):
            child.stdin.write(LINE[i : i + 5].encode())
        out, _ = child.communicate(timeout=TIMEOUT)
        self.assertEqual(child.returncode, FINDINGS)
        self.assertIn(b"<stdin>:1:9", out)

    def test_a_file_as_standard_input_is_read_from_where_it_stands(self):
        path = self.box.write("a", LINE + "x\n")
        with open(path, "rb") as file:
            os.lseek(file.fileno(), len(LINE), os.SEEK_SET)
            self.assert_clean(self.stdin(file))

    def test_a_folder_as_standard_input_is_incomplete(self):
        fd = os.open(self.box.work, os.O_RDONLY)
        with _Descriptor(fd) as folder:
            run = self.stdin(folder)
        self.assertNotEqual(run.code, CLEAN, run)

    def test_ignore_files_of_the_working_folder_hide_nothing(self):
        self.box.write(".aegisignore", "*\n")
        self.assert_found(self.stdin(LINE), 1)


class _Descriptor:
    """A descriptor that closes itself."""

    def __init__(self, fd):
        self.fd = fd

    def fileno(self):
        return self.fd

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)


if __name__ == "__main__":
    main()
