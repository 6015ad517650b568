"""What decides for `aegis agent`: its user's own configuration, and nothing that an agent can write."""

from agent_support import ANSWERED, AgentTest, bash, claude
from scan_support import ACME, acme_rules, acme_token
from support import github_token, main


class Policy(AgentTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.token = github_token("agent")

    def write_of(self, text, name="app.py"):
        return claude(tool="Write", cwd=str(self.box.work),
                      tool_input={"file_path": str(self.box.path(name)), "content": text})

    def reason(self, said):
        """Why it is denied; empty where it is not."""
        run = self.ask(said)
        self.assertEqual(ANSWERED, run.code, run)
        self.assert_no_leak(run, self.token)
        if not run.out.strip():
            return ""
        answer = run.json().get("hookSpecificOutput", {})
        return answer.get("permissionDecisionReason", "") if answer.get("permissionDecision") == "deny" else ""

    def user_rules(self, text, name="rules/acme.json"):
        path = self.box.top / "home" / "config" / "aegis" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def test_rules_of_the_user_count(self):
        said = self.write_of(f"k = '{acme_token()}'\n")
        self.assertEqual("", self.reason(said))
        self.user_rules(acme_rules())
        self.config({"rules": ["rules"]})
        self.assertIn("acme-secret-key", self.reason(said))
        self.assertIn("acme-secret-key", self.reason(bash(f"echo {acme_token()}")))

    def test_they_count_in_scans_as_well(self):
        self.user_rules(acme_rules())
        self.config({"rules": ["rules/acme.json"]})
        self.box.write("a", f"k = {acme_token()}\n")
        self.assert_found(self.box.aegis("scan", "a", "-f", "json"), 1)

    def test_rules_of_a_repository_do_not_count(self):
        self.box.write("r.json", acme_rules())
        self.box.write(".aegis.json", '{"rules": ["r.json"], "disabled_rules": ["github-token"]}')
        self.assertEqual("", self.reason(self.write_of(f"k = '{acme_token()}'\n")))
        self.assertIn("github-token", self.reason(self.write_of(f"k = '{self.token}'\n")))

    def test_an_agent_may_not_write_the_user_s_rules(self):
        path = self.user_rules(acme_rules())
        self.config({"rules": ["rules"]})
        for said in (bash(f"echo x > {path}"), bash(f"rm {path}"),
                     claude(tool="Write", tool_input={"file_path": str(path), "content": "{}"}),
                     bash(f"rm -r {path.parent}")):
            self.assertIn("protected", self.reason(said).lower(), said)
        self.assertNotEqual("", self.reason(bash(f"echo x > {self.box.path('.aegisbaseline')}")))

    def test_rules_that_cannot_be_used_block_whatever_on_error_says(self):
        self.config({"rules": ["none"], "agent": {"on_error": "allow"}})
        self.assertIn("none", self.reason(bash("ls")))
        self.user_rules('{"provider": 1}')
        self.config({"rules": ["rules"], "agent": {"on_error": "allow"}})
        self.assertIn("acme.json", self.reason(bash("ls")))
        for path in ("../x", "/etc/x", "~/x", ""):
            self.config({"rules": [path]})
            self.assertIn("below the folder", self.reason(bash("ls")))

    def print_of(self, text, name="app.py"):
        self.box.write(name, text)
        return self.box.aegis("scan", name, "-f", "json").findings[0]["fingerprint"]

    def test_a_fingerprint_that_the_user_allows_is_that_of_a_scan(self):
        text = f"x = 1\nk = '{self.token}'\n"
        for name in ("app.py", "sub/deep/new.py"):
            said = self.write_of(text, name)
            print_ = self.print_of(text, name)
            self.box.path(name).unlink()
            self.config({})
            self.assertIn("finding:" + print_, self.reason(said))
            self.config({"agent": {"allow_findings": [print_]}})
            self.assertEqual("", self.reason(said))
            self.config({"agent": {"allow_findings": ["finding:" + print_]}})
            self.assertEqual("", self.reason(said))
            self.assertNotEqual("", self.reason(self.write_of(text, "other.py")))
            self.assertNotEqual("", self.reason(self.write_of(text + f"let other = '{github_token(2)}'\n", name)))

    def test_a_repository_allows_nothing(self):
        text = f"k = '{self.token}'\n"
        print_ = self.print_of(text)
        self.box.write(".aegisignore", f"finding:{print_}\napp.py\n")
        self.box.write(".aegisbaseline", f"{print_} github-token app.py\n")
        self.assert_clean(self.box.aegis("scan", "app.py"))
        self.assertIn("github-token", self.reason(self.write_of(text)))

    def test_no_fingerprint_allows_a_known_secret(self):
        known = self.box.write("known.env", f"A={self.token}\n")
        self.box.path("known.env").chmod(0o600)
        print_ = self.print_of(f"k = '{self.token}'\n")
        self.config({"known": {"from": [known]}, "agent": {"allow_findings": [print_]}})
        self.assertIn("known secret", self.reason(self.write_of(f"k = '{self.token}'\n")))

    def test_what_is_no_fingerprint_is_a_mistake_that_is_named(self):
        self.config({"agent": {"allow_findings": ["abc"]}})
        self.assertIn("32 hex digits", self.reason(bash("ls")))

    def test_a_store_that_cannot_be_read_blocks_and_says_what_to_mend(self):
        known = self.box.write("known.env", "A=" + ACME + "x\n")
        self.box.path("known.env").chmod(0o644)
        self.config({"known": {"from": [known]}})
        self.assertIn("known.env", self.reason(bash("ls")))
        self.config({"known": {"from": [known]}, "agent": {"on_error": "allow"}})
        self.assertEqual("", self.reason(bash("ls")))
        self.config({"known": {"from": [str(self.box.work)], "ignore": ["known.env", "README"]}})
        self.assertEqual("", self.reason(bash("ls")))


if __name__ == "__main__":
    main()
