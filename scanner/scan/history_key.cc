#include "scanner/scan/history_key.h"

#include <algorithm>
#include <utility>

#include "scanner/base/build_id.h"
#include "scanner/base/byte_codec.h"
#include "scanner/base/sha.h"
#include "scanner/detect/rule_book.h"

namespace aegis {

namespace {

std::string digest_of(const std::vector<std::string>& parts) {
  ShaStream stream(Sha::k256);
  for (const std::string& part : parts) stream.add(std::to_string(part.size()) + ' ' + part);
  const auto digest = stream.finish();
  return {digest.begin(), digest.end()};
}

RuleSet alone(const RuleSet& set, Rule rule) {
  RuleSet one;
  one.providers.push_back(set.provider_of(rule));
  rule.provider = 0;
  one.rules.push_back(std::move(rule));
  return one;
}

// Where a rule comes from decides what it may keep others from finding.
const char* kind_of(const RuleBook& book) {
  return book.is_foreign ? "of the repository" : "of the user";
}

std::string digest_of(const RuleBook& book, const Rule& rule) {
  return digest_of({"rule", kind_of(book), encode_rules(alone(book.set, rule))});
}

std::string digest_of(const RuleBook& book, FileRule rule) {
  RuleSet one = alone(book.set, rule.rule);
  one.rules.clear();
  rule.rule.provider = 0;
  one.file_rules.push_back(std::move(rule));
  return digest_of({"file rule", kind_of(book), encode_rules(one)});
}

// The books behind the program's own.
template <typename Visit>
void for_each_of_user(const Engine& engine, const Visit& visit) {
  for (size_t i = 1; i < engine.books().size(); ++i) visit(engine.books()[i]);
}

}  // namespace

std::string HistoryKey::encode() const {
  HistoryKey copy = *this;
  ByteWriter writer;
  writer(copy.program, copy.rules, copy.least);
  return std::move(writer).bytes();
}

HistoryKey key_of(const Engine& engine, Confidence least, git::HashKind kind) {
  HistoryKey key;
  key.program = digest_of({std::string(build_id()), encode_rules(engine.books().front().set),
                           kind == git::HashKind::kSha1 ? "sha1" : "sha256",
                           engine.examples() == Examples::kReport ? "with examples" : ""});
  for_each_of_user(engine, [&](const RuleBook& book) {
    for (const Rule& rule : book.set.rules) key.rules.push_back(digest_of(book, rule));
    for (const FileRule& rule : book.set.file_rules) key.rules.push_back(digest_of(book, rule));
  });
  std::sort(key.rules.begin(), key.rules.end());
  key.least = least;
  return key;
}

std::optional<HistoryKey> decode_key(std::string_view bytes) {
  HistoryKey key;
  ByteReaderCodec reader(bytes);
  reader(key.program, key.rules, key.least);
  const bool is_sound = reader.complete() && key.least <= Confidence::kHigh &&
                        std::is_sorted(key.rules.begin(), key.rules.end());
  if (!is_sound) return std::nullopt;
  return key;
}

bool extends(const HistoryKey& key, const HistoryKey& earlier) {
  return key.program == earlier.program && key.least >= earlier.least &&
         std::includes(key.rules.begin(), key.rules.end(), earlier.rules.begin(),
                       earlier.rules.end());
}

std::vector<RuleSet> rules_beyond(const HistoryKey& earlier, const Engine& engine) {
  std::vector<RuleSet> sets;
  for_each_of_user(engine, [&](const RuleBook& book) {
    RuleSet set = book.set;
    const auto is_known = [&](const auto& rule) {
      return std::binary_search(earlier.rules.begin(), earlier.rules.end(), digest_of(book, rule));
    };
    std::erase_if(set.rules, is_known);
    std::erase_if(set.file_rules, is_known);
    if (!set.rules.empty() || !set.file_rules.empty()) sets.push_back(std::move(set));
  });
  return sets;
}

}  // namespace aegis
