#include "scanner/logs/appended_report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

struct OpenReport {
  Fd fd;
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t size = 0;
};

Result<OpenReport> open_report(const std::string& path, int flags) {
  OpenReport report;
  report.fd = Fd(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK | flags, 0600));
  if (!report.fd) return system_error(ErrorKind::kInternal, "cannot open " + path, errno);
  struct stat info {};
  if (::fstat(report.fd.get(), &info) != 0) {
    return system_error(ErrorKind::kInternal, "cannot stat " + path, errno);
  }
  if (!S_ISREG(info.st_mode)) return usage_error(path + ": --append adds to regular files only");
  report.device = info.st_dev;
  report.inode = info.st_ino;
  report.size = static_cast<uint64_t>(info.st_size);
  return report;
}

bool is_planned(const OpenReport& report, const Appending& plan) {
  return report.device == plan.device && report.inode == plan.inode;
}

}  // namespace

Result<Appending> plan_appending(const std::string& path, const Key& key, std::string_view text) {
  auto report = open_report(path, O_CREAT);
  if (!report) return std::move(report).error();
  Appending plan;
  plan.device = report->device;
  plan.inode = report->inode;
  plan.begin = report->size;
  plan.size = text.size();
  plan.text = mark_of(key, {text});
  return plan;
}

Result<void> append_report(const std::string& path, const Appending& plan, std::string_view text) {
  auto report = open_report(path, O_APPEND);
  if (!report) return std::move(report).error();
  if (!is_planned(*report, plan) || report->size != plan.begin) {
    return internal_error(path + ": somebody else writes to it; the next run tries again");
  }
  if (auto ok = write_all(report->fd.get(), text); !ok) return std::move(ok).error().in(path);
  if (::fsync(report->fd.get()) != 0) {
    return system_error(ErrorKind::kInternal, "cannot write " + path, errno);
  }
  return {};
}

bool was_appended(const std::string& path, const Key& key, const Appending& plan) {
  auto report = open_report(path, 0);
  if (!report || !is_planned(*report, plan) || report->size < plan.begin) return false;
  if (report->size < plan.begin + plan.size) {
    // If that fails, what is added next begins in the middle of a line, and readers see it.
    (void)!::ftruncate(report->fd.get(), static_cast<off_t>(plan.begin));
    return false;
  }
  std::string text(plan.size, '\0');
  const off_t begin = ::lseek(report->fd.get(), static_cast<off_t>(plan.begin), SEEK_SET);
  const auto n = begin < 0 ? Result<size_t>(size_t{0}) : read_fully(report->fd.get(), text);
  return n && *n == text.size() && mark_of(key, {text}) == plan.text;
}

}  // namespace aegis
