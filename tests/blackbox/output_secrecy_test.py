"""What no report ever holds."""

import base64

from output_support import FORMATS, LINE, OutputTest, TOKEN
from support import FINDINGS, USAGE, body, github_token, main, stripe_key


class Secrecy(OutputTest):
    """No format holds a secret, on stdout or stderr."""

    def assert_secret(self, *tokens, target="c"):
        leaks = []
        for flags in ([], ["--explain", "--confidence", "low"], ["--stats", "-j2"]):
            for form in FORMATS:
                run = self.scan("-f", form, *flags, target)
                self.assert_code(FINDINGS, run)
                leaks += self.leaks_of(run, *tokens)
        self.assertEqual(leaks, [], "\n" + "\n".join(leaks))

    def test_a_token(self):
        self.box.write("c", LINE)
        self.assert_secret(TOKEN)

    def test_two_tokens_on_a_line(self):
        other, third = github_token("other"), stripe_key("third")
        self.box.write("c", f"a {TOKEN} b {other} c {third}\n")
        self.assert_secret(TOKEN, other, third)

    def test_the_same_token_twice_on_a_line(self):
        self.box.write("c", f"{TOKEN} {TOKEN} x{TOKEN}\n")
        self.assert_secret(TOKEN)

    def test_a_short_password_repeated_on_its_line(self):
        password = body("short password", 11)
        self.box.write("c", f'password = "{password}"  # was {password}\n')
        self.assert_secret(password)

    def test_another_token_where_the_shown_line_is_cut(self):
        """The text report shows a piece of a long line; a token at the piece's end is cut out as well."""
        other = github_token("other")
        lines = [f"{TOKEN} {'.' * i} {other} {'-' * 300} {stripe_key(i)}" for i in range(0, 160, 3)]
        lines += [f"{'-' * 200} {other} {'.' * i} {TOKEN}" for i in range(0, 160, 3)]
        self.box.write("c", "\n\n".join(lines))
        self.assert_secret(TOKEN, other)

    def test_the_same_token_inside_other_text_where_the_shown_line_is_cut(self):
        """What is no finding of its own, but the same secret."""
        lines = [f"{TOKEN} {'.' * i} x{TOKEN} {'-' * 300}" for i in range(0, 160, 3)]
        lines += [f"{'-' * 200} x{TOKEN} {'.' * i} {TOKEN}" for i in range(0, 160, 3)]
        self.box.write("c", "\n\n".join(lines))
        self.assert_secret(TOKEN)

    def test_a_short_password_that_is_its_own_name(self):
        password = body("name password", 12)
        self.box.write("c", f'url = "postgres://admin:{password}@db.internal.corp/x?password={password}"\n')
        self.assert_secret(password)

    def test_a_token_in_the_name_of_its_file(self):
        self.box.write(f"d/{TOKEN}.txt", LINE)
        self.assert_secret(TOKEN, target="d")

    def test_a_token_in_the_name_of_a_file_with_another(self):
        other = github_token("other")
        self.box.write(f"d/{TOKEN}.txt", LINE + f"x = {other}\n")
        self.assert_secret(TOKEN, other, target="d")

    def test_a_token_with_an_allow_comment_in_an_explanation(self):
        other = github_token("other")
        self.box.write("c", LINE + f"x = {other}  # aegis:allow\n")
        self.assert_secret(TOKEN, other)

    def test_an_allowed_token_beside_one_that_is_not(self):
        other = stripe_key("beside")
        self.box.write("c", f"x = {TOKEN}, {other}  # aegis:allow=stripe-secret-key\n")
        self.assert_secret(TOKEN, other)

    def test_a_token_in_utf16(self):
        self.box.write("c", b"\xff\xfe" + LINE.encode("utf-16-le"))
        self.assert_secret(TOKEN)

    def test_a_private_key(self):
        lines = [base64.b64encode(body(i, 48).encode()).decode() for i in range(12)]
        kind = "RSA PRIVATE" + " KEY"
        self.box.write("c", "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""]))
        run = self.scan("-f", "text", "--confidence", "low", "--explain", "c")
        for line in lines:
            self.assertNotIn(line[4:20], run.out + run.err)

    def test_the_environment_and_arguments_are_not_echoed(self):
        run = self.scan("--nonsense", "c", env={"GITHUB_TOKEN": TOKEN})
        self.assert_no_leak(run, TOKEN)

    def test_show_secrets_is_refused_unless_to_a_terminal(self):
        self.box.write("c", LINE)
        for flags in ([], ["-o", "report"], ["-f", "json"]):
            run = self.scan("--show-secrets", *flags, "c")
            self.assert_code(USAGE, run)
            self.assertEqual(run.out, "")
            self.assert_says(run.err, "terminal")
        self.assertFalse(self.box.path("report").exists())


if __name__ == "__main__":
    main()
