// JPEG baseline by libjpeg-turbo (ISO/IEC 10918-1 process 1), 8 bits: gray, or YCbCr 4:2:2 of red, green, blue.

#include <cstdio>
#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>
#include <cstring>

#include "codecs.h"
#include "samples.h"

namespace concord {

namespace {

struct Failure {
    jpeg_error_mgr manager;
    jmp_buf back;
    char text[JMSG_LENGTH_MAX];
};

[[noreturn]] void leave(j_common_ptr common) {
    auto& failure = *reinterpret_cast<Failure*>(common->err);
    (*common->err->format_message)(common, failure.text);
    std::longjmp(failure.back, 1);
}

void print_nothing(j_common_ptr) {}

// Gray goes in as blocks of eight rows: the library would turn it over sample by sample to no other end. Edges repeat, as the library has them.
void write_gray(jpeg_compress_struct& state, const uint8_t* samples, uint8_t* blocks) {
    const size_t columns = state.image_width, whole = (columns + DCTSIZE - 1) / DCTSIZE * DCTSIZE;
    JSAMPROW rows[DCTSIZE];
    JSAMPARRAY planes[1] = {rows};
    for (size_t first = 0; first < state.image_height; first += DCTSIZE) {
        for (size_t i = 0; i < DCTSIZE; i++) {
            const size_t row = first + i < state.image_height ? first + i : state.image_height - 1;
            const uint8_t* from = samples + row * columns;
            rows[i] = const_cast<JSAMPROW>(from);
            if (whole == columns) continue;
            rows[i] = blocks + i * whole;
            std::memcpy(rows[i], from, columns);
            std::memset(rows[i] + columns, from[columns - 1], whole - columns);
        }
        jpeg_write_raw_data(&state, planes, DCTSIZE);
    }
}

void write_rows(jpeg_compress_struct& state, const uint8_t* samples) {
    const size_t row_bytes = size_t{state.image_width} * static_cast<size_t>(state.input_components);
    while (state.next_scanline < state.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(samples + state.next_scanline * row_bytes);
        jpeg_write_scanlines(&state, &row, 1);
    }
}

// Only plain data here: longjmp passes over it.
bool encode_rows(jpeg_compress_struct& state, Failure& failure, const Job& job, const uint8_t* samples, uint8_t* blocks, unsigned char** stream, unsigned long* length) {
    if (setjmp(failure.back) != 0) return false;
    jpeg_create_compress(&state);
    jpeg_mem_dest(&state, stream, length);
    state.image_width = job.image.columns;
    state.image_height = job.image.rows;
    state.input_components = static_cast<int>(job.image.samples);
    state.in_color_space = job.image.samples == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, static_cast<int>(job.quality), TRUE);
    if (job.image.samples == 3) {
        jpeg_set_colorspace(&state, job.color_transform != 0 ? JCS_YCbCr : JCS_RGB);
        state.comp_info[0].h_samp_factor = job.color_transform != 0 ? 2 : 1;  // 4:2:2
        state.comp_info[0].v_samp_factor = 1;
    }
    state.dct_method = JDCT_ISLOW;
    state.restart_in_rows = static_cast<int>(job.restart_rows);
    state.raw_data_in = job.image.samples == 1 ? TRUE : FALSE;
    jpeg_start_compress(&state, TRUE);
    if (job.image.samples == 1) write_gray(state, samples, blocks);
    else write_rows(state, samples);
    jpeg_finish_compress(&state);
    return true;
}

}  // namespace

Status encode_jpeg(const Job& job, Span samples, Output& output) {
    const Image& image = job.image;
    if (job.lossless != 0 || image.bytes_per_sample != 1 || image.precision > 8 || image.is_signed != 0 || (image.samples != 1 && image.samples != 3))
        return refuse(output, Status::unsupported, "JPEG is written lossy, of 8 unsigned bits, and 1 or 3 samples");
    if (image.columns > 65500 || image.rows > 65500) return refuse(output, Status::unsupported, "JPEG is written of up to 65500 rows and columns");
    if (job.restart_rows > 4096) return refuse(output, Status::unsupported, "A restart interval has up to 4096 rows of blocks");
    if (samples.length < image.bytes()) return refuse(output, Status::malformed, "There are too few samples");
    std::vector<uint8_t> blocks(image.samples == 1 && image.columns % DCTSIZE != 0 ? (size_t{image.columns} + DCTSIZE) * DCTSIZE : 0);
    unsigned char* stream = output.data;
    unsigned long length = output.capacity;
    jpeg_compress_struct state{};
    Failure failure{};
    state.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = leave;
    failure.manager.output_message = print_nothing;
    const bool done = encode_rows(state, failure, job, samples.data, blocks.data(), &stream, &length);
    jpeg_destroy_compress(&state);
    const bool is_moved = stream != output.data;  // it grew out of its room
    if (is_moved) std::free(stream);
    if (!done) return refuse(output, Status::failed, "%s", failure.text);
    if (is_moved) return refuse(output, Status::too_large, "The JPEG stream is larger than the samples");
    output.length = length;
    return Status::ok;
}

}  // namespace concord
