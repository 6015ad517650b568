"""What the tests of `aegis staged` share."""

from support import AegisTest, github_token

TOKEN = github_token("staged")
LINE = f"token = {TOKEN}\n"


class StagedTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()

    def staged(self, **kwargs):
        return self.box.aegis("staged", "--format", "json", **kwargs)
