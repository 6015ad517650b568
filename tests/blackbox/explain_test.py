"""`aegis explain`: why something is a finding, or is none."""

import os

from support import CLEAN, INCOMPLETE, USAGE, AegisTest, github_token, main, placeholder_key

TOKEN = github_token("explain")


class ExplainTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.box.commit({"app.py": f"x = 1\ntoken = '{TOKEN}'\n", "old.py": f"k = '{github_token('old')}'\n"})
        self.prints = {f["file"]: f["fingerprint"] for f in self.box.aegis("history", "-f", "json").findings}
        self.print = self.prints["app.py"]

    def explain(self, *args, code=CLEAN, **kwargs):
        run = self.box.aegis("explain", *args, **kwargs)
        self.assert_code(code, run)
        self.assert_no_leak(run, TOKEN, github_token("old"), github_token("x"))
        return run

    def test_a_finding_by_its_place(self):
        for place in ("app.py:2", "app.py:2:9", "./app.py:2", str(self.box.path("app.py")) + ":2"):
            run = self.explain(place)
            self.assert_says(run.out, "app.py:2:10", "github-token", "ghp_****", "checksum", "shape", "{base62:30}",
                             "confidence: high", "reported:   yes", "https://github.com/settings/tokens", self.print)

    def test_a_finding_by_its_fingerprint_or_the_beginning_of_it(self):
        for name in (self.print, self.print[:10], "finding:" + self.print):
            self.assertIn("app.py:2", self.explain(name).out)
        os.mkdir(self.box.path("sub"))
        self.assertIn(self.print, self.explain(self.print, cwd=self.box.path("sub")).out)

    def test_the_line_to_paste_suppresses_it(self):
        lines = [line for line in self.explain(self.print).out.splitlines() if line.startswith("finding:")]
        self.box.write(".aegisignore", lines[0] + "\n")
        self.assert_clean(self.box.aegis("scan", "app.py", "--strict"))
        self.assert_says(self.explain(self.print).out, "reported:   no", ".aegisignore, line 1", "github-token in app.py")

    def test_what_suppresses_it(self):
        self.box.write(".aegisignore", f"# x\nfinding:{self.print} until=9999-01-01 owner=ana # a test\n")
        self.assert_says(self.explain("app.py:2").out, "line 2 covers it: a test", "owner: ana", "until 9999-01-01")
        self.box.write(".aegisignore", f"finding:{self.print} until=2020-01-01\n")
        self.assert_says(self.explain("app.py:2").out, "reported:   yes", "line 1 covered it until 2020-01-01")
        self.box.aegis("baseline", "create")
        with open(self.box.path(".aegisbaseline")) as file:
            lines = file.read().splitlines()
        number = [i for i, line in enumerate(lines, 1) if "app.py" in line][0]
        self.assert_says(self.explain("app.py:2").out, f".aegisbaseline, line {number} covers it")

    def test_a_reason_that_holds_a_token_is_not_shown(self):
        token = github_token("reason")
        self.box.write(".aegisignore", f"finding:{self.print} owner={token} # {token}\n")
        self.assert_no_leak(self.explain("app.py:2"), token)

    def test_a_comment_and_other_filters(self):
        self.box.write("c.py", f"a = '{github_token('x')}'  # aegis:allow\nb = '{placeholder_key()}'\n")
        self.assert_says(self.explain("c.py:1").out, "no finding of github-token", "comment aegis:allow")
        self.assert_says(self.explain("c.py:2").out, "confidence: low", "placeholder", "--confidence low only")

    def test_a_line_without_anything(self):
        self.assert_says(self.explain("app.py:1").out, "app.py, line 1", "no rule sees anything")

    def test_what_only_the_past_holds(self):
        self.box.git("rm", "-q", "old.py")
        self.box.git("commit", "-q", "-m", "gone")
        self.assert_says(self.explain(self.prints["old.py"]).out, "old.py:1", "from:")

    def test_what_is_staged_only(self):
        self.box.stage({"s.py": f"k = '{github_token('x')}'\n"})
        print_ = self.box.aegis("staged", "-f", "json").findings[0]["fingerprint"]
        self.box.write("s.py", "")
        self.assertIn("s.py:1", self.explain(print_).out)

    def test_a_file_in_no_repository(self):
        folder = self.box.top / "plain"
        folder.mkdir()
        (folder / "a").write_text(f"t = {TOKEN}\n")
        print_ = self.box.aegis("scan", ".", "-f", "json", cwd=folder).findings[0]["fingerprint"]
        self.assertIn("a:1", self.explain(print_[:8], cwd=folder).out)

    def test_digits_that_several_findings_begin_with_are_refused(self):
        self.box.commit({"many.py": "".join(f"k{i} = '{github_token(i)}'\n" for i in range(900))})
        prints = [f["fingerprint"] for f in self.box.aegis("scan", "many.py", "-f", "json").findings]
        starts = [p[:4] for p in prints]
        twice = next((s for s in starts if starts.count(s) > 1), None)
        if twice is None:
            self.fail("choose other seeds: no two fingerprints begin alike")
        self.assert_says(self.explain(twice, code=USAGE).err, "several findings", twice)

    def test_what_cannot_be_answered(self):
        self.assert_says(self.explain("nonsense", code=USAGE).err, "fingerprint", "PATH:LINE")
        self.assert_says(self.explain("abc", code=USAGE).err, "first 4 digits")
        self.assert_says(self.explain("0" * 32, code=USAGE).err, "no finding has")
        self.assert_says(self.explain("none.py:3", code=INCOMPLETE).err, "none.py", "No such file")
        os.mkfifo(self.box.path("fifo"))
        self.assert_code(INCOMPLETE, self.box.aegis("explain", "fifo:1"))

    def test_a_name_that_would_take_over_a_terminal(self):
        self.box.write("a\x1b[31m:7\n.py", f"t = '{TOKEN}'\n")
        run = self.explain("a\x1b[31m:7\n.py:1")
        self.assertNotIn("\x1b", run.out)


if __name__ == "__main__":
    main()
