#include "scanner/cli/rule_listing.h"

#include <algorithm>
#include <array>
#include <map>

#include "scanner/base/json.h"
#include "scanner/detect/rule_proof.h"

namespace aegis {

namespace {

// A finding of the user's own secrets has no rule here.
constexpr std::array kProofs = {Proof::kChecksum, Proof::kStructure, Proof::kPair, Proof::kShape,
                                Proof::kContext};

struct Counts {
  std::string name;
  std::map<Proof, size_t> by_proof;

  void add(const Rule& rule) { ++by_proof[best_proof(rule)]; }
  size_t of(Proof proof) const {
    const auto at = by_proof.find(proof);
    return at == by_proof.end() ? 0 : at->second;
  }
  size_t all() const {
    size_t sum = 0;
    for (const auto& [proof, count] : by_proof) sum += count;
    return sum;
  }
};

template <typename Visit>
void for_each_rule(const Engine& engine, const Visit& visit) {
  for (const RuleBook& book : engine.books()) {
    for (const Rule& rule : book.set.rules) visit(book.set.provider_of(rule), rule);
    for (const FileRule& rule : book.set.file_rules) {
      visit(book.set.provider_of(rule.rule), rule.rule);
    }
  }
}

std::map<std::string, Counts> counts_by_provider(const Engine& engine) {
  std::map<std::string, Counts> counts;
  for_each_rule(engine, [&](const Provider& provider, const Rule& rule) {
    Counts& own = counts[provider.id];
    own.name = provider.name;
    own.add(rule);
  });
  return counts;
}

Counts counts_of_all(const Engine& engine) {
  Counts counts;
  for_each_rule(engine, [&](const Provider&, const Rule& rule) { counts.add(rule); });
  return counts;
}

std::string padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

std::string count_line(const std::string& id, const Counts& counts) {
  std::string line = padded(id, 32) + padded(std::to_string(counts.all()), 7);
  for (const Proof proof : kProofs) line += padded(std::to_string(counts.of(proof)), 11);
  return line + counts.name + "\n";
}

Json proofs_object(const Counts& counts) {
  Json object = Json::object();
  for (const Proof proof : kProofs) object[name_of(proof)] = counts.of(proof);
  return object;
}

}  // namespace

std::string list_rules(const Engine& engine) {
  std::string text;
  for_each_rule(engine, [&](const Provider& provider, const Rule& rule) {
    text += padded(rule.id, 44) + padded(name_of(rule.severity), 10) +
            padded(name_of(best_proof(rule)), 11) + provider.name + " " + rule.what + "\n";
  });
  const Counts all = counts_of_all(engine);
  text += std::to_string(all.all()) + " rules of " +
          std::to_string(counts_by_provider(engine).size()) + " providers; proven by";
  const char* separator = " ";
  for (const Proof proof : kProofs) {
    text += separator + std::string(name_of(proof)) + ": " + std::to_string(all.of(proof));
    separator = "; ";
  }
  return text + "\n";
}

std::string count_rules(const Engine& engine) {
  std::string text = padded("provider", 32) + padded("rules", 7);
  for (const Proof proof : kProofs) text += padded(name_of(proof), 11);
  text += "name\n";
  for (const auto& [id, counts] : counts_by_provider(engine)) text += count_line(id, counts);
  Counts all = counts_of_all(engine);
  all.name = "of " + std::to_string(counts_by_provider(engine).size()) + " providers";
  return text + count_line("all", all);
}

std::string list_rules_as_json(const Engine& engine) {
  Json object = Json::object();
  object["rules"] = Json::array();
  for_each_rule(engine, [&](const Provider& provider, const Rule& rule) {
    object["rules"].push_back(Json{{"id", rule.id},
                                   {"provider", provider.id},
                                   {"what", rule.what},
                                   {"severity", name_of(rule.severity)},
                                   {"confidence", name_of(rule.confidence)},
                                   {"proof", name_of(best_proof(rule))}});
  });
  object["providers"] = Json::object();
  for (const auto& [id, counts] : counts_by_provider(engine)) {
    object["providers"][id] =
        Json{{"name", counts.name}, {"rules", counts.all()}, {"proofs", proofs_object(counts)}};
  }
  object["proofs"] = proofs_object(counts_of_all(engine));
  return to_json_pretty(object) + "\n";
}

}  // namespace aegis
