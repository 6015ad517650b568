"""Known secrets: in each form, in every source of every command, and whom to trust about them."""

import base64
import json
import re
import shlex
import subprocess
import urllib.parse

from known_support import KnownTest, ODD, PLAIN
from support import CLEAN, FINDINGS, USAGE, body, github_token, main


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


if __name__ == "__main__":
    main()
