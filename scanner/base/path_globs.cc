#include "scanner/base/path_globs.h"

#include <algorithm>
#include <functional>

#include "scanner/base/ascii.h"
#include "scanner/base/glob.h"

namespace aegis {

namespace {

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

constexpr std::string_view kSpecial = "*?[]\\";

size_t hash_of(std::string_view name) {
  return std::hash<std::string_view>()(name);
}

}  // namespace

void PathGlobs::insert(std::vector<Row>& rows, Row row) {
  const auto after = std::upper_bound(rows.begin(), rows.end(), row.key,
                                      [](size_t key, const Row& other) { return key < other.key; });
  rows.insert(after, row);
}

void PathGlobs::add(std::string_view glob, uint32_t id) {
  const auto index = static_cast<uint32_t>(globs_.size());
  const std::string pattern = "**/" + lowered(glob);
  const std::string_view name = last_part(pattern);
  const std::string_view begin = name.substr(0, name.find_first_of(kSpecial));
  const std::string_view end = name.substr(name.find_last_of(kSpecial) + 1);  // npos + 1 is 0
  globs_.push_back({pattern, std::string(begin), std::string(end), id});
  if (begin.size() == name.size()) {
    name_begins_.set(begin_of(name));
    name_ends_.set(end_of(name));
    insert(by_name_, {hash_of(name), index});
  } else if (begin.size() >= 2) {
    prefixes_.set(begin_of(name));
    insert(by_prefix_, {begin_of(name), index});
  } else if (end.size() >= 2) {
    suffixes_.set(end_of(name));
    insert(by_suffix_, {end_of(name), index});
  } else {
    prefixes_.set();
    others_.push_back({0, index});
  }
}

void PathGlobs::try_rows(const std::vector<Row>& rows, size_t key, std::string_view path,
                         std::vector<uint32_t>& ids) const {
  auto row = std::lower_bound(rows.begin(), rows.end(), key,
                              [](const Row& other, size_t wanted) { return other.key < wanted; });
  for (; row != rows.end() && row->key == key; ++row) {
    const Glob& glob = globs_[row->glob];
    if (!path.ends_with(glob.end) || !last_part(path).starts_with(glob.begin)) continue;
    if (glob_matches(glob.pattern, path)) ids.push_back(glob.id);
  }
}

std::vector<uint32_t> PathGlobs::matches(std::string_view path) const {
  std::vector<uint32_t> ids;
  if (!may_match(last_part(path))) return ids;
  const std::string lower = lowered(path);
  const std::string_view name = last_part(lower);
  try_rows(by_name_, hash_of(name), lower, ids);
  try_rows(by_prefix_, begin_of(name), lower, ids);
  try_rows(by_suffix_, end_of(name), lower, ids);
  try_rows(others_, 0, lower, ids);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace aegis
