#include "scanner/cli/engine_setup.h"

#include <algorithm>

#include "scanner/detect/embedded_rules.h"
#include "scanner/scan/rule_cache.h"
#include "scanner/scan/user_config.h"

namespace aegis {

namespace {

Result<std::vector<RuleText>> rule_texts_of(const std::vector<std::string>& paths) {
  std::vector<RuleText> all;
  for (const std::string& path : paths) {
    auto texts = read_rule_texts(path);
    if (!texts) return std::move(texts).error();
    std::move(texts->begin(), texts->end(), std::back_inserter(all));
  }
  return all;
}

enum class RulesFrom { kUser, kRepository };

Result<void> add_book(Result<std::vector<RuleText>> texts, RulesFrom from,
                      std::vector<RuleBook>& books) {
  if (!texts) return std::move(texts).error();
  if (texts->empty()) return {};
  auto book = cached_rule_book(*texts);
  if (!book) return std::move(book).error();
  book->is_foreign = from == RulesFrom::kRepository;
  books.push_back(*std::move(book));
  return {};
}

// The set without some of its rules. Compiles anew: this is asked for rarely.
Result<RuleBook> without(RuleBook book, const std::vector<std::string>& ids) {
  const auto is_off = [&](const Rule& rule) {
    return std::find(ids.begin(), ids.end(), rule.id) != ids.end();
  };
  std::erase_if(book.set.rules, is_off);
  std::erase_if(book.set.file_rules, [&](const FileRule& rule) { return is_off(rule.rule); });
  return make_rule_book(std::move(book.set));
}

Result<RuleBook> built_in_book(const Options& options, const Config& config,
                               std::vector<std::string>& notes) {
  auto book = decode_rule_book(embedded_rules());
  if (!book || config.disabled_rules.empty()) return book;
  for (const std::string& id : config.disabled_rules) {
    if (!book->set.has(id)) {
      return usage_error(std::string(kConfigName) + ": disabled_rules names no rule: " + id);
    }
  }
  if (!options.trust_config) {
    notes.push_back(std::string(kConfigName) + " asks to switch off " +
                    std::to_string(config.disabled_rules.size()) +
                    " built-in rules; not done without --trust-config");
    return book;
  }
  return without(*std::move(book), config.disabled_rules);
}

}  // namespace

Result<Engine> set_up_engine(const Options& options, const Config& config,
                             std::shared_ptr<const KnownBook> known,
                             std::vector<std::string>& notes) {
  std::vector<RuleBook> books;
  auto built_in = built_in_book(options, config, notes);
  if (!built_in) return std::move(built_in).error();
  books.push_back(*std::move(built_in));
  const auto user = load_user_config();
  if (!user) return user.error();
  std::vector<std::string> own_rules = options.rules;
  own_rules.insert(own_rules.end(), user->rules.begin(), user->rules.end());
  auto own = add_book(rule_texts_of(own_rules), RulesFrom::kUser, books);
  if (!own) return std::move(own).error();
  auto texts = rule_texts_of(config.rules);
  if (texts) texts->insert(texts->end(), config.rule_texts.begin(), config.rule_texts.end());
  const RulesFrom from = options.trust_config ? RulesFrom::kUser : RulesFrom::kRepository;
  auto others = add_book(std::move(texts), from, books);
  if (!others) return std::move(others).error();
  return Engine::create(std::move(books), std::move(known),
                        options.include_examples ? Examples::kReport : Examples::kLeaveOut);
}

Result<std::vector<RuleBook>> built_in_rules_beside(const RuleSet& set) {
  std::vector<RuleBook> books;
  auto book = decode_rule_book(embedded_rules());
  if (!book) return std::move(book).error();
  std::vector<std::string> shared = book->set.ids();
  std::erase_if(shared, [&](const std::string& id) { return !set.has(id); });
  if (shared.size() == book->set.ids().size()) return books;
  if (!shared.empty()) book = without(*std::move(book), shared);
  if (!book) return std::move(book).error();
  books.push_back(*std::move(book));
  return books;
}

}  // namespace aegis
