"""`aegis logs`: which logs it reads, and what it says of what they hold."""

import os

from logs_support import OTHER, PACKERS, TOKEN, LogsTest, line, noise
from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, github_token, main


class Plain(LogsTest):
    def test_a_secret_has_file_offset_line_and_time(self):
        text = noise(3) + line(TOKEN, 7)
        found = self.of_text(text)
        self.assertEqual((found["file"], found["line"]), ("a.log", 4))
        self.assertEqual(found["offset"], text.index(TOKEN))
        self.assertEqual(found["column"], line(TOKEN).index(TOKEN) + 1)
        self.assertEqual(found["time"], "2026-11-20T10:00:07Z")

    def test_a_secret_is_reported_once_with_count_and_first_and_last_time(self):
        text = line(TOKEN, 5) + noise(2) + line(TOKEN, 3) + line(TOKEN, 9)
        found = self.of_text(text)
        self.assertEqual((found["line"], found["count"]), (1, 3))
        self.assertEqual(found["first_seen"], "2026-11-20T10:00:03Z")
        self.assertEqual(found["last_seen"], "2026-11-20T10:00:09Z")

    def test_a_secret_in_several_logs_is_reported_once(self):
        for name in ("a.log", "b.log", "c.log"):
            self.box.write(name, line(TOKEN))
        found = self.one(self.logs("a.log", "b.log", "c.log"))
        self.assertEqual((found["file"], found["count"]), ("a.log", 3))
        self.assertEqual(found["other_files"], {"count": 2, "some": ["b.log", "c.log"]})

    def test_different_secrets_are_findings_of_their_own(self):
        self.box.write("a.log", line(TOKEN) + line(OTHER))
        self.assert_found(self.logs("a.log"), 2, "a.log")

    def test_every_place_where_that_is_asked_for(self):
        self.box.write("a.log", line(TOKEN, 1) + line(TOKEN, 2))
        run = self.logs("--every", "a.log")
        self.assert_found(run, 2)
        self.assertEqual([found["line"] for found in run.findings], [1, 2])

    def test_the_text_report_says_when_and_how_often(self):
        self.box.write("a.log", line(TOKEN, 1) + line(TOKEN, 2))
        run = self.box.aegis("logs", "a.log")
        self.assert_code(FINDINGS, run)
        self.assert_says(run.out, "a.log:1", "2026-11-20T10:00:01Z", "2 times", "first", "last")
        self.assert_no_leak(run, TOKEN)

    def test_a_clean_log(self):
        self.box.write("a.log", noise(1000))
        run = self.logs("a.log")
        self.assert_clean(run)
        self.assertEqual(run.summary["scanned"], 1)
        self.assertEqual(run.summary["bytes"], len(noise(1000)))

    def test_an_empty_log(self):
        self.box.write("a.log")
        self.assert_clean(self.logs("a.log"))

    def test_the_report_does_not_depend_on_threads_and_blocks(self):
        text = "".join(noise(50, i) + line(github_token(i % 7), i % 60) for i in range(60))
        self.box.write("a.log", text)
        first = self.logs("a.log", "--jobs", "1")
        self.assert_found(first, 7)
        for jobs, size in ((2, 1000), (3, 77), (8, 40_000), (1, 4096)):
            again = self.logs("a.log", "--jobs", str(jobs), "--chunk-size", str(size))
            self.assertEqual(again.out, first.out)


class Which(LogsTest):
    def test_a_folder_with_all_below_it(self):
        self.box.write("var/log/a.log", line(TOKEN))
        self.box.write("var/log/deep/b.log.1", line(OTHER))
        run = self.logs("var")
        self.assertEqual([found["file"] for found in run.findings], ["var/log/a.log", "var/log/deep/b.log.1"])

    def test_a_pattern_that_no_shell_has_expanded(self):
        self.box.write("log/a.log", line(TOKEN))
        self.box.write("log/b.txt", line(OTHER))
        self.assertEqual(self.one(self.logs("log/*.log"))["file"], "log/a.log")

    def test_a_pattern_with_any_number_of_folders(self):
        self.box.write("pods/x/y/a.log", line(TOKEN))
        self.assertEqual(self.one(self.logs("pods/**/*.log"))["file"], "pods/x/y/a.log")

    def test_a_pattern_without_a_match_is_said(self):
        run = self.logs("none/*.log")
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "none/*.log", "no file")

    def test_a_log_that_is_not_there_is_said_and_the_rest_is_scanned(self):
        self.box.write("a.log", line(TOKEN))
        run = self.logs("none.log", "a.log")
        self.assert_code(FINDINGS, run)
        self.assertFalse(run.summary["complete"])
        self.assert_skipped(run, "none.log")

    def test_the_same_log_under_two_names_is_scanned_once(self):
        self.box.write("a.log", line(TOKEN))
        os.link(self.box.path("a.log"), self.box.path("b.log"))
        found = self.one(self.logs("a.log", "b.log", "a.log"))
        self.assertEqual(found["count"], 1)

    def test_no_path_is_a_mistake(self):
        run = self.box.aegis("logs")
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "path")

    def test_an_ignore_file_leaves_logs_and_findings_out(self):
        self.box.write("a.log", line(TOKEN))
        fingerprint = self.one(self.logs("a.log"))["fingerprint"]
        self.box.write(".aegisignore", f"finding:{fingerprint}\n")
        run = self.logs("a.log")
        self.assert_clean(run)
        self.assertEqual(run.summary["ignored"], 1)
        self.box.write(".aegisignore", "a.log\n")
        self.assertEqual(self.logs("a.log").summary["scanned"], 0)

    def test_a_fingerprint_stays_from_day_to_day(self):
        first = self.of_text(line(TOKEN, 1), "a.log")
        again = self.of_text(noise(9) + line(OTHER, 2), "a.log.1")
        self.assertEqual(first["fingerprint"], again["fingerprint"])
        other = self.of_text(line(OTHER, 2, word="logout"), "a.log")
        self.assertNotEqual(first["fingerprint"], other["fingerprint"])


class Compressed(LogsTest):
    def test_every_format_whatever_the_name(self):
        text = (noise(2000) + line(TOKEN, 7)).encode()
        for ending, pack in PACKERS.items():
            for name in (f"a.log.{ending}", f"{ending}.log"):
                with self.subTest(name=name):
                    self.box.write(name, pack(text))
                    found = self.one(self.logs(name))
                    self.assertEqual((found["line"], found["offset"]), (2001, text.index(TOKEN.encode())))

    def test_several_members_one_after_another(self):
        for ending, pack in PACKERS.items():
            with self.subTest(ending):
                self.box.write("a.log", pack(line(OTHER).encode()) + pack(line(TOKEN).encode()))
                self.assert_found(self.logs("a.log"), 2)

    def test_one_that_is_cut_off_is_scanned_as_far_as_it_goes_and_said(self):
        for ending, pack in PACKERS.items():
            with self.subTest(ending):
                packed = pack((line(TOKEN) + noise(60_000)).encode())
                self.box.write("a.log", packed[:-20])
                run = self.logs("a.log")
                self.assertIn(run.code, (FINDINGS, INCOMPLETE))
                self.assert_skipped(run, "a.log", "cut off")

    def test_rubbish_behind_it_is_said(self):
        self.box.write("a.log", PACKERS["gz"](line(TOKEN).encode()) + b"rubbish")
        run = self.logs("a.log")
        self.assert_code(FINDINGS, run)
        self.assert_skipped(run, "a.log", "other data")


class Piped(LogsTest):
    def test_standard_input(self):
        found = self.one(self.logs("-", stdin=noise(2) + line(TOKEN)))
        self.assertEqual((found["file"], found["line"]), ("-", 3))

    def test_compressed_standard_input(self):
        for ending, pack in PACKERS.items():
            with self.subTest(ending):
                self.one(self.logs("-", stdin=pack((noise(900) + line(TOKEN)).encode())))

    def test_a_file_as_standard_input(self):
        path = self.box.write("a.log", line(TOKEN))
        with open(path, "rb") as file:
            self.one(self.logs("-", stdin=file))

    def test_standard_input_and_a_log(self):
        self.box.write("a.log", line(OTHER))
        self.assert_found(self.logs("a.log", "-", "-", stdin=line(TOKEN)), 2)

    def test_nothing(self):
        self.assert_clean(self.logs("-"))


if __name__ == "__main__":
    main()
