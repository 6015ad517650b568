// What a source is: a list of documents, each of which can be read in chunks.
//
// A source knows nothing of rules. It pushes: the source drives, and calls back, so that walking a
// folder, an index or a pack can each go in the order that suits it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/base/result.h"
#include "scanner/source/chunk.h"
#include "scanner/source/introduction.h"

namespace aegis {

using ChunkVisitor = std::function<void(const Chunk&)>;

// One thing to scan. Made by the source's thread, read once, by one worker.
class Document {
 public:
  virtual ~Document() = default;

  virtual std::shared_ptr<const Origin> origin() const = 0;

  // Hands every byte to `visit`, in order, in chunks whose cores are at most `core` bytes. On an
  // error the document is incomplete, and chunks already visited keep their findings.
  virtual Result<void> read(size_t core, const ChunkVisitor& visit) = 0;

  // Earlier versions of this document. A finding whose lines stand in one of them unchanged is not
  // new. Called only when there are findings. An error makes every finding count as new.
  virtual Result<std::vector<std::string>> earlier_versions() { return std::vector<std::string>{}; }

  // Whether what is scanned brings this document to its path: it was added there, or moved there
  // from a path that the sink does not watch. Only then does its name alone count.
  virtual bool is_new_file() const { return false; }

  // What brought this document into a repository's history; null for what is in none. Called only
  // when there are findings.
  virtual std::shared_ptr<const Introduction> introduction() { return nullptr; }
};

// Receives what a source finds. Called from the source's thread only.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  virtual void document(std::unique_ptr<Document> document) = 0;
  // Something that was asked for cannot be scanned: the run is incomplete.
  virtual void skipped(std::string path, Error error) = 0;
  // Something is left out by a rule that the user can read (an ignore rule, a git object store).
  virtual void excluded(std::string path) = 0;
  // The same, by a rule of the user's: which of `rules` it is.
  virtual void ignored(std::string path, [[maybe_unused]] const IgnoreRules& rules,
                       [[maybe_unused]] size_t rule) {
    excluded(std::move(path));
  }
  // Whether the time for this run is over. Then a source may leave off; what it did not list, it
  // reports as skipped.
  virtual bool is_over() const { return false; }
  // Whether a file at this path is of interest for its name alone.
  virtual bool watches(std::string_view) const { return false; }
};

class Source {
 public:
  virtual ~Source() = default;
  // Pushes every document once. An error means that the source as a whole could not be listed.
  virtual Result<void> list(DocumentSink& sink) = 0;
};

}  // namespace aegis
