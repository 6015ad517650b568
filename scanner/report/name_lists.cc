#include "scanner/report/name_lists.h"

#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

Json several_object(const Several& all, const Finding& finding, Secrets secrets) {
  Json some = Json::array();
  for (const std::string& name : all.some) some.push_back(shown_text(name, finding, secrets));
  return Json{{"count", all.count}, {"some", std::move(some)}};
}

void add_text(Json& object, const char* key, const std::string& text, const Finding& finding,
              Secrets secrets) {
  if (!text.empty()) object[key] = shown_text(text, finding, secrets);
}

void add_words(std::string& words, std::string_view more, std::string_view separator) {
  if (more.empty()) return;
  if (!words.empty()) words += separator;
  words += more;
}

std::string several_in_words(const Several& all, std::string_view noun) {
  std::string names;
  for (const std::string& name : all.some) add_words(names, name, ", ");
  if (all.count > all.some.size()) add_words(names, "...", ", ");
  return counted(all.count, noun) + " (" + names + ')';
}

}  // namespace aegis
