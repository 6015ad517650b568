#include "scanner/detect/assignment.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

struct Row {
  const char* text;  // VALUE stands for a value made when the test runs
  const char* keyword;
  const char* said;  // "name=value", quotes and `==` shown; "none"
};

std::string said_of(const std::string& text, const std::string& keyword) {
  const size_t at = text.find(keyword);
  REQUIRE(at != std::string::npos);
  const auto found = assignment_around(text, {at, at + keyword.size()});
  if (!found) return "none";
  const auto part = [&](Span span) { return text.substr(span.begin, span.size()); };
  const std::string quote = found->quote != 0 ? std::string(1, found->quote) : "";
  return part(found->name) + (found->compared ? "==" : "=") + quote + part(found->value) + quote;
}

}  // namespace

TEST_CASE("An assignment is read in the syntax of many languages") {
  const Row rows[] = {
      // Unquoted: shell, .env, INI, properties, YAML, TOML.
      {"password=VALUE", "password", "password=VALUE"},
      {"password = VALUE\n", "password", "password=VALUE"},
      {"password\t=\tVALUE\tnext", "password", "password=VALUE"},
      {"export DB_PASSWORD=VALUE\n", "PASSWORD", "DB_PASSWORD=VALUE"},
      {"DB_PASSWORD_PROD=VALUE\n", "PASSWORD", "DB_PASSWORD_PROD=VALUE"},
      {"spring.datasource.password=VALUE", "password", "spring.datasource.password=VALUE"},
      {"password: VALUE\n", "password", "password=VALUE"},
      {"  password:   VALUE # note", "password", "password=VALUE"},
      {"password := VALUE", "password", "password=VALUE"},
      {"password ?= VALUE", "password", "password=VALUE"},
      {"password += VALUE", "password", "password=VALUE"},
      {"$password .= \"VALUE\"", "password", "$password=\"VALUE\""},
      {"password ::= \"VALUE\"", "password", "password=\"VALUE\""},
      {"password :::= \"VALUE\"", "password", "password=\"VALUE\""},
      {"<password>\n    VALUE\n</password>", "password", "password=VALUE"},
      {"password=VALUE;user=x", "password", "password=VALUE"},
      {"?password=VALUE&next=1", "password", "password=VALUE"},
      {"password=VALUE\r\n", "password", "password=VALUE"},
      {"client-token: VALUE", "token", "client-token=VALUE"},
      // Within a string: what an escape stands for ends it.
      {"password=VALUE\\nuser=x", "password", "password=VALUE"},
      {"password=VALUE\\r\\n\"", "password", "password=VALUE"},
      {"password=VALUE\\\\tuser", "password", "password=VALUE"},
      {"password: VALUE\\\", \\\"user", "password", "password=VALUE"},
      {"password=VALUE\\", "password", "password=VALUE\\"},
      {"password=VALUE\\dom", "password", "password=VALUE\\dom"},
      // Quoted.
      {"password = \"VALUE\";", "password", "password=\"VALUE\""},
      {"password = 'VALUE'", "password", "password='VALUE'"},
      {"password = `VALUE`", "password", "password=`VALUE`"},
      {"password=\"a VALUE with spaces\"", "password", "password=\"a VALUE with spaces\""},
      {"password = \"a\\\"VALUE\"", "password", "password=\"a\\\"VALUE\""},
      {"password = 'it''s'", "password", "password='it'"},
      {"const password: string = \"VALUE\";", "password", "password=\"VALUE\""},
      {"let password: &'static str = \"VALUE\";", "password", "password=\"VALUE\""},
      {"password: Option<String> = \"VALUE\"", "password", "password=\"VALUE\""},
      {"password = b\"VALUE\"", "password", "password=\"VALUE\""},
      {"password = r'VALUE'", "password", "password='VALUE'"},
      {"password = @\"VALUE\"", "password", "password=\"VALUE\""},
      {"password = u8\"VALUE\"", "password", "password=\"VALUE\""},
      {"char password[] = \"VALUE\"", "password", "password=\"VALUE\""},
      {"var password string = \"VALUE\"", "password", "password=\"VALUE\""},
      {"secret []byte = \"VALUE\"", "secret", "none"},
      {"password is = \"VALUE\"", "password", "password=\"VALUE\""},
      {"password is not = \"VALUE\"", "password", "none"},
      {"password string == \"VALUE\"", "password", "none"},
      {"password <- \"VALUE\"", "password", "password=\"VALUE\""},
      // Keys in quotes, brackets and symbols.
      {"{\"password\": \"VALUE\"}", "password", "password=\"VALUE\""},
      {"{\"password\":\"VALUE\"}", "password", "password=\"VALUE\""},
      {"{'password': 'VALUE'}", "password", "password='VALUE'"},
      {"\"password\" => \"VALUE\"", "password", "password=\"VALUE\""},
      {"'password' => 'VALUE',", "password", "password='VALUE'"},
      {":password => 'VALUE'", "password", "password='VALUE'"},
      {"cfg[\"password\"] = \"VALUE\"", "password", "password=\"VALUE\""},
      {"$_ENV['password'] = 'VALUE';", "password", "password='VALUE'"},
      {"{\\\"password\\\":\\\"VALUE\\\"}", "password", "password=\"VALUE\""},
      {"{\\\"password\\\": \\\"VALUE\\\", \\\"x\\\": 1}", "password", "password=\"VALUE\""},
      // Calls.
      {"setPassword(\"VALUE\")", "Password", "setPassword=\"VALUE\""},
      {"define('DB_PASSWORD', 'VALUE');", "PASSWORD", "DB_PASSWORD='VALUE'"},
      {"put(\"password\", \"VALUE\")", "password", "password=\"VALUE\""},
      {"setPassword(VALUE)", "Password", "none"},
      {"password(VALUE)", "password", "none"},
      {"IDENTIFIED BY PASSWORD 'VALUE'", "PASSWORD", "PASSWORD='VALUE'"},
      // Flags, tags, attributes.
      {"mysql --password VALUE -u x", "password", "--password=VALUE"},
      {"mysql --password=VALUE", "password", "--password=VALUE"},
      {"tool --token \"VALUE\"", "token", "--token=\"VALUE\""},
      {"<password>VALUE</password>", "password", "password=VALUE"},
      {"<password type=\"x\" id=\"y\">VALUE</password>", "password", "password=VALUE"},
      {"<password value=\"VALUE\">text</password>", "password", "password=\"VALUE\""},
      {"<db.password>VALUE</db.password>", "password", "db.password=VALUE"},
      {"<add key=\"password\" value=\"VALUE\"/>", "password", "password=\"VALUE\""},
      {"<item name=\"password\" content='VALUE'/>", "password", "password='VALUE'"},
      // Comparisons are said to be such.
      {"if (password == \"VALUE\")", "password", "password==\"VALUE\""},
      {"if password != 'VALUE':", "password", "password=='VALUE'"},
      {"password === `VALUE`", "password", "password==`VALUE`"},
      // Templates are one value up to their closing brace, blanks and all.
      {"password: ${PASSWORD:-VALUE}", "password", "password=${PASSWORD:-VALUE"},
      {"password: {{ vault VALUE }}", "password", "password={{ vault VALUE "},
      // Text.
      {"the password - 'VALUE'", "password", "password='VALUE'"},
      {"the password - VALUE", "password", "none"},
      {"password -'VALUE'", "password", "none"},
      // A text of its own, which the quote ends; with an odd one out, nobody can say.
      {"echo 'password = '.$VALUE['x'];", "password", "none"},
      {"\"password = \"VALUE\"\"", "password", "none"},
      {"'password: 'VALUE',", "password", "password='VALUE'"},
      // Nothing is given.
      {"the password is long", "password", "none"},
      {"password", "password", "none"},
      {"password =", "password", "none"},
      {"password:\n  VALUE", "password", "none"},
      {"password = \"VALUE\n", "password", "none"},
      {"password \"", "password", "none"},
      {"password = \"\"", "password", "none"},
      {"password, VALUE", "password", "none"},
  };
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 14, random);
  for (const Row& row : rows) {
    INFO(row.text);
    const std::string text = replaced(row.text, "VALUE", value);
    CHECK(said_of(text, row.keyword) == replaced(row.said, "VALUE", value));
  }
}

TEST_CASE("A value or a name that is too long is none") {
  const std::string pass = "password";
  CHECK(said_of(pass + "=" + std::string(1000, 'q'), pass) != "none");
  CHECK(said_of(pass + "=" + std::string(2000, 'q'), pass) == "none");
  CHECK(said_of(pass + "=\"" + std::string(2000, 'q') + "\"", pass) == "none");
  const std::string named = said_of(std::string(500, 'n') + pass + "=qqqq", pass);
  CHECK(named == std::string(80, 'n') + pass + "=qqqq");
}

TEST_CASE("The name before a value is found across quotes, blanks and an operator") {
  struct Before {
    const char* text;  // the value begins at VALUE
    const char* name;
  };
  const Before rows[] = {
      {"api_key = \"VALUE\"", "api_key"},
      {"\"api_key\": \"VALUE\"", "api_key"},
      {"api_key: VALUE", "api_key"},
      {"apiKey=VALUE", "apiKey"},
      {"a.b.key := 'VALUE'", "a.b.key"},
      {"cfg[\"key\"] = \"VALUE\"", "key"},
      {"'key' => 'VALUE'", "key"},
      {"tool --token VALUE", "--token"},
      {"key == \"VALUE\"", "key"},
      {"{\\\"key\\\":\\\"VALUE\\\"}", "key"},
      {"call(key, \"VALUE\")", "key"},
      {"the key VALUE", ""},
      {"VALUE", ""},
      {"= VALUE", ""},
      {"key\n= VALUE", ""},
  };
  for (const Before& row : rows) {
    INFO(row.text);
    const std::string text = row.text;
    const Span name = name_before(text, text.find("VALUE"));
    CHECK(text.substr(name.begin, name.size()) == row.name);
  }
}

}  // namespace aegis
