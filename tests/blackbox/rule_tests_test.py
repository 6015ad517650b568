"""`aegis rules test`: rules tried on texts that they must and must not find something in."""

import json
import os

from scan_support import acme_rules, acme_token
from support import CLEAN, FINDINGS, USAGE, AegisTest, main

TEXT = "export ACME=TOKEN\n"
SHAPE = "acme" + "sk_{base62:30}"


class RuleTestsTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.write("rules/acme.json", acme_rules())

    def run_tests(self, *tests, code=CLEAN, words=(), **more):
        text = json.dumps({"rules": ["acme.json"], "tests": list(tests), **more})
        self.box.write("rules/t.test.json", text)
        run = self.box.aegis("rules", "test", "rules/t.test.json", *words)
        self.assert_code(code, run)
        return run

    def of(self, finds, text=TEXT, **more):
        return {"text": text, "samples": {"TOKEN": SHAPE}, "finds": finds, **more}

    def test_expectations_that_hold(self):
        run = self.run_tests(
            self.of(["acme-secret-key"]),
            self.of(["acme-secret-key", "acme-secret-key"], "a = TOKEN\nb = TOKEN\n"),
            self.of([], "ACME=TOKEN  # aegis:allow"),
            {"text": "ACME=changeme", "finds": []},
            self.of([], samples={"TOKEN": "acme" + "sk_{base62:29}"}),
        )
        self.assertEqual(run.out, "5 passed, 0 failed\n")

    def test_expectations_that_fail_say_what_was_found_and_what_was_dropped(self):
        run = self.run_tests(
            self.of([], name="nothing here"),
            self.of(["acme-secret-key"], "ACME=TOKEN  # aegis:allow", name="a comment"),
            self.of(["acme-secret-key"]),
            code=FINDINGS,
        )
        self.assert_says(run.out, "FAILED nothing here", "expected: nothing", "found:    acme-secret-key",
                         "FAILED a comment", "comment aegis:allow", "1 passed, 2 failed")
        self.assertNotIn(acme_token()[:8] + "A", run.out)
        self.assert_no_leak(run, acme_token())

    def test_built_in_rules_and_examples_of_theirs(self):
        self.run_tests(
            {"text": "t = TOKEN", "samples": {"TOKEN": "rule:github-token"}, "finds": ["github-token"]},
            {"text": "A=1", "file": "app/id_rsa.pub", "finds": []},
        )

    def test_the_path_and_the_confidence_of_a_text(self):
        self.box.write("rules/acme.json", acme_rules(files=["*.cfg"], confidence="low"))
        self.run_tests(
            self.of([], file="a.txt", confidence="low"),
            self.of([], file="a.cfg"),
            self.of(["acme-secret-key"], file="a.cfg", confidence="low"),
        )

    def test_rules_by_a_flag(self):
        os.rename(self.box.path("rules/acme.json"), self.box.path("other.json"))
        self.run_tests(self.of(["acme-secret-key"]), rules=[], words=["--rules", "other.json"])

    def test_the_same_file_gives_the_same_answer(self):
        tests = [self.of([], name="x"), self.of([], "a: TOKEN\nb: TOKEN", name="y")]
        first = self.run_tests(*tests, code=FINDINGS).out
        self.assertEqual(self.run_tests(*tests, code=FINDINGS).out, first)

    def test_mistakes_are_errors_that_name_the_file_and_the_test(self):
        for test, words in (
            ({"text": "x"}, ("test 1", "finds")),
            ({"finds": []}, ("test 1", "text")),
            ({"text": 1, "finds": []}, ("test 1", '"text" must be a string')),
            ({"text": "x", "finds": "a"}, ("test 1", "list of strings")),
            ({"text": "x", "finds": [], "find": []}, ("test 1", "unknown key", "find")),
            ({"text": "x", "finds": ["no-such-rule"]}, ("test 1", "no rule no-such-rule")),
            ({"text": "x", "finds": [], "confidence": "sure"}, ("test 1", "low, medium or high")),
            ({"text": "x", "finds": [], "samples": {"T": "a{b:1}"}}, ("does not hold T",)),
            ({"text": "T", "finds": [], "samples": {"T": "a{b:1}"}}, ("test 1", "a{b:1}")),
            ({"text": "T", "finds": [], "samples": {"T": "rule:none"}}, ("no rule none",)),
            ({"text": "T", "finds": [], "samples": {"T": "rule:generic-password"}}, ("no example",)),
            ([], ("must be an object",)),
        ):
            with self.subTest(test=test):
                run = self.run_tests(test, code=USAGE)
                self.assert_says(run.err, "rules/t.test.json", *words)
        self.assert_says(self.run_tests(code=USAGE).err, "one test or more")
        self.assert_says(self.run_tests(self.of([]), code=USAGE, test=1).err, "unknown key", "rules and tests")
        for name in ("none", "rules"):
            self.assert_code(USAGE, self.box.aegis("rules", "test", name))
        os.mkfifo(self.box.path("fifo"))
        self.assert_code(USAGE, self.box.aegis("rules", "test", "fifo"))


if __name__ == "__main__":
    main()
