#include "scanner/logs/log_kind.h"

#include "scanner/logs/container_record.h"

namespace aegis {

LogKind kind_of_log(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  if (line.starts_with(kDockerBegin)) return LogKind::kDocker;
  if (line.starts_with('{') && line.find("\"__REALTIME_TIMESTAMP\"") != std::string_view::npos) {
    return LogKind::kJournal;
  }
  if (line.starts_with("__CURSOR=")) return LogKind::kJournalExport;
  return cri_record(head, {0, line.size()}) ? LogKind::kCri : LogKind::kLines;
}

LogKind kind_of_journal(std::string_view head) {
  return head.starts_with('{') ? LogKind::kJournal : LogKind::kJournalExport;
}

}  // namespace aegis
