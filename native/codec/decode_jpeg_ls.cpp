// JPEG-LS by CharLS (ISO/IEC 14495-1).

#include <charls/charls.h>

#include <vector>

#include "codecs.h"
#include "samples.h"

namespace concord {

namespace {

// No other bytes of a stream can be these two (ISO/IEC 14495-1 §A.1): a bit of 0 follows eight of 1 in what is coded.
bool has_end(Span input) {
    for (size_t at = input.length; at >= 2; at--)
        if (input.data[at - 2] == 0xFF && input.data[at - 1] == 0xD9) return true;
    return false;
}

}  // namespace

Status decode_jpeg_ls(const Job& job, Span input, Output& output) {
    charls::jpegls_decoder decoder;
    decoder.source(input.data, input.length);
    decoder.read_header();
    const charls::frame_info& frame = decoder.frame_info();
    const auto precision = static_cast<uint32_t>(frame.bits_per_sample);
    const auto samples = static_cast<uint32_t>(frame.component_count);
    if (!fits(job.image, frame.width, frame.height, samples, precision))
        return refuse(output, Status::malformed, "The JPEG-LS stream is not of the size that the attributes say");
    if (!has_end(input)) return refuse(output, Status::malformed, "The JPEG-LS stream ends too early");  // CharLS 2.4.1 would spin for seconds
    const uint32_t bytes = precision <= 8 ? 1 : 2;
    const Image image{frame.width, frame.height, samples, bytes, precision, 0};
    if (decoder.destination_size() != image.bytes()) return refuse(output, Status::malformed, "The JPEG-LS stream needs another room than its header says");
    const bool is_planar = samples > 1 && decoder.interleave_mode() == charls::interleave_mode::none;
    const bool is_direct = !is_planar && bytes == job.image.bytes_per_sample;
    std::vector<uint8_t> between(is_direct ? 0 : image.bytes());
    if (output.capacity < job.image.bytes()) return Status::too_large;
    decoder.decode(is_direct ? output.data : between.data(), image.bytes());
    const size_t pixels = static_cast<size_t>(frame.width) * frame.height;
    if (!is_direct && bytes == job.image.bytes_per_sample) {
        interleave(between.data(), output.data, pixels, samples, bytes);
    } else if (!is_direct) {
        std::vector<int32_t> values(pixels);
        for (uint32_t sample = 0; sample < samples; sample++) {
            get_samples(between.data() + (is_planar ? sample * pixels : sample) * bytes, pixels, values.data(), is_planar ? 1 : samples, bytes, bytes * 8, false);
            put_samples(values.data(), pixels, output.data + sample * job.image.bytes_per_sample, samples, job.image.bytes_per_sample);
        }
    }
    output.image = image;
    output.image.bytes_per_sample = job.image.bytes_per_sample;
    output.length = output.image.bytes();
    return Status::ok;
}

}  // namespace concord
