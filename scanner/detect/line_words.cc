#include "scanner/detect/line_words.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

std::vector<Span> words_of_line(std::string_view bytes, size_t at, size_t most) {
  constexpr CharSet kEnd(" \t\r\n\"'");
  std::vector<Span> words;
  const size_t limit = std::min(bytes.size(), at + most);
  while (at < limit) {
    if (bytes[at] == '\\' && at + 1 < limit && bytes[at + 1] == '\n') {
      at += 2;
    } else if (bytes[at] == '\n') {
      break;
    } else if (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r') {
      ++at;
    } else if (bytes[at] == '"' || bytes[at] == '\'') {
      const size_t close = bytes.substr(0, limit).find(bytes[at], at + 1);
      if (close == std::string_view::npos) break;
      words.push_back({at + 1, close});
      at = close + 1;
    } else {
      Span word{at, at};
      while (word.end < limit && !kEnd.contains(bytes[word.end])) ++word.end;
      words.push_back(word);
      at = word.end;
    }
  }
  return words;
}

}  // namespace aegis
