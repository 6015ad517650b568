// What StagedSource lists, as text.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scanner/git/staged.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

class CollectSink : public DocumentSink {
 public:
  void document(std::unique_ptr<Document> document) override {
    documents.push_back(std::move(document));
  }
  void skipped(std::string path, Error error) override {
    problems[std::move(path)] = error.message();
  }
  void excluded(std::string) override {}
  bool watches(std::string_view path) const override { return path.ends_with(".watched"); }

  std::vector<std::unique_ptr<Document>> documents;
  std::map<std::string, std::string> problems;
};

inline std::string text_of(Document& document) {
  std::string text;
  auto read = document.read(7, [&](const Chunk& chunk) {
    text += chunk.bytes.substr(chunk.core_begin, chunk.core_end - chunk.core_begin);
  });
  return read ? text : "error: " + read.error().message();
}

inline CollectSink list(const std::string& folder, const Environment& environment = {}) {
  auto source = StagedSource::open(folder, environment);
  if (!source) FAIL(source.error().message());
  CollectSink sink;
  if (auto listed = (*source)->list(sink); !listed) FAIL(listed.error().message());
  return sink;
}

// "path=text" of each document, a "!" before that of a new file of a watched name, after " <- " its
// earlier versions; then the skipped paths.
inline std::string summary(const std::string& folder, const Environment& environment = {}) {
  const CollectSink sink = list(folder, environment);
  std::string out;
  for (const auto& document : sink.documents) {
    const std::string& path = document->origin()->path;
    if (document->is_new_file() && sink.watches(path)) out += "!";
    out += path + "=" + text_of(*document);
    auto versions = document->earlier_versions();
    if (!versions) out += " <- error: " + versions.error().message();
    if (versions) {
      for (const std::string& version : *versions) out += " <- " + version;
    }
    out += "; ";
  }
  for (const auto& [path, message] : sink.problems) out += "skipped " + path + "; ";
  return out;
}

inline std::string summary(const RepositorySandbox& sandbox) {
  return summary(sandbox.path("repo"));
}

inline std::string list_error(const RepositorySandbox& sandbox) {
  auto source = StagedSource::open(sandbox.path("repo"), {});
  if (!source) return source.error().message();
  CollectSink sink;
  auto listed = (*source)->list(sink);
  return listed ? "" : listed.error().message();
}

// Texts without newlines keep the expectations below short.
inline constexpr const char* kFirst =
    "mkdir -p a/b c; printf 1 > a/b/f; printf 2 > a/g; printf 3 > c/h; printf 4 > top; git add .; "
    "git commit -q -m first; ";

}  // namespace aegis::git
