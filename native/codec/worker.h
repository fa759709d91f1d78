#pragma once

#include <string>
#include <vector>

namespace concord {

// Serves requests until the standard input ends. Returns the exit code.
int serve(const std::vector<std::string>& segments);

// Does what a file holds (a Request and its input) so many times in this process, and prints each time's microseconds: what a library costs without the boundary.
int bench(const std::string& path, int turns);

}  // namespace concord
