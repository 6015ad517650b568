#include "scanner/scan/earlier_lines.h"

#include <algorithm>
#include <utility>

namespace aegis {

EarlierLines::EarlierLines(std::vector<std::string> versions) : versions_(std::move(versions)) {
  for (std::string& version : versions_) {
    version = '\n' + version + '\n';
    std::string_view rest = version;
    for (size_t end = rest.find('\n', 1); end != std::string_view::npos; end = rest.find('\n', 1)) {
      lines_.insert(rest.substr(0, end + 1));
      rest.remove_prefix(end);
    }
  }
}

bool EarlierLines::hold(std::string_view lines) const {
  if (lines_.contains(lines)) return true;
  const bool one_line =
      lines.size() > 1 && lines.front() == '\n' && lines.find('\n', 1) == lines.size() - 1;
  if (one_line) return false;
  return std::any_of(versions_.begin(), versions_.end(), [&](const std::string& version) {
    return version.find(lines) != std::string::npos;
  });
}

}  // namespace aegis
