// What a document held before.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aegis {

// The lines of a document's earlier versions.
class EarlierLines {
 public:
  explicit EarlierLines(std::vector<std::string> versions);

  // `lines` is a Finding's: with a line feed before and after unless it was cut.
  bool hold(std::string_view lines) const;

 private:
  std::vector<std::string> versions_;
  std::unordered_set<std::string_view> lines_;
};

}  // namespace aegis
