"""What the tests of reports share."""

from support import AegisTest, github_token

TOKEN = github_token("output")
LINE = f"token = {TOKEN}\n"
FORMATS = ("text", "json", "jsonl", "sarif")


class OutputTest(AegisTest):
    def scan(self, *args, **kwargs):
        return self.box.aegis("scan", *args, **kwargs)
