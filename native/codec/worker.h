#pragma once

#include <string>
#include <vector>

namespace concord {

// Serves requests until the standard input ends. Returns the exit code.
int serve(const std::vector<std::string>& segments);

}  // namespace concord
