#include "scanner/known/key_text.h"

#include <algorithm>
#include <iterator>

namespace aegis {

namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kDashes = "-----";

bool is_public(std::string_view label) {
  constexpr std::string_view kPublic[] = {"CERTIFICATE", "PUBLIC KEY", "PARAMETERS", "CRL",
                                          "SIGNATURE",   "PKCS7",      "CMS",        "MESSAGE"};
  return label.find("PRIVATE") == std::string_view::npos &&
         std::any_of(std::begin(kPublic), std::end(kPublic), [&](std::string_view word) {
           return label.find(word) != std::string_view::npos;
         });
}

Secret with_line_feeds(std::string_view block) {
  if (block.find('\n') != std::string_view::npos) return Secret(block, 0);
  std::string text;
  for (size_t i = 0; i < block.size(); ++i) {
    if (block.substr(i, 2) == "\\r") {
      ++i;
    } else if (block.substr(i, 2) == "\\n") {
      text += '\n';
      ++i;
    } else {
      text += block[i];
    }
  }
  Secret secret(text, 0);
  wipe(text);
  return secret;
}

}  // namespace

std::vector<Secret> take_private_keys(std::string& text) {
  std::vector<Secret> keys;
  for (size_t begin = text.find(kBegin); begin != std::string::npos;
       begin = text.find(kBegin, begin)) {
    const size_t label = begin + kBegin.size();
    const size_t label_end = std::min(text.find(kDashes, label), text.size());
    const std::string end_line =
        std::string("-----END ").append(text, label, label_end - label).append(kDashes);
    const size_t end = text.find(end_line, label_end);
    const size_t size =
        std::min(end == std::string::npos ? end : end + end_line.size(), text.size()) - begin;
    if (!is_public(std::string_view(text).substr(label, label_end - label))) {
      keys.push_back(with_line_feeds(std::string_view(text).substr(begin, size)));
    }
    for (size_t i = begin; i < begin + size; ++i) text[i] = text[i] == '\n' ? '\n' : ' ';
  }
  return keys;
}

}  // namespace aegis
