"""`aegis baseline import`: what other tools' files know"""

import hashlib
import json

from support import CLEAN, USAGE, AegisTest, github_token, main

KNOWN = github_token("import")
OTHER = github_token("import, another")


class ImportTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.box.commit({"a/b.txt": f"x\ntoken = {KNOWN}\n", "c.txt": f"token = {OTHER}\n"})

    def check(self, text, name="known"):
        """Imports, after which the one is known and the other is not."""
        path = self.box.top / name
        path.write_text(text)
        run = self.box.aegis("baseline", "import", path)
        self.assert_code(CLEAN, run)
        self.assertIn("1 new", run.out)
        self.assertIn("1 of 2 entries", run.err)
        self.assert_found(self.box.aegis("scan", ".", "-f", "json"), 1, "./c.txt")
        self.assert_no_leak(run, KNOWN, OTHER)
        self.assertNotIn(KNOWN, self.box.path(".aegisbaseline").read_text())

    def test_detect_secrets(self):
        entry = {"type": "x", "filename": "a/b.txt", "is_verified": False, "line_number": 2}
        self.check(json.dumps({"version": "1.5.0", "plugins_used": [], "results": {
            "a/b.txt": [{**entry, "hashed_secret": hashlib.sha1(KNOWN.encode()).hexdigest()}],
            "gone.txt": [{**entry, "hashed_secret": "0" * 40}]}}))

    def test_a_report_of_gitleaks(self):
        entry = {"RuleID": "github-pat", "StartLine": 2, "EndLine": 2, "Commit": ""}
        self.check(json.dumps([{**entry, "File": "a/b.txt", "Secret": KNOWN}, {**entry, "File": "gone.txt", "Secret": ""}]))

    def test_a_redacted_report(self):
        commit = self.box.git("rev-parse", "HEAD").out.strip()
        entry = {"RuleID": "github-pat", "StartLine": 2, "EndLine": 2, "Commit": commit, "Secret": "REDACTED"}
        self.check(json.dumps([{**entry, "File": "a/b.txt"}, {**entry, "File": "gone.txt"}]))

    def test_a_gitleaksignore(self):
        self.check("# why\na/b.txt:github-pat:2\ngone.txt:jwt:1\n", ".gitleaksignore")

    def test_it_adds_to_what_is_there(self):
        self.check("a/b.txt:github-pat:2\nd.txt:jwt:9\n")
        path = self.box.top / "more"
        path.write_text("c.txt:github-pat:1\n")
        run = self.box.aegis("baseline", "import", path)
        self.assertIn("2 entries, 1 new", run.out)

    def test_what_is_wrong_with_it(self):
        for text in ("{", '{"results": 1}', "[1]", "nonsense\n"):
            path = self.box.top / "known"
            path.write_text(text)
            run = self.box.aegis("baseline", "import", path)
            self.assert_code(USAGE, run)
            self.assertIn("known: ", run.err)
            self.assertFalse(self.box.path(".aegisbaseline").exists())


if __name__ == "__main__":
    main()
