// Days and times of the Gregorian calendar, in UTC, without the C library's locks and zones.
#pragma once

#include <cstdint>

namespace aegis {

struct Date {
  int64_t year = 1970;
  int64_t month = 1;  // 1 to 12
  int64_t day = 1;    // 1 to 31
};

// Days from 1970-01-01 to a date, negative before it.
int64_t days_of(const Date& date);

// And back.
Date date_of(int64_t days);

}  // namespace aegis
