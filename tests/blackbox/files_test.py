"""Files that should not be there: reported for their names in `staged`, `range` and `history`."""

import json

from support import CLEAN, FINDINGS, AegisTest, body, github_token, main

SENSITIVE = {
    ".env": "file-dotenv",
    "app/.env.production": "file-dotenv",
    "home/.ssh/id_rsa": "file-ssh-private-key",
    "tls/server.pem": "file-pem",
    "vault.kdbx": "file-keepass",
    "home/.pgpass": "file-pgpass",
    "credentials.json": "file-credentials",
    ".claude.json": "file-agent-login",
    "backup/restic-password.txt": "file-backup-password",
    "infra/terraform.tfstate": "file-terraform-state",
}
HARMLESS = [
    ".env.example", ".env.sample", ".env.template", ".env.dist", ".env.defaults", ".env.test", "sample.env",
    "home/.ssh/id_rsa.pub", "credentials.json.example", "credentials.example.json", "terraform.tfstate.sample",
    "restic-password.example", "a.crt", "pgpass.md",
]


class FilesTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()

    def aegis(self, *args):
        return self.box.aegis(*args, "--format", "json")

    def rules_of(self, run):
        return {finding["file"]: finding["rule"] for finding in run.findings}


class NameTest(FilesTest):
    def test_each_name_in_each_command(self):
        self.box.stage({name: "something\n" for name in SENSITIVE})
        self.assertEqual(self.rules_of(self.aegis("staged")), SENSITIVE)
        self.box.git("commit", "-qm", "all", "--no-verify")
        self.assertEqual(self.rules_of(self.aegis("range", "HEAD^..HEAD")), SENSITIVE)
        self.assertEqual(self.rules_of(self.aegis("history")), SENSITIVE)

    def test_harmless_relatives_in_each_command(self):
        self.box.stage({name: "something\n" for name in HARMLESS})
        self.assert_clean(self.aegis("staged"))
        self.box.git("commit", "-qm", "all")
        self.assert_clean(self.aegis("range", "HEAD^..HEAD"))
        self.assert_clean(self.aegis("history"))

    def test_a_scan_of_a_folder_says_nothing_of_names(self):
        self.box.stage({name: "something\n" for name in SENSITIVE})
        self.assert_clean(self.aegis("scan", "."))
        self.assert_clean(self.box.aegis("stdin", "--name", ".env", stdin="A=1\n"))

    def test_what_a_finding_says(self):
        self.box.stage({"app/.env": "A=1\n"})
        finding = self.aegis("staged").findings[0]
        self.assertEqual((finding["file"], finding["line"], finding["column"]), ("app/.env", 1, 1))
        self.assertEqual((finding["end_line"], finding["end_column"], finding["offset"]), (1, 1, 0))
        self.assertEqual((finding["proof"], finding["secret"]), ("context", ""))
        self.assertEqual(finding["provider"], "file")
        text = self.box.aegis("staged")
        self.assert_code(FINDINGS, text)
        self.assertTrue(text.out.startswith("app/.env  high  environment file  (file-dotenv)\n"), text)
        self.assert_says(text.out, ".gitignore", "rotate", "finding:" + finding["fingerprint"])
        sarif = json.loads(self.box.aegis("staged", "-f", "sarif").out)
        result = sarif["runs"][0]["results"][0]
        region = result["locations"][0]["physicalLocation"]["region"]
        self.assertEqual(region, {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1})

    def test_no_content_reaches_the_report(self):
        secret = body("of a file", 40)
        self.box.stage({"home/.ssh/id_rsa": secret + "\n"})
        for form in ("text", "json", "jsonl", "sarif"):
            self.assert_no_leak(self.box.aegis("staged", "-f", form, "--explain"), secret)


class ContentTest(FilesTest):
    def staged(self, files, *args):
        self.box.git("rm", "-rqf", "--cached", "--ignore-unmatch", ".")
        self.box.stage(files)
        return self.aegis("staged", *args)

    def test_what_holds_nothing(self):
        sealed = "$ANSIBLE_" + "VAULT;1.1;AES256\n" + body(3, 30)
        certificate = "-----BEGIN CERTIFICATE-----\n" + body(1, 64) + "\n-----END CERTIFICATE-----\n"
        for name, text in (
            (".env", ""),
            (".env", "# nothing yet\n"),
            (".env", "TOKEN=\nURL=<your url>\nPORT=80\n"),
            ("ca.pem", certificate),
            ("vault.kdbx", ""),
            ("id_rsa", "ssh-rsa AAAA me@host\n"),
            ("credentials.json", "{}"),
            (".env", "\0GITCRYPT\0" + body(2, 30)),
            (".vault_pass", sealed),
        ):
            with self.subTest(name=name, text=text):
                self.assert_clean(self.staged({name: text}))

    def test_a_key_is_reported_once(self):
        begin, end = (f"-----{word} RSA PRIVATE" + " KEY-----\n" for word in ("BEGIN", "END"))
        run = self.staged({"id_rsa": begin + body(4, 64) + "\n" + body(5, 64) + "\n" + end})
        self.assertEqual([finding["rule"] for finding in run.findings], ["private-key"], run)

    def test_an_environment_is_reported_beside_what_is_found_in_it(self):
        run = self.staged({".env": f"TOKEN={github_token(1)}\n"})
        self.assertEqual([finding["rule"] for finding in run.findings], ["file-dotenv", "github-token"], run)

    def test_in_test_data_a_name_says_little(self):
        self.assert_clean(self.staged({"tests/server.pem": "x\n", "src/test/keys/id_rsa": "x\n"}))
        run = self.staged({"tests/server.pem": "x\n"}, "--confidence", "low")
        self.assertEqual([finding["doubt"] for finding in run.findings], ["test data"], run)


class ChangeTest(FilesTest):
    def test_a_change_of_a_tracked_file_is_not_reported_again(self):
        self.box.commit({".env": "A=1\n"})
        self.box.stage({".env": "A=2\n"})
        self.assert_clean(self.aegis("staged"))
        self.box.git("commit", "-qm", "change")
        self.assert_clean(self.aegis("range", "HEAD^..HEAD"))
        self.assert_found(self.aegis("range", "HEAD^^..HEAD"))
        self.assert_found(self.aegis("history"))

    def test_a_rename_to_such_a_name(self):
        self.box.commit({"settings": f"A=1\nTOKEN={github_token(1)}\n"})
        self.box.git("mv", "settings", ".env")
        run = self.aegis("staged")
        self.assertEqual([finding["rule"] for finding in run.findings], ["file-dotenv"], run)
        self.box.git("commit", "-qm", "rename")
        run = self.aegis("range", "HEAD^..HEAD")
        self.assertEqual([finding["rule"] for finding in run.findings], ["file-dotenv"], run)

    def test_a_move_under_the_same_name(self):
        self.box.commit({"a/.env": "A=1\n"})
        self.box.path("b").mkdir()
        self.box.git("mv", "a/.env", "b/.env")
        self.assert_clean(self.aegis("staged"))

    def test_a_removal(self):
        self.box.commit({".env": "A=1\n"})
        self.box.git("rm", "-q", ".env")
        self.assert_clean(self.aegis("staged"))

    def test_added_twice_in_a_range_is_reported_once(self):
        self.box.commit({".env": "A=1\n"})
        self.box.git("rm", "-q", ".env")
        self.box.git("commit", "-qm", "gone")
        self.box.commit({".env": "A=3\n"})
        run = self.aegis("range", "HEAD~3..HEAD")
        self.assert_found(run, path=".env")
        self.assertEqual(run.findings[0]["commit"], self.box.git("rev-parse", "HEAD~2").out.strip())
        self.assertTrue(run.findings[0]["in_head"])


class HistoryTest(FilesTest):
    def test_versions_are_one_finding_and_paths_are_several(self):
        for i in range(5):
            self.box.commit({"a/.env": f"A={i}\n", "b/.env": f"B={i}\n"})
        first = self.box.git("rev-parse", "HEAD~4").out.strip()
        run = self.aegis("history")
        self.assertEqual(sorted(f["file"] for f in run.findings), ["a/.env", "b/.env"], run)
        for finding in run.findings:
            self.assertEqual(finding["commit"], first)
            self.assertNotIn("other_places", finding)
            self.assertTrue(finding["in_head"])

    def test_one_that_was_taken_away(self):
        self.box.commit({"vault.kdbx": "x\n"})
        self.box.git("rm", "-q", "vault.kdbx")
        self.box.git("commit", "-qm", "gone")
        run = self.aegis("history")
        self.assert_found(run, path="vault.kdbx")
        self.assertFalse(run.findings[0]["in_head"])
        self.assertIn("until", run.findings[0]["exposed"])

    def test_packed_and_with_threads(self):
        self.box.commit({name: "something\n" for name in SENSITIVE})
        runs = [self.aegis("history", "-j", jobs).out for jobs in ("1", "4")]
        self.box.git("repack", "-adq")
        runs.append(self.aegis("history").out)
        self.assertEqual(len(set(runs)), 1)

    def test_a_tag_s_name_is_no_file_s(self):
        self.box.git("tag", "-am", "a tag", "x/id_rsa.old")
        self.assert_clean(self.aegis("history"))


class SwitchTest(FilesTest):
    def test_allowed_by_its_fingerprint_its_path_and_a_comment(self):
        self.box.stage({".env": "A=1\n"})
        found = self.aegis("staged").findings[0]
        self.box.write(".aegisignore", f"finding:{found['fingerprint']}\n")
        run = self.aegis("staged")
        self.assert_clean(run)
        self.assertEqual(run.summary["ignored"], 1)
        self.box.write(".aegisignore", ".env\n")
        self.assert_clean(self.aegis("staged"))
        self.box.path(".aegisignore").unlink()
        self.box.stage({".env": "A=1  # aegis:allow=file-dotenv\n"})
        self.assert_clean(self.aegis("staged"))

    def test_switched_off_by_a_trusted_configuration_only(self):
        self.box.stage({".env": "A=1\n"})
        self.box.write(".aegis.json", '{"disabled_rules": ["file-dotenv"]}')
        self.assert_found(self.aegis("staged"))
        self.assert_clean(self.aegis("staged", "--trust-config"))

    def test_own_names(self):
        rule = {"id": "acme-login", "what": "Acme login", "severity": "low", "file": [".acmerc"], "except": ["old/**"],
                "now": "Log out of Acme."}
        self.box.write("acme.json", json.dumps({"provider": "acme", "name": "Acme", "rules": [rule]}))
        self.box.stage({"x/.acmerc": "x\n", "old/.acmerc": "y\n"})
        run = self.aegis("staged", "--rules", "acme.json")
        self.assert_found(run, path="x/.acmerc")
        self.assert_says(self.box.aegis("staged", "--rules", "acme.json").out, "Log out of Acme.")
        for cached in range(2):
            self.assert_code(FINDINGS, self.aegis("staged", "--rules", "acme.json"))
        shown = self.box.aegis("rules", "show", "acme-login", "--rules", "acme.json")
        self.assert_code(CLEAN, shown)
        self.assert_says(shown.out, ".acmerc", "old/**", "context", "low")
        self.assert_clean(self.box.aegis("rules", "check", "acme.json"))

    def test_two_rules_of_one_name_are_an_error_that_names_both(self):
        rules = [{"id": f"acme-{i}", "what": "login", "file": [".acmerc"]} for i in "ab"]
        self.box.write("acme.json", json.dumps({"provider": "acme", "name": "Acme", "rules": rules}))
        run = self.box.aegis("rules", "check", "acme.json")
        self.assert_code(2, run)
        self.assert_says(run.err, "acme-a", "acme-b", ".acmerc")


if __name__ == "__main__":
    main()
