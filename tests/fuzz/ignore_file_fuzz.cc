// Any bytes as .aegisignore.
#include "scanner/scan/ignore_file.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  const auto file = aegis::parse_ignore_file(text, "file", 0);
  if (!file) return 0;
  (void)file->paths()->ignores_with_folders("docs/generated/a[1].txt");
  (void)file->paths()->ignores_with_folders(text.substr(0, 200));
  for (size_t rule = 0; rule < file->paths()->size(); ++rule) {
    aegis::must(file->entry(file->entry_of_path_rule(rule)).is_of_path);
  }
  return 0;
}
