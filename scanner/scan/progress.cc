#include "scanner/scan/progress.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace aegis {

namespace {

constexpr int64_t kFirst = 1000;  // milliseconds
constexpr int64_t kEvery = 200;

int64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void write_error(const char* text, int size) {
  // A terminal that is gone is no reason to stop a scan.
  if (::write(STDERR_FILENO, text, static_cast<size_t>(size)) < 0) return;
}

}  // namespace

Progress::Progress(Show show)
    : show_(show), began_(now_ms()), part_began_(began_), next_(began_ + kFirst) {}

Progress::~Progress() {
  if (shown_) write_error("\r\x1b[K", 4);
}

void Progress::begin(const char* noun, uint64_t expected) {
  noun_ = noun;
  expected_ = expected;
  bytes_ = 0;
  documents_ = 0;
  part_began_ = now_ms();
}

void Progress::end() {
  if (show_ == Show::kNo || expected_ == 0) return;
  documents_ = expected_;
  const int64_t now = now_ms();
  if (now >= began_ + kFirst) show(now);
}

void Progress::add_bytes(uint64_t bytes) {
  if (show_ == Show::kNo) return;
  bytes_ += bytes;
  maybe_show();
}

void Progress::add_document() {
  if (show_ == Show::kNo) return;
  ++documents_;
  maybe_show();
}

void Progress::maybe_show() {
  const int64_t now = now_ms();
  int64_t due = next_.load();
  // Of several workers that come here at once, one writes.
  if (now < due || !next_.compare_exchange_strong(due, now + kEvery)) return;
  show(now);
}

void Progress::show(int64_t now) {
  // Of a part that has just begun no rate can be told.
  const double seconds = std::max(0.001, static_cast<double>(now - part_began_) / 1000);
  const double megabytes = static_cast<double>(bytes_.load()) / 1e6;
  const uint64_t documents = documents_.load();
  char of[32] = "";
  char left[64] = "";
  if (expected_ > 0) {
    const uint64_t done = std::min(documents, expected_);
    std::snprintf(of, sizeof(of), " of %llu", static_cast<unsigned long long>(expected_));
    const double part = static_cast<double>(done) / static_cast<double>(expected_);
    std::snprintf(left, sizeof(left), ", %.0f %%", 100 * part);
    if (done > 0) {
      std::snprintf(left, sizeof(left), ", %.0f %%, %.0f s left", 100 * part,
                    seconds / part - seconds);
    }
  }
  char line[192];
  const int size = std::snprintf(line, sizeof(line), "\r\x1b[K%llu%s %s, %.0f MB, %.0f MB/s%s",
                                 static_cast<unsigned long long>(documents), of, noun_, megabytes,
                                 megabytes / seconds, left);
  shown_ = true;
  write_error(line, size);
}

}  // namespace aegis
