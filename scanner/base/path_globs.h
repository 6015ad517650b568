// Many globs over paths, asked together; case does not count.
//
// A glob is one of glob.h that is relative to any folder: `*.pem` and `.aws/credentials` match at
// any depth. Most paths are told apart by the first two and the last two characters of their last
// part, so a path that matches nothing costs next to nothing.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/char_set.h"

namespace aegis {

class PathGlobs {
 public:
  // What matches `glob` is told as `id`.
  void add(std::string_view glob, uint32_t id);

  // Whether what has `name` as its last part may match. Certain when it says no.
  bool may_match(std::string_view name) const {
    const size_t begin = begin_of(name);
    const size_t end = end_of(name);
    return (name_begins_[begin] && name_ends_[end]) || prefixes_[begin] || suffixes_[end];
  }

  // The ids of the globs that match, the smallest first, none twice.
  std::vector<uint32_t> matches(std::string_view path) const;

  bool empty() const { return globs_.empty(); }

 private:
  struct Glob {
    std::string pattern;
    std::string begin;  // plain text that a match's last part begins with, and ends with
    std::string end;
    uint32_t id = 0;
  };
  struct Row {  // of an index, sorted
    size_t key = 0;
    uint32_t glob = 0;  // place in globs_
  };

  static size_t pair_of(char a, char b) {
    return static_cast<size_t>(static_cast<unsigned char>(to_lower(a))) << 8 |
           static_cast<unsigned char>(to_lower(b));
  }
  static size_t begin_of(std::string_view name) {
    return name.size() < 2 ? 0 : pair_of(name[0], name[1]);
  }
  static size_t end_of(std::string_view name) {
    return name.size() < 2 ? 0 : pair_of(name[name.size() - 2], name[name.size() - 1]);
  }
  static void insert(std::vector<Row>& rows, Row row);
  void try_rows(const std::vector<Row>& rows, size_t key, std::string_view path,
                std::vector<uint32_t>& ids) const;

  std::vector<Glob> globs_;
  std::bitset<65536> name_begins_;  // of globs whose last part is plain text
  std::bitset<65536> name_ends_;
  std::bitset<65536> prefixes_;  // of globs whose last part begins with plain text
  std::bitset<65536> suffixes_;  // of the others, which end with it
  std::vector<Row> by_name_;     // key: a hash of the last part
  std::vector<Row> by_prefix_;
  std::vector<Row> by_suffix_;
  std::vector<Row> others_;  // neither begin nor end with two plain characters
};

}  // namespace aegis
