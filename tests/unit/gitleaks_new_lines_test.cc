#include "scanner/gitleaks/new_lines.h"

#include <catch2/catch.hpp>
#include <memory>

#include "scanner/rule/sample.h"
#include "tests/support/samples.h"

namespace aegis::gitleaks {
namespace {

class Versions : public Document {
 public:
  explicit Versions(std::vector<std::string> versions) : versions_(std::move(versions)) {}

  std::shared_ptr<const Origin> origin() const override { return std::make_shared<Origin>(); }
  Result<void> read(size_t, const ChunkVisitor&) override { return {}; }
  Result<std::vector<std::string>> earlier_versions() override { return versions_; }

 private:
  std::vector<std::string> versions_;
};

std::vector<std::string> stretches(const std::string& text, std::vector<std::string> versions) {
  Versions document(std::move(versions));
  std::vector<std::string> all;
  for (const Span& span : NewLines(document).stretches(text)) {
    all.push_back(text.substr(span.begin, span.size()));
  }
  return all;
}

using Texts = std::vector<std::string>;

TEST_CASE("without an earlier version everything is new") {
  CHECK(stretches("a\nb\n", {}) == Texts{"a\nb\n"});
}

TEST_CASE("what is far from new lines is left out") {
  const std::string far(NewLines::kAround + 10, 'f');
  const std::string old = "1\n" + far + "\n2\n" + far + "\n3\n";
  const std::string text = "1\n" + far + "\n2\nnew\n" + far + "\n3\n";
  CHECK(stretches(text, {old}) == Texts{"\n" + far + "\n2\nnew\n" + far + "\n"});
  CHECK(stretches(old, {text}).size() == 1);
}

TEST_CASE("every line that no earlier version has stands in a stretch, whole") {
  SampleRandom random(test_seed());
  INFO("seed " << test_seed());
  for (int round = 0; round < 300; ++round) {
    const auto text_of = [&] {
      std::string text;
      for (uint64_t n = random.below(12); n > 0; --n) {
        text += std::string(random.below(300), static_cast<char>('a' + random.below(3)));
        if (n > 1 || random.below(2) == 0) text += '\n';
      }
      return text;
    };
    std::vector<std::string> versions;
    for (uint64_t n = 1 + random.below(2); n > 0; --n) versions.push_back(text_of());
    const std::string text = text_of();
    Versions document(versions);
    NewLines lines(document);
    const auto spans = lines.stretches(text);
    size_t begin = 0;
    while (begin < text.size()) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const bool is_new = lines.are_new("\n" + text.substr(begin, end - begin) + "\n");
      const bool is_in = std::any_of(spans.begin(), spans.end(), [&](const Span& span) {
        return span.begin <= begin && end <= span.end;
      });
      CHECK((is_in || !is_new));
      begin = end + 1;
    }
  }
}

}  // namespace
}  // namespace aegis::gitleaks
