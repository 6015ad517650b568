"""`aegis logs`: JSON lines, container and journal records, escapes and colours."""

import json

from logs_support import OTHER, TOKEN, LogsTest, basic, cri, docker, journal_entry, line, noise
from support import INCOMPLETE, main, stripe_key

RED, PLAIN = "\x1b[31m", "\x1b[0m"


class JsonLines(LogsTest):
    def test_the_json_path_is_told(self):
        record = {"ts": "2026-11-20T10:00:00Z", "http": {"headers": [{"key": "a"}, {"key": "b"}, {"key": TOKEN}]}}
        found = self.of_text('{"ts":"x"}\n' + json.dumps(record) + "\n")
        self.assertEqual((found["line"], found["json_path"]), (2, "$.http.headers[2].key"))
        self.assertEqual(found["time"], "2026-11-20T10:00:00Z")

    def test_json_within_json_is_undone(self):
        inner = json.dumps({"authorization": "Basic " + basic("a password of theirs 42")})
        text = json.dumps({"message": "upstream said " + inner, "level": "info"}) + "\n"
        found = self.of_text(text)
        self.assertEqual(found["json_path"], "$.message")

    def test_unicode_escapes_are_undone_and_offsets_mapped_back(self):
        half = len(TOKEN) // 2
        written = TOKEN[:half] + f"\\u{ord(TOKEN[half]):04x}" + TOKEN[half + 1 :]
        text = '{"a":"b"}\n{"msg":"got ' + written + ' here"}\n'
        found = self.of_text(text)
        self.assertEqual((found["line"], found["offset"]), (2, text.index(written)))
        self.assertEqual(found["end_column"] - found["column"], len(written))

    def test_the_same_secret_is_one_however_it_is_escaped(self):
        key = stripe_key()
        escaped = "".join(f"\\x{ord(c):02x}" for c in key)
        found = self.of_text(f"a {key}\nb {escaped}\n" + json.dumps({"k": key}) + "\n")
        self.assertEqual(found["count"], 3)

    def test_a_time_in_numbers(self):
        for number, text in ((1795514400, "2026-11-24T10:00:00Z"), (1795514400123, "2026-11-24T10:00:00.123Z")):
            with self.subTest(number):
                found = self.of_text(json.dumps({"time": number, "msg": TOKEN}) + "\n")
                self.assertEqual(found["time"], text)

    def test_a_line_that_is_damaged_json(self):
        found = self.of_text('{"a": {"msg": "' + TOKEN + '\n')
        self.assertEqual(found["json_path"], "$.a.msg")


class Escapes(LogsTest):
    def test_colours_within_a_token_are_stripped(self):
        written = TOKEN[:10] + RED + TOKEN[10:20] + PLAIN + TOKEN[20:]
        text = f"{RED}x{PLAIN}\n{written}\n"
        found = self.of_text(text)
        self.assertEqual((found["line"], found["offset"]), (2, text.index(written)))

    def test_the_report_holds_no_control_character(self):
        self.box.write("a.log", f"\x1b]0;title\x07{RED}token{PLAIN} = {TOKEN}\x1b]8;;http://x\x07\n")
        run = self.box.aegis("logs", "a.log")
        self.assertNotIn(b"\x1b", run.raw_out + run.raw_err)

    def test_colours_that_were_escaped_themselves(self):
        for begin in ("\\u001b[31m", "\\x1b[31m", "#033[31m"):
            with self.subTest(begin):
                self.of_text(f'{{"msg":"{TOKEN[:9]}{begin}{TOKEN[9:]}"}}\n')

    def test_hex_escapes(self):
        self.of_text("body: " + "".join(f"\\x{ord(c):02x}" for c in TOKEN) + "\n")


class Containers(LogsTest):
    def test_dockers_records(self):
        text = docker("hello") + docker(f"token={TOKEN}")
        found = self.of_text(text)
        self.assertEqual((found["line"], found["json_path"]), (2, "$.log"))
        self.assertEqual(found["time"], "2026-11-20T10:00:00.500Z")

    def test_dockers_parts_are_joined(self):
        padding = "x" * (16 * 1024 - 20) + " "
        for cut in range(1, len(TOKEN), 5):
            with self.subTest(cut):
                text = docker("hello") + docker(padding + TOKEN[:cut], end="") + docker(TOKEN[cut:] + " rest")
                found = self.of_text(text)
                self.assertEqual((found["line"], found["end_line"]), (2, 3))

    def test_a_record_of_the_other_stream_may_stand_between_the_parts(self):
        text = docker(TOKEN[:15], end="") + docker("error!", stream="stderr") + docker(TOKEN[15:])
        self.of_text(text)

    def test_lines_that_end_are_not_joined(self):
        self.box.write("a.log", docker(TOKEN[:15]) + docker(TOKEN[15:]))
        self.assert_clean(self.logs("a.log"))

    def test_cri_parts_are_joined(self):
        for cut in range(1, len(TOKEN), 5):
            with self.subTest(cut):
                text = cri("hello") + cri("a b c " + TOKEN[:cut], "P") + cri(TOKEN[cut:] + " rest")
                found = self.of_text(text)
                self.assertEqual((found["line"], found["time"]), (2, "2026-11-20T10:00:00.500Z"))

    def test_cri_lines_that_are_full_are_not_joined(self):
        self.box.write("a.log", cri(TOKEN[:15]) + cri(TOKEN[15:]))
        self.assert_clean(self.logs("a.log"))

    def test_cuts_at_every_place_of_a_block(self):
        text = docker("hello") * 40 + docker(TOKEN[:15], end="") + docker(TOKEN[15:]) + docker("bye") * 40
        self.box.write("a.log", text)
        for size in (1, 7, 100, 1000):
            self.one(self.logs("a.log", "--chunk-size", str(size)))


class Journal(LogsTest):
    def test_an_entry_has_its_time_and_unit(self):
        found = self.of_text(journal_entry("hello") + journal_entry(f"login with {TOKEN}"))
        self.assertEqual((found["line"], found["json_path"], found["unit"]), (2, "$.MESSAGE", "shop.service"))
        self.assertEqual(found["time"], "2026-11-24T10:00:00Z")

    def test_a_message_that_is_a_list_of_bytes(self):
        found = self.of_text(journal_entry("hello") + journal_entry(f"{RED}login{PLAIN} with {TOKEN}".encode()))
        self.assertEqual((found["line"], found["unit"]), (2, "shop.service"))

    def test_a_long_list_of_bytes(self):
        for before in (5_000, 60_000):
            with self.subTest(before):
                self.of_text(journal_entry("x") + journal_entry(b"\x1b" + b"log " * (before // 4) + TOKEN.encode()))

    def test_passwords_on_command_lines(self):
        found = self.of_text(journal_entry("x") + journal_entry("started", _CMDLINE=f"curl -u me:{OTHER} https://x"))
        self.assertEqual(found["json_path"], "$._CMDLINE")

    def test_fields_that_journalctl_left_out_are_said(self):
        self.box.write("a.log", journal_entry("x") + journal_entry(None) + journal_entry('\\":null'))
        run = self.logs("a.log")
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "a.log", "1 long field", "--all")

    def test_the_export_format(self):
        text = (
            "__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1795514300000000\n_SYSTEMD_UNIT=other.service\nMESSAGE=hello\n\n"
            "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795514400000000\n"
            f"MESSAGE=login with {TOKEN}\n_SYSTEMD_UNIT=shop.service\n\n"
        )
        found = self.of_text(text)
        self.assertEqual((found["line"], found["time"], found["unit"]), (8, "2026-11-24T10:00:00Z", "shop.service"))

    def test_binary_fields_of_the_export_format(self):
        message = f"two\nlines with {TOKEN}".encode()
        field = b"MESSAGE\n" + len(message).to_bytes(8, "little") + message + b"\n"
        entry = b"__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1795514400000000\n" + field + b"\n"
        self.box.write("a.log", entry)
        self.assertEqual(self.one(self.logs("a.log"))["time"], "2026-11-24T10:00:00Z")

    def test_the_journals_own_files_are_refused_with_the_way_to_read_them(self):
        self.box.write("system.journal", b"LPKSHHRH" + bytes(300))
        run = self.logs("system.journal")
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "system.journal", "journalctl")


if __name__ == "__main__":
    main()
