#include "scanner/logs/container_record.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kDockerTail = 1024;  // a record's stream, attributes and time

// Whether the content of a string of JSON ends with an escaped line feed.
bool ends_line(std::string_view content) {
  if (!content.ends_with("\\n")) return false;
  const size_t last = content.find_last_not_of('\\', content.size() - 2);
  const size_t backslashes =
      content.size() - 2 - (last == std::string_view::npos ? size_t(-1) : last);
  return backslashes % 2 == 1;
}

}  // namespace

std::optional<ContainerRecord> docker_record(std::string_view bytes, Span line) {
  constexpr std::string_view kStream = "\",\"stream\":\"";
  const std::string_view text = bytes.substr(line.begin, line.size());
  if (!text.ends_with('}')) return std::nullopt;
  const size_t from = text.size() - std::min(text.size(), kDockerTail);
  const size_t at = text.rfind(kStream);
  if (at == std::string_view::npos || at < from) return std::nullopt;
  ContainerRecord record;
  const size_t begin = text.starts_with(kDockerBegin) ? std::min(kDockerBegin.size(), at) : 0;
  record.content = {line.begin + begin, line.begin + at};
  const std::string_view rest = text.substr(at + kStream.size());
  record.stream = rest.substr(0, rest.find('"'));
  record.goes_on = !ends_line(bytes.substr(record.content.begin, record.content.size()));
  return record;
}

std::optional<ContainerRecord> cri_record(std::string_view bytes, Span line) {
  const std::string_view text = bytes.substr(line.begin, line.size());
  const size_t time = text.find(' ');
  if (time == std::string_view::npos || time < 20 || time > 40 || text[4] != '-' ||
      text[10] != 'T') {
    return std::nullopt;
  }
  const size_t stream = text.find(' ', time + 1);
  if (stream == std::string_view::npos || stream - time > 8) return std::nullopt;
  const char tag = text.substr(stream + 1, 1).empty() ? '\0' : text[stream + 1];
  const char after = text.substr(stream + 2, 1).empty() ? ' ' : text[stream + 2];
  if ((tag != 'P' && tag != 'F') || (after != ' ' && after != ':')) return std::nullopt;
  ContainerRecord record;
  record.stream = text.substr(time + 1, stream - time - 1);
  if (record.stream != "stdout" && record.stream != "stderr") return std::nullopt;
  const size_t content = std::min(text.find(' ', stream + 1), text.size());
  record.content = {line.begin + std::min(content + 1, text.size()), line.end};
  record.goes_on = tag == 'P';
  return record;
}

}  // namespace aegis
