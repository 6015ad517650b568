#include "scanner/report/history_fields.h"

#include "scanner/report/name_lists.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr size_t kShortName = 12;  // hex digits of a commit that people are shown

void add_exposure(Json& object, const Exposure& exposure, const Finding& finding, Secrets secrets) {
  if (exposure.places.count > 0) {
    object["other_places"] = several_object(exposure.places, finding, secrets);
  }
  if (exposure.in_head) object["in_head"] = *exposure.in_head;
  if (exposure.refs.count > 0) object["refs"] = several_object(exposure.refs, finding, secrets);
  if (exposure.pushed) object["pushed"] = *exposure.pushed;
  if (exposure.since.empty()) return;
  object["exposed"] = Json{{"since", exposure.since}};
  if (!exposure.until.empty()) object["exposed"]["until"] = exposure.until;
}

std::string author_in_words(const Introduction& from) {
  std::string words = from.author;
  if (!from.email.empty()) add_words(words, '<' + from.email + '>', " ");
  return words;
}

}  // namespace

void add_history_fields(Json& object, const Finding& finding, Secrets secrets) {
  if (finding.introduction) {
    const Introduction& from = *finding.introduction;
    add_text(object, "commit", from.commit, finding, secrets);
    add_text(object, "author", from.author, finding, secrets);
    add_text(object, "email", from.email, finding, secrets);
    add_text(object, "date", from.date, finding, secrets);
  }
  if (finding.exposure) add_exposure(object, *finding.exposure, finding, secrets);
}

std::string introduction_in_words(const Finding& finding) {
  if (!finding.introduction) return "";
  const Introduction& from = *finding.introduction;
  std::string words = from.commit.substr(0, kShortName);
  add_words(words, author_in_words(from), ", ");
  add_words(words, from.date, ", ");
  return words;
}

std::string exposure_in_words(const Finding& finding) {
  if (!finding.exposure) return "";
  const Exposure& exposure = *finding.exposure;
  std::string words;
  if (exposure.in_head) words = *exposure.in_head ? "in HEAD" : "not in HEAD";
  if (exposure.refs.count > 0)
    add_words(words, "on " + several_in_words(exposure.refs, "ref"), "; ");
  if (exposure.pushed) add_words(words, *exposure.pushed ? "pushed" : "not pushed", "; ");
  if (exposure.places.count > 0) {
    add_words(words, "in " + several_in_words(exposure.places, "other place"), "; ");
  }
  if (!exposure.since.empty()) add_words(words, "exposed since " + exposure.since, "; ");
  if (!exposure.until.empty()) add_words(words, "until " + exposure.until, " ");
  return words;
}

}  // namespace aegis
