#!/usr/bin/env python3
"""Tests of check_layers.py."""
import unittest

from check_layers import LAYERS, check_file


class CheckLayersTest(unittest.TestCase):
    def breaches(self, path, *lines):
        if path.endswith(".h"):
            lines = ("#pragma once", *lines)
        return [message for _, message in check_file(path, "\n".join(lines) + "\n")]

    def test_a_layer_may_include_itself_and_those_of_the_table(self):
        self.assertEqual(self.breaches("scanner/base/a.cc", '#include "scanner/base/b.h"'), [])
        self.assertEqual(self.breaches("scanner/scan/a.cc", '#include "scanner/git/b.h"'), [])

    def test_a_layer_may_include_no_other(self):
        for path, header in (
            ("scanner/base/a.h", "scanner/rule/b.h"),
            ("scanner/report/a.cc", "scanner/detect/b.h"),
            ("scanner/source/a.cc", "scanner/rule/b.h"),
            ("scanner/git/a.cc", "scanner/detect/b.h"),
            ("scanner/cli/a.cc", "scanner/rulec/b.h"),
            ("scanner/cli/a.cc", "tests/support/b.h"),
            ("scanner/cli/a.cc", "scanner/nowhere/b.h"),
            ("scanner/cli/a.cc", "options.h"),
        ):
            with self.subTest(path=path, header=header):
                self.assertEqual(len(self.breaches(path, f'#include "{header}"')), 1)

    def test_a_folder_that_is_not_in_the_table_is_a_breach(self):
        self.assertEqual(len(self.breaches("scanner/nowhere/a.cc", "int a;")), 1)

    def test_a_third_party_header_is_named_in_one_layer(self):
        self.assertEqual(self.breaches("scanner/detect/a.cc", "#include <hs.h>"), [])
        self.assertEqual(self.breaches("scanner/base/a.h", "#include <nlohmann/json.hpp>"), [])
        self.assertEqual(self.breaches("tests/unit/a.cc", "#include <nlohmann/json.hpp>"), [])
        self.assertEqual(len(self.breaches("scanner/rule/a.cc", "#include <hs/hs.h>")), 1)
        self.assertEqual(len(self.breaches("scanner/rule/a.cc", "#include <nlohmann/json.hpp>")), 1)
        self.assertEqual(len(self.breaches("scanner/detect/a.cc", "#include <zlib.h>")), 1)
        self.assertEqual(len(self.breaches("tests/unit/a.cc", "#include <CLI/CLI.hpp>")), 1)
        self.assertEqual(len(self.breaches("scanner/git/a.cc", "#include <sha1.h>")), 1)

    def test_a_mutex_stands_in_the_work_queue_only(self):
        self.assertEqual(self.breaches("scanner/base/work_queue.h", "std::mutex mutex_;"), [])
        self.assertEqual(len(self.breaches("scanner/scan/a.cc", "std::shared_mutex mutex;")), 1)
        self.assertEqual(len(self.breaches("scanner/scan/a.cc", "std::unique_lock lock(m);")), 1)

    def test_std_regex_is_for_tests_only(self):
        self.assertEqual(len(self.breaches("scanner/rule/a.cc", "#include <regex>")), 1)
        self.assertEqual(self.breaches("tests/unit/a.cc", "#include <regex>"), [])

    def test_headers_have_a_guard_and_open_no_namespace(self):
        self.assertEqual([m for _, m in check_file("scanner/base/a.h", "int a;\n")], ["no #pragma once"])
        self.assertEqual(len(self.breaches("scanner/base/a.h", "using namespace std;")), 1)
        self.assertEqual(self.breaches("scanner/base/a.cc", "using namespace std;"), [])

    def test_comments_and_strings_are_not_looked_at(self):
        self.assertEqual(
            self.breaches("scanner/rule/a.cc", "int a;  // std::mutex", "/* std::mutex", "std::mutex */ int b;",
                          'auto s = "std::mutex \\" // /*";', "auto c = '\"';", 'auto r = R"x(', ')" /* std::mutex', ')x";'),
            [])
        self.assertEqual(
            len(self.breaches("scanner/rule/a.cc", 'auto r = R"(" /*)"; std::mutex m;')), 1)
        self.assertEqual(len(self.breaches("scanner/rule/a.cc", "f(1'000, std::mutex(), 1'000);")), 1)

    def test_a_breach_says_its_line(self):
        self.assertEqual(check_file("scanner/rule/a.cc", "\n/*\n*/ std::mutex m;\n")[0][0], 3)

    def test_the_table_is_lowest_first(self):
        seen = []
        for layer, below in LAYERS.items():
            self.assertTrue(set(below.split()) <= set(seen), layer)
            seen.append(layer)


if __name__ == "__main__":
    unittest.main()
