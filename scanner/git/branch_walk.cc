#include "scanner/git/branch_walk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "scanner/git/loose.h"
#include "scanner/git/object_stream.h"

namespace aegis::git {

namespace {

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
  for (uint32_t i = task.begin; i < task.end; ++i) {
    if (i + 1 < task.end) expect(plan_.tops()[i + 1]);
    walk_branch(plan_.tops()[i]);
  }
}

void BranchWalk::walk_branch(uint32_t top) {
  if (forest_->base(top) == kNoSlot) {
    begin_family(top);
  } else {
    begin_branch(top);
  }
  while (!stack_.empty()) {
    Frame& base = stack_.back();
    const uint32_t child = take_child(base);
    if (base.next_child != kNoSlot) expect(base.next_child);
    if (base.body.memory == nullptr) {
      auto body = built_anew(base.slot);
      if (!body) {
        fail_branch(child, body.error());
        if (!base.has_branches()) stack_.pop_back();
        continue;
      }
      base.body = *std::move(body);
      kept_ += base.body.size;
    }
    walk_child(child);
  }
}

void BranchWalk::begin_family(uint32_t root) {
  const auto entry = forest_->pack().entry_at(forest_->offset(root));
  if (!entry) return fail_branch(root, entry.error());
  const bool has_branches = next_needed(forest_->first_child(root), kNoSlot) != kNoSlot;
  if (!has_branches && entry->type == ObjectType::kBlob && entry->size > options_.stream_above) {
    return stream(root, *entry, compressed_data(*entry, root));
  }
  auto body = inflated(*entry, root);
  if (!body) return fail_branch(root, body.error());
  visit_whole(frame_of(root, *std::move(body)));
}

// A branch of a family whose lower part is another task.
void BranchWalk::begin_branch(uint32_t top) {
  auto base = built_anew(forest_->base(top));
  if (!base) return fail_branch(top, base.error());
  auto instructions = read_delta(top, base->view());
  auto body = instructions ? memory_for(delta_.size()) : std::move(instructions);
  if (!body) return fail_branch(top, body.error());
  delta_.apply(body->data());
  pool_.give_back(*std::move(instructions));
  pool_.give_back(*std::move(base));
  visit_whole(frame_of(top, *std::move(body)));
}

void BranchWalk::stream(uint32_t slot, const PackEntry& entry, std::string_view compressed) {
  check(slot);
  auto bytes = ObjectStream::of_packed(compressed, entry.size);
  const auto read = [&](std::span<char> out) { return bytes.read(out); };
  const auto seen = visitor_.visit_large(number_of(slot), entry.size, read);
  if (!seen) return fail_branch(slot, seen.error());
  result_.add(catalog_, number_of(slot), entry.size);
}

// What compressed data holds is checked when it is inflated. What stands before it, the type and
// the base of a delta, only the index can tell to be right.
void BranchWalk::check(uint32_t slot) {
  const auto expected = forest_->checksum(slot);
  if (!expected) return;
  const std::string_view entry(forest_->pack().bytes_at(forest_->offset(slot)),
                               forest_->packed_size(slot));
  // Where an index tells of two entries at one place, it says nothing of where one ends.
  if (entry.empty() || crc32_of(entry) == *expected) return;
  const ObjectNumber number = number_of(slot);
  result_.failures.push_back(
      {number, catalog_.oid(number),
       unreadable(forest_->pack().stem() + ".pack: its entry is not what the index has its checksum"
                                           " of; it was scanned as it is"),
       true});
}

void BranchWalk::visit_whole(Frame frame) {
  auto object =
      VisitedObject::whole(*forest_->type(frame.slot), number_of(frame.slot), frame.body.view());
  visit(frame, object);
  push(std::move(frame));
}

void BranchWalk::visit(Frame& frame, VisitedObject& object) {
  // Its bytes are far away in the pack, and there is something to do until they are needed.
  if (frame.has_branches()) {
    expect(frame.next_child != kNoSlot ? frame.next_child : frame.heaviest);
  }
  if (!is_wanted(frame.slot)) return;
  check(frame.slot);
  object.is_base = frame.has_branches();
  frame.tag = visitor_.visit(object);
  frame.visited = true;
  result_.add(catalog_, object.number, object.size());
}

// Puts it on the stack, if anything is built upon it.
void BranchWalk::push(Frame frame) {
  if (!frame.has_branches()) return pool_.give_back(std::move(frame.body));
  kept_ += frame.body.size;
  stack_.push_back(std::move(frame));
  if (kept_ > options_.kept_bytes) drop_bases();
}

// REQUIRES: it is built upon the object on top of the stack, which leaves it if this was its last.
void BranchWalk::walk_child(uint32_t child) {
  Frame& base = stack_.back();
  auto made = make_child(base, child);
  if (!base.has_branches()) {
    kept_ -= base.body.size;
    pool_.give_back(std::move(base.body));
    stack_.pop_back();
  }
  if (!made) return fail_branch(child, made.error());
  push(*std::move(made));
}

// The child, visited. Nothing needs the bytes of one without branches but perhaps the visitor.
Result<BranchWalk::Frame> BranchWalk::make_child(const Frame& base, uint32_t child) {
  auto instructions = read_delta(child, base.body.view());
  auto body = instructions ? memory_for(delta_.size()) : std::move(instructions);
  if (!body) return std::move(body).error();
  Frame frame = frame_of(child, *std::move(body));
  const ObjectType type = *forest_->type(child);
  const bool is_told_from_base = base.visited && delta_.has_pieces();
  if (!is_told_from_base) delta_.apply(frame.body.data());
  auto object = is_told_from_base ? VisitedObject::made(type, number_of(child), delta_,
                                                        frame.body.data(), base.tag)
                                  : VisitedObject::whole(type, number_of(child), frame.body.view());
  object.is_last_on_base = !base.has_branches();
  visit(frame, object);
  if (frame.has_branches()) object.bytes();
  pool_.give_back(*std::move(instructions));
  return frame;
}

BranchWalk::Frame BranchWalk::frame_of(uint32_t slot, Body body) const {
  Frame frame;
  frame.slot = slot;
  frame.body = std::move(body);
  uint64_t most = 0;
  for (uint32_t child = next_needed(forest_->first_child(slot), kNoSlot); child != kNoSlot;
       child = next_needed(forest_->next_sibling(child), kNoSlot)) {
    const uint64_t weight = plan_.weight(forest_number_, child);
    if (weight > most) frame.heaviest = child;
    most = std::max(most, weight);
  }
  frame.next_child = next_needed(forest_->first_child(slot), frame.heaviest);
  return frame;
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

// Has the beginning of an entry brought near.
void BranchWalk::expect(uint32_t slot) const {
  const char* const entry = forest_->pack().bytes_at(forest_->offset(slot));
  __builtin_prefetch(entry);
  __builtin_prefetch(entry + 64);
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

Result<Body> BranchWalk::memory_for(uint64_t size) {
  Body body = pool_.take(size);
  if (body.memory == nullptr) return no_memory(size);
  return body;
}

Result<Body> BranchWalk::inflated(const PackEntry& entry, uint32_t slot) {
  const std::string_view compressed = compressed_data(entry, slot);
  if (entry.size > store_.object_limit()) return too_large(store_.object_limit());
  if (!may_hold(compressed.size(), entry.size)) {
    return unreadable("declares more bytes than its compressed data can hold");
  }
  auto body = memory_for(entry.size);
  if (!body) return body;
  const auto done = inflater_.inflate_into(compressed, {body->data(), body->size});
  if (!done) return done.error();
  return body;
}

// Into delta_. What it points into is given.
Result<Body> BranchWalk::read_delta(uint32_t slot, std::string_view base) {
  const auto entry = forest_->pack().entry_at(forest_->offset(slot));
  if (!entry) return entry.error();
  auto instructions = inflated(*entry, slot);
  if (!instructions) return instructions;
  if (auto ok = delta_.read(instructions->view(), base, store_.object_limit()); !ok) {
    return std::move(ok).error();
  }
  return instructions;
}

Result<Body> BranchWalk::built_anew(uint32_t slot) {
  auto object =
      forest_->pack().read(forest_->offset(slot), store_.object_limit(), inflater_, bases_);
  if (!object) return std::move(object).error();
  auto body = memory_for(object->bytes.size());
  if (body) std::memcpy(body->data(), object->bytes.data(), body->size);
  return body;
}

void BranchWalk::fail_branch(uint32_t top, const Error& error) {
  const Error above =
      unreadable("is built upon " + catalog_.oid(number_of(top)).hex() + ", which cannot be read");
  std::vector<uint32_t> todo{top};
  while (!todo.empty()) {
    const uint32_t slot = todo.back();
    todo.pop_back();
    if (is_wanted(slot)) {
      const ObjectNumber number = number_of(slot);
      result_.failures.push_back({number, catalog_.oid(number), slot == top ? error : above});
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
  const auto fail = [&](const Error& error) {
    result_.failures.push_back({number, loose.oid, error});
  };
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
  result_.add(catalog_, number, size);
}

}  // namespace aegis::git
