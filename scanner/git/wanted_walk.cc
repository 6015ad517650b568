#include "scanner/git/wanted_walk.h"

#include <algorithm>
#include <atomic>
#include <iterator>

#include "scanner/base/threads.h"

namespace aegis::git {

namespace {

// Of a pack with so many times more entries than are wanted, reading all entries' headers costs
// more than building the wanted ones from their bases each.
constexpr size_t kFew = 512;

// One thread's part of the objects that are read each by itself.
class Picker {
 public:
  Picker(const ObjectStore& store, const ObjectCatalog& catalog, const WalkOptions& options,
         ObjectVisitor& visitor)
      : catalog_(catalog), options_(options), visitor_(visitor), reader_(store) {}

  void visit(ObjectNumber number) {
    const auto object = reader_.read(catalog_.oid(number));
    if (!object) {
      unread_.push_back(number);
      return;
    }
    if ((options_.types >> static_cast<unsigned>(object->type) & 1) == 0) return;
    visitor_.visit(VisitedObject::whole(object->type, number, object->bytes));
    ++objects_;
    bytes_ += object->bytes.size();
  }

  // Adds what came of it to `result`, and what could not be read to `unread`.
  void move_into(WalkResult& result, std::vector<ObjectNumber>& unread) {
    result.objects += objects_;
    result.bytes += bytes_;
    unread.insert(unread.end(), unread_.begin(), unread_.end());
  }

 private:
  const ObjectCatalog& catalog_;
  const WalkOptions& options_;
  ObjectVisitor& visitor_;
  ObjectReader reader_;
  std::vector<ObjectNumber> unread_;
  uint64_t objects_ = 0;
  uint64_t bytes_ = 0;
};

class WantedWalk {
 public:
  WantedWalk(const ObjectStore& store, ObjectCatalog& catalog, WalkOptions options,
             std::span<ObjectVisitor* const> visitors)
      : store_(store), catalog_(catalog), options_(options), visitors_(visitors) {}

  WalkResult run(std::span<const ObjectNumber> numbers) {
    std::vector<ObjectNumber> few;
    std::vector<ObjectNumber> many;
    for (size_t pack = 0; pack < catalog_.packs(); ++pack) {
      const auto of_pack = take(numbers, end_of(pack));
      const bool pick = catalog_.forest(pack) == nullptr && is_worth_picking(pack, of_pack);
      std::vector<ObjectNumber>& to = pick ? few : many;
      to.insert(to.end(), of_pack.begin(), of_pack.end());
      if (!pick && !of_pack.empty()) catalog_.read_entries(pack);
    }
    many.insert(many.end(), numbers.begin(), numbers.end());  // loose ones are left
    walk(many);
    // What cannot be read is found, named and reported in one way only.
    const std::vector<ObjectNumber> unread = pick_all(few);
    for (const ObjectNumber number : unread) catalog_.read_entries(pack_of(number));
    walk(unread);
    return std::move(result_);
  }

 private:
  ObjectNumber end_of(size_t pack) const {
    return pack + 1 < catalog_.packs() ? catalog_.first_number_of(pack + 1)
                                       : catalog_.first_loose_number();
  }

  size_t pack_of(ObjectNumber number) const {
    size_t pack = 0;
    while (end_of(pack) <= number) ++pack;
    return pack;
  }

  static std::span<const ObjectNumber> take(std::span<const ObjectNumber>& numbers,
                                            ObjectNumber end) {
    const auto count = static_cast<size_t>(std::lower_bound(numbers.begin(), numbers.end(), end) -
                                           numbers.begin());
    const auto taken = numbers.first(count);
    numbers = numbers.subspan(count);
    return taken;
  }

  bool is_worth_picking(size_t pack, std::span<const ObjectNumber> numbers) const {
    const Pack& of = *store_.packs()[pack];
    if (numbers.size() > of.index().size() / kFew) return false;
    // What is to be streamed, the walk streams; and of which copy it reads, only the walk knows.
    return std::none_of(numbers.begin(), numbers.end(), [&](ObjectNumber number) {
      if (!catalog_.is_first(number)) return true;
      const auto offset = of.index().offset(number - catalog_.first_number_of(pack));
      const auto entry = offset ? of.entry_at(*offset) : unreadable("");
      return entry && !entry->is_delta && entry->size > options_.stream_above;
    });
  }

  void walk(const std::vector<ObjectNumber>& numbers) {
    if (numbers.empty()) return;
    std::vector<bool> wanted(catalog_.size(), false);
    for (const ObjectNumber number : numbers) wanted[number] = true;
    options_.wanted = &wanted;
    WalkResult part = walk_objects(store_, catalog_, options_, visitors_);
    options_.wanted = nullptr;
    std::move(part.failures.begin(), part.failures.end(), std::back_inserter(result_.failures));
    result_.objects += part.objects;
    result_.bytes += part.bytes;
  }

  std::vector<ObjectNumber> pick_all(const std::vector<ObjectNumber>& numbers) {
    std::vector<Picker> pickers;
    pickers.reserve(visitors_.size());
    for (ObjectVisitor* visitor : visitors_) {
      pickers.emplace_back(store_, catalog_, options_, *visitor);
    }
    std::atomic<size_t> next{0};
    run_in_threads(std::min(pickers.size(), numbers.size()), [&](size_t thread) {
      for (size_t i = next++; i < numbers.size(); i = next++) pickers[thread].visit(numbers[i]);
    });
    std::vector<ObjectNumber> unread;
    for (Picker& picker : pickers) picker.move_into(result_, unread);
    std::sort(unread.begin(), unread.end());
    return unread;
  }

  const ObjectStore& store_;
  ObjectCatalog& catalog_;
  WalkOptions options_;
  std::span<ObjectVisitor* const> visitors_;
  WalkResult result_;
};

}  // namespace

WalkResult walk_some(const ObjectStore& store, ObjectCatalog& catalog,
                     std::span<const ObjectNumber> numbers, WalkOptions options,
                     std::span<ObjectVisitor* const> visitors) {
  return WantedWalk(store, catalog, options, visitors).run(numbers);
}

}  // namespace aegis::git
