// A line on the terminal that says how far a long scan is.
#pragma once

#include <atomic>
#include <cstdint>

namespace aegis {

// Shared by all workers. Nothing is shown in the first second, and then five times a second.
class Progress {
 public:
  enum class Show { kNo, kYes };
  explicit Progress(Show show);
  ~Progress();  // wipes the line

  // How many documents there will be, where that is known, and what they are called ("objects").
  // Before anything is added.
  void expect(uint64_t documents, const char* noun);

  void add_bytes(uint64_t bytes);
  void add_document();

 private:
  void maybe_show();

  const Show show_;
  const int64_t began_;
  uint64_t expected_ = 0;  // 0: not known
  const char* noun_ = "files";
  std::atomic<int64_t> next_;
  std::atomic<uint64_t> bytes_{0};
  std::atomic<uint64_t> documents_{0};
  std::atomic<bool> shown_{false};
};

}  // namespace aegis
