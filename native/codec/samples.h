#pragma once

#include <cstdint>

#include "codecs.h"

namespace concord {

// Says why not, in one line.
Status refuse(Output&, Status, const char* format, ...) __attribute__((format(printf, 3, 4)));

// Writes `count` values to every `stride`-th sample from `to` on, in containers of `bytes` (1, 2 or 4).
void put_samples(const int32_t* from, size_t count, uint8_t* to, size_t stride, uint32_t bytes);

// Reads them, signed or not, of `precision` low bits.
void get_samples(const uint8_t* from, size_t count, int32_t* to, size_t stride, uint32_t bytes, uint32_t precision, bool is_signed);

// Planes one after the other to samples by pixel.
void interleave(const uint8_t* planes, uint8_t* to, size_t pixels, uint32_t samples, uint32_t bytes);

// True when a stream of that size may be given as the image that is wanted.
bool fits(const Image& wanted, uint64_t columns, uint64_t rows, uint32_t samples, uint32_t precision);

}  // namespace concord
