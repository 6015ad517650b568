"""`aegis scan` of what is large, or full of what looks like secrets."""

import os
import resource
import sys

from scan_support import LINE, TOKEN, ScanTest
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, body, github_token, main, placeholder_key, stripe_key


class Sizes(ScanTest):
    def test_a_token_at_the_end_of_64_megabytes_in_little_memory(self):
        size = 64 << 20
        line = b"the quick brown fox jumps over the lazy dog, again and again\n"
        path = self.box.write("big", (line * (size // len(line) + 1))[:size] + b"\n" + LINE.encode())
        run, peak = self.box.aegis_and_peak("scan", "-f", "json", "-j2", path)
        self.assert_code(FINDINGS, run)
        self.assertEqual([f["offset"] for f in run.findings], [size + 1 + LINE.index(TOKEN)])
        self.assertLess(peak, 150)

    def test_a_token_at_the_end_of_a_line_of_50_megabytes(self):
        size = 50 << 20
        path = self.box.write("line", b"some words, " * (size // 12) + TOKEN.encode())
        run, peak = self.box.aegis_and_peak("scan", "-f", "json", "-j2", path)
        self.assert_code(FINDINGS, run)
        found = run.findings[0]
        self.assertEqual((found["line"], found["column"]), (1, size // 12 * 12 + 1))
        self.assertLess(peak, 150)

    def test_many_newlines_are_counted(self):
        self.box.write("lines", "\n" * 9_999_999 + LINE)
        self.assertEqual(self.places(self.scan("lines")), [("lines", 10_000_000, 9)])

    def test_a_sparse_file_of_zeros(self):
        path = self.box.write("sparse", "")
        os.truncate(path, 48 << 20)
        with open(path, "ab") as file:
            file.write(TOKEN.encode())
        self.assert_found(self.scan(path), 1)

    def test_a_token_across_every_part_of_a_chunk_border(self):
        """At each offset around the border, one finding, exactly there."""
        core = 70_000
        for distance in [*range(-60, 20), -4096, -4095, 1000, 32768, 32767]:
            self.box.write(f"b{distance + 5000:05}", " " * (core + distance) + TOKEN + "\n" + " " * core)
        for chunk in (core, core // 2):
            run = self.scan(".", "--chunk-size", str(chunk))
            wrong = {
                f["file"]: f["offset"]
                for f in run.findings
                if f["offset"] != core + int(f["file"].rsplit("b", 1)[1]) - 5000
            }
            self.assertEqual(wrong, {})
            self.assert_found(run, 85)

    def test_a_named_value_across_a_chunk_border(self):
        core = 70_000
        value = body("named", 40)
        for distance in range(-80, 20, 3):
            text = " " * (core + distance - 1) + f'\nDEPLOY_SECRET_TOKEN = "{value}"\n' + " \n" * core
            self.box.write(f"b{distance + 5000:05}", text)
        expected = self.scan(".", "-j1")
        self.assert_found(expected, 34)
        self.assertEqual(self.scan(".", "-j1", "--chunk-size", str(core)).out, expected.out)

    def corpus(self):
        for i in range(40):
            lines = []
            for j in range(60 * (i % 9) + 3):
                seed = f"{i} {j}"
                lines.append(f"line {j} of {i}: {body(seed, 10)}\n")
                if j % 29 == 5:
                    lines.append(f"a = '{github_token(seed)}'; b = \"{stripe_key(seed)}\"\n")
                if j % 31 == 7:
                    lines.append(f"  password: {body('pw' + seed, 14)}  # {j}\n")
                if j % 97 == 8:
                    lines.append("x" * 9000 + "\n")
            self.box.write(f"c/d{i % 3}/f{i}", "".join(lines))

    def test_reports_are_the_same_for_any_number_of_jobs_and_any_chunk_size(self):
        self.corpus()
        expected = self.scan("c", "-j1")
        self.assert_code(FINDINGS, expected)
        self.assertGreater(len(expected.findings), 200)
        for flags in (["-j2"], ["-j8"], ["-j1", "--chunk-size", "65536"], ["-j8", "--chunk-size", "70000"],
                      ["-j3", "--chunk-size", "1000003"], ["-j2", "--chunk-size", "4099"]):
            with self.subTest(flags=flags):
                self.assertEqual(self.scan("c", *flags).out, expected.out)

    def test_explanations_are_the_same_for_any_number_of_jobs_and_any_chunk_size(self):
        self.corpus()
        expected = self.scan("c", "-j1", "--explain")
        for flags in (["-j8"], ["-j2", "--chunk-size", "4099"]):
            with self.subTest(flags=flags):
                self.assertEqual(self.scan("c", "--explain", *flags).out, expected.out)

    def test_so_many_explanations_are_the_same_for_any_number_of_jobs(self):
        for name in "abcd":
            self.box.write(f"e/{name}", (placeholder_key() + "\n") * 4_000)
        expected = self.scan("e", "-j1", "--explain")
        self.assertEqual(len(self.scan("e", "-j4", "--explain").json()["explained"]), len(expected.json()["explained"]))

    def test_ten_thousand_stand_ins_do_not_hide_a_secret(self):
        """What is found and dropped for low confidence does not use up the limit of a file, or the run
        is incomplete."""
        self.box.write("a", (placeholder_key() + "\n") * 10_050 + LINE)
        run = self.scan("a")
        self.assertNotEqual(run.code, CLEAN, run)

    def test_of_a_flood_the_first_thousand_of_each_rule_are_listed(self):
        """That there are more, and how many, is said in every format; another rule's finding behind them is listed,
        and the report is the same for any number of threads and any chunks."""
        self.box.write("a", "".join(github_token(i) + "\n" for i in range(5_050)) + f"key = {stripe_key()}\n")
        run = self.scan("a")
        self.assertEqual(run.code, FINDINGS, run)
        self.assertTrue(run.summary["complete"])
        self.assertEqual(len(run.findings), 1_001)
        self.assertNotEqual(run.findings[-1]["rule"], "github-token")
        truncated = [{"path": "a", "rule": "github-token", "reported": 1_000, "more": 4_050}]
        self.assertEqual([dict(row, path="a") for row in run.summary["truncated"]], truncated)
        self.assertEqual(self.scan("a", "-j4", "--chunk-size", "4099").out, run.out)
        for form in ("text", "jsonl", "sarif", "github", "gitlab", "codequality", "junit", "csv", "markdown"):
            with self.subTest(form=form):
                text = self.box.aegis("scan", "a", "-f", form)
                self.assertEqual(text.code, FINDINGS)
                self.assertIn("4050", text.out + text.err)

    def test_a_flood_of_matches_ends(self):
        self.box.write("a", 'secret_key="' * 100_000)
        run = self.scan("a")
        self.assertIn(run.code, (CLEAN, FINDINGS, INCOMPLETE), run)


class Floods(ScanTest):
    """Text that is full of candidates takes time in proportion to its size, not to its square."""

    def seconds(self, line_of, lines):
        path = self.box.write("flood", "".join(line_of(i) for i in range(lines)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = self.scan("-j1", path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertIn(run.code, (CLEAN, FINDINGS), run)
        return after.ru_utime - before.ru_utime

    def assert_in_proportion(self, line_of, lines=7_000):
        few, many = self.seconds(line_of, lines), self.seconds(line_of, 4 * lines)
        self.assertLess(many, 6 * few + 0.15, f"{few:.2f} s for {lines} lines, {many:.2f} s for {4 * lines}")

    def test_a_list_of_md5_sums(self):
        self.assert_in_proportion(lambda i: f"{body(i, 32, '0123456789abcdef')}  file-{i}\n")

    def test_tokens(self):
        self.assert_in_proportion(lambda i: github_token(i) + "\n")

    def test_named_tokens_with_a_wrong_checksum(self):
        self.assert_in_proportion(lambda i: f"token = {github_token(i)[:-1]}{'10'[github_token(i)[-1] == '1']}\n")

    def test_named_halves_of_pairs(self):
        self.assert_in_proportion(lambda i: f"aws_secret_access_key = {body(i, 40)}\n")


if __name__ == "__main__":
    main()
