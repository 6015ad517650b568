// Which vector instructions a function uses. What it gives never depends on it.
#pragma once

#include <cstdint>

namespace aegis {

enum class Simd : uint8_t {
  kNone,    // those that every x86-64 processor has
  kAvx2,    // AVX2, BMI, BMI2 and POPCNT
  kAvx512,  // those, and AVX-512 F, BW and VBMI
};

// The widest that this processor has.
inline Simd widest_simd() {
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  if (!avx2) return Simd::kNone;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vbmi");
  return avx512 ? Simd::kAvx512 : Simd::kAvx2;
}

}  // namespace aegis
