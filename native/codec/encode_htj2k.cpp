// HTJ2K by OpenJPH (ISO/IEC 15444-15), as PS3.5 §10.18.1 asks of the RPCL syntax: one tile, blocks of 64 x 64, progression RPCL,
// levels until the smallest resolution is at most 64 wide and high, and a TLM marker segment, which OpenJPH does not write.

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "codecs.h"
#include "levels.h"
#include "samples.h"

namespace concord {

namespace {

constexpr uint8_t kSot = 0x90, kTlm = 0x55;
constexpr size_t kMaxTileParts = 255;

uint32_t big_endian(const uint8_t* at, size_t bytes) {
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++) value = value << 8 | at[i];
    return value;
}

void put_big_endian(uint8_t* at, uint32_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) at[i] = static_cast<uint8_t>(value >> (8 * (bytes - 1 - i)));
}

// Where the main header ends: at the first SOT. 0 when it has no end.
size_t header_length(const uint8_t* stream, size_t length) {
    for (size_t at = 2; at + 4 <= length && stream[at] == 0xFF;) {
        if (stream[at + 1] == kSot) return at;
        at += 2 + big_endian(stream + at + 2, 2);
    }
    return 0;
}

struct TilePart { uint8_t tile; uint32_t length; };

std::vector<TilePart> tile_parts(const uint8_t* stream, size_t length, size_t at) {
    std::vector<TilePart> parts;
    while (at + 12 <= length && stream[at] == 0xFF && stream[at + 1] == kSot) {
        const uint32_t stated = big_endian(stream + at + 6, 4);
        const uint32_t part = stated != 0 ? stated : static_cast<uint32_t>(length - 2 - at);  // 0: up to the end of the code stream
        parts.push_back({static_cast<uint8_t>(big_endian(stream + at + 4, 2)), part});
        at += part;
    }
    return parts;
}

// The stream with a TLM marker segment at the end of its main header (ISO/IEC 15444-1 §A.7.1).
Status write_with_tlm(const uint8_t* stream, size_t length, Output& output) {
    const size_t header = header_length(stream, length);
    const std::vector<TilePart> parts = header == 0 ? std::vector<TilePart>() : tile_parts(stream, length, header);
    if (parts.empty() || parts.size() > kMaxTileParts) return refuse(output, Status::failed, "The code stream has no tile-parts that can be listed");
    const size_t segment = 4 + 5 * parts.size();
    if (length + 2 + segment > output.capacity) return Status::too_large;
    uint8_t* to = output.data;
    std::memcpy(to, stream, header);
    to += header;
    *to++ = 0xFF;
    *to++ = kTlm;
    put_big_endian(to, static_cast<uint32_t>(segment), 2);
    to[2] = 0;           // Ztlm: the first
    to[3] = 0x50;        // Stlm: tile numbers of 8 bits, lengths of 32
    to += 4;
    for (const TilePart& part : parts) {
        *to++ = part.tile;
        put_big_endian(to, part.length, 4);
        to += 4;
    }
    std::memcpy(to, stream + header, length - header);
    output.length = length + 2 + segment;
    return Status::ok;
}

// Memory that stops growing at a bound.
class BoundedFile : public ojph::outfile_base {
public:
    explicit BoundedFile(size_t bound) : bound_(bound) { bytes_.reserve(std::min<size_t>(bound, 1 << 20)); }

    size_t write(const void* from, size_t length) override {
        if (bytes_.size() + length > bound_) is_full_ = true;
        if (is_full_) return length;
        const auto* start = static_cast<const uint8_t*>(from);
        bytes_.insert(bytes_.end(), start, start + length);
        return length;
    }

    ojph::si64 tell() override { return static_cast<ojph::si64>(bytes_.size()); }

    bool is_full() const { return is_full_; }
    const std::vector<uint8_t>& bytes() const { return bytes_; }

private:
    size_t bound_;
    bool is_full_ = false;
    std::vector<uint8_t> bytes_;
};

void describe(const Job& job, ojph::codestream& stream) {
    const Image& image = job.image;
    ojph::param_siz siz = stream.access_siz();
    siz.set_image_extent(ojph::point(image.columns, image.rows));
    siz.set_tile_size(ojph::size(image.columns, image.rows));
    siz.set_image_offset(ojph::point(0, 0));
    siz.set_tile_offset(ojph::point(0, 0));
    siz.set_num_components(image.samples);
    for (uint32_t i = 0; i < image.samples; i++) siz.set_component(i, ojph::point(1, 1), image.precision, image.is_signed != 0);
    ojph::param_cod cod = stream.access_cod();
    cod.set_num_decomposition(levels_for(image.columns, image.rows));
    cod.set_block_dims(64, 64);
    cod.set_progression_order("RPCL");
    cod.set_color_transform(job.color_transform != 0 && image.samples == 3);
    cod.set_reversible(job.lossless != 0);
    if (job.lossless == 0) stream.access_qcd().set_irrev_quant(static_cast<float>(job.quantisation_step));
    stream.set_planar(false);
}

}  // namespace

Status encode_htj2k(const Job& job, Span samples, Output& output) {
    const Image& image = job.image;
    if (image.precision > 16 || image.samples > 4) return refuse(output, Status::unsupported, "HTJ2K is written of up to 16 bits and 4 samples");
    if (samples.length < image.bytes()) return refuse(output, Status::malformed, "There are too few samples");
    if (job.lossless == 0 && !(job.quantisation_step > 0 && job.quantisation_step < 1)) return refuse(output, Status::unsupported, "The quantisation step is out of range");
    ojph::codestream stream;
    describe(job, stream);
    BoundedFile file(output.capacity);
    stream.write_headers(&file);
    ojph::ui32 component = 0;
    ojph::line_buf* line = stream.exchange(nullptr, component);
    const size_t row_bytes = size_t{image.columns} * image.samples * image.bytes_per_sample;
    for (uint32_t row = 0; row < image.rows; row++) {
        for (uint32_t i = 0; i < image.samples; i++) {
            const uint8_t* from = samples.data + row * row_bytes + component * image.bytes_per_sample;
            get_samples(from, image.columns, line->i32, image.samples, image.bytes_per_sample, image.precision, image.is_signed != 0);
            line = stream.exchange(line, component);
        }
    }
    stream.flush();
    stream.close();
    if (file.is_full()) return refuse(output, Status::too_large, "The code stream is larger than the samples");
    return write_with_tlm(file.bytes().data(), file.bytes().size(), output);
}

}  // namespace concord
