// The codecs of the codec process: plain functions over memory, no state, no file, no socket.
// Whatever comes in, a function answers with a status; it checks every size against the image it was asked for before it writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace concord {

// Numbers as in Concord.Imaging.Codecs.CodecFormat.
enum class Format : uint32_t { jpeg = 1, jpeg_ls = 2, jpeg_2000 = 3, htj2k = 4, jpeg_xl = 5 };

// Numbers as in the protocol.
enum class Status : uint32_t { ok = 0, malformed = 1, unsupported = 2, too_large = 3, out_of_memory = 4, failed = 5 };

// Samples: little endian, by pixel, bytes_per_sample 1, 2 or 4; precision: the low bits that count.
struct Image {
    uint32_t columns, rows, samples, bytes_per_sample, precision, is_signed;
    size_t bytes() const { return size_t(columns) * rows * samples * bytes_per_sample; }
};

struct Job {
    Format format;
    Image image;                // encoding: given; decoding: wanted
    uint32_t reduce_levels;     // decoding JPEG 2000 and HTJ2K
    uint32_t color_transform;   // three samples are R, G, B (see CodecJob.HasColorTransform)
    uint32_t lossless;          // encoding
    uint32_t quality;           // encoding JPEG, 1-100
    uint32_t near_lossless;     // encoding JPEG-LS
    uint32_t restart_rows;      // encoding JPEG, lossy: rows of blocks between restart markers; 0: none
    uint32_t is_own;            // decoding HTJ2K: the stream was written here
    double quantisation_step;   // encoding JPEG 2000 and HTJ2K, lossy
};

struct Span { const uint8_t* data; size_t length; };

struct Output {
    uint8_t* data;              // decoding: room for the samples; encoding: room for the stream
    size_t capacity;
    size_t length = 0;          // written
    Image image{};              // decoding: what was written
    uint32_t color_transform = 0;
    char message[200] = {0};    // why not: one line, no bytes of the input
};

Status decode_jpeg(const Job&, Span input, Output&);       // libjpeg-turbo for 8-bit baseline and extended, DCMTK's IJG for the rest
Status decode_jpeg_ls(const Job&, Span input, Output&);    // CharLS
Status decode_jpeg_2000(const Job&, Span input, Output&);  // OpenJPEG, HTJ2K too
Status decode_own_htj2k(const Job&, Span input, Output&);  // OpenJPH
Status decode_jpeg_xl(const Job&, Span input, Output&);    // libjxl, where the build has it

Status encode_jpeg(const Job&, Span samples, Output&);     // baseline, 8 bits
Status encode_jpeg_ls(const Job&, Span samples, Output&);
Status encode_jpeg_2000(const Job&, Span samples, Output&);
Status encode_htj2k(const Job&, Span samples, Output&);    // OpenJPH, RPCL, TLM

}  // namespace concord
