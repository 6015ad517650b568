// aegis-rulec RULES OUT.cc: checks and compiles the rules of a folder and writes a source file that
// embeds them. Part of the build; not installed.
#include <cstdio>
#include <fstream>
#include <string>

#include "scanner/detect/rule_book.h"
#include "scanner/detect/rule_check.h"
#include "scanner/detect/rule_conflicts.h"
#include "scanner/rule/rule_file.h"

namespace {

using aegis::Result;

Result<void> fits(const aegis::Plan& plan) {
  if (plan.displaced == 0) return {};
  return aegis::usage_error(
      std::to_string(plan.displaced) + " keywords too many: the keyword finder takes " +
      std::to_string(aegis::kMostKeywords) +
      ", and Hyperscan would find the others, but read all text more slowly. Give rules a literal"
      " that others have too or that is longer, or raise kMostKeywords (scanner/detect/plan.h) and"
      " measure what it costs");
}

Result<std::string> compile(const std::string& folder) {
  auto set = aegis::load_rules_from(folder);
  if (!set) return std::move(set).error();
  if (auto ok = aegis::check_rules(*set); !ok) return std::move(ok).error().in(folder);
  if (auto ok = aegis::check_conflicts(*set, {}); !ok) return std::move(ok).error().in(folder);
  auto book = aegis::make_rule_book(*std::move(set));
  if (!book) return std::move(book).error().in(folder);
  if (auto ok = fits(book->plan); !ok) return std::move(ok).error().in(folder);
  return aegis::encode_rule_book(*book);
}

bool write(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file.flush().good();
}

// The assembler reads a megabyte in no time; a compiler would take seconds over the same as an
// array.
std::string source_for(const std::string& blob_path) {
  return "// Made by aegis-rulec; do not edit.\n"
         "#include \"scanner/detect/embedded_rules.h\"\n\n"
         "asm(R\"(\n"
         "  .section .rodata\n"
         "  .balign 64\n"
         "aegis_rules_begin:\n"
         "  .incbin \"" +
         blob_path +
         "\"\n"
         "aegis_rules_end:\n"
         "  .byte 0\n"
         "  .text\n"
         ")\");\n\n"
         "extern \"C\" const char aegis_rules_begin[] __attribute__((visibility(\"hidden\")));\n"
         "extern \"C\" const char aegis_rules_end[] __attribute__((visibility(\"hidden\")));\n\n"
         "std::string_view aegis::embedded_rules() {\n"
         "  return {aegis_rules_begin, static_cast<size_t>(aegis_rules_end - aegis_rules_begin)};\n"
         "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: aegis-rulec RULES OUT.cc\n");
    return 2;
  }
  const std::string out = argv[2];
  auto blob = compile(argv[1]);
  if (!blob) {
    std::fprintf(stderr, "aegis-rulec: %s\n", blob.error().message().c_str());
    return 2;
  }
  if (!write(out + ".bin", *blob) || !write(out, source_for(out + ".bin"))) {
    std::fprintf(stderr, "aegis-rulec: cannot write %s\n", out.c_str());
    return 4;
  }
  return 0;
}
