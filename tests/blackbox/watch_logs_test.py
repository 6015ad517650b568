"""`aegis watch` over logs."""

import os

from support import CLEAN, FINDINGS, INCOMPLETE, main
from watch_support import LINE, OTHER_LINE, WatchTest


class Logs(WatchTest):
    def setUp(self):
        super().setUp()
        self.log = self.box.path("app.log")
        self.log.write_text("2026-01-02T03:04:05Z started\n")
        self.configure(under=[], logs=[str(self.log) + "*"])

    def add(self, line):
        with open(self.log, "a") as file:
            file.write(f"2026-01-02T03:04:06Z {line}")

    def test_only_what_is_new_and_each_secret_once(self):
        self.assert_ended(self.watch(), CLEAN)
        self.add(LINE)
        said = self.assert_ended(self.watch(), FINDINGS, new=1, still_open=1)
        self.assert_says(said["new"][0]["place"], "app.log:2", "first at 2026-01-02T03:04:06")
        self.assertTrue(any("--mask" in step for step in said["new"][0]["steps"]))
        self.assert_ended(self.watch(), FINDINGS, still_open=1)
        self.add("more\n")
        os.rename(self.log, self.log.with_suffix(".log.1"))
        self.log.write_text("")
        self.add(OTHER_LINE)
        self.assert_ended(self.watch(), FINDINGS, new=1, still_open=2)

    def test_a_pattern_that_leads_to_no_log(self):
        self.configure(under=[], logs=["/nowhere/*.log"])
        run = self.watch()
        self.assert_code(INCOMPLETE, run)
        self.assertIn("/nowhere", run.json()["problems"][0]["what"])

    def test_a_log_that_is_damaged_costs_itself_alone(self):
        self.add(LINE)
        self.box.write("app.log.2.gz", b"\x1f\x8b\x08\x00damaged")
        run = self.watch()
        self.assert_code(FINDINGS, run)
        self.assertEqual(len(run.json()["new"]), 1)
        self.assertIn("app.log.2.gz", run.json()["problems"][0]["why"])


if __name__ == "__main__":
    main()
