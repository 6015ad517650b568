#include "scanner/git/refs.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "scanner/base/fd.h"
#include "scanner/base/lines.h"
#include "scanner/git/byte_cursor.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/packed_refs.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr int kMaxSymbolicDepth = 5;
constexpr uint64_t kMaxRefSize = 64 * 1024;
constexpr uint64_t kMaxPackedRefsSize = uint64_t{256} << 20;
constexpr uint64_t kMaxMergeHeadSize = 1024 * 1024;
constexpr std::string_view kSpace = " \t\r\n";

std::string_view trim_end(std::string_view text) {
  const size_t last = text.find_last_not_of(kSpace);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// Refs of one worktree only; all others lie in the common folder.
bool is_per_worktree(std::string_view name) {
  return !name.starts_with("refs/") || name.starts_with("refs/bisect/") ||
         name.starts_with("refs/worktree/") || name.starts_with("refs/rewritten/");
}

// Whether a symbolic ref may point there. Keeps what HEAD says from naming a file outside.
bool is_safe_target(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return name.starts_with("refs/") && name.find("..") == std::string_view::npos &&
         name.find("//") == std::string_view::npos && !name.ends_with('/') &&
         std::none_of(name.begin(), name.end(), is_control);
}

// Whether a ref has a file of its own. A folder of that name is left behind by branches once below
// it.
Result<bool> is_loose(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return !S_ISDIR(info.st_mode);
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return system_error(ErrorKind::kUnreadable, "cannot open", errno).in(path);
}

// One line of packed-refs: "<object> <name>", "^<object>" below a tag, or a comment.
bool is_sound_line(std::string_view line, HashKind kind) {
  if (line.starts_with('#')) return true;
  if (line.starts_with('^')) return Oid::from_hex(line.substr(1), kind).has_value();
  return parse_packed_ref(line, kind).has_value();
}

// Text search: the file is mapped, and to find one name so is faster than to parse the lines before
// it.
std::optional<Oid> find_packed(std::string_view text, std::string_view name, HashKind kind) {
  const size_t digits = 2 * hash_size(kind);
  const std::string wanted = std::string(" ").append(name).append("\n");
  for (size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    if (at < digits || (at > digits && text[at - digits - 1] != '\n')) continue;
    return Oid::from_hex(text.substr(at - digits, digits), kind);
  }
  return std::nullopt;
}

Result<std::optional<Oid>> resolve_packed(const Repository& repository, std::string_view name) {
  const std::string path = repository.common_dir() + "/packed-refs";
  if (is_absent(path)) return std::optional<Oid>();
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error().in(path);
  const std::string_view text = file->bytes();
  if (text.size() > kMaxPackedRefsSize) return unreadable(path + ": is too large");
  if (const auto oid = find_packed(text, name, repository.hash_kind())) return std::optional(oid);
  // That it is not there may only be believed if the file is sound.
  ByteCursor lines(text);
  while (!lines.at_end()) {
    const auto line = lines.take_until('\n');
    if (!line || !is_sound_line(*line, repository.hash_kind())) {
      return unreadable(path + ": is malformed");
    }
  }
  return std::optional<Oid>();
}

}  // namespace

bool may_be_ref(std::string_view name) {
  const auto is_bad = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
           std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
  };
  return !name.empty() && !name.starts_with('/') && !name.ends_with('/') &&
         !name.ends_with(".lock") && name.find("..") == std::string_view::npos &&
         name.find("//") == std::string_view::npos && name.find("@{") == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), is_bad);
}

const std::string& folder_of_ref(const Repository& repository, std::string_view name) {
  return is_per_worktree(name) ? repository.git_dir() : repository.common_dir();
}

Result<std::optional<Oid>> resolve_ref(const Repository& repository, std::string_view name) {
  std::string current(name);
  for (int depth = 0; depth <= kMaxSymbolicDepth; ++depth) {
    const std::string path = folder_of_ref(repository, current) + "/" + current;
    auto has_file = is_loose(path);
    if (!has_file) return std::move(has_file).error();
    if (!*has_file) return resolve_packed(repository, current);
    auto text = read_file(path, kMaxRefSize);
    if (!text) return std::move(text).error().in(path);
    std::string_view value = trim_end(*text);
    if (!value.starts_with("ref:")) {
      const auto oid = Oid::from_hex(value, repository.hash_kind());
      if (!oid) return unreadable(path + ": is neither the name of an object nor that of a ref");
      return oid;
    }
    value.remove_prefix(4);
    value.remove_prefix(std::min(value.find_first_not_of(kSpace), value.size()));
    if (!is_safe_target(value)) return unreadable(path + ": points to what is no ref");
    current = value;
  }
  return unreadable("ref " + std::string(name) + ": leads through too many symbolic refs");
}

Result<std::optional<Oid>> head_commit(const Repository& repository) {
  const std::string path = repository.git_dir() + "/HEAD";
  if (is_absent(path)) return unreadable(path + ": is missing");
  return resolve_ref(repository, "HEAD");
}

Result<std::vector<Oid>> merge_heads(const Repository& repository) {
  std::vector<Oid> heads;
  const std::string path = repository.git_dir() + "/MERGE_HEAD";
  if (is_absent(path)) return heads;
  auto text = read_file(path, kMaxMergeHeadSize);
  if (!text) return std::move(text).error().in(path);
  std::string_view rest = *text;
  while (!trim_end(rest).empty()) {
    const auto oid = Oid::from_hex(trim_end(take_line(rest)), repository.hash_kind());
    if (!oid) return unreadable(path + ": has a line that is not the name of a commit");
    heads.push_back(*oid);
  }
  return heads;
}

}  // namespace aegis::git
