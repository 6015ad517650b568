#include "scanner/base/calendar.h"

namespace aegis {

namespace {

// Eras are of 400 years, their years begin in March: so the leap day is a year's last one.
constexpr int64_t kDaysOfEra = 146097;
constexpr int64_t kEpoch = 719468;  // days from the first era's beginning to 1970

}  // namespace

int64_t days_of(const Date& date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t month = date.month + (date.month > 2 ? -3 : 9);
  const int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  return era * kDaysOfEra + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         kEpoch;
}

Date date_of(int64_t days) {
  const int64_t shifted = days + kEpoch;
  const int64_t era = (shifted >= 0 ? shifted : shifted - kDaysOfEra + 1) / kDaysOfEra;
  const int64_t day_of_era = shifted - era * kDaysOfEra;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153;
  Date date;
  date.month = month < 10 ? month + 3 : month - 9;
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  date.day = day_of_year - (153 * month + 2) / 5 + 1;
  return date;
}

}  // namespace aegis
