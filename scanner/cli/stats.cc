#include "scanner/cli/stats.h"

#include <cstdio>

namespace aegis {

namespace {

std::string row(const char* stage, uint64_t count, const char* of, uint64_t nanoseconds,
                uint64_t bytes) {
  const double seconds = static_cast<double>(nanoseconds) / 1e9;
  const double rate =
      nanoseconds > 0 ? static_cast<double>(bytes) / static_cast<double>(nanoseconds) : 0;
  char line[128];
  std::snprintf(line, sizeof(line), "  %-10s %12llu %-12s %9.3f s %7.2f GB/s\n", stage,
                static_cast<unsigned long long>(count), of, seconds, rate);
  return line;
}

}  // namespace

std::string render_stats(const StageStats& stats) {
  std::string table = "stage             count                  time of all threads\n";
  table += row("prefilter", stats.raw_matches, "raw matches", stats.prefilter_ns, stats.bytes);
  table += row("runs", stats.value_runs, "value runs", stats.runs_ns, stats.bytes);
  if (stats.known_ns > 0) {
    table += row("known", stats.known_matches, "known values", stats.known_ns, stats.bytes);
  }
  table += row("confirm", stats.candidates, "candidates", stats.confirm_ns, stats.bytes);
  table += row("judge", stats.findings, "findings", stats.judge_ns, stats.bytes);
  const uint64_t all =
      stats.prefilter_ns + stats.runs_ns + stats.known_ns + stats.confirm_ns + stats.judge_ns;
  table += row("engine", stats.chunks, "chunks", all, stats.bytes);
  return table;
}

}  // namespace aegis
