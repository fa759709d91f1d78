#pragma once

#include "codecs.h"

namespace concord {

// What a broken codec would do, on request: the tests of the pool ask for it. Job.quality says what.
Status self_test(const Job&, Span input, Output&);

}  // namespace concord
