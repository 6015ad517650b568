"""A user's own rules, and the cache of what is compiled from them."""

import hashlib
import json
import os

from scan_support import ACME, ScanTest, acme_rules, acme_token
from support import CLEAN, FINDINGS, INCOMPLETE, USAGE, main


class Rules(ScanTest):
    """--rules"""

    def setUp(self):
        super().setUp()
        self.box.write("a", f"x\nx = {acme_token()}\n")

    def with_rules(self, text, name="acme.json", **kwargs):
        self.box.write(name, text)
        return self.scan("a", "--rules", name, **kwargs)

    def test_a_good_rule_is_used(self):
        run = self.with_rules(acme_rules())
        self.assertIn(("acme-secret-key", 2), [(f["rule"], f["line"]) for f in run.findings])
        self.assert_no_leak(run, acme_token())

    def test_a_documented_example_does_not_come_back_under_a_generic_name(self):
        known = hashlib.sha256(acme_token().encode()).hexdigest()
        self.box.write("a", f'secret_key = "{acme_token()}"\n')
        run = self.with_rules(acme_rules(**{"not": [known]}))
        self.assertEqual([f["rule"] for f in run.findings], [])

    def test_rules_of_the_scanned_repository_make_no_other_rule_blind(self):
        """Neither by a hash of `not`, nor by low confidence, unless the user trusts the configuration."""
        known = hashlib.sha256(acme_token().encode()).hexdigest()
        for changes in ({"not": [known]}, {"confidence": "low"}):
            with self.subTest(changes=changes):
                self.box.write("r/a", f'secret_key = "{acme_token()}"\n')
                self.box.write("r/acme.json", acme_rules(**changes))
                self.box.write("r/.aegis.json", '{"rules": ["acme.json"]}')
                self.assertEqual([f["line"] for f in self.scan("r/a").findings], [1])
        self.box.write("r/acme.json", acme_rules(**{"not": [known]}))
        self.assertEqual(self.scan("r/a", "--trust-config").findings, [])

    def test_a_folder_of_rules_is_used(self):
        self.box.write("more/acme.json", acme_rules())
        run = self.scan("a", "--rules", "more")
        self.assertIn("acme-secret-key", [f["rule"] for f in run.findings])

    def test_the_second_run_says_the_same_from_the_cache(self):
        first = self.with_rules(acme_rules())
        self.assertEqual(self.with_rules(acme_rules()).out, first.out)

    def assert_blames(self, run, *words):
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "acme.json", "acme-secret-key", *words)

    def line_of(self, text, part):
        return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)

    def assert_blamed_at(self, text, part, *words):
        run = self.with_rules(text)
        self.assert_blames(run, f"{self.line_of(text, part)}", *words)

    def test_an_unknown_key(self):
        text = acme_rules(shapes="x")
        self.assert_blamed_at(text, '"shapes"', "shapes")

    def test_an_unknown_key_of_the_file(self):
        file = json.loads(acme_rules())
        file["rotates"] = "x"
        run = self.with_rules(json.dumps(file, indent=2))
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "acme.json", "rotates")

    def test_an_id_that_stands_twice(self):
        file = json.loads(acme_rules())
        file["rules"].append(dict(file["rules"][0], shape=ACME + "{hex:40}"))
        self.assert_blames(self.with_rules(json.dumps(file, indent=2)))

    def test_an_id_of_a_built_in_rule(self):
        text = acme_rules().replace("acme-secret-key", "github-token").replace('"acme"', '"github"')
        run = self.with_rules(text)
        self.assert_code(USAGE, run)
        self.assert_says(run.err, "github-token")

    def test_a_pattern_without_bound(self):
        for pattern in (ACME + "[a-z]+", ACME + ".*", ACME + "x{3,}", ACME + "(a|b)*"):
            with self.subTest(pattern=pattern):
                self.assert_blamed_at(acme_rules(shape=None, pattern=pattern), "acme-secret-key")

    def test_a_pattern_that_matches_the_empty_string(self):
        self.assert_blames(self.with_rules(acme_rules(shape=None, pattern="(acmesk)?")))

    def test_a_shape_that_matches_the_empty_string(self):
        self.assert_blames(self.with_rules(acme_rules(shape="(acmesk)?")))

    def test_a_bad_shape(self):
        for shape in (ACME + "{base62:30", ACME + "{nothing:3}", ACME + "{hex}", ACME + "{hex:5,3}", ACME + "(a",
                      ACME + "{hex:-1}", ACME + "{hex:99999999999999999999}", ACME + "a)", "{base62:3}"):
            with self.subTest(shape=shape):
                self.assert_blamed_at(acme_rules(shape=shape), "acme-secret-key")

    def test_a_shape_longer_than_can_be_matched(self):
        self.assert_blames(self.with_rules(acme_rules(shape=ACME + "{hex:5000}")))

    def test_a_pattern_that_explodes_ends_soon(self):
        for pattern in ("acmesk([a-z]|bc{1,9}d){1,3200}", "acmesk" + "(a|b)" * 300, "acmesk" + "x?" * 4000,
                        "acmesk(((a{1,50}){1,50}){1,50}){1,50}"):
            with self.subTest(pattern=pattern[:40]):
                run = self.with_rules(acme_rules(shape=None, pattern=pattern))
                self.assertIn(run.code, (CLEAN, FINDINGS, USAGE), run)

    def test_missing_and_wrong_fields(self):
        for changes in ({"what": None}, {"shape": None}, {"severity": "awful"}, {"check": "none-such"}, {"near": "x"},
                        {"entropy": 9}, {"pattern": "x"}, {"not": ["00"]}, {"with": {}}):
            with self.subTest(changes=changes):
                self.assert_blames(self.with_rules(acme_rules(**changes)))

    def test_what_is_no_rule_file(self):
        for text in ("", "{}", "[]", "{", '{"provider": "acme"}', "\0", '{"provider": "acme", "name": "x", "rules": []}'):
            with self.subTest(text=text):
                run = self.with_rules(text)
                self.assert_code(USAGE, run)
                self.assert_says(run.err, "acme.json")

    def test_deep_json_is_no_crash(self):
        self.assert_code(USAGE, self.with_rules("[" * 200_000))

    def test_a_file_that_is_not_there(self):
        run = self.scan("a", "--rules", "none.json")
        self.assertIn(run.code, (USAGE, INCOMPLETE), run)
        self.assert_says(run.err, "none.json")


class Cache(ScanTest):
    """Where compiled rules are kept."""

    def setUp(self):
        super().setUp()
        self.box.write("a", f"x = {acme_token()}\n")
        self.box.write("acme.json", acme_rules())
        self.folder = self.box.top / "home/cache/aegis"

    def entries(self):
        return sorted(p.name for p in self.folder.iterdir()) if self.folder.is_dir() else []

    def assert_works(self, **kwargs):
        run = self.scan("a", "--rules", "acme.json", **kwargs)
        self.assertIn("acme-secret-key", [f["rule"] for f in run.findings])

    def test_it_is_private_and_holds_one_entry(self):
        self.assert_works()
        self.assert_works()
        self.assertEqual(len(self.entries()), 1)
        self.assertEqual(self.folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual((self.folder / self.entries()[0]).stat().st_mode & 0o777, 0o600)

    def test_a_folder_open_to_others_is_not_used(self):
        self.folder.mkdir()
        for mode in (0o777, 0o750, 0o701):
            os.chmod(self.folder, mode)
            self.assert_works()
            self.assertEqual(self.entries(), [])

    def test_a_link_in_its_place_is_not_used(self):
        elsewhere = self.box.top / "elsewhere"
        elsewhere.mkdir(mode=0o700)
        os.symlink(elsewhere, self.folder)
        self.assert_works()
        self.assertEqual(list(elsewhere.iterdir()), [])

    def test_a_damaged_entry_is_not_used(self):
        self.assert_works()
        entry = self.folder / self.entries()[0]
        whole = entry.read_bytes()
        for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
            entry.write_bytes(whole[:size])
            self.assert_works()

    def test_an_entry_that_others_may_write_is_not_read(self):
        self.assert_works()
        entry = self.folder / self.entries()[0]
        entry.write_bytes(b"nonsense")
        os.chmod(entry, 0o666)
        self.assert_works()

    def test_no_home_and_no_cache_are_no_hindrance(self):
        self.assert_works(env={"HOME": None, "XDG_CACHE_HOME": None})
        self.assert_works(env={"XDG_CACHE_HOME": "/nonexistent/cache"})

    def test_the_working_folder_is_never_taken_for_a_cache(self):
        self.assert_works(env={"HOME": "", "XDG_CACHE_HOME": "relative"})
        self.assertFalse(self.box.path("relative").exists())

    def test_built_in_rules_need_no_cache(self):
        self.assert_code(CLEAN, self.scan("acme.json"))
        self.assertEqual(self.entries(), [])


if __name__ == "__main__":
    main()
