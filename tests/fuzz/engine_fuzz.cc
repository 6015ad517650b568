// Any bytes through the engine with the built-in rules: the findings lie within the bytes and are
// the same however the bytes are cut.
#include "scanner/detect/engine.h"

#include "scanner/detect/embedded_rules.h"
#include "scanner/source/chunker.h"
#include "tests/fuzz/fuzz.h"

namespace {

const aegis::Engine& engine() {
  static const aegis::Engine made = [] {
    auto book = aegis::decode_rule_book(aegis::embedded_rules());
    aegis::must(static_cast<bool>(book));
    std::vector<aegis::RuleBook> books;
    books.push_back(*std::move(book));
    auto whole = aegis::Engine::create(std::move(books));
    aegis::must(static_cast<bool>(whole));
    return *std::move(whole);
  }();
  return made;
}

std::vector<aegis::Finding> findings_in(std::string_view text, size_t core) {
  static aegis::Detector detector = *aegis::Detector::create(engine());
  const auto origin = std::make_shared<aegis::Origin>(aegis::Origin{"fuzz.txt", "fuzz.txt", {}});
  aegis::Detections found;
  aegis::visit_bytes(origin, text, core, [&](const aegis::Chunk& chunk) {
    aegis::must(static_cast<bool>(detector.scan(chunk, found)));
  });
  return std::move(found.findings);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  const auto whole = findings_in(text, size + 1);
  const auto cut = findings_in(text, 64);
  aegis::must(whole.size() == cut.size());
  for (size_t i = 0; i < whole.size(); ++i) {
    const aegis::Place& place = whole[i].place;
    aegis::must(place.size > 0 && place.offset + place.size <= size);
    aegis::must(whole[i].rule == cut[i].rule && place.offset == cut[i].place.offset);
    aegis::must(place.line == cut[i].place.line && whole[i].confidence == cut[i].confidence);
  }
  return 0;
}
