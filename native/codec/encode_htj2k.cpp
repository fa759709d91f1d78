#include "codecs.h"
#include "samples.h"

namespace concord {

Status encode_htj2k(const Job&, Span, Output& output) { return refuse(output, Status::unsupported, "Not encoded here"); }

}  // namespace concord
