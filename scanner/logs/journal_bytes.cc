#include "scanner/logs/journal_bytes.h"

#include <algorithm>

#include "scanner/base/char_set.h"
#include "scanner/decode/unescape.h"

namespace aegis {

namespace {

constexpr size_t kPiece = 8 * 1024;  // of a list; pieces begin at multiples of it in the document
constexpr size_t kContext = 8 * 1024;
constexpr size_t kLongestName = 64;
constexpr CharSet kListSet = make_range_set("09,,");

class Lists {
 public:
  Lists(const DecodeWindow& window, const DecodedVisitor& visit)
      : window_(window), bytes_(window.bytes), visit_(visit) {}

  void run() {
    const size_t begin = window_.core.begin > kPiece ? window_.core.begin - kPiece : 0;
    size_t list = bytes_.find('[', begin);
    for (size_t at = next_grid(begin); list < window_.core.end || at < window_.core.end;) {
      if (list < at) {
        if (begins_list(list)) decode(list + 1, list);
        list = bytes_.find('[', list + 1);
      } else {
        if (is_within_list(at)) decode(at, 0);
        at += kPiece;
      }
    }
  }

 private:
  size_t next_grid(size_t at) const {
    return at + (kPiece - (window_.offset + at) % kPiece) % kPiece;
  }

  bool begins_list(size_t bracket) const {
    return bracket > 1 && bytes_[bracket - 1] == ':' && bracket + 1 < bytes_.size() &&
           kDigits.contains(bytes_[bracket + 1]);
  }

  // A number and a comma may be of any text; so many of them are of a list.
  bool is_within_list(size_t at) const {
    constexpr size_t kEnough = 16;
    if (at < kEnough || at + kEnough > bytes_.size()) return false;
    const std::string_view around = bytes_.substr(at - kEnough, 2 * kEnough);
    return std::all_of(around.begin(), around.end(), [](char c) { return kListSet.contains(c); });
  }

  size_t end_of_list(size_t at, size_t most) const {
    while (at < most && kListSet.contains(bytes_[at])) ++at;
    return at;
  }

  // The piece that begins at `at`; of a list's first one, `bracket` is its beginning.
  void decode(size_t at, size_t bracket) {
    const size_t most = std::min(next_grid(at + 1), bytes_.size());
    const size_t own_end = end_of_list(at, most);
    const size_t end = own_end < most
                           ? own_end
                           : end_of_list(own_end, std::min(own_end + kContext, bytes_.size()));
    size_t begin = at;
    while (bracket == 0 && begin > 0 && at - begin < kContext &&
           kListSet.contains(bytes_[begin - 1])) {
      --begin;
    }
    text_.clear();
    if (bracket > 0) add_name(bracket);
    add_numbers(begin, end);
    if (own_end < most) text_.add('"', {own_end, std::min(own_end + 1, bytes_.size())});
    unescape(text_);
    visit_(text_, {at, own_end});
  }

  // `"NAME":` and a quote for the bracket.
  void add_name(size_t bracket) {
    size_t begin = bracket - 1;
    constexpr CharSet kNameSet = kWord | CharSet("\"");
    while (begin > 0 && bracket - begin < kLongestName && kNameSet.contains(bytes_[begin - 1]))
      --begin;
    text_.add_plain(bytes_, {begin, bracket});
    text_.add('"', {bracket, bracket + 1});
  }

  void add_numbers(size_t at, size_t end) {
    // A number that the piece's beginning cuts is left out.
    if (at > 0 && kDigits.contains(bytes_[at - 1])) at = std::min(bytes_.find(',', at), end);
    while (at < end) {
      const size_t begin = at;
      unsigned value = 0;
      for (; at < end && at - begin < 3 && kDigits.contains(bytes_[at]); ++at) {
        value = value * 10 + static_cast<unsigned>(bytes_[at] - '0');
      }
      if (at > begin) text_.add(static_cast<char>(value), {begin, at});
      while (at < end && (at == begin || bytes_[at] == ',')) ++at;
    }
  }

  const DecodeWindow& window_;
  const std::string_view bytes_;
  const DecodedVisitor& visit_;
  DecodedText text_;
};

}  // namespace

void for_each_byte_list(const DecodeWindow& window, const DecodedVisitor& visit) {
  Lists(window, visit).run();
}

}  // namespace aegis
