#include "scanner/git/shallow.h"

#include <string>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/base/lines.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxSize = uint64_t{256} << 20;

}  // namespace

Result<OidSet> read_shallow(const Repository& repository) {
  OidSet cut;
  const std::string path = repository.common_dir() + "/shallow";
  if (is_absent(path)) return cut;
  auto text = read_file(path, kMaxSize);
  if (!text) return std::move(text).error().in(path);
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const auto oid = Oid::from_hex(line, repository.hash_kind());
    if (!oid) return unreadable(path + ": has a line that is not the name of a commit");
    cut.insert(*oid);
  }
  return cut;
}

}  // namespace aegis::git
