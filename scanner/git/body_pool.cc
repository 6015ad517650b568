#include "scanner/git/body_pool.h"

#include <bit>
#include <new>
#include <utility>

namespace aegis::git {

namespace {

constexpr size_t kMostIdle = size_t{16} << 20;
constexpr size_t kLeast = size_t{64} << 10;
constexpr size_t kLargest = size_t{1} << 20;  // what is larger is seldom of a size wanted again

}  // namespace

Body BodyPool::take(size_t size) {
  while (!idle_.empty()) {
    Body body = std::move(idle_.back());
    idle_.pop_back();
    idle_bytes_ -= body.capacity;
    if (body.capacity < size) continue;  // freed: a larger one takes its place
    body.size = size;
    return body;
  }
  const size_t capacity = size > kLargest ? size : std::bit_ceil(size < kLeast ? kLeast : size);
  Body body;
  body.memory.reset(new (std::nothrow) char[capacity]);
  if (body.memory != nullptr) {
    body.capacity = capacity;
    body.size = size;
  }
  return body;
}

void BodyPool::give_back(Body body) {
  if (body.memory == nullptr || body.capacity > kLargest) return;
  if (idle_bytes_ + body.capacity > kMostIdle) return;
  idle_bytes_ += body.capacity;
  idle_.push_back(std::move(body));
}

}  // namespace aegis::git
