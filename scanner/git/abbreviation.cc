#include "scanner/git/abbreviation.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "scanner/git/folder_walk.h"

namespace aegis::git {

namespace {

constexpr size_t kMost = 100;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string lower_case(std::string_view digits) {
  std::string lower(digits);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

class Search {
 public:
  Search(std::string digits, HashKind kind) : digits_(std::move(digits)), kind_(kind) {
    std::string first = digits_;
    first.resize(2 * hash_size(kind), '0');
    first_ = Oid::from_hex(first, kind).value_or(Oid());
  }

  void look_in(const PackIndex& index) {
    uint32_t begin = 0;
    for (uint32_t end = index.size(); begin < end;) {
      const uint32_t middle = begin + (end - begin) / 2;
      if (index.oid(middle) < first_) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    for (; begin < index.size() && add(index.oid(begin)); ++begin) {
    }
  }

  void look_in_loose(const std::string& objects) {
    const std::string folder = digits_.substr(0, 2);
    for (const std::string& name : list_files(objects + "/" + folder).names) {
      if (const auto oid = Oid::from_hex(folder + name, kind_)) add(*oid);
    }
  }

  std::vector<Oid> take() {
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  bool add(const Oid& oid) {
    if (!oid.hex().starts_with(digits_) || found_.size() >= kMost) return false;
    found_.push_back(oid);
    return true;
  }

  const std::string digits_;
  const HashKind kind_;
  Oid first_;  // the least name that begins so
  std::vector<Oid> found_;
};

}  // namespace

std::vector<Oid> find_abbreviated(const ObjectStore& store, std::string_view digits) {
  const HashKind kind = store.hash_kind();
  if (digits.size() < kLeastDigits || digits.size() > 2 * hash_size(kind) || !is_hex(digits)) {
    return {};
  }
  Search search(lower_case(digits), kind);
  for (const auto& pack : store.packs()) search.look_in(pack->index());
  for (const std::string& folder : store.folders()) search.look_in_loose(folder);
  return search.take();
}

}  // namespace aegis::git
