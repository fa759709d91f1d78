// JPEG (ISO/IEC 10918-1): the frame header, and the 8-bit processes with DCT by libjpeg-turbo.

#include "decode_jpeg.h"

#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>

#include <csetjmp>
#include <vector>

#include "samples.h"

namespace concord {

namespace {

struct Failure {
    jpeg_error_mgr manager;
    jmp_buf back;
    char text[JMSG_LENGTH_MAX];
    bool is_damaged;
};

Failure& failure_of(j_common_ptr common) { return *reinterpret_cast<Failure*>(common->err); }

[[noreturn]] void leave(j_common_ptr common) {
    Failure& failure = failure_of(common);
    (*common->err->format_message)(common, failure.text);
    std::longjmp(failure.back, 1);
}

// A damaged stream goes on with grey or wrong blocks: no picture for a diagnosis. Bytes between markers and the like harm nothing.
void warn(j_common_ptr common, int level) {
    if (level >= 0) return;
    const int code = common->err->msg_code;
    if (code != JWRN_HIT_MARKER && code != JWRN_JPEG_EOF && code != JWRN_HUFF_BAD_CODE && code != JWRN_ARITH_BAD_CODE && code != JWRN_MUST_RESYNC) return;
    Failure& failure = failure_of(common);
    if (!failure.is_damaged) (*common->err->format_message)(common, failure.text);
    failure.is_damaged = true;
}

void print_nothing(j_common_ptr) {}

void choose_colors(jpeg_decompress_struct& state, bool is_ybr) {
    if (state.num_components == 1) {
        state.jpeg_color_space = state.out_color_space = JCS_GRAYSCALE;
    } else if (state.num_components == 3) {
        state.jpeg_color_space = is_ybr ? JCS_YCbCr : JCS_RGB;
        state.out_color_space = JCS_RGB;
    } else {
        state.jpeg_color_space = state.out_color_space = JCS_UNKNOWN;
    }
}

// Only plain data here: longjmp passes over it.
bool decode_rows(jpeg_decompress_struct& state, Failure& failure, Span input, bool is_ybr, uint8_t* into, size_t row_bytes) {
    if (setjmp(failure.back) != 0) return false;
    jpeg_create_decompress(&state);
    jpeg_mem_src(&state, input.data, input.length);
    jpeg_read_header(&state, TRUE);
    choose_colors(state, is_ybr);
    state.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&state);
    if (static_cast<size_t>(state.output_width) * static_cast<size_t>(state.output_components) != row_bytes) return false;
    while (state.output_scanline < state.output_height) {
        JSAMPROW rows[8];
        for (size_t i = 0; i < 8; i++) rows[i] = into + (state.output_scanline + i) * row_bytes;
        const JDIMENSION left = state.output_height - state.output_scanline;
        jpeg_read_scanlines(&state, rows, left < 8 ? left : 8);
    }
    jpeg_finish_decompress(&state);
    return true;
}

Status decode_turbo(const Job& job, Span input, const JpegHeader& header, Output& output) {
    const Image image{header.columns, header.rows, header.components, 1, 8, 0};
    const bool is_direct = job.image.bytes_per_sample == 1;
    std::vector<uint8_t> between(is_direct ? 0 : image.bytes());
    jpeg_decompress_struct state{};
    Failure failure{};
    state.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = leave;
    failure.manager.emit_message = warn;
    failure.manager.output_message = print_nothing;
    const bool is_ybr = header.components == 3 && job.color_transform != 0;
    const bool done = decode_rows(state, failure, input, is_ybr, is_direct ? output.data : between.data(), size_t{image.columns} * image.samples);
    jpeg_destroy_decompress(&state);
    if (!done || failure.is_damaged) return refuse(output, Status::malformed, "%s", failure.text[0] != 0 ? failure.text : "The JPEG stream is not what its header says");
    if (!is_direct) {
        std::vector<int32_t> values(image.bytes());
        get_samples(between.data(), image.bytes(), values.data(), 1, 1, 8, false);
        put_samples(values.data(), image.bytes(), output.data, 1, job.image.bytes_per_sample);
    }
    output.image = image;
    output.image.bytes_per_sample = job.image.bytes_per_sample;
    output.color_transform = is_ybr;
    output.length = output.image.bytes();
    return Status::ok;
}

}  // namespace

bool read_jpeg_header(Span input, JpegHeader& header) {
    const uint8_t* bytes = input.data;
    if (input.length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return false;
    for (size_t at = 2; at + 4 <= input.length;) {
        if (bytes[at] != 0xFF) return false;
        const uint8_t marker = bytes[at + 1];
        if (marker == 0xFF) { at++; continue; }                                                        // fill
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) { at += 2; continue; }               // without a length
        if (marker == 0xD9 || marker == 0xDA) return false;
        const size_t length = size_t{bytes[at + 2]} << 8 | bytes[at + 3];
        if (length < 2 || at + 2 + length > input.length) return false;
        const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_frame) {
            if (length < 8) return false;
            const uint8_t* frame = bytes + at + 4;
            header = {marker & 0x0Fu, frame[0], uint32_t{frame[3]} << 8 | frame[4], uint32_t{frame[1]} << 8 | frame[2], frame[5]};
            return true;
        }
        at += 2 + length;
    }
    return false;
}

Status decode_jpeg(const Job& job, Span input, Output& output) {
    JpegHeader header{};
    if (!read_jpeg_header(input, header)) return refuse(output, Status::malformed, "The JPEG stream has no frame header");
    if (!fits(job.image, header.columns, header.rows, header.components, header.precision))
        return refuse(output, Status::malformed, "The JPEG stream is not of the size that the attributes say");
    if (output.capacity < job.image.bytes()) return Status::too_large;
    const bool is_turbo = header.precision == 8 && header.process != 3 && header.process < 5;
    if (is_turbo) return decode_turbo(job, input, header, output);
    if (header.process > 3) return refuse(output, Status::unsupported, "This process of JPEG has no decoder here");
    return decode_jpeg_dcmtk(job, input, header, output);
}

}  // namespace concord
