// JPEG 2000 by OpenJPEG (ISO/IEC 15444-1), a bare code stream, progression RPCL.

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "codecs.h"
#include "levels.h"
#include "samples.h"

namespace concord {

namespace {

struct Sink { Output* output; size_t at; bool is_full; };

OPJ_SIZE_T write_sink(void* from, OPJ_SIZE_T length, void* user) {
    auto* sink = static_cast<Sink*>(user);
    if (length > sink->output->capacity - sink->at) {
        sink->is_full = true;
        return static_cast<OPJ_SIZE_T>(-1);
    }
    std::memcpy(sink->output->data + sink->at, from, length);
    sink->at += length;
    sink->output->length = std::max(sink->output->length, sink->at);
    return length;
}

OPJ_OFF_T skip_sink(OPJ_OFF_T length, void* user) {
    auto* sink = static_cast<Sink*>(user);
    if (length < 0 || static_cast<size_t>(length) > sink->output->capacity - sink->at) return -1;
    sink->at += static_cast<size_t>(length);
    return length;
}

OPJ_BOOL seek_sink(OPJ_OFF_T at, void* user) {
    auto* sink = static_cast<Sink*>(user);
    if (at < 0 || static_cast<size_t>(at) > sink->output->capacity) return OPJ_FALSE;
    sink->at = static_cast<size_t>(at);
    return OPJ_TRUE;
}

void ignore(const char*, void*) {}

using Picture = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

Picture picture_of(const Job& job, Span samples) {
    const Image& image = job.image;
    opj_image_cmptparm_t parts[4]{};
    for (uint32_t i = 0; i < image.samples; i++) {
        parts[i].dx = parts[i].dy = 1;
        parts[i].w = image.columns;
        parts[i].h = image.rows;
        parts[i].prec = image.precision;
        parts[i].sgnd = image.is_signed;
    }
    Picture picture(opj_image_create(image.samples, parts, image.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY), &opj_image_destroy);
    if (!picture) return picture;
    picture->x1 = image.columns;
    picture->y1 = image.rows;
    for (uint32_t i = 0; i < image.samples; i++)
        get_samples(samples.data + i * image.bytes_per_sample, size_t{image.columns} * image.rows, picture->comps[i].data, image.samples, image.bytes_per_sample, image.precision, image.is_signed != 0);
    return picture;
}

void choose(const Job& job, opj_cparameters_t& parameters) {
    opj_set_default_encoder_parameters(&parameters);
    uint32_t most = 0;  // OpenJPEG wants each level to leave something of both sides
    while (std::min(job.image.columns, job.image.rows) >> (most + 1) > 0) most++;
    parameters.numresolution = static_cast<int>(std::min(most, levels_for(job.image.columns, job.image.rows))) + 1;
    parameters.prog_order = OPJ_RPCL;
    parameters.tcp_mct = job.color_transform != 0 && job.image.samples == 3 ? 1 : 0;
    parameters.tcp_numlayers = 1;
    if (job.lossless != 0) {
        parameters.cp_disto_alloc = 1;
        parameters.tcp_rates[0] = 0;
        return;
    }
    parameters.irreversible = 1;
    parameters.cp_fixed_quality = 1;
    parameters.tcp_distoratio[0] = 30.0f + 0.3f * static_cast<float>(job.quality);  // peak signal to noise, dB
}

}  // namespace

Status encode_jpeg_2000(const Job& job, Span samples, Output& output) {
    const Image& image = job.image;
    if (image.precision > 24 || image.samples > 4) return refuse(output, Status::unsupported, "JPEG 2000 is written of up to 24 bits and 4 samples");
    if (samples.length < image.bytes()) return refuse(output, Status::malformed, "There are too few samples");
    const Picture picture = picture_of(job, samples);
    std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(opj_create_compress(OPJ_CODEC_J2K), &opj_destroy_codec);
    std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(opj_stream_create(1 << 20, OPJ_FALSE), &opj_stream_destroy);
    if (!picture || !codec || !stream) return Status::out_of_memory;
    opj_set_error_handler(codec.get(), &ignore, nullptr);
    opj_set_warning_handler(codec.get(), &ignore, nullptr);
    opj_set_info_handler(codec.get(), &ignore, nullptr);
    Sink sink{&output, 0, false};
    opj_stream_set_user_data(stream.get(), &sink, nullptr);
    opj_stream_set_write_function(stream.get(), &write_sink);
    opj_stream_set_skip_function(stream.get(), &skip_sink);
    opj_stream_set_seek_function(stream.get(), &seek_sink);
    opj_cparameters_t parameters;
    choose(job, parameters);
    const bool done = opj_setup_encoder(codec.get(), &parameters, picture.get()) && opj_start_compress(codec.get(), picture.get(), stream.get())
        && opj_encode(codec.get(), stream.get()) && opj_end_compress(codec.get(), stream.get());
    if (!done) return refuse(output, sink.is_full ? Status::too_large : Status::failed, "The image cannot be written as JPEG 2000");
    return Status::ok;
}

}  // namespace concord
