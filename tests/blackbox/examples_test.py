"""`--include-examples`: credentials that providers print in their documentation."""

from support import CLEAN, FINDINGS, AegisTest, main

KEY_ID = "AKIA" + "IOSFODNN7" + "EXAMPLE"
TEXT = f"aws_access_key_id = {KEY_ID}\n"


class ExamplesTest(AegisTest):
    def assert_both(self, *words, stdin=b""):
        """Clean without the flag, a finding that says what it is with it."""
        self.assert_code(CLEAN, self.box.aegis(*words, "-f", "json", stdin=stdin))
        run = self.box.aegis(*words, "-f", "json", "--include-examples", stdin=stdin)
        self.assert_code(FINDINGS, run)
        self.assertEqual([(f["rule"], f["example"], f["confidence"]) for f in run.findings],
                         [("aws-access-key-id", True, "low")])

    def test_scan_and_stdin(self):
        self.box.write("a/config.ini", TEXT)
        self.assert_both("scan", "a")
        self.assert_both("stdin", stdin=TEXT.encode())

    def test_staged_range_and_history(self):
        self.box.repository()
        self.box.commit({"README": "x\n"})
        self.box.stage({"config.ini": TEXT})
        self.assert_both("staged")
        self.box.commit({"config.ini": TEXT})
        self.assert_both("range", "HEAD^..HEAD")
        self.assert_both("history")

    def test_a_state_is_of_runs_with_examples_or_without(self):
        self.box.repository()
        self.box.commit({"config.ini": TEXT})
        self.assert_both("history", "--state", "../state")
        self.assert_both("history", "--state", "../state")

    def test_an_example_beside_a_secret_changes_nothing_about_it(self):
        self.box.write("a", TEXT + "password = kT9vQ2mZ7xLw4\n")
        plain = self.box.aegis("scan", "a", "-f", "json")
        more = self.box.aegis("scan", "a", "-f", "json", "--include-examples")
        self.assertEqual(plain.findings, [f for f in more.findings if "example" not in f])
        self.assertEqual(len(more.findings), len(plain.findings) + 1)


if __name__ == "__main__":
    main()
