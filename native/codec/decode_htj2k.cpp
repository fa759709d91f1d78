// HTJ2K by OpenJPH (ISO/IEC 15444-15): twice as fast as OpenJPEG, and it does not bear damage. For streams that were written here.

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>

#include "codecs.h"
#include "samples.h"

namespace concord {

namespace {

// Of fewer resolutions samples may be a little out of their range.
void clamp(int32_t* samples, const Image& image) {
    const int32_t most = static_cast<int32_t>((1u << (image.precision - image.is_signed)) - 1), least = image.is_signed != 0 ? -most - 1 : 0;
    for (uint32_t i = 0; i < image.columns; i++) samples[i] = std::min(most, std::max(least, samples[i]));
}

}  // namespace

Status decode_own_htj2k(const Job& job, Span input, Output& output) {
    ojph::mem_infile file;
    file.open(input.data, input.length);
    ojph::codestream stream;
    stream.read_headers(&file);
    ojph::param_siz siz = stream.access_siz();
    const ojph::point extent = siz.get_image_extent(), offset = siz.get_image_offset();
    const uint32_t samples = siz.get_num_components();
    if (offset.x != 0 || offset.y != 0 || !fits(job.image, extent.x, extent.y, samples, siz.get_bit_depth(0)))
        return refuse(output, Status::malformed, "The HTJ2K stream is not of the size that the attributes say");
    for (uint32_t i = 0; i < samples; i++) {
        const ojph::point step = siz.get_downsampling(i);
        if (step.x != 1 || step.y != 1 || siz.get_bit_depth(i) != siz.get_bit_depth(0) || siz.is_signed(i) != siz.is_signed(0))
            return refuse(output, Status::unsupported, "The components of the HTJ2K stream differ");
    }
    const uint32_t reduce = std::min(job.reduce_levels, stream.access_cod().get_num_decompositions());
    stream.restrict_input_resolution(reduce, reduce);
    stream.set_planar(false);
    stream.create();
    const Image image{siz.get_recon_width(0), siz.get_recon_height(0), samples, job.image.bytes_per_sample, siz.get_bit_depth(0), siz.is_signed(0) ? 1u : 0u};
    if (image.bytes() > output.capacity) return Status::too_large;
    const size_t row_bytes = size_t{image.columns} * samples * image.bytes_per_sample;
    for (uint32_t row = 0; row < image.rows; row++) {
        for (uint32_t i = 0; i < samples; i++) {
            ojph::ui32 component = 0;
            ojph::line_buf* line = stream.pull(component);
            if (line == nullptr || component >= samples || line->size < image.columns) return refuse(output, Status::malformed, "The HTJ2K stream ends early");
            if (reduce > 0) clamp(line->i32, image);
            put_samples(line->i32, image.columns, output.data + row * row_bytes + component * image.bytes_per_sample, samples, image.bytes_per_sample);
        }
    }
    stream.close();
    output.image = image;
    output.length = image.bytes();
    return Status::ok;
}

}  // namespace concord
