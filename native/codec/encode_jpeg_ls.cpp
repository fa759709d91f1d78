// JPEG-LS by CharLS (ISO/IEC 14495-1); colour interleaved by sample.

#include <charls/charls.h>

#include <vector>

#include "codecs.h"
#include "samples.h"

namespace concord {

namespace {

// Samples of `precision` low bits in containers of one or two bytes; JPEG-LS knows no sign, so bits above are cut off.
std::vector<uint8_t> narrow(const Image& image, Span samples, uint32_t bytes) {
    const size_t count = size_t{image.columns} * image.rows * image.samples;
    std::vector<int32_t> values(count);
    get_samples(samples.data, count, values.data(), 1, image.bytes_per_sample, image.precision, false);
    std::vector<uint8_t> narrowed(count * bytes);
    put_samples(values.data(), count, narrowed.data(), 1, bytes);
    return narrowed;
}

}  // namespace

Status encode_jpeg_ls(const Job& job, Span samples, Output& output) {
    const Image& image = job.image;
    if (image.precision < 2 || image.precision > 16 || (image.samples != 1 && image.samples != 3)) return refuse(output, Status::unsupported, "JPEG-LS is written of 2 to 16 bits, and 1 or 3 samples");
    if (samples.length < image.bytes()) return refuse(output, Status::malformed, "There are too few samples");
    const uint32_t bytes = image.precision <= 8 ? 1 : 2;
    const bool is_direct = bytes == image.bytes_per_sample && image.precision == bytes * 8;
    const std::vector<uint8_t> narrowed = is_direct ? std::vector<uint8_t>() : narrow(image, samples, bytes);
    charls::jpegls_encoder encoder;
    encoder.frame_info({image.columns, image.rows, static_cast<int32_t>(image.precision), static_cast<int32_t>(image.samples)});
    encoder.near_lossless(static_cast<int32_t>(job.near_lossless));
    if (image.samples == 3) encoder.interleave_mode(charls::interleave_mode::sample);
    encoder.destination(output.data, output.capacity);
    const uint8_t* from = is_direct ? samples.data : narrowed.data();
    output.length = encoder.encode(from, size_t{image.columns} * image.rows * image.samples * bytes, 0);
    return Status::ok;
}

}  // namespace concord
