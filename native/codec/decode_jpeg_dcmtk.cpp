// JPEG of 12 bits and lossless JPEG of up to 16, by DCMTK's builds of the IJG library.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpeg/djdijg8.h>
#include <dcmtk/dcmjpeg/djutils.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "decode_jpeg.h"
#include "samples.h"

namespace concord {

namespace {

// Keeps in mind that the library went on over damage (it warns): with the values of its choice, and no picture for a diagnosis.
template <typename Decompress>
class Watched : public Decompress {
public:
    Watched(const DJCodecParameter& parameters, bool is_ybr, uint32_t& warnings) : Decompress(parameters, is_ybr), warnings_(warnings) {}
    void emitMessage(int level) const override { warnings_ += level < 0; }

private:
    uint32_t& warnings_;
};

// The library warns of it, and decodes such a scan as it should: equipment has written 0 for the end of the spectrum.
bool is_scan_odd(Span input) {
    static const uint8_t marker[] = {0xFF, 0xDA};
    const uint8_t* end = input.data + input.length;
    const uint8_t* scan = std::search(input.data, end, marker, marker + 2);
    if (end - scan < 5 || end - scan < 8 + 2 * scan[4]) return false;
    const uint8_t* spectrum = scan + 5 + 2 * scan[4];
    return spectrum[0] != 0 || spectrum[1] != 63 || spectrum[2] != 0;
}

std::unique_ptr<DJDecoder> decoder_for(uint32_t precision, const DJCodecParameter& parameters, bool is_ybr, uint32_t& warnings) {
    if (precision <= 8) return std::make_unique<Watched<DJDecompressIJG8Bit>>(parameters, is_ybr, warnings);
    if (precision <= 12) return std::make_unique<Watched<DJDecompressIJG12Bit>>(parameters, is_ybr, warnings);
    return std::make_unique<Watched<DJDecompressIJG16Bit>>(parameters, is_ybr, warnings);
}

}  // namespace

Status decode_jpeg_dcmtk(const Job& job, Span input, const JpegHeader& header, Output& output) {
    const DJCodecParameter parameters(ECC_lossyYCbCr, EDC_photometricInterpretation, EUC_never, EPC_colorByPixel, OFFalse);
    const bool is_ybr = header.components == 3 && job.color_transform != 0;
    uint32_t warnings = 0;
    const auto decoder = decoder_for(header.precision, parameters, is_ybr, warnings);
    if (decoder->init().bad()) return refuse(output, Status::out_of_memory, "The JPEG decoder has no memory left");
    const uint32_t bytes = header.precision <= 8 ? 1 : 2;
    const Image image{header.columns, header.rows, header.components, bytes, header.precision, 0};
    const bool is_direct = bytes == job.image.bytes_per_sample;
    if (job.image.bytes() > output.capacity || image.bytes() > 0xFFFFFFFFu || input.length > 0xFFFFFFFFu) return Status::too_large;
    std::vector<uint8_t> between(is_direct ? 0 : image.bytes());
    uint8_t* into = is_direct ? output.data : between.data();
    const OFCondition done = decoder->decode(const_cast<Uint8*>(input.data), static_cast<Uint32>(input.length), into, static_cast<Uint32>(image.bytes()), OFFalse);
    if (done == EJ_Suspension) return refuse(output, Status::malformed, "The JPEG stream ends too early");
    if (done.bad()) return refuse(output, Status::malformed, "%s", done.text());
    if (warnings > (is_scan_odd(input) && header.process < 2 ? 1 : 0)) return refuse(output, Status::malformed, "The JPEG stream is damaged");
    if (!is_direct) {
        const size_t count = image.bytes() / bytes;
        std::vector<int32_t> values(count);
        get_samples(between.data(), count, values.data(), 1, bytes, bytes * 8, false);
        put_samples(values.data(), count, output.data, 1, job.image.bytes_per_sample);
    }
    output.image = image;
    output.image.bytes_per_sample = job.image.bytes_per_sample;
    output.color_transform = is_ybr;
    output.length = output.image.bytes();
    return Status::ok;
}

}  // namespace concord
