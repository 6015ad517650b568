// Tested by tests/unit/private_key_test.cc. RFC 9580: 4.2 (packets), 5.5 (keys), 3.7 (how they are
// sealed).
#include <cstdint>

#include "scanner/detect/key_objects.h"
#include "scanner/detect/private_key.h"

namespace aegis {

namespace {

constexpr unsigned kSecretKeyPacket = 5;
constexpr unsigned kStub = 101;  // GnuPG's: the secret is on a card, or was left out

// Bytes from the front, and whether there were enough of them.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  unsigned take() {
    const std::string_view one = take(1);
    return one.empty() ? 0 : static_cast<unsigned char>(one.front());
  }
  std::string_view take(size_t count) {
    if (count > rest_.size()) {
      good_ = false;
      rest_ = {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  uint32_t take_number(size_t size) {
    uint32_t number = 0;
    for (size_t i = 0; i < size; ++i) number = number << 8 | take();
    return number;
  }
  // A number with its length in bits before it; the length.
  unsigned take_mpi() {
    const uint32_t bits = take_number(2);
    take((bits + 7) / 8);
    return bits;
  }
  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

// The tag of the packet, its header passed over; 0 when it is none or of a length not told.
unsigned take_packet_header(Bytes& bytes) {
  const unsigned first = bytes.take();
  if ((first & 0x80) == 0) return 0;
  if ((first & 0x40) == 0) {
    const unsigned length_type = first & 3;
    if (length_type < 3) bytes.take_number(size_t{1} << length_type);
    return (first >> 2) & 0xf;
  }
  const unsigned length = bytes.take();
  if (length >= 192 && length < 224) bytes.take();
  if (length == 255) bytes.take_number(4);
  return length >= 224 && length < 255 ? 0 : first & 0x3f;
}

void take_mpis(unsigned count, Bytes& bytes) {
  while (count-- > 0) bytes.take_mpi();
}

void take_curve(const char* name, Bytes& bytes, PrivateKey& key) {
  key.algorithm = name;
  key.bits = key_curve(bytes.take(bytes.take())).bits;
  bytes.take_mpi();
}

void take_octets(const char* name, size_t count, unsigned bits, Bytes& bytes, PrivateKey& key) {
  bytes.take(count);
  key.algorithm = name;
  key.bits = bits;
}

// Passes over the public numbers of the algorithm; false when it is not known.
bool take_public_part(unsigned algorithm, Bytes& bytes, PrivateKey& key) {
  switch (algorithm) {
    case 1:
    case 2:
    case 3:
      key.algorithm = "RSA";
      key.bits = bytes.take_mpi();
      take_mpis(1, bytes);
      return true;
    case 16:
      key.algorithm = "Elgamal";
      key.bits = bytes.take_mpi();
      take_mpis(2, bytes);
      return true;
    case 17:
      key.algorithm = "DSA";
      key.bits = bytes.take_mpi();
      take_mpis(3, bytes);
      return true;
    case 18:
      take_curve("ECDH", bytes, key);
      bytes.take(bytes.take());
      return true;
    case 19:
      take_curve("ECDSA", bytes, key);
      return true;
    case 22:
      take_curve("EdDSA", bytes, key);
      return true;
    case 25:
      take_octets("X25519", 32, 256, bytes, key);
      return true;
    case 26:
      take_octets("X448", 56, 448, bytes, key);
      return true;
    case 27:
      take_octets("Ed25519", 32, 256, bytes, key);
      return true;
    case 28:
      take_octets("Ed448", 57, 456, bytes, key);
      return true;
    default:
      return false;
  }
}

// Whether the secret numbers that follow are sealed. A stub may stand before subkeys that are not.
bool take_is_sealed(unsigned version, Bytes& bytes) {
  const unsigned usage = bytes.take();
  if (usage == 0) return false;
  if (version == 4 && (usage == 254 || usage == 255)) {
    bytes.take();  // the cipher
    return bytes.take() != kStub;
  }
  return true;
}

}  // namespace

std::optional<PrivateKey> read_pgp_private_key(std::string_view packets) {
  Bytes bytes(packets);
  if (take_packet_header(bytes) != kSecretKeyPacket) return std::nullopt;
  const unsigned version = bytes.take();
  if (version < 4 || version > 6) return std::nullopt;
  bytes.take_number(4);  // when it was made
  const unsigned algorithm = bytes.take();
  if (version > 4) bytes.take_number(4);  // length of the public part
  PrivateKey key;
  key.form = "OpenPGP";
  if (!take_public_part(algorithm, bytes, key)) return std::nullopt;
  key.encrypted = take_is_sealed(version, bytes);
  if (!bytes.good()) return std::nullopt;
  return key;
}

}  // namespace aegis
