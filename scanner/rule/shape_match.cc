#include "scanner/rule/shape_match.h"

#include <algorithm>
#include <bitset>

#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

bool is_hex(char c) {
  return kHex.contains(c);
}

bool ends_escape(std::string_view before) {
  const size_t n = before.size();
  // \n \t \r and the like; an even number of backslashes would be literal ones, but a token after
  // "\\n" is as likely, so their number does not matter.
  if (n >= 2 && before[n - 2] == '\\' &&
      std::string_view("ntrbfvae0").find(before[n - 1]) != std::string_view::npos) {
    return true;
  }
  if (n >= 3 && before[n - 3] == '%' && is_hex(before[n - 2]) && is_hex(before[n - 1])) return true;
  if (n >= 4 && before[n - 4] == '\\' && before[n - 3] == 'x' && is_hex(before[n - 2]) &&
      is_hex(before[n - 1])) {
    return true;
  }
  if (n >= 6 && before[n - 6] == '\\' && before[n - 5] == 'u' &&
      std::all_of(before.end() - 4, before.end(), is_hex)) {
    return true;
  }
  if (n >= 3 && before[n - 1] == 'm') {  // ESC [ 1;31 m
    size_t i = n - 1;
    while (i > 0 && n - i < 12 && (kDigits.contains(before[i - 1]) || before[i - 1] == ';')) --i;
    return i >= 2 && before[i - 1] == '[' && before[i - 2] == '\x1b';
  }
  return false;
}

// Whether a token that ends at `end`, its last element being `last`, stands alone.
bool stands_alone_after(std::string_view bytes, size_t end, const Element& last) {
  if (end >= bytes.size()) return true;
  const char next = bytes[end];
  if (kWord.contains(next)) return false;
  if (last.kind == ElementKind::kLiteral) return true;
  // Padding shows that the base64 text before it is longer than the match.
  if (next == '=' && last.set.contains('+') && last.set.contains('/')) return false;
  return !last.set.contains(next);
}

size_t run_length(const CharSet& set, std::string_view bytes, size_t at, size_t most) {
  const size_t limit = std::min(bytes.size() - at, most);
  size_t n = 0;
  while (n < limit && set.contains(bytes[at + n])) ++n;
  return n;
}

// Whether `next` may begin with a character of `set`.
bool overlap(const CharSet& set, const Element& next) {
  if (next.kind == ElementKind::kLiteral) return set.contains(next.text[0]);
  return set.intersects(next.set);
}

// The end of a match of fixed-length elements, or nothing.
std::optional<size_t> match_fixed(const Element* first, const Element* last, std::string_view bytes,
                                  size_t at) {
  for (const Element* element = first; element != last; ++element) {
    if (bytes.size() - at < element->min) return std::nullopt;
    if (element->kind == ElementKind::kLiteral) {
      if (bytes.compare(at, element->min, element->text) != 0) return std::nullopt;
    } else if (run_length(element->set, bytes, at, element->min) < element->min) {
      return std::nullopt;
    }
    at += element->min;
  }
  return at;
}

using Reachable = std::bitset<kMaxMatch + 1>;

// Where an element can end when it can begin at each place of `from`. One pass from left to right:
// of all beginnings that leave room for `min`, the last one reaches furthest back within `max`.
Reachable step(const Element& element, const Reachable& from, std::string_view text) {
  Reachable to;
  if (element.kind == ElementKind::kLiteral) {
    for (size_t p = from._Find_first(); p < from.size(); p = from._Find_next(p)) {
      if (p + element.min <= text.size() && text.compare(p, element.min, element.text) == 0) {
        to.set(p + element.min);
      }
    }
    return to;
  }
  size_t run_begin = 0;
  size_t nearest = Reachable().size();  // last beginning at or before end - min
  for (size_t end = 1; end <= text.size(); ++end) {
    if (!element.set.contains(text[end - 1])) run_begin = end;
    if (end >= element.min && from.test(end - element.min)) nearest = end - element.min;
    if (nearest < end && nearest >= run_begin && end - nearest <= element.max &&
        end - nearest >= element.min) {
      to.set(end);
    }
  }
  return to;
}

std::optional<size_t> match_general(const Variant& variant, std::string_view bytes, size_t at) {
  const std::string_view text = bytes.substr(at, variant.max_length());
  Reachable places;
  places.set(0);
  for (const Element& element : variant.elements) {
    places = step(element, places, text);
    if (places.none()) return std::nullopt;
  }
  for (size_t end = text.size(); end > 0; --end) {
    if (places.test(end) && stands_alone_after(bytes, at + end, variant.elements.back())) {
      return at + end;
    }
  }
  return std::nullopt;
}

}  // namespace

bool stands_alone_before(std::string_view bytes, size_t at) {
  if (at == 0 || !kWord.contains(bytes[at - 1])) return true;
  return ends_escape(bytes.substr(0, at));
}

std::optional<size_t> match_variant(const Variant& variant, std::string_view bytes, size_t at) {
  const Element* first = variant.elements.data();
  const Element* last = first + variant.elements.size();
  const auto varies = [](const Element& element) { return !element.fixed(); };
  const Element* variable = std::find_if(first, last, varies);
  const auto head = match_fixed(first, variable, bytes, at);
  if (!head) return std::nullopt;
  if (variable == last) {
    return stands_alone_after(bytes, *head, last[-1]) ? head : std::nullopt;
  }
  if (std::find_if(variable + 1, last, varies) != last) return match_general(variant, bytes, at);

  const size_t most = run_length(variable->set, bytes, *head, variable->max);
  // Where nothing that may follow is of the class itself, only the whole run can be right: a
  // shorter one would be followed by one more of its own characters.
  const bool whole_run_only = variable + 1 == last || !overlap(variable->set, variable[1]);
  if (whole_run_only) {
    if (most < variable->min) return std::nullopt;
    const auto end = match_fixed(variable + 1, last, bytes, *head + most);
    return end && stands_alone_after(bytes, *end, last[-1]) ? end : std::nullopt;
  }
  for (size_t n = most; n >= variable->min && n > 0; --n) {
    const auto end = match_fixed(variable + 1, last, bytes, *head + n);
    if (end && stands_alone_after(bytes, *end, last[-1])) return end;
  }
  return std::nullopt;
}

ChecksumVerdict verify_shape_checksum(const Variant& variant, std::string_view token) {
  size_t after = 0;  // length of what follows the element, which is fixed
  for (auto element = variant.elements.rbegin(); element != variant.elements.rend(); ++element) {
    if (element->kind == ElementKind::kCrc32Base62) {
      const size_t begin = token.size() - after - element->max;
      const size_t prefix = variant.prefix().size();
      const bool good =
          crc32_base62(token.substr(prefix, begin - prefix)) == token.substr(begin, element->max);
      return good ? ChecksumVerdict::kGood : ChecksumVerdict::kBad;
    }
    after += element->max;
    if (!element->fixed()) break;
  }
  return ChecksumVerdict::kNone;
}

}  // namespace aegis
