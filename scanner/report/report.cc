#include "scanner/report/report.h"

#include "scanner/report/formats.h"

namespace aegis {

namespace {

struct Named {
  std::string_view name;
  Format format;
};

constexpr Named kFormats[] = {{"text", Format::kText},
                              {"json", Format::kJson},
                              {"jsonl", Format::kJsonl},
                              {"sarif", Format::kSarif}};

}  // namespace

std::optional<Format> format_from(std::string_view name) {
  for (const Named& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::string render_report(const RunReport& report, const ReportStyle& style) {
  switch (style.format) {
    case Format::kJson:
      return render_json(report, style.secrets);
    case Format::kJsonl:
      return render_jsonl(report, style.secrets);
    case Format::kSarif:
      return render_sarif(report);
    case Format::kText:
      break;
  }
  return render_text(report, style);
}

}  // namespace aegis
