#include "scanner/cli/report_output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"

namespace aegis {

namespace {

Result<ExtraReport> extra_from(const std::string& words) {
  const size_t sign = words.find('=');
  const auto format = format_from(std::string_view(words).substr(0, sign));
  if (sign == std::string::npos || sign + 1 == words.size() || !format) {
    return usage_error("--also: '" + words + "' is not FORMAT=FILE with a format of --format");
  }
  return ExtraReport{*format, words.substr(sign + 1)};
}

int not_reported(const Error& error, const RunReport& report) {
  complain(error.message());
  complain(std::to_string(report.findings.size()) + " findings were not reported");
  return kExitInternal;
}

}  // namespace

Result<ReportPlan> plan_report(const Options& options) {
  ReportPlan plan;
  ReportStyle& style = plan.style;
  style.format = *format_from(options.format);
  const bool terminal = options.output.empty() && ::isatty(STDOUT_FILENO);
  const char* no_colour = std::getenv("NO_COLOR");
  const bool plain = no_colour != nullptr && no_colour[0] != '\0';
  if (terminal && !plain && style.format == Format::kText) style.colour = Colour::kYes;
  if (options.show_secrets) {
    if (!terminal) return usage_error("--show-secrets prints to a terminal only");
    style.secrets = Secrets::kShown;
  }
  for (const std::string& words : options.also) {
    auto extra = extra_from(words);
    if (!extra) return std::move(extra).error();
    plan.extra.push_back(*std::move(extra));
  }
  return plan;
}

int write_reports(const RunReport& report, const Options& options, const ReportPlan& plan,
                  const ReportWriter& write) {
  for (const ExtraReport& extra : plan.extra) {
    const ReportStyle style{extra.format, Colour::kNo, Secrets::kRedacted};
    const auto written = write_file_whole(extra.path, render_report(report, style));
    if (!written) return not_reported(written.error(), report);
  }
  const std::string text = render_report(report, plan.style);
  const auto status = write                    ? write(text)
                      : options.output.empty() ? write_all(STDOUT_FILENO, text)
                                               : write_file_whole(options.output, text);
  const bool gone = !status && !write && options.output.empty() && errno == EPIPE;
  if (!status && !gone) return not_reported(status.error(), report);
  const bool quiet = options.quiet && !report.objects() && report.complete();
  const bool is_stale = report.findings.empty() && report.objects();
  const bool is_wanted = !report.complete() || options.explain || is_stale;
  if (plan.style.format == Format::kText || is_wanted) {
    const Colour colour = ::isatty(STDERR_FILENO) ? plan.style.colour : Colour::kNo;
    if (!quiet) (void)write_all(STDERR_FILENO, render_text_summary(report, colour));
  }
  return exit_code_of(report);
}

}  // namespace aegis
