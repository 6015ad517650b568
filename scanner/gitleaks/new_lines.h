// What a version of a document has that its earlier versions have not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/scan/earlier_lines.h"
#include "scanner/source/source.h"

namespace aegis::gitleaks {

// For one document. Earlier versions are read when first asked for; where they cannot be read,
// everything is new.
class NewLines {
 public:
  // How far around a new line what stood there before is looked at with it, in bytes: a secret over
  // several lines may have some that are not new.
  static constexpr size_t kAround = 256;

  explicit NewLines(Document& document) : document_(document) {}

  // Stretches of whole lines, the line feeds around them included, in order and apart from each
  // other, outside of which no line of `text` is new. REQUIRES: `text` is the whole document.
  std::vector<Span> stretches(std::string_view text);

  // Whether these lines, with a line feed before and after as far as there is one, stood in no
  // earlier version.
  bool are_new(const std::string& lines);

 private:
  const std::vector<std::string>& versions();

  Document& document_;
  std::optional<std::vector<std::string>> versions_;
  std::optional<EarlierLines> earlier_;
};

}  // namespace aegis::gitleaks
