#include "scanner/logs/log_time.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "scanner/base/calendar.h"
#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr size_t kLooked = 256;             // bytes of a line in which its time may begin
constexpr int64_t kEarliest = 946'684'800;  // 2000, for numbers that could be anything
constexpr int64_t kLatest = 4'102'444'800;  // 2100

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// What a time on a line consists of, before it is put together.
struct Parts {
  int64_t year = 0;  // 0: not said
  int64_t month = 0;
  int64_t day = 0;
  int64_t seconds = 0;          // of the day
  int64_t nanoseconds = 0;      // of the second
  std::optional<int64_t> zone;  // seconds east of Greenwich
};

// Reads from left to right; once something did not fit, nothing fits any more.
class Reader {
 public:
  Reader(std::string_view text, size_t at) : text_(text), at_(at) {}

  bool ok() const { return ok_; }
  size_t at() const { return at_; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  int64_t digits(size_t count) {
    int64_t value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (!kDigits.contains(peek())) return fail();
      value = value * 10 + (text_[at_++] - '0');
    }
    return value;
  }
  // One of these characters; 0 and failure when there is another.
  char one_of(std::string_view set) {
    const bool fits = at_ < text_.size() && set.find(peek()) != std::string_view::npos;
    if (!fits) fail();
    return fits ? text_[at_++] : '\0';
  }
  bool take(std::string_view text) {
    if (text_.compare(std::min(at_, text_.size()), text.size(), text) != 0) return false;
    at_ += text.size();
    return true;
  }
  int64_t month() {
    for (size_t i = 0; i < kMonths.size(); ++i) {
      if (take(kMonths[i])) return static_cast<int64_t>(i) + 1;
    }
    return fail();
  }
  // "9", " 9" or "09".
  int64_t day() {
    if (take(" ")) return digits(1);
    const bool two = at_ + 1 < text_.size() && kDigits.contains(text_[at_ + 1]);
    return digits(two ? 2 : 1);
  }
  // hh:mm:ss
  int64_t clock() {
    const int64_t hour = digits(2);
    one_of(":");
    const int64_t minute = digits(2);
    one_of(":");
    const int64_t second = digits(2);
    if (hour > 23 || minute > 59 || second > 60) return fail();
    return (hour * 60 + minute) * 60 + second;
  }
  // ".123", ",123456": nanoseconds; 0 where there is none.
  int64_t fraction() {
    if ((peek() != '.' && peek() != ',') || at_ + 1 >= text_.size() ||
        !kDigits.contains(text_[at_ + 1])) {
      return 0;
    }
    ++at_;
    int64_t value = 0;
    int64_t unit = kSecond;
    for (; kDigits.contains(peek()); ++at_) {
      unit /= 10;
      value += unit * (text_[at_] - '0');
    }
    return value;
  }
  // "Z", "+01:00", "-0500", after a blank too.
  std::optional<int64_t> zone() {
    Reader probe = *this;
    probe.take(" ");
    if (probe.take("Z") || probe.take("UTC") || probe.take("GMT")) return advance_to(probe, 0);
    const char sign = probe.peek();
    if (sign != '+' && sign != '-') return std::nullopt;
    ++probe.at_;
    const int64_t hours = probe.digits(2);
    probe.take(":");
    const int64_t minutes = probe.digits(2);
    if (!probe.ok() || hours > 14 || minutes > 59) return std::nullopt;
    return advance_to(probe, (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60));
  }

 private:
  int64_t fail() {
    ok_ = false;
    return 0;
  }
  int64_t advance_to(const Reader& probe, int64_t zone) {
    at_ = probe.at_;
    return zone;
  }

  std::string_view text_;
  size_t at_;
  bool ok_ = true;
};

void read_iso(Reader& reader, Parts& parts) {
  parts.year = reader.digits(4);
  const char separator = reader.one_of("-/");
  parts.month = reader.digits(2);
  reader.one_of({&separator, 1});
  parts.day = reader.digits(2);
  reader.one_of("T t");
  parts.seconds = reader.clock();
  parts.nanoseconds = reader.fraction();
  parts.zone = reader.zone();
}

void read_syslog(Reader& reader, Parts& parts) {
  parts.month = reader.month();
  reader.one_of(" ");
  parts.day = reader.day();
  reader.one_of(" ");
  parts.seconds = reader.clock();
  parts.nanoseconds = reader.fraction();
  Reader year = reader;
  year.one_of(" ");
  const int64_t value = year.digits(4);
  if (year.ok() && value >= 1990 && value < 2100 && !kDigits.contains(year.peek())) {
    parts.year = value;
    reader = year;
  }
}

void read_apache(Reader& reader, Parts& parts) {
  parts.day = reader.digits(2);
  reader.one_of("/");
  parts.month = reader.month();
  reader.one_of("/");
  parts.year = reader.digits(4);
  reader.one_of(":");
  parts.seconds = reader.clock();
  parts.zone = reader.zone();
}

void read_glog(Reader& reader, Parts& parts) {
  reader.one_of("IWEF");
  parts.month = reader.digits(2);
  parts.day = reader.digits(2);
  reader.one_of(" ");
  parts.seconds = reader.clock();
  reader.one_of(".");
  parts.nanoseconds = reader.digits(6) * 1000;
}

struct Form {
  CharSet first;  // what it begins with
  void (*read)(Reader&, Parts&);
};
constexpr Form kForms[] = {{kDigits, read_iso},
                           {CharSet("JFMASOND"), read_syslog},
                           {kDigits, read_apache},
                           {CharSet("IWEF"), read_glog}};

std::optional<LogTime> put_together(const Parts& parts, int64_t now) {
  if (parts.month < 1 || parts.month > 12 || parts.day < 1 || parts.day > 31) return std::nullopt;
  const auto in_year = [&](int64_t year) {
    return days_of({year, parts.month, parts.day}) * kDay +
           (parts.seconds - parts.zone.value_or(0)) * kSecond + parts.nanoseconds;
  };
  LogTime time;
  time.zoned = parts.zone.has_value();
  if (parts.year > 0) {
    if (parts.year < 1900 || parts.year > 2200) return std::nullopt;
    time.nanoseconds = in_year(parts.year);
  } else {
    const int64_t year = date_of(now / kDay).year;
    time.nanoseconds = in_year(year + 1);
    if (time.nanoseconds > now + kDay) time.nanoseconds = in_year(year);
    if (time.nanoseconds > now + kDay) time.nanoseconds = in_year(year - 1);
  }
  return time;
}

// Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size.
std::optional<LogTime> read_number(std::string_view text, size_t at) {
  Reader reader(text, at);
  size_t count = 0;
  while (at + count < text.size() && kDigits.contains(text[at + count])) ++count;
  int64_t unit = kSecond;
  for (size_t digits = 10; digits < count; digits += 3) unit /= 1000;
  if (count != 10 && count != 13 && count != 16 && count != 19) return std::nullopt;
  const int64_t value = reader.digits(count);
  const int64_t seconds = value / (kSecond / unit);
  if (seconds < kEarliest || seconds > kLatest) return std::nullopt;
  const int64_t fraction = unit == kSecond ? reader.fraction() : 0;
  return LogTime{value * unit + fraction, true};
}

struct Found {
  LogTime time;
  Span span;
};

std::optional<Found> time_at(std::string_view text, size_t at, int64_t now) {
  for (const Form& form : kForms) {
    if (!form.first.contains(text[at])) continue;
    Reader reader(text, at);
    Parts parts;
    form.read(reader, parts);
    if (!reader.ok()) continue;
    if (const auto time = put_together(parts, now)) return Found{*time, {at, reader.at()}};
  }
  return std::nullopt;
}

std::optional<Found> time_in_text(std::string_view line, int64_t now) {
  const std::string_view text = line.substr(0, kLooked);
  for (size_t at = 0; at < text.size(); ++at) {
    // A time begins a word.
    if (at > 0 && kAlnum.contains(text[at - 1])) continue;
    if (const auto found = time_at(text, at, now)) return found;
  }
  // A number is a time only where it begins the line.
  const size_t first = std::min(text.find_first_not_of("[( \t"), text.size());
  if (const auto time = read_number(text, first)) return Found{*time, {first, first}};
  return std::nullopt;
}

// The value that follows the key which ends at `at`, a quote behind it.
std::optional<LogTime> time_of_key(std::string_view line, size_t at, int64_t now) {
  const auto skip = [&](std::string_view set) {
    while (at < line.size() && set.find(line[at]) != std::string_view::npos) ++at;
  };
  skip(" :");
  skip("\"");
  if (at >= line.size()) return std::nullopt;
  if (const auto found = time_at(line, at, now)) return found->time;
  return read_number(line, at);
}

std::optional<LogTime> time_in_json(std::string_view line, int64_t now) {
  constexpr std::string_view kKeys[] = {
      "\"@timestamp\"", "\"timestamp\"", "\"time\"",      "\"ts\"", "\"__REALTIME_TIMESTAMP\"",
      "\"datetime\"",   "\"date\"",      "\"eventTime\"", "\"t\""};
  for (const std::string_view key : kKeys) {
    for (size_t at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
      if (const auto time = time_of_key(line, at + key.size(), now)) return time;
    }
  }
  return std::nullopt;
}

bool is_json(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '{';
}

}  // namespace

std::optional<LogTime> time_of_line(std::string_view line, int64_t now) {
  if (is_json(line)) return time_in_json(line, now);
  const auto found = time_in_text(line, now);
  return found ? std::optional(found->time) : std::nullopt;
}

Span time_span_of_line(std::string_view line) {
  const auto found = is_json(line) ? std::nullopt : time_in_text(line, 0);
  return found ? found->span : Span{};
}

std::string to_text(const LogTime& time) {
  int64_t seconds = time.nanoseconds / kSecond;
  int64_t fraction = time.nanoseconds % kSecond;
  if (fraction < 0) {
    fraction += kSecond;
    --seconds;
  }
  int64_t days = seconds / 86'400;
  int64_t of_day = seconds % 86'400;
  if (of_day < 0) {
    of_day += 86'400;
    --days;
  }
  const Date date = date_of(days);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", static_cast<int>(date.year),
                static_cast<int>(date.month), static_cast<int>(date.day),
                static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60),
                static_cast<int>(of_day % 60));
  std::string written = text;
  if (fraction != 0) {
    std::snprintf(text, sizeof text, ".%09d", static_cast<int>(fraction));
    std::string digits = text;
    while (digits.ends_with("000")) digits.resize(digits.size() - 3);
    written += digits;
  }
  return time.zoned ? written + 'Z' : written;
}

}  // namespace aegis
