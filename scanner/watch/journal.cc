#include "scanner/watch/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/incident/steps.h"
#include "scanner/report/escape.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr off_t kLooksBack = 1 << 20;  // bytes of the file's end

// By which an entry is found again: that of one moment, for an incident may open more than once.
std::string mark_of(const Incident& incident) {
  return "<!-- aegis " + std::to_string(incident.id) + "." + std::to_string(incident.opened) +
         " -->";
}

std::string entry_of(const Incident& incident, int64_t now) {
  const Sighting& seen = incident.sighting;
  std::string text = "\n## " + utc_in_words(now) + "Z: incident " + std::to_string(incident.id) +
                     ", " + escaped_for_markdown(seen.title) + ", " + seen.severity + "\n" +
                     mark_of(incident) + "\n\n";
  text += "- in " + escaped_for_markdown(incident.source) + ": " +
          escaped_for_markdown(seen.place) + "\n";
  if (!seen.detail.empty())
    text += "- believed for its " + escaped_for_markdown(seen.detail) + "\n";
  text += "- first seen " + utc_in_words(incident.first_seen) + "Z\n\n";
  for (const std::string& step : steps_of(incident)) {
    text += "- [ ] " + escaped_for_markdown(step) + "\n";
  }
  return text;
}

Result<std::string> end_of(int fd) {
  const off_t size = ::lseek(fd, 0, SEEK_END);
  if (size < 0) return unreadable("is no file that can be added to");
  std::string text(static_cast<size_t>(std::min(size, kLooksBack)), '\0');
  ::lseek(fd, -static_cast<off_t>(text.size()), SEEK_END);
  auto count = read_fully(fd, text);
  if (!count) return std::move(count).error();
  text.resize(*count);
  return text;
}

}  // namespace

Result<void> append_to_journal(const std::string& path, std::span<const Incident> incidents,
                               int64_t now) {
  const Fd fd(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600));
  if (!fd) return system_error(ErrorKind::kUnreadable, "cannot open " + path, errno);
  auto before = end_of(fd.get());
  if (!before) return std::move(before).error().in(path);
  std::string text;
  for (const Incident& incident : incidents) {
    if (before->find(mark_of(incident)) == std::string::npos) text += entry_of(incident, now);
  }
  if (auto done = write_all(fd.get(), text); !done) return std::move(done).error().in(path);
  if (::fsync(fd.get()) != 0)
    return system_error(ErrorKind::kUnreadable, "cannot write " + path, errno);
  return {};
}

}  // namespace aegis
