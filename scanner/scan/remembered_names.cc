#include "scanner/scan/remembered_names.h"

#include <algorithm>

namespace aegis {

RememberedNames::RememberedNames(const git::ObjectCatalog& catalog) : catalog_(&catalog) {
  find({});
}

RememberedNames::RememberedNames(const git::ObjectCatalog& catalog,
                                 const std::vector<git::SortedNames>& parts)
    : catalog_(&catalog) {
  find(parts);
}

void RememberedNames::find(const std::vector<git::SortedNames>& parts) {
  find_run(parts);
  uint32_t count = 0;
  for (const git::SortedNames& names : parts) count += names.size();
  numbers_.assign(count - run_size_, git::kNoObject);
  is_known_.assign(catalog_->size(), false);
  uint32_t first = 0;
  for (const git::SortedNames& names : parts) {
    catalog_->for_each_of(names, [&](uint32_t place, git::ObjectNumber number, uint32_t times) {
      if (is_in_run(number)) return;
      for (uint32_t i = 0; i < times; ++i) {
        is_known_[number + i] = true;
        if (first + place + i < run_size_ || !catalog_->is_first(number + i)) continue;
        numbers_[first + place + i - run_size_] = number + i;
      }
    });
    first += names.size();
  }
  are_all_there_ = std::find(numbers_.begin(), numbers_.end(), git::kNoObject) == numbers_.end();
  for (git::ObjectNumber number = 0; number < catalog_->size(); ++number) {
    if (number == run_begin_) number += run_size_;
    if (number < catalog_->size() && !is_known_[number]) news_.push_back(number);
  }
}

void RememberedNames::find_run(const std::vector<git::SortedNames>& parts) {
  if (parts.empty()) return;
  const auto begin = catalog_->run_of(parts.front());
  if (!begin) return;
  const uint32_t size = parts.front().size();
  for (uint32_t i = 0; catalog_->has_copies() && i < size; ++i) {
    if (!catalog_->is_first(*begin + i)) return;
  }
  run_begin_ = *begin;
  run_size_ = size;
}

RememberedNames::Places::Places(const RememberedNames& names) : names_(names) {
  places_.assign(names.catalog_->size() - names.run_size_, kNoPlace);
  for (uint32_t i = 0; i < names.numbers_.size(); ++i) {
    places_[at(names.numbers_[i])] = names.run_size_ + i;
  }
}

uint32_t RememberedNames::Places::of(git::ObjectNumber number) const {
  return names_.is_in_run(number) ? number - names_.run_begin_ : places_[at(number)];
}

void RememberedNames::Places::add(git::ObjectNumber number, uint32_t place) {
  places_[at(number)] = place;
}

size_t RememberedNames::Places::at(git::ObjectNumber number) const {
  return number < names_.run_begin_ ? number : number - names_.run_size_;
}

}  // namespace aegis
