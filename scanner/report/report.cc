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
                              {"sarif", Format::kSarif},
                              {"github", Format::kGithub},
                              {"gitlab", Format::kGitlab},
                              {"codequality", Format::kCodeQuality},
                              {"junit", Format::kJunit},
                              {"csv", Format::kCsv},
                              {"markdown", Format::kMarkdown}};

}  // namespace

std::optional<Format> format_from(std::string_view name) {
  for (const Named& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Named& row : kFormats) names.emplace_back(row.name);
  return names;
}

std::string render_report(const RunReport& report, const ReportStyle& style) {
  switch (style.format) {
    case Format::kJson:
      return render_json(report, style.secrets);
    case Format::kJsonl:
      return render_jsonl(report, style.secrets);
    case Format::kSarif:
      return render_sarif(report);
    case Format::kGithub:
      return render_github(report);
    case Format::kGitlab:
      return render_gitlab(report);
    case Format::kCodeQuality:
      return render_code_quality(report);
    case Format::kJunit:
      return render_junit(report);
    case Format::kCsv:
      return render_csv(report);
    case Format::kMarkdown:
      return render_markdown(report);
    case Format::kText:
      break;
  }
  return render_text(report, style);
}

}  // namespace aegis
