// What server and worker say to each other: one request on the standard input, one answer on the standard output, little endian.
// Samples and streams lie in shared segments (memfd) that the worker opened when it started: the first for input, the others for output.
#pragma once

#include <cstdint>

namespace concord {

constexpr uint32_t kMagic = 0x43444331;  // "1CDC"

enum class Verb : uint32_t { decode = 0, encode = 1, self_test = 2 };

struct WireImage { uint32_t columns, rows, samples, bytes_per_sample, precision, is_signed; };

struct Request {
    uint32_t magic, verb, format;
    WireImage image;
    uint32_t reduce_levels, color_transform, lossless, quality, near_lossless, output_segment, restart_rows, is_own, reserved;
    uint64_t input_capacity, input_length, output_capacity;  // capacity: of the segment, whole pages
    double quantisation_step;
};
static_assert(sizeof(Request) == 104);

struct Answer {
    uint32_t magic, status;
    WireImage image;
    uint32_t color_transform, reserved;
    uint64_t length;
    char message[200];  // ended by a zero
};
static_assert(sizeof(Answer) == 248);

}  // namespace concord
