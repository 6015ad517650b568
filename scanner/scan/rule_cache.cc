#include "scanner/scan/rule_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "scanner/base/fd.h"
#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/detect/embedded_rules.h"
#include "scanner/detect/rule_check.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 256 << 20;

bool is_private(const struct stat& info) {
  return info.st_uid == ::geteuid() && (info.st_mode & 077) == 0;
}

// The cache's folder, made when it is not there; nothing when it is not ours alone.
std::optional<std::string> cache_folder() {
  const char* base = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  std::string folder;
  if (base != nullptr && base[0] == '/') {
    folder = base;
  } else if (home != nullptr && home[0] == '/') {
    folder = std::string(home) + "/.cache";
  } else {
    return std::nullopt;
  }
  ::mkdir(folder.c_str(), 0700);
  folder += "/aegis";
  ::mkdir(folder.c_str(), 0700);
  struct stat info {};
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || !is_private(info)) {
    return std::nullopt;
  }
  return folder;
}

std::string entry_name(const std::vector<RuleText>& files) {
  std::string key = Prefilter::library_version();
  const auto built_in = sha256(embedded_rules());
  key += to_hex(built_in);
  for (const RuleText& file : files) {
    const auto digest = sha256(file.json);
    key += to_hex(digest);
  }
  const auto digest = sha256(key);
  return to_hex(digest) + ".rules";
}

std::optional<RuleBook> load(const std::string& path) {
  auto file = open_regular(path, FinalSymlink::kRefuse);
  struct stat info {};
  if (!file || ::fstat(file->fd.get(), &info) != 0 || !is_private(info) ||
      file->size > kMostBytes) {
    return std::nullopt;
  }
  std::string bytes(file->size, '\0');
  const auto n = read_fully(file->fd.get(), bytes);
  if (!n || *n != bytes.size()) return std::nullopt;
  auto book = decode_rule_book(bytes);
  if (!book) return std::nullopt;
  return *std::move(book);
}

void store(const std::string& path, const std::string& bytes) {
  std::string temporary = path + ".XXXXXX";
  const Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
  if (!fd) return;
  const ssize_t written = ::write(fd.get(), bytes.data(), bytes.size());
  const bool whole = written == static_cast<ssize_t>(bytes.size());
  if (!whole || ::rename(temporary.c_str(), path.c_str()) != 0) ::unlink(temporary.c_str());
}

}  // namespace

Result<RuleBook> cached_rule_book(const std::vector<RuleText>& files) {
  const auto folder = cache_folder();
  const std::string path = folder ? *folder + "/" + entry_name(files) : std::string();
  if (folder) {
    if (auto book = load(path)) return *std::move(book);
  }
  auto set = load_rules(files);
  if (!set) return std::move(set).error();
  if (auto ok = check_rules(*set); !ok) return std::move(ok).error();
  auto book = make_rule_book(*std::move(set));
  if (!book || !folder) return book;
  if (const auto bytes = encode_rule_book(*book)) store(path, *bytes);
  return book;
}

}  // namespace aegis
