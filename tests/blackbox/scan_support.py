"""What the tests of `aegis scan` share."""

import json

from support import INCOMPLETE, AegisTest, body, github_token

TOKEN = github_token("scan")
LINE = f"token = {TOKEN}\n"
ACME = "acme" + "sk_"


def acme_token(seed=0):
    return ACME + body(f"acme {seed}", 30)


def acme_rules(**changes):
    """A rule file of a provider that the built-in rules do not know, one key a line."""
    rule = {"id": "acme-secret-key", "what": "secret key", "severity": "critical", "shape": ACME + "{base62:30}"}
    rule.update(changes)
    rule = {key: value for key, value in rule.items() if value is not None}
    file = {"provider": "acme", "name": "Acme", "rotate": "https://acme.invalid/keys", "rules": [rule]}
    return json.dumps(file, indent=2) + "\n"


class ScanTest(AegisTest):
    def scan(self, *args, **kwargs):
        return self.box.aegis("scan", "--format", "json", *args, **kwargs)

    def places(self, run):
        return sorted((f["file"], f["line"], f["column"]) for f in run.findings)

    def assert_incomplete(self, run, *paths):
        self.assert_code(INCOMPLETE, run)
        self.assertFalse(run.summary["complete"])
        self.assertEqual(sorted(s["path"] for s in run.summary["skipped"]), sorted(paths), run)
        self.assertTrue(all(s["reason"] for s in run.summary["skipped"]))
