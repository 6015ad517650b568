#include "scanner/git/branch_walk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "scanner/git/loose.h"
#include "scanner/git/zlib_stream.h"

namespace aegis::git {

namespace {

constexpr size_t kStreamInput = size_t{1} << 20;

Error no_memory(uint64_t size) {
  return unreadable("no memory for its " + std::to_string(size) + " bytes");
}

Error too_large(uint64_t limit) {
  return unreadable("is larger than the " + std::to_string(limit) + " bytes allowed for an object");
}

}  // namespace

void BranchWalk::walk(const WalkTask& task) {
  if (task.forest == WalkTask::kLoose) {
    for (uint32_t index = task.begin; index < task.end; ++index) walk_loose(index);
    return;
  }
  forest_number_ = task.forest;
  forest_ = catalog_.forest(task.forest);
  first_ = catalog_.first_number_of(task.forest);
  walk_branch(task);
}

void BranchWalk::walk_branch(const WalkTask& task) {
  if (forest_->base(task.begin) == kNoSlot) {
    visit_root(task.begin);
  } else {
    auto base = built_anew(forest_->base(task.begin));
    auto body = base ? build(task.begin, base->view()) : std::move(base);
    if (!body) return fail_branch(task.begin, body.error());
    if (base) pool_.give_back(*std::move(base));
    enter(task.begin, *std::move(body), {});
  }
  while (!stack_.empty()) {
    Frame& base = stack_.back();
    const uint32_t child = take_child(base);
    if (base.body.memory == nullptr) {
      auto body = built_anew(base.slot);
      if (!body) {
        fail_branch(child, body.error());
        if (base.next_child == kNoSlot && base.heaviest == kNoSlot) stack_.pop_back();
        continue;
      }
      base.body = *std::move(body);
      kept_ += base.body.size;
    }
    walk_child(child, base, base.next_child == kNoSlot && base.heaviest == kNoSlot);
  }
}

void BranchWalk::visit_root(uint32_t slot) {
  const auto entry = forest_->pack().entry_at(forest_->offset(slot));
  if (!entry) return fail_branch(slot, entry.error());
  const bool has_branches = next_needed(forest_->first_child(slot), kNoSlot) != kNoSlot;
  if (!has_branches && entry->type == ObjectType::kBlob && entry->size > options_.stream_above) {
    return stream(slot, *entry, compressed_data(*entry, slot));
  }
  auto body = whole_object(*entry, slot);
  if (!body) return fail_branch(slot, body.error());
  enter(slot, *std::move(body), {});
}

void BranchWalk::stream(uint32_t slot, const PackEntry& entry, std::string_view compressed) {
  ZlibStream stream([&]() -> Result<std::string_view> {
    const std::string_view piece = compressed.substr(0, kStreamInput);
    compressed.remove_prefix(piece.size());
    return piece;
  });
  uint64_t left = entry.size;
  const auto read = [&](std::span<char> out) -> Result<size_t> {
    const size_t most = std::min<uint64_t>(out.size(), left);
    auto count = stream.read(out.first(most));
    if (!count) return count;
    left -= *count;
    if (*count < most) return unreadable("holds fewer bytes than it declares");
    char more;
    if (left == 0 && most > 0) {
      auto rest = stream.read({&more, 1});
      if (!rest) return rest;
      if (*rest != 0) return unreadable("holds more bytes than it declares");
    }
    return count;
  };
  const auto seen = visitor_.visit_large(first_ + forest_->position(slot), entry.size, read);
  if (!seen) return fail_branch(slot, seen.error());
  ++result_.objects;
  result_.bytes += entry.size;
}

// Visits the object and, if anything is built upon it, puts it on the stack.
void BranchWalk::enter(uint32_t slot, Body body, VisitedObject object) {
  Frame frame;
  frame.slot = slot;
  if (is_wanted(slot)) {
    object.type = *forest_->type(slot);
    object.number = first_ + forest_->position(slot);
    object.bytes = body.view();
    frame.tag = visitor_.visit(object);
    frame.visited = true;
    ++result_.objects;
    result_.bytes += body.size;
  }
  for (uint32_t child = next_needed(forest_->first_child(slot), kNoSlot); child != kNoSlot;
       child = next_needed(forest_->next_sibling(child), kNoSlot)) {
    const bool heavier =
        frame.heaviest == kNoSlot ||
        plan_.weight(forest_number_, child) > plan_.weight(forest_number_, frame.heaviest);
    if (heavier) frame.heaviest = child;
  }
  if (frame.heaviest == kNoSlot) return pool_.give_back(std::move(body));
  frame.next_child = next_needed(forest_->first_child(slot), frame.heaviest);
  kept_ += body.size;
  frame.body = std::move(body);
  stack_.push_back(std::move(frame));
  if (kept_ > options_.kept_bytes) drop_bases();
}

void BranchWalk::walk_child(uint32_t child, Frame& base, bool is_last) {
  auto body = build(child, base.body.view());
  VisitedObject object;
  object.has_base = base.visited;
  object.base_tag = base.tag;
  object.changes = changes_;
  if (is_last) {
    kept_ -= base.body.size;
    pool_.give_back(std::move(base.body));
    stack_.pop_back();
  }
  if (!body) return fail_branch(child, body.error());
  enter(child, *std::move(body), object);
}

// The next slot from `slot` on, along its siblings, that this task has to walk.
uint32_t BranchWalk::next_needed(uint32_t slot, uint32_t heaviest) const {
  while (slot != kNoSlot && (slot == heaviest || !plan_.is_needed(forest_number_, slot) ||
                             plan_.is_cut(forest_number_, slot))) {
    slot = forest_->next_sibling(slot);
  }
  return slot;
}

// REQUIRES: one is left.
uint32_t BranchWalk::take_child(Frame& frame) const {
  if (frame.next_child == kNoSlot) return std::exchange(frame.heaviest, kNoSlot);
  const uint32_t child = frame.next_child;
  frame.next_child = next_needed(forest_->next_sibling(child), frame.heaviest);
  return child;
}

// From the bottom of the stack, which is needed last.
void BranchWalk::drop_bases() {
  for (size_t i = 0; i + 1 < stack_.size() && kept_ > options_.kept_bytes; ++i) {
    if (stack_[i].body.memory == nullptr) continue;
    kept_ -= stack_[i].body.size;
    stack_[i].body = {};
  }
}

std::string_view BranchWalk::compressed_data(const PackEntry& entry, uint32_t slot) const {
  const uint64_t end = forest_->offset(slot) + forest_->packed_size(slot);
  const std::string_view data = forest_->pack().data_of(entry);
  // Where an index tells of two entries at one place, the packed size says nothing.
  return end > entry.data_offset ? data.substr(0, end - entry.data_offset) : data;
}

Result<Body> BranchWalk::whole_object(const PackEntry& entry, uint32_t slot) {
  const std::string_view compressed = compressed_data(entry, slot);
  if (entry.size > store_.object_limit()) return too_large(store_.object_limit());
  if (!may_hold(compressed, entry.size)) {
    return unreadable("declares more bytes than its compressed data can hold");
  }
  Body body = pool_.take(entry.size);
  if (body.memory == nullptr) return no_memory(entry.size);
  const auto done = inflater_.inflate_into(compressed, {body.data(), body.size});
  if (!done) return done.error();
  return body;
}

Result<Body> BranchWalk::build(uint32_t slot, std::string_view base) {
  const auto entry = forest_->pack().entry_at(forest_->offset(slot));
  if (!entry) return entry.error();
  auto instructions = whole_object(*entry, slot);
  if (!instructions) return instructions;
  auto delta = Delta::parse(instructions->view(), base.size(), store_.object_limit());
  if (!delta) return std::move(delta).error();
  Body body = pool_.take(delta->size());
  if (body.memory == nullptr) return no_memory(delta->size());
  delta->apply(base, body.data(), changes_);
  pool_.give_back(*std::move(instructions));
  return body;
}

Result<Body> BranchWalk::built_anew(uint32_t slot) {
  auto object =
      forest_->pack().read(forest_->offset(slot), store_.object_limit(), inflater_, bases_);
  if (!object) return std::move(object).error();
  Body body = pool_.take(object->bytes.size());
  if (body.memory == nullptr) return no_memory(object->bytes.size());
  std::memcpy(body.data(), object->bytes.data(), body.size);
  return body;
}

void BranchWalk::fail_branch(uint32_t top, const Error& error) {
  const Error above =
      unreadable("is built upon " + catalog_.oid(first_ + forest_->position(top)).hex() +
                 ", which cannot be read");
  std::vector<uint32_t> todo{top};
  while (!todo.empty()) {
    const uint32_t slot = todo.back();
    todo.pop_back();
    if (is_wanted(slot)) {
      result_.failures.push_back(
          {catalog_.oid(first_ + forest_->position(slot)), slot == top ? error : above});
    }
    for (uint32_t child = next_needed(forest_->first_child(slot), kNoSlot); child != kNoSlot;
         child = next_needed(forest_->next_sibling(child), kNoSlot)) {
      todo.push_back(child);
    }
  }
}

void BranchWalk::walk_loose(ObjectNumber index) {
  const LooseObject& loose = catalog_.loose()[index];
  const ObjectNumber number = catalog_.first_loose_number() + index;
  if (!plan_.is_wanted(number)) return;
  const std::string& folder = store_.folders()[loose.folder];
  const auto fail = [&](const Error& error) { result_.failures.push_back({loose.oid, error}); };
  auto stream = LooseStream::open(folder, loose.oid);
  if (!stream) return fail(stream.error());
  if ((options_.types >> static_cast<unsigned>(stream->type()) & 1) == 0) return;
  const uint64_t size = stream->size();
  if (stream->type() == ObjectType::kBlob && size > options_.stream_above) {
    const auto seen =
        visitor_.visit_large(number, size, [&](std::span<char> out) { return stream->read(out); });
    if (!seen) return fail(seen.error());
  } else {
    auto object = read_loose(folder, loose.oid, store_.object_limit(), inflater_);
    if (!object) return fail(object.error());
    if (!*object) return fail(unreadable("is gone"));
    visitor_.visit(VisitedObject::whole((*object)->type, number, (*object)->bytes));
  }
  ++result_.objects;
  result_.bytes += size;
}

}  // namespace aegis::git
