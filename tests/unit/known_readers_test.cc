// The readers of files of secrets. Values stand for secrets; none looks like one.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/known/env_file.h"
#include "scanner/known/file_format.h"
#include "scanner/known/ini_file.h"
#include "scanner/known/json_file.h"
#include "scanner/known/login_files.h"
#include "scanner/known/text_file.h"
#include "scanner/known/yaml_file.h"

namespace aegis {

namespace {

using Lines = std::vector<std::string>;

// "NAME|value" of each, and "! problem".
Lines shown(const StoredValues& found) {
  Lines lines;
  for (const StoredValue& stored : found.values) {
    lines.push_back(stored.name + "|" + std::string(stored.value.reveal()));
  }
  if (found.problem) lines.push_back("! " + *found.problem);
  return lines;
}

}  // namespace

TEST_CASE("An environment file is read as shells and dotenv libraries do") {
  CHECK(shown(read_env_file("\xef\xbb\xbf# comment\r\nA=one\r\n\r\n  export B = two words \r\n"
                            "C=three # comment\nD=fo#ur\nE=\n_f.g-h=six")) ==
        Lines{"A|one", "B|two words", "C|three", "D|fo#ur", "E|", "_f.g-h|six"});
  CHECK(shown(read_env_file("A='one # \\n'\nB=\"two\"  # comment\nC=`three`\nD='a'\"b\"c\n")) ==
        Lines{"A|one # \\n", "B|two", "C|three", "D|abc"});
  CHECK(shown(read_env_file("A=\"l1\nl2\r\nl3\"\nB='l1\nl2'\n")) ==
        Lines{"A|l1\nl2\nl3", "B|l1\nl2"});
}

TEST_CASE("Where readers of environment files differ, each reading is a value") {
  CHECK(shown(read_env_file("A=\"l1\\nl2\\$x\\q\"\n")) ==
        Lines{"A|l1\nl2$x\\q", "A|l1\\nl2\\$x\\q"});
  CHECK(shown(read_env_file("A=a\\$b\\\\c\n")) == Lines{"A|a$b\\c", "A|a\\$b\\\\c"});
}

TEST_CASE("What is no assignment is a problem, and the rest of the file counts") {
  CHECK(shown(read_env_file("A=one\nif true\nB=two\n3=x\n")) ==
        Lines{"A|one", "B|two", "! line 2: not NAME=VALUE"});
  CHECK(shown(read_env_file("A=\"open\nB=two\n")) ==
        Lines{"A|open", "B|two", "! line 1: a quote is not closed"});
  CHECK(shown(read_env_file("A='\xff\xfe'\n")) == Lines{"A|\xff\xfe"});
  CHECK(shown(read_env_file("")).empty());
  CHECK(shown(read_env_file("A")) == Lines{"! line 1: not NAME=VALUE"});
  CHECK(shown(read_env_file("export")) == Lines{"! line 1: not NAME=VALUE"});
  CHECK(shown(read_env_file("A=\"x\\")) == Lines{"A|x\\", "! line 1: a quote is not closed"});
}

TEST_CASE("Every string of JSON is a value, named by its path") {
  CHECK(shown(read_json_file(
            R"({"a": {"b": ["x", {"c": "y\n\u00f6"}]}, "n": 12, "t": true, "a.b": null, // c
                "d": "1", "d": "2"})")) == Lines{"a.b[0]|x", "a.b[1].c|y\n\xc3\xb6", "d|1", "d|2"});
  CHECK(shown(read_json_file("[[\"x\"], \"y\"]")) == Lines{"[0][0]|x", "[1]|y"});
}

TEST_CASE("JSON that is not valid is a problem, and what stands before counts") {
  CHECK(shown(read_json_file("{\"a\": \"x\",\n b}")) == Lines{"a|x", "! line 2: not valid JSON"});
  CHECK(shown(read_json_file("")) == Lines{"! line 1: not valid JSON"});
  CHECK(shown(read_json_file(std::string(1'000'000, '['))) == Lines{"! nests too deeply"});
  CHECK(shown(read_json_file("{\"a\": \"\xff\"}")) == Lines{"! line 1: not valid JSON"});
}

TEST_CASE("Of a program's settings only what is called secret counts") {
  CHECK(shown(read_json_settings(
            R"({"primaryApiKey": "x", "history": ["prose"], "oauth": {"id": "1"},
                "mcpServers": {"m": {"command": "c", "env": {"A": "y"}, "headers": {"B": "z"}}},
                "customApiKeyResponses": {"approved": ["tail"]}})")) ==
        Lines{"primaryApiKey|x", "oauth.id|1", "mcpServers.m.env.A|y", "mcpServers.m.headers.B|z",
              "customApiKeyResponses.approved[0]|tail"});
}

TEST_CASE("An INI file is read in sections") {
  CHECK(shown(read_ini_file("; c\n[default]\r\nkey_id = A\r\nother: B\n[p two]\nx='C D'\n# c\n"
                            "switch\n")) ==
        Lines{"default.key_id|A", "default.other|B", "p two.x|C D"});
  CHECK(shown(read_ini_file("//host.example/:_authToken=A\n_auth = B=\n")) ==
        Lines{"//host.example/:_authToken|A", "_auth|B="});
  CHECK(shown(read_ini_file("a = b ; c\n[s]\nd = e\n  f\n")) ==
        Lines{"a|b ; c", "a|b", "s.d|e", "s.d|f"});
  CHECK(shown(read_ini_file("no setting at all\na = b\n")) ==
        Lines{"a|b", "! line 1: not NAME = VALUE"});
}

TEST_CASE("A netrc file is read word by word") {
  CHECK(shown(read_netrc("machine h1 login me password A\nmachine h2\n\tlogin me\n\tpassword "
                         "\"B \\\" C\"\ndefault login x password D # c\n")) ==
        Lines{"machine h1 password|A", "machine h2 password|B \" C", "default password|D"});
  CHECK(shown(read_netrc("macdef init\nput password x\n\nmachine h account A password B")) ==
        Lines{"machine h account|A", "machine h password|B"});
  CHECK(shown(read_netrc("machine h password")) == Lines{"! ends behind password"});
  CHECK(shown(read_netrc("what is this")).size() == 1);
}

TEST_CASE("A pgpass file is read line by line") {
  CHECK(shown(read_pgpass("# c\nh:5432:db:me:A\\:B\\\\C\r\n*:*:*:you:D\n\nh:1:2\n")) ==
        Lines{"h:5432:db:me|A:B\\C", "*:*:*:you|D",
              "! line 5: not host:port:database:user:password"});
}

TEST_CASE("A text file's lines are values") {
  CHECK(shown(read_text_file("  one \r\n")) == Lines{"value|one"});
  CHECK(shown(read_text_file("one\n\n two words\nname: three\nhttps://h/x\nb=four")) ==
        Lines{"line 1|one", "line 3|two words", "line 4|name: three", "name|three",
              "line 5|https://h/x", "line 6|b=four", "b|four"});
  CHECK(shown(read_whole_file("one\ntwo\n")) == Lines{"value|one\ntwo"});
}

TEST_CASE("Of a text file private keys are values, and certificates are none") {
  const std::string begin = "-----BEGIN ";
  const std::string end = "-----END ";
  const std::string key = begin + "PRIVATE KEY-----\nAAAA\nBBBB\n" + end + "PRIVATE KEY-----";
  const std::string certificate = begin + "CERTIFICATE-----\nCCCC\n" + end + "CERTIFICATE-----\n";
  CHECK(shown(read_text_file(certificate + key + "\n" + certificate)) ==
        Lines{"private key|" + key});
  CHECK(shown(read_text_file("x\n" + begin + "EC PRIVATE KEY-----\nDDDD\n")) ==
        Lines{"private key|" + begin + "EC PRIVATE KEY-----\nDDDD\n", "value|x"});
}

TEST_CASE("Scalars of block YAML are values, named by their path") {
  CHECK(shown(read_yaml_file("# c\n---\na: one # c\nb:\n  c: 'two ''q'\n  d: \"thr\\x65e\\n\"\n"
                             "e:\n- four\n- f: five\n  g: six\n-   - seven\n\"h i\": a:b#c\n")) ==
        Lines{"a|one", "b.c|two 'q", "b.d|three\n", "e|four", "e.f|five", "e.g|six", "e|seven",
              "h i|a:b#c"});
  CHECK(shown(read_yaml_file("a: |\n  l1\n\n   l2\nb: >-\n  l1\n  l2\nc: |2\n    l1\nd: x\n")) ==
        Lines{"a|l1\n\n l2", "b|l1 l2", "c|  l1", "d|x"});
  CHECK(shown(read_yaml_file("a: one\n  two\n  three # c\nb: \"one\n  two\\\n  three\n\n  four\"\n"
                             "c:\n- one\n two\n")) ==
        Lines{"a|one two three", "b|one twothree\nfour", "c|one two"});
  CHECK(shown(read_yaml_file("a: !!str one\nb: &x two\nc: *x\nd: !t\n  e: f\n")) ==
        Lines{"a|one", "b|two", "d.e|f"});
}

TEST_CASE("Scalars of flow YAML are values") {
  CHECK(shown(read_yaml_file("a: {b: one, \"c\": 'two', d: [three, four five, {e: \"six\"}]} # c\n"
                             "f: [\n  one, # c\n  two\n]\ng: {h: }\ni: x\n")) ==
        Lines{"a.b|one", "a.c|two", "a.d|three", "a.d|four five", "a.d.e|six", "f|one", "f|two",
              "i|x"});
  CHECK(shown(read_yaml_file("{\"a\": \"x\", \"b\": [1, 2]}")) == Lines{"a|x", "b|1", "b|2"});
}

TEST_CASE("What YAML cannot be read is a problem, and the rest of the file counts") {
  CHECK(shown(read_yaml_file("a: x\n? b\n: c\nd: y\n")).back() == "! line 2: a complex key");
  CHECK(shown(read_yaml_file("a:\n\tb: x\nc: y\n")) ==
        Lines{"c|y", "! line 2: a tab in the indentation"});
  CHECK(shown(read_yaml_file("a: \"open\nb: x\n")).back().find("quote is not closed") !=
        std::string::npos);
  CHECK(shown(read_yaml_file("a: [x, y\n")).back().find("not closed") != std::string::npos);
  CHECK(shown(read_yaml_file(std::string(100'000, '['))).size() == 1);
  CHECK(shown(read_yaml_file(std::string(1000, '-') + " x")).size() <= 2);
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "- ";
  CHECK(shown(read_yaml_file(deep + "x")).size() == 1);
}

TEST_CASE("A file's reader goes by its name, then by its look") {
  CHECK(reader_for("a/.env", "") == read_env_file);
  CHECK(reader_for("a/db.env", "") == read_env_file);
  CHECK(reader_for("a/.env.local", "") == read_env_file);
  CHECK(reader_for("x.json", "") == read_json_file);
  CHECK(reader_for("/home/me/.claude.json", "") == read_json_settings);
  CHECK(reader_for("x.yml", "") == read_yaml_file);
  CHECK(reader_for("/home/me/.aws/credentials", "") == read_ini_file);
  CHECK(reader_for(".npmrc", "") == read_ini_file);
  CHECK(reader_for(".netrc", "") == read_netrc);
  CHECK(reader_for(".pgpass", "") == read_pgpass);
  CHECK(reader_for("x.txt", "") == read_text_file);
  CHECK(reader_for("x", "  {\"a\": 1}") == read_json_file);
  CHECK(reader_for("x", "one line\n") == read_text_file);
  CHECK(reader_for("x", "A=1\nB=2\n") == read_env_file);
  CHECK(reader_for("README", "two\nlines\n") == nullptr);
}

}  // namespace aegis
