// Memory for objects' bytes, used again and again: fresh pages cost more than what is done in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace aegis::git {

// Bytes of an object, on loan from a pool. Not initialised.
struct Body {
  std::unique_ptr<char[]> memory;
  size_t capacity = 0;
  size_t size = 0;

  char* data() { return memory.get(); }
  std::string_view view() const { return {memory.get(), size}; }
};

// One thread at a time. Keeps at most 16 MiB that nobody uses.
class BodyPool {
 public:
  // Memory for `size` bytes, or a body without memory when there is none.
  Body take(size_t size);
  void give_back(Body body);

 private:
  std::vector<Body> idle_;
  size_t idle_bytes_ = 0;
};

}  // namespace aegis::git
