"""The store of known secrets: what is read from it, what is listed and checked."""

import base64
import json
import os
import random
import string
import time

from known_support import KnownTest, PLAIN
from support import CLEAN, INCOMPLETE, USAGE, AegisTest, body, main


class StoreTest(KnownTest):
    """Files of secrets that are hostile or broken."""

    def assert_incomplete(self, *words, args=()):
        run = self.stdin("nothing\n", "--known", self.store, *args)
        self.assert_code(INCOMPLETE, run)
        reasons = " ".join(skip["path"] + ": " + skip["reason"] for skip in run.summary["skipped"])
        self.assert_says(reasons, "known secrets", *words)
        return run

    def test_a_missing_folder(self):
        self.store.rmdir()
        self.assert_incomplete("~/.secure: ", "no such file")

    def test_files_that_others_may_read(self):
        for mode in (0o644, 0o640, 0o604, 0o666):
            path = self.keep("a.env", f"PLAIN={PLAIN}\n", mode)
            self.assert_incomplete("a.env", "read by others", "chmod 600")
            self.assert_known(self.stdin(PLAIN, "--known", path, "--allow-readable"))

    def test_the_rest_of_a_store_with_a_bad_file_is_looked_for(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.keep("b.json", "{")
        run = self.assert_incomplete("b.json", "not valid JSON")
        run = self.stdin(PLAIN, "--known", self.store)
        self.assert_known(run)
        self.assertFalse(run.summary["complete"])

    def test_fifos_links_and_devices(self):
        os.mkfifo(self.store / "fifo.env")
        (self.store / "gone.env").symlink_to("nowhere")
        (self.store / "zero.env").symlink_to("/dev/zero")
        (self.store / "loop").symlink_to(".")
        run = self.assert_incomplete("fifo.env", "gone.env", "zero.env", "loop")
        self.assertEqual(len(run.summary["skipped"]), 4, run)

    def test_binary_and_unknown_files(self):
        self.keep("a.env", b"A=\0x")
        self.keep("README", "two\nlines\n")
        self.assert_incomplete("a.env", "binary", "readme", "no format")
        self.configure({"known": {"ignore": ["README", "a.*"]}})
        self.assert_code(CLEAN, self.stdin("x", "--known", self.store))

    def test_a_large_file(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n" + "#" * (17 << 20))
        self.assert_incomplete("larger than 16 MiB")

    def test_deep_json_and_yaml_end_at_once(self):
        self.keep("a.json", "[" * (4 << 20))
        self.keep("a.yaml", "[" * (4 << 20))
        self.keep("b.yaml", "- " * (2 << 20))
        self.assert_incomplete("a.json", "a.yaml", "b.yaml")

    def test_many_keys_in_one_object(self):
        self.keep("a.json", json.dumps({f"k{i}": "x" for i in range(200_000)}))
        start = time.monotonic()
        self.assert_incomplete("more than the 100,000 values")
        self.assertLess(time.monotonic() - start, 20)

    def test_weak_values_are_not_looked_for(self):
        self.keep("a.env", "A=\nB=x\nC=true\nD=password\nE=\"\"\r\nF=changeme123\nG=/usr/bin/env\n")
        text = "x true password changeme123 /usr/bin/env \n"
        self.assert_code(CLEAN, self.stdin(text, "--known", self.store))

    def test_bytes_that_are_not_utf8(self):
        value = b"\xff\xfe\x80" + PLAIN.encode() + b"\xc3"
        self.keep("a.env", b"PLAIN=" + value + b"\r\n")
        self.assert_known(self.stdin(b"> " + value + b" <", "--known", self.store))
        self.assert_known(self.stdin(base64.b64encode(b"0" + value), "--known", self.store))

    def test_a_value_within_another(self):
        self.keep("a.env", f"PLAIN={PLAIN}\nLONG=pre-{PLAIN}-post\n")
        self.assert_known(self.stdin(f"pre-{PLAIN}-post", "--known", self.store), "LONG")
        self.assert_known(self.stdin(f"pre-{PLAIN}", "--known", self.store))

    def test_names_that_would_take_over_a_terminal(self):
        self.keep("\x1b]0;x\x07\n::set-env.env", f"PLAIN={PLAIN}\n")
        for run in (self.known("list", "--from", self.store), self.known("audit", "--from", self.store),
                    self.box.aegis("stdin", "--known", self.store, stdin=PLAIN)):
            self.assertNotIn("\x1b", run.out + run.err)
            self.assertNotIn("\n::", run.out + run.err)

    def test_ten_thousand_values(self):
        source = random.Random(7)
        values = ["".join(source.choice(string.ascii_letters + string.digits) for _ in range(24))
                  for _ in range(10_000)]
        self.keep("a.env", "".join(f"V{i}='{value}'\n" for i, value in enumerate(values)))
        text = "\n".join(base64.b64encode(value.encode()).decode() for value in values[::100])
        run = self.stdin(text, "--known", self.store)
        self.assert_found(run, 100)

    def test_standard_places(self):
        home = self.box.top / "home"
        files = {
            ".aws/credentials": "[default]\naws_secret_access_key = {}\n",
            ".netrc": "machine h login me password {}\n",
            ".pgpass": "h:5432:db:me:{}\n",
            ".npmrc": "//h/:_authToken={}\n",
            ".docker/config.json": None,
            ".claude.json": '{{"history": ["prose"], "primaryApiKey": "{}"}}',
            ".secure/x.txt": "{}\n",
        }
        values = {}
        for name, form in files.items():
            values[name] = body("standard " + name, 20)
            auth = base64.b64encode(f"me:{values[name]}".encode()).decode()
            path = home / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(form.format(values[name]) if form else json.dumps({"auths": {"h": {"auth": auth}}}))
            path.chmod(0o600)
        credentials = home / "credentials"
        credentials.mkdir()
        values["credentials/db"] = body("standard systemd", 20)
        (credentials / "db").write_text(values["credentials/db"] + "\n")
        (credentials / "db").chmod(0o440)
        text = "\n".join(values.values())
        run = self.stdin(text, "--known", "standard", env={"CREDENTIALS_DIRECTORY": credentials})
        self.assert_found(run, len(values))
        self.assert_no_leak(run, *values.values())
        self.assertTrue(run.summary["complete"])


class ListTest(KnownTest):
    def test_names_and_files_and_no_values(self):
        self.keep("a.env", f"PLAIN={PLAIN}\nSHORT=x1\nREGION=eu-central-1\n")
        run = self.known("list", "--from", self.store)
        self.assert_code(CLEAN, run)
        self.assertEqual(run.out, "~/.secure/a.env: PLAIN\n~/.secure/a.env: SHORT  (not looked for: weak)\n"
                                  "~/.secure/a.env: REGION  (not looked for: words)\n")
        self.assert_says(run.err, "1 value in 1 file looked for, 2 not")

    def test_without_paths_the_configuration_counts_then_the_standard_places(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.assertIn("PLAIN", self.known("list").out)
        other = self.box.write("other.env", f"OTHER={PLAIN}\n")
        os.chmod(other, 0o600)
        self.configure({"known": {"from": [other]}})
        self.assertIn("OTHER", self.known("list").out)
        self.assertNotIn("PLAIN", self.known("list").out)

    def test_check(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.assert_code(CLEAN, self.known("check", "--from", self.store))
        self.keep("b.json", "{")
        run = self.known("check", "--from", self.store)
        self.assert_code(INCOMPLETE, run)
        self.assert_says(run.err, "b.json", "not valid JSON")

    def test_usage(self):
        for words in ((), ("nonsense",), ("list", "--nonsense"), ("audit", "-f", "xml")):
            self.assert_code(USAGE, self.known(*words))


class StartTest(AegisTest):
    def test_without_a_configuration_nothing_is_known(self):
        run = self.box.aegis("stdin", "-f", "json", stdin=PLAIN + "\n", env={"HOME": None, "XDG_CONFIG_HOME": None})
        self.assert_code(CLEAN, run)


if __name__ == "__main__":
    main()
