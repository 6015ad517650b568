"""What the tests of `aegis gitleaks` share: a configuration of our own, and secrets that it finds."""

import json

from support import AegisTest, body

CONFIG = r"""
title = "a test's"
[[rules]]
id = "acme-key"
description = "An Acme key"
regex = '''\b(acme_[a-z0-9]{20})\b'''
keywords = ["acme_"]
tags = ["acme"]
[[rules]]
id = "generic-secret"
description = "Something named as a secret"
regex = '''(?i)secret\s*=\s*"([a-z0-9_]{12,})"'''
entropy = 3
keywords = ["secret"]
[[rules]]
id = "key-store"
path = '''\.jks$'''
[[allowlists]]
paths = ['''(^|/)vendor/''', '''generated$''']
"""


def acme_key(seed=0):
    return "acme" + "_" + body(f"acme {seed}", 20, "abcdefghijklmnopqrstuvwxyz0123456789")


class GitleaksTest(AegisTest):
    """In an empty folder, with the configuration beside it."""

    def setUp(self):
        super().setUp()
        self.config = self.box.top / "gitleaks.toml"
        self.config.write_text(CONFIG)

    def gitleaks(self, *words, config=True, **kwargs):
        named = ["-c", self.config] if config else []
        return self.box.aegis("gitleaks", *words, *named, **kwargs)

    def report(self, *words, code=1, **kwargs):
        """The JSON report of a run that ends with `code`."""
        run = self.gitleaks(*words, "-r", "-", "-f", "json", **kwargs)
        self.assert_code(code, run)
        return json.loads(run.out)

    def found(self, *words, **kwargs):
        return [leak["Fingerprint"] for leak in self.report(*words, **kwargs)]
