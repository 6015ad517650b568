#include <algorithm>
#include <chrono>
#include <optional>

#include "scanner/detect/confirm.h"
#include "scanner/detect/engine.h"
#include "scanner/detect/judge.h"
#include "scanner/detect/placing.h"
#include "scanner/detect/run_finder.h"
#include "scanner/detect/source_language.h"
#include "scanner/detect/wide_text.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

uint64_t now_ns() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

// Adds the time since it was made, or since the last lap, to a counter.
class Stopwatch {
 public:
  void lap(uint64_t& counter) {
    const uint64_t now = now_ns();
    counter += now - since_;
    since_ = now;
  }

 private:
  uint64_t since_ = now_ns();
};

}  // namespace

void StageStats::add(const StageStats& other) {
  bytes += other.bytes;
  chunks += other.chunks;
  raw_matches += other.raw_matches;
  value_runs += other.value_runs;
  known_matches += other.known_matches;
  candidates += other.candidates;
  findings += other.findings;
  prefilter_ns += other.prefilter_ns;
  runs_ns += other.runs_ns;
  confirm_ns += other.confirm_ns;
  known_ns += other.known_ns;
  judge_ns += other.judge_ns;
}

namespace {

Error stands_twice(const std::string& id) {
  return usage_error("rule " + id + " stands in two rule sets; give yours another id");
}

}  // namespace

Result<Engine> Engine::create(std::vector<RuleBook> books, std::shared_ptr<const KnownBook> known,
                              Examples examples) {
  for (auto book = books.begin(); book != books.end(); ++book) {
    if (book->set.has(kKnownRule)) return stands_twice(kKnownRule);
    if (book == books.begin()) continue;  // within a book, ids are unique
    for (const std::string& id : book->set.ids()) {
      const bool again = std::any_of(books.begin(), book,
                                     [&](const RuleBook& earlier) { return earlier.set.has(id); });
      if (again) return stands_twice(id);
    }
  }
  return Engine(std::move(books), std::move(known), examples);
}

Engine::Engine(std::vector<RuleBook> books, std::shared_ptr<const KnownBook> known,
               Examples examples)
    : books_(std::move(books)), documented_(books_), examples_(examples), known_(std::move(known)) {
  for (const RuleBook& book : books_) file_rules_.add(book.set);
}

std::vector<std::string> Engine::globs_of_path_rules() const {
  std::vector<std::string> globs = file_rules_.names();
  for (const RuleBook& book : books_) {
    for (const uint32_t index : book.pgpass) {
      const std::vector<std::string>& files = book.set.rules[index].files;
      globs.insert(globs.end(), files.begin(), files.end());
    }
  }
  return globs;
}

class Detector::State {
 public:
  explicit State(const Engine& engine) : engine_(engine), known_(engine.known().get()) {
    for (const RuleBook& book : engine.books()) {
      books_.push_back({&book, Confirmer(book), {}, {}});
    }
  }

  Result<void> prepare() {
    for (Book& book : books_) {
      auto scratch = book.rules->prefilter.make_scratch();
      if (!scratch) return std::move(scratch).error();
      book.scratch.push_back(*std::move(scratch));
    }
    return {};
  }

  Result<void> scan(const Chunk& chunk, const Views& views, Detections& out) {
    if (origin_ != chunk.origin) {
      origin_ = chunk.origin;
      in_program_ = is_program_source(origin_->path);
      for (Book& book : books_) book.confirmer.set_path(origin_->path);
    }
    any_path_ = false;
    keep_dropped_ = out.keep_dropped;
    stats_.bytes += chunk.core_end - chunk.core_begin;
    ++stats_.chunks;
    candidates_.clear();
    if (auto ok = search(chunk.bytes, candidates_); !ok) return ok;
    Stopwatch watch;
    settle(chunk.bytes, candidates_);
    if (auto ok = search_encoded(chunk, views); !ok) return ok;
    stats_.candidates += candidates_.size();
    stats_.findings += place_candidates(chunk, candidates_, out);
    watch.lap(stats_.judge_ns);
    return {};
  }

  Result<void> examine(std::string_view bytes, std::optional<Confidence> least, Prospect& out) {
    if (!any_path_) {
      any_path_ = true;
      origin_ = std::make_shared<const Origin>();
      // Where it makes a difference, it makes objections.
      in_program_ = false;
      keep_dropped_ = false;
      for (Book& book : books_) {
        book.confirmer.set_any_path();
        if (!book.ties) book.ties.emplace(*book.rules);
      }
    }
    stats_.bytes += bytes.size();
    ++stats_.chunks;
    out.ties.clear();
    ties_ = &out.ties;
    is_one_ = false;
    candidates_.clear();
    if (auto ok = search(bytes, candidates_); !ok) return ok;
    out.may_find = may_find(bytes, candidates_, least);
    if (has_nul_) {
      // Where a text in UTF-16 begins decides what its characters are.
      is_one_ = true;
      const DecodedText wide = narrow_wide_text(bytes);
      candidates_.clear();
      if (auto ok = search(wide.text, candidates_); !ok) return ok;
      out.may_find = may_find(wide.text, candidates_, least) || out.may_find;
    }
    for (const Book& book : books_) is_one_ = is_one_ || book.ties->ties_everything();
    out.is_one = is_one_ || out.ties.size() > kMostTies;
    std::sort(out.ties.begin(), out.ties.end());
    return {};
  }

  const StageStats& stats() const { return stats_; }

 private:
  struct Book {
    const RuleBook* rules;
    Confirmer confirmer;
    std::optional<TieTable> ties;             // made by the first examine(): it reads every shape
    std::vector<Prefilter::Scratch> scratch;  // one, made by prepare()
  };

  // What was appended since there were `from` is of the book.
  static void mark(const Book& book, size_t from, std::vector<Candidate>& out) {
    for (size_t i = from; i < out.size(); ++i) out[i].is_foreign = book.rules->is_foreign;
  }

  void settle(std::string_view bytes, std::vector<Candidate>& candidates) const {
    judge(bytes, candidates);
    engine_.documented().settle(bytes, engine_.examples(), candidates);
  }

  // Whether it is an example, and examples are asked for.
  bool is_wanted_example(std::string_view bytes, const Candidate& candidate) const {
    const Span secret = candidate.secret;
    return engine_.examples() == Examples::kReport &&
           engine_.documented().contains(bytes.substr(secret.begin, secret.size()));
  }

  bool has_finding(std::string_view bytes, std::vector<Candidate> candidates,
                   Confidence least) const {
    settle(bytes, candidates);
    return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
      const bool ruled_out_by_path = candidate.refutes && !candidate.rule->files.empty();
      const bool counts = candidate.is_example || candidate.confidence >= least;
      return ruled_out_by_path || (!candidate.dropped && counts);
    });
  }

  // Of the rules that apply to some paths only, any may apply or not, and what one of them has
  // ruled out or displaced is another one's to report where it does not.
  bool may_find(std::string_view bytes, std::vector<Candidate>& candidates,
                std::optional<Confidence> least) {
    const size_t so_far = ties_->size();
    for (const Candidate& candidate : candidates) {
      const bool hopeless = least && is_hopeless(bytes, candidate, *least);
      if (hopeless && !is_wanted_example(bytes, candidate)) continue;
      ties_->push_back(tie_of_candidate(candidate.secret.begin, candidate.secret.size()));
    }
    if (ties_->size() == so_far) return false;
    if (!least || has_finding(bytes, candidates, *least)) return true;
    const auto by_path = [](const Candidate& candidate) { return !candidate.rule->files.empty(); };
    if (std::erase_if(candidates, by_path) == 0) return false;
    return has_finding(bytes, candidates, *least);
  }

  // A piece at a time, so that what one stage has read is near when the next one reads it.
  Result<void> search(std::string_view bytes, std::vector<Candidate>& out) {
    const GrammarText text{bytes, origin_->path, in_program_, keep_dropped_};
    Stopwatch watch;
    for (Book& book : books_) {
      matches_.clear();
      if (auto ok = book.rules->prefilter.scan(bytes, book.scratch.front(), matches_); !ok)
        return ok;
      stats_.raw_matches += matches_.size();
      watch.lap(stats_.prefilter_ns);
      if (any_path_) book.ties->add_of_expressions(matches_, bytes, *ties_);
      const size_t so_far = out.size();
      book.confirmer.begin_text();
      book.confirmer.follow(matches_, book.rules->plan.triggers, text, out);
      if (!any_path_) book.confirmer.follow_path(text, out);
      mark(book, so_far, out);
      watch.lap(stats_.confirm_ns);
    }
    has_nul_ = false;
    for (size_t begin = 0; begin < bytes.size();) {
      const size_t end = end_of_piece(bytes, begin);
      search_piece(text, begin, end, watch, out);
      begin = end;
    }
    return {};
  }

  void search_piece(const GrammarText& text, size_t begin, size_t end, Stopwatch& watch,
                    std::vector<Candidate>& out) {
    map_.map(text.bytes, begin - std::min(begin, kNamingReach + 1), end);
    has_nul_ = has_nul_ || map_.has_nul();
    runs_.clear();
    find_runs(map_, begin, runs_);
    stats_.value_runs += runs_.size();
    watch.lap(stats_.runs_ns);
    if (known_ != nullptr) {
      search_known(text.bytes, begin, end, out);
      watch.lap(stats_.known_ns);
    }
    for (Book& book : books_) {
      const Plan& plan = book.rules->plan;
      matches_.clear();
      book.rules->keywords.find(text.bytes, begin, end, matches_);
      marker_matches_.clear();
      book.rules->markers.find(text.bytes, map_, runs_, marker_matches_);
      stats_.raw_matches += matches_.size() + marker_matches_.size();
      watch.lap(stats_.prefilter_ns);
      if (any_path_) {
        book.ties->add_of_keywords(matches_, text.bytes, *ties_);
        book.ties->add_of_markers(marker_matches_, text.bytes, *ties_);
      }
      const size_t so_far = out.size();
      book.confirmer.follow(matches_, plan.keyword_triggers, text, out);
      book.confirmer.follow(marker_matches_, plan.marker_triggers, text, out);
      book.confirmer.follow_runs(runs_, map_, text, out);
      mark(book, so_far, out);
      watch.lap(stats_.confirm_ns);
    }
  }

  void search_known(std::string_view bytes, size_t begin, size_t end, std::vector<Candidate>& out) {
    const size_t before = out.size();
    found_.has_part = false;
    known_->find(bytes, begin, end, runs_, found_, out);
    stats_.known_matches += out.size() - before;
    is_one_ = is_one_ || found_.has_part;
  }

  Result<void> search_encoded(const Chunk& chunk, const Views& views) {
    const size_t so_far = candidates_.size();
    Result<void> status;
    const ViewVisitor visit = [&](const View& view) {
      if (status) status = search_view(chunk.bytes, view);
    };
    if (has_nul_) {
      const DecodedText wide = narrow_wide_text(chunk.bytes);
      visit({&wide, {0, chunk.bytes.size()}, "in UTF-16 or UTF-32 text"});
    }
    if (views) views(visit);
    if (candidates_.size() > so_far) resolve_overlaps(candidates_);
    return status;
  }

  // A text within the text: searched by itself, then put back to where it stands.
  Result<void> search_view(std::string_view bytes, const View& view) {
    const DecodedText& decoded = *view.decoded;
    std::vector<Candidate> found;
    if (auto ok = search(decoded.text, found); !ok) return ok;
    settle(decoded.text, found);
    for (Candidate& candidate : found) {
      const Span secret = decoded.source_of(candidate.secret);
      if (secret.begin < view.own.begin || secret.begin >= view.own.end) continue;
      if (secret.end < view.passes) continue;
      const std::string_view value =
          std::string_view(decoded.text).substr(candidate.secret.begin, candidate.secret.size());
      if (bytes.substr(secret.begin, secret.size()) != value) {
        candidate.decoded = Secret(value, candidate.public_prefix);
        candidate.pieces = decoded.pieces_of(candidate.secret);
        candidate.detail += candidate.detail.empty() ? view.how : std::string(", ") + view.how;
      }
      candidate.of_view = true;
      candidate.secret = secret;
      if (candidate.name.size() > 0) candidate.name = decoded.source_of(candidate.name);
      candidates_.push_back(std::move(candidate));
    }
    return {};
  }

  const Engine& engine_;
  std::vector<Book> books_;
  const KnownBook* known_;  // null: none
  LiteralMatches found_;
  std::shared_ptr<const Origin> origin_;
  bool in_program_ = false;
  bool keep_dropped_ = false;
  bool any_path_ = false;             // within examine()
  std::vector<Tie>* ties_ = nullptr;  // ... which gathers them there
  bool is_one_ = false;               // ... and finds that any change may matter anywhere
  std::vector<RawMatch> matches_;
  std::vector<RawMatch> marker_matches_;
  bool has_nul_ = false;  // in what search() was given last
  KindMap map_;           // of the piece that is searched
  std::vector<Run> runs_;
  std::vector<Candidate> candidates_;
  StageStats stats_;
};

Detector::Detector(std::unique_ptr<State> state) : state_(std::move(state)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

Result<Detector> Detector::create(const Engine& engine) {
  auto state = std::make_unique<State>(engine);
  if (auto ok = state->prepare(); !ok) return std::move(ok).error();
  return Detector(std::move(state));
}

Result<void> Detector::scan(const Chunk& chunk, Detections& out) {
  return state_->scan(chunk, nullptr, out);
}

Result<void> Detector::scan(const Chunk& chunk, const Views& views, Detections& out) {
  return state_->scan(chunk, views, out);
}

Result<void> Detector::examine(std::string_view bytes, std::optional<Confidence> least,
                               Prospect& out) {
  return state_->examine(bytes, least, out);
}

const StageStats& Detector::stats() const {
  return state_->stats();
}

}  // namespace aegis
