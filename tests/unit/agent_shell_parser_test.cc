#include <catch2/catch.hpp>

#include <string>

#include "scanner/agent/shell_parser.h"
#include "scanner/agent/shell_values.h"

namespace aegis::agent {

namespace {

std::string shown(const std::vector<ShellCommand>& commands);

// Parts one after the other: text as it is, quoted text in 'x', a variable as $x, a script as (x).
std::string shown(const std::vector<WordPart>& parts) {
  std::string text;
  for (const WordPart& part : parts) {
    if (part.kind == WordPart::Kind::kVariable) {
      text += '$' + part.text + (part.instead.empty() ? "" : ":" + shown(part.instead));
    } else if (part.kind == WordPart::Kind::kCommand) {
      text += '(' + shown(part.commands) + ')';
    } else {
      text += part.is_quoted ? '\'' + part.text + '\'' : part.text;
    }
  }
  return text;
}

// Words in [], redirections with their kind, commands apart by " ; ", or " | " where one reads the
// other.
std::string shown(const std::vector<ShellCommand>& commands) {
  std::string text;
  for (const ShellCommand& command : commands) {
    if (!text.empty() || command.reads_pipe) text += command.reads_pipe ? " | " : " ; ";
    for (const ShellWord& word : command.words) text += '[' + shown(word.parts) + ']';
    for (const Redirection& one : command.redirections) {
      const char* kinds[] = {"<", ">", "="};
      text += kinds[static_cast<int>(one.kind)] + ('[' + shown(one.target.parts) + ']');
    }
  }
  return text;
}

std::string parsed(std::string_view text) {
  return shown(parse_shell(text).commands);
}

std::vector<std::string> expanded(ShellValues& values, std::string_view word) {
  std::vector<std::string> all;
  const ShellScript script = parse_shell(word);
  for (const ShellWord& one : script.commands.at(0).words) {
    for (const Argument& argument : values.expand(one)) all.push_back(argument.text);
  }
  return all;
}

}  // namespace

TEST_CASE("a command is its words and redirections") {
  CHECK(parsed("") == "");
  CHECK(parsed("  \n\n # nothing\n") == "");
  CHECK(parsed("ls -la  src") == "[ls][-la][src]");
  CHECK(parsed("a>b 2>>c <d") == "[a]>[b]>[c]<[d]");
  CHECK(parsed("a 2>&1 >|b &>c <>d") == "[a]>[1]>[b]>[c]>[d]");
  CHECK(parsed("<a") == "<[a]");
  CHECK(parsed("a2>b 2 >c") == "[a2][2]>[b]>[c]");
  CHECK(parsed("a <<< b") == "[a]=[b]");
}

TEST_CASE("what joins commands takes them apart") {
  CHECK(parsed("a;b&c&&d||e\nf") == "[a] ; [b] ; [c] ; [d] ; [e] ; [f]");
  CHECK(parsed("a|b |& c") == "[a] | [b] | [c]");
  CHECK(parsed("a |\nb") == "[a] | [b]");
  CHECK(parsed("a | (b)") == "[a] | [b]");
  CHECK(parsed("(a; b) > c") == "[a] ; [b] ; >[c]");
  CHECK(parsed("{ a; }") == "[a]");
  CHECK(parsed("if a; then b; else c; fi") == "[a] ; [b] ; [c]");
  CHECK(parsed("for x in a b; do c; done") == "[for][x][in][a][b] ; [c]");
  CHECK(parsed("f() { a; }") == "[f] ; [a]");
  CHECK(parsed("case x in a) b;; esac") == "[case][x][in][a] ; [b]");
  CHECK(parsed("a # b\nc#d") == "[a] ; [c#d]");
  CHECK(parsed("a \\\n b\\\nc") == "[a][bc]");
}

TEST_CASE("a test in double brackets is one command") {
  CHECK(parsed("[[ a && b || ( c < d ) ]] && e") == "[[[][a][b][c][d][]]] ; [e]");
  CHECK(parsed("[[ a ; b") == "[[[][a] ; [b]");
}

TEST_CASE("quotes and escapes are taken off, and known of") {
  CHECK(parsed(R"(a'b c'd)") == "[a'b c'd]");
  CHECK(parsed(R"("a b"c)") == "['a b'c]");
  CHECK(parsed(R"(a\ b)") == "[a' 'b]");
  CHECK(parsed(R"("a\"b\$c\d")") == R"(['a"b$c\d'])");
  CHECK(parsed(R"($'a\n\x41\101\u00e9\'b')") == "['a\nAA\xC3\xA9'b']");
  CHECK(parsed(R"($"a")") == "['a']");
  CHECK(parsed("''") == "['']");
  CHECK(parsed("'a") == "['a']");
  CHECK(parsed("\"a") == "['a']");
  CHECK(parsed("a\\") == "[a'']");
}

TEST_CASE("variables and substitutions are parts of words") {
  CHECK(parsed("$a${b}$1$$x$") == "[$a$b$1$$x$]");
  CHECK(parsed("\"$a\"") == "[''$a]");
  CHECK(parsed("${a:-b}${c-$d}${e:+'f'}") == "[$a:b$c:$d$e:'f']");
  CHECK(parsed("${a#b}${#c}${!d}${e/x/y}${f:1:2}") == "[$a$c$d$e$f]");
  CHECK(parsed("${a/$(b)/}") == "[$a:([b])]");
  CHECK(parsed("$(a; b)c") == "[([a] ; [b])c]");
  CHECK(parsed("\"x$(a \"b\")y\"") == "['x'([a]['b'])'y']");
  CHECK(parsed("`a \\`b\\``") == "[([a][([b])])]");
  CHECK(parsed("<(a) >(b)") == "[([a])][([b])]");
  CHECK(parsed("$(( 1 + 2 ))") == "[([1][+][2])]");
  CHECK(parsed("$(a") == "[([a])]");
}

TEST_CASE("here-documents belong to their commands") {
  CHECK(parsed("a <<E b\nx $y\nE\nc") == "[a][b]=['x '$y'\n'] ; [c]");
  CHECK(parsed("a <<'E'\nx $y\nE\nc") == "[a]=['x $y\n'] ; [c]");
  CHECK(parsed("a <<-E\n\t\tx\n\tE\nc") == "[a]=['x\n'] ; [c]");
  CHECK(parsed("a <<A; b <<B\n1\nA\n2\nB\nc") == "[a]=['1\n'] ; [b]=['2\n'] ; [c]");
  CHECK(parsed("a <<E | b\n1\nE\nc") == "[a]=['1\n'] | [b] ; [c]");
  CHECK(parsed("$(a <<E\n1\nE\n)") == "[([a]=['1\n'])]");
  CHECK(parsed("a <<E\n$(b)\nE") == "[a]=[([b])'\n']");
  CHECK(parsed("a <<E\n1") == "[a]=['1\n']");
  CHECK(parsed("a <<E") == "[a]=[]");
}

TEST_CASE("a script that nests too deeply is known to be cut") {
  std::string text;
  for (int i = 0; i < kDeepestShell - 1; ++i) text += "$(";
  CHECK(parse_shell(text).is_whole);
  for (int i = 0; i < 1000; ++i) text += "\"$(`";
  CHECK_FALSE(parse_shell(text).is_whole);
}

TEST_CASE("words become arguments") {
  ShellValues values("/home/u", "/project");
  values.assign("one", {"a"});
  values.assign("two", {"a b"});
  values.assign("many", {"a", "b"});
  using Words = std::vector<std::string>;
  CHECK(expanded(values, "x '' y") == Words{"x", "", "y"});
  CHECK(expanded(values, "$one$one \"$two\" $two") == Words{"aa", "a b", "a", "b"});
  CHECK(expanded(values, "$many/$many") == Words{"a/a", "a/b", "b/a", "b/b"});
  CHECK(expanded(values, "$unset/x") == Words{"\x01/x"});
  CHECK(expanded(values, "${unset:-x}") == Words{"x"});
  CHECK(expanded(values, "$HOME $PWD") == Words{"/home/u", "/project"});
  CHECK(expanded(values, "a{b,c}d{e,f}") == Words{"abde", "abdf", "acde", "acdf"});
  CHECK(expanded(values, "{a} {a,b '{a,b}' \"{a,b}\" {,x}y") ==
        Words{"{a}", "{a,b", "{a,b}", "{a,b}", "y", "xy"});
  // Inner braces first, so what has none comes with each of them.
  CHECK(expanded(values, "{a,{b,c}}") == Words{"a", "b", "a", "c"});
  CHECK(expanded(values, "$(echo -n a b) $(pwd)/x $(printf '%s-%s' a b) $(ls)") ==
        Words{"a", "b", "/project/x", "a-b", "\x01"});
  CHECK(expanded(values, "a${IFS}b") == Words{"a", "b"});
}

TEST_CASE("only what was not quoted is matched against file names") {
  ShellValues values("/home/u", "/project");
  const auto has_glob = [&](std::string_view word) {
    return values.expand(parse_shell(word).commands.at(0).words.at(0)).at(0).has_glob;
  };
  CHECK(has_glob("*.c"));
  CHECK(has_glob("[a]"));
  CHECK_FALSE(has_glob("'*'.c"));
  CHECK_FALSE(has_glob("\\*"));
  CHECK_FALSE(has_glob("a"));
}

TEST_CASE("words that grow without end stop growing") {
  ShellValues values("/home/u", "/project");
  std::string text(1000, 'a');
  values.assign("x", {text});
  for (int i = 0; i < 64 && !values.is_exhausted(); ++i) {
    const ShellScript script = parse_shell("$x$x");
    values.assign("x", {values.text_of(script.commands[0].words[0].parts)});
  }
  CHECK(values.is_exhausted());
}

}  // namespace aegis::agent
