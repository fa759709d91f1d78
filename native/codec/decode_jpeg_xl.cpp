// JPEG XL by libjxl (ISO/IEC 18181), where the build has it.

#include "codecs.h"
#include "samples.h"

#ifndef CONCORD_JPEG_XL

namespace concord {

Status decode_jpeg_xl(const Job&, Span, Output& output) { return refuse(output, Status::unsupported, "The codec program was built without JPEG XL (libjxl)"); }

}  // namespace concord

#else

#include <jxl/decode.h>

#include <memory>

namespace concord {

namespace {

using Decoder = std::unique_ptr<JxlDecoder, decltype(&JxlDecoderDestroy)>;

// libjxl gives samples over the whole range of their container: 12 bits in 16 come as 65535 / 4095 of what was stored.
void to_stored_range(uint8_t* samples, size_t count, uint32_t bytes, uint32_t precision) {
    if (precision == bytes * 8) return;
    const uint32_t stored = (1u << precision) - 1, container = (1u << (bytes * 8)) - 1;
    for (size_t i = 0; i < count; i++) {
        const uint32_t value = bytes == 1 ? samples[i] : static_cast<uint32_t>(samples[2 * i] | (samples[2 * i + 1] << 8));
        const uint32_t scaled = (value * stored + container / 2) / container;
        samples[bytes * i] = static_cast<uint8_t>(scaled);
        if (bytes == 2) samples[2 * i + 1] = static_cast<uint8_t>(scaled >> 8);
    }
}

Status check(const Job& job, const JxlBasicInfo& info, Output& output) {
    if (info.exponent_bits_per_sample != 0 || info.bits_per_sample > 16 || info.num_extra_channels != 0 || info.have_animation != 0)
        return refuse(output, Status::unsupported, "JPEG XL is read of whole numbers of up to 16 bits, without further channels, one frame a stream");
    if (!fits(job.image, info.xsize, info.ysize, info.num_color_channels, info.bits_per_sample))
        return refuse(output, Status::malformed, "The JPEG XL stream is not of the size that the attributes say");
    return Status::ok;
}

}  // namespace

Status decode_jpeg_xl(const Job& job, Span input, Output& output) {
    Decoder decoder(JxlDecoderCreate(nullptr), &JxlDecoderDestroy);
    if (!decoder) return Status::out_of_memory;
    if (job.image.bytes_per_sample > 2) return refuse(output, Status::unsupported, "JPEG XL is read into samples of 8 or 16 bits");
    if (JxlDecoderSubscribeEvents(decoder.get(), JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE) != JXL_DEC_SUCCESS || JxlDecoderSetKeepOrientation(decoder.get(), JXL_TRUE) != JXL_DEC_SUCCESS
        || JxlDecoderSetInput(decoder.get(), input.data, input.length) != JXL_DEC_SUCCESS)
        return Status::failed;
    JxlDecoderCloseInput(decoder.get());
    JxlBasicInfo info{};
    bool is_known = false;
    const JxlPixelFormat format{job.image.samples, job.image.bytes_per_sample == 1 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16, JXL_LITTLE_ENDIAN, 0};
    while (true) {
        switch (JxlDecoderProcessInput(decoder.get())) {
            case JXL_DEC_BASIC_INFO: {
                if (JxlDecoderGetBasicInfo(decoder.get(), &info) != JXL_DEC_SUCCESS) return refuse(output, Status::malformed, "The JPEG XL header cannot be read");
                if (const Status status = check(job, info, output); status != Status::ok) return status;
                is_known = true;
                break;
            }
            case JXL_DEC_NEED_IMAGE_OUT_BUFFER: {
                size_t needed = 0;
                if (!is_known || JxlDecoderImageOutBufferSize(decoder.get(), &format, &needed) != JXL_DEC_SUCCESS) return refuse(output, Status::malformed, "The JPEG XL stream cannot be given so");
                if (needed != job.image.bytes() || needed > output.capacity) return Status::too_large;
                if (JxlDecoderSetImageOutBuffer(decoder.get(), &format, output.data, needed) != JXL_DEC_SUCCESS) return Status::failed;
                break;
            }
            case JXL_DEC_FULL_IMAGE: {
                output.image = {info.xsize, info.ysize, info.num_color_channels, job.image.bytes_per_sample, info.bits_per_sample, 0};
                output.length = output.image.bytes();
                to_stored_range(output.data, output.length / job.image.bytes_per_sample, job.image.bytes_per_sample, info.bits_per_sample);
                return Status::ok;
            }
            case JXL_DEC_NEED_MORE_INPUT: return refuse(output, Status::malformed, "The JPEG XL stream ends early");
            default: return refuse(output, Status::malformed, "The JPEG XL stream cannot be decoded");
        }
    }
}

}  // namespace concord

#endif
