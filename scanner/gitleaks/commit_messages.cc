#include "scanner/gitleaks/commit_messages.h"

#include <algorithm>
#include <map>
#include <string>

#include "scanner/git/commit.h"

namespace aegis::gitleaks {

namespace {

// The lines of the first paragraph become one, as git's own log has it.
std::string unfolded(std::string_view message) {
  const size_t begin = message.find_first_not_of(" \r\n");
  if (begin == std::string_view::npos) return {};
  std::string text(message.substr(begin, message.find_last_not_of(" \r\n") - begin + 1));
  const size_t end = std::min(text.find("\n\n"), text.size());
  std::replace(text.begin(), text.begin() + static_cast<ptrdiff_t>(end), '\n', ' ');
  return text;
}

std::string message_of(git::ObjectReader& reader, const std::string& commit) {
  const auto oid = git::Oid::from_hex(commit, reader.hash_kind());
  if (!oid) return {};
  const auto bytes = reader.read(*oid, git::ObjectType::kCommit);
  return bytes ? unfolded(git::parse_commit_text(*bytes).message) : std::string();
}

}  // namespace

void add_messages(const git::ObjectStore& store, DocumentLeaks& worker, std::vector<Leak>& leaks) {
  git::ObjectReader reader(store);
  std::map<std::string, std::string> messages;
  for (Leak& leak : leaks) {
    if (!leak.introduction) continue;
    const auto [at, is_new] = messages.emplace(leak.introduction->commit, "");
    if (is_new) at->second = worker.printable(message_of(reader, at->first));
    leak.message = at->second;
  }
}

}  // namespace aegis::gitleaks
