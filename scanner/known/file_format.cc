#include "scanner/known/file_format.h"

#include <cstdlib>

#include "scanner/base/glob.h"
#include "scanner/known/env_file.h"
#include "scanner/known/ini_file.h"
#include "scanner/known/json_file.h"
#include "scanner/known/login_files.h"
#include "scanner/known/text_file.h"
#include "scanner/known/yaml_file.h"

namespace aegis {

namespace {

struct Format {
  const char* glob;
  StoreReader reader;
};

// The first that matches the end of the path.
constexpr Format kFormats[] = {
    {".netrc", read_netrc},     {"_netrc", read_netrc},
    {".pgpass", read_pgpass},   {"pgpass.conf", read_pgpass},
    {".npmrc", read_ini_file},  {".claude.json", read_json_settings},
    {"*.json", read_json_file}, {"*.yaml", read_yaml_file},
    {"*.yml", read_yaml_file},  {"credentials", read_ini_file},
    {"*.ini", read_ini_file},   {"*.cfg", read_ini_file},
    {"*.cnf", read_ini_file},   {"*.properties", read_ini_file},
    {".pypirc", read_ini_file}, {".env", read_env_file},
    {"*.env", read_env_file},   {".env.*", read_env_file},
    {".envrc", read_env_file},  {".git-credentials", read_text_file},
    {"*.txt", read_text_file},  {"*.pem", read_text_file},
    {"*.key", read_text_file},
};

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

StoreReader reader_by_look(std::string_view text) {
  const std::string_view body = trimmed(text);
  if (body.starts_with('{') || body.starts_with('[')) return read_json_file;
  if (body.find('\n') == std::string_view::npos || body.starts_with("-----BEGIN ")) {
    return read_text_file;
  }
  const StoredValues variables = read_env_file(text);
  return variables.problem || variables.values.empty() ? nullptr : read_env_file;
}

}  // namespace

StoreReader reader_for(std::string_view path, std::string_view text) {
  for (const Format& format : kFormats) {
    if (glob_matches(format.glob, name_of(path))) return format.reader;
  }
  return reader_by_look(text);
}

bool is_systemd_credentials(std::string_view folder) {
  const char* own = std::getenv("CREDENTIALS_DIRECTORY");
  if (own != nullptr && *own != '\0' && folder.starts_with(own)) return true;
  return folder.starts_with("/run/credentials/") || folder.starts_with("/run/credstore") ||
         folder.starts_with("/etc/credstore");
}

}  // namespace aegis
