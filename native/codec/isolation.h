#pragma once

#include <cstdint>

namespace concord {

// Bounds of this process; before anything of a stream is read.
void limit_resources(uint64_t address_space_bytes);

// No file, no socket, no other process from here on. False when the kernel does not offer it.
bool forbid_system_calls();

}  // namespace concord
