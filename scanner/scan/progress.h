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

  bool is_shown() const { return show_ == Show::kYes; }

  // A part of the work begins: what is counted in it, and how much there will be, 0 where that is
  // not known. Before that, files are counted, nobody knows how many. While nothing is added.
  void begin(const char* noun, uint64_t expected);
  // It is done, all of it, though less was added. While nothing is added.
  void end();

  void add_bytes(uint64_t bytes);
  void add_document();

 private:
  void maybe_show();
  void show(int64_t now);

  const Show show_;
  const int64_t began_;
  int64_t part_began_;
  uint64_t expected_ = 0;
  const char* noun_ = "files";
  std::atomic<int64_t> next_;
  std::atomic<uint64_t> bytes_{0};
  std::atomic<uint64_t> documents_{0};
  std::atomic<bool> shown_{false};
};

}  // namespace aegis
