"""`aegis agent` where what it reads is malformed, late, or too much."""

import json
import os
import subprocess
import time

from agent_support import ANSWERED, BLOCKED, AgentTest, bash, claude
from support import AEGIS, TIMEOUT, github_token, main


class Trouble(AgentTest):
    """Input that says nothing sensible, and surroundings that fail."""

    MALFORMED = {
        "nothing": "",
        "no JSON": "hello",
        "half of it": json.dumps(bash("ls"))[:-5],
        "a list": "[1, 2]",
        "a number": "7",
        "not UTF-8": b'{"hook_event_name": "\xff\xfe"}',
        "NUL bytes": b"\0" * 100,
        "a key twice": '{"hook_event_name": "PreToolUse", "hook_event_name": "x"}',
        "no known agent": '{"hello": "world"}',
        "arguments that are no object": json.dumps(claude(tool_input=[1])),
        "arguments that are no JSON": json.dumps(claude(tool_input="{")),
        "no arguments": json.dumps(claude()),
        "brackets": "[" * 100_000,
        "deep objects": '{"a":' * 100_000,
    }

    def test_malformed_input_is_blocked(self):
        for name, text in self.MALFORMED.items():
            with self.subTest(name):
                run = self.ask(text)
                self.assertEqual(BLOCKED, run.code, run)
                self.assertIn("Aegis blocked this", run.err)

    def test_malformed_input_passes_where_the_user_wants_it(self):
        self.config({"agent": {"on_error": "allow"}})
        for name, text in self.MALFORMED.items():
            with self.subTest(name):
                run = self.ask(text)
                self.assertEqual(ANSWERED, run.code, run)
                self.assertEqual("", run.out)
                self.assertIn("Aegis let this pass unseen", run.err)

    def test_malformed_input_is_not_repeated(self):
        token = github_token()
        for text in (f'{{"{token}": 1, "{token}": 2}}', f'{{"a": "{token}'):
            run = self.ask(text)
            self.assertEqual(BLOCKED, run.code, run)
            self.assert_no_leak(run, token)

    def test_input_over_8_mib_is_blocked(self):
        run = self.ask(claude(tool="Write", tool_input={"file_path": "/a", "content": "x" * (8 << 20)}))
        self.assertEqual(BLOCKED, run.code, run)
        self.assertIn("8 MiB", run.err)

    def test_a_typo_in_the_configuration_blocks_and_is_named(self):
        for text, part in (
            ('{"agent": {"on_eror": "allow"}}', "on_eror"),
            ('{"agent": {"on_error": "alow"}}', "on_error"),
            ('{"agnet": {}}', "agnet"),
            ('{"agent": []}', "must be an object"),
            ('{"agent": {"protect": "x"}}', "protect must be a list"),
            ('{"agent"', "not valid JSON"),
        ):
            with self.subTest(text):
                self.config(text)
                run = self.ask(bash("ls"))
                self.assertEqual(ANSWERED, run.code, run)
                said = run.json()["hookSpecificOutput"]
                self.assertEqual("deny", said["permissionDecision"])
                self.assertIn(part, said["permissionDecisionReason"])

    def test_an_unknown_client_is_blocked(self):
        run = self.ask(bash("ls"), "--client", "emacs")
        self.assertEqual(BLOCKED, run.code, run)
        self.assertIn("emacs", run.err)

    def test_a_wrong_flag_is_blocked(self):
        self.assertEqual(BLOCKED, self.ask(bash("ls"), "--no-such-flag").code)

    def test_a_closed_standard_output_is_blocked(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [AEGIS, "agent"], input=json.dumps(bash("cat .env")).encode(), stdout=write, stderr=subprocess.DEVNULL,
            env=self.box.env, timeout=TIMEOUT)
        os.close(write)
        self.assertEqual(BLOCKED, done.returncode)

    def test_an_input_that_never_ends_is_answered_in_two_seconds(self):
        for words, code in (((), BLOCKED), (("--client", "copilot"), ANSWERED)):
            child = subprocess.Popen(
                [AEGIS, "agent", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=self.box.env)
            child.stdin.write(b'{"hook_event_name":')
            child.stdin.flush()
            before = time.monotonic()
            self.assertEqual(code, child.wait(timeout=TIMEOUT))
            self.assertGreater(time.monotonic() - before, 1)
            self.assertEqual("deny", json.loads(child.stdout.read())["permissionDecision"])
            self.assertIn(b"two seconds", child.stderr.read())
            for stream in (child.stdin, child.stdout, child.stderr):
                stream.close()

    def test_a_crash_is_blocked(self):
        child = subprocess.Popen([AEGIS, "agent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=self.box.env)
        child.stdin.write(b"{")
        child.stdin.flush()
        # It watches the clock in a second thread, which it starts when it is ready.
        while len(os.listdir(f"/proc/{child.pid}/task")) < 2:
            pass
        child.send_signal(11)
        self.assertEqual(BLOCKED, child.wait(timeout=TIMEOUT))
        for stream in (child.stdin, child.stdout, child.stderr):
            stream.close()

    def test_entangled_scripts_are_answered(self):
        for name, command in (
            ("substitutions", "echo " + "$(" * 3000),
            ("quotes", "echo " + '"$(' * 3000),
            ("braces", "echo " + "{a,b}" * 3000),
            ("doubling", "x=aaaaaaaa;" + "x=$x$x;" * 100 + "echo $x"),
            ("evals", "eval " * 3000 + "ls"),
            ("sudos", "sudo " * 3000 + "ls"),
        ):
            with self.subTest(name):
                run = self.ask(bash(command))
                self.assertEqual(ANSWERED, run.code, run)
                self.assertIn("entangled", run.out)

    def test_long_scripts_are_judged_whole(self):
        for filler in ("echo x;", "'a' ", "\\\n", "((", "`x` ", "{a,", "|", "a=b "):
            with self.subTest(filler):
                run = self.ask(bash(filler * 20_000 + "\ncat .env"))
                self.assertEqual(ANSWERED, run.code, run)
                self.assertIn("deny", run.out)


if __name__ == "__main__":
    main()
