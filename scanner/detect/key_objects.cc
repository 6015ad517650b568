// RFC 8017, RFC 5480, RFC 8410, RFC 8018, RFC 5639, RFC 9580 (9.2).
#include "scanner/detect/key_objects.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace aegis {

namespace {

using namespace std::literals;

constexpr KeyObject kAlgorithms[] = {
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"sv, "RSA", 0},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"sv, "RSA-PSS", 0},
    {"\x2a\x86\x48\xce\x3d\x02\x01"sv, "ECDSA", 0},
    {"\x2a\x86\x48\xce\x38\x04\x01"sv, "DSA", 0},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01"sv, "Diffie-Hellman", 0},
    {"\x2b\x65\x6e"sv, "X25519", 256},
    {"\x2b\x65\x6f"sv, "X448", 448},
    {"\x2b\x65\x70"sv, "Ed25519", 256},
    {"\x2b\x65\x71"sv, "Ed448", 456}};

constexpr KeyObject kCurves[] = {{"\x2a\x86\x48\xce\x3d\x03\x01\x01"sv, "P-192", 192},
                                 {"\x2a\x86\x48\xce\x3d\x03\x01\x07"sv, "P-256", 256},
                                 {"\x2b\x81\x04\x00\x21"sv, "P-224", 224},
                                 {"\x2b\x81\x04\x00\x22"sv, "P-384", 384},
                                 {"\x2b\x81\x04\x00\x23"sv, "P-521", 521},
                                 {"\x2b\x81\x04\x00\x0a"sv, "secp256k1", 256},
                                 {"\x2b\x24\x03\x03\x02\x08\x01\x01\x07"sv, "brainpoolP256r1", 256},
                                 {"\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"sv, "brainpoolP384r1", 384},
                                 {"\x2b\x24\x03\x03\x02\x08\x01\x01\x0d"sv, "brainpoolP512r1", 512},
                                 {"\x2b\x06\x01\x04\x01\xda\x47\x0f\x01"sv, "Ed25519", 256},
                                 {"\x2b\x06\x01\x04\x01\x97\x55\x01\x05\x01"sv, "Curve25519", 256}};

constexpr KeyObject kCiphers[] = {{"\x60\x86\x48\x01\x65\x03\x04\x01\x02"sv, "AES-128-CBC", 0},
                                  {"\x60\x86\x48\x01\x65\x03\x04\x01\x16"sv, "AES-192-CBC", 0},
                                  {"\x60\x86\x48\x01\x65\x03\x04\x01\x2a"sv, "AES-256-CBC", 0},
                                  {"\x60\x86\x48\x01\x65\x03\x04\x01\x06"sv, "AES-128-GCM", 0},
                                  {"\x60\x86\x48\x01\x65\x03\x04\x01\x2e"sv, "AES-256-GCM", 0},
                                  {"\x2a\x86\x48\x86\xf7\x0d\x03\x07"sv, "3DES-CBC", 0}};

template <size_t n>
KeyObject find(const KeyObject (&table)[n], std::string_view id) {
  const auto row = std::find_if(std::begin(table), std::end(table),
                                [&](const KeyObject& object) { return object.id == id; });
  return row == std::end(table) ? KeyObject{} : *row;
}

}  // namespace

KeyObject key_algorithm(std::string_view id) {
  return find(kAlgorithms, id);
}

KeyObject key_curve(std::string_view id) {
  return find(kCurves, id);
}

KeyObject key_cipher(std::string_view id) {
  return find(kCiphers, id);
}

}  // namespace aegis
