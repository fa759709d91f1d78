// JPEG 2000 and HTJ2K by OpenJPEG (ISO/IEC 15444-1, -2 as far as it goes, -15).

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "codecs.h"
#include "samples.h"

namespace concord {

namespace {

struct Source { Span bytes; size_t at; };

OPJ_SIZE_T read_source(void* buffer, OPJ_SIZE_T length, void* user) {
    auto* source = static_cast<Source*>(user);
    const size_t count = std::min<size_t>(length, source->bytes.length - source->at);
    if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
    std::memcpy(buffer, source->bytes.data + source->at, count);
    source->at += count;
    return count;
}

OPJ_OFF_T skip_source(OPJ_OFF_T length, void* user) {
    auto* source = static_cast<Source*>(user);
    if (length < 0) return -1;
    const size_t count = std::min<size_t>(static_cast<size_t>(length), source->bytes.length - source->at);
    source->at += count;
    return count == 0 && length > 0 ? -1 : static_cast<OPJ_OFF_T>(count);
}

OPJ_BOOL seek_source(OPJ_OFF_T at, void* user) {
    auto* source = static_cast<Source*>(user);
    if (at < 0 || static_cast<size_t>(at) > source->bytes.length) return OPJ_FALSE;
    source->at = static_cast<size_t>(at);
    return OPJ_TRUE;
}

void keep_message(const char* text, void* user) {
    auto* output = static_cast<Output*>(user);
    if (output->message[0] != 0) return;
    char line[sizeof output->message];
    std::strncpy(line, text, sizeof line - 1);
    line[sizeof line - 1] = 0;
    if (char* end = std::strpbrk(line, "\r\n")) *end = 0;
    refuse(*output, Status::malformed, "%s", line);
}

void ignore_message(const char*, void*) {}

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Picture = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

bool is_boxed(Span input) {
    static const uint8_t signature[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
    return input.length >= sizeof signature && std::memcmp(input.data, signature, sizeof signature) == 0;
}

// Fewest resolutions of any component: what may be left out of all of them.
uint32_t levels_of(opj_codec_t* codec) {
    opj_codestream_info_v2_t* info = opj_get_cstr_info(codec);
    if (info == nullptr) return 0;
    uint32_t resolutions = 33;
    for (uint32_t i = 0; i < info->nbcomps; i++) resolutions = std::min(resolutions, info->m_default_tile_info.tccp_info[i].numresolutions);
    opj_destroy_cstr_info(&info);
    return resolutions == 0 || resolutions == 33 ? 0 : resolutions - 1;
}

// The size that the header says, before anything is allocated for it.
bool is_expected(const Job& job, const opj_image_t& picture) {
    if (picture.numcomps != job.image.samples || picture.x1 <= picture.x0 || picture.y1 <= picture.y0) return false;
    for (uint32_t i = 0; i < picture.numcomps; i++) {
        const opj_image_comp_t& component = picture.comps[i];
        if (component.dx == 0 || component.dy == 0 || component.prec != picture.comps[0].prec || component.sgnd != picture.comps[0].sgnd) return false;
        if (component.dx != picture.comps[0].dx || component.dy != picture.comps[0].dy) return false;
    }
    const uint32_t dx = picture.comps[0].dx, dy = picture.comps[0].dy;
    const uint64_t columns = (picture.x1 + uint64_t{dx} - 1) / dx - (picture.x0 + uint64_t{dx} - 1) / dx;
    const uint64_t rows = (picture.y1 + uint64_t{dy} - 1) / dy - (picture.y0 + uint64_t{dy} - 1) / dy;
    return fits(job.image, columns, rows, picture.numcomps, picture.comps[0].prec);
}

}  // namespace

Status decode_jpeg_2000(const Job& job, Span input, Output& output) {
    Codec codec(opj_create_decompress(is_boxed(input) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K), &opj_destroy_codec);
    Stream stream(opj_stream_create(std::max<size_t>(1024, std::min<size_t>(input.length, 1 << 20)), OPJ_TRUE), &opj_stream_destroy);
    if (!codec || !stream) return Status::out_of_memory;
    Source source{input, 0};
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), input.length);
    opj_stream_set_read_function(stream.get(), &read_source);
    opj_stream_set_skip_function(stream.get(), &skip_source);
    opj_stream_set_seek_function(stream.get(), &seek_source);
    opj_set_error_handler(codec.get(), &keep_message, &output);
    opj_set_warning_handler(codec.get(), &ignore_message, nullptr);
    opj_set_info_handler(codec.get(), &ignore_message, nullptr);

    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    parameters.flags |= OPJ_DPARAMETERS_IGNORE_PCLR_CMAP_CDEF_FLAG;  // the data set says what samples mean, not the wrapper
    opj_image_t* read = nullptr;
    if (!opj_setup_decoder(codec.get(), &parameters) || !opj_read_header(stream.get(), codec.get(), &read))
        return output.message[0] != 0 ? Status::malformed : refuse(output, Status::malformed, "The JPEG 2000 header cannot be read");
    Picture picture(read, &opj_image_destroy);
    if (!is_expected(job, *picture)) return refuse(output, Status::malformed, "The JPEG 2000 stream is not of the size that the attributes say");
    const uint32_t reduce = std::min(job.reduce_levels, levels_of(codec.get()));
    if (reduce > 0 && !opj_set_decoded_resolution_factor(codec.get(), reduce)) return refuse(output, Status::malformed, "The JPEG 2000 stream has no such resolution");
    if (!opj_decode(codec.get(), stream.get(), picture.get()))
        return output.message[0] != 0 ? Status::malformed : refuse(output, Status::malformed, "The JPEG 2000 stream cannot be decoded");

    const opj_image_comp_t& first = picture->comps[0];
    const Image image{first.w, first.h, picture->numcomps, job.image.bytes_per_sample, first.prec, first.sgnd};
    if (image.bytes() > output.capacity) return Status::too_large;
    const size_t pixels = static_cast<size_t>(first.w) * first.h;
    for (uint32_t i = 0; i < picture->numcomps; i++) {
        const opj_image_comp_t& component = picture->comps[i];
        if (component.data == nullptr || component.w != first.w || component.h != first.h) return refuse(output, Status::malformed, "A component of the JPEG 2000 stream is not there");
        put_samples(component.data, pixels, output.data + i * image.bytes_per_sample, picture->numcomps, image.bytes_per_sample);
    }
    output.image = image;
    output.length = image.bytes();
    return Status::ok;
}

}  // namespace concord
