"""What the tests of known secrets share."""

import json

from support import AegisTest, body

PLAIN = body("known plain", 14)
ODD = "a'b\"c$ d/" + body("known odd", 6) + "\\e+f%g&<h>\u00f6"


class KnownTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.store = self.box.top / "home" / ".secure"
        self.store.mkdir(mode=0o700)

    def keep(self, name, text, mode=0o600):
        """A file of the store."""
        path = self.store / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    def configure(self, text, mode=0o600):
        folder = self.box.top / "home" / "config" / "aegis"
        folder.mkdir(exist_ok=True)
        path = folder / "config.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        path.chmod(mode)

    def stdin(self, text, *args, **kwargs):
        return self.box.aegis("stdin", "-f", "json", *args, stdin=text, **kwargs)

    def known(self, *args, **kwargs):
        return self.box.aegis("known", *args, **kwargs)

    def assert_known(self, run, name="PLAIN", count=1):
        self.assert_found(run, count)
        for finding in run.findings:
            self.assertEqual((finding["rule"], finding["proof"], finding["severity"]),
                             ("known-secret", "known", "critical"))
            self.assertTrue(finding["detail"].startswith(f"{name} in ~/.secure/"), finding)
            self.assertEqual(finding["secret"], "********")
        self.assert_no_leak(run, PLAIN, ODD)
