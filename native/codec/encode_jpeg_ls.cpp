#include "codecs.h"
#include "samples.h"

namespace concord {

Status encode_jpeg_ls(const Job&, Span, Output& output) { return refuse(output, Status::unsupported, "Not encoded here"); }

}  // namespace concord
