#pragma once

#include "codecs.h"

namespace concord {

// What the first frame header of a JPEG stream says.
struct JpegHeader { uint32_t process, precision, columns, rows, components; };  // process: low nibble of SOFn

// False when there is no frame header.
bool read_jpeg_header(Span input, JpegHeader& header);

// What libjpeg-turbo does not do: more than 8 bits, and the lossless processes.
Status decode_jpeg_dcmtk(const Job&, Span input, const JpegHeader&, Output&);

}  // namespace concord
