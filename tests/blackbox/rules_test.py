"""`aegis rules`"""

import json
import re

from support import REPOSITORY, USAGE, AegisTest, main


class RulesTest(AegisTest):
    def rules(self, *args, code=0):
        run = self.box.aegis("rules", *args)
        self.assert_code(code, run)
        return run

    def files(self):
        """The repository's rule files, read."""
        paths = [p for p in sorted((REPOSITORY / "rules").glob("*.json")) if p.name != "schema.json"]
        return [json.loads(path.read_text()) for path in paths]

    def test_the_list_ends_with_counts(self):
        lines = self.rules("list").out.splitlines()
        counts = re.fullmatch(r"(\d+) rules of (\d+) providers; proven by (.*)", lines[-1])
        self.assertIsNotNone(counts, lines[-1])
        self.assertEqual(int(counts[1]), len(lines) - 1)
        self.assertEqual(sum(int(n) for n in re.findall(r": (\d+)", counts[3])), len(lines) - 1)

    def test_the_list_names_each_rule_once(self):
        ids = [line.split()[0] for line in self.rules("list").out.splitlines()[:-1]]
        self.assertEqual(len(ids), len(set(ids)))
        for known in ("github-token", "stripe-secret-key", "generic-password"):
            self.assertIn(known, ids)

    def test_the_counts_of_providers_and_proofs_are_those_of_the_list(self):
        listed = self.rules("list", "-f", "json").json()
        rules = listed["rules"]
        proofs = ("checksum", "structure", "pair", "shape", "context")
        self.assertEqual(tuple(listed["proofs"]), proofs)
        for proof in proofs:
            self.assertEqual(listed["proofs"][proof], sum(rule["proof"] == proof for rule in rules))
            self.assertGreater(listed["proofs"][proof], 0)
        self.assertEqual(sum(p["rules"] for p in listed["providers"].values()), len(rules))
        text = self.rules("list", "--counts").out.splitlines()
        self.assertEqual(text[0].split()[:7], ["provider", "rules", *proofs])
        self.assertEqual(len(text), len(listed["providers"]) + 2)
        self.assertEqual([int(n) for n in text[-1].split()[1:7]],
                         [len(rules), *(listed["proofs"][proof] for proof in proofs)])
        github = next(line.split() for line in text if line.startswith("github "))
        self.assertEqual(int(github[1]), listed["providers"]["github"]["rules"])

    def test_show_in_json(self):
        shown = self.rules("show", "github-refresh-token", "-f", "json").json()
        for field in ("provider", "what", "severity", "proven_by", "shape", "check", "rotate", "documented"):
            self.assertTrue(shown[field], field)
        self.assertEqual(len(shown["examples"]), 2)
        for example in shown["examples"]:
            self.assertRegex(example, r"^ghr_\*+$")

    def test_show(self):
        for rule, words in (
            ("github-token", ["GitHub", "critical", "checksum", "rotate", "settings/tokens"]),
            ("stripe-secret-key", ["Stripe", "secret key", "shape"]),
            ("zai-api-key", ["near", "zhipu"]),
            ("generic-password", ["Generic", "grammar"]),
        ):
            with self.subTest(rule=rule):
                out = self.rules("show", rule).out
                self.assertEqual(out.splitlines()[0], rule)
                self.assert_says(out, *words)

    def test_every_rule_can_be_shown_and_no_example_is_a_credential(self):
        ids = [line.split()[0] for line in self.rules("list").out.splitlines()[:-1]]
        shown = "\n".join(self.rules("show", rule).out for rule in ids[::8])
        run = self.box.aegis("stdin", "-f", "json", stdin=shown)
        self.assertEqual([(f["rule"], f["line"]) for f in run.findings], [])

    def test_an_unknown_id(self):
        run = self.rules("show", "no-such-rule", code=USAGE)
        self.assert_says(run.err, "no-such-rule", "rules list")
        self.assertEqual(run.out, "")

    def test_own_rules_are_listed_and_shown(self):
        rule = {"id": "acme-key", "what": "key", "severity": "high", "shape": "acme" + "key_{hex:32}"}
        self.box.write("acme.json", json.dumps({"provider": "acme", "name": "Acme", "rotate": "x", "rules": [rule]}))
        self.assertIn("acme-key ", self.rules("list", "--rules", "acme.json").out)
        self.assert_says(self.rules("show", "acme-key", "--rules", "acme.json").out, "Acme")

    def test_check_of_the_repository_s_own_rules(self):
        out = self.rules("check", str(REPOSITORY / "rules")).out
        count = sum(len(file["rules"]) for file in self.files())
        self.assertIn(f"{count} rules", out)

    def test_check_of_one_file(self):
        self.assert_says(self.rules("check", str(REPOSITORY / "rules/github.json")).out, "github.json")

    def test_check_of_what_is_wrong(self):
        for text in ("", "{", "[]", '{"provider": "x"}'):
            with self.subTest(text=text):
                self.box.write("x.json", text)
                self.assert_says(self.rules("check", "x.json", code=USAGE).err, "x.json")

    def test_check_of_rules_that_are_in_each_other_s_way(self):
        """With each other, and with the program's own: both are named."""
        def write(*rules):
            rules = [dict({"what": "key", "severity": "high"}, **rule) for rule in rules]
            self.box.write("acme.json", json.dumps({"provider": "acme", "name": "Acme", "rules": rules}))

        write({"id": "acme-a", "shape": "acme" + "key_{hex:32}"}, {"id": "acme-b", "shape": "acme" + "key_{hex:32}"})
        self.assert_says(self.rules("check", "acme.json", code=USAGE).err, "acme.json", "acme-a", "acme-b")
        write({"id": "acme-key", "shape": "gh(p|o|u)" + "_{base62:30}{crc32-base62:6}"})
        self.assert_says(self.rules("check", "acme.json", code=USAGE).err, "acme-key", "github-token")
        write({"id": "github-token", "shape": "gh(p|o|u)" + "_{base62:30}{crc32-base62:6}"})
        self.assert_says(self.rules("check", "acme.json").out, "none is in the way")

    def test_check_of_what_is_not_there(self):
        run = self.box.aegis("rules", "check", "none.json")
        self.assertNotEqual(run.code, 0)
        self.assert_says(run.err, "none.json")

    def test_check_of_an_empty_folder_does_not_claim_success(self):
        self.box.path("empty").mkdir()
        run = self.box.aegis("rules", "check", "empty")
        self.assertTrue(run.code != 0 or "0 rules" in run.out, run)

    def test_a_command_is_needed(self):
        self.rules(code=USAGE)

    def test_the_rule_files_hold_no_credential(self):
        self.assert_clean(self.box.aegis("scan", str(REPOSITORY / "rules")))

    def test_these_tests_hold_no_credential(self):
        self.assert_clean(self.box.aegis("scan", str(REPOSITORY / "tests/blackbox")))


if __name__ == "__main__":
    main()
