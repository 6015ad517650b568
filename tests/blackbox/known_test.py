"""Known secrets: a user's own, found in every source of every command, and their store looked after."""

import base64
import json
import os
import random
import re
import shlex
import string
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, AegisTest, body, github_token, main

PLAIN = body("known plain", 14)
ODD = "a'b\"c$ d/" + body("known odd", 6) + "\\e+f%g&<h>\u00f6"


def encodings(value):
    """Ways to write a value, as other programs write it, with the form that a finding names."""
    raw = value.encode()
    yield "clear", "", raw
    for before in (b"", b"x", b"xy"):
        for after in (b"", b"!", b"!!"):
            yield "base64", "in base64", base64.b64encode(before + raw + after)
            yield "base64url", "in base64", base64.urlsafe_b64encode(before + raw + after)
    yield "hex", "in hex", raw.hex().encode()
    yield "HEX", "in hex", raw.hex().upper().encode()
    yield "quote", "URL-escaped", urllib.parse.quote(value).encode()
    yield "quote all", "URL-escaped", urllib.parse.quote(value, safe="").encode()
    yield "quote_plus", "URL-escaped", urllib.parse.quote_plus(value).encode()
    yield "lower", "URL-escaped", re.sub(
        "%..", lambda escape: escape.group().lower(), urllib.parse.quote(value, safe="")).encode()
    yield "json", "JSON-escaped", json.dumps(value)[1:-1].encode()
    yield "json utf8", "JSON-escaped", json.dumps(value, ensure_ascii=False)[1:-1].encode()
    yield "json slash", "JSON-escaped", json.dumps(value)[1:-1].replace("/", "\\/").encode()
    yield "shlex", "shell-quoted", shlex.quote(value).removeprefix("'").removesuffix("'").encode()
    if "\u00f6" not in value:
        yield "printf %q", "shell-quoted", subprocess.run(
            ["bash", "-c", 'printf %q "$1"', "-", value], capture_output=True, check=True).stdout


class KnownTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.store = self.box.top / "home" / ".secure"
        self.store.mkdir(mode=0o700)

    def keep(self, name, text, mode=0o600):
        """A file of the store."""
        path = self.store / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    def configure(self, text, mode=0o600):
        folder = self.box.top / "home" / "config" / "aegis"
        folder.mkdir(exist_ok=True)
        path = folder / "config.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        path.chmod(mode)

    def stdin(self, text, *args, **kwargs):
        return self.box.aegis("stdin", "-f", "json", *args, stdin=text, **kwargs)

    def known(self, *args, **kwargs):
        return self.box.aegis("known", *args, **kwargs)

    def assert_known(self, run, name="PLAIN", count=1):
        self.assert_found(run, count)
        for finding in run.findings:
            self.assertEqual((finding["rule"], finding["proof"], finding["severity"]),
                             ("known-secret", "known", "critical"))
            self.assertTrue(finding["detail"].startswith(f"{name} in ~/.secure/"), finding)
            self.assertEqual(finding["secret"], "********")
        self.assert_no_leak(run, PLAIN, ODD)


class FormsTest(KnownTest):
    def setUp(self):
        super().setUp()
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.keep("b.json", json.dumps({"ODD": ODD}))

    def test_each_form_of_a_plain_value(self):
        for how, form, text in encodings(PLAIN):
            with self.subTest(how=how):
                run = self.stdin(b"see " + text + b" here\n", "--known", self.store)
                self.assert_known(run)
                plain = text == PLAIN.encode()
                self.assertTrue(run.findings[0]["detail"].endswith(
                    ".env" if plain else ", " + form), run)

    def test_each_form_of_an_odd_value(self):
        for how, form, text in encodings(ODD):
            with self.subTest(how=how):
                run = self.stdin(b"see " + text + b" here\n", "--known", self.store)
                self.assert_known(run, "ODD")
                if how != "clear":
                    self.assertTrue(run.findings[0]["detail"].endswith(", " + form), run)

    def test_nothing_of_a_value_is_shown_beside_what_was_found(self):
        for _, _, text in encodings(PLAIN):
            run = self.box.aegis("stdin", "--known", self.store, stdin=b"v " + text + b"\n")
            self.assert_code(FINDINGS, run)
            shown = run.out.split("| ")[1].split("\n")[0]
            for i in range(len(text) - 5):
                self.assertNotIn(text[i : i + 6].decode("latin-1"), shown)

    def test_utf16(self):
        self.assert_known(self.stdin(("word " * 9 + PLAIN).encode("utf-16"), "--known", self.store))


class CommandsTest(KnownTest):
    """Each command, with the flag and with the user's configuration."""

    def setUp(self):
        super().setUp()
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.box.repository()
        self.text = "x\n" + base64.b64encode(b"u:" + PLAIN.encode()).decode() + "\n"

    def both_ways(self, *words, **kwargs):
        words = [*words, "--format", "json"]
        self.assert_code(CLEAN, self.box.aegis(*words, **kwargs))
        self.assert_known(self.box.aegis(*words, "--known", self.store, **kwargs))
        self.configure({"known": {"from": ["~/.secure"]}})
        run = self.box.aegis(*words, **kwargs)
        self.assert_known(run)
        self.assert_code(CLEAN, self.box.aegis(*words, "--no-known", **kwargs))
        return run.findings[0]

    def test_staged(self):
        self.box.stage({"conf/a": self.text})
        self.assertEqual(self.both_ways("staged")["file"], "conf/a")

    def test_a_commit_is_stopped(self):
        self.assert_code(CLEAN, self.box.aegis("hooks", "install"))
        self.configure({"known": {"from": ["~/.secure"]}})
        self.box.stage({"a": self.text})
        run = self.box.try_git("commit", "-m", "x")
        self.assertNotEqual(run.code, 0)
        self.assertIn("PLAIN in ~/.secure/a.env", run.out + run.err)
        self.assert_no_leak(run, PLAIN)

    def test_range(self):
        self.box.commit({"a": self.text})
        self.box.commit({"a": "gone\n"})
        self.assertEqual(self.both_ways("range", "HEAD~2..HEAD")["file"], "a")

    def test_history(self):
        self.box.commit({"a": "line\n" * 500 + "end\n"})
        self.box.commit({"a": "line\n" * 300 + self.text + "line\n" * 200 + "end\n"})
        self.box.commit({"a": "line\n" * 500 + "other end\n"})
        self.box.git("gc", "-q")
        finding = self.both_ways("history")
        self.assertEqual((finding["file"], finding["line"], finding["in_head"]), ("a", 302, False))

    def test_history_of_messages(self):
        self.box.commit({"a": "x\n"}, message=f"the password is {PLAIN}")
        self.both_ways("history")

    def test_scan(self):
        self.box.write("sub/a", self.text)
        self.assertEqual(self.both_ways("scan", "sub")["file"], "sub/a")

    def test_stdin(self):
        self.both_ways("stdin", stdin=self.text)

    def test_threads_and_chunks_make_no_difference(self):
        for i in range(20):
            self.box.write(f"t/{i}", ("word " * 900 + "\n") * i + self.text)
        words = ["scan", "t", "--format", "json", "--known", self.store]
        one = self.box.aegis(*words, "-j", "1").raw_out
        self.assertEqual(len(json.loads(one)["findings"]), 20)
        self.assertEqual(self.box.aegis(*words, "-j", "4").raw_out, one)
        self.assertEqual(self.box.aegis(*words, "--chunk-size", "512").raw_out, one)

    def test_a_path_that_holds_a_value_is_not_shown(self):
        self.box.write(f"t/{PLAIN}/a", self.text)
        run = self.box.aegis("scan", "t", "--known", self.store)
        self.assert_code(FINDINGS, run)
        self.assert_no_leak(run, PLAIN)

    def test_every_format_is_free_of_the_value(self):
        for name in ("text", "json", "jsonl", "sarif"):
            with self.subTest(format=name):
                run = self.box.aegis("stdin", "-f", name, "--known", self.store, stdin=self.text + PLAIN)
                self.assert_code(FINDINGS, run)
                self.assertIn("PLAIN in ~/.secure/a.env", run.out)
                self.assert_no_leak(run, PLAIN)

    def test_stats_count_known_values(self):
        run = self.stdin(self.text, "--known", self.store, "--stats")
        self.assertIn("known values", run.err)


class TrustTest(KnownTest):
    """What a repository says about a user's own secrets does not count; what the user says does."""

    def setUp(self):
        super().setUp()
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.box.repository()

    def test_comments_and_the_ignore_file_silence_nothing(self):
        self.box.write("a", f"v = {PLAIN}  # aegis:allow\n")
        run = self.box.aegis("scan", "a", "-f", "json", "--known", self.store)
        self.assert_known(run)
        self.box.write(".aegisignore", f"finding:{run.findings[0]['fingerprint']}  # no\n")
        self.assert_known(self.box.aegis("scan", "a", "-f", "json", "--known", self.store))

    def test_the_user_says_what_is_no_secret(self):
        self.keep("b.env", "OTHER=" + body("other", 20) + "\n")
        self.configure({"known": {"from": ["~/.secure"], "except": ["PLA*"]}})
        self.assert_code(CLEAN, self.stdin(PLAIN))
        self.assert_known(self.stdin(body("other", 20)), "OTHER")
        self.assertIn("PLAIN  (not looked for: excepted)", self.known("list").out)

    def test_a_configuration_that_others_can_write_is_refused(self):
        self.configure({"known": {"from": []}}, mode=0o666)
        run = self.stdin("x")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "config.json", "others may write it", "chmod")

    def test_a_configuration_with_a_mistake_is_refused(self):
        for text, words in (
            ("{", ["line 1", "not valid JSON"]),
            ("[]", ["must be an object"]),
            ('{"knwon": {}}', ["line 1", "unknown key"]),
            ('{"known": []}', ["must be an object"]),
            ('{"known": {\n"form": []}}', ["line 2", "unknown key"]),
            ('{"known": {"from": "x"}}', ["must be a list"]),
            ('{"known": {"allow_readable": 1}}', ["true or false"]),
        ):
            with self.subTest(text=text):
                self.configure(text)
                run = self.stdin("x")
                self.assert_code(USAGE, run)
                self.assert_says(run.err, "config.json", *words)

    def test_comments_are_allowed_in_the_configuration(self):
        self.configure('{ // mine\n "known": {"from": ["~/.secure"]} }')
        self.assert_known(self.stdin(PLAIN))

    def test_a_known_token_is_reported_once_with_its_provider(self):
        token = github_token("known")
        self.keep("t.env", f"GITHUB={token}\n")
        run = self.stdin(f"x = {token}\n", "--known", self.store)
        self.assert_known(run, "GITHUB")
        self.assertEqual(run.findings[0]["provider"], "github")
        self.assertIn("github.com", run.findings[0]["rotate"])
        self.assert_no_leak(run, token)


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


class AuditTest(KnownTest):
    def audit(self, *args, **kwargs):
        return self.known("audit", "--from", self.store, "-f", "json", *args, **kwargs)

    def checks(self, run):
        return sorted((item["check"], os.path.basename(item["file"])) for item in run.json()["audit"])

    def own(self, run):
        """Without what stands on the machine itself."""
        return [one for one in self.checks(run) if one[0] != "outside"]

    def test_a_good_store(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        run = self.audit()
        self.assert_code(CLEAN, run)
        self.assertEqual(run.json()["audit"], [])

    def test_modes(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n", 0o644)
        self.store.chmod(0o755)
        run = self.audit("--allow-readable")
        self.assert_code(FINDINGS, run)
        self.assertEqual(self.own(run), [("mode", ".secure"), ("mode", "a.env")])
        self.assertEqual({item["remedy"] for item in run.json()["audit"]},
                         {"chmod 700 ~/.secure", "chmod 600 ~/.secure/a.env"})

    def test_age(self):
        path = self.keep("a.env", f"PLAIN={PLAIN}\n")
        when = time.time() - 100 * 86400
        os.utime(path, (when, when))
        self.assertEqual(self.own(self.audit()), [("age", "a.env")])
        self.assertEqual(self.own(self.audit("--max-age", "101")), [])

    def test_a_value_in_two_places(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        self.keep("b.json", json.dumps({"x": PLAIN}))
        run = self.audit()
        self.assertEqual(self.own(run), [("twice", "a.env")])
        self.assertIn("x in ~/.secure/b.json", run.out)

    def test_a_value_outside_the_store(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        home = self.box.top / "home"
        (home / ".bash_history").write_text(f"ls\nexport PGPASSWORD={PLAIN}\n")
        units = home / ".config" / "systemd" / "user"
        units.mkdir(parents=True)
        (units / "x.service").write_text(f"[Service]\nEnvironment=A={PLAIN}\n")
        run = self.audit()
        self.assert_code(FINDINGS, run)
        self.assertEqual(self.checks(run), [("outside", ".bash_history"), ("outside", "x.service")])
        item = run.json()["audit"][0]
        self.assertEqual((item["file"], item["line"], item["name"]),
                         ("~/.bash_history", 2, "PLAIN in ~/.secure/a.env"))
        self.assert_no_leak(run, PLAIN)

    def test_processes(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n")
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
                                 env={**self.box.env, "MY_VARIABLE": PLAIN})
        try:
            for _ in range(200):  # until it runs its own program
                if f"MY_VARIABLE={PLAIN}".encode() in Path(f"/proc/{child.pid}/environ").read_bytes():
                    break
            self.assertEqual(self.checks(self.audit()), [])
            run = self.audit("--processes")
        finally:
            child.communicate(b"\n")
        found = [item for item in run.json()["audit"] if str(child.pid) in item["file"]]
        self.assertEqual(len(found), 1, run)
        self.assertIn("MY_VARIABLE", found[0]["detail"])
        self.assert_no_leak(run, PLAIN)

    def test_text(self):
        self.keep("a.env", f"PLAIN={PLAIN}\n", 0o600)
        (self.box.top / "home" / ".profile").write_text(f"A={PLAIN}\n")
        run = self.known("audit", "--from", self.store)
        self.assert_code(FINDINGS, run)
        self.assertIn("~/.profile:1  outside  PLAIN in ~/.secure/a.env stands outside the store\n  now: ", run.out)
        self.assert_no_leak(run, PLAIN)

    def test_what_could_not_be_read_is_told(self):
        self.keep("a.json", "{")
        run = self.audit()
        self.assert_code(INCOMPLETE, run)
        self.assertFalse(run.json()["complete"])
        self.assertEqual(run.json()["skipped"][0]["path"], "~/.secure/a.json")


class StartTest(AegisTest):
    def test_without_a_configuration_nothing_is_known(self):
        run = self.box.aegis("stdin", "-f", "json", stdin=PLAIN + "\n", env={"HOME": None, "XDG_CONFIG_HOME": None})
        self.assert_code(CLEAN, run)


if __name__ == "__main__":
    main()
