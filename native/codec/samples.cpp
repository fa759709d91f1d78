#include "samples.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace concord {

namespace {

template <typename T>
void put(const int32_t* from, size_t count, uint8_t* to, size_t stride) {
    auto* out = reinterpret_cast<T*>(to);
    if (stride == 1)
        for (size_t i = 0; i < count; i++) out[i] = static_cast<T>(from[i]);
    else
        for (size_t i = 0; i < count; i++) out[i * stride] = static_cast<T>(from[i]);
}

template <typename T>
void get(const uint8_t* from, size_t count, int32_t* to, size_t stride, uint32_t precision, bool is_signed) {
    const auto* in = reinterpret_cast<const T*>(from);
    const int shift = 32 - static_cast<int>(precision);
    if (is_signed)
        for (size_t i = 0; i < count; i++) to[i] = static_cast<int32_t>(static_cast<uint32_t>(in[i * stride]) << shift) >> shift;
    else
        for (size_t i = 0; i < count; i++) to[i] = static_cast<int32_t>((static_cast<uint32_t>(in[i * stride]) << shift) >> shift);
}

}  // namespace

Status refuse(Output& output, Status status, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(output.message, sizeof output.message, format, arguments);
    va_end(arguments);
    for (char* at = output.message; *at != 0; at++)
        if (*at < 32 || *at > 126) *at = ' ';
    return status;
}

void put_samples(const int32_t* from, size_t count, uint8_t* to, size_t stride, uint32_t bytes) {
    if (bytes == 1) put<uint8_t>(from, count, to, stride);
    else if (bytes == 2) put<uint16_t>(from, count, to, stride);
    else put<uint32_t>(from, count, to, stride);
}

void get_samples(const uint8_t* from, size_t count, int32_t* to, size_t stride, uint32_t bytes, uint32_t precision, bool is_signed) {
    if (bytes == 1) get<uint8_t>(from, count, to, stride, precision, is_signed);
    else if (bytes == 2) get<uint16_t>(from, count, to, stride, precision, is_signed);
    else get<uint32_t>(from, count, to, stride, precision, is_signed);
}

void interleave(const uint8_t* planes, uint8_t* to, size_t pixels, uint32_t samples, uint32_t bytes) {
    for (uint32_t sample = 0; sample < samples; sample++)
        for (size_t pixel = 0; pixel < pixels; pixel++)
            std::memcpy(to + (pixel * samples + sample) * bytes, planes + (sample * pixels + pixel) * bytes, bytes);
}

bool fits(const Image& wanted, uint64_t columns, uint64_t rows, uint32_t samples, uint32_t precision) {
    return columns == wanted.columns && rows == wanted.rows && samples == wanted.samples && precision >= 1 && precision <= wanted.bytes_per_sample * 8;
}

}  // namespace concord
