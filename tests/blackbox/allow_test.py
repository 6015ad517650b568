"""Inline comments that allow a finding."""

from support import CLEAN, AegisTest, body, github_token, main, stripe_key

OWN_LINE = [
    "aegis:allow",
    "gitleaks:allow",
    "betterleaks:allow",
    "trufflehog:ignore",
    "kingfisher:ignore",
    "pragma: allowlist secret",
    "pragma: whitelist secret",
    "ggignore",
]
STYLES = ["# {}", "// {}", "/* {} */", "-- {}", "<!-- {} -->", "; {}", "'{}'", "# see #12, {} (why)"]
NEXT_LINE = "pragma: allowlist nextline secret"


def line(seed, comment=""):
    return f"key_{seed} = {github_token(seed)}  {comment}".rstrip() + "\n"


class AllowTest(AegisTest):
    def lines_found(self, text, *args):
        run = self.box.aegis("stdin", "-f", "json", *args, stdin=text)
        return sorted({f["line"] for f in run.findings})

    def test_each_spelling_allows_its_own_line_only(self):
        for comment in OWN_LINE:
            with self.subTest(comment=comment):
                self.assertEqual(self.lines_found(line(1) + line(2, "# " + comment) + line(3)), [1, 3])

    def test_each_style_of_comment(self):
        for comment in OWN_LINE:
            for style in STYLES:
                with self.subTest(comment=comment, style=style):
                    self.assertEqual(self.lines_found(line(1, style.format(comment))), [])

    def test_a_comment_before_the_secret_on_its_line(self):
        for comment in OWN_LINE:
            self.assertEqual(self.lines_found(f"/* {comment} */ {line(1)}{line(2)}"), [2])

    def test_a_comment_on_a_line_of_its_own_allows_nothing(self):
        for comment in OWN_LINE:
            with self.subTest(comment=comment):
                self.assertEqual(self.lines_found(f"# {comment}\n{line(1)}# {comment}\n"), [2])

    def test_crlf(self):
        for comment in OWN_LINE:
            text = (line(1) + line(2, "# " + comment) + line(3)).replace("\n", "\r\n")
            self.assertEqual(self.lines_found(text), [1, 3])

    def test_other_words_allow_nothing(self):
        for comment in ("noqa", "nosec", "NOSONAR", "aegis", "allow", "secret", "aegis: no", "gitleaks", "allowlist",
                        "pragma: allowlist", "aegis:deny", "trufflehog:allow"):
            with self.subTest(comment=comment):
                self.assertEqual(self.lines_found(line(1, "# " + comment)), [1])

    def test_a_list_of_rules_allows_those_only(self):
        both = f"a = {github_token(1)}; b = {stripe_key(2)};"
        for names, left in (
            ("github-token", ["stripe-secret-key"]),
            ("stripe-secret-key", ["github-token"]),
            ("stripe-secret-key,github-token", []),
            ("github-token,no-such-rule", ["stripe-secret-key"]),
            ("github", ["github-token", "stripe-secret-key"]),
            ("", ["github-token", "stripe-secret-key"]),
        ):
            with self.subTest(names=names):
                run = self.box.aegis("stdin", "-f", "json", stdin=f"{both}  # aegis:allow={names}\n")
                self.assertEqual(sorted(f["rule"] for f in run.findings), left)

    def test_one_named_rule_does_not_allow_the_same_secret_as_a_generic_one(self):
        """A comment for a rule that lost to a more specific one changes nothing."""
        run = self.box.aegis("stdin", "-f", "json", stdin=line(1, "# aegis:allow=generic-secret"))
        self.assertEqual([f["rule"] for f in run.findings], ["github-token"])

    def test_an_allowed_secret_does_not_come_back_under_a_generic_name(self):
        """Whoever allows the token by its rule has allowed that secret, not the same text as `token = ...`."""
        text = f"auth_token = \"{github_token(1)}\"  # aegis:allow=github-token\n"
        run = self.box.aegis("stdin", "-f", "json", stdin=text)
        self.assertEqual([f["rule"] for f in run.findings], [])

    def test_nextline_allows_the_line_below_it_only(self):
        text = line(1) + f"# {NEXT_LINE}\n" + line(2) + line(3)
        self.assertEqual(self.lines_found(text), [1, 4])

    def test_the_own_comment_for_the_next_line(self):
        own = "aegis:allow-next-line"
        self.assertEqual(self.lines_found(line(1, "# " + own) + line(2) + line(3)), [1, 3])
        both = f"a = {github_token(1)}; b = {stripe_key(2)};\n"
        for names, left in (("=github-token", ["stripe-secret-key"]), ("=other", ["github-token", "stripe-secret-key"]), ("", [])):
            with self.subTest(names=names):
                run = self.box.aegis("stdin", "-f", "json", stdin=f"# {own}{names}\n{both}")
                self.assertEqual(sorted(f["rule"] for f in run.findings), left)

    def test_nextline_does_not_allow_its_own_line(self):
        self.assertEqual(self.lines_found(line(1, "# " + NEXT_LINE)), [1])

    def test_nextline_does_not_reach_across_a_blank_line(self):
        self.assertEqual(self.lines_found(f"# {NEXT_LINE}\n\n{line(1)}"), [3])

    def test_nextline_far_before_a_secret_on_one_line_allows_nothing(self):
        for gap in (100, 900, 1010, 1030, 1100, 1500, 2000, 3000):
            with self.subTest(gap=gap):
                self.assertEqual(self.lines_found(f"/* {NEXT_LINE} */" + " " * gap + line(1)), [1])

    def test_nextline_at_the_first_line(self):
        self.assertEqual(self.lines_found(f"# {NEXT_LINE}\n{line(1)}"), [])

    def test_a_comment_in_utf16(self):
        text = line(1) + line(2, "# aegis:allow") + line(3)
        run = self.box.aegis("stdin", "-f", "json", stdin=b"\xff\xfe" + text.encode("utf-16-le"))
        self.assertIn(1, [f["line"] for f in run.findings])
        self.assertIn(3, [f["line"] for f in run.findings])

    def test_a_comment_counts_in_a_file_and_staged(self):
        self.box.repository()
        self.box.stage({"a": line(1) + line(2, "# gitleaks:allow")})
        for words in (["scan", "a"], ["staged"]):
            run = self.box.aegis(words[0], "-f", "json", *words[1:])
            self.assertEqual([f["line"] for f in run.findings], [1])

    def test_an_explanation_names_the_comment(self):
        run = self.box.aegis("stdin", "--explain", stdin=line(1, "# trufflehog:ignore"))
        self.assert_code(CLEAN, run)
        self.assert_says(run.err, "trufflehog:ignore", "github-token")

    def test_a_comment_at_the_end_of_a_chunk(self):
        """The comment of a line is seen wherever the chunks are cut."""
        core = 65_536
        for distance in range(-120, 30, 7):
            text = " \n" * ((core + distance) // 2) + line(1, "# aegis:allow") + line(2)
            with self.subTest(distance=distance):
                found = self.lines_found(text, "--chunk-size", str(core))
                self.assertEqual(found, [(core + distance) // 2 + 2])

    def test_a_password_is_allowed_too(self):
        text = 'pass' + f'word = "{body(7, 14)}"'
        self.assertEqual(self.lines_found(text + "\n"), [1])
        self.assertEqual(self.lines_found(text + "  # aegis:allow\n"), [])


if __name__ == "__main__":
    main()
