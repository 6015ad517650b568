#include "scanner/base/private_text.h"

#include <string.h>
#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <utility>

namespace aegis {

namespace {

constexpr size_t kPage = 4096;

}  // namespace

PrivateText::PrivateText(PrivateText&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

PrivateText& PrivateText::operator=(PrivateText&& other) noexcept {
  if (this == &other) return *this;
  release();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

PrivateText::~PrivateText() {
  release();
}

void PrivateText::append(std::string_view bytes) {
  if (bytes.empty()) return;
  if (capacity_ - size_ < bytes.size()) grow(size_ + bytes.size());
  ::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void PrivateText::grow(size_t least) {
  const size_t wanted = std::max(least, capacity_ * 2);
  const size_t capacity = (wanted + kPage - 1) / kPage * kPage;
  void* pages =
      ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  // Both are worth having and neither is worth failing for: the program leaves no core either way.
  (void)::mlock(pages, capacity);
  (void)::madvise(pages, capacity, MADV_DONTDUMP);
  PrivateText larger;
  larger.data_ = static_cast<char*>(pages);
  larger.capacity_ = capacity;
  larger.append(view());
  *this = std::move(larger);
}

void PrivateText::release() {
  if (data_ == nullptr) return;
  ::explicit_bzero(data_, size_);
  ::munmap(data_, capacity_);
  data_ = nullptr;
}

}  // namespace aegis
