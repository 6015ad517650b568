"""What the tests of `aegis range` share."""

from support import AegisTest, github_token

TOKEN = github_token("range")
OTHER = github_token("range, another")
LINE = f"token = {TOKEN}\n"
OTHER_LINE = f"token = {OTHER}\n"


class RangeTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository(*self.init_flags())

    def init_flags(self):
        return ()

    def range(self, *words, **kwargs):
        return self.box.aegis("range", "--format", "json", *words, **kwargs)

    def id(self, revision="HEAD"):
        return self.box.git("rev-parse", revision).out.strip()

    def remove(self, name):
        self.box.git("rm", "-q", name)
        self.box.git("commit", "-q", "-m", f"without {name}")
